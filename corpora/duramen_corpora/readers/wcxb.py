"""WCXB in upstream's layout: `dev/` and perhaps `test/`, each with `ground-truth/ID.json` and `html/ID.html.gz`.

Upstream's dev folder holds 139 of its own test pages, byte for byte; an id in both folders belongs to test.
https://github.com/Murrough-Foley/web-content-extraction-benchmark
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from duramen.errors import DataError
from duramen.roles import POLICIES
from duramen_corpora.finding import Finding
from duramen_corpora.info import CorpusInfo
from duramen_corpora.readers.files import gunzip, page_host, parse_json, stems
from duramen_corpora.schema import Page


def read(folder: Path) -> Iterator[Page]:
    """Yield the pages of dev, then of test, in the order of their ids. Raises DataError naming the page at fault."""
    metadata = _metadata(folder)
    ids = {split: _ids(folder / split) for split in ("dev", "test")}
    ids["dev"] -= ids["test"]
    for split, names in ids.items():
        for name in sorted(names):
            yield _page(folder / split, name, split, metadata.get(name, {}))


def layout_faults(folder: Path) -> Iterator[Finding]:
    """Yield the pages that stand in both folders, which `read` gives to test alone."""
    dev, test = folder / "dev", folder / "test"
    for name in sorted(_ids(dev) & _ids(test)):
        pages = [gunzip(split / "html" / f"{name}.html.gz", f"{split.name}/{name}") for split in (dev, test)]
        same = "the same bytes" if pages[0] == pages[1] else "other bytes"
        reason = f"it stands in dev/ and, with {same}, in test/; the reader gives it to test"
        yield Finding(CORPUS.name, name, "in-both-splits", "impossible", reason)


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
        corpus=CORPUS.name,
        revision=CORPUS.revision,
        id=name,
        url=url,
        # A page of an unknown host is a host of its own: it must not tie others into one fold.
        host=page_host(url, name),
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


CORPUS = CorpusInfo(
    name="wcxb",
    title="WCXB: Web Content Extraction Benchmark",
    description="Articles, services, forums, listings, products, collections and documentation, reviewed by people.",
    read=read,
    layout_faults=layout_faults,
    revision="c039d5ee9f5a3a984a0e167e63aacd04e76e78a9",
    licence="CC-BY-4.0",
    languages=("en",),
    pages={"dev": 1358, "test": 511},
    forms=("text", "snippets"),
    gold="text, with lists, cards and calls to read on; snippets that must and must not be there",
    gold_roles=POLICIES["body"],
    shippable=True,
    cards=True,
    content_hash="28580498425ee0449e4b481da0431dbf90817ad47d55bfc8dd0cdcd59246bdce",
    upstream="https://github.com/Murrough-Foley/web-content-extraction-benchmark",
    marker="dev/ground-truth",
    archive="wcxb.tar.zst",
    citation="Foley, Murrough: WCXB: A Multi-Type Web Content Extraction Benchmark. 2026.",
    faults=(
        "139 of upstream's 511 test pages also stand in its dev folder with the same bytes; the reader gives them to "
        "test alone (dev 1,497 becomes 1,358, the number that metadata.json gives).",
        "154 hosts have pages in both of upstream's splits.",
        "19 dev pages have an empty gold: the right answer is nothing.",
        "2 dev pages (4802, 4893) have snippets and no gold text: their text is null, and no text metric counts them.",
        "6 dev pages are Discourse shells whose posts are not in the HTML; others have theirs inside <noscript>.",
        "4 dev pages have their gold only in scripts or attributes.",
        "With-snippets may be cut in mid-word (match them as substrings).",
        "33 without-snippets occur in their own page's gold.",
        "The gold leaves out the page's title more often than not: of pages with one <h1>, it has that of 4% of "
        "articles, 5% of forum pages, 18% of documentation, 25% of collections, 30% of listings, 38% of products and "
        "57% of services (16% in all).",
        "The gold of long threads and job lists often stops after the first screens.",
        "Two dev pages stand there twice, byte for byte, with different golds (0463 and 3035, 0670 and 2863).",
        "5 dev pages are French or Indonesian (0608, 0609, 0644, 0645, 4403), whatever `language` says.",
        "3 dev pages (0551, 4281, 4314) have neither URL nor domain: each is a host of its own.",
    ),
)
