"""trafilatura's keywords: the same signatures and shapes, and a cure for what has no counterpart."""

from __future__ import annotations

import inspect
import json
from typing import Any

import pytest

import duramen
from duramen.compat import trafilatura as ours
from duramen.errors import UsageError
from duramen_corpora.starter import read

PROSE = (
    "<p>Apples are kept in straw, and the straw is kept <b>dry</b>, since those that <a href=/rot>touch</a> rot.</p>"
)
PAGE = f"""<html lang=en-GB><head><title>Of apples</title><meta name=author content="Ada Lund">
<meta property="article:published_time" content="2024-05-06T10:00:00Z"></head><body><nav><a href=/>Home</a></nav>
<article><h1>Of apples</h1>{PROSE * 5}<p><img src=/straw.jpg alt=Straw> The straw of the year, as it was cut.</p>
<table><tr><th>Sort<th>Weeks<tr><td>Cox's Orange<td>twelve weeks</table>{PROSE}</article>
<footer>All rights reserved</footer></body></html>"""
URL = "https://orchard.example/apples"


def test_text_is_a_line_a_paragraph() -> None:
    text = ours.extract(PAGE)
    assert text
    assert "\n\n" not in text
    assert "Home" not in text
    assert text.count("straw is kept dry, since those that touch rot.") == 6


@pytest.mark.parametrize(
    ("options", "there", "gone"),
    [
        ({"output_format": "markdown"}, "**dry**", "](http"),
        ({"output_format": "markdown", "include_formatting": False}, "dry", "**"),
        ({"output_format": "markdown", "include_links": True}, "[touch](https://orchard.example/rot)", "<"),
        ({"include_formatting": True}, "**dry**", "<p>"),
        ({"include_images": True}, "straw.jpg", "<img"),
        ({"include_tables": False}, "straw", "Cox"),
        ({"include_tables": True}, "Cox", "<td>"),
        ({"output_format": "html"}, "<p>", "<a "),
        ({"output_format": "html", "include_links": True}, '<a href="https://orchard.example/rot">', "<nav"),
        ({"with_metadata": True}, 'title: "Of apples"', "Home"),
        ({"prune_xpath": "//table"}, "straw", "Cox"),
        ({"prune_xpath": ["//table", "//h1"]}, "straw", "Cox"),
        ({"fast": True, "no_fallback": True, "target_language": "en"}, "straw", "Home"),
    ],
)
def test_keywords(options: dict[str, Any], there: str, gone: str) -> None:
    text = ours.extract(PAGE, URL, **options) or ""
    assert there in text
    assert gone not in text


@pytest.mark.parametrize(
    "options",
    [
        {"target_language": "de"},
        {"url_blacklist": {URL}},
        {"max_tree_size": 3},
        {"prune_xpath": "//body"},
    ],
)
def test_filters_refuse_pages(options: dict[str, Any]) -> None:
    assert ours.extract(PAGE, URL, **options) is None
    assert ours.bare_extraction(PAGE, URL, **options) is None


def test_only_with_metadata_wants_title_date_and_address() -> None:
    assert ours.extract(PAGE, URL, only_with_metadata=True)
    assert ours.extract(PAGE, only_with_metadata=True) is None


def test_the_dial_only_removes() -> None:
    wide, narrow = (ours.extract(PAGE, favor_recall=True) or ""), (ours.extract(PAGE, favor_precision=True) or "")
    assert set(narrow.splitlines()) <= set(wide.splitlines())
    assert ours.extract(PAGE, favor_recall=True, favor_precision=True) == wide


def test_json_has_its_names() -> None:
    assert set(json.loads(ours.extract(PAGE, output_format="json") or "")) == {"text", "comments"}
    fields = json.loads(
        ours.extract(PAGE, URL, output_format="json", with_metadata=True, record_id="7", author_blacklist={"Ada Lund"})
        or ""
    )
    assert (fields["title"], fields["author"], fields["date"]) == ("Of apples", None, "2024-05-06")
    assert (fields["id"], fields["source"], fields["hostname"]) == ("7", URL, "orchard.example")


