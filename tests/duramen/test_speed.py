"""Benchmarks of the stages, each beside the lxml parse of the same page. Nothing is asserted of a time.

pytest tests/duramen/test_speed.py --benchmark-enable --benchmark-sort=mean

Without the flag they run once each, as tests.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from lxml import etree

import duramen
from duramen.blocks import BlockTable
from duramen.decode import to_utf8
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


def test_bytes_to_utf8(benchmark: Benchmark) -> None:
    assert benchmark(to_utf8, _PAGE) is _PAGE


@pytest.mark.parametrize("by", ["python", "duramen"])
def test_text_with_a_dash_to_utf8(benchmark: Benchmark, by: str) -> None:
    text = f"{_PAGE.decode()} \u2014"
    assert benchmark(to_utf8 if by == "duramen" else str.encode, text) == text.encode()


def test_walk_alone(benchmark: Benchmark) -> None:
    assert len(benchmark(BlockTable.from_element, duramen.parse(_PAGE).root, private=True)) == 241


def test_lexicon(benchmark: Benchmark, table: BlockTable) -> None:
    benchmark(duramen.Extractor().model.lexicon.score, table)


def test_features(benchmark: Benchmark, table: BlockTable) -> None:
    benchmark(block_features, table, duramen.Extractor().model.lexicon.score(table))


def test_trees(benchmark: Benchmark, table: BlockTable) -> None:
    model = duramen.Extractor().model
    benchmark(model.scorer.raw, model.rows(table))


def test_model(benchmark: Benchmark, table: BlockTable) -> None:
    benchmark(duramen.Extractor().model.judge, table)


def test_select_and_render(benchmark: Benchmark, table: BlockTable) -> None:
    probability, weight = np.linspace(0, 1, len(table)), table["words"].astype(np.float64)
    benchmark(lambda: to_text(table, np.flatnonzero(select(probability, weight).kept)))


@pytest.mark.parametrize("write", [to_markdown, to_html])
def test_markup_of_all_blocks(benchmark: Benchmark, write: Callable[..., str]) -> None:
    def once() -> str:  # from a page fresh from the parser: its elements are found anew
        page = duramen.parse(_PAGE)
        return write(page, range(len(page)), "https://e.example/")

    assert "until it is full" in benchmark(once)


def test_extract(benchmark: Benchmark) -> None:
    assert "until it is full" in benchmark(duramen.extract, _PAGE)


_SHAPES: dict[str, tuple[str, str, str]] = {
    "paragraphs": ("<main>", _PARAGRAPH, "</main>"),
    "nesting": ("<main>", "<div>" * 60 + "<p>deep words</p>" + "</div>" * 60, "</main>"),
    "siblings": ("<main>", "<span>word</span> ", "</main>"),
    "cells": ("<table>", "<tr>" + "<td class=c>12 of it</td>" * 8 + "</tr>", "</table>"),
    "cards": ("<ul>", "<li class=card><a href=/p><img src=x><h3>Card</h3></a><p>EUR 1,00</p></li>", "</ul>"),
}


@pytest.mark.parametrize("shape", _SHAPES)
@pytest.mark.parametrize("size", [1_000, 10_000, 100_000, 1_000_000])
def test_growth_with_size(benchmark: Benchmark, shape: str, size: int) -> None:
    """For 10 and 50 MB give the sizes here: a run of them all takes minutes."""
    start, piece, end = _SHAPES[shape]
    page = (start + piece * (1 + size // len(piece)) + end).encode()
    assert len(benchmark(lambda: duramen.Extractor()(page).page)) >= 1


@pytest.mark.parametrize("workers", [1, 2])
def test_growth_with_workers(benchmark: Benchmark, workers: int) -> None:
    """Processes are started anew each time: of many pages they are a small part."""
    answers = benchmark(lambda: list(duramen.extract_many([_PAGE] * 64, workers)))
    assert len(answers) == 64


@pytest.mark.parametrize("code", ["import numpy, lxml.etree", "import duramen", "import duramen; duramen.Extractor()"])
def test_start(benchmark: Benchmark, code: str) -> None:
    benchmark(lambda: subprocess.run([sys.executable, "-c", code], check=True))


@pytest.mark.parametrize("command", [["-c", "import typer"], ["-m", "duramen", "--help"]], ids=["typer", "help"])
def test_start_of_the_command(benchmark: Benchmark, command: list[str]) -> None:
    benchmark(lambda: subprocess.run([sys.executable, *command], check=True, capture_output=True))


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
