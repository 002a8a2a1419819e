"""The readers of published corpora, on toy folders in upstream layout: the happy way, and each way to break it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from duramen.errors import DataError
from duramen_corpora.readers import scrapinghub as scrapinghub_reader
from duramen_corpora.readers import wcxb as wcxb_reader
from duramen_corpora.readers.files import host_of

WritePage = Callable[..., None]


def test_wcxb_is_read(wcxb: Path) -> None:
    pages = list(wcxb_reader.read(wcxb))
    assert [page.id for page in pages] == ["0001", "0002", "0003", "0004"]
    first = pages[0]
    assert (first.corpus, first.split, first.page_type, first.language, first.charset) == (
        "wcxb", "dev", "article", "en", "utf-8",
    )  # fmt: skip
    assert first.host == "host0001.co.uk"
    assert first.text is not None
    assert first.text.startswith("Page 0001\n\nOnce")
    assert (first.with_, first.without, first.comments, first.blocks) == (("by hand",), ("Home",), None, ())
    assert b"<h1>Page 0001</h1>" in first.html


def test_an_id_in_both_folders_belongs_to_test(wcxb: Path, write_page: WritePage) -> None:
    for name in ("0002", "0003", "4000"):
        write_page(wcxb, "test", name)
    split = {page.id: page.split for page in wcxb_reader.read(wcxb)}
    assert split == {"0001": "dev", "0004": "dev", "0002": "test", "0003": "test", "4000": "test"}


def test_an_empty_gold_is_a_gold_and_an_absent_one_is_none(wcxb: Path, write_page: WritePage) -> None:
    write_page(wcxb, "dev", "0001", gold={"main_content": "", "with": [], "without": []})
    write_page(wcxb, "dev", "0002", gold={"with": ["by hand"]})
    texts = [page.text for page in wcxb_reader.read(wcxb)]
    assert texts[:2] == ["", None]


def test_what_a_record_lacks_comes_from_metadata(wcxb: Path, write_page: WritePage) -> None:
    write_page(wcxb, "dev", "0001", url="", _internal=None)
    write_page(wcxb, "dev", "0002", url="", _internal={})
    files = {"0001": {"domain": "shop.example.co.uk", "page_type": "product"}, "0002": {"domain": ""}}
    (wcxb / "metadata.json").write_text(json.dumps({"files": files}))
    first, second, *_ = wcxb_reader.read(wcxb)
    assert (first.url, first.host, first.page_type) == ("https://shop.example.co.uk/", "example.co.uk", "product")
    assert (second.url, second.host, second.page_type) == ("", "unknown-0002", None)


def test_a_missing_html_or_gold_names_the_page(wcxb: Path) -> None:
    (wcxb / "dev/html/0002.html.gz").unlink()
    with pytest.raises(DataError, match="page dev/0002 has no HTML"):
        list(wcxb_reader.read(wcxb))
    (wcxb / "dev/ground-truth/0002.json").unlink()
    (wcxb / "dev/ground-truth/0003.json").unlink()
    with pytest.raises(DataError, match="page dev/0003 has no gold"):
        list(wcxb_reader.read(wcxb))


@pytest.mark.parametrize("content", ["{", "[]", "\udcff", '{"file_id": "0003"}'])
def test_a_broken_json_names_the_page(wcxb: Path, content: str) -> None:
    (wcxb / "dev/ground-truth/0003.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(DataError, match="page dev/0003"):
        list(wcxb_reader.read(wcxb))


@pytest.mark.parametrize("content", [b"", b"<html>", gzip.compress(b"<html>" * 99)[:-9], gzip.compress(b"x" * 99)[:20]])
def test_a_broken_page_is_named(wcxb: Path, content: bytes) -> None:
    (wcxb / "dev/html/0004.html.gz").write_bytes(content)
    with pytest.raises(DataError, match=r"page dev/0004.*(gzip|Fetch)"):
        list(wcxb_reader.read(wcxb))


def test_scrapinghub_is_read(scrapinghub: Path) -> None:
    pages = list(scrapinghub_reader.read(scrapinghub))
    assert [(page.id, page.text, page.host) for page in pages] == [
        ("aa", "The body of aa.", "example.com"),
        ("bb", "The body of bb.", "example.com"),
    ]


def test_scrapinghub_without_a_page_or_a_gold_names_it(scrapinghub: Path) -> None:
    (scrapinghub / "html/cc.html.gz").write_bytes(gzip.compress(b"<p>x"))
    with pytest.raises(DataError, match="page cc has no gold"):
        list(scrapinghub_reader.read(scrapinghub))
    (scrapinghub / "html/bb.html.gz").unlink()
    with pytest.raises(DataError, match="page bb has no HTML"):
        list(scrapinghub_reader.read(scrapinghub))
    (scrapinghub / "ground-truth.json").write_text("{}x")
    with pytest.raises(DataError, match="no valid JSON"):
        list(scrapinghub_reader.read(scrapinghub))


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.bbc.co.uk/news", "bbc.co.uk"),
        ("http://BLOG.Example.COM:8080/x", "example.com"),
        ("https://someone.blogspot.com/", "blogspot.com"),
        ("http://192.0.2.7/x", "192.0.2.7"),
        ("http://localhost/x", "localhost"),
        ("", ""),
    ],
)
def test_the_host_is_the_registrable_domain(url: str, host: str) -> None:
    assert host_of(url) == host