def test_comments_stand_apart() -> None:
    page = next(page for page in read() if page.comments)
    words = (page.comments or "").split()[:4]
    found = ours.bare_extraction(page.html)
    assert isinstance(found, ours.Document)
    assert (found.comments or "").split()[:4] == words
    assert " ".join(words) not in (found.text or "")
    assert " ".join(words) in (ours.extract(page.html) or "")
    assert " ".join(words) not in (ours.extract(page.html, include_comments=False) or "")


def test_bare_extraction_gives_fields() -> None:
    found = ours.bare_extraction(PAGE.encode(), URL, with_metadata=True, include_links=True)
    assert isinstance(found, ours.Document)
    assert (found.title, found.author, found.language) == ("Of apples", "Ada Lund", "en")
    assert found.body is not None
    assert found.body.tag == "body"
    assert found.body.findtext(".//a") == "touch"
    as_dict = ours.bare_extraction(PAGE, as_dict=True)
    assert isinstance(as_dict, dict)
    assert as_dict["title"] is None
    assert as_dict["text"] == found.text


def test_nothing_is_none() -> None:
    assert ours.extract("") is None
    assert ours.bare_extraction("<p>") is None
    assert ours.extract(type("Response", (), {"data": PAGE.encode()})()) == ours.extract(PAGE)


@pytest.mark.parametrize(
    ("options", "cure"),
    [
        ({"output_format": "xml"}, "output_format='html'"),
        ({"output_format": "xmltei"}, "output_format='html'"),
        ({"output_format": "csv"}, "output_format='json'"),
        ({"output_format": "python"}, "call bare_extraction"),
        ({"output_format": "markdwn"}, "Did you mean markdown"),
        ({"deduplicate": True}, "leave it out"),
        ({"tei_validation": True}, "leave it out"),
        ({"settingsfile": "x.cfg"}, "favor_precision"),
        ({"options": object()}, "keywords"),
        ({"prune_xpath": "//["}, "is no XPath"),
    ],
)
def test_what_has_no_counterpart_says_what_to_do(options: dict[str, Any], cure: str) -> None:
    with pytest.raises(UsageError, match=cure):
        ours.extract(PAGE, **options)


def test_dates_parameters_warn() -> None:
    with pytest.warns(UserWarning, match="changes nothing"):
        ours.extract(PAGE, date_extraction_params={"max_date": "2024-01-01"})


def test_it_imports_nothing_of_the_real_one() -> None:
    assert ours.__name__ == "duramen.compat.trafilatura"
    assert not hasattr(duramen, "trafilatura")


@pytest.mark.parametrize("name", ["extract", "bare_extraction"])
def test_signatures_are_those_of_the_real_one(name: str) -> None:
    real = pytest.importorskip("trafilatura", reason="needs trafilatura: pip install 'duramen[bench]'")
    theirs, mine = (inspect.signature(getattr(module, name)).parameters for module in (real, ours))
    assert list(mine) == list(theirs)
    for key, parameter in theirs.items():
        assert mine[key].kind == parameter.kind
        if key != "config":  # there the default is a parsed file
            assert mine[key].default == parameter.default, key


def test_fields_are_those_of_the_real_one() -> None:
    real = pytest.importorskip("trafilatura", reason="needs trafilatura: pip install 'duramen[bench]'")
    theirs = real.bare_extraction(PAGE, with_metadata=True).as_dict()
    assert set(ours.bare_extraction(PAGE, as_dict=True, with_metadata=True) or {}) >= set(theirs)
    for more in ({}, {"with_metadata": True}):
        texts = (module.extract(PAGE, URL, output_format="json", **more) for module in (real, ours))
        keys = [set(json.loads(text or "{}")) for text in texts]
        assert keys[0] <= keys[1]
