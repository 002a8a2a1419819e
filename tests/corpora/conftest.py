"""Toy corpora in upstream's layouts, and a cache of their own for every test."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

HTML = "<html><head><title>t</title></head><body><nav><a href=/>Home</a></nav><h1>{0}</h1><p>{1}</p></body></html>"
WritePage = Callable[..., None]


@pytest.fixture(scope="session")
def published_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all tests of published corpora: each archive is unpacked, and each table written, once."""
    return tmp_path_factory.mktemp("published-cache")


@pytest.fixture(autouse=True)
def cache(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A cache of its own for every test; those of published corpora only read theirs, and share it."""
    published = request.node.get_closest_marker("corpus") is not None
    folder: Path = request.getfixturevalue("published_cache") if published else tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("DURAMEN_CACHE", str(folder))
    return folder


@pytest.fixture
def no_archives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DURAMEN_CORPORA", raising=False)


def _write_page(root: Path, split: str, name: str, gold: dict[str, Any] | None = None, **record: Any) -> None:
    """Write one WCXB page; `gold` replaces its ground_truth, `record` updates its JSON."""
    for folder in ("ground-truth", "html"):
        (root / split / folder).mkdir(parents=True, exist_ok=True)
    text = f"Once page {name} was written by hand, nobody wished to write another."
    truth = {
        "title": f"Page {name}",
        "main_content": f"Page {name}\n\n{text}",
        "with": ["by hand"],
        "without": ["Home"],
    }
    whole = {
        "url": f"https://www.host{name}.co.uk/{name}",
        "file_id": name,
        "_internal": {"page_type": {"primary": "article"}},
        "ground_truth": truth if gold is None else gold,
    } | record
    (root / split / "ground-truth" / f"{name}.json").write_text(json.dumps(whole))
    html = HTML.format(f"Page {name}", text).encode()
    (root / split / "html" / f"{name}.html.gz").write_bytes(gzip.compress(html))


@pytest.fixture
def write_page() -> WritePage:
    return _write_page


@pytest.fixture
def wcxb(tmp_path: Path) -> Path:
    """A folder of four dev pages in WCXB's layout."""
    root = tmp_path / "wcxb"
    for name in ("0001", "0002", "0003", "0004"):
        _write_page(root, "dev", name)
    return root


@pytest.fixture
def scrapinghub(tmp_path: Path) -> Path:
    """A folder of two pages in scrapinghub's layout."""
    root = tmp_path / "scrapinghub"
    (root / "html").mkdir(parents=True)
    gold = {}
    for name in ("bb", "aa"):
        gold[name] = {"articleBody": f"The body of {name}.", "url": f"https://news.example.com/{name}"}
        (root / "html" / f"{name}.html.gz").write_bytes(
            gzip.compress(HTML.format(name, f"The body of {name}.").encode())
        )
    (root / "ground-truth.json").write_text(json.dumps(gold))
    return root
