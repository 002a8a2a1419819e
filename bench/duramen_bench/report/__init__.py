"""Scores to leaderboards: the third step. One HTML page for people; Markdown, CSV and JSON beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def write_report(run_dirs: Sequence[Path], out: Path) -> Path:
    """Write the four leaderboards."""
    return out
