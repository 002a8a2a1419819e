"""Golds of what a page says about itself: title, authors and date of publication, where a corpus has them.

    golds = metadata_golds("article-extraction-dataset")     # {page id: MetadataGold}

They stand beside the pages' own schema and not in it: two corpora have them, and no extractor of text is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from duramen.errors import UsageError
from duramen_corpora.readers.files import parse_json, stems
from duramen_corpora.registry import corpus_info
from duramen_corpora.sources import locate


@dataclass(frozen=True, slots=True)
class MetadataGold:
    """`date` is an ISO 8601 day, "" where the gold names none; `authors` are names as written, in their order."""

    title: str
    authors: tuple[str, ...]
    date: str


_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
#: Between two names of one field: a comma, semicolon, bar, "and", "&". WCXB's fields name several people in prose.
_BETWEEN: Final = re.compile(r"\s*(?:[,;|]|\band\b|&)\s*")
#: What follows a name after a comma and is no further name: a degree or generation.
_SUFFIX: Final = re.compile(
    r",\s*(?=(?:Ph\.?\s?D|M\.?D|J\.?D|M\.?S|M\.?A|B\.?A|B\.?S|R\.?N|R\.?D|MBA|MPH|LD|LDN|CFP|CPA|DO|DDS|DVM|Jr|Sr|II|III)\b)"
)


def metadata_golds(name: str, source: str | Path | None = None) -> dict[str, MetadataGold]:
    """Return the golds by page id. Raises UsageError for a corpus that has none, DataError for one that is broken."""
    info = corpus_info(name)
    if name not in _READERS:
        raise UsageError(f"{name} has no metadata to score. Corpora that do: {', '.join(sorted(_READERS))}")
    return _READERS[name](locate(info, source))


def _article_extraction(folder: Path) -> dict[str, MetadataGold]:
    rows = parse_json(folder / "articles.json", "of every id")
    return {name: _gold(row, "title", "authors", "date") for name, row in rows.items()}


def _wcxb(folder: Path) -> dict[str, MetadataGold]:
    golds = {}
    for name in sorted(stems(folder / "dev" / "ground-truth", ".json")):
        row = parse_json(folder / "dev" / "ground-truth" / f"{name}.json", name)["ground_truth"]
        golds[name] = _gold(row, "title", "author", "publish_date")
    return golds


def _gold(row: Mapping[str, Any], title: str, authors: str, date: str) -> MetadataGold:
    day = _DAY.match(str(row.get(date) or ""))  # two dates are the word NaT
    return MetadataGold(str(row.get(title) or ""), split_names(str(row.get(authors) or "")), day[0] if day else "")


def split_names(field: str) -> tuple[str, ...]:
    """Return the names of a field that names several people: "A, B and C" is three, "A, Ph.D." is one."""
    parts = (part.strip(" .\t") for part in _BETWEEN.split(_SUFFIX.sub(" ", field)))
    return tuple(part for part in parts if part)


_READERS: Final[dict[str, Callable[[Path], dict[str, MetadataGold]]]] = {
    "article-extraction-dataset": _article_extraction,
    "wcxb": _wcxb,
}
