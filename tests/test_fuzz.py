"""A bounded run of each fuzzer, by blind mutation; `make fuzz` runs them by coverage, with AddressSanitizer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_RUN = Path(__file__).parent / "fuzz" / "run.py"


@pytest.mark.slow
@pytest.mark.parametrize("target", ["pages", "renders", "weights"])
def test_nothing_is_found(target: str) -> None:
    """In a process of its own, so that a crash is a finding and not the end of the suite."""
    command = [sys.executable, str(_RUN), target, "--plain", "--seconds", "5"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    assert "no finding" in done.stdout
