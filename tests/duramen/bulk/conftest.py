"""Crawls made by hand, and a command to run them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("datatrove")
sys.path.insert(0, str(Path(__file__).parent))  # importlib mode finds no helpers beside a test

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def bulk() -> Run:
    """Run `duramen bulk`, and return what came of it."""

    def run(*arguments: object, code: int = 0) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "duramen", "bulk", *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stderr
        return done

    return run
