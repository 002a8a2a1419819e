"""JSON lines, Parquet and HTML files to records; through fsspec, whole files at no time but for one HTML file.

A record of JSON lines or Parquet has its page in a column (`html`), and may have `id`, `url`, `date` and `encoding`, as
`duramen extract` reads them. Its offset is its number, from 1.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from typing import IO, Any, Final

from duramen.bulk.records import Record
from duramen.errors import DataError

_FIELDS: Final = ("id", "url", "date", "encoding")
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


def damage() -> tuple[type[Exception], ...]:
    """Return what readers of compressed files raise where the file is at fault, and not the disk or the network."""
    import zstandard

    return (gzip.BadGzipFile, zlib.error, EOFError, zstandard.ZstdError)


def _of_line(line: bytes, number: int, column: str) -> Record:
    try:
        row = json.loads(line)
    except ValueError as error:
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
