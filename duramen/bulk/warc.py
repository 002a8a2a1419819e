"""WARC (ISO 28500) to records: plain, gzip or Zstandard, damaged or not.

FastWARC reads; docs/how-to/bulk.md says what was measured of it and of warcio. What it leaves to its caller is what a
crawl of millions has in it: a record whose compression is damaged ends its iterator. Here it costs that record. Where
records are compressed one by one, as WARC asks for, the next one is looked for, and reading goes on there.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import IO, Any, Final

from duramen.bulk.bodies import unpacked
from duramen.bulk.records import Record, why_not_html
from duramen.decode import charset_of

_CHUNK: Final = 1 << 16
_OPENING: Final = b"WARC/"
_GZIP: Final = b"\x1f\x8b\x08"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"
_DAMAGED: Final = "damaged: {}; its text is lost"


def read_warc(file: IO[bytes], max_bytes: int | None = None) -> Iterator[Record]:
    """Yield every record of a seekable file, in order. Of a body, `max_bytes` and one more byte are read.

    Raises OSError where the file cannot be read; what is in it raises nothing.
    """
    watched = _Watched(file)
    members = _Members(watched)
    start: int | None = 0
    while start is not None:
        held, alone, damage = None, True, None
        try:
            for record in _records(watched, start, max_bytes):
                if held is not None:
                    yield held  # now that the iterator went past it: damage at its end shows only then
                    alone = held.offset != record.offset
                held = record
        except (OSError, ValueError) as error:
            damage = str(error)
        if watched.failed is not None:  # the disk's fault or the network's: to be tried again, and not passed over
            raise OSError(f"reading stopped: {watched.failed}") from watched.failed
        end: int | None = start
        if held is not None:
            end = members.end(held.offset) if damage or alone else members.size
            yield held if end is not None else _broken(held, damage or "its compressed bytes end too early")
            start = held.offset + 1
        if end is not None and (damage or end < members.size):
            yield Record("broken", end, error=_DAMAGED.format(damage or "the file ends in it"))
            start = end + 1
        elif end is not None:
            return
        start = members.next(start)


def _records(file: _Watched, start: int, max_bytes: int | None) -> Iterator[Record]:
    from fastwarc import ArchiveIterator

    file.seek(start)
    for found in ArchiveIterator(file, parse_http=True):
        yield _record(found, found.stream_pos, max_bytes)


def _record(found: Any, offset: int, max_bytes: int | None) -> Record:
    """Say what a record of FastWARC's is, and read it if it is a page."""
    kind, url = str(found.record_type), (found.headers.get("WARC-Target-URI") or "").strip("<> ") or None
    record = Record("other", offset, found.record_id, url, found.headers.get("WARC-Date"))
    if kind not in ("response", "resource"):
        return record
    http = found.http_headers
    if kind == "response" and (http is None or http.status_code is None):
        return _broken(record, "a response without an HTTP head")
    if http is not None and not 200 <= http.status_code < 300:
        redirect = 300 <= http.status_code < 400
        return replace(record, outcome="redirect" if redirect else "http_error", error=f"HTTP {http.status_code}")
    whole = found.content_length
    try:
        body = found.reader.read() if max_bytes is None else found.reader.read(max_bytes + 1)
    except OSError as error:
        return _broken(record, str(error))
    if len(body) < min(whole, len(body) + 1 if max_bytes is None else max_bytes + 1):
        return _broken(record, f"{len(body):,} of {whole:,} bytes are there")
    return _page(record, body, http or found.headers, found.headers, max_bytes)


def _page(record: Record, body: bytes, http: Any, headers: Any, max_bytes: int | None) -> Record:
    limit = None if max_bytes is None else max_bytes + 1
    body, amiss = unpacked(body, http.get("Transfer-Encoding") or "", http.get("Content-Encoding") or "", limit)
    content_type = http.get("Content-Type") or ""
    why = why_not_html(body, content_type, headers.get("WARC-Identified-Payload-Type") or "")
    if why:
        return replace(record, outcome="not_html", error=why)
    cut = headers.get("WARC-Truncated")
    said = "; ".join(filter(None, (f"the crawler cut it ({cut})" if cut else None, amiss))) or None
    return replace(record, outcome="page", html=body, encoding=charset_of(content_type), error=said)


def _broken(record: Record, why: str) -> Record:
    return replace(record, outcome="broken", html=None, error=_DAMAGED.format(why))


class _Members:
    """Where compressed records begin and end."""

    def __init__(self, file: _Watched) -> None:
        self._file = file
        self.size = file.seek(0, 2)
        file.seek(0)
        head = file.read(len(_ZSTD))
        self._magic = next((magic for magic in (_GZIP, _ZSTD) if head.startswith(magic)), _OPENING)

    def end(self, offset: int) -> int | None:
        """Return where the member at `offset` ends, None where it is damaged. Plain records end wherever they do."""
        if self._magic == _OPENING:
            return self.size
        unpacker = self._unpacker()
        self._file.seek(offset)
        read = offset
        while chunk := self._file.read(_CHUNK):
            read += len(chunk)
            try:
                unpacker.decompress(chunk)
            except Exception:  # zlib's and zstandard's: whatever it is, the record is no good
                return None
            if unpacker.eof:
                return read - len(unpacker.unused_data)
        return None

    def next(self, offset: int) -> int | None:
        """Return where the next record begins, at `offset` or after it; None where none does."""
        for candidate in self._candidates(offset):
            if self._opens(candidate):
                return candidate
        return None

    def _candidates(self, offset: int) -> Iterator[int]:
        tail, at = b"", offset
        while True:
            self._file.seek(at)
            chunk = self._file.read(_CHUNK)
            if not chunk:
                return
            window, base = tail + chunk, at - len(tail)
            found = window.find(self._magic)
            while found >= 0:
                yield base + found
                found = window.find(self._magic, found + 1)
            tail = window[-(len(self._magic) - 1) :]
            at += len(chunk)

    def _opens(self, offset: int) -> bool:
        """Whether a record begins here: the bytes that mark one stand in the middle of others by chance, too."""
        self._file.seek(offset)
        head = self._file.read(512)
        if self._magic == _OPENING:
            return head[: len(_OPENING) + 1] in (b"WARC/0", b"WARC/1") and b"\r\n" in head[:16]
        try:
            return bool(self._unpacker().decompress(head).startswith(_OPENING))
        except Exception:
            return False

    def _unpacker(self) -> Any:
        if self._magic == _GZIP:
            return zlib.decompressobj(31)
        import zstandard

        return zstandard.ZstdDecompressor().decompressobj()


class _Watched:
    """A file that remembers how reading it failed: FastWARC's own errors, of damage, are OSErrors as well."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.failed: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            return self._file.read(size)
        except Exception as error:
            self.failed = error
            raise

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def close(self) -> None:
        """Leave it open: who opened it closes it."""

    def tell(self) -> int:
        return self._file.tell()
