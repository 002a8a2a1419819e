"""What an answer is worth against a page's gold.

Titles and names are compared by their words without case and punctuation; fields that name several people are taken
apart by one rule, the gold's and every tool's. A tool that gives no such field at all (htmldate: authors) is not scored
on it. A page that failed counts as an empty answer.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from duramen_bench.stats import Bootstrap, Estimate, Floats, difference, interval
from duramen_corpora.metadata import MetadataGold, split_names
from duramen_corpora.predictions import Prediction

#: Metric to what it is. NaN where a page's gold has nothing to compare with.
METRICS: Final = {
    "date": "the day is the gold's, over pages whose gold has a date",
    "title": "the words of the title are the gold's, in its order",
    "title_f1": "word F1 of the title",
    "authors_f1": "F1 over names, over pages whose gold names authors",
    "authors": "the names are the gold's, over all pages: none where it names none",
}
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Score:
    """One tool's metrics with intervals, and how far each is from the first tool's."""

    tool: str
    metrics: dict[str, Estimate]
    behind: dict[str, Estimate]


def page_scores(answer: Mapping[str, Any], gold: MetadataGold) -> dict[str, float]:
    """Return every metric of one page; NaN where it has no meaning."""
    title, wanted = _words(str(answer.get("title") or "")), _words(gold.title)
    named, names = _names(answer.get("authors") or ()), _names(gold.authors)
    date = str(answer.get("date") or "")[:10]
    return {
        "date": float(date == gold.date) if gold.date else math.nan,
        "title": float(title == wanted) if wanted else math.nan,
        "title_f1": _f1(Counter(title), Counter(wanted)) if wanted else math.nan,
        "authors_f1": _f1(Counter(named), Counter(names)) if names else math.nan,
        "authors": float(named == names),
    }


def columns(predictions: Sequence[Prediction], golds: Sequence[MetadataGold]) -> dict[str, Floats]:
    """Return one value a page for each metric that the tool has an answer for on any page."""
    answers: list[dict[str, Any]] = [json.loads(p.text) if p.text else {} for p in predictions]
    rows = [page_scores(answer, gold) for answer, gold in zip(answers, golds, strict=True)]
    has = {field for answer in answers for field in answer}
    return {name: np.array([row[name] for row in rows]) for name in METRICS if name.partition("_")[0] in has}


def score(tools: Mapping[str, Sequence[Prediction]], golds: Sequence[MetadataGold], draws: Bootstrap) -> list[Score]:
    """Return the tools' scores, in their order; `behind` is against the first."""
    spread = {
        tool: {name: draws.distribution([column], lambda mean: mean) for name, column in columns(pages, golds).items()}
        for tool, pages in tools.items()
    }
    first = next(iter(spread.values()), {})
    return [
        Score(
            tool,
            {name: interval(values) for name, values in metrics.items()},
            {name: difference(values, first[name]) for name, values in metrics.items() if name in first},
        )
        for tool, metrics in spread.items()
    ]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold().replace("’", "").replace("'", ""))


def _names(fields: Iterable[str]) -> set[str]:
    found = {" ".join(_words(name)) for field in fields for name in split_names(str(field))}
    return found - {""}


def _f1(found: Counter[str], wanted: Counter[str]) -> float:
    both = (found & wanted).total()
    return 2 * both / (found.total() + wanted.total()) if both else 0.0
