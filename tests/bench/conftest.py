"""Toy pages and toy tools that the bench's tests share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

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
def toy_pages() -> list[Page]:
    """Six pages of three hosts."""
    return [toy_page(number) for number in range(6)]
