"""Weak roles: each kind of clue is read, the right one wins, and how often they are right is counted honestly."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

import duramen
from duramen.roles import ROLES
from duramen_corpora.handlabels import hand_labels
from duramen_corpora.load import read
from duramen_corpora.registry import corpus_info
from duramen_corpora.schema import BlockLabel, Page
from duramen_corpora.weak import WEAK_ROLES, Clue, weak_roles
from duramen_corpora.weak.accuracy import Tally, by_hand, by_labels
from duramen_corpora.weak.clues import clues, word_role

PROSE = "<p>" + "The heron stood in the shallow water and waited for the tide to turn. " * 12 + "</p>"


def guesses(body: str) -> dict[str, Clue | None]:
    """The guess for each text of a page that also has a heading and an article."""
    page = duramen.parse(f"<html><body>{body}<main><h1>Herons</h1>{PROSE}</main></body></html>")
    return dict(zip(page.texts, weak_roles(page), strict=True))


def role(body: str, text: str = "x") -> str | None:
    clue = guesses(body)[text]
    return clue.role if clue else None


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ("<nav><a href=/>x</a></nav>", Clue("navigation", "landmark", "nav")),
        ("<footer>x</footer>", Clue("footer", "landmark", "footer")),
        ("<header>x</header>", Clue("header", "landmark", "header")),
        ("<aside>x</aside>", Clue("sidebar", "landmark", "aside")),
        ("<button>x</button>", Clue("control", "landmark", "button")),
        ("<article><header>x</header></article>", Clue("meta", "landmark", "header")),
        ("<div role=contentinfo>x</div>", Clue("footer", "aria", "contentinfo")),
        ("<div role=dialog>x</div>", Clue("notice", "aria", "dialog")),
        ("<div aria-label='Related stories'>x</div>", Clue("related", "aria", "related")),
        ("<div itemprop=author>x</div>", Clue("meta", "microdata", "author")),
        ("<div itemtype='https://schema.org/WPFooter'>x</div>", Clue("footer", "microdata", "wpfooter")),
        ("<ul itemtype='http://schema.org/BreadcrumbList'>x</ul>", Clue("navigation", "microdata", "breadcrumblist")),
        ("<div class='site-footer'>x</div>", Clue("footer", "class", "footer")),
        ("<div id=cookieConsent>x</div>", Clue("notice", "class", "cookie")),
        ("<div class='c-readMore'>x</div>", Clue("related", "class", "read-more")),
        ("<a href=/>x</a>", Clue("navigation", "position", "links before the heading")),
        ("<div>x</div>", None),
    ],
)
def test_each_source_is_read(markup: str, found: Clue | None) -> None:
    assert guesses(markup)["x"] == found


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("entry-footer", "meta"),
        ("card-header", None),
        ("page-header", None),
        ("siteHeader", "header"),
        ("comment-author", "meta"),
        ("footer_newsletter", "promotion"),
        ("ad", "promotion"),
        ("add", None),
        ("shadow", None),
        ("breadcrumbs2", "navigation"),
        ("HTMLMenu", "navigation"),
        ("", None),
    ],
)
def test_words_of_a_class_are_words(name: str, found: str | None) -> None:
    pair = word_role(name)
    assert (pair[0] if pair else None) == found


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ("<div class=cookie-bar><button>x</button></div>", "notice"),
        ("<footer><div class=newsletter><label>x</label></div></footer>", "promotion"),
        ("<footer><nav><ul><li><a href=/>x</a></ul></nav></footer>", "footer"),
        ("<aside><div class=related><time class=date>x</time></div></aside>", "related"),
        ("<header><nav><a href=/>x</a></nav></header>", "navigation"),
        ("<header><ul><li><a href=/>x</a></ul></header>", "navigation"),
        ("<header><a href=/>x</a></header>", "header"),
        ("<div role=dialog><nav>x</nav></div>", "navigation"),
        ("<div class=comments><div class=comment-meta>x</div></div>", "meta"),
        ("<div class=comments><p>x</p></div>", "comment"),
    ],
)
def test_of_clues_that_disagree_the_right_one_wins(markup: str, found: str) -> None:
    assert role(markup) == found


def test_a_wrappers_class_speaks_of_the_layout() -> None:
    page = duramen.parse(f"<body class=has-sidebar><div class='content sidebar-right'>{PROSE}<p>x</p></div></body>")
    assert weak_roles(page) == [None, None]


def test_links_at_the_end_are_the_footer() -> None:
    rows = "".join(f"<p>row {i} of prose</p>" for i in range(30))
    page = duramen.parse(f"<body><h1>Herons</h1>{rows}<p><a href=/>Imprint</a></p></body>")
    assert weak_roles(page)[-1] == Clue("footer", "position", "links at the end")


def test_the_guesses_are_one_a_block_and_noise_or_comments() -> None:
    for page in read("starter"):
        parsed = duramen.parse(page.html, encoding=page.charset)
        found = weak_roles(parsed)
        assert len(found) == len(parsed)
        assert {clue.role for clue in found if clue} <= set(WEAK_ROLES) < set(ROLES)


def test_nothing_is_no_trouble() -> None:
    assert weak_roles(duramen.parse(b"")) == []
    assert clues(etree.fromstring("<p/>")) == ()


def test_a_long_chain_and_a_long_name_take_no_time() -> None:
    deep = "<div class='" + "x-" * 50_000 + "'>" + "<div class=a>" * 1500 + "x" + "</div>" * 1500
    assert role(deep) is None


def labelled(**roles: str) -> Page:
    """A page with one block in each of its labelled elements."""
    rows = "".join(f"<div id={name}>{name}</div>" for name in roles)
    blocks = tuple(BlockLabel(f"/html/body/div[{i}]", role) for i, role in enumerate(roles.values(), 1))  # type: ignore[arg-type]
    return Page("toy", "1", "p", "", "h", f"<html><body>{rows}</body></html>".encode(), text="", blocks=blocks)


def test_right_wrong_and_silent_are_counted() -> None:
    tally = Tally()
    tally.add(
        by_labels([labelled(footer="footer", menu="navigation", sidebar="promotion", plain="footer", share="main")])
    )
    rows = {row.name: row for row in tally.rows()}
    assert (rows["footer"].blocks, rows["footer"].guessed, rows["footer"].right) == (2, 1, 1)
    assert (rows["footer"].precision, rows["footer"].recall) == (1.0, 0.5)
    assert (rows["promotion"].right, rows["promotion"].precision) == (0, None)
    assert (rows["all"].blocks, rows["all"].guessed, rows["all"].right, rows["all"].called) == (4, 3, 2, 3)
    assert tally.sources() == [("class", 3, 2)]
    assert tally.false_alarms() == (1, 1)


@pytest.mark.corpus
def test_more_than_three_guesses_in_four_are_right_or_nearly(archives: Path) -> None:
    tally = Tally()
    pages = read("wcxb", archives / corpus_info("wcxb").archive)
    tally.add(by_hand((page for page in pages if page.split == "dev"), hand_labels()))
    whole = tally.rows()[-1]
    assert whole.blocks >= 300
    assert whole.guessed >= 0.8 * whole.blocks
    assert whole.right >= 0.7 * whole.guessed
    assert whole.lenient >= 0.75 * whole.guessed
