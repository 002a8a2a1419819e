"""Benchmarks of the stages, each beside the lxml parse of the same page. Nothing is asserted of a time.

pytest tests/duramen/test_speed.py --benchmark-enable --benchmark-sort=mean

Without the flag they run once each, as tests.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from lxml import etree

import duramen
from duramen.blocks import BlockTable
from duramen.context import context_features
from duramen.features import block_features
from duramen.metadata import extract_metadata
from duramen.render import to_html, to_markdown, to_text
from duramen.select import select

_PARAGRAPH = "<p>Some words of a <a href='/x'>paragraph</a>, with <b>stress</b>, again and again until it is full.</p>"
_PAGE = (
    "<html><body><nav><ul>" + "<li><a href='/y'>Menu entry</a></li>" * 60 + "</ul></nav><main><article><h1>Title</h1>"
    + _PARAGRAPH * 120 + "</article></main><footer>" + "<div class='f'><a href='/z'>Link</a></div>" * 60 + "</footer>"
).encode()  # fmt: skip


@pytest.fixture(scope="module")
def table() -> BlockTable:
    return duramen.parse(_PAGE).table


Benchmark = Callable[..., Any]


def test_lxml_parse_alone(benchmark: Benchmark) -> None:
    benchmark(lambda: etree.fromstring(_PAGE, etree.HTMLParser(encoding="utf-8", huge_tree=True)))


def test_parse_and_walk(benchmark: Benchmark) -> None:
    assert len(benchmark(duramen.parse, _PAGE)) == 241


def test_features(benchmark: Benchmark, table: BlockTable) -> None:
    model = duramen.Extractor().model
    scores = model.lexicon.score(table)
    odds = np.full(len(table), 0.5)
    benchmark(lambda: context_features(table, odds, block_features(table, scores)))


def test_model(benchmark: Benchmark, table: BlockTable) -> None:
    benchmark(duramen.Extractor().model.judge, table)


def test_select_and_render(benchmark: Benchmark, table: BlockTable) -> None:
    probability, weight = np.linspace(0, 1, len(table)), table["words"].astype(np.float64)
    benchmark(lambda: to_text(table, np.flatnonzero(select(probability, weight).kept).tolist()))


@pytest.mark.parametrize("write", [to_markdown, to_html])
def test_markup_of_all_blocks(benchmark: Benchmark, write: Callable[..., str]) -> None:
    def once() -> str:  # from a page fresh from the parser: its elements are found anew
        page = duramen.parse(_PAGE)
        return write(page, range(len(page)), "https://e.example/")

    assert "until it is full" in benchmark(once)


def test_extract(benchmark: Benchmark) -> None:
    assert "until it is full" in benchmark(duramen.extract, _PAGE)


@pytest.mark.parametrize("paragraphs", [10, 100, 1000, 10000])
def test_growth(benchmark: Benchmark, paragraphs: int) -> None:
    page = ("<main>" + _PARAGRAPH * paragraphs + "</main>").encode()
    assert len(benchmark(duramen.Extractor(), page).page) == paragraphs


_HEAD = """<html lang="en"><head><title>Of straw - The Paper</title><meta property="og:title" content="Of straw">
<meta property="og:site_name" content="The Paper"><meta name="description" content="Apples are kept in it.">
<link rel="canonical" href="https://paper.example/straw"><script type="application/ld+json">
{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Of straw", "datePublished":
"2023-12-22T10:00:00Z", "author": [{"@type": "Person", "name": "Ada Lund"}]}</script></head>"""
_BODY = _PAGE.removeprefix(b"<html>").replace(b"<h1>Title</h1>", b"<h1>Of straw</h1><p>By Ada Lund</p>")
_ARTICLE = _HEAD.encode() + _BODY


def test_metadata_of_a_parsed_page(benchmark: Benchmark) -> None:
    assert benchmark(extract_metadata, duramen.parse(_ARTICLE)).authors == ("Ada Lund",)


def test_metadata_with_the_parse(benchmark: Benchmark) -> None:
    assert benchmark(extract_metadata, _ARTICLE).date == "2023-12-22T10:00:00Z"


def test_metadata_by_trafilatura(benchmark: Benchmark) -> None:
    trafilatura = pytest.importorskip("trafilatura", reason="the rival is not installed: pip install 'duramen[bench]'")
    assert benchmark(trafilatura.extract_metadata, _ARTICLE.decode()).author == "Ada Lund"


def test_date_by_htmldate(benchmark: Benchmark) -> None:
    htmldate = pytest.importorskip("htmldate", reason="the rival is not installed: pip install 'duramen[bench]'")
    assert benchmark(htmldate.find_date, _ARTICLE.decode(), original_date=True) == "2023-12-22"
