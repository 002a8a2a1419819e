"""Fixtures that every room's tests share."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def archives() -> Path:
    """The folder of published corpora's archives, or a skip that says how to get one."""
    folder = os.environ.get("DURAMEN_CORPORA", "")
    if not folder or not Path(folder).is_dir():
        pytest.skip("no published corpora here: set DURAMEN_CORPORA to the folder of their archives")
    return Path(folder)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser, or a skip that says how to get one."""
    for name in ("chromium", "chromium-browser", "google-chrome", "chrome"):
        if found := shutil.which(name):
            return found
    pytest.skip("no browser here: install chromium to see the overlay work in one")


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """An address, and what was asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}", asked
        http.shutdown()
        thread.join()
