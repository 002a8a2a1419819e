"""Fetch pages politely: robots.txt is obeyed, hosts are given time, and no answer takes for ever or fills memory.

    fetcher = Fetcher()
    got = fetcher("https://example.org/")
    duramen.extract(got.content, got.url, encoding=got.encoding)

It is for some pages, one after another, not for a crawl. What a host's robots.txt says (RFC 9309) is asked for before
its first page and before every redirect; where it cannot be had for a fault of the server's, nothing is fetched there.
Two requests to a host are `delay` seconds apart, or as many as its `Crawl-delay` says. Needs `duramen[fetch]`.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

import duramen
from duramen.decode import charset_of
from duramen.errors import UsageError, missing_extra

if TYPE_CHECKING:
    from protego import Protego
    from requests import Response, Session

AGENT: Final = "duramen"
_REDIRECTS: Final = 5
_CHUNK: Final = 1 << 16
_ROBOTS_BYTES: Final = 500 << 10  # RFC 9309, 2.5: parsers read at least 500 KiB
_LONGEST: Final = 60.0  # seconds of a Crawl-delay that are waited


class FetchError(OSError):
    """A page could not be had: the message says why."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back: bytes as served, the address in the end, and the charset that the server declared."""

    content: bytes
    url: str
    encoding: str | None


class Fetcher:
    """Fetches pages one after another. `delay` and `timeout` are seconds; `max_bytes` is where an answer is cut.

    `timeout` is for connecting and for each silence; a whole answer gets ten times as long. Raises UsageError where
    what it needs is not installed.
    """

    def __init__(
        self,
        *,
        user_agent: str | None = None,
        delay: float = 1.0,
        timeout: float = 20.0,
        max_bytes: int = 10_000_000,
    ) -> None:
        try:
            from requests import Session
        except ModuleNotFoundError as error:
            raise missing_extra("fetch", error.name) from error
        self.user_agent = user_agent or f"{AGENT}/{duramen.__version__}"
        self.delay, self.timeout, self.max_bytes = delay, timeout, max_bytes
        self._session: Session = Session()
        self._session.headers["User-Agent"] = self.user_agent
        self._session.trust_env = True
        self._rules: dict[str, Protego | None] = {}
        self._next: dict[str, float] = {}

    def __call__(self, url: str) -> Fetched:
        """Fetch a page. Raises UsageError for what is no http(s) address, FetchError where it cannot be had."""
        for _ in range(_REDIRECTS + 1):
            host = host_of(url)
            self._ask(host, url)
            self._wait(host)
            response = self._get(url)
            with response:
                if response.is_redirect:
                    url = _redirected(url, response)
                    continue
                if response.status_code != 200:
                    raise FetchError(f"the server answered {response.status_code} {response.reason}")
                charset = charset_of(response.headers.get("Content-Type", ""))
                return Fetched(self._body(response, self.max_bytes + 1), url, charset)
        raise FetchError(f"redirected more than {_REDIRECTS} times")

    def _ask(self, host: str, url: str) -> None:
        """Raise FetchError where the host's robots.txt forbids the page."""
        if host not in self._rules:
            self._rules[host] = self._robots(host)
        rules = self._rules[host]
        if rules is None:
            raise FetchError(f"{host}/robots.txt cannot be had: the host counts as closed")
        if not rules.can_fetch(url, self.user_agent):
            raise FetchError(f"{host}/robots.txt forbids it to {self.user_agent}")

    def _robots(self, host: str) -> Protego | None:
        """Return a host's rules: none of them where there is no such file, None where the server fails (RFC 9309)."""
        try:
            from protego import Protego
        except ModuleNotFoundError as error:
            raise missing_extra("fetch", error.name) from error
        self._next[host] = 0.0
        url = f"{host}/robots.txt"
        for _ in range(_REDIRECTS + 1):
            try:
                response = self._get(url)
                with response:
                    if response.is_redirect:
                        url = _redirected(url, response)
                        continue
                    if response.status_code >= 500:
                        return None
                    body = self._body(response, _ROBOTS_BYTES) if response.status_code == 200 else b""
                    return Protego.parse(body.decode("utf-8", "replace"))
            except FetchError:
                return None
        return Protego.parse("")

    def _wait(self, host: str) -> None:
        """Wait until the host may be asked again."""
        rules = self._rules[host]
        asked = rules.crawl_delay(self.user_agent) if rules else None
        time.sleep(max(0.0, self._next[host] - time.monotonic()))
        self._next[host] = time.monotonic() + max(self.delay, min(float(asked or 0), _LONGEST))

    def _get(self, url: str) -> Response:
        from requests import RequestException

        try:
            return self._session.get(url, timeout=self.timeout, stream=True, allow_redirects=False)
        except RequestException as error:
            raise FetchError(_reason(error)) from error

    def _body(self, response: Response, limit: int) -> bytes:
        """Return an answer's first `limit` bytes, decompressed. Raises FetchError where it takes too long."""
        from requests import RequestException

        parts: list[bytes] = []
        size, end = 0, time.monotonic() + 10 * self.timeout
        try:
            for part in response.iter_content(_CHUNK):
                parts.append(part)
                size += len(part)
                if size >= limit:
                    break
                if time.monotonic() > end:
                    raise FetchError(f"not all there after {10 * self.timeout:g} s")
        except RequestException as error:
            raise FetchError(_reason(error)) from error
        return b"".join(parts)[:limit]


def _redirected(url: str, response: Response) -> str:
    """Return where an answer leads. Raises FetchError where that is nothing to fetch."""
    try:
        target = urljoin(url, response.headers["Location"])
        host_of(target)
    except (UsageError, ValueError) as error:
        raise FetchError(f"redirected to {response.headers['Location']}, which is no address to fetch") from error
    return target


def host_of(url: str) -> str:
    """Return scheme and host of an address. Raises UsageError where it has none that can be fetched."""
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and parts.hostname
    except ValueError:
        known = None
    if not known:
        raise UsageError(f"'{url}' is no address to fetch. Give one that starts with https:// or http://")
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _reason(error: Exception) -> str:
    """Return what went wrong, without the layers that it went through."""
    inner: BaseException = error
    while inner.__cause__ is not None or inner.__context__ is not None:
        inner = inner.__cause__ or inner.__context__ or inner
    return f"{type(error).__name__}: {getattr(inner, 'strerror', None) or inner}"
