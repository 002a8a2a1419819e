"""ROUGE and the indel ratio, on texts that can be counted by hand, and held to the published implementations."""

from __future__ import annotations

import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duramen_bench.rouge import common_places, jieba_tokens, rouge_5, rouge_columns, rouge_lsum, similarity
from duramen_bench.sentences import sentences

TOKENS = st.lists(st.integers(0, 5), max_size=14)
TEXT = st.text(alphabet="ab c.\n", max_size=60)


def table(left: list[int], right: list[int]) -> list[list[int]]:
    rows = [[0] * (len(right) + 1)]
    for a in left:
        row = [0]
        for j, b in enumerate(right):
            row.append(rows[-1][j] + 1 if a == b else max(rows[-1][j + 1], row[-1]))
        rows.append(row)
    return rows


@given(TOKENS, TOKENS)
def test_places_are_those_of_the_walk_back_through_the_table(left: list[int], right: list[int]) -> None:
    rows, found, i, j = table(left, right), [], len(left), len(right)
    while i and j:
        if left[i - 1] == right[j - 1]:
            i, j = i - 1, j - 1
            found.append(i)
        elif rows[i][j - 1] > rows[i - 1][j]:
            j -= 1
        else:
            i -= 1
    assert common_places(left, right) == found


def test_sentences_may_change_places_and_words_may_not() -> None:
    assert rouge_lsum("Birds wait. Boats leave.", "Boats leave. Birds wait.").f1 == 1.0
    assert rouge_lsum("leave Boats", "Boats leave").f1 == 0.5


def test_a_token_counts_as_often_as_both_have_it() -> None:
    found = rouge_lsum("one two one", "one one one two")
    assert (found.precision, found.recall) == (2 / 3, 2 / 4)


def test_abbreviations_end_no_sentence() -> None:
    # Cut after "Dr." the two could change places.
    assert rouge_lsum("Reed waits for Dr.", "Dr. Reed waits for").f1 < 1.0


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Really?!", ["Really?", "!"]),
        ("He left.” Then he came. So.", ["He left.” Then he came.", "So."]),
        ('He left." Then he came.', ['He left."', "Then he came."]),
        (" \n", []),
    ],
)
def test_sentences_are_nltks(text: str, cut: list[str]) -> None:
    assert [" ".join(words) for words in sentences(text)] == cut


@pytest.mark.parametrize(("predicted", "gold", "f1"), [("", "", 1.0), ("a", "", 0.0), ("", "a", 0.0), (" \n", "", 1.0)])
def test_nothing_is_right_only_for_nothing(predicted: str, gold: str, f1: float) -> None:
    assert rouge_lsum(predicted, gold).f1 == f1
    assert similarity(predicted, gold) == f1


@settings(deadline=None)
@given(TEXT, TEXT)
def test_columns_are_shares_and_the_gold_itself_is_right(one: str, other: str) -> None:
    assert all(0.0 <= value <= 1.0 for value in rouge_columns(one, other).values())
    same = rouge_columns(one, one)
    assert same["rouge_lsum_f1"] == same["levenshtein"] == 1.0


def test_similarity_counts_insertions_and_omissions_alike() -> None:
    assert similarity("a b c d", "a c d x") == pytest.approx(6 / 8)


def test_fives_are_of_tokens_spaces_included() -> None:
    assert rouge_5("one two three", "one two three").f1 == 1.0
    assert rouge_5("one two three four", "one two three").precision == pytest.approx(1 / 3)
    assert rouge_5("one", "one").f1 == 0.0  # as WebMainBench has it: no n-gram, no score
    assert rouge_5("", " ").f1 == 1.0


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="ab1.5%-+#&_ \r\n\té“”中文网页C", max_size=40))
def test_tokens_are_jiebas_own(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel("ERROR")
    assert jieba_tokens(text) == jieba.lcut(text)
