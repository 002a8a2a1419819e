"""Whatever a tool does to itself, its process or its pipes on one page costs that page, and the next is answered."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from duramen_bench.registry import find_tool
from duramen_bench.sandbox import Limits, Sandbox
from duramen_corpora.predictions import Prediction, Run, read_predictions, write_predictions
from duramen_corpora.schema import Page

NASTY = """
import ctypes, gc, io, locale, os, signal, subprocess, sys, threading, time

class Loud(str):
    def encode(self, *a): raise RuntimeError("no")
    def __len__(self): return 0
class Mute(Exception):
    def __str__(self): raise RuntimeError("no")
class Bare(BaseException): pass

def _on(html, act, then="answered"):
    if "page 1" in html: return act()
    return "answered"
def loops(html):
    def act():
        while True: pass
    return _on(html, act)
def ten_gigabytes(html): return _on(html, lambda: bytearray(10 << 30))
def ten_gigabytes_of_trifles(html): return _on(html, lambda: [str(i) * 9 for i in range(10**10)])
def prints_everywhere(html):
    def act():
        print("out"); print("err", file=sys.stderr); os.write(1, b"c level")
        ctypes.CDLL(None).puts(b"from C"); ctypes.CDLL(None).fflush(None)
        sys.__stdout__.write("original"); sys.__stdout__.flush()
        return "answered"
    return _on(html, act)
def subclass(html): return _on(html, lambda: Loud("answered"))
def surrogates_in_an_error(html):
    def act(): raise ValueError("lone \\ud800")
    return _on(html, act)
def error_without_words(html):
    def act(): raise Mute
    return _on(html, act)
def hundred_megabytes(html): return _on(html, lambda: "x" * (100 << 20))
def interrupts(html):
    def act(): raise KeyboardInterrupt
    return _on(html, act)
def base_exception(html):
    def act(): raise Bare("bare")
    return _on(html, act)
def leaves(html): return _on(html, lambda: os._exit(7))
def recursion(html):
    def down(n): return down(n + 1)
    return _on(html, lambda: down(0))
def recursion_without_limit(html):
    def act():
        sys.setrecursionlimit(10**9)
        deep = []
        for _ in range(10**6): deep = [deep]
        return repr(deep)
    return _on(html, act)
def closes_standard_streams(html):
    def act():
        for file in (sys.stdin, sys.stdout, sys.stderr):
            file.close()
        for number in range(3):
            try: os.close(number)
            except OSError: pass
        return "answered"
    print("I print on every page", flush=True)
    return _on(html, act)
def closes_everything(html): return _on(html, lambda: os.closerange(0, 100))
def writes_into_every_channel(html):
    def act():
        for number in range(3, 20):
            try: os.write(number, b"nonsense" * 4)
            except OSError: pass
        return "answered"
    return _on(html, act)
def child_answers_too(html):
    def act():
        os.fork()
        return "answered"
    return _on(html, act)
def child_runs_on(html):
    def act():
        pid = os.fork()
        if pid == 0:
            while True: time.sleep(1)
        open(os.environ["NASTY_LOG"], "w").write(str(pid))
        return "answered"
    return _on(html, act)
def child_outlives_a_crash(html):
    def act():
        pid = os.fork()
        if pid == 0:
            while True: time.sleep(1)
        open(os.environ["NASTY_LOG"], "w").write(str(pid))
        os.kill(os.getpid(), signal.SIGSEGV)
    return _on(html, act)
def changes_the_world(html):
    def act():
        os.chdir("/"); locale.setlocale(locale.LC_ALL, "C"); os.environ.clear(); sys.path.clear()
        for s in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM, signal.SIGPIPE, signal.SIGSEGV):
            signal.signal(s, signal.SIG_IGN)
        gc.disable(); sys.stdout = None; sys.setrecursionlimit(80)
        return "answered"
    return _on(html, act)
def leaves_an_alarm(html):
    def act():
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        return "answered"
    if "page 2" in html: time.sleep(0.6)
    return _on(html, act)
def stops_itself_later(html):
    def act():
        threading.Timer(0.2, lambda: os.kill(os.getpid(), signal.SIGSTOP)).start()
        return "answered"
    return _on(html, act)
def leaves_files(html):
    import tempfile
    name = tempfile.mkdtemp()
    open(os.environ["NASTY_LOG"], "a").write(name + "\\n")
    if "page 1" in html: os.kill(os.getpid(), signal.SIGKILL)
    return "answered"
