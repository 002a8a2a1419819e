"""What is known of a page's blocks: from labels, from the gold, from whoever else says what they are."""

from __future__ import annotations

import json

import pytest

from duramen import ParsedPage
from duramen.errors import UsageError
from duramen.roles import ROLES
from duramen_corpora.align import oracle
from duramen_corpora.examine import Roles, examine, guessed
from duramen_corpora.schema import BlockLabel, Page
from duramen_corpora.words import word_overlap

HTML = (
    "<body><nav><a>Home</a></nav><h1>The lock gates</h1>"
    "<p>The keeper opened the upper gates at noon, as he always did.</p><p hidden>Nobody sees this line.</p>"
    "<p>Of this paragraph only the very last words will be gold: water over the weir.</p>"
)
OPENING = "The lock gates\n\nThe keeper opened the upper gates at noon, as he always did."
GOLD = f"{OPENING} Only the very last words will be gold"


def page(text: str | None = GOLD, html: str = HTML, corpus: str = "toy", blocks: tuple[BlockLabel, ...] = ()) -> Page:
    return Page(corpus, "1", "p1", "https://a.example/", "a.example", html.encode(), text=text, blocks=blocks)


def test_gold_makes_the_states() -> None:
    examined = examine(page())
    assert examined.states == ["noise", "gold", "gold", "noise", "gold"]
    assert examined.hidden == [False, False, False, True, False]
    assert examined.counts(examined.states) == {"gold": (3, 30), "noise": (2, 5)}
    assert examined.roles.names == [None] * 5


def test_a_block_that_is_gold_by_less_than_half_is_part() -> None:
    assert examine(page(f"{OPENING} Water over the weir.")).states == ["noise", "gold", "gold", "noise", "part"]


def test_labels_make_the_states_where_there_is_no_gold_text() -> None:
    labels = (BlockLabel("/html/body/nav", "navigation"), BlockLabel("/html/body/h1", "title"))
    broad, body = (examine(page(None, corpus=name, blocks=labels)) for name in ("starter", "scrapinghub"))
    assert broad.states == ["noise", "gold", "unknown", "unknown", "unknown"]
    assert body.states == ["noise", "noise", "unknown", "unknown", "unknown"]
    assert broad.roles.source == "labels of starter"
    assert broad.alignment is broad.oracle_f1 is None


def test_oracle_is_that_of_the_best_choice() -> None:
    examined = examine(page())
    kept = oracle(examined.parsed.texts, GOLD)
    best = " ".join(text for text, keep in zip(examined.parsed.texts, kept, strict=True) if keep)
    assert examined.oracle_f1 == word_overlap(best, GOLD).f1


def test_oracle_is_not_searched_on_a_page_of_very_many_blocks() -> None:
    examined = examine(page("one", "<p>one" * 20_001))
    assert examined.oracle_f1 is None
    assert examined.to_dict([])["oracle_f1"] is None


def test_roles_may_be_given_or_found() -> None:
    given = Roles(["navigation", "title", "main", "notice", "main"], "by hand")
    assert examine(page(), given).roles is given

    def weak(found: Page, parsed: ParsedPage) -> Roles:
        return Roles([ROLES[i] for i in range(len(parsed))], f"weak of {found.id}", ["nav"] * len(parsed))

    examined = examine(page(), weak)
    assert list(examined.roles.names) == list(ROLES[:5])
    assert examined.roles.source == "weak of p1"
    assert list(examined.counts(examined.roles.names)) == list(ROLES[:5])


@pytest.mark.parametrize("names", [["main"], ["main"] * 6])
def test_roles_that_do_not_fit_are_refused(names: list[str]) -> None:
    with pytest.raises(UsageError, match=rf"weak: {len(names)} roles for 5 blocks"):
        examine(page(), Roles(names, "weak"))  # type: ignore[arg-type]


def test_reasons_that_do_not_fit_are_refused() -> None:
    with pytest.raises(UsageError, match="for 5 blocks"):
        examine(page(), Roles(["main"] * 5, "weak", ["nav"]))


def test_a_role_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UsageError, match="unknown role 'x\" onclick=\"y'"):
        examine(page(), Roles(['x" onclick="y'] * 5, "weak"))  # type: ignore[list-item]


def test_plain_data_is_json_and_can_be_narrowed() -> None:
    facts = examine(page()).to_dict([1, 3])
    assert [block["index"] for block in facts["blocks"]] == [1, 3]
    assert facts["blocks"][1]["hidden"]
    assert facts["gold_words"] == 23
    assert json.loads(json.dumps(facts)) == facts


@pytest.mark.parametrize(("html", "problem"), [("", "it is empty"), ("\x00\x01\x02", "not HTML: binary data")])
def test_a_page_of_nothing_is_examined(html: str, problem: str) -> None:
    examined = examine(page(html=html))
    assert (examined.states, examined.words, examined.hidden) == ([], [], [])
    assert examined.to_dict()["problem"] == problem
    assert examined.to_dict()["gold_found"] == 0.0
    assert examined.oracle_f1 == 0.0


def test_without_labels_the_markup_names_what_is_not_gold() -> None:
    examined = examine(page(), guessed)
    assert examined.roles.names[0] == "navigation"
    assert examined.roles.reasons[0] == "landmark: nav"
    assert all(
        name is None for name, state in zip(examined.roles.names, examined.states, strict=True) if state == "gold"
    )


def test_labels_are_heard_before_the_markup() -> None:
    labels = (BlockLabel("/html/body/nav", "footer"),)
    assert examine(page(None, blocks=labels), guessed).roles.names[0] == "footer"
    assert set(examine(page(None), guessed).roles.names) == {None}
