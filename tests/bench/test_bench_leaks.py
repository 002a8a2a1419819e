"""Noise that got through, counted by role."""

from __future__ import annotations

import pytest

from duramen_bench.leaks import judge, label, leak_columns
from duramen_corpora.schema import Page

TEXTS = [
    "Home About us and contact",
    "The heading of this page",
    "A paragraph that says what the page is for in a dozen words or so.",
    "The heading of this page",
    "All rights reserved by the owners of this site",
]
ROLES = ["navigation", "title", "main", "related", "footer"]


def test_what_got_through_is_counted_by_role() -> None:
    blocks = judge(TEXTS, ROLES)  # type: ignore[arg-type]
    columns = leak_columns(blocks, "\n\n".join([*TEXTS[1:3], TEXTS[4]]))
    assert columns["through.main"] == columns["words.main"] == 15
    assert columns["through.title"] == columns["words.title"] == 5
    assert columns["through.footer"] == columns["words.footer"] == 9
    assert (columns["through.navigation"], columns["words.navigation"]) == (0, 5)


def test_noise_that_repeats_content_is_not_counted() -> None:
    blocks = judge(TEXTS, ROLES)  # type: ignore[arg-type]
    assert blocks.judged.tolist() == [True, True, True, False, True]
    assert leak_columns(blocks, TEXTS[1])["words.related"] == 0


def test_part_of_a_word_is_no_repetition() -> None:
    assert judge(["a page is", "age is"], ["main", "footer"]).judged.tolist() == [True, True]


def test_blocks_without_label_or_words_are_not_counted() -> None:
    assert judge(["unlabelled text", "···"], [None, "footer"]).judged.tolist() == [False, False]


def test_nothing_lets_nothing_through() -> None:
    columns = leak_columns(judge(TEXTS, ROLES), None)  # type: ignore[arg-type]
    assert not any(value for name, value in columns.items() if name.startswith("through."))


def test_a_page_gives_its_blocks_their_labels(toy_pages: list[Page]) -> None:
    blocks = label(toy_pages[0])
    assert blocks is not None
    assert blocks.roles == ("navigation", "main", "footer")


def test_a_page_without_labels_has_none(make_page: pytest.FixtureRequest) -> None:
    assert label(make_page(0, blocks=())) is None  # type: ignore[operator]
