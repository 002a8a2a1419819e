"""Alignment: what belongs together is matched, what does not is not, whatever stands between."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duramen_corpora.align import align, labels_from_xpaths
from duramen_corpora.schema import BlockLabel
from duramen_corpora.words import tokens

NOISE = ["Home", "About us", "Subscribe to our newsletter", "Share", "All rights reserved", "Terms of use", "Log in"]
FIRST = "The heron stood in the shallow water and waited for the tide to turn."
SECOND = "By noon the boats were back, and the harbour smelled of tar and salt."
THIRD = "Nobody asked the fishermen what the harbour used to be before the war."


def matched(blocks: list[str], gold: str) -> list[float]:
    return [round(float(share), 2) for share in align(blocks, gold).matched]


def sentences(count: int, seed: int) -> list[str]:
    """Sentences whose words are never the noise's, as prose repeats its short words."""
    draw = random.Random(seed)
    rare = [f"word{i}" for i in range(400)]
    return [" ".join(draw.choice([*rare, *["the", "of", "and", "a"] * 25]) for _ in range(12)) for _ in range(count)]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(st.none(), st.sampled_from(NOISE)), min_size=3, max_size=40), st.integers(0, 9999))
def test_content_is_found_and_noise_is_not(pattern: list[str | None], seed: int) -> None:
    prose = iter(sentences(len(pattern), seed))
    blocks = [noise or next(prose) for noise in pattern]
    content = [block for block, noise in zip(blocks, pattern, strict=True) if noise is None]
    alignment = align(blocks, "\n\n".join(content))
    assert alignment.gold_found == 1.0
    assert [share == 1.0 for share in alignment.matched] == [noise is None for noise in pattern]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("ab c\n", max_size=20), max_size=12), st.text("ab c", max_size=60))
def test_shares_are_shares_and_a_gold_word_is_matched_once(blocks: list[str], gold: str) -> None:
    alignment = align(blocks, gold)
    assert len(alignment.matched) == len(alignment.words) == len(blocks)
    assert ((alignment.matched >= 0) & (alignment.matched <= 1)).all()
    assert (
        float(alignment.matched @ alignment.words) == pytest.approx(alignment.gold_found * len(tokens(gold)))
        or not gold
    )
    assert 0.0 <= alignment.gold_found <= 1.0


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text("ab c猫は\n", max_size=20), max_size=12), st.text("ab c猫は", max_size=60))
def test_where_gold_words_are_found_agrees_with_the_shares(blocks: list[str], gold: str) -> None:
    alignment = align(blocks, gold)
    assert len(alignment.found) == len(tokens(gold))
    counts = np.bincount(alignment.found[alignment.found >= 0], minlength=len(blocks))
    assert counts.tolist() == np.rint(alignment.matched * alignment.words).tolist()
    for word, block in zip(tokens(gold), alignment.found.tolist(), strict=True):
        assert block < 0 or word in tokens(blocks[block])


def test_a_short_heading_counts_where_the_gold_has_it_and_not_in_the_contents() -> None:
    blocks = ["Contents", "History", "Weather", FIRST, "History", SECOND, "Weather", THIRD]
    gold = "\n\n".join([FIRST, "History", SECOND, "Weather", THIRD])
    assert matched(blocks, gold) == [0, 0, 0, 1, 1, 1, 1, 1]


def test_a_heading_between_two_advertisements_is_found() -> None:
    blocks = [FIRST, "Advertisement", "Buy now and save", "History", "Advertisement", SECOND]
    assert matched(blocks, f"{FIRST} History {SECOND}") == [1, 0, 0, 1, 0, 1]


def test_a_sentence_takes_its_own_first_word_and_not_the_menus() -> None:
    assert matched(["The", "Harbour", FIRST, "turn"], FIRST) == [0, 0, 1, 0]


def test_stray_words_of_a_long_noise_block_are_not_matched() -> None:
    noise = "We use the cookies of partners and, for the purposes of advertising, the harbour of your data."
    assert matched([noise, FIRST, SECOND], f"{FIRST} What follows is lost. {SECOND} the purposes") == [0, 1, 1]


