"""Crawls made by hand, and a command to run them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("datatrove")
sys.path.insert(0, str(Path(__file__).parent))  # importlib mode finds no helpers beside a test


@pytest.fixture
def bulk(capfd: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Run `duramen bulk` in this process, with one worker unless told otherwise, and return what it said."""
    from duramen.cli import main

    def run(*arguments: object, code: int = 0) -> str:
        with pytest.raises(SystemExit) as ended:
            main(["bulk", *map(str, arguments), *([] if "-j" in arguments else ["-j", "1"])])
        out, said = capfd.readouterr()
        assert (ended.value.code or 0, out) == (code, ""), said
        return said

    return run
