"""HTTP bodies as crawlers store them: chunked, and compressed as the server sent them.

Common Crawl stores bodies plain; what wget, browsers and archiving proxies write may be either. Damage costs what
comes after it, and is said.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Final

_ROOM: Final = 1 << 62


def unpacked(body: bytes, transfer: str, content: str, limit: int | None) -> tuple[bytes, str | None]:
    """Return a body without its Transfer-Encoding and Content-Encoding, and what is wrong with either.

    No more than `limit` bytes are made (a small body can hold gigabytes of zeros). A body that is not encoded as its
    header says is returned as it is: crawlers that decode often leave the header.
    """
    if "chunked" in transfer.lower():
        body = _dechunked(body)
    for name in reversed([part.strip().lower() for part in content.split(",")]):
        if decoder := _DECODERS.get(name):
            try:
                body = decoder(body, _ROOM if limit is None else limit)
            except _DamageError as error:
                return error.before, f"damaged {name} body: {error}"
    return body, None


class _DamageError(Exception):
    """Damage, and what could be read before it."""

    def __init__(self, before: bytes, why: str) -> None:
        super().__init__(why)
        self.before = before


def _dechunked(body: bytes) -> bytes:
    """Return the chunks joined (RFC 9112, section 7.1); the body itself where it has none."""
    chunks: list[bytes] = []
    at = 0
    while (end := body.find(b"\r\n", at)) >= 0:
        try:
            size = int(body[at:end].partition(b";")[0], 16)
        except ValueError:
            return b"".join(chunks) or body
        if size <= 0:
            break
        chunks.append(body[end + 2 : end + 2 + size])
        at = end + 2 + size + 2
    return b"".join(chunks) or body


def _gzip(body: bytes, limit: int) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    return _inflated(body, limit, 31)


def _deflate(body: bytes, limit: int) -> bytes:
    """Return a deflate body: with zlib's header as RFC 9110 has it, or without as some servers send it."""
    try:
        return _inflated(body, limit, 15)
    except _DamageError as error:
        return error.before or _inflated(body, limit, -15)


def _inflated(body: bytes, limit: int, bits: int) -> bytes:
    inflater, made = zlib.decompressobj(bits), b""
    try:
        made = inflater.decompress(body, limit)
    except zlib.error as error:
        raise _DamageError(_before(body, limit, bits), str(error)) from error
    if len(made) < limit and not inflater.eof:
        raise _DamageError(made, "it ends too early")
    return made


def _before(body: bytes, limit: int, bits: int) -> bytes:
    """Return what inflates before the damage, in steps: zlib gives nothing of a call that fails."""
    inflater, made = zlib.decompressobj(bits), bytearray()
    try:
        for at in range(0, len(body), 512):
            made += inflater.decompress(body[at : at + 512])
            if len(made) > limit:
                break
    except zlib.error:
        pass
    return bytes(made[:limit])


def _brotli(body: bytes, limit: int) -> bytes:
    import brotli

    unpacker, made = brotli.Decompressor(), bytearray()
    try:
        for at in range(0, len(body), 4096):
            made += unpacker.process(body[at : at + 4096])
            if len(made) > limit:
                break
    except brotli.error as error:
        if not made:
            return body
        raise _DamageError(bytes(made[:limit]), str(error)) from error
    return bytes(made[:limit])


def _zstd(body: bytes, limit: int) -> bytes:
    import zstandard

    if not body.startswith(b"\x28\xb5\x2f\xfd"):
        return body
    made = bytearray()
    try:
        with zstandard.ZstdDecompressor().stream_reader(body) as reader:
            while len(made) < limit and (part := reader.read(1 << 16)):
                made += part
    except zstandard.ZstdError as error:
        raise _DamageError(bytes(made[:limit]), str(error)) from error
    return bytes(made[:limit])


_DECODERS: Final[dict[str, Callable[[bytes, int], bytes]]] = {
    "gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate, "br": _brotli, "zstd": _zstd,
}  # fmt: skip
