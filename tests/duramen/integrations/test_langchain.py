"""LangChain's transformer, blob parser and function, with LangChain's own loaders' shapes."""

from __future__ import annotations

import asyncio
import functools
import pickle
from pathlib import Path

import pytest

pytest.importorskip("langchain_core", reason="needs langchain-core: pip install --group integrations")

from langchain_core.document_loaders import Blob
from langchain_core.documents import Document

from duramen.errors import UsageError
from duramen.integrations.langchain import DuramenParser, DuramenTransformer, to_document


def test_a_transformer_replaces_pages_by_their_content(html: bytes, url: str) -> None:
    page = Document(page_content=html.decode("latin-1"), metadata={"source": url, "title": "mine"}, id="7")
    transformer = DuramenTransformer(output="markdown")
    (found,) = transformer.transform_documents([page])
    assert found.page_content.startswith("# Keeping apples\n")
    assert "Apples from Malmö" in found.page_content
    assert "[the article on pears](https://orchard.example/2023/pears.html)" in found.page_content
    assert "Privacy" not in found.page_content
    assert found.id == "7"
    assert found.metadata.pop("expected_f1") > 0.5
    assert found.metadata == {
        "source": url,
        "title": "mine",  # what was there stands
        "author": "Ada Lund",
        "date": "2023-12-22T10:30:00+01:00",
        "language": "en",
        "description": "How apples are kept.",
        "sitename": "The Orchard",
        "page_type": "article",
    }
    assert page.metadata == {"source": url, "title": "mine"}
    assert asyncio.run(transformer.atransform_documents([page]))[0].page_content == found.page_content


def test_documents_without_content_are_dropped(html: bytes, nothing: bytes) -> None:
    pages = [Document(page_content=page.decode("latin-1")) for page in (b"", html, b"<body></body>")]
    assert len(DuramenTransformer().transform_documents(pages)) == 1
    assert list(DuramenParser().lazy_parse(Blob.from_data(nothing))) == []


def test_a_parser_reads_bytes_as_served(html: bytes, url: str, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(html)
    parser = DuramenParser()
    (found,) = parser.parse(Blob.from_path(file))
    assert "Apples from Malmö" in found.page_content
    assert found.metadata["source"] == str(file)
    assert found.metadata["title"] == "Keeping apples"
    for data in (html, html.decode("latin-1")):
        (same,) = parser.parse(Blob.from_data(data, metadata={"source": url}))
        assert same.page_content == found.page_content
        assert same.metadata["source"] == url


def test_a_function_of_address_and_page(html: bytes, url: str) -> None:
    extract = functools.partial(to_document, output="markdown", links="none")
    found = extract(url, html)
    assert found.metadata["source"] == url
    assert "](https" not in found.page_content
    assert extract(None, b"").page_content == ""


def test_it_pickles_as_its_options(html: bytes) -> None:
    transformer = DuramenTransformer(policy="body")
    packed = pickle.dumps(transformer)
    assert len(packed) < 1000
    page = Document(page_content=html.decode("latin-1"))
    assert pickle.loads(packed).transform_documents([page]) == transformer.transform_documents([page])


def test_what_does_not_exist_is_said_at_once() -> None:
    with pytest.raises(UsageError, match="unknown output 'markdwon'"):
        DuramenTransformer(output="markdwon")
