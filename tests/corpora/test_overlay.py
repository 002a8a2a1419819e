"""The overlay as a file: what it tells, that it holds together, and that nothing of a page reaches beyond its words."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from lxml.html import HtmlElement

from duramen.overlay.parts import CODES
from duramen.roles import ROLES
from duramen_corpora.align import align, tokens
from duramen_corpora.examine import SIGNS, Roles, examine
from duramen_corpora.overlay import overlay
from duramen_corpora.overlay.gold import passages
from duramen_corpora.schema import BlockLabel, Page
from duramen_corpora.starter import read

BREAKING = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>&amp;</style></textarea>-->$script ${page} $$"
HTML = (
    "<html lang=de><body dir=RTL><nav><a href=/>Home</a></nav><h1>The lock gates</h1>"
    "<p>The keeper opened the upper gates.</p><p style='display:none'>Nobody sees this.</p><footer>About us</footer>"
)
GOLD = "The lock gates\n\nThe keeper opened the upper gates. What follows is lost."


def page(html: str = HTML, text: str | None = GOLD, **more: object) -> Page:
    facts: dict[str, object] = {"id": "p1", "url": "https://a.example/"} | more
    return Page(corpus="toy", revision="1", host="a.example", html=html.encode(), text=text, **facts)  # type: ignore[arg-type]


def drawn(given: Page, roles: Roles | None = None) -> HtmlElement:
    return lxml_html.document_fromstring(overlay(examine(given, roles)))


def own(name: str) -> str:
    package = "duramen.overlay" if name.startswith("shell") else "duramen_corpora.overlay"
    return files(package).joinpath(name).read_text("utf-8")


def test_it_says_what_is_known_of_the_page() -> None:
    root = drawn(page(page_type="article", language="en", split="test"))
    assert root.find(".//title").text == "p1 · toy · Duramen"
    assert root.find(".//h1").text_content() == "toy p1"
    assert root.find_class("url")[0].text == "https://a.example/"
    facts = {row.find("dt").text: row.find("dd").text for row in root.find(".//header/dl")}
    assert facts == {
        **{"type": "article", "language": "en", "split": "test", "blocks": "5", "words": "15"},
        **{"gold words": "13", "gold found": "69.2%", "oracle word F1": facts["oracle word F1"]},
    }
    assert float(facts["oracle word F1"]) == pytest.approx(2 * 9 / (9 + 13), abs=5e-4)


def test_each_block_says_what_it_is() -> None:
    roles = Roles(["navigation", "title", "main", None, "footer"], "weak", ["<nav>", "h1", "", "", "<footer>"])
    blocks = drawn(page(), roles).find_class("b")
    assert [block.get("id") for block in blocks] == ["b0", "b1", "b2", "b3", "b4"]
    assert [block.get("class").split()[1:] for block in blocks] == [
        ["r-navigation", "g-noise"],
        ["r-title", "g-gold"],
        ["r-main", "g-gold"],
        ["r-none", "g-noise", "hid"],
        ["r-footer", "g-noise"],
    ]
    assert dict(blocks[0].attrib) | {"class": ""} == {
        **{"class": "", "id": "b0", "tabindex": "0", "data-w": "1", "data-s": "0.00"},
        **{"data-x": "/html/body/nav", "data-y": "<nav>"},
    }
    assert [block.get("tabindex") for block in blocks[1:]] == ["-1"] * 4


def test_the_legend_counts_blocks_and_words() -> None:
    root = drawn(page(blocks=(BlockLabel("/html/body/h1", "title"), BlockLabel("/html/body/p[1]", "main"))))
    assert [chip.text_content() for chip in root.find_class("chip")] == ["Ma main 1 · 6 words", "Ti title 1 · 3 words"]
    shown = [" ".join(label.text_content().split()) for label in root.findall(".//fieldset/label")]
    assert shown == ["all 5", "● gold 2 · 9 words", "○ noise 3 · 6 words", "⌀ missed 4 gold words"]
    assert root.find(".//body").get("data-roles") == "yes"
    assert not drawn(page()).find_class("chip")
    assert drawn(page()).find(".//body").get("data-roles") == "no"


def test_hidden_blocks_are_listed() -> None:
    (listed,) = drawn(page()).find_class("hides")
    assert listed.find("summary").text == "1 block is hidden by the page"
    assert listed.find(".//a").get("href") == "#b3"
    many = drawn(page("<body>" + "<p hidden>one</p>" * 300)).find_class("hides")[0]
    assert len(many.findall(".//li")) == 201
    assert many.findall(".//li")[-1].text == "and 100 more"


def test_gold_leads_to_its_blocks_and_says_what_is_not_there() -> None:
    root = drawn(page())
    runs = [(run.text, run.get("href"), run.get("data-b")) for run in root.find_class("w")]
    assert runs == [("The lock gates", "#b1", "1"), ("The keeper opened the upper gates. ", "#b2", "2")]
    assert [mark.text for mark in root.iter("mark")] == ["What follows is lost."]
    assert [passage.get("class") for passage in root.find_class("q")] == ["q", "q some"]
    assert root.xpath("//a[@href='#missed']")


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.sampled_from(["one two", "İki", "a\u00adb", "猫は", "ΣΑΣ", "x1_", "--", "naïve", "ﬁ", "\u2028", "\n"]),
        max_size=25,
    ),
    st.integers(0, 99),
)
def test_passages_are_the_gold_and_keep_its_places(words: list[str], seed: int) -> None:
    gold = " ".join(words)
    found = [(i * seed) % 5 - 1 for i in range(len(tokens(gold)))]
    cut = list(passages(gold, found))
    assert "".join("".join(run.text for run in runs) for runs in cut) == "".join(
        line for line in gold.splitlines() if tokens(line)
    )
    assert sum(len(tokens(run.text)) for runs in cut for run in runs) >= len(cut)
    assert {run.block for runs in cut for run in runs} <= set(found)


@pytest.mark.parametrize("gold", ["The lock gates. 猫は水が嫌い x", "a well-known fact\nb"])
def test_passages_change_where_the_block_does(gold: str) -> None:
    found = list(range(len(tokens(gold))))
    runs = [run for line in passages(gold, found) for run in line]
    assert [run.block for run in runs] == found
    assert [tokens(run.text) for run in runs] == [[word] for word in tokens(gold)]


def test_snippets_and_comments_stand_beside_the_gold() -> None:
    root = drawn(page(text=None, with_=("lock gates", "gates The keeper"), without=("weir",), comments="About us"))
    assert "no gold text for this page" in root.get_element_by_id("gold").text_content()
    assert [" ".join(item.text_content().split()) for item in root.findall(".//ul[@class='snippets']/li")] == [
        "lock gates block 1",
        "gates The keeper in several blocks",
        "weir not in the page",
    ]
    assert [heading.text for heading in root.findall(".//h3")] == ["Comments", "Must be kept", "Must not be kept"]
    assert [run.get("href") for run in root.find_class("w")] == ["#b4"]


@pytest.mark.parametrize(
    ("html", "says"),
    [
        ("", "There is nothing here: it is empty."),
        ("%PDF-1.7", "There is nothing here: not HTML: PDF."),
        ("<p>", "no text in it"),
    ],
)
def test_a_page_of_nothing_says_so(html: str, says: str) -> None:
    root = drawn(page(html))
    assert says in root.find_class("none")[0].text
    assert not root.find_class("b")
    assert [mark.text for mark in root.iter("mark")] == GOLD.split("\n\n")
    assert "right answer is nothing" in drawn(page(html, "")).get_element_by_id("gold").text_content()


def test_a_page_that_is_lost_in_part_says_so() -> None:
    root = drawn(page("<body><p>one</p>" + "<div>" * 3000 + "two"))
    assert "Not all of the page is here: nested deeper than 2048" in root.find_class("none")[0].text


def test_the_page_keeps_its_language_and_direction() -> None:
    pane = drawn(page()).get_element_by_id("page")
    assert (pane.get("lang"), pane.get("dir")) == ("de", "rtl")
    odd = drawn(page("<html lang='x\" onclick=\"y'><body>one", language=None)).get_element_by_id("page")
    assert sorted(odd.attrib) == ["dir", "id"]


def test_only_its_own_style_and_script_may_work() -> None:
    root = drawn(page())
    (style,), (script,) = root.xpath("//style"), root.xpath("//script")
    policy = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    digests = [b64encode(sha256(element.text.encode()).digest()).decode() for element in (style, script)]
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digests[0]}'; script-src 'sha256-{digests[1]}'; "
        "base-uri 'none'; form-action 'none'"
    )
    head = overlay(examine(page()))[:300]
    assert head.index("Content-Security-Policy") < 120  # a policy binds what comes after it


def test_text_breaks_out_of_nothing() -> None:
    labels = (BlockLabel("/html/body/h1", "title"),)
    texts = {"id": BREAKING, "url": BREAKING, "page_type": BREAKING, "language": BREAKING, "split": BREAKING}
    hostile = page(
        f"<body><h1>{BREAKING}</h1><b\"x='><p>{BREAKING.replace('<', '&lt;')}</p><img alt='{BREAKING}'>",
        f"{BREAKING}\n\nnot there {BREAKING}",
        **texts,
        with_=(BREAKING,),
        comments=BREAKING,
        blocks=labels,
    )
    plain, root = (
        drawn(page()),
        drawn(hostile, Roles(["title"] + [None] * (len(examine(hostile).parsed) - 1), BREAKING)),
    )
    assert len(root.xpath("//script")) == len(root.xpath("//style")) == 1
    assert root.xpath("//script")[0].text == plain.xpath("//script")[0].text
    assert root.xpath("//img | //iframe | //link | //base | //object | //embed | //*[@src] | //*[@style]") == []
    assert {href[:2] for href in root.xpath("//@href")} <= {"#b", "#m"}
    assert not [name for name in root.xpath("//@*") if name.attrname.startswith("on")]
    assert root.find(".//h1").text_content() == f"toy {BREAKING}"
    assert root.find_class("url")[0].text == BREAKING


def test_no_page_of_the_starter_corpus_adds_an_element_of_its_own() -> None:
    for shown in list(read())[::9]:
        examined = examine(shown)
        root = lxml_html.document_fromstring(overlay(examined))
        assert len(root.xpath("//script | //style")) == 2, shown.id
        assert len(root.find_class("b")) == len(examined.parsed), shown.id
        assert not root.xpath("//*[@src or @style or @action or @srcdoc or starts-with(@href, 'http')]"), shown.id


def test_signs_and_letters_are_the_same_everywhere() -> None:
    css = own("shell.css") + own("gold.css")
    assert list(CODES) == list(ROLES)
    assert len(set(CODES.values())) == len(ROLES)
    for role, code in CODES.items():
        assert f'.r-{role}{{--k:"{code} "}}' in css
        assert css.count(f"--{role}:#") == 2  # by day and by night
    for state, sign in SIGNS.items():
        assert f'.b.g-{state}{{--s:"{sign.strip()}"}}' in css


def test_its_own_files_fetch_nothing_and_write_no_markup() -> None:
    for name in ("shell.css", "shell.js", "shell.html", "gold.css", "gold.js"):
        assert not re.search(r"https?:|url\(|@import|src=|//cdn|style=", own(name)), name
        assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval|Function\(|\.style\b", own(name))


def test_a_long_page_is_drawn_in_proportion() -> None:
    sizes = [len(overlay(examine(page("<body>" + "<p>one two three</p>" * n, "four")))) for n in (500, 5000)]
    assert sizes[1] < 10 * sizes[0]
    deep = overlay(examine(page("<body>" + "<div>" * 1500 + "<p>one two three</p>" * 2000, "four")))
    assert len(deep) < 2000 * 600


def test_alignment_and_overlay_agree() -> None:
    examined = examine(page())
    assert examined.alignment is not None
    assert examined.alignment.found.tolist() == align(examined.parsed.texts, GOLD).found.tolist()
