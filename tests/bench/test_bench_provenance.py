"""Where numbers come from is read from the machine, and says nothing private about it."""

from __future__ import annotations

import platform
import re
import sys
from pathlib import Path

import pytest

from duramen_corpora import provenance


def test_the_command_can_be_typed_by_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        sys, "argv", ["/usr/bin/duramen", "bench", "run", "wcxb", "--from", "/home/me/x y.tar", "-o", "out"]
    )
    assert provenance.command() == "duramen bench run wcxb --from '…/x y.tar' -o out"


def test_the_machine_is_described_and_not_named() -> None:
    said = provenance.machine()
    assert f"Python {platform.python_version()}" in said
    assert re.search(r"\d+ cores?,", said)
    assert not platform.node() or platform.node() not in said


def test_the_date_is_utc() -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC", provenance.now())


def test_the_commit_is_one_or_nothing() -> None:
    assert re.fullmatch(r"([0-9a-f]{12}(-dirty)?)?", provenance.commit())


def test_outside_a_checkout_git_answers_nothing(tmp_path: Path) -> None:
    assert provenance._git(tmp_path, "rev-parse", "HEAD") is None


def test_the_library_has_a_digest_that_stands_still() -> None:
    first = provenance.library_digest()
    provenance.library_digest.cache_clear()
    assert provenance.library_digest() == first
    assert re.fullmatch(r"[0-9a-f]{12}", first)
