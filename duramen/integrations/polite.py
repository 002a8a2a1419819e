"""Requests to somebody's service, one after another: apart in time, by name, and patient where the server is busy."""

from __future__ import annotations

import time
from typing import Any, Final

import duramen
from duramen.errors import missing_extra
from duramen.fetch import FetchError

_BUSY: Final = (429, 500, 502, 503, 504)
_TRIES: Final = 5


class Session:
    """Asks a service. `delay` (between two requests) and `timeout` (for each silence) are seconds.

    Where the server says that it is busy, a request waits for as long as it is told (`Retry-After`), or for `delay` and
    twice as long each time, and gives up after five. robots.txt is not asked for: it is about pages, and what is asked
    here is made for programs. Raises UsageError without `duramen[fetch]`.
    """

    def __init__(self, delay: float = 1.0, timeout: float = 60.0, user_agent: str | None = None) -> None:
        try:
            import requests
            from requests.adapters import HTTPAdapter
            from urllib3.util import Retry
        except ModuleNotFoundError as error:
            raise missing_extra("fetch", error.name) from error
        self.delay, self.timeout, self._next = delay, timeout, 0.0
        self._session = requests.Session()
        self._session.headers["User-Agent"] = user_agent or f"duramen/{duramen.__version__}"
        self._session.headers["Accept-Encoding"] = "identity"  # a range of a file is what the file holds
        patient = Retry(_TRIES, backoff_factor=delay, status_forcelist=_BUSY, raise_on_status=False)
        for scheme in ("http://", "https://"):  # as long as requests' own: the longest that fits is taken
            self._session.mount(scheme, HTTPAdapter(max_retries=patient))

    def get(self, url: str, expected: tuple[int, ...] = (200,), params: Any = None, **headers: str) -> Any:
        """Return the response, whose body is not read yet. Raises FetchError for any other status, or for none."""
        time.sleep(max(0.0, self._next - time.monotonic()))
        self._next = time.monotonic() + self.delay
        try:
            response = self._session.get(url, params=params, headers=headers, timeout=self.timeout, stream=True)
        except OSError as error:
            raise FetchError(f"{url}: {error}") from error
        if response.status_code not in expected:
            response.close()
            raise FetchError(f"{url}: the server answered {response.status_code} {response.reason}")
        return response
