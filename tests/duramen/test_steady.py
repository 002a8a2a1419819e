"""Extractions do not leave traces: memory stays flat, and threads, forks and other processes give the same bytes."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

import duramen

_FUZZ = Path(__file__).parents[1] / "fuzz"
_PAGES = [
    f"<title>Page {i}</title><nav><a href=/>Home</a></nav><h1>Page {i}</h1>"
    + "".join(
        f"<p class=b{j % 3}>Words of paragraph {j} of page {i}, with <a href=/{j}>a link</a>.</p>" for j in range(i)
    )
    + "<table><tr><td>x<td>y</table><footer>© 2026</footer>"
    for i in range(0, 60, 3)
]


def digest() -> str:
    """Every output and every probability of the pages, as one number."""
    extractor, out = duramen.Extractor(), hashlib.sha256()
    for page in _PAGES:
        document = extractor(page, "https://e.example/")
        out.update(document.probability.tobytes() + document.roles.tobytes())
        for output in ("text", "markdown", "html", "json"):
            out.update(document.render(output).encode())  # type: ignore[arg-type]
        out.update(document.metadata.front_matter().encode())
    return out.hexdigest()


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="resident memory is read from Linux's /proc")
def test_memory_is_flat() -> None:
    """Thousands of extractions; `tests/fuzz/steady.py` does a hundred thousand."""
    command = [sys.executable, str(_FUZZ / "steady.py"), "--runs", "8000"]
    held = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert held["end"] - held["warm"] < 5_000_000, held


def test_sixteen_threads_agree_with_one() -> None:
    alone, answers = digest(), []
    threads = [threading.Thread(target=lambda: answers.append(digest())) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [alone] * 16


def _send(pipe: Any) -> None:
    pipe.send(digest())


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
@pytest.mark.parametrize("busy", [False, True])
@pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning")  # that is what is tested
def test_a_fork_extracts_as_its_parent_did(busy: bool) -> None:
    """Also a fork that is made while another thread extracts."""
    alone, done = digest(), threading.Event()

    def work() -> None:
        while not done.is_set():
            digest()

    other = threading.Thread(target=work)
    if busy:
        other.start()
    ours, theirs = multiprocessing.get_context("fork").Pipe()
    forks = [multiprocessing.get_context("fork").Process(target=_send, args=(theirs,), daemon=True) for _ in range(12)]
    try:
        for fork in forks:
            fork.start()
        for _ in forks:
            assert ours.poll(120), "a fork hangs"
            assert ours.recv() == alone
    finally:
        done.set()
        if busy:
            other.join()
        for fork in forks:
            fork.join(10)
    assert [fork.exitcode for fork in forks] == [0] * 12


@pytest.mark.parametrize("environment", [{"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "2", "OPENBLAS_NUM_THREADS": "1"}])
def test_another_process_gives_the_same_bytes(environment: dict[str, str]) -> None:
    program = f"import runpy; print(runpy.run_path({__file__!r})['digest']())"
    done = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == digest()
