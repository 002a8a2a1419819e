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
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from duramen.errors import DataError
from duramen_bench.fidelity.elements import Elements, elements
from duramen_bench.fidelity.measure import KINDS, METRICS
from duramen_bench.fidelity.reading import read
from duramen_corpora.schema import Page

GOLDEN: Final = Path(__file__).resolve().parent / "golden"
WHOLE: Final = "page"
#: Kinds that WebMainBench's gold, which has neither links nor emphasis to speak of, can judge.
_WEBMAINBENCH: Final = frozenset({"code", "tables", "lists", "headings", "math"})


@dataclass(frozen=True, slots=True)
class Case:
    """A page, its gold's elements, and the metrics that it is judged by."""

    page: Page
    gold: Elements
    metrics: frozenset[str]

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
    return _case(page, METRICS, row.get("without", ()))


def webmainbench(source: str | None = None) -> list[Case]:
    """Return WebMainBench's rows. Raises UsageError where the corpus is not found."""
    from duramen_bench.layout import read_corpus

    kept = [name for name in METRICS if KINDS.get(name, name) in _WEBMAINBENCH]
    return [_case(page, kept) for page in read_corpus("webmainbench", source)]


def _case(page: Page, metrics: Iterable[str], without: Iterable[str] = ()) -> Case:
    gold = elements(read(page.text or "", "markdown"), page.url)
    judged = (name for name in metrics if name in without or _has(gold, name))
    return Case(page, gold, frozenset(judged))


def _has(gold: Elements, metric: str) -> bool:
    if metric == "language":
        return any(language for _, language in gold.code)
    if metric == "headings":
        return any(level > 1 for level, _ in gold.headings)
    return bool(getattr(gold, KINDS.get(metric, metric)))
