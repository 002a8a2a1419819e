"""Word by word: nothing of the gold or of the answer is lost, and what is marked is what differs."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duramen_bench.wording import compare_words, count_words
from duramen_corpora.words import placed, tokeniser, tokens, words

TEXTS = st.text(st.sampled_from("ab. \n\u00ad中国きあ,éΩ-"), max_size=60)


def joined(ops: list[list[str]], signs: str) -> str:
    return "".join(text for sign, text in ops if sign in signs)


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_back(gold: str, answer: str) -> None:
    ops = compare_words(gold, answer)
    split = tokeniser(gold)
    assert joined(ops, "=-") == gold
    assert [word for sign, text in ops if sign in "=+" for word in split(text)] == split(answer)
    assert split is tokens or words(joined(ops, "=+")) == words(answer)
    assert all(before[0] != after[0] for before, after in itertools.pairwise(ops))
    counts = count_words(ops, gold)
    assert (counts["="] + counts["-"], counts["="] + counts["+"]) == (len(split(gold)), len(split(answer)))


def test_what_is_missing_may_have_parted_two_words() -> None:
    """A script without spaces parts those of others that stand beside it; the gold's letters are shown all the same."""
    assert compare_words("éあa", "é.a") == [["=", "é"], ["-", "あ"], ["=", "a"]]


@settings(deadline=None)
@given(TEXTS)
def test_words_are_found_where_they_stand(text: str) -> None:
    for split in (words, tokens):
        assert [word for word, _, _ in placed(text, split)] == split(text)
        assert all(split(text[start:end]) == [word] for word, start, end in placed(text, split))


@settings(deadline=None)
@given(TEXTS)
def test_a_text_is_itself(text: str) -> None:
    assert {sign for sign, _ in compare_words(text, text.upper())} <= {"=", "-", "+"}
    assert count_words(compare_words(text, text), text)["+"] == 0


@pytest.mark.parametrize(
    ("gold", "answer", "ops"),
    [
        ("Roses are red.", "Home Roses are", [["+", "Home "], ["=", "Roses are "], ["-", "red."]]),
        ("One.\n\nTwo.", "one\ntwo", [["=", "One.\n\nTwo."]]),
        ("", "Extra", [["+", "Extra"]]),
        ("Missing", "", [["-", "Missing"]]),
        ("", "", []),
        ("", "\u2014", [["+", "\u2014"]]),
        ("The end", "The end\n\nShare this", [["=", "The end"], ["+", "\n\nShare this"]]),
        ("我们的家", "我们家乡", [["=", "我们"], ["-", "的"], ["=", "家"], ["+", "乡"]]),
        ("A B", "B A", [["+", "B "], ["=", "A "], ["-", "B"]]),
    ],
)
def test_examples(gold: str, answer: str, ops: list[list[str]]) -> None:
    assert compare_words(gold, answer) == ops


def test_a_word_in_common_by_chance_is_no_agreement() -> None:
    gold = "first lost sentence of the page then its end"
    answer = "some quite other words of the menu and so on"
    assert [sign for sign, _ in compare_words(gold, answer)] == ["-", "+"]
    assert [sign for sign, _ in compare_words(f"Prices {gold}", f"Prices {answer}")] == ["=", "-", "+"]


def test_of_equal_words_the_nearest_is_meant() -> None:
    gold = "The last word is all"
    assert compare_words(gold, f"{gold} about us all rights reserved")[0] == ["=", gold]
    assert compare_words("all of it", "all rights reserved all of it")[-1] == ["=", "all of it"]


def test_a_large_page_takes_bounded_memory() -> None:
    """Two texts of 100,000 words: a full matrix would have ten thousand million cells."""
    gold = [f"w{number * 7919 % 30011}" for number in range(100_000)]
    answer = [*gold[:40_000], *(["menu", "entry"] * 5_000), *gold[50_000:]]
    counts = count_words(compare_words(" ".join(gold), " ".join(answer)), "")
    assert counts["+"] >= 10_000
    assert counts["="] >= 85_000
