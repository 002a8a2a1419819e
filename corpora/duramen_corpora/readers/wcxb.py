"""WCXB in upstream's layout: `dev/` and perhaps `test/`, each with `ground-truth/ID.json` and `html/ID.html.gz`.

Upstream's dev folder holds 139 of its own test pages, byte for byte; an id in both folders belongs to test.
https://github.com/Murrough-Foley/web-content-extraction-benchmark
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from duramen.errors import DataError
from duramen_corpora.readers.files import gunzip, host_of, parse_json, stems
from duramen_corpora.registry import corpus_info
from duramen_corpora.schema import Page


def read(folder: Path | None) -> Iterator[Page]:
    """Yield the pages of dev, then of test, in the order of their ids. Raises DataError naming the page at fault."""
    if folder is None:
        raise DataError("WCXB is not packaged: it needs a folder")
    metadata = _metadata(folder)
    ids = {split: _ids(folder / split) for split in ("dev", "test")}
    ids["dev"] -= ids["test"]
    for split, names in ids.items():
        for name in sorted(names):
            yield _page(folder / split, name, split, metadata.get(name, {}))


def _metadata(folder: Path) -> dict[str, dict[str, Any]]:
    path = folder / "metadata.json"
    files = parse_json(path, "of every split").get("files", {}) if path.is_file() else {}
    return dict(files)


def _ids(folder: Path) -> set[str]:
    """Return every id that has a gold or a page: one without the other is an error that `_page` raises."""
    return stems(folder / "ground-truth", ".json") | stems(folder / "html", ".html.gz")


def _page(folder: Path, name: str, split: str, metadata: dict[str, Any]) -> Page:
    label = f"{split}/{name}"
    record = parse_json(folder / "ground-truth" / f"{name}.json", label)
    gold = record.get("ground_truth")
    if not isinstance(gold, dict):
        raise DataError(f"page {label} has no gold: its JSON lacks ground_truth")
    url = record.get("url") or _site(metadata)
    return Page(
        corpus="wcxb",
        revision=corpus_info("wcxb").revision,
        id=name,
        url=url,
        # A page of an unknown host is a host of its own: it must not tie others into one fold.
        host=host_of(url) or f"unknown-{name}",
        html=gunzip(folder / "html" / f"{name}.html.gz", label),
        # Upstream stored the pages as UTF-8 and reads every one so (README, "Quick start"), whatever <meta> declares.
        charset="utf-8",
        # "" is a gold: the right answer is nothing. A page whose JSON has no main_content has none, and has snippets.
        text=gold.get("main_content"),
        with_=tuple(gold.get("with") or ()),
        without=tuple(gold.get("without") or ()),
        page_type=_page_type(record, metadata),
        language="en",
        split=split,
    )


def _site(metadata: dict[str, Any]) -> str:
    return f"https://{metadata['domain']}/" if metadata.get("domain") else ""


def _page_type(record: dict[str, Any], metadata: dict[str, Any]) -> str | None:
    own = ((record.get("_internal") or {}).get("page_type") or {}).get("primary")
    return own or metadata.get("page_type")
