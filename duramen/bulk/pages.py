"""JSON lines, Parquet and HTML files to records; whole files at no time but for one HTML file.

A row of JSON lines or Parquet has its page in a column (`html`), and may have `id`, `url`, `date` and `encoding`, as
`duramen extract` reads them. Its offset is its number, from 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO, Any

from duramen.bulk.records import Record
from duramen.files import FIELDS, damage


def read_rows(rows: Iterable[tuple[int, dict[str, Any] | str]], column: str) -> Iterator[Record]:
    """Yield a record a row. A row that is none costs itself, damage what comes after it."""
    number = 0
    try:
        for number, row in rows:
            yield Record("broken", number, error=row) if isinstance(row, str) else _record(row, number, column)
    except damage() as error:
        yield Record("broken", number + 1, error=f"damaged: {error}; it and what follows are lost")


def read_html(file: IO[bytes], path: str, max_bytes: int | None) -> Iterator[Record]:
    """Yield a file of HTML as one record, read to `max_bytes` and one more."""
    try:
        html = file.read() if max_bytes is None else file.read(max_bytes + 1)
    except damage() as error:
        yield Record("broken", 0, id=path, error=f"damaged: {error}; its text is lost")
        return
    yield Record("page", 0, id=path, html=html)


def _record(row: dict[str, Any], number: int, column: str) -> Record:
    html = row.get(column)
    facts = {name: clean(str(row[name])) for name in FIELDS if row.get(name) is not None}
    if not isinstance(html, (str, bytes)):
        known = ", ".join(sorted(row)) or "nothing"
        facts.pop("encoding", None)
        return Record("broken", number, **facts, error=f"no page in '{column}'; it has {known}: name it with --column")
    return Record("page", number, **facts, html=html)


def clean(text: str) -> str:
    """Return `text` without halves of surrogate pairs, which JSON can say and no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")
