"""Which fold each page of one or more corpora belongs to: by host and by near-duplicate, in rows and in a file.

    rows = assign(overlap(pages(load("wcxb"))), folds=5, seed=0)
    write_assignment(Path("folds.parquet"), facts, rows)        # or .json

A file holds one row a page (`Assigned`) and the facts that were given: corpora, seed, threshold. In Parquet the facts
are JSON in the metadata, under the key "duramen".
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from duramen.errors import UsageError
from duramen.whole import whole_file
from duramen_corpora.folds import disjoint_folds, host_groups
from duramen_corpora.overlap import Overlap

_KEY = b"duramen"


@dataclass(frozen=True, slots=True)
class Assigned:
    """One page and its fold, 0 to k - 1. `group`: pages of one group are of one fold; named after a host in it."""

    corpus: str
    split: str
    id: str
    host: str
    page_type: str
    group: str
    fold: int


@dataclass(frozen=True, slots=True)
class FoldCounts:
    """What is in one fold, or in all (`fold` None). `page_types`: pages of each type, most first."""

    fold: int | None
    pages: int
    hosts: int
    groups: int
    page_types: dict[str, int]


def assign(found: Overlap, folds: int, seed: int) -> list[Assigned]:
    """Return a row for each page: pages of one host, and pages that `found` pairs, are in one fold.

    Folds are even in pages, and in the page types of each corpus, as far as whole groups allow. They do not depend on
    the order of pages or corpora. Raises UsageError for fewer groups than folds.
    """
    place = {(page.part, page.id): i for i, page in enumerate(found.pages)}
    pairs = ((place[p.first.part, p.first.id], place[p.second.part, p.second.id]) for p in found.pairs)
    names = host_groups([page.host for page in found.pages], pairs)
    kinds = [f"{page.part.corpus} {page.page_type}" for page in found.pages]
    numbers = disjoint_folds(names, folds, seed, page_types=kinds).tolist()
    return [
        Assigned(page.part.corpus, page.part.split, page.id, page.host, page.page_type, group, fold)
        for page, group, fold in zip(found.pages, names, numbers, strict=True)
    ]


def fold_counts(rows: Sequence[Assigned]) -> list[FoldCounts]:
    """Return the counts of each fold, in order, and those of all."""
    numbers = sorted({row.fold for row in rows})
    parts = [(fold, [row for row in rows if row.fold == fold]) for fold in numbers]
    return [_counts(fold, part) for fold, part in [*parts, (None, rows)]]


def check_name(path: Path) -> None:
    """Raise UsageError for a file that `write_assignment` would not write."""
    if path.suffix not in _WRITERS:
        raise UsageError(f"{path} is neither .json nor .parquet. Type: --out folds.parquet")


def write_assignment(path: Path, facts: Mapping[str, Any], rows: Sequence[Assigned]) -> None:
    """Write the rows atomically, as Parquet or JSON by the file's name. Raises UsageError for another name."""
    check_name(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, facts, rows)
    except OSError as error:
        raise UsageError(f"cannot write {path} ({error.strerror}). Give --out another place") from error


def to_json(facts: Mapping[str, Any], rows: Sequence[Assigned]) -> str:
    """Return facts and rows as one JSON object; the rows are its `pages`."""
    return json.dumps({**facts, "pages": [asdict(row) for row in rows]}, ensure_ascii=False, indent=1)


def _write(path: Path, facts: Mapping[str, Any], rows: Sequence[Assigned]) -> None:
    with whole_file(path) as scratch:
        _WRITERS[path.suffix](scratch, facts, rows)


def _write_json(path: Path, facts: Mapping[str, Any], rows: Sequence[Assigned]) -> None:
    path.write_text(to_json(facts, rows) + "\n", encoding="utf-8")


def _write_parquet(path: Path, facts: Mapping[str, Any], rows: Sequence[Assigned]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pylist([asdict(row) for row in rows])
    metadata = {_KEY: json.dumps(facts, ensure_ascii=False, sort_keys=True)}
    pq.write_table(table.replace_schema_metadata(metadata), path, compression="zstd")


_WRITERS: Final = {".json": _write_json, ".parquet": _write_parquet}


def _counts(fold: int | None, rows: Sequence[Assigned]) -> FoldCounts:
    return FoldCounts(
        fold=fold,
        pages=len(rows),
        hosts=len({row.host for row in rows}),
        groups=len({row.group for row in rows}),
        page_types=dict(Counter(row.page_type for row in rows).most_common()),
    )
