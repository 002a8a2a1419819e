"""Common Crawl's index and archives, as a server of our own that answers as they do."""

from __future__ import annotations

import gzip
import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

pytest.importorskip("fastwarc", reason="needs fastwarc: pip install --group integrations")
pytest.importorskip("requests", reason="needs requests: pip install 'duramen[fetch]'")

import duramen
from duramen.fetch import FetchError
from duramen.integrations import polite
from duramen.integrations.commoncrawl import CommonCrawl

FILE = "crawl-data/CC-MAIN-2026-43/segments/1/warc/CC-MAIN-00000.warc.gz"


def record(kind: str, url: str, body: bytes) -> bytes:
    """A WARC record, packed as Common Crawl packs it: a gzip member each."""
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
    head += f"WARC-Date: 2026-10-20T00:00:00Z\r\nContent-Type: application/http;msgtype={kind}\r\n"
    return gzip.compress(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body + b"\r\n\r\n")


class Crawl(ThreadingHTTPServer):
    """The service. `busy` answers are told to come back before one is given; `asked` is what was asked."""

    def __init__(self, html: bytes, url: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        http = (
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=ISO-8859-1\r\nX-Crawl-Content-Encoding: gzip\r\n\r\n"
        )
        before = record("request", url, b"GET / HTTP/1.1\r\n\r\n")
        page = record("response", url, http + html)
        self.archive = before + page + before
        line = {"url": url, "filename": FILE, "offset": str(len(before)), "length": str(len(page)), "status": "200"}
        self.lines = [line | {"timestamp": "20261020000000"}, line | {"timestamp": "20261021000000"}]
        self.busy, self.asked, self.whole = 0, [], False
        self.address = f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Crawl

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.server.asked.append((parts.path, parse_qs(parts.query), dict(self.headers)))
        if self.server.busy:
            self.server.busy -= 1
            self.answer(503, b"Please reduce your request rate.", {"Retry-After": "0"})
        elif parts.path == "/collinfo.json":
            self.answer(200, json.dumps([{"id": "CC-MAIN-2026-43"}, {"id": "CC-MAIN-2026-38"}]).encode())
        elif parts.path == "/CC-MAIN-2026-43-index":
            self.look_up(parse_qs(parts.query))
        elif parts.path == f"/{FILE}":
            self.range(self.headers["Range"])
        else:
            self.answer(404, b"<html>Not Found</html>")

    def look_up(self, query: dict[str, list[str]]) -> None:
        if "orchard.example" not in query["url"][0]:
            return self.answer(404, b'{"message": "No Captures found for: ' + query["url"][0].encode() + b'"}')
        lines = self.server.lines[: int(query["limit"][0]) if "limit" in query else None]
        return self.answer(200, b"".join(json.dumps(line).encode() + b"\n" for line in lines))

    def range(self, span: str) -> None:
        first, last = map(int, span.removeprefix("bytes=").split("-"))
        if self.server.whole:
            return self.answer(200, self.server.archive)
        return self.answer(206, self.server.archive[first : last + 1])

    def answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def service(html: bytes, url: str) -> Iterator[Crawl]:
    with Crawl(html, url) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def crawl(service: Crawl) -> CommonCrawl:
    return CommonCrawl(delay=0, timeout=5, index=service.address, data=service.address)


def test_from_an_address_to_its_text(service: Crawl, crawl: CommonCrawl, html: bytes, url: str) -> None:
    capture, _ = crawl.look_up("orchard.example/*")
    got = crawl.read(capture)
    assert (got.content, got.url, got.encoding) == (html, url, "iso-8859-1")
    assert "Apples from Malmö" in (duramen.extract(got.content, got.url, encoding=got.encoding) or "")
    assert [path for path, _, _ in service.asked] == ["/collinfo.json", "/CC-MAIN-2026-43-index", f"/{FILE}"]
    assert {headers["User-Agent"] for _, _, headers in service.asked} == {f"duramen/{duramen.__version__}"}
    query = service.asked[1][1]
    assert query["filter"] == ["=status:200", "~mime-detected:text/html|application/xhtml.xml"]
    assert query["url"] == ["orchard.example/*"]


def test_the_example_of_the_documentation(
    service: Crawl, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = Path(__file__).parents[3] / "docs" / "how-to" / "integrations" / "common-crawl.md"
    (example,) = re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.S)
    here = {"index": service.address, "data": service.address, "delay": 0}
    monkeypatch.setattr(CommonCrawl.__init__, "__kwdefaults__", {**CommonCrawl.__init__.__kwdefaults__, **here})
    exec(example, {})
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("2026")]
    assert [line.split()[0] for line in lines] == ["20261020000000", "20261021000000"]
    assert all("Keeping apples" in line for line in lines)


