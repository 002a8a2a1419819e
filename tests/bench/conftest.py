"""Toy pages and toy tools that the bench's tests share."""

from __future__ import annotations

import html
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from duramen.errors import DuramenError
from duramen_bench.cli import app
from duramen_bench.layout import PageSet, prediction_path, write_page_set
from duramen_bench.score import Rules, score_run
from duramen_corpora.predictions import Prediction, Run, write_predictions
from duramen_corpora.schema import BlockLabel, Page

TOYS = """
import ctypes, os, signal, sys, time

def upper(html): return html.upper()
def body(html): return html.split("<p>")[1].split("</p>")[0]
def hang(html):
    if "page 1" in html: time.sleep(60)
    return "answered"
def segfault(html):
    if "page 1" in html: os.kill(os.getpid(), signal.SIGSEGV)
    return "answered"
def null_pointer(html): ctypes.string_at(0)
def leaves(html): os._exit(3)
def killed(html): os.kill(os.getpid(), signal.SIGKILL)
def eats(html):
    if "page 1" in html: hoard = bytearray(2 << 30)
    return "answered"
def prints(html):
    print("noise on stdout" * 1000, flush=True)
    os.write(1, b"more noise")
    sys.stderr.write("noise on stderr")
    return "answered"
def none(html): return None
def empty(html): return ""
def bytes_(html): return b"bytes"
def surrogate(html): return "lone \\ud800 surrogate"
def raises(html): raise ValueError("no such page")
def raises_system_exit(html): sys.exit(1)
def counts(html):
    with open(os.environ["TOY_LOG"], "a") as log: log.write(html.split("page ")[1][0])
    return html
def dies_at_three(html):
    with open(os.environ["TOY_LOG"], "a") as log: log.write(html.split("page ")[1][0])
    if "page 3" in html and os.environ.get("TOY_DIES"):
        os.kill(int(os.environ["TOY_DIES"]), signal.SIGINT)
        time.sleep(60)
    return html
"""


@pytest.fixture(scope="module", autouse=True)
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Temporary files go where pytest clears away: a harness that is killed, as some are here, leaves its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(tmp_path_factory.mktemp("scratch")))
        patch.setattr(tempfile, "tempdir", None)
        yield


@pytest.fixture
def toys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A module `toys` of tools that misbehave, importable here and in worker processes."""
    folder = tmp_path / "modules"
    folder.mkdir()
    (folder / "toys.py").write_text(TOYS)
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")])))
    monkeypatch.setenv("TOY_LOG", str(tmp_path / "toys.log"))
    return folder


def toy_page(number: int, **changes: object) -> Page:
    """Return a page whose article says its number."""
    html = (
        f"<html><body><nav><a href='/'>Home</a></nav><p>The gold of page {number} is a sentence of its own.</p>"
        f"<footer>All rights reserved {number}</footer></body></html>"
    )
    fields: dict[str, object] = {
        "corpus": "toy",
        "revision": "r1",
        "id": f"p{number}",
        "url": f"http://host{number // 2}.example/{number}",
        "host": f"host{number // 2}.example",
        "html": html.encode(),
        "text": f"The gold of page {number} is a sentence of its own.",
        "page_type": "article" if number % 2 else "forum",
        "language": "en",
        "blocks": (
            BlockLabel("/html/body/nav", "navigation"),
            BlockLabel("/html/body/p", "main"),
            BlockLabel("/html/body/footer", "footer"),
        ),
    }
    return Page(**{**fields, **changes})  # type: ignore[arg-type]


@pytest.fixture
def make_page() -> Callable[..., Page]:
    """The maker of toy pages."""
    return toy_page


@pytest.fixture
def call() -> Callable[..., str]:
    """What `duramen bench` with these arguments prints on standard output; a DuramenError passes through it."""

    def run(*arguments: str) -> str:
        result = CliRunner().invoke(app, arguments)
        if isinstance(result.exception, DuramenError):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result.stdout.strip()

    return run


@pytest.fixture
def toy_pages() -> list[Page]:
    """Six pages of three hosts."""
    return [toy_page(number) for number in range(6)]


#: What would break a page, or run in it, if it were taken for markup; and marks that turn a line round.
HOSTILE = (
    "</script><img src=x onerror=\"document.title='broken'\"> 'quoted' & \u202eturned\u202c \u05e9\u05dc\u05d5\u05dd"
)


def report_page(corpus: str, number: int) -> Page:
    """Return a page of a host of its own whose gold is hostile."""
    gold = (
        f"Page {number} of {corpus} says {HOSTILE} and goes on for some words more, so that shingles have their four."
    )
    body = f"<nav>Home News {number}</nav><p>{html.escape(gold)}</p><footer>All rights reserved {number}</footer>"
    return toy_page(
        number,
        corpus=corpus,
        html=f"<html><body>{body}</body></html>".encode(),
        host=f"host{number}.example",
        text=gold,
        language="ar" if number % 3 else "en",
    )


def _answers() -> dict[str, Callable[[int, Page], Prediction]]:
    def timed(page: Page, text: str | None, ms: float, error: str | None = None) -> Prediction:
        return Prediction(page.id, text, ms, 60.0 + ms, error)

    return {
        "duramen": lambda i, page: timed(page, page.text, 2.0 + i / 10),
        "hostile": lambda i, page: timed(page, f"Home News {HOSTILE} {page.text}" if i % 2 else page.text, 9.0),
        "learned": lambda i, page: timed(page, page.text if i % 3 else None, 5.0),
        "failing": lambda i, page: (
            timed(page, None, 1.0, f"crash: {HOSTILE}") if i % 4 == 0 else timed(page, f"{page.text} All rights", 1.0)
        ),
        "oracle": lambda i, page: Prediction(page.id, page.text),
        "nothing": lambda i, page: timed(page, None, 0.1),
    }


@pytest.fixture
def report_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A run directory with two scored corpora, whose tools and pages say what could break a report."""
    corpora = {name: [report_page(name, number) for number in range(24)] for name in ("toy-a", "toy-b")}
    run_dir = tmp_path / "run"
    options = {"bench.order": "turns", "bench.jobs": "1", "bench.deadline_s": "30", "bench.memory_mb": "64",
               "bench.baseline_mb": "40", "bench.trained_on": "{}"}  # fmt: skip
    run = Run("", "1.0", "", "r1", options, "a machine", "today", "abc", "duramen bench run", HOSTILE)
    for name, pages in corpora.items():
        write_page_set(run_dir, PageSet(name, "r1", tuple(page.id for page in pages), len(pages)))
        for tool, answer in _answers().items():
            mine = {**options, "bench.title": f"{tool} {HOSTILE}"} if tool == "hostile" else dict(options)
            if tool == "learned" and name == "toy-b":
                mine["bench.trained_on"] = json.dumps({"toy-b": f"its README {HOSTILE}"})
            path = prediction_path(run_dir, name, tool)
            made = replace(run, tool=tool, corpus=name, options=mine)
            write_predictions(path, made, [answer(i, page) for i, page in enumerate(pages)])
        score_run(run_dir, name, pages, rules=Rules(resamples=200))
    for module in ("report.texts", "layout"):
        monkeypatch.setattr(f"duramen_bench.{module}.read_corpus", lambda name, source: corpora[name])
    return run_dir
