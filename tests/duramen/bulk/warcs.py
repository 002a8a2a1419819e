"""WARC files made by hand, and what a run must make of each of their records.

`mixed` puts pages among what a crawl brings besides: requests, redirects, pictures, pages behind a 404, a page that
says it is cut, one without any header, records whose gzip is damaged, and an end that is missing.
"""

from __future__ import annotations

import gzip
import random
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import zstandard

PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)


def record(
    kind: str = "response",
    block: bytes = b"",
    url: str = "",
    number: int = 0,
    length: int | None = None,
    **headers: str,
) -> bytes:
    """Return a WARC record (ISO 28500). `length` overrules what it says of its length."""
    said = {
        "WARC-Type": kind,
        "WARC-Record-ID": identity(number),
        "WARC-Date": "2026-11-29T12:00:00Z",
        **({"WARC-Target-URI": url} if url else {}),
        "Content-Type": f"application/http; msgtype={kind}" if kind in ("request", "response") else "text/plain",
        "Content-Length": str(len(block) if length is None else length),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    head = "WARC/1.0\r\n" + "".join(f"{name}: {value}\r\n" for name, value in said.items())
    return head.encode() + b"\r\n" + block + b"\r\n\r\n"


def identity(number: int) -> str:
    return f"<urn:uuid:00000000-0000-4000-8000-{number:012d}>"


def response(body: bytes, content_type: str | None = "text/html", status: str = "200 OK", **headers: str) -> bytes:
    """Return an HTTP response, head and body."""
    said = {**({"Content-Type": content_type} if content_type is not None else {}), **headers}
    head = f"HTTP/1.1 {status}\r\n" + "".join(f"{name.replace('_', '-')}: {v}\r\n" for name, v in said.items())
    return head.encode("latin-1") + b"\r\n" + body


def plain(data: bytes) -> bytes:
    return data


def zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(write_content_size=True).compress(data)


PACKINGS: dict[str, Callable[[bytes], bytes]] = {".warc": plain, ".warc.gz": gzip.compress, ".warc.zst": zstd}


@dataclass
class Made:
    """WARC files, and what must come of them: pages by record id, and counts of what is no page."""

    files: list[Path] = field(default_factory=list)
    pages: dict[str, bytes] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)


def mixed(pages: Iterable[tuple[str, bytes, str | None]], folder: Path, files: int, seed: int = 0) -> Made:
    """Write pages (address, bytes, charset of the header) into `files` gzipped WARCs, with one bad record for ten."""
    chance, made = random.Random(seed), Made()
    folder.mkdir(parents=True, exist_ok=True)
    made.files = [folder / f"crawl-{i:05d}.warc.gz" for i in range(files)]
    sinks = [path.open("wb") for path in made.files]
    number = 0
    for sink in sinks:
        sink.write(gzip.compress(record("warcinfo", b"software: by hand\r\n", number=number)))
        made.counts["other"] += 1
    for i, (url, html, charset) in enumerate(pages):
        sink = sinks[i % files]
        number += 2
        sink.write(gzip.compress(record("request", b"GET / HTTP/1.1\r\n\r\n", url, number - 1), 1))
        made.counts["other"] += 1
        kind = f"text/html; charset={charset}" if charset else "text/html"
        sink.write(gzip.compress(record("response", response(html, kind), url, number), 1))
        made.pages[identity(number)] = html
        made.counts["page"] += 1
        if chance.random() < 0.1:
            number += 1
            what, data = chance.choice(BAD)(url, number)
            sink.write(data)
            made.counts[what] += 1
    for sink in sinks:  # killed while it wrote: the last member has no end
        number += 1
        whole = gzip.compress(record("response", response(b"<p>" + chance.randbytes(4000).hex().encode()), "", number))
        sink.write(whole[: len(whole) // 2])
        made.counts["broken"] += 1
        sink.close()
    return made


def _redirect(url: str, number: int) -> tuple[str, bytes]:
    moved = response(b"<p>Moved", status="301 Moved Permanently", Location="https://example.org/")
    return "redirect", gzip.compress(record("response", moved, url, number))


def _picture(url: str, number: int) -> tuple[str, bytes]:
    return "not_html", gzip.compress(record("response", response(PNG, "image/png"), url, number))


def _mislabelled(url: str, number: int) -> tuple[str, bytes]:
    return "not_html", gzip.compress(record("response", response(b"%PDF-1.7 " + bytes(99), "text/html"), url, number))


def _missing(url: str, number: int) -> tuple[str, bytes]:
    return "http_error", gzip.compress(record("response", response(b"<p>No", status="404 Not Found"), url, number))


def _damaged(url: str, number: int) -> tuple[str, bytes]:
    """A record whose compressed bytes were overwritten in their middle."""
    noise = random.Random(number).randbytes(3000).hex().encode()
    whole = bytearray(gzip.compress(record("response", response(b"<p>" + noise), url, number)))
    middle = len(whole) // 2
    whole[middle : middle + 64] = b"\xff" * 64
    return "broken", bytes(whole)


def _miscounted(url: str, number: int) -> tuple[str, bytes]:
    """A record that inflates to the end and fails its checksum."""
    whole = bytearray(gzip.compress(record("response", response(b"<p>one bit is wrong"), url, number)))
    whole[-8:-4] = (zlib.crc32(b"another") & 0xFFFFFFFF).to_bytes(4, "little")
    return "broken", bytes(whole)


BAD: list[Callable[[str, int], tuple[str, bytes]]] = [
    _redirect,
    _picture,
    _mislabelled,
    _missing,
    _damaged,
    _miscounted,
]


def toys(count: int) -> Iterator[tuple[str, bytes, str | None]]:
    """Yield small pages that differ. Their charset is told by nobody, the HTTP header alone, a byte order mark."""
    words = ["harbour", "lantern", "granite", "meadow", "orchard", "thunder", "willow", "copper", "saddle", "ribbon"]
    for i in range(count):
        chance = random.Random(i)
        text = " ".join(chance.choices(words, k=60)).capitalize()
        html = (
            f"<html><head><title>Page {i}</title></head><body><nav><a href='/'>Home</a></nav><h1>Größe {i}</h1>"
            f"<p>{text}.</p><p>Ünd {text.lower()}.</p><footer>© 2026</footer></body></html>"
        )
        charset = (None, "iso-8859-1", "utf-16")[i % 3]
        yield f"https://example.org/{i}", html.encode(charset or "utf-8"), charset
