"""Haystack's converter in a pipeline, and written to YAML and back."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

pytest.importorskip("haystack", reason="needs haystack-ai: pip install --group integrations")

from haystack import Pipeline
from haystack.components.writers import DocumentWriter
from haystack.dataclasses import ByteStream
from haystack.document_stores.in_memory import InMemoryDocumentStore

from duramen.integrations.haystack import DuramenToDocument


def test_in_a_pipeline(html: bytes, url: str, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(html)
    store = InMemoryDocumentStore()
    pipeline = Pipeline()
    pipeline.add_component("convert", DuramenToDocument(output="markdown"))
    pipeline.add_component("write", DocumentWriter(store))
    pipeline.connect("convert.documents", "write.documents")
    pipeline = Pipeline.loads(pipeline.dumps(), allowed_modules=["duramen.integrations.haystack"])
    pipeline.get_component("write").document_store = store
    fetched = ByteStream(html, meta={"url": url, "title": "mine"}, mime_type="text/html")
    assert pipeline.run({"convert": {"sources": [fetched, file], "meta": {"lot": 7}}}) == {
        "write": {"documents_written": 2}
    }
    found = {document.meta.get("url"): document for document in store.filter_documents()}
    assert found[url].content.startswith("# Keeping apples\n")
    assert "(https://orchard.example/2023/pears.html)" in found[url].content
    assert found[url].meta["title"] == "mine"
    assert found[url].meta["lot"] == 7
    assert found[url].meta["authors"] == "Ada Lund"
    assert found[url].meta["date"] == "2023-12-22T10:30:00+01:00"
    assert found[None].meta["file_path"] == "page.html"
    assert "Apples from Malmö" in found[None].content


def test_it_survives_a_dictionary() -> None:
    converter = DuramenToDocument(policy="body", favor=0.7, store_full_path=True)
    plain = converter.to_dict()
    assert plain["type"] == "duramen.integrations.haystack.DuramenToDocument"
    assert plain["init_parameters"]["policy"] == "body"
    again = DuramenToDocument.from_dict(plain)
    assert again.options == converter.options
    assert again.to_dict() == plain


def test_sources_without_content_are_skipped(
    html: bytes, nothing: bytes, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(html)
    sources: list[str | Path | ByteStream] = [ByteStream(nothing), tmp_path / "none.html", str(file)]
    with caplog.at_level(logging.WARNING):
        found = DuramenToDocument(store_full_path=True).run(sources, meta=[{"n": 1}, {"n": 2}, {"n": 3}])["documents"]
    assert [document.meta["n"] for document in found] == [3]
    assert found[0].meta["file_path"] == str(file)
    assert "Skipping" in caplog.text
    assert "Could not read" in caplog.text
