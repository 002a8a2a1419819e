"""The starter corpus's hard cases: each design is tested for the property that makes it hard."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

import pytest
from lxml import etree

import duramen
from duramen.roles import CONTENT_ROLES
from duramen_corpora.align import labels_from_xpaths
from duramen_corpora.schema import Page
from duramen_corpora.starter.designs.devlog import coloured, unescaped
from duramen_corpora.starter.generate import pages_of
from duramen_corpora.starter.names import cast
from duramen_corpora.starter.prose import Memory, Writer, topics
from duramen_corpora.starter.site import Job, Site

Block = tuple[str, str | None, str, bool]


def job() -> Job:
    site = Site("A Site", "a.example", "")
    rng = Random(1)
    return Job(rng, site, 0, Writer(rng, Memory(), cast(rng)))


@dataclass(frozen=True)
class Made:
    """A page, its tree, and its blocks as text, role, XPath and whether they are hidden."""

    page: Page
    root: Any
    blocks: list[Block]

    @property
    def gold(self) -> str:
        assert self.page.text is not None
        return self.page.text

    def words(self, *roles: str) -> int:
        return sum(len(text.split()) for text, role, _, _ in self.blocks if role in roles)


@cache
def made(design: str) -> list[Made]:
    """Return the pages of a design as if it were the only one."""
    return [_parsed(page) for page in pages_of(design)]


def _parsed(page: Page) -> Made:
    parsed = duramen.parse(page.html)
    roles = labels_from_xpaths(parsed, page.blocks)
    hidden = parsed.table.flag("hidden").tolist()
    blocks = list(zip(parsed.texts, roles, parsed.xpaths, hidden, strict=True))
    return Made(page, etree.HTML(page.html.decode()), blocks)


def _first(page: Made, wanted: Callable[[Block], bool]) -> int:
    return next(i for i, block in enumerate(page.blocks) if wanted(block))


def test_a_paywalled_article_stops_and_the_wall_is_a_notice() -> None:
    for page in made("paywall"):
        wall = _first(page, lambda b: b[1] == "notice" and re.search(r"subscri|members|pay for|what is free", b[0]))
        content = [i for i, block in enumerate(page.blocks) if block[1] in CONTENT_ROLES]
        assert max(content) < wall, page.page.id
        assert page.gold.endswith("…"), "the last free paragraph breaks off"
        assert 60 < page.words("main") < 400
        assert page.words("notice") > 40


def test_some_walls_hide_the_rest_behind_a_blur() -> None:
    blurred = [page for page in made("paywall") if page.root.xpath('//*[contains(@style, "blur(")]')]
    assert 3 <= len(blurred) < len(made("paywall"))
    for page in blurred:
        (decoys,) = page.root.xpath('//*[contains(@style, "blur(")]')
        assert "".join(decoys.itertext()).strip()[:40] not in page.gold


def test_consent_comes_before_the_article_and_outweighs_it_somewhere() -> None:
    pages = made("consentwall")
    for page in pages:
        title = _first(page, lambda b: b[1] == "title")
        wall = [b for b in page.blocks[:title] if b[1] == "notice"]
        assert page.blocks[0][1] == "notice", "the wall is the first thing in the body"
        assert sum(len(text.split()) for text, *_ in wall) > 400
        assert any("partners" in text.lower() for text, *_ in wall)
        assert "Legitimate interest" not in page.gold
    assert any(page.words("notice") > page.words("main") for page in pages)


def test_behind_some_walls_the_article_is_hidden_from_screen_readers_and_still_gold() -> None:
    inert = [page for page in made("consentwall") if page.root.xpath("//*[@inert]")]
    assert 0 < len(inert) < len(made("consentwall"))
    for page in inert:
        assert all(hidden for _, role, _, hidden in page.blocks if role == "main"), page.page.id


def test_a_digest_is_several_articles_among_others_that_are_not_it() -> None:
    for page in made("digest"):
        (stream,) = page.root.xpath('//*[contains(@class, "stream") or contains(@class, "Stream")]')
        tree = page.root.getroottree()
        kinds = Counter(_role_of(page, tree.getpath(article)) for article in stream.xpath("./article"))
        assert kinds["main"] >= 5, page.page.id
        assert kinds["related"] >= 2
        assert kinds["promotion"] >= 1
        assert page.root.xpath("//article[not(ancestor::main)]"), "and more of them outside"


def _role_of(page: Made, xpath: str) -> str | None:
    return next(role for _, role, at, _ in page.blocks if at == xpath or at.startswith(f"{xpath}/"))


def test_comments_outweigh_the_column() -> None:
    for page in made("debate"):
        assert page.words("comment") > 1.5 * page.words("main"), page.page.id
        assert page.words("main") > 100
        assert page.page.comments is not None
        assert len(page.page.comments.split("\n\n")) >= 12
        assert not set(page.page.comments.split("\n\n")) & set(page.gold.split("\n\n"))


def test_threads_are_nested() -> None:
    for page in made("debate"):
        depths = {xpath.count("/") for _, role, xpath, _ in page.blocks if role == "comment"}
        assert len(depths) >= 2, page.page.id


def test_white_space_of_code_survives() -> None:
    codes = [line.split(" ~~ ", 2)[2] for t in topics("tutorials").values() for line in t.lines["code"]]
    shapes = {_shape(unescaped(code, job())) for code in codes}
    for page in made("devlog"):
        blocks = [
            "".join(pre.itertext()) for pre in page.root.xpath("//pre") if "lineno" not in (pre.get("class") or "")
        ]
        assert len(blocks) >= 2, page.page.id
        for block in blocks:
            assert _shape(block.rstrip("\n")) in shapes, "every line is indented as it was written"
    tabs = [page for page in made("devlog") if any("\t" in "".join(pre.itertext()) for pre in page.root.xpath("//pre"))]
    assert len(tabs) >= 4


def _shape(code: str) -> tuple[str, ...]:
    """Return what precedes the first character of each line: names and numbers in the code may differ."""
    return tuple(re.match(r"[ \t]*", line)[0] for line in code.split("\n"))  # type: ignore[index]


def test_line_numbers_and_copy_buttons_are_no_content() -> None:
    for page in made("devlog"):
        for text, role, xpath, _ in page.blocks:
            if re.fullmatch(r"(?:\d+\s*)+", text) or re.fullmatch(r"Copy(?: code)?", text):
                assert role == "control", (page.page.id, xpath)
    assert any(re.search(r"^1\n2\n3", text) for page in made("devlog") for text, *_ in page.blocks)


def test_most_of_a_statistics_page_is_table() -> None:
    for page in made("figures"):
        main = [xpath for _, role, xpath, _ in page.blocks if role == "main"]
        assert sum("/t" in xpath for xpath in main) > 0.7 * len(main), page.page.id
        assert page.root.xpath("//th[@colspan > 1]")
        assert page.root.xpath("//th[@rowspan > 1]")
        assert page.root.xpath("//table/caption")
    assert {page.page.page_type for page in made("figures")} == {"article", "collection", "documentation"}


def test_a_leagues_sums_are_right() -> None:
    for page in made("figures"):
        if page.page.page_type == "collection":
            rows = page.root.xpath("(//table)[1]//tbody/tr")
            table = [[re.sub(r"[^\d]", "", td.text or "") for td in row.xpath("./td")] for row in rows]
            for played, won, tied, lost, *_ in table:
                assert int(played) == int(won) + int(tied) + int(lost)
            points = [int(row.xpath("string(.//strong)")) for row in rows]
            assert points == sorted(points, reverse=True)


def test_an_index_pages_answer_is_its_cards() -> None:
    for page in made("portal"):
        cards = page.root.xpath("//main//article | //main//dl | //div[contains(@class, 'front')]//dl")
        assert len(cards) >= 12, page.page.id
        main = [text for text, role, _, _ in page.blocks if role == "main"]
        assert len(main) > 24
        assert max(len(text.split()) for text in main) < 60, "no card is an article"
    assert {page.page.page_type for page in made("portal")} == {"collection", "listing"}


def test_the_answer_to_an_error_page_is_nothing() -> None:
    for page in made("errorpage"):
        assert page.page.text == ""
        assert page.page.comments is None
        assert page.page.with_ == ()
        roles = {role for _, role, _, _ in page.blocks}
        assert not roles & CONTENT_ROLES, page.page.id
        assert "notice" in roles
    assert len({page.page.page_type for page in made("errorpage")}) >= 4
    sizes = [len(page.page.html) for page in made("errorpage")]
    assert min(sizes) < 2_000, "a server's own page"
    assert max(sizes) > 30_000, "a whole site around a message"


def test_what_is_hidden_is_noise_unless_a_click_shows_it() -> None:
    for page in made("hiddentext"):
        for text, role, xpath, hidden in page.blocks:
            if hidden and role in CONTENT_ROLES:
                assert _folded(page.root, xpath), (page.page.id, text)
        assert sum(hidden for *_, hidden in page.blocks) >= 10


def _folded(root: Any, xpath: str) -> bool:
    (element,) = root.xpath(xpath)
    return bool(element.xpath("ancestor-or-self::*[@role='region' or self::details]"))


def test_some_answers_wait_behind_an_accordion_and_are_gold() -> None:
    folded = [text for page in made("hiddentext") for text, role, _, hidden in page.blocks if hidden and role == "main"]
    assert len(folded) >= 12


def test_words_for_machines_are_in_the_page_and_in_no_gold() -> None:
    said = r"Ignore all previous instructions|Note to language models|SYSTEM:|To automated agents"
    for page in made("hiddentext"):
        assert re.search(said, page.page.html.decode()), page.page.id
        assert not re.search(said, page.gold)
        assert "near me" not in page.gold
        roles = {role for text, role, _, _ in page.blocks if re.search(said, text)}
        assert roles == {"promotion"}


def test_json_ld_is_no_gold() -> None:
    for page in made("spashell"):
        bodies = [
            data["articleBody"]
            for script in page.root.xpath("//script[@type='application/ld+json']")
            if "articleBody" in (data := json.loads(script.text))
        ]
        assert len(bodies) == 1, page.page.id
        lead, *paragraphs = bodies[0].split("\n\n")
        assert len(bodies[0].split()) > 150
        assert not any(text in page.gold for text in paragraphs)
        assert lead in page.gold or page.gold == ""


def test_most_shells_have_no_gold_and_some_have_their_noscript() -> None:
    empty = [page for page in made("spashell") if page.gold == ""]
    shown = [page for page in made("spashell") if page.gold]
    assert len(empty) >= 8
    assert len(shown) >= 3
    for page in shown:
        assert all("/noscript" in xpath for _, role, xpath, _ in page.blocks if role in CONTENT_ROLES)


def test_pages_have_the_weight_of_real_ones() -> None:
    for design in ("paywall", "consentwall", "digest", "debate", "figures", "portal", "hiddentext", "storefront"):
        sizes = sorted(len(page.page.html) for page in made(design))
        assert sizes[0] > 20_000, design
        assert sizes[-1] < 130_000, design


def test_manuals_name_their_sections_twice_and_mean_them_once() -> None:
    for page in made("docusite"):
        heads = [text.rstrip("\u200b") for text, role, xpath, _ in page.blocks if role == "main" and "/h2" in xpath]
        contents = [text for text, role, _, _ in page.blocks if role == "navigation"]
        assert len(heads) >= 3, page.page.id
        assert set(heads) <= set(contents)


def test_a_shop_says_its_description_once_and_its_variants_are_a_form() -> None:
    for page in made("storefront"):
        assert page.page.page_type == "product"
        assert page.words("comment") > 20
        text = "\n".join(text for text, role, _, _ in page.blocks if role == "main")
        assert "Add to cart" not in text
        assert "Variant sold out" not in text
        (script,) = page.root.xpath("//script[@data-product-json]")
        assert json.loads(script.text)["description"][:60] in page.gold


def test_results_are_cards_under_filters() -> None:
    for page in made("estate"):
        assert page.page.page_type == "listing"
        assert page.gold.count("£") >= 10, page.page.id
        assert "No minimum" not in page.gold


def test_a_letter_is_tables_with_a_hidden_preheader() -> None:
    for page in made("mailarchive"):
        depth = max(len(cell.xpath("ancestor::table")) for cell in page.root.xpath("//td"))
        assert depth >= 4, page.page.id
        assert any(hidden and role == "meta" for _, role, _, hidden in page.blocks)
        assert "unsubscribe" not in page.gold


def test_departments_tell_people_and_modules_from_news() -> None:
    assert Counter(page.page.page_type for page in made("campus")) == {"service": 6, "listing": 6}
    for page in made("campus"):
        assert page.words("related") > 20
        assert page.words("main") > 60, page.page.id


@pytest.mark.parametrize(("typed", "code"), [(r"a\nb", "a\nb"), (r"\tx", "\tx"), (r"\\n", "\\n"), (r"\\\n", "\\\n")])
def test_code_of_a_book_is_unescaped(typed: str, code: str) -> None:
    assert unescaped(typed, job()) == code


def test_names_in_code_are_filled() -> None:
    assert re.fullmatch(r"[a-z]+ \d+", unescaped("@name@ @n@", job()))


@pytest.mark.parametrize(
    "code", ["", "x = 1  # one\n\treturn 'a' & \"<b>\"\n", "- old\n+ new\n  same", "if not (a < b):"]
)
def test_colouring_leaves_code_as_it_is(code: str) -> None:
    html = coloured(code, "t-")
    assert "".join(etree.fromstring(f"<pre>{html}</pre>").itertext()) == code
