"""Labels on a copy become labels of the page's own blocks, however the copy was set, decoded or wrapped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import duramen
from duramen.errors import DataError
from duramen_corpora.readers.nodes import Run, block_labels, carried, labelled_runs, parsed_copy, text_of
from duramen_corpora.schema import NOISE, BlockLabel, Label

if TYPE_CHECKING:
    from lxml.etree import _Element

MENU = "Home News Weather"
FIRST = "The heron stood in the shallow water and waited for the tide."
SECOND = "At dusk it flew off — over the café — and did not return."
PAGE = f"<body><ul><li>{MENU}</ul><div>{FIRST}<p>{SECOND}</p><p>Share <b>this</b></p></div></body>"


def _label(element: _Element, around: Label | None) -> Label | None:
    kind = element.get("kind")
    return around if kind is None else "main" if kind == "main" else NOISE


def _carried(page: str, copy: str) -> list[Label | None]:
    return carried(duramen.parse(page), _runs(copy)).labels


def _runs(copy: str) -> list[Run]:
    return labelled_runs(parsed_copy(copy.encode(), "a"), _label)


def _annotated(first: str = FIRST, second: str = SECOND) -> str:
    return (
        f"<html><head><title>x</title></head><body kind=noise><ul><li><span>{MENU}</span></ul>"
        f"<div><span kind=main>{first}</span>"
        f"<p><span kind=main>{second}</span></p><p><span>Share </span><b>this</b></p></div></body></html>"
    )


@pytest.mark.parametrize(
    "copy",
    [
        _annotated(),
        _annotated().replace("<", "\n  <").replace(">", ">\n  "),  # set anew, each tag on a line of its own
        _annotated(second=SECOND.encode().decode("cp1252")),  # decoded wrongly
        _annotated(first=FIRST.replace(" ", "")),  # its words run together
        _annotated(first=f"A picture. {FIRST}"),  # what the page does not have
        _annotated().replace(f"<span>{MENU}</span>", ""),  # and has
    ],
)
def test_labels_are_carried_over(copy: str) -> None:
    menu, *others = _carried(PAGE, copy)
    assert others == ["main", "main", NOISE]
    assert menu == (NOISE if MENU in " ".join(copy.split()) else None)


def test_the_innermost_label_counts_and_the_majority_of_letters() -> None:
    copy = f"<div kind=main>{FIRST}<span kind=noise>{MENU}</span></div>"
    assert _carried(f"<p>{FIRST}</p><p>{MENU}</p>", copy) == ["main", NOISE]
    assert _carried(f"<p>{FIRST} {MENU}</p>", copy) == ["main"]


def test_what_was_found_is_counted() -> None:
    page = duramen.parse(PAGE)
    assert carried(page, _runs(_annotated())).found == 1.0
    assert carried(page, _runs("<p>Nothing that reads alike</p>")).found < 0.3
    assert carried(page, []) == ([None] * 4, 0.0)


WORDS = st.lists(st.sampled_from(["heron", "tide", "water", "the", "at"]), min_size=1, max_size=6).map(" ".join)


@settings(deadline=None)
@given(st.lists(st.tuples(WORDS, st.booleans()), min_size=1, max_size=12))
def test_a_copy_of_the_page_itself_carries_every_label(blocks: Sequence[tuple[str, bool]]) -> None:
    page = duramen.parse("".join(f"<p>{text}</p>" for text, _ in blocks))
    copy = "".join(f"<p><span kind={'main' if main else 'noise'}>{text}</span></p>" for text, main in blocks)
    assert carried(page, _runs(copy)).labels == ["main" if main else NOISE for _, main in blocks]


def test_a_copy_too_long_for_the_matrix_carries_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duramen_corpora.readers.nodes._CELLS", 10)
    assert _carried(PAGE, _annotated()) == [None] * 4


def test_the_text_of_a_label_is_a_line_a_block() -> None:
    copy = "<div kind=main>One\n <b>two</b>,<br>three <i kind=x>no</i>four<p>five</p><script>six</script></div><p>7</p>"
    assert text_of(_runs(copy), {"main"}) == "One two,\nthree four\nfive"
    assert text_of(_runs(copy), {NOISE}) == "no"
    assert text_of([], {"main"}) == ""


def test_comments_and_processing_instructions_are_no_text() -> None:
    runs = _runs("<div kind=main>a<!-- b --> c<?d e?></div>")
    assert text_of(runs, {"main"}) == "a c"


@pytest.mark.parametrize("copy", [b"", b"  ", b"%PDF-1.7"])
def test_a_copy_that_is_none_names_the_page(copy: bytes) -> None:
    with pytest.raises(DataError, match="page a: its annotated copy cannot be read"):
        parsed_copy(copy, "a")


def _labels(html: str, labels: Sequence[Label | None]) -> dict[str, Label]:
    found = block_labels(duramen.parse(html), labels)
    assert len({label.xpath for label in found}) == len(found)
    return {re.sub(r".*/", "", label.xpath): label.role for label in found}


def test_an_element_has_the_label_with_the_most_text() -> None:
    html = f"<div>{FIRST}<br><br>{MENU}</div><p>{MENU}</p>"
    assert _labels(html, ["main", NOISE, NOISE]) == {"div": "main", "p": NOISE}
    assert _labels(html, ["main", None, "title"]) == {"div": "main", "p": "title"}
    assert block_labels(duramen.parse(html), [None] * 3) == ()


def test_content_around_a_block_of_no_label_has_none() -> None:
    html = f"<div>{FIRST}<p>{MENU}</p></div><section>{SECOND}<p>{MENU}</p></section>"
    assert _labels(html, ["main", None, "main", NOISE]) == {"section": "main", "p": NOISE}
    assert _labels(html, [NOISE, None, NOISE, "main"]) == {"div": NOISE, "section": NOISE, "p": "main"}


def test_labels_are_where_the_schema_looks_for_them() -> None:
    page = duramen.parse(PAGE)
    assert block_labels(page, carried(page, _runs(_annotated())).labels) == (
        BlockLabel("/html/body/ul/li", NOISE),
        BlockLabel("/html/body/div", "main"),
        BlockLabel("/html/body/div/p[1]", "main"),
        BlockLabel("/html/body/div/p[2]", NOISE),
    )
