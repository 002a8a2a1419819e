"""Kill -9 at any moment, or two runs at once, and the predictions are those of a run that nobody disturbed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from duramen_bench.layout import predictions_dir
from duramen_corpora.predictions import Prediction, read_predictions

PAGES = 500
TOOLS = ("steady", "fails", "crashes")
RUN = f"""
import os, sys
from pathlib import Path
from duramen_bench.registry import choose
from duramen_bench.run import Setup, run_tools
from duramen_bench.sandbox import Limits
from duramen_corpora.schema import Page

PAGES = [
    Page(corpus="toy", revision="r1", id=f"p{{n}}", url="", host=f"h{{n}}", html=f"page {{n}} é".encode(), text="x")
    for n in range({PAGES})
]
def _note(name, html):
    with open(os.environ["ASKED"], "a") as log: log.write(f"{{name}} {{html}}\\n")
def steady(html):
    _note("steady", html)
    return html.upper()
def fails(html):
    _note("fails", html)
    if html.startswith("page") and int(html.split()[1]) % 7 == 0: raise ValueError(html)
    return html if "8" in html else None
def crashes(html):
    _note("crashes", html)
    if html.startswith("page 250 "): os._exit(9)
    return html[::-1]
def main(out):
    run_tools(PAGES, len(PAGES), choose("killed:steady,killed:fails,killed:crashes,nothing"),
              Setup(Path(out), Limits(60), jobs=2))
"""


@pytest.fixture(autouse=True)
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The log of what the tools were asked; the module `killed` holds run and tools."""
    (tmp_path / "killed.py").write_text(RUN)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(tmp_path), os.environ.get("PYTHONPATH")])))
    monkeypatch.setenv("ASKED", str(tmp_path / "asked"))
    return tmp_path / "asked"


def start(out: Path) -> subprocess.Popen[bytes]:
    code = f"import killed; killed.main({str(out)!r})"
    return subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL, start_new_session=True)


def read(out: Path) -> dict[str, list[tuple[str, str | None, str | None]]]:
    def facts(predictions: list[Prediction]) -> list[tuple[str, str | None, str | None]]:
        return [(p.id, p.text, p.error) for p in predictions]

    files = sorted(predictions_dir(out, "toy").glob("*.parquet"))
    return {path.name: facts(read_predictions(path)[1]) for path in files}


def lines(path: Path) -> list[str]:
    """Return what the tools were asked, the workers' own page to warm up on left out."""
    return [line for line in path.read_text().splitlines() if line.endswith(" é")]


def undisturbed(tmp_path: Path, asked: Path) -> dict[str, list[tuple[str, str | None, str | None]]]:
    assert start(tmp_path / "undisturbed").wait() == 0
    assert max(Counter(lines(asked)).values()) == 1
    asked.unlink()
    return read(tmp_path / "undisturbed")


@pytest.mark.slow
def test_a_run_that_is_killed_twenty_times(tmp_path: Path, asked: Path) -> None:
    kills = 20
    expected = undisturbed(tmp_path, asked)
    assert [len(rows) for rows in expected.values()] == [PAGES] * (len(TOOLS) + 1)
    dice, out = random.Random(0), tmp_path / "out"
    done = 0
    for moment in sorted(dice.sample(range(len(TOOLS) * PAGES), kills)):
        run = start(out)
        while run.poll() is None and (len(lines(asked)) if asked.is_file() else 0) < moment:
            time.sleep(0.001)
        time.sleep(dice.uniform(0, 0.01))
        done += run.poll() is None
        run.kill()
        run.wait()
    assert start(out).wait() == 0
    assert read(out) == expected
    assert done >= kills - 2  # the last moments may come after the end
    again = Counter(lines(asked))
    assert sum(again.values()) - len(again) <= 2 * kills  # a kill costs the page that each of two jobs was at
    assert not [path for path in predictions_dir(out, "toy").iterdir() if path.suffix in (".jsonl", ".part")]


def test_two_runs_at_once_share_the_work(tmp_path: Path, asked: Path) -> None:
    runs = [start(tmp_path / "out") for _ in range(2)]
    assert [run.wait() for run in runs] == [0, 0]
    assert max(Counter(lines(asked)).values()) == 1  # no page twice
    assert len(lines(asked)) == len(TOOLS) * PAGES
    asked.unlink()
    assert read(tmp_path / "out") == undisturbed(tmp_path, asked)


@pytest.mark.skipif(sys.platform != "linux", reason="Linux ends the workers of a harness that is killed")
def test_no_worker_outlives_a_harness_that_is_killed(tmp_path: Path, asked: Path) -> None:
    run = start(tmp_path / "out")
    while not asked.is_file():
        time.sleep(0.01)
    import psutil

    workers = psutil.Process(run.pid).children()
    assert workers
    os.kill(run.pid, signal.SIGKILL)
    run.wait()
    assert not psutil.wait_procs(workers, timeout=20)[1]
