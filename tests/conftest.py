"""Fixtures that every room's tests share."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

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


@pytest.fixture
def fake_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A Hub on this machine (`tests/fake_hub.py`), which the client asks and trusts, as the owner of what is there."""
    from huggingface_hub import constants
    from pytest_httpserver import HTTPServer

    spec = importlib.util.spec_from_file_location("fake_hub", Path(__file__).with_name("fake_hub.py"))
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with HTTPServer(threaded=True) as http:
        hub = module.FakeHub(http)
        settings = {
            "ENDPOINT": hub.url,
            "HUGGINGFACE_CO_URL_TEMPLATE": hub.url + "/{repo_id}/resolve/{revision}/{filename}",
            "HF_HUB_CACHE": str(tmp_path / "hub-cache"),
            "HF_HUB_DISABLE_XET": True,
            "HF_TOKEN_PATH": str(tmp_path / "no-token"),
        }
        for name, value in settings.items():
            monkeypatch.setattr(constants, name, value)
        monkeypatch.setenv("HF_TOKEN", module.TOKEN)
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        yield hub
        http.check_assertions()
