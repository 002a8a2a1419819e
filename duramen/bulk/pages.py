"""JSON lines, Parquet and HTML files to records; through fsspec, whole files at no time but for one HTML file.

A record of JSON lines or Parquet has its page in a column (`html`), and may have `id`, `url`, `date` and `encoding`, as
`duramen extract` reads them. Its offset is its number, from 1.
"""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Iterator
from typing import IO, Any, Final, cast

from duramen.bulk.records import Record
from duramen.errors import DataError

_FIELDS: Final = ("id", "url", "date", "encoding")
_CHUNK: Final = 1 << 16
_ROWS: Final = 64  # of Parquet, at once: pages may have megabytes each


def read_jsonl(file: IO[bytes], column: str) -> Iterator[Record]:
    """Yield a record a line. A line that is none costs itself, damaged compression what comes after it."""
    number = 0
    try:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield _of_line(line, number, column)
    except damage() as error:
        yield Record("broken", number + 1, error=f"damaged: {error}; it and what follows are lost")


def read_parquet(file: IO[bytes], column: str, path: str) -> Iterator[Record]:
    """Yield a record a row. Raises DataError for a file that has no such column."""
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    number = 0
    try:
        table = ParquetFile(file)
        known = table.schema_arrow.names
        if column not in known:
            raise DataError(f"{path} has no column '{column}'. It has {', '.join(known)}: name it with --column")
        columns = [name for name in (column, *_FIELDS) if name in known]
        for batch in table.iter_batches(batch_size=_ROWS, columns=columns):
            for row in batch.to_pylist():
                number += 1
                yield _of_row(row, number, column)
    except ArrowException as error:
        yield Record("broken", number + 1, error=f"damaged: {error}; it and what follows are lost")


def read_html(file: IO[bytes], path: str, max_bytes: int | None) -> Iterator[Record]:
    """Yield a file of HTML as one record, read to `max_bytes` and one more."""
    try:
        html = file.read() if max_bytes is None else file.read(max_bytes + 1)
    except damage() as error:
        yield Record("broken", 0, id=path, error=f"damaged: {error}; its text is lost")
        return
    yield Record("page", 0, id=path, html=html)


def unpacking(file: IO[bytes], path: str) -> IO[bytes]:
    """Return a file that is compressed as its name says, unpacked while it is read. fsspec stops after zstd's frame."""
    if path.lower().endswith(".gz"):
        return cast("IO[bytes]", gzip.GzipFile(fileobj=file))
    if path.lower().endswith(".zst"):
        return io.BufferedReader(_Zstd(file))
    return file


class _Zstd(io.RawIOBase):
    """Zstandard, frame after frame. zstandard's own reader takes a file that is cut short for one that ends."""

    def __init__(self, file: IO[bytes]) -> None:
        import zstandard

        self._file, self._new = file, zstandard.ZstdDecompressor().decompressobj
        self._frame, self._begun, self._ready = self._new(), False, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready:
            packed = self._file.read(_CHUNK)
            if not packed:
                if self._begun:
                    raise EOFError("it ends in the middle of a frame")
                return 0
            self._unpack(packed)
        given = self._ready[: len(buffer)]
        buffer[: len(given)] = given
        self._ready = self._ready[len(given) :]
        return len(given)

    def _unpack(self, packed: bytes) -> None:
        parts = []
        while packed:
            self._begun = True
            parts.append(self._frame.decompress(packed))
            packed = b""
            if self._frame.eof:
                packed, self._frame, self._begun = self._frame.unused_data, self._new(), False
        self._ready = b"".join(parts)


def damage() -> tuple[type[Exception], ...]:
    """Return what readers of compressed files raise where the file is at fault, and not the disk or the network."""
    import zstandard

    return (gzip.BadGzipFile, zlib.error, EOFError, zstandard.ZstdError)


def _of_line(line: bytes, number: int, column: str) -> Record:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Record("broken", number, error=f"no JSON: {error}")
    if not isinstance(row, dict):
        return Record("broken", number, error="not an object: each line is one, with the page in 'html'")
    return _of_row(row, number, column)


def _of_row(row: dict[str, Any], number: int, column: str) -> Record:
    html = row.get(column)
    facts = {name: clean(str(row[name])) for name in _FIELDS if row.get(name) is not None}
    if not isinstance(html, (str, bytes)):
        known = ", ".join(sorted(row)) or "nothing"
        facts.pop("encoding", None)
        return Record("broken", number, **facts, error=f"no page in '{column}'; it has {known}: name it with --column")
    return Record("page", number, **facts, html=html)


def clean(text: str) -> str:
    """Return `text` without halves of surrogate pairs, which JSON can say and no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")
