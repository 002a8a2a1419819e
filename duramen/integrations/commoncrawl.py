"""Common Crawl: captures of an address, from its index to the page, without downloading an archive.

    crawl = CommonCrawl()                                     # the newest crawl; or CommonCrawl("CC-MAIN-2026-43")
    for capture in crawl.look_up("example.org/*", limit=10):
        got = crawl.read(capture)                             # bytes as served, address, charset
        duramen.extract(got.content, got.url, encoding=got.encoding)

The index says where a capture lies; one range of one WARC file is read. For whole crawls there is `duramen bulk`.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any, Final

from duramen.fetch import Fetched, FetchError
from duramen.integrations.polite import Session
from duramen.integrations.shared import missing

Capture = dict[str, str]  # as the index has it: url, timestamp, status, filename, offset, length, and more
_PAGES: Final = ("=status:200", "~mime-detected:text/html|application/xhtml.xml")


class CommonCrawl:
    """Looks captures up and reads them; needs `requests` and `fastwarc`. Raises FetchError for what cannot be had.

    Requests are `delay` seconds apart and patient with a busy server, as `duramen.integrations.polite` says.
    """

    def __init__(
        self,
        crawl: str | None = None,
        *,
        delay: float = 1.0,
        timeout: float = 60.0,
        user_agent: str | None = None,
        index: str = "https://index.commoncrawl.org",
        data: str = "https://data.commoncrawl.org",
    ) -> None:
        self.crawl, self.index, self.data = crawl, index, data
        self._get = Session(delay, timeout, user_agent).get

    def look_up(self, url: str, *, limit: int | None = None, **query: Any) -> Iterator[Capture]:
        """Yield captures of HTML pages at an address (`example.org/a`, `example.org/*`, `*.example.org`), if any.

        `query` are further parameters of the index, which is pywb's: `filter`, `from`, `to`, `sort`.
        """
        if self.crawl is None:
            self.crawl = str(self._get(f"{self.index}/collinfo.json").json()[0]["id"])
        asked = {"url": url, "output": "json", "filter": _PAGES, "limit": limit, **query}
        with self._get(f"{self.index}/{self.crawl}-index", (200, 404), params=asked) as response:
            if response.status_code == 200:
                yield from map(json.loads, filter(None, response.iter_lines()))
            elif b"No Captures found" not in response.content:
                raise FetchError(f"{self.index} has no crawl {self.crawl}: {self.index}/collinfo.json lists them")

    def read(self, capture: Capture) -> Fetched:
        """Return the page of a capture: bytes as served, address, and the charset of its HTTP header."""
        try:
            from fastwarc.warc import ArchiveIterator, WarcRecordType
        except ModuleNotFoundError as error:
            raise missing("fastwarc", error) from error
        file, first, length = capture["filename"], int(capture["offset"]), int(capture["length"])
        with self._get(f"{self.data}/{file}", (206,), Range=f"bytes={first}-{first + length - 1}") as response:
            raw = response.content
        if len(raw) != length:
            raise FetchError(f"{file} at {first}: {len(raw)} bytes came, and {length} were asked for")
        try:
            for record in ArchiveIterator(io.BytesIO(raw), record_types=WarcRecordType.response):
                url = record.headers.get("WARC-Target-URI") or capture["url"]
                return Fetched(record.reader.read(), url, record.http_charset)
        except OSError as error:
            raise FetchError(f"{file} at {first} is damaged: {error}") from error
        raise FetchError(f"there is no response in {file} at {first}")
