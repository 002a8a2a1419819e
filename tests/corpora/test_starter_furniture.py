"""What surrounds the new designs' texts: names of classes, style sheets, menus, footers, whole pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import get_args

import pytest

from duramen_corpora.starter import furniture
from duramen_corpora.starter.ballast import Skin, Style, scripts, sprite, styles
from duramen_corpora.starter.furniture import Kit
from duramen_corpora.starter.markup import Published, publish
from duramen_corpora.starter.names import cast
from duramen_corpora.starter.prose import Memory, Writer, topics
from duramen_corpora.starter.site import Job, Site

KINDS = ("press", "store", "maker", "software", "trade", "local", "links", "agency", "college", "public")


def kit(kind: str = "press", seed: int = 1, host: str = "thecourier.example", style: Style = "bem") -> Kit:
    rng = Random(seed)
    site = Site("The Courier", host, "News")
    write = Writer(rng, Memory(), cast(rng) | {"site": site.name})
    return Kit(Job(rng, site, 0, write), Skin(style, "c-"), kind)


def published(html: str) -> Published:
    return publish(f"<!DOCTYPE html><html><body>{html}</body></html>", "utf-8")


@pytest.mark.parametrize("style", get_args(Style))
def test_a_skin_names_the_same_part_the_same_way(style: Style) -> None:
    skin, other = Skin(style, "a-"), Skin(style, "b-")
    assert skin("nav", "item") == Skin(style, "a-")("nav", "item")
    assert skin("nav", "item") != skin("nav", "link")
    assert skin("nav", "item") != other("nav", "item")
    assert not re.search(r"[\"<>&~]", skin("nav") + skin("nav", "item"))


@pytest.mark.parametrize("made", [lambda k: styles(k.job, k.skin), lambda k: sprite(k.job)])
def test_ballast_is_the_hosts_and_no_text(made: Callable[[Kit], str]) -> None:
    assert made(kit(seed=1)) == made(kit(seed=2))
    assert made(kit()) != made(kit(host="another.example"))
    assert published(f"<style>{styles(kit().job, kit().skin)}</style>{sprite(kit().job)}").texts == ()


def test_scripts_are_no_text() -> None:
    assert published(scripts(kit().job)).texts == ()


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_site_has_its_words(kind: str) -> None:
    lines = topics("furniture")[kind].lines
    assert {"section", "column", "legal", "tool"} <= set(lines)
    assert len(lines["section"]) >= 5
    assert all(len(line.split(" ~~ ")) >= 3 for line in lines["section"] + lines["column"])
    assert len(furniture.headlines(kit(kind), 6)) == 6


def test_a_host_keeps_its_words() -> None:
    assert kit(seed=1).words("section") == kit(seed=2).words("section")
    assert kit("public", 1).words("column") == kit("public", 2).words("column"), "its towns as well"
    assert kit().trait("drawer") == kit(seed=9).trait("drawer")


@pytest.mark.parametrize(
    ("made", "role"),
    [
        (furniture.mega, "navigation"),
        (lambda k: furniture.drawer(k, [["News", "Local"]]), "navigation"),
        (furniture.footer, "footer"),
        (furniture.signup, "promotion"),
        (furniture.share, "promotion"),
        (furniture.byline, "meta"),
        (furniture.rail, "related"),
        (furniture.aside, "sidebar"),
        (furniture.cookies, "notice"),
        (lambda k: furniture.crumbs(k, "News"), "navigation"),
    ],
)
def test_each_piece_comes_with_its_mark(made: Callable[[Kit], str], role: str) -> None:
    page = published(made(kit()))
    assert role in page.roles
    assert set(page.roles) <= {role, "promotion"}, "a footer or a sidebar may hold the newsletter's form"


def test_a_page_has_much_around_its_content() -> None:
    content = "<main ~main><h1 ~title>A title</h1><p>One sentence of content.</p></main>"
    page = publish(furniture.page(kit(), "A title", "A lead", "WebPage", content), "utf-8")
    assert page.roles.count("main") == 1
    assert len(page.texts) > 100
    assert len(page.html) > 20_000


def test_women_and_men_have_names_that_the_page_does_not_use() -> None:
    for seed in range(40):
        slots = cast(Random(seed))
        people = [slots[f"{key}{n}"] for key, count in (("p", 6), ("w", 4), ("m", 4)) for n in range(1, count + 1)]
        assert len({name.split()[0] for name in people}) == 14
        assert len({name.split(maxsplit=1)[1] for name in people}) == 14


def test_a_town_has_its_article() -> None:
    found = {cast(Random(seed))["a.town"] for seed in range(80)}
    assert {"an Ellerton", "a Thornwick"} <= found
    assert not any(re.match(r"a [AEIOU]|an [^AEIOU]", name) for name in found)
