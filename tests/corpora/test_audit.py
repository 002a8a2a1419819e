"""The audit of corpora: each kind of fault has a page that shows it, and a near miss that does not."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duramen.errors import UsageError
from duramen_corpora.audit import CHECKS, Finding, audit
from duramen_corpora.schema import BlockLabel, Page

ENGLISH = (
    "The heron stood in the shallow water and waited for the tide to turn.",
    "Nobody had seen the ferry since the lamps along the quay were lit.",
    "A letter from the harbour master lay unopened on the kitchen table.",
    "She counted the boats twice and wrote both numbers into her notebook.",
    "By evening the wind had dropped and the nets were hung up to dry.",
    "The children were told to keep away from the old wooden bridge.",
    "Most of the apples that autumn were sold before they were picked.",
    "He learned the names of the islands from a map without a scale.",
)
GERMAN = (
    "Der Reiher stand im flachen Wasser und wartete auf die Flut.",
    "Niemand hatte die Fähre gesehen, seit die Lampen am Kai brannten.",
    "Ein Brief des Hafenmeisters lag ungeöffnet auf dem Küchentisch.",
    "Sie zählte die Boote zweimal und schrieb beide Zahlen in ihr Heft.",
)
GREEK = "Ο ερωδιός στεκόταν στα ρηχά νερά και περίμενε να γυρίσει η παλίρροια το βράδυ."
TEXT = "\n\n".join(ENGLISH)


def prose(words: int, seed: int) -> str:
    """Return words that no other seed says."""
    draw = random.Random(seed)
    return " ".join("".join(draw.choices("abdegiklmnoprstu", k=draw.randint(3, 9))) for _ in range(words))


def html(*paragraphs: str, head: str = "", around: str = "{}") -> bytes:
    body = around.replace("{}", "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs))
    return f"<html><head>{head}</head><body><nav><a href=/>Home</a></nav>{body}</body></html>".encode()


GOOD = Page("toy", "1", "a", "https://toy.example/a", "toy.example", html(*ENGLISH), text=TEXT, language="en")


def made(**fields: Any) -> Page:
    return replace(GOOD, **fields)


def said(*paragraphs: str, **fields: Any) -> Page:
    """A page of paragraphs, all of them gold."""
    return made(html=html(*paragraphs), text="\n\n".join(paragraphs), **fields)


def thread(
    posts: int, gold: int, *, markup: str = "<div class='post post-{0} text'>{1}</div>", words: int = 30
) -> Page:
    """A page of `posts` posts in one template, of which the gold has the first `gold`."""
    texts = [prose(words, seed) for seed in range(posts)]
    body = "".join(markup.format(i, text) for i, text in enumerate(texts))
    return made(html=html(around="{}" + body), text="\n\n".join(texts[:gold]), language=None)


SHELL = html(head="<script>load()</script>", around="<div id=app></div>")
MENU = "<p>Home Shop</p>" * 60
IN_JSON = html(around=f"{MENU}<script>var page = {json.dumps({'body': f'<p>{TEXT}</p>'})}</script>")
IN_ATTRIBUTE = html(around=f"{MENU}<div data-text='{TEXT}'></div>")
SWALLOWED = html(around=MENU + "".join(f"<p dir=ltr {text}</p>" for text in ENGLISH))
DEEP = b"<html><body><p>Up here</p>" + b"<div>" * 3000 + f"<p>{TEXT}".encode()

#: For each kind: pages that have the fault, and pages that nearly have it.
PAGES: dict[str, tuple[list[Page], list[Page]]] = {
    "invalid": ([made(host=""), made(text=None)], [made(text="", with_=("heron",))]),
    "not-html": ([made(html=b"%PDF-1.7 heron"), made(html=b" ")], [made(html=b"heron")]),
    "stub": (
        [made(html=SHELL), made(html=SHELL, text=None, with_=("heron",))],
        [
            made(html=SHELL, text=""),
            made(html=html("Not found"), text="Not found"),
            made(html=html("A heron"), text=None, with_=("heron",)),
            made(html=SWALLOWED.replace(MENU.encode(), b"")),
        ],
    ),
    "bare-page": ([made(html=SHELL, text="")], [made(html=html(ENGLISH[0], ENGLISH[1]), text="")]),
    "cut-by-parser": ([made(html=DEEP)], [made(html=DEEP.replace(b"<div>" * 3000, b"<div>" * 100))]),
    "empty-gold": (
        [made(text=""), made(text="\n"), made(text=None, blocks=(BlockLabel("/html/body/nav", "navigation"),))],
        [GOOD, made(text=None, with_=("heron",)), made(text=None, blocks=(BlockLabel("/html/body/p[1]", "main"),))],
    ),
    "gold-not-in-page": ([made(text=prose(90, 1)), made(html=SHELL)], [made(text=f"{TEXT}\n\n{prose(60, 1)}")]),
    "gold-partly-in-page": (
        [made(text=f"{TEXT}\n\n{prose(60, 1)}")],
        [GOOD, made(text=f"{TEXT}\n\n{prose(5, 1)}"), made(text=prose(90, 1))],
    ),
    "gold-in-scripts": (
        [made(html=IN_JSON), made(html=IN_ATTRIBUTE)],
        [made(html=IN_JSON, text=prose(90, 1)), made(html=SWALLOWED)],
    ),
    "gold-lost-by-parser": ([made(html=SWALLOWED), made(html=DEEP)], [GOOD, made(html=IN_JSON), made(html=SHELL)]),
    "gold-longer-than-page": ([made(text=f"{TEXT}\n\n{prose(60, 1)}")], [made(text=f"{TEXT}\n\n{prose(15, 1)}")]),
    "gold-hidden": (
        [made(html=html(*ENGLISH, around="<div style='display: none'>{}</div>"))],
        [made(html=html(*ENGLISH, around="{}<div hidden>Accept all cookies</div>"))],
    ),
    "gold-has-markup": (
        [made(text=f"{TEXT} &amp; <br> the end"), made(text=f"&#39;{TEXT}&#39;")],
        [made(text=f"{TEXT} AT&amp;T"), made(html=html("Write &amp;lt; and &amp;amp;"), text="Write &lt; and &amp;")],
    ),
    "gold-repeats-itself": (
        [made(text=f"{TEXT}\n\n{TEXT}"), made(text="\n".join((*ENGLISH, *ENGLISH[:2])))],
        [said(*ENGLISH, *ENGLISH), made(text=f"{TEXT}\n\n{ENGLISH[0][:30]}")],
    ),
    "gold-stops-early": (
        [thread(20, 6), thread(9, 4, markup="<article class='post box'><p>{1}</p></article>")],
        [
            thread(20, 20),
            thread(20, 2),  # two make no row
            thread(20, 6, words=1),  # too little to matter
            thread(20, 6, markup="<p>{1}</p>"),  # bare HTML has one template for everything
            thread(20, 16, markup="<div class='post post-{0} a{0:c}'>{1}</div>"),  # a class of its own is a template
        ],
    ),
    "with-not-in-page": (
        [made(with_=("the stork stood",)), made(with_=("heron stood", ENGLISH[0].replace("tide", "clock")))],
        [made(with_=("ron stood in the shall", "«HERON stood", "heron\xad stood", "to turn.\nNobody"))],
    ),
    "with-not-in-gold": (
        [made(with_=("heron stood", "Home"))],
        [made(with_=("heron stood",)), made(text=None, with_=("Home",)), made(text="", with_=("Home",))],
    ),
    "without-in-gold": (
        [made(without=("Home", "The Heron")), made(without=("» heron stood",))],
        [made(without=("Home", "ron stood", "»")), made(text=None, without=("heron",))],
    ),
    "without-not-in-page": ([made(without=("Home", "Subscribe"))], [made(without=("Home", "HO-ME"))]),
    "with-and-without": (
        [made(with_=("The heron stood",), without=("heron",))],
        [made(with_=("The heron stood",), without=("Heron", "heron waited", " "))],
    ),
    "mojibake-gold": (
        [made(text=TEXT + " CafÃ©"), made(text=TEXT + " donâ€™t"), made(text=TEXT + " that\x92s")],
        [made(text=TEXT + " Café, São Tomé, «Ähre», NÃO, Π, 5 €"), made(text=TEXT + " \ufffd\ufffd")],
    ),
    "mojibake-page": (
        [said(*ENGLISH, "CafÃ© crÃ¨me")],
        [said(*ENGLISH, "Café crème"), said(*ENGLISH, "CafÃ© crème"), said(prose(2000, 1), "CafÃ© crÃ¨me")],
    ),
    "lost-characters-gold": ([made(text=TEXT + " \ufffd")], [made(text=TEXT + " ?")]),
    "lost-characters-page": ([said("Caf\ufffd", *ENGLISH), made(html=html() + b"\xe9", charset="utf-8")], [GOOD]),
    "charset-conflict": (
        [
            made(html=html(*GERMAN), charset="iso-8859-1"),
            made(html=html(*GERMAN).decode().encode("latin-1"), charset="utf-8"),
        ],
        [
            made(html=html(*GERMAN)),
            made(html=html(*GERMAN).decode().encode("latin-1"), charset="latin-1"),
            made(html=html(*ENGLISH), charset="latin-1"),
            made(html=html(GREEK) + b"\xe9", charset="utf-8"),
        ],
    ),
    "wrong-script": (
        [made(text=GREEK), said(GREEK, language="ru")],
        [said(GREEK, language="el"), said(GREEK, language=None), said(TEXT, language="sr"), made(text="α")],
    ),
    "wrong-language": (
        [said(*GERMAN, language="en"), made(html=html(*GERMAN), text=None, with_=("Fähre",), language="en-GB")],
        [
            said(*GERMAN, language="de-AT"),
            said(*GERMAN, language=None),
            made(html=html(*ENGLISH, *GERMAN), text="\n".join(GERMAN)),
            said(GERMAN[0], language="en"),
        ],
    ),
}  # fmt: skip

TWO = "\n\n".join(ENGLISH[::-1])
OTHER = made(id="b", url="https://toy.example/b", html=html(*ENGLISH[::-1]), text=TWO)
FILLER = "Lorem ipsum dolor sit amet consectetur adipisicing elit sed do"


def filled(name: str, heading: str = "") -> Page:
    text = f"{heading} {FILLER} {prose(20, len(name))}"
    return said(text, id=name, url=f"https://toy.example/{name}", language=None)


#: For each kind that only shows among many: pages of which the first has the fault, and pages without it.
CORPORA: dict[str, tuple[list[Page], list[Page]]] = {
    "repeated-id": ([GOOD, replace(OTHER, id="a")], [GOOD, OTHER]),
    "in-both-splits": (
        [GOOD, made(id="c", url="", split="test", html=html(*ENGLISH, head="<meta name=x>"))],
        [GOOD, replace(OTHER, split="test")],
    ),
    "duplicate-page": (
        [GOOD, made(id="c", html=html(*ENGLISH, head="<meta name=x>"))],
        [GOOD, OTHER, made(id="c", html=html("Not found")), made(id="d", html=html("Not found!"))],
    ),
    "same-gold": ([GOOD, replace(OTHER, text=TEXT)], [GOOD, OTHER, made(id="c")]),
    "same-url": (
        [GOOD, replace(OTHER, url="https://toy.example/a/#top")],
        [GOOD, OTHER, made(id="c", url="https://toy.example/a?page=2"), made(id="d", url=""), made(id="e", url="")],
    ),
    "repeated-opening": (
        [filled("a"), filled("bb", "A heading"), filled("ccc", "Lorem")],
        [filled("a"), filled("bb"), replace(filled("bb"), id="copy"), GOOD],
    ),
    "no-gold": ([made(text=None, with_=("heron",)), OTHER], [made(text=None, with_=("heron",))]),
}


def found(pages: Sequence[Page], *kinds: str) -> list[Finding]:
    return list(audit(pages, kinds=kinds))


def test_every_kind_is_shown_here() -> None:
    # A kind with no function is of files: its reader's tests show it.
    assert {kind for kind, check in CHECKS.items() if check.of_page} == set(PAGES)
    assert {kind for kind, check in CHECKS.items() if check.of_corpus} == set(CORPORA)


def test_the_readme_names_every_kind_under_its_severity() -> None:
    readme = Path(__file__).parents[2].joinpath("corpora", "README.md").read_text("utf-8")
    section = readme.partition("## What an audit looks for")[2].partition("\n## ")[0]
    rows = [line.split("|")[2:4] for line in section.splitlines() if line.startswith("| ")]
    for i, severity in enumerate(("impossible", "doubtful")):
        named = {name for row in rows for name in re.findall("`([a-z-]+)`", row[i])}
        assert named == {kind for kind, check in CHECKS.items() if check.severity == severity}


@pytest.mark.parametrize("kind", PAGES)
def test_a_fault_of_a_page_is_found(kind: str) -> None:
    bad, near = PAGES[kind]
    for i, page in enumerate(bad):
        finding = found([page], kind)
        assert [(f.page, f.kind, f.severity) for f in finding] == [("a", kind, CHECKS[kind].severity)], (kind, i)
        assert finding[0].reason[-1] != "."
    for i, page in enumerate(near):
        assert found([page], kind) == [], (kind, i)


@pytest.mark.parametrize("kind", CORPORA)
def test_a_fault_among_pages_is_found(kind: str) -> None:
    bad, near = CORPORA[kind]
    assert "a" in {finding.page for finding in found(bad, kind)}
    assert found(near, kind) == []


def test_a_good_page_has_no_fault() -> None:
    assert found([GOOD, OTHER]) == []


def test_reasons_say_how_much_and_where() -> None:
    reason = {kind: found([bad[0]], kind)[0].reason for kind, (bad, _) in PAGES.items()}
    assert reason["gold-not-in-page"].startswith("0.0% of its 90 words")
    assert "1 of 2 not in the gold: 'Home'" in reason["with-not-in-gold"]
    assert "420 words in 14 blocks go on as its 180 did, from block 7" in reason["gold-stops-early"]
    assert reason["wrong-language"] == "it is in 'de', and its language is given as en"
    assert reason["mojibake-gold"] == "1 sequence such as 'fÃ©' in it"


def test_findings_do_not_depend_on_the_number_of_workers() -> None:
    pages = [page for bad, _ in PAGES.values() for page in bad]
    pages = [replace(page, id=f"{i:02}") for i, page in enumerate(pages)]
    alone = found(pages)
    assert list(audit(iter(pages), workers=2)) == alone
    assert {finding.kind for finding in alone} >= set(PAGES)


def test_an_unknown_kind_is_answered_with_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"unknown kind of finding 'stubs'\. Did you mean stub"):
        audit([GOOD], kinds=["stubs"])


@settings(max_examples=60, deadline=None)
@given(
    html=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)),
    text=st.none() | st.text(max_size=200) | st.just("\ud800" * 250),
    snippet=st.text(max_size=20),
    charset=st.sampled_from([None, "utf-8", "utf-16", "gb18030", "nonsense"]),
)
def test_no_page_raises(html: bytes, text: str | None, snippet: str, charset: str | None) -> None:
    page = made(html=html, text=text, with_=(snippet,), without=(snippet,), charset=charset)
    for finding in found([page]):
        finding.reason.encode()


@pytest.mark.parametrize("hostile", [b"<script>" * 50_000, b"\\" * 500_000, b"<!--" * 100_000, b"<" * 500_000])
def test_a_hostile_page_takes_no_longer_than_another(hostile: bytes) -> None:
    # Each would take hours if a pattern tried every start to the end.
    assert "gold-not-in-page" in {finding.kind for finding in found([made(html=html() + hostile)])}