def test_a_query_has_limits_and_a_crawl_a_name(service: Crawl) -> None:
    crawl = CommonCrawl("CC-MAIN-2026-43", delay=0, user_agent="me/1", index=service.address)
    assert len(list(crawl.look_up("orchard.example", limit=1, filter="=languages:eng", **{"from": "2026"}))) == 1
    ((path, query, headers),) = service.asked
    assert path == "/CC-MAIN-2026-43-index"
    assert (query["filter"], query["from"], headers["User-Agent"]) == (["=languages:eng"], ["2026"], "me/1")


def test_no_capture_is_no_error_and_no_crawl_is(service: Crawl, crawl: CommonCrawl) -> None:
    assert list(crawl.look_up("nobody.example")) == []
    missing = CommonCrawl("CC-MAIN-1066-01", delay=0, index=service.address)
    with pytest.raises(FetchError, match=r"no crawl CC-MAIN-1066-01: .*collinfo\.json lists them"):
        list(missing.look_up("orchard.example"))


def test_a_busy_service_is_given_time(service: Crawl, crawl: CommonCrawl) -> None:
    service.busy = 3
    assert len(list(crawl.look_up("orchard.example"))) == 2
    service.busy = 100
    with pytest.raises(FetchError, match="answered 503"):
        list(crawl.look_up("orchard.example"))
    assert service.busy == 94  # one try, and five more


def test_requests_are_apart(service: Crawl, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(polite.time, "sleep", waits.append)
    monkeypatch.setattr(polite.time, "monotonic", lambda: 100.0)
    crawl = CommonCrawl(delay=2, index=service.address, data=service.address)
    capture = next(crawl.look_up("orchard.example"))
    crawl.read(capture)
    assert waits == [0.0, 2.0, 2.0]


def test_a_whole_archive_is_not_read(service: Crawl, crawl: CommonCrawl) -> None:
    capture = next(crawl.look_up("orchard.example"))
    service.whole = True
    with pytest.raises(FetchError, match="answered 200"):
        crawl.read(capture)


def test_a_place_that_holds_no_response(service: Crawl, crawl: CommonCrawl) -> None:
    capture = next(crawl.look_up("orchard.example"))
    for wrong in ({"offset": "0", "length": capture["offset"]}, {"length": "40"}):
        with pytest.raises(FetchError, match="no response"):
            crawl.read({**capture, **wrong})


def test_what_is_damaged_or_cut_is_no_page(service: Crawl, crawl: CommonCrawl) -> None:
    capture = next(crawl.look_up("orchard.example"))
    whole, first = service.archive, int(capture["offset"])
    service.archive = whole[: first + 100]
    with pytest.raises(FetchError, match="100 bytes came"):
        crawl.read(capture)
    service.archive = whole[: first + 100] + bytes(200) + whole[first + 300 :]
    with pytest.raises(FetchError, match="is damaged"):
        crawl.read(capture)


def test_nobody_there(crawl: CommonCrawl) -> None:
    lonely = CommonCrawl("CC-MAIN-2026-43", delay=0, timeout=1, index="http://127.0.0.1:9")
    with pytest.raises(FetchError, match=r"127\.0\.0\.1:9"):
        list(lonely.look_up("orchard.example"))
