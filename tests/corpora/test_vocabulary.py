"""What every room shares: the schema, words and their F1, and the predictions file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duramen.errors import DataError
from duramen_corpora.predictions import Prediction, Run, read_predictions, write_predictions
from duramen_corpora.schema import NOISE, BlockLabel, Page, features
from duramen_corpora.words import tokeniser, tokens, word_overlap, words

PAGE = Page("toy", "1", "a", "u", "h", b"<p>\xff", with_=("x",), text="", blocks=(BlockLabel("/html/body/p", "main"),))
RUN = Run(tool="t", version="1", corpus="toy", revision="1", options={"a": "b"})
ROWS = [
    Prediction("a", "text", ms=1.5, peak_mb=80.0),
    Prediction("b", None),
    Prediction("c", None, error="Timeout: 5 s"),
]
TEXT = st.text("ab é猫 ", max_size=30)


def test_a_page_survives_its_row() -> None:
    row = PAGE.to_row()
    assert set(row) == set(features())
    assert Page.from_row(row) == PAGE
    noise = row | {"blocks": [{"xpath": "/html", "role": "noise"}]}
    assert Page.from_row(noise).blocks == (BlockLabel("/html", NOISE),)
    with pytest.raises(ValueError, match="'menu' is no role"):
        Page.from_row(row | {"blocks": [{"xpath": "/html", "role": "menu"}]})


def test_words_are_lower_cased_runs_of_word_characters() -> None:
    assert words("Don't PANIC, it's 4.5 猫である!") == ["don", "t", "panic", "it", "s", "4", "5", "猫である"]


@settings(deadline=None)
@given(TEXT, TEXT)
def test_the_overlap_is_symmetric_and_whole_only_for_equal_bags(left: str, right: str) -> None:
    there, back = word_overlap(left, right), word_overlap(right, left)
    assert there.f1 == pytest.approx(back.f1)
    assert (there.precision, there.recall) == (back.recall, back.precision)
    assert (there.f1 == 1.0) == (sorted(words(left)) == sorted(words(right)))


@pytest.mark.parametrize(
    ("predicted", "gold", "f1"), [("", "", 1.0), ("x", "", 0.0), ("", "x", 0.0), ("a a b", "a b b", 2 / 3)]
)
def test_the_overlap_of_small_bags(predicted: str, gold: str, f1: float) -> None:
    assert word_overlap(predicted, gold).f1 == pytest.approx(f1)


def test_predictions_survive_their_file(tmp_path: Path) -> None:
    path = tmp_path / "new" / "p.parquet"
    write_predictions(path, RUN, ROWS)
    assert read_predictions(path) == (RUN, ROWS)
    assert [file.name for file in path.parent.iterdir()] == ["p.parquet"]


def test_a_predictions_file_that_is_not_whole_is_named(tmp_path: Path) -> None:
    path = tmp_path / "p.parquet"
    with pytest.raises(DataError, match="no predictions at"):
        read_predictions(path)
    write_predictions(path, RUN, ROWS)
    whole = path.read_bytes()
    for content in (b"", whole[: len(whole) // 2], json.dumps({"a": 1}).encode()):
        path.write_bytes(content)
        with pytest.raises(DataError, match=r"no whole predictions file.*duramen bench run"):
            read_predictions(path)


@pytest.mark.parametrize(
    ("text", "split"),
    [("", words), ("plain", words), ("größer", words), ("нет", words), ("猫である。", tokens), ("ไม่มีช่องว่าง", tokens)],
)
def test_texts_are_split_as_their_script_is_written(text: str, split: object) -> None:
    assert tokeniser(text) is split


def test_a_foreign_name_does_not_change_the_script() -> None:
    assert tokeniser("The city of 東京 is large and has many parks.") is words
    assert tokeniser("東京は日本の首都である。Tokyo とも書く。") is tokens
