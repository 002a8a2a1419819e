"""The first step: sources to datatrove's documents, with bytes kept as bytes.

datatrove's own `WarcReader` (0.10.1) asks libmagic what a payload is where the record does not say, and decodes by
guessing; both lose real pages. Here the HTTP header decides, with what the page begins with where the header says
nothing, and nobody decodes before the extractor does.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

import fsspec
import multiprocess
from datatrove.data import Document
from datatrove.pipeline.readers.base import BaseReader

from duramen.bulk.pages import read_html, read_rows
from duramen.bulk.records import Record
from duramen.bulk.sources import Source
from duramen.bulk.storage import register
from duramen.bulk.warc import read_warc
from duramen.decode import decode
from duramen.errors import DuramenError
from duramen.files import json_rows, parquet_rows, unpacking


class PageReader(BaseReader):  # type: ignore[misc]  # datatrove publishes no types
    """Yield a document for each page of this task's sources, and for each record that is broken.

    A document has no `text` yet; its metadata has `html` (bytes as served), `encoding` (of the HTTP header), `url`,
    `date`, `file`, `offset` and `error`. What the other records are is counted: `redirect`, `http_error`, `not_html`
    and `other` (requests, metadata, revisits …), beside `page`, `broken` and, of pages, `cut` (not as they were sent).

    `decoded=True` puts the page into `text`, decoded as browsers do, for extractors that take text.
    """

    name = "📖 Pages"

    def __init__(
        self,
        sources: Sequence[Source],
        column: str = "html",
        max_bytes: int | None = None,
        decoded: bool = False,
    ) -> None:
        super().__init__()
        self.sources = tuple(sources)
        self.column = column
        self.max_bytes = max_bytes
        self.decoded = decoded

    def run(self, data: Iterable[Document] | None = None, rank: int = 0, world_size: int = 1) -> Iterator[Document]:
        """Read every `world_size`-th source, from the one at `rank` on. Raises OSError where one cannot be read."""
        yield from data or ()
        register()
        for source in self.sources[rank::world_size]:
            self.stat_update("input_files")
            for record in records(source, self.column, self.max_bytes):
                _end_with_the_run()
                self.stat_update(record.outcome)
                if record.outcome == "page" and record.error:
                    self.stat_update("cut")
                if record.outcome in ("page", "broken"):
                    yield self._document(record, source.path)

    def _document(self, record: Record, path: str) -> Document:
        facts: dict[str, Any] = {
            "url": record.url,
            "date": record.date,
            "file": path,
            "offset": record.offset,
            "error": record.error,
        }
        html, text = record.html, ""
        if self.decoded and html:
            text = decode(html, record.encoding) if isinstance(html, bytes) else html
        elif html is not None:
            facts |= {"html": html, "encoding": record.encoding}
        return Document(text=text, id=record.id or f"{path}#{record.offset}", metadata=facts)


def records(source: Source, column: str = "html", max_bytes: int | None = None) -> Iterator[Record]:
    """Yield the records of a source. Raises OSError, with its name, where it cannot be read, whatever storage raised.

    DataError is for a Parquet file without the column.
    """
    try:
        with fsspec.open(source.path, "rb") as file:
            opened = _seekable(file) if source.kind in ("warc", "parquet") else unpacking(file, source.path)
            yield from _read(opened, source, column, max_bytes)
    except DuramenError:
        raise
    except Exception as error:
        raise OSError(f"cannot read {source.path}: {error}") from error


def _read(file: IO[bytes], source: Source, column: str, max_bytes: int | None) -> Iterator[Record]:
    if source.kind == "warc":
        return read_warc(file, max_bytes)
    if source.kind == "jsonl":
        return read_rows(json_rows(file), column)
    if source.kind == "parquet":
        return read_rows(parquet_rows(file, column, source.path), column)
    return read_html(file, source.path, max_bytes)


def _seekable(file: IO[bytes]) -> IO[bytes]:
    """Return the file, or a copy on disk where a server sends it whole or not at all."""
    if file.seekable() and type(file).__name__ != "HTTPStreamFile":  # which says it is, and raises
        return file
    import shutil
    from tempfile import TemporaryFile

    copy = TemporaryFile()  # noqa: SIM115 - it ends with the last reference to it
    shutil.copyfileobj(file, copy, 1 << 20)
    copy.seek(0)
    return copy


def _end_with_the_run() -> None:
    """End this process if the one that started it is gone: the next run would do its work again beside it."""
    parent = multiprocess.parent_process()
    if parent is not None and not parent.is_alive():
        os._exit(1)
