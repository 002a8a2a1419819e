"""Means over corpora: which corpora count, for whom, and with which interval."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from duramen.errors import DataError
from duramen_bench import macro
from duramen_bench.layout import PageSet, prediction_path, write_page_set
from duramen_bench.macro import OWN, Macro, MacroRow, macro_scores, write_macro
from duramen_bench.results import read_scores, write_scores
from duramen_bench.score import Rules, score_run
from duramen_bench.stats import Estimate
from duramen_corpora.predictions import Prediction, Run, write_predictions
from duramen_corpora.schema import Page

#: tool → the share of pages that it gets right, and the corpora that it was trained on
Tools = Mapping[str, tuple[float, tuple[str, ...]]]


@pytest.fixture
def board(tmp_path: Path, make_page: Callable[..., Page]) -> Callable[[str, int, Tools], Path]:
    """Score tools over a corpus of pages of a host each; return the run directory."""

    def make(corpus: str, size: int, tools: Tools) -> Path:
        pages = [make_page(i, corpus=corpus, host=f"h{i}.example", blocks=()) for i in range(size)]
        write_page_set(tmp_path, PageSet(corpus, "r1", tuple(page.id for page in pages), size))
        for tool, (right, trained_on) in tools.items():
            options = {"bench.trained_on": json.dumps(dict.fromkeys(trained_on, "its README"))}
            predictions = [Prediction(page.id, page.text if i < right * size else None) for i, page in enumerate(pages)]
            write_predictions(
                prediction_path(tmp_path, corpus, tool), Run(tool, "1", corpus, "r1", options), predictions
            )
        score_run(tmp_path, corpus, pages, rules=Rules(resamples=400))
        return tmp_path

    return make


def over(run_dir: Path) -> Macro:
    return macro_scores(sorted((run_dir / "scores").glob("*.json")))["word_f1"]


def row(found: Macro, tool: str) -> MacroRow:
    return next(row for row in found.rows if row.tool == tool)


def value(estimate: Estimate | None) -> float:
    assert estimate is not None
    return estimate.value


def test_every_corpus_has_the_same_weight(board: Callable[[str, int, Tools], Path]) -> None:
    board("small", 20, {"a": (1.0, ()), "b": (0.5, ())})
    found = over(board("large", 80, {"a": (0.5, ()), "b": (0.25, ())}))
    assert found.corpora == ("large", "small")
    assert [(r.tool, r.rank) for r in found.rows] == [("a", 1), ("b", 2)]
    assert value(row(found, "a").common) == value(row(found, "a").unseen) == pytest.approx(0.75)
    assert value(row(found, "b").common) == pytest.approx(0.375)
    assert found.pairs.difference[0][0] == pytest.approx(0.375)


def test_the_variance_is_that_of_independent_corpora(board: Callable[[str, int, Tools], Path]) -> None:
    board("one", 50, {"a": (0.5, ())})
    found = over(board("two", 100, {"a": (0.2, ())}))
    estimate = row(found, "a").common
    assert estimate is not None
    error = np.sqrt(0.5 * 0.5 / 50 + 0.2 * 0.8 / 100) / 2
    assert estimate.high - estimate.low == pytest.approx(2 * 1.96 * error, rel=0.12)


def test_where_one_was_trained_none_is_compared(board: Callable[[str, int, Tools], Path]) -> None:
    board("clean", 20, {"a": (0.5, ()), "b": (0.8, ()), "guest": (1.0, ())})
    found = over(board("met", 20, {"a": (0.9, ("met",)), "b": (0.6, ()), "nothing": (0.0, ())}))
    assert found.corpora == ("clean",)
    assert [(r.tool, r.rank) for r in found.rows] == [("b", 1), ("a", 2), ("guest", None)]
    assert (value(row(found, "a").unseen), row(found, "a").corpora) == (pytest.approx(0.5), ("clean",))
    assert (value(row(found, "b").unseen), row(found, "b").corpora) == (pytest.approx(0.7), ("clean", "met"))
    assert value(row(found, "b").common) == pytest.approx(0.8)
    assert (row(found, "guest").common, row(found, "guest").corpora) == (None, ("clean",))


def test_without_a_corpus_that_is_new_to_all_there_are_no_ranks(board: Callable[[str, int, Tools], Path]) -> None:
    board("one", 20, {"a": (0.9, ("one",)), "b": (0.6, ())})
    found = over(board("two", 20, {"a": (0.9, ()), "b": (0.6, ("two",))}))
    assert (found.corpora, found.pairs.tools) == ((), ())
    assert [(r.tool, r.rank, r.common) for r in found.rows] == [("a", None, None), ("b", None, None)]
    assert value(row(found, "a").unseen) == pytest.approx(0.9)


def test_what_counts_nowhere_is_named(board: Callable[[str, int, Tools], Path]) -> None:
    for corpus in ("starter", "l3s-gn1", "l3s-gn1-text"):
        board(corpus, 20, {"a": (0.5, ())})
    found = over(board("few", 5, {"a": (0.5, ())}))
    assert found.corpora == ("l3s-gn1",)
    assert found.left_out == {
        "few": "it has 5 hosts only",
        "l3s-gn1-text": "its pages are those of l3s-gn1",
        "starter": "made by this project, and no sample of the web",
    }


def test_what_is_written_is_a_table_a_metric(board: Callable[[str, int, Tools], Path], tmp_path: Path) -> None:
    board("one", 20, {"a": (1.0, ()), "b": (0.0, ()), "c": (0.5, ("one",))})
    found = macro_scores(sorted((tmp_path / "scores").glob("*.json")))
    write_macro(tmp_path / "macro.json", found)
    written = json.loads((tmp_path / "macro.json").read_text("utf-8"))
    assert written.keys() == found.keys()
    assert [(r["tool"], r["rank"], tuple(r["corpora"])) for r in written["word_f1"]["rows"]] == [
        (r.tool, r.rank, r.corpora) for r in found["word_f1"].rows
    ]
    assert tuple(written["word_f1"]["pairs"]["tools"]) == found["word_f1"].pairs.tools


def test_a_page_table_that_is_cut(board: Callable[[str, int, Tools], Path]) -> None:
    run_dir = board("one", 20, {"a": (1.0, ())})
    path = run_dir / "scores" / "one.parquet"
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(DataError, match="is no whole page table"):
        over(run_dir)


def test_no_scores_are_no_tables() -> None:
    assert macro.macro_scores([]) == {}


def test_each_corpus_by_its_own_metric(board: Callable[[str, int, Tools], Path]) -> None:
    board("by-words", 20, {"a": (0.75, ()), "b": (0.5, ())})
    run_dir = board("by-shingles", 20, {"a": (0.5, ()), "b": (0.25, ())})
    path = run_dir / "scores" / "by-shingles.json"
    shingles = read_scores(path)
    write_scores(path, replace(shingles, metric="shingle_f1"))
    found = macro_scores(sorted((run_dir / "scores").glob("*.json")))[OWN]
    scored = next(tool for tool in shingles.tools if tool.tool == "a").scores
    assert scored["shingle_f1"].value != pytest.approx(scored["word_f1"].value)
    assert value(row(found, "a").common) == pytest.approx((0.75 + scored["shingle_f1"].value) / 2, abs=1e-5)
    assert [(r.tool, r.rank) for r in found.rows] == [("a", 1), ("b", 2)]