def test_gold_in_another_order_is_found() -> None:
    assert matched([THIRD, "Share", FIRST, SECOND], f"{FIRST} {SECOND} {THIRD}") == [1, 0, 1, 1]


def test_of_a_text_that_stands_twice_one_copy_is_matched() -> None:
    assert sorted(matched([FIRST, "Share", FIRST], FIRST)) == [0, 0, 1]


def test_a_block_that_holds_more_than_the_gold_is_matched_in_part() -> None:
    share = matched([f"{FIRST} {SECOND}"], FIRST)[0]
    assert share == pytest.approx(len(tokens(FIRST)) / len(tokens(FIRST + " " + SECOND)), abs=0.01)


def test_an_edited_word_costs_only_itself() -> None:
    alignment = align([FIRST.replace("shallow", "deep")], FIRST)
    assert alignment.matched[0] == pytest.approx(1 - 1 / 14)
    assert alignment.gold_found == pytest.approx(1 - 1 / 14)


def test_gold_that_is_not_in_the_page_is_said_so() -> None:
    alignment = align(["Home", "Log in", "Terms of use"], FIRST)
    assert alignment.gold_found == 0.0
    assert not alignment.matched.any()


@pytest.mark.parametrize(
    ("blocks", "gold", "found"), [([], "", 1.0), ([], "x", 0.0), (["", "..."], "", 1.0), ([""], "x", 0.0)]
)
def test_nothing_is_no_trouble(blocks: list[str], gold: str, found: float) -> None:
    alignment = align(blocks, gold)
    assert alignment.gold_found == found
    assert not alignment.matched.any()


def test_a_gold_of_one_word_is_matched() -> None:
    assert matched(["Menu", "Hello", "Footer"], "Hello") == [0, 1, 0]


def test_scripts_without_spaces_are_matched_by_character() -> None:
    text = "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。"
    alignment = align(["ホーム", "記事一覧", text.replace("とんと", "")], text)
    assert alignment.matched.tolist() == [0.0, 0.0, 1.0]
    assert 0.85 < alignment.gold_found < 1.0
    assert tokens("ABC猫である") == ["abc", "猫", "で", "あ", "る"]


def test_soft_hyphens_do_not_split_words() -> None:
    assert matched(["Donau\u00addampf\u00adschiff fährt heute nicht"], "Donaudampfschiff fährt heute nicht") == [1]


def test_the_same_page_gives_the_same_alignment() -> None:
    blocks = [*sentences(30, 1), *NOISE, *sentences(10, 2)]
    gold = " ".join(sentences(30, 1)[5:] + sentences(10, 2)[:4])
    first, second = align(blocks, gold), align(blocks, gold)
    assert np.array_equal(first.matched, second.matched)


def test_a_page_too_long_for_the_matrix_is_still_matched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duramen_corpora.subsequence._CELLS", 10)
    assert matched([FIRST, "Share", SECOND], f"{FIRST} {SECOND}") == [1, 0, 1]


@dataclass
class _Parsed:
    xpaths: list[str]


def test_a_block_takes_the_role_of_the_nearest_labelled_element_around_it() -> None:
    page = _Parsed(
        ["/html/body/nav/ul/li[2]", "/html/body/main/p[1]", "/html/body/main/p[1]/b", "/html/body/p", "/html"]
    )
    labels = [
        BlockLabel("/html/body/nav", "navigation"),
        BlockLabel("/html/body/main", "main"),
        BlockLabel("/html/body/main/p[1]", "title"),
    ]
    assert labels_from_xpaths(page, labels) == ["navigation", "title", "title", None, None]  # type: ignore[arg-type]


def test_noise_of_no_named_role_ends_what_an_element_around_it_says() -> None:
    page = _Parsed(["/html/body/main/p", "/html/body/main/ul/li[1]", "/html/body/main/ul"])
    labels = [BlockLabel("/html/body/main", "main"), BlockLabel("/html/body/main/ul", "noise")]
    assert labels_from_xpaths(page, labels) == ["main", None, None]  # type: ignore[arg-type]
