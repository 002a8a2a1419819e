"""Pages with their gold Markdown: the golden ones of this folder, and WebMainBench's rows.

A golden page is `golden/NAME.html` and `golden/NAME.md`, both written for this bench; `golden/index.json` says of each
what it is about, whether it is a whole `page` or a `part` (nearly all of it content: there form alone is judged), and
which kinds of element it must have none of (`without`), and, from the second batch on, in which it was `written`: a
batch is committed before any tool is run on it. Its address is `https://NAME.example/golden/NAME.html`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from duramen.decode import decode
from duramen.errors import DataError
from duramen_bench.fidelity.elements import Elements, elements, flat
from duramen_bench.fidelity.measure import KINDS, METRICS
from duramen_bench.fidelity.reading import read
from duramen_corpora.schema import Page

GOLDEN: Final = Path(__file__).resolve().parent / "golden"
WHOLE: Final = "page"
#: Kinds that WebMainBench's gold, which has neither links nor emphasis to speak of, can judge.
_WEBMAINBENCH: Final = frozenset({"code", "tables", "lists", "headings", "math"})


@dataclass(frozen=True, slots=True)
class Case:
    """A page, its gold's elements, and the metrics that it is judged by.

    `line_ends` says whether the gold knows of white space at the ends of a listing's lines; `batch` is the one that a
    golden page was written in.
    """

    page: Page
    gold: Elements
    metrics: frozenset[str]
    line_ends: bool = True
    batch: int = 1

    @property
    def is_part(self) -> bool:
        """Whether it is content throughout, so that whoever chooses nothing is not wrong; or not known to be a page."""
        return self.page.page_type != WHOLE


def golden() -> list[Case]:
    """Return the golden pages. Raises DataError where one is not whole."""
    rows = json.loads((GOLDEN / "index.json").read_text("utf-8"))
    revision = hashlib.sha256(b"\0".join(p.read_bytes() for p in sorted(GOLDEN.iterdir()) if p.is_file())).hexdigest()
    return [_golden(row, revision) for row in rows]


def _golden(row: dict[str, Any], revision: str) -> Case:
    name = row["id"]
    try:
        html = (GOLDEN / f"{name}.html").read_bytes()
        text = (GOLDEN / f"{name}.md").read_text("utf-8")
    except OSError as error:
        raise DataError(f"the golden page {name} is not whole: {error}") from error
    host = f"{name}.example"
    url = f"https://{host}/golden/{name}.html"
    page = Page("golden", revision, name, url, host, html, "utf-8", text, page_type=row["kind"])
    return replace(_case(page, METRICS, row.get("without", ())), batch=row.get("written", 1))


def webmainbench(source: str | None = None) -> list[Case]:
    """Return WebMainBench's rows. Raises UsageError where the corpus is not found.

    Its gold has no white space at the ends of lines, where its pages do.
    """
    from duramen_bench.layout import read_corpus

    kept = [name for name in METRICS if KINDS.get(name, name) in _WEBMAINBENCH]
    return [replace(_case(page, kept), line_ends=False) for page in read_corpus("webmainbench", source)]


def _case(page: Page, metrics: Iterable[str], without: Iterable[str] = ()) -> Case:
    gold = elements(read(page.text or "", "markdown"), page.url)
    title = _title(page)
    judged = (name for name in metrics if name in without or _has(gold, name, title))
    return Case(page, gold, frozenset(judged))


def _title(page: Page) -> str:
    """Return the page's first `<h1>`, as elements have it; "" for none."""
    heading = next(read(decode(page.html, page.charset), "html").iter("h1"), None)
    return "" if heading is None else flat("".join(map(str, heading.itertext())))


def _has(gold: Elements, metric: str, title: str) -> bool:
    if metric == "language":
        return any(language for _, language in gold.code)
    if metric == "headings":  # of which the title is none, whatever level the gold gives it
        return any(level > 1 and text != title for level, text in gold.headings)
    return bool(getattr(gold, KINDS.get(metric, metric)))
