"""Files of pages: what they are by their names, and how those that are compressed, or have a page a row, are read.

`duramen extract` and `duramen bulk` read the same files; what becomes of damage, each says for itself.
"""

from __future__ import annotations

import gzip
import io
import json
import sys
import zlib
from collections.abc import Iterable, Iterator
from typing import IO, Any, Final, Literal, cast
from urllib.parse import urlsplit

from duramen.errors import DataError, missing_extra

Kind = Literal["warc", "jsonl", "parquet", "html"]
_PACKED: Final = ("", ".gz", ".zst")
#: By the ends of names. Only WARC, JSON lines and HTML come compressed as a whole.
SUFFIXES: Final[dict[Kind, tuple[str, ...]]] = {
    "warc": tuple(f".warc{packed}" for packed in _PACKED),
    "jsonl": tuple(f"{name}{packed}" for name in (".jsonl", ".ndjson") for packed in _PACKED),
    "parquet": (".parquet",),
    "html": tuple(f"{name}{packed}" for name in (".html", ".htm", ".xhtml", ".shtml") for packed in _PACKED),
}
#: What a row may have beside its page.
FIELDS: Final = ("id", "url", "date", "encoding")
_ROWS: Final = 64  # of Parquet, at once: pages may have megabytes each
_CHUNK: Final = 1 << 16


def kind_of(name: str) -> Kind | None:
    """Return what a file is by its name (an address may have a query), None for what has no pages."""
    return next((kind for kind, ends in SUFFIXES.items() if _plain(name).endswith(ends)), None)


def _plain(name: str) -> str:
    return (urlsplit(name).path if "://" in name else name).lower()


# ---------------------------------------------------------------------------------------------------------------------
# Rows


def json_rows(lines: Iterable[bytes]) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """Yield the number of each line, from 1, and the object that it is, or what is wrong with it."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield number, _object(line)


def _object(line: bytes) -> dict[str, Any] | str:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return f"no JSON: {error}. Each line is one object"
    return row if isinstance(row, dict) else "not an object. Each line is one, with the page in 'html'"


def parquet_rows(file: IO[bytes], column: str, path: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the number of each row, from 1, and its `column` and FIELDS.

    Raises DataError where there is no such column, UsageError where pyarrow is missing.
    """
    try:
        from pyarrow.parquet import ParquetFile
    except ModuleNotFoundError as error:
        raise missing_extra("bulk", error.name) from error
    table = ParquetFile(file)
    known = table.schema_arrow.names
    if column not in known:
        raise DataError(f"{path} has no column '{column}'. It has {', '.join(known)}: name it with --column")
    batches = table.iter_batches(_ROWS, columns=[name for name in (column, *FIELDS) if name in known])
    yield from enumerate((row for batch in batches for row in batch.to_pylist()), 1)


# ---------------------------------------------------------------------------------------------------------------------
# Compression


def unpacking(file: IO[bytes], name: str) -> IO[bytes]:
    """Return a file that is compressed as its name says, unpacked while it is read.

    Raises UsageError where zstandard is asked for and not there.
    """
    if _plain(name).endswith(".gz"):
        return cast("IO[bytes]", gzip.GzipFile(fileobj=file))
    if _plain(name).endswith(".zst"):
        return io.BufferedReader(_Zstd(file))
    return file


def damage() -> tuple[type[Exception], ...]:
    """Return what reading raises where the file is at fault, and not the disk or the network."""
    zstandard, pyarrow = sys.modules.get("zstandard"), sys.modules.get("pyarrow")  # else nothing of theirs was read
    more = (zstandard and zstandard.ZstdError, pyarrow and pyarrow.ArrowException)
    return (gzip.BadGzipFile, zlib.error, EOFError, *filter(None, more))


class _Zstd(io.RawIOBase):
    """Zstandard, frame after frame: fsspec stops after the first, and zstandard's own reader takes a file that is cut
    short for one that ends."""

    def __init__(self, file: IO[bytes]) -> None:
        try:
            import zstandard
        except ModuleNotFoundError as error:
            raise missing_extra("bulk", error.name) from error
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
