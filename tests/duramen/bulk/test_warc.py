"""Every record of a WARC is told, whatever is damaged."""

from __future__ import annotations

import gzip
import io
import zlib
from collections import Counter
from pathlib import Path

import brotli
import pytest
import warcs

from duramen.bulk.records import Record, why_not_html
from duramen.bulk.warc import read_warc

_PAGE = b"<html><body><p>A page with some words in it.</p></body></html>"


def _read(data: bytes, max_bytes: int | None = None) -> list[Record]:
    return list(read_warc(io.BytesIO(data), max_bytes))


def _good(number: int, packing: str = ".warc.gz") -> bytes:
    return warcs.PACKINGS[packing](warcs.record("response", warcs.response(_PAGE), "http://e.org/", number))


def _told(records: list[Record]) -> list[str]:
    return [f"{record.outcome} {record.id[-4:-1] if record.id else ''}".strip() for record in records]


@pytest.mark.parametrize("seed", range(8))
def test_every_record_is_accounted_for(tmp_path: Path, seed: int) -> None:
    made = warcs.mixed(warcs.toys(120), tmp_path, 2, seed)
    counts, pages = Counter[str](), {}
    for path in made.files:
        with path.open("rb") as file:
            for record in read_warc(file):
                counts[record.outcome] += 1
                if record.outcome == "page":
                    assert record.id not in pages
                    pages[record.id] = record.html
                else:
                    assert record.html is None
                    assert record.error or record.outcome == "other"
    assert counts == made.counts
    assert pages == made.pages


@pytest.mark.parametrize("packing", warcs.PACKINGS)
def test_a_record_says_where_it_is(packing: str) -> None:
    first, second = _good(1, packing), _good(2, packing)
    records = _read(first + second)
    assert [record.offset for record in records] == [0, len(first)]
    assert [record.html for record in records] == [_PAGE, _PAGE]
    assert records[0].url == "http://e.org/"
    assert records[0].date == "2026-11-29T12:00:00Z"
    assert records[0].id == warcs.identity(1)


@pytest.mark.parametrize("packing", [".warc.gz", ".warc.zst"])
@pytest.mark.parametrize("at", ["first", "middle", "last"])
def test_damage_costs_its_record(packing: str, at: str) -> None:
    noise = warcs.random.Random(1).randbytes(4000).hex().encode()
    bad = warcs.record("response", warcs.response(b"<p>" + noise), "http://e.org/", 9)
    whole = bytearray(warcs.PACKINGS[packing](bad))
    whole[40:1000] = b"\xff" * 960  # zstd's default frames have no checksum: what still unpacks is taken as it is
    before = [] if at == "first" else [_good(1, packing), _good(2, packing)]
    after = [] if at == "last" else [_good(3, packing), _good(4, packing)]
    told = _told(_read(b"".join([*before, bytes(whole), *after])))
    assert [what for what in told if what.startswith("page")] == [
        f"page 00{number}" for number in ([1, 2] if before else []) + ([3, 4] if after else [])
    ]
    assert [what[:6] for what in told if not what.startswith("page")] == ["broken"]


def test_a_checksum_that_is_wrong_is_damage() -> None:
    large = warcs.response(b"<p>" + warcs.random.Random(2).randbytes(90_000).hex().encode())
    whole = bytearray(gzip.compress(warcs.record("response", large, "http://e.org/", 9)))
    whole[-8:-4] = zlib.crc32(b"another").to_bytes(4, "little")
    assert _told(_read(_good(1) + bytes(whole) + _good(2))) == ["page 001", "broken 009", "page 002"]


def test_junk_between_records_is_one_broken_record() -> None:
    assert _told(_read(_good(1) + b"no record at all" * 40 + _good(2))) == ["page 001", "broken", "page 002"]


@pytest.mark.parametrize("size", [1, 30, 120, 200])
@pytest.mark.parametrize("packing", warcs.PACKINGS)
def test_a_file_that_ends_too_early_says_so(packing: str, size: int) -> None:
    told = _told(_read(_good(1, packing) + _good(2, packing)[:size]))
    assert told[0] == "page 001"
    if packing != ".warc":  # of a plain record's head alone, nobody can tell that it was to be one
        assert [what[:6] for what in told[1:]] == ["broken"]
    else:
        assert not [what for what in told[1:] if what.startswith("page")]


def test_all_records_in_one_member_are_read() -> None:
    several = b"".join(warcs.record("response", warcs.response(_PAGE), "u", number) for number in range(5))
    assert _told(_read(gzip.compress(several))) == [f"page 00{number}" for number in range(5)]


