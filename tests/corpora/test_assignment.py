"""Folds as rows and as files: host and near-duplicate on one side, the same rows for the same seed, whole files."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duramen.errors import UsageError
from duramen_corpora.assignment import Assigned, assign, fold_counts, write_assignment
from duramen_corpora.folds import host_folds
from duramen_corpora.overlap import Overlap, Pair, Part, Seen

FACTS = {"corpora": {"toy": "1"}, "seed": 0}


def seen(number: int, host: int, part: Part, page_type: str) -> Seen:
    return Seen(part, f"{number:03}", "", f"h{host}.org", page_type, True, "", b"", b"")


@st.composite
def overlaps(draw: st.DrawFn) -> Overlap:
    """Forty pages and more of two corpora on at least ten hosts, a few of them pairs."""
    hosts = [*range(10), *draw(st.lists(st.integers(0, 20), min_size=30, max_size=60))]
    types = draw(st.lists(st.sampled_from(["article", "forum"]), min_size=len(hosts), max_size=len(hosts)))
    parts = [Part("toy", "dev"), Part("other", "dev")]
    pages = [seen(i, host, parts[i % 2], kind) for i, (host, kind) in enumerate(zip(hosts, types, strict=True))]
    ends = st.tuples(st.sampled_from(pages), st.sampled_from(pages))
    pairs = [Pair(first, second, ("main",), 0.9) for first, second in draw(st.lists(ends, max_size=4))]
    return Overlap(tuple(pages), tuple(pairs), 0.7)


@settings(max_examples=40, deadline=None)
@given(overlaps(), st.integers(2, 5), st.integers(0, 9))
def test_hosts_and_pairs_are_on_one_side(found: Overlap, k: int, seed: int) -> None:
    rows = assign(found, k, seed)
    fold = {(row.corpus, row.id): row.fold for row in rows}
    assert set(fold.values()) == set(range(k))
    for pair in found.pairs:
        assert fold[pair.first.part.corpus, pair.first.id] == fold[pair.second.part.corpus, pair.second.id]
    for key in ("host", "group"):
        assert len({(getattr(row, key), row.fold) for row in rows}) == len({getattr(row, key) for row in rows})


@settings(max_examples=20, deadline=None)
@given(overlaps(), st.integers(0, 9), st.randoms(use_true_random=False))
def test_order_does_not_matter(found: Overlap, seed: int, shuffle: object) -> None:
    pages, pairs = list(found.pages), list(found.pairs)
    shuffle.shuffle(pages)  # type: ignore[attr-defined]
    shuffle.shuffle(pairs)  # type: ignore[attr-defined]
    assert set(assign(Overlap(tuple(pages), tuple(pairs), 0.7), 5, seed)) == set(assign(found, 5, seed))


def toy(count: int = 60) -> Overlap:
    return Overlap(tuple(seen(i, i, Part("toy", "dev"), "article") for i in range(count)), (), 0.7)


def test_another_seed_gives_other_folds() -> None:
    assert assign(toy(), 5, 0) == assign(toy(), 5, 0) != assign(toy(), 5, 1)


def test_without_pairs_folds_are_those_of_hosts() -> None:
    found = toy()
    folds = host_folds([page.host for page in found.pages], 5, 3, page_types=["article"] * 60)
    assert [row.fold for row in assign(found, 5, 3)] == folds.tolist()


def test_too_many_folds_are_refused() -> None:
    with pytest.raises(UsageError, match="5 folds of 3 groups"):
        assign(toy(3), 5, 0)


def test_counts_are_of_each_fold_and_of_all() -> None:
    rows = [
        Assigned("toy", "dev", "a", "x.org", "forum", "x.org", 0),
        Assigned("toy", "dev", "b", "y.org", "article", "x.org", 0),
        Assigned("toy", "dev", "c", "z.org", "article", "z.org", 1),
    ]
    counts = fold_counts(rows)
    assert [(c.fold, c.pages, c.hosts, c.groups) for c in counts] == [(0, 2, 2, 1), (1, 1, 1, 1), (None, 3, 3, 2)]
    assert counts[-1].page_types == {"article": 2, "forum": 1}


@pytest.mark.parametrize("name", ["folds.json", "deep/folds.parquet"])
def test_a_file_holds_rows_and_facts(tmp_path: Path, name: str) -> None:
    path, rows = tmp_path / name, assign(toy(), 5, 0)
    write_assignment(path, FACTS, rows)
    if path.suffix == ".json":
        whole = json.loads(path.read_text())
        stored, facts = whole.pop("pages"), whole
    else:
        table = pq.read_table(path)
        stored, facts = table.to_pylist(), json.loads(table.schema.metadata[b"duramen"])
    assert [Assigned(**row) for row in stored] == rows
    assert facts == FACTS
    assert [other.name for other in path.parent.iterdir()] == [path.name]


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"folds\.csv is neither \.json nor \.parquet"):
        write_assignment(tmp_path / "folds.csv", FACTS, [])
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match=r"cannot write .*folds\.json .* Give --out another place"):
        write_assignment(tmp_path / "file/folds.json", FACTS, assign(toy(), 5, 0))
