"""The definitions of the metrics, on texts that can be counted by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duramen.errors import UsageError
from duramen_bench.columns import answer_columns
from duramen_bench.metrics import METRICS, RANKING, find_metric, harmonic, lost, ratio, snippet_f1, text_columns
from duramen_bench.references import refer
from duramen_bench.shingles import shingle_columns, shingles
from duramen_corpora.predictions import Prediction
from duramen_corpora.registry import CORPORA
from duramen_corpora.schema import BlockLabel, Page

TEXT = st.text(alphabet="ab cé.\n", max_size=40)


class TestShingles:
    def test_four_words_each_and_case_is_kept(self) -> None:
        assert shingles("One two, three-four five") == {
            ("One", "two", "three", "four"): 1,
            ("two", "three", "four", "five"): 1,
        }

    def test_a_short_text_is_one_shingle(self) -> None:
        assert shingles("Two words") == {("Two", "words"): 1}
        assert not shingles(" .,! ")

    def test_precision_and_recall_of_bags(self) -> None:
        columns = shingle_columns("a b c d e", "b c d e f g")
        assert columns == {
            "shingle_precision": 1 / 2,
            "shingle_recall": 1 / 3,
            "shingle_accuracy": 0.0,
        }

    def test_a_ratio_without_meaning_is_left_out(self) -> None:
        empty = shingle_columns("", "a gold text")
        assert math.isnan(empty["shingle_precision"])
        assert empty["shingle_recall"] == 0.0
        both = shingle_columns("", "")
        assert math.isnan(both["shingle_recall"])
        assert both["shingle_accuracy"] == 1.0

    @given(TEXT)
    def test_the_gold_itself_is_exact(self, text: str) -> None:
        columns = shingle_columns(text, text)
        assert columns["shingle_accuracy"] == 1.0
        assert all(value == 1.0 for value in columns.values() if not math.isnan(value))

    @given(TEXT, TEXT)
    def test_precision_is_recall_with_the_sides_changed(self, one: str, other: str) -> None:
        ours, theirs = shingle_columns(one, other), shingle_columns(other, one)
        assert ours["shingle_precision"] == pytest.approx(theirs["shingle_recall"], nan_ok=True)
        assert ours["shingle_accuracy"] == theirs["shingle_accuracy"]


class TestPageColumns:
    def test_word_f1_is_of_bags_without_case(self) -> None:
        columns = text_columns("The fox the dog", "the FOX jumps")
        assert columns["word_precision"] == 1 / 2
        assert columns["word_recall"] == 2 / 3
        assert columns["word_f1"] == pytest.approx(4 / 7)

    def test_nothing_is_right_where_the_gold_is_empty(self) -> None:
        assert text_columns("", "")["word_f1"] == 1.0
        assert text_columns("one word", "")["word_f1"] == 0.0

    @given(TEXT, TEXT)
    def test_a_failure_is_never_right(self, predicted: str, gold: str) -> None:
        page = Page("toy", "1", "p", "", "h", b"<p>x</p>", text=gold)
        columns = answer_columns(page, refer(page), Prediction("p", predicted, error="crash"))
        assert all(math.isnan(v) or v == 0.0 for name, v in columns.items() if "." not in name)

    @given(TEXT, TEXT)
    def test_every_column_is_a_share(self, predicted: str, gold: str) -> None:
        for value in text_columns(predicted, gold).values():
            assert math.isnan(value) or 0.0 <= value <= 1.0


class TestRows:
    def test_every_metric_is_made_of_columns_that_pages_have(self) -> None:
        blocks = (BlockLabel("/html/body/p", "main"),)
        page = Page("toy", "1", "p", "", "h", b"<p>a</p>", text="a", with_=("a",), blocks=blocks)
        known = set(answer_columns(page, refer(page), Prediction("p", "a")))
        for name, metric in METRICS.items():
            assert metric.name == name
            assert set(metric.columns) <= known
            assert metric.description
            assert metric.source

    def test_every_corpus_is_ranked_by_a_metric_that_ranks(self) -> None:
        assert {info.metric for info in CORPORA.values()} <= set(RANKING)

    def test_no_board_is_won_by_answering_with_everything_or_nothing(self) -> None:
        page = Page(
            "toy",
            "1",
            "p",
            "",
            "h",
            b"<p>the gold</p><footer>not it</footer>",
            text="the gold",
            without=("not it",),
            with_=("the gold",),
        )
        reference = refer(page)
        for text in ("", "the gold not it"):
            columns = answer_columns(page, reference, Prediction("p", text))
            for name in RANKING:
                means = (np.array([columns[column]]) for column in METRICS[name].columns)
                assert not METRICS[name].combine(*means)[0] >= 1.0, name

    def test_unknown_metric(self) -> None:
        with pytest.raises(UsageError, match="Did you mean word_f1"):
            find_metric("wordf1")

    def test_harmonic_and_ratio_without_a_denominator(self) -> None:
        zero, one = np.array([0.0]), np.array([1.0])
        assert harmonic(zero, zero).tolist() == [0.0]
        assert harmonic(one, np.array([0.5])).tolist() == [pytest.approx(2 / 3)]
        assert np.isnan(ratio(zero, zero)).all()
        assert lost(np.array([1.0]), np.array([4.0])).tolist() == [0.75]
        assert snippet_f1(np.array([3.0]), one, one).tolist() == [0.75]

    def test_harmonic_of_no_pages_is_no_number(self) -> None:
        """A draw without a page of the group must not pull the group's interval to 0."""
        none, zero = np.array([math.nan]), np.zeros(1)
        assert math.isnan(harmonic(none, none)[0])
        assert harmonic(none, zero).tolist() == harmonic(zero, none).tolist() == [0.0]
