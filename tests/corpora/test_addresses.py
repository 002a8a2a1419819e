"""The address that a page gives itself: which statement wins, and what is no address."""

from __future__ import annotations

import pytest

from duramen_corpora.readers.addresses import page_url

CANONICAL = '<link rel="canonical" href="https://a.example.org/herons">'
OPEN_GRAPH = '<meta property="og:url" content="https://b.example.org/herons">'
SAVED = "<!-- saved from url=(0028)https://c.example.org/herons -->"
BASE = '<base href="https://d.example.org/">'


def _page(head: str, before: str = "") -> bytes:
    return f"{before}<html><head><title>Herons</title>{head}</head><body><p>They wait.</p></body></html>".encode()


@pytest.mark.parametrize("count", range(4))
def test_the_statement_to_be_trusted_most_wins(count: int) -> None:
    # Wherever they stand: the worst is written first.
    heads = [CANONICAL, OPEN_GRAPH, SAVED, BASE][count:]
    assert page_url(_page("".join(reversed(heads)))).startswith(f"https://{'abcd'[count]}.example.org/")


@pytest.mark.parametrize(
    ("html", "url"),
    [
        (_page("", before="<!doctype html>\n" + SAVED), "https://c.example.org/herons"),
        (_page("<LINK REL='Shortlink CANONICAL' HREF=' http://x.example/?a=1&amp;b=2 '>"), "http://x.example/?a=1&b=2"),
        (_page('<meta name="og:url" content="http://x.example/">'), "http://x.example/"),
        (b'<link rel="canonical" href="https://x.example/"><p>no head', "https://x.example/"),
        (_page('<link rel="canonical" href="https://x.example/\u00e9">'), "https://x.example/\u00e9"),
    ],
)
def test_a_statement_is_read_as_pages_write_it(html: bytes, url: str) -> None:
    assert page_url(html) == url


@pytest.mark.parametrize(
    "stated", ["", "/herons", "//x.example/", "herons.html", "about:internet", "ftp://x.example/", "mailto:x@y.example",
               "file:///C:/herons.html", "http://", "http://localhost/", "http://[x.example/", "http://internet.e-mail"],
)  # fmt: skip
def test_what_is_no_absolute_web_address_is_passed_over(stated: str) -> None:
    link, saved = f'<link rel="canonical" href="{stated}">', f"<!-- saved from url=(0022){stated} -->"
    assert page_url(_page(link + saved)) == ""
    assert page_url(_page(link + saved + BASE)) == "https://d.example.org/"


@pytest.mark.parametrize(
    "hidden", [f"<!-- {CANONICAL} -->", f"<script>document.write('{CANONICAL}')</script>", "<link rel=canonical>"]
)
def test_what_the_page_does_not_state_is_not_read(hidden: str) -> None:
    assert page_url(_page(hidden)) == ""


@pytest.mark.parametrize("html", [b"", b"  ", b"%PDF-1.7", b"\x00\x01\x02" * 500, b"<", b"\xff\xfe<\x00p\x00>\x00"])
def test_what_is_no_page_has_no_address(html: bytes) -> None:
    assert page_url(html) == ""


def test_only_the_start_of_a_page_is_looked_at() -> None:
    assert page_url(_page("\u00e9" * 100_000 + CANONICAL)) == ""
    assert page_url(_page(CANONICAL + "\u00e9" * 5_000_000)) == "https://a.example.org/herons"


def test_a_cut_in_a_character_does_not_change_the_charset() -> None:
    link = '<link rel="canonical" href="https://x.example/\u00e9">'
    for padding in range(3):
        assert page_url(_page(link + "x" * padding + "<p>" + "\u20ac" * 70_000)) == "https://x.example/\u00e9"
