"""Polite fetching: robots.txt, redirects, sizes, silence; against a server of our own."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from duramen import fetch
from duramen.cli import main
from duramen.errors import UsageError
from duramen.fetch import Fetcher, FetchError

pytest.importorskip("requests", reason="needs requests: pip install 'duramen[fetch]'")
pytest.importorskip("protego", reason="needs protego: pip install 'duramen[fetch]'")

PROSE = "<p>Apples are kept in straw, and the straw is kept dry, since those that touch one another rot.</p>"
PAGE = f"<title>Äpfel</title><article>{PROSE * 5}</article>".encode("latin-1")
ROBOTS = b"User-agent: *\nDisallow: /private/\nDisallow: /*.secret$\n"


class Site(ThreadingHTTPServer):
    """A host whose answers a test sets: path to status, headers, body. `asked` is what was asked, and by whom."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {"/robots.txt": (200, {}, ROBOTS)}
        self.asked: list[tuple[str, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers["User-Agent"]))
        status, headers, body = self.server.answers.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def fetcher() -> Fetcher:
    return Fetcher(delay=0, timeout=5)


def test_a_page_comes_with_its_charset(site: Site, fetcher: Fetcher) -> None:
    site.answers["/a"] = 200, {"Content-Type": 'text/html; charset="ISO-8859-1"'}, PAGE
    got = fetcher(f"{site.url}/a")
    assert (got.content, got.url, got.encoding) == (PAGE, f"{site.url}/a", "ISO-8859-1")
    fetcher(f"{site.url}/a")
    assert [path for path, _ in site.asked] == ["/robots.txt", "/a", "/a"]
    assert {agent for _, agent in site.asked} == {fetcher.user_agent}


@pytest.mark.parametrize("path", ["/private/x", "/a.secret"])
def test_robots_are_obeyed(site: Site, fetcher: Fetcher, path: str) -> None:
    site.answers[path] = 200, {}, PAGE
    with pytest.raises(FetchError, match="forbids it"):
        fetcher(site.url + path)
    assert [asked for asked, _ in site.asked] == ["/robots.txt"]


def test_a_redirect_asks_robots_anew(site: Site, fetcher: Fetcher) -> None:
    site.answers["/a"] = 302, {"Location": "/b"}, b""
    site.answers["/b"] = 200, {}, PAGE
    site.answers["/c"] = 301, {"Location": "/private/x"}, b""
    site.answers["/d"] = 302, {"Location": "/d"}, b""
    site.answers["/e"] = 302, {"Location": "file:///etc/passwd"}, b""
    assert fetcher(f"{site.url}/a").url == f"{site.url}/b"
    with pytest.raises(FetchError, match="forbids it"):
        fetcher(f"{site.url}/c")
    with pytest.raises(FetchError, match="redirected more than 5 times"):
        fetcher(f"{site.url}/d")
    with pytest.raises(FetchError, match="no address to fetch"):
        fetcher(f"{site.url}/e")


@pytest.mark.parametrize(("status", "free"), [(404, True), (403, True), (500, False), (503, False)])
def test_without_robots(site: Site, fetcher: Fetcher, status: int, free: bool) -> None:
    site.answers |= {"/robots.txt": (status, {}, b"Disallow: /"), "/a": (200, {}, PAGE)}
    if free:
        assert fetcher(f"{site.url}/a").content == PAGE
    else:
        with pytest.raises(FetchError, match="counts as closed"):
            fetcher(f"{site.url}/a")


def test_an_answer_is_cut_before_it_fills_memory(site: Site) -> None:
    packed = gzip.compress(b"x" * 30_000_000)
    site.answers |= {"/a": (200, {}, b"y" * 5000), "/b": (200, {"Content-Encoding": "gzip"}, packed)}
    small = Fetcher(delay=0, max_bytes=1000)
    assert small(f"{site.url}/a").content == b"y" * 1001  # one over: whoever reads on sees that it was cut
    assert small(f"{site.url}/b").content == b"x" * 1001


def test_a_host_is_given_time(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(fetch.time, "sleep", waits.append)
    monkeypatch.setattr(fetch.time, "monotonic", lambda: 100.0)
    site.answers |= {"/a": (200, {}, PAGE), "/robots.txt": (200, {}, b"User-agent: *\nCrawl-delay: 7")}
    slow = Fetcher(delay=1)
    for _ in range(2):
        slow(f"{site.url}/a")
    assert waits == [0.0, 7.0]
    assert time.monotonic() == 100.0


@pytest.mark.parametrize("url", ["ftp://a.example/", "a.example", "file:///etc/passwd", "http://", "http://[x"])
def test_what_is_no_address(fetcher: Fetcher, url: str) -> None:
    with pytest.raises(UsageError, match="is no address to fetch"):
        fetcher(url)


def test_nobody_there(fetcher: Fetcher, site: Site) -> None:
    with pytest.raises(FetchError, match="answered 404"):
        fetcher(f"{site.url}/none")
    site.server_close()
    with pytest.raises(FetchError):
        Fetcher(delay=0, timeout=1)("http://127.0.0.1:9/")


def test_the_command_fetches(site: Site, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    site.answers |= {"/a": (200, {}, PAGE), "/b": (200, {}, PAGE)}
    with pytest.raises(SystemExit) as ended:
        main(["extract", "-u", f"{site.url}/a", "--delay", "0"])
    assert ended.value.code in (0, None)
    assert "straw is kept dry" in capfd.readouterr().out
    out = tmp_path / "out.jsonl"
    addresses = [word for path in ("a", "b", "none", "private/x") for word in ("-u", f"{site.url}/{path}")]
    with pytest.raises(SystemExit) as ended:
        main(["extract", *addresses, "--delay", "0", "--out", str(out)])
    assert ended.value.code == 1
    records = [json.loads(line) for line in out.read_text().splitlines()]
    assert [record["id"] for record in records] == [f"{site.url}/a", f"{site.url}/b"]
    assert records[0]["metadata"]["title"] == "Äpfel"
    told = [json.loads(line) for line in (tmp_path / "out.errors.jsonl").read_text().splitlines()]
    assert [t["failed"] for t in told] == [True, True]
    with pytest.raises(SystemExit) as ended:
        main(["extract", "-u", f"{site.url}/none", "--delay", "0"])
    assert ended.value.code == 1
    assert "answered 404" in capfd.readouterr().err