"""
GOOD = ("answered", None)


@pytest.fixture(autouse=True)
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A module `nasty`, importable here and in worker processes, and the file that it writes to."""
    folder = tmp_path / "modules"
    folder.mkdir()
    (folder / "nasty.py").write_text(NASTY)
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")])))
    monkeypatch.setenv("NASTY_LOG", str(tmp_path / "nasty.log"))
    return tmp_path / "nasty.log"


def answers(name: str, pages: list[Page], deadline_s: float = 20, memory_mb: int = 512) -> list[Prediction]:
    with Sandbox(find_tool(f"nasty:{name}"), Limits(deadline_s, memory_mb)) as run:
        return [run(page) for page in pages]


def plain(prediction: Prediction) -> tuple[str | None, str | None]:
    return prediction.text, prediction.error


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("ten_gigabytes", "memory: MemoryError"),
        ("ten_gigabytes_of_trifles", "memory: "),
        ("surrogates_in_an_error", "exception: ValueError: lone ?"),
        ("error_without_words", "exception: Mute: (its message cannot be read)"),
        ("hundred_megabytes", "exception: OverflowError: 104,857,600 characters from a page of "),
        ("interrupts", "exception: KeyboardInterrupt"),
        ("base_exception", "exception: Bare: bare"),
        ("leaves", "crash: exit 7"),
        ("recursion", "exception: RecursionError"),
        ("recursion_without_limit", "crash: signal SIGSEGV"),
        ("closes_everything", "crash: "),
        ("writes_into_every_channel", "crash: the worker's channel holds something that is no answer"),
    ],
)
def test_it_costs_its_page(name: str, error: str, toy_pages: list[Page], tmp_path: Path) -> None:
    first, second, third = answers(name, toy_pages[:3])
    assert [plain(first), plain(third)] == [GOOD, GOOD]
    assert second.text is None
    assert second.error is not None
    assert second.error.startswith(error)
    write_predictions(tmp_path / "p", Run(name, "1", "toy", "r1"), [second])  # a file can hold it
    assert read_predictions(tmp_path / "p")[1] == [second]


def test_an_endless_loop_costs_its_page(toy_pages: list[Page]) -> None:
    first, second, third = answers("loops", toy_pages[:3], deadline_s=1)
    assert [plain(first), plain(third)] == [GOOD, GOOD]
    assert second.error == "timeout: no answer in 1 s"


@pytest.mark.parametrize(
    "name",
    [
        "prints_everywhere",
        "subclass",
        "closes_standard_streams",
        "child_answers_too",
        "changes_the_world",
        "leaves_an_alarm",
    ],
)
def test_it_costs_nothing(name: str, toy_pages: list[Page]) -> None:
    with Sandbox(find_tool(f"nasty:{name}"), Limits(20, 512)) as run:
        assert [plain(run(page)) for page in toy_pages[:4]] == [GOOD] * 4
        assert run.restarts == 0


def test_a_worker_that_has_stopped_reading_is_not_written_to_for_ever(toy_pages: list[Page]) -> None:
    with Sandbox(find_tool("nasty:stops_itself_later"), Limits(1, 512)) as run:
        assert plain(run(toy_pages[1])) == GOOD
        time.sleep(0.5)
        big = Page(**{name: getattr(toy_pages[0], name) for name in Page.__slots__} | {"html": b"x" * (1 << 20)})
        assert run(big).error == "timeout: no answer in 1 s"
        assert plain(run(toy_pages[0])) == GOOD


def _ends(log: Path) -> bool:
    """Whether the process whose number is in the log is killed (it takes a moment to die); a zombie is dead."""
    status = Path("/proc") / log.read_text() / "stat"
    for _ in range(200):
        if not status.is_file() or status.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return True
        time.sleep(0.1)
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
class TestChildren:
    def test_one_that_runs_on_ends_with_its_worker(self, toy_pages: list[Page], log: Path) -> None:
        assert [plain(p) for p in answers("child_runs_on", toy_pages[:3])] == [GOOD] * 3
        assert _ends(log)

    def test_one_that_outlives_a_crash_is_ended_and_does_not_hide_it(self, toy_pages: list[Page], log: Path) -> None:
        first, second, third = answers("child_outlives_a_crash", toy_pages[:3])
        assert [plain(first), plain(third)] == [GOOD, GOOD]
        assert second.error is not None
        assert second.error.startswith("crash: signal SIGSEGV")
        assert _ends(log)


def test_what_it_leaves_in_its_temporary_folder_goes_with_it(toy_pages: list[Page], log: Path) -> None:
    answers("leaves_files", toy_pages[:3])
    left = [Path(line) for line in log.read_text().splitlines()]
    assert len(left) == 5  # two workers' own page to warm up on, and three
    assert not any(path.exists() for path in left)
