"""Fixtures that every room's tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def archives() -> Path:
    """The folder of published corpora's archives, or a skip that says how to get one."""
    folder = os.environ.get("DURAMEN_CORPORA", "")
    if not folder or not Path(folder).is_dir():
        pytest.skip("no published corpora here: set DURAMEN_CORPORA to the folder of their archives")
    return Path(folder)
