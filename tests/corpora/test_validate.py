"""Validation: what cannot be is named."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from duramen.errors import DataError
from duramen_corpora.schema import BlockLabel, Page
from duramen_corpora.validate import check, checked

GOOD = Page(
    corpus="toy",
    revision="1",
    id="a",
    url="https://example.org/",
    host="example.org",
    html=b"<body><nav><a href=/>Home</a></nav><main><h1>Herons</h1><p>They wait.</p></main></body>",
    text="Herons\n\nThey wait.",
    blocks=(BlockLabel("/html/body/nav", "navigation"), BlockLabel("/html/body/main/p", "main")),
)


def test_a_good_page_has_no_fault() -> None:
    assert check(GOOD) == []
    assert check(dataclasses.replace(GOOD, text="", blocks=())) == []
    assert check(dataclasses.replace(GOOD, text=None, blocks=(BlockLabel("/html/body/nav", "noise"),))) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"id": ""}, "its id is empty"),
        ({"host": ""}, "its host is empty"),
        ({"html": b""}, "its html is empty"),
        ({"split": "train"}, "its split 'train'"),
        ({"text": None, "blocks": ()}, "it has no gold"),
        ({"blocks": (BlockLabel("/html/body/aside", "sidebar"),)}, "there is no text at /html/body/aside"),
        ({"blocks": (BlockLabel("/html/body/main", "heading"),)}, "'heading' is no role"),  # type: ignore[arg-type]
        ({"blocks": (BlockLabel("/html/body/main", "main"),) * 2}, "an element has two roles"),
    ],
)
def test_what_is_impossible_is_named(change: dict[str, Any], fault: str) -> None:
    page = dataclasses.replace(GOOD, **change)
    assert any(fault in found for found in check(page))
    with pytest.raises(DataError, match=f"page {page.id} of toy is impossible"):
        list(checked([page]))


def test_an_id_that_comes_twice_is_named() -> None:
    with pytest.raises(DataError, match="page a of toy is impossible: its id comes twice"):
        list(checked([GOOD, GOOD]))
