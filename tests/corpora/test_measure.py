"""What was measured is of the content that the registry pins, its rows follow from it, and the table is made of it."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import pytest

from duramen.errors import DataError
from duramen_corpora import measure
from duramen_corpora.info import CorpusInfo
from duramen_corpora.load import content_hash
from duramen_corpora.measure import Measured, measured
from duramen_corpora.policy import PARTS
from duramen_corpora.registry import CORPORA, corpus_info

_ROOT = Path(__file__).parents[2]
#: Parts of a page that are roles of their own: in a gold text or not, as most of its pages have it.
ROLES = {"title": "title", "comments": "comment"}
FEW = 25  # pages with the part, below which a share says nothing

pinned = [info for info in CORPORA.values() if info.pinned]
every_pinned = pytest.mark.parametrize("info", pinned, ids=lambda info: info.name)


@pytest.fixture
def found(info: CorpusInfo) -> Measured:
    return measured()[info.name]


@every_pinned
def test_every_corpus_was_measured_as_it_is_pinned(info: CorpusInfo, found: Measured) -> None:
    here = info.content_hash or content_hash(info.read(info.folder or Path()))
    assert found.content_hash == here, f"type: python -m duramen_corpora.measure {info.name}"
    assert found.pages == info.pages["dev"]
    assert (found.texts > 0) == ("text" in info.forms)


@every_pinned
def test_shares_are_shares(info: CorpusInfo, found: Measured) -> None:
    shares = [found.found_median, found.found_p10, found.there, found.oracle_f1]
    assert all(share is None or 0 <= share <= 1 for share in shares)
    assert all((share is None) == (found.texts == 0) for share in shares)
    assert list(found.policy) == list(PARTS)
    assert all(0 <= included <= pages <= found.pages for pages, included in found.policy.values())


@every_pinned
def test_blocks_can_reach_what_is_in_the_page(info: CorpusInfo, found: Measured) -> None:
    """Choosing whole blocks costs at most a point against gold that is there."""
    if found.oracle_f1 is not None and found.there is not None:
        assert found.oracle_f1 >= found.there - 0.01


@every_pinned
def test_gold_roles_follow_from_what_was_measured(info: CorpusInfo, found: Measured) -> None:
    for part, role in ROLES.items():
        pages, included = found.policy[part]
        if pages >= FEW and not info.packaged:
            assert (included >= pages / 2) == (role in info.gold_roles), f"{part}: {included} of {pages}"


def test_the_table_is_what_was_measured() -> None:
    script = str(_ROOT / "corpora" / "tabulate.py")
    done = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_measured_corpus_reads_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = dataclasses.asdict(measured()["starter"])
    (tmp_path / "measured.json").write_text(json.dumps({"starter": one}))
    monkeypatch.setattr(measure, "FILE", tmp_path / "measured.json")
    assert measured.__wrapped__() == {"starter": measured()["starter"]}


@pytest.mark.parametrize("text", ["", "[]", '{"starter": {"pages": 1}}'])
def test_a_broken_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    (tmp_path / "measured.json").write_text(text)
    monkeypatch.setattr(measure, "FILE", tmp_path / "measured.json")
    with pytest.raises(DataError, match=r"measured\.json does not hold what was measured.*duramen_corpora\.measure"):
        measured.__wrapped__()


@pytest.mark.corpus
def test_measuring_again_gives_the_same(archives: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DURAMEN_CORPORA", str(archives))
    info = corpus_info("webmainbench")
    assert measure.measure(info) == measured()["webmainbench"]