@pytest.mark.parametrize(
    "data", [b"", b"this is no WARC" * 50, gzip.compress(b"neither is this" * 50), b"\x1f\x8b\x08"]
)
def test_what_is_no_warc_has_no_pages(data: bytes) -> None:
    assert not [record for record in _read(data) if record.outcome != "broken"]
    assert bool(_read(data)) == bool(data)


@pytest.mark.parametrize(
    ("body", "headers", "said"),
    [
        (gzip.compress(_PAGE), {"Content_Encoding": "gzip"}, None),
        (zlib.compress(_PAGE), {"Content_Encoding": "deflate"}, None),
        (zlib.compress(_PAGE)[2:-4], {"Content_Encoding": "deflate"}, None),
        (brotli.compress(_PAGE), {"Content_Encoding": "br"}, None),
        (warcs.zstd(_PAGE), {"Content_Encoding": "zstd"}, None),
        (b"9\r\n" + _PAGE[:9] + b"\r\n%x;a=b\r\n" % (len(_PAGE) - 9) + _PAGE[9:] + b"\r\n0\r\n\r\n",
         {"Transfer_Encoding": "chunked"}, None),
        (_PAGE, {"Content_Encoding": "gzip"}, None),  # the crawler unpacked it and left the header
        (_PAGE, {"Transfer_Encoding": "chunked"}, None),
        (gzip.compress(_PAGE * 400)[:-20], {"Content_Encoding": "gzip"}, "damaged gzip body"),
    ],
)  # fmt: skip
def test_bodies_are_unpacked(body: bytes, headers: dict[str, str], said: str | None) -> None:
    data = gzip.compress(warcs.record("response", warcs.response(body, **headers), "u", 1)) + _good(2)
    first, second = _read(data)
    assert (first.outcome, second.html) == ("page", _PAGE)
    assert (first.html or b"").startswith(_PAGE)
    assert (first.error or "").startswith(said or "")
    assert bool(first.error) == bool(said)


def test_a_bomb_is_read_to_the_limit() -> None:
    bomb = gzip.compress(b"<p>" + bytes(50_000_000))
    data = gzip.compress(warcs.record("response", warcs.response(bomb, Content_Encoding="gzip"), "u", 1))
    (record,) = _read(data, 10_000)
    assert record.html is not None
    assert len(record.html) == 10_001


def test_no_more_of_a_page_is_read_than_asked_for() -> None:
    data = gzip.compress(warcs.record("response", warcs.response(b"<p>" + b"word " * 9000), "u", 1)) + _good(2)
    first, second = _read(data, 1000)
    assert len(first.html or b"") == 1001
    assert second.html == _PAGE


@pytest.mark.parametrize(
    ("content_type", "body", "page"),
    [
        ("text/html; charset=koi8-r", _PAGE, True),
        ("application/xhtml+xml", _PAGE, True),
        ("TEXT/HTML", b"words and no markup", True),
        ("text/html", b"", True),
        ("", _PAGE, True),
        ("application/octet-stream", b"\xef\xbb\xbf  <!-- a --> <!DOCTYPE html><p>", True),
        ("text/xml", b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', True),
        ("text/xml", b'<?xml version="1.0"?><rss>', False),
        ("", b"words and no markup", False),
        ("text/plain", _PAGE, False),
        ("application/json", b'{"html": "<p>"}', False),
        ("text/html", b"%PDF-1.7", False),
        ("text/html", warcs.PNG, False),
    ],
)
def test_the_header_decides_and_then_the_bytes(content_type: str, body: bytes, page: bool) -> None:
    assert (why_not_html(body, content_type) is None) == page


def test_what_the_archive_found_out_helps_where_the_server_said_nothing() -> None:
    assert why_not_html(b"words", "", "text/html") is None


def test_the_header_s_charset_goes_with_the_bytes() -> None:
    body = "<p>Größe".encode("latin-1")
    (record,) = _read(warcs.record("response", warcs.response(body, "text/html; charset=ISO-8859-1"), "u", 1))
    assert (record.html, record.encoding) == (body, "ISO-8859-1")


def test_resources_are_pages_and_cut_ones_say_so() -> None:
    resource = warcs.record("resource", _PAGE, "u", 1, Content_Type="text/html")
    cut = warcs.record("response", warcs.response(_PAGE), "u", 2, WARC_Truncated="length")
    first, second = _read(resource + cut)
    assert (first.outcome, first.html, first.error) == ("page", _PAGE, None)
    assert (second.outcome, second.html, second.error) == ("page", _PAGE, "the crawler cut it (length)")


def test_a_disk_that_fails_is_no_damage() -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() > 400:
                raise OSError("the network went away")
            return super().read(min(200, size or 200))

    with pytest.raises(OSError, match="the network went away"):
        list(read_warc(Failing(_good(1) * 20)))
