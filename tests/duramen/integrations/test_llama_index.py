"""LlamaIndex's readers, through its own directory reader and against a server of our own."""

from __future__ import annotations

import logging
import pickle
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

pytest.importorskip("llama_index.core", reason="needs llama-index-core: pip install --group integrations")

from llama_index.core import SimpleDirectoryReader
from llama_index.core.schema import MetadataMode

from duramen.integrations.llama_index import DuramenReader, DuramenWebReader


def test_files_of_a_folder(html: bytes, nothing: bytes, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "a.html").write_bytes(html)
    (tmp_path / "b.html").write_bytes(nothing)
    reader = DuramenReader(output="markdown", links="none")
    with caplog.at_level(logging.WARNING):
        (found,) = SimpleDirectoryReader(str(tmp_path), file_extractor={".html": reader}).load_data()
    assert "b.html is left out: " in caplog.text
    assert found.text.startswith("# Keeping apples\n")
    assert "Apples from Malmö" in found.text
    assert found.metadata["title"] == "Keeping apples"
    assert found.metadata["authors"] == "Ada Lund"
    assert found.metadata["file_name"] == "a.html"  # SimpleDirectoryReader's own
    assert "expected_f1" in found.metadata
    for mode in (MetadataMode.EMBED, MetadataMode.LLM):
        assert "expected_f1" not in found.get_content(mode)
        assert "title: Keeping apples" in found.get_content(mode)


def test_a_page_that_is_there_already(html: bytes, url: str) -> None:
    reader = pickle.loads(pickle.dumps(DuramenReader()))
    (found,) = reader.parse(html, url, extra_info={"title": "mine"})
    assert found.id_ == found.metadata["url"] == url
    assert found.metadata["title"] == "mine"
    assert url not in found.get_content(MetadataMode.EMBED)
    assert url in found.get_content(MetadataMode.LLM)
    assert reader.parse(b"", url) == []


@pytest.fixture
def site(html: bytes) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/apples.html" else 404)
            self.send_header("Content-Type", "text/html; charset=iso-8859-1")
            self.end_headers()
            self.wfile.write(html if self.path == "/apples.html" else b"")

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_pages_of_the_web(site: str, caplog: pytest.LogCaptureFixture) -> None:
    reader = DuramenWebReader(delay=0)
    with caplog.at_level(logging.WARNING):
        (found,) = reader.load_data([f"{site}/none.html", f"{site}/apples.html"])
    assert "none.html is left out: the server answered 404" in caplog.text
    assert found.id_ == f"{site}/apples.html"
    assert "Apples from Malmö" in found.text
