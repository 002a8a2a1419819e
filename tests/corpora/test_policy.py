"""Gold policies are measured: a part counts where the page has it, and as included where the gold covers most of it."""

from __future__ import annotations

from pathlib import Path

import pytest

import duramen
from duramen_corpora.align import align
from duramen_corpora.load import read
from duramen_corpora.policy import PARTS, Share, measure_policy, page_policy
from duramen_corpora.registry import corpus_info
from duramen_corpora.schema import Page

BODY = "The heron stood in the shallow water and waited for the tide to turn."
PARTS_OF_PAGE = {
    "title": "<h1>Patience of herons</h1>",
    "byline": "<p class=byline>By Wilma Reed</p>",
    "date": "<p class=published>Third of May</p>",
    "caption": "<figure><img><figcaption>A heron at dusk</figcaption></figure>",
    "comments": "<div class=comments><p>Splendid birds, all of them</p></div>",
    "links": "<ul>" + "".join(f"<li><a href=/{x}>Heron {x}</a>" for x in "abcde") + "</ul>",
}
SAYS = {
    "title": "Patience of herons",
    "byline": "By Wilma Reed",
    "date": "Third of May",
    "caption": "A heron at dusk",
    "comments": "Splendid birds, all of them",
    "links": " ".join(f"Heron {x}" for x in "abcde"),
}


def page(*parts: str) -> str:
    return f"<html><body>{''.join(PARTS_OF_PAGE[part] for part in parts)}<p>{BODY}</p></body></html>"


def included(html: str, gold: str) -> dict[str, bool]:
    parsed = duramen.parse(html)
    return page_policy(parsed, align(parsed.texts, gold))


@pytest.mark.parametrize("part", PARTS)
def test_a_part_is_included_where_the_gold_has_it(part: str) -> None:
    assert included(page(*PARTS), f"{SAYS[part]}\n\n{BODY}") == {name: name == part for name in PARTS}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_the_page_has_not_says_nothing(part: str) -> None:
    there = [name for name in PARTS if name != part]
    assert list(included(page(*there), BODY)) == there


def test_two_headings_say_nothing_about_the_title() -> None:
    assert "title" not in included(page("title").replace("<body>", "<body><h1>The Daily Heron</h1>"), BODY)


def test_shares_are_over_the_pages_that_have_the_part() -> None:
    def made(name: str, html: str, text: str | None) -> Page:
        return Page("toy", "1", name, "", "h", html.encode(), text=text)

    found = measure_policy(
        [
            made("a", page("title"), f"{SAYS['title']} {BODY}"),
            made("b", page("title", "byline"), BODY),
            made("c", page("byline"), None),
            made("d", page("byline"), ""),
        ]
    )
    assert (found["title"], found["byline"], found["caption"]) == (Share(2, 1), Share(1, 0), Share(0, 0))
    assert (found["title"].share, found["caption"].share) == (0.5, None)


@pytest.mark.corpus
@pytest.mark.slow
def test_scrapinghubs_gold_is_the_body_alone(archives: Path) -> None:
    info = corpus_info("scrapinghub")
    found = measure_policy(read("scrapinghub", archives / info.archive))
    assert found["title"].pages > 100
    assert all((part.share or 0) < 0.2 for part in found.values())
    assert info.policy == "body"
