"""Our own scores do not fall unseen: the shipped weights hold their floors, and the ratchet turns one way."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

_SCRIPT = Path(__file__).parents[1] / "results" / "ratchet.py"


@pytest.fixture(scope="module")
def ratchet() -> ModuleType:
    """results/ratchet.py, which is in no package."""
    spec = importlib.util.spec_from_file_location("ratchet", _SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class TestShippedWeights:
    @pytest.mark.slow
    def test_they_hold_their_floors_on_the_starter_corpus(self, ratchet: ModuleType) -> None:
        assert ratchet.check("starter", json.loads(ratchet.FILE.read_text("utf-8"))["starter"]) == []

    @pytest.mark.slow
    @pytest.mark.corpus
    def test_they_hold_their_floors_on_scrapinghub(self, ratchet: ModuleType, archives: Path) -> None:
        assert ratchet.check("scrapinghub", json.loads(ratchet.FILE.read_text("utf-8"))["scrapinghub"]) == []


class TestRatchet:
    def test_a_score_below_its_floor_is_named_with_both(self, ratchet: ModuleType) -> None:
        floors = {"floors": {"duramen": {"word_f1": 0.9, "shingle_f1": 0.8}}}
        found = {"duramen": {"word_f1": 0.89999, "shingle_f1": 0.8}}
        assert ratchet.below(floors, found) == ["duramen: word_f1 is 0.89999, its floor 0.90000"]

    def test_floors_rise_and_never_fall_over_the_same_pages(self, ratchet: ModuleType) -> None:
        floors = ratchet.raised(None, {"duramen": {"word_f1": 0.812345}}, "a")
        assert floors["floors"] == {"duramen": {"word_f1": 0.81234}}
        higher = ratchet.raised(floors, {"duramen": {"word_f1": 0.9}}, "a")
        assert higher["floors"] == {"duramen": {"word_f1": 0.9}}
        assert ratchet.raised(higher, {"duramen": {"word_f1": 0.8}}, "a")["floors"] == higher["floors"]

    def test_other_pages_have_floors_of_their_own(self, ratchet: ModuleType) -> None:
        floors = ratchet.raised(None, {"duramen": {"word_f1": 0.9}}, "a")
        assert ratchet.raised(floors, {"duramen": {"word_f1": 0.7}}, "b")["floors"] == {"duramen": {"word_f1": 0.7}}
        [said] = ratchet.check("starter", floors)
        assert said == "starter: its floors are of other pages. Type: python results/ratchet.py --raise"

    def test_a_fall_fails_the_command_and_says_what_to_do(
        self, ratchet: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(ratchet, "CORPORA", {"starter": ratchet.CORPORA["starter"]})
        poor = {tool: {"word_f1": 0.1, "shingle_f1": 1.0} for tool in ratchet.CORPORA["starter"]}
        monkeypatch.setattr(ratchet, "score", lambda corpus: poor)
        monkeypatch.setattr(sys, "argv", ["ratchet.py"])
        assert ratchet.main() == 1
        assert "starter, duramen: word_f1 is 0.10000, its floor 0." in capsys.readouterr().out
