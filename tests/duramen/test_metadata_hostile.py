"""Hostile pages: whatever stands where metadata is expected, the answer is clean and bounded; nothing raises."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duramen.metadata import Metadata, extract_metadata
from duramen.metadata.dates import parse_date
from duramen.metadata.jsonld import MAX_NODES, read_jsonld
from duramen.metadata.people import names_of

_TEXT = st.text(max_size=60) | st.sampled_from(
    [
        "2023-12-22",
        "By Ada Lund",
        "\ud800",
        "\x00",
        "<b>",
        "&amp;lt;",
        "//[::1",
        "http://[",
        "javascript:x",
        "," * 50,
        "١",
    ]
)
_KEYS = ("@type", "@id", "@graph", "author", "name", "datePublished", "dateModified", "headline", "url", "image",
         "publisher", "keywords", "mainEntity", "inLanguage", "license", "description")  # fmt: skip
_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | _TEXT,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(_KEYS) | _TEXT,
            inner,
            max_size=6,
        )
    ),
    max_leaves=30,
)
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d(:\d\d)?)?)?)?)?")


def well_formed(found: Metadata) -> None:
    for value in found.to_dict().values():
        for text in value if isinstance(value, list) else [value]:
            assert text is None or (0 < len(text) <= 2000 and text == text.strip() and "\n" not in text)
            assert text is None or text.encode("utf-8")
    for date in (found.date, found.date_modified):
        assert date is None or _DAY.fullmatch(date)
    for address in (found.url, found.image):
        assert address is None or urlsplit(address).scheme in ("http", "https")
    assert len(found.authors) <= 51
    assert len(found.tags) <= 50


@settings(max_examples=150, deadline=None)
@given(_JSON, _TEXT, _TEXT)
def test_any_json_ld(value: object, title: str, url: str) -> None:
    script = json.dumps(value).replace("</", "<\\/")
    well_formed(
        extract_metadata(f"<title>{title}</title><script type='application/ld+json'>{script}</script><p>x", url)
    )


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["og:title", "author", "date", "og:image", "keywords", "og:url"]), _TEXT)))
def test_any_meta(fields: list[tuple[str, str]]) -> None:
    head = "".join(f'<meta property="{name}" content="{value}">' for name, value in fields)
    well_formed(extract_metadata(f"<head>{head}<body><h1>{fields[:1]}</h1><p>{fields[1:2]}</p>", "https://x.example/a"))


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet='{}[]",:/*<!->\\ \n;@typeArticle0', max_size=300))
def test_any_text_for_json_ld(text: str) -> None:
    assert isinstance(read_jsonld([text]), list)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_any_text_for_dates_and_names(text: str) -> None:
    assert parse_date(text) is None or _DAY.fullmatch(parse_date(text) or "")
    assert all(names_of([text]))


@pytest.mark.parametrize(
    "text",
    ['"' * 200_000, "/*" * 200_000, '{"a":"' + "\\" * 200_000, ", " * 200_000, "[" * 200_000, "{},".join([""] * 50_000),
     '"\\"' * 100_000, "<!--" * 100_000, " " * 500_000, '{"@graph": [' + '{"@type": "Article"},' * 20_000 + "]}"],
)  # fmt: skip
def test_long_broken_json_ends(text: str) -> None:
    assert len(read_jsonld([text])) <= MAX_NODES


def test_a_page_of_metadata_alone_ends() -> None:
    head = "<meta name='author' content='Ada Lund'><link rel='canonical' href='/x'><time>May 2023</time>" * 20_000
    body = "<h1>Bees</h1><a rel='author tag'>Ada</a><i itemprop='author' class='author'>By Ada</i>" * 20_000
    well_formed(extract_metadata(f"<head>{head}<body>{body}", "https://x.example/a"))
    well_formed(extract_metadata(f"<h1>{'<b>' * 50_000}Bees</h1><meta content='{'&amp;' * 200_000}' name='author'>"))
