"""How much of the gold is in each page: what `align` says, once, in the order of the table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import duramen
from duramen_corpora import found
from duramen_corpora.align import align
from duramen_corpora.found import gold_found
from duramen_corpora.load import load, pages, stored

WritePage = Callable[..., None]


@pytest.fixture
def mixed(wcxb: Path, write_page: WritePage) -> Path:
    """Four good pages, and one each whose gold is elsewhere, empty, and none at all."""
    write_page(wcxb, "dev", "0005", gold={"main_content": "Nothing of this stands anywhere."})
    write_page(wcxb, "dev", "0006", gold={"main_content": ""})
    write_page(wcxb, "dev", "0007", gold={"with": ["by hand"]})
    return wcxb


def test_it_is_what_align_says_of_each_page(mixed: Path) -> None:
    shares = gold_found(stored("wcxb", mixed))
    wanted = [
        None
        if page.text is None
        else align(duramen.parse(page.html, encoding=page.charset).texts, page.text).gold_found
        for page in pages(load("wcxb", mixed))
    ]
    assert shares == wanted
    assert shares[:4] == [1.0] * 4
    assert shares[4:] == [pytest.approx(0.0), 1.0, None]


def test_two_processes_say_the_same_as_one(mixed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found, "_FEW", 0)
    kept = stored("wcxb", mixed)
    assert list(found._shares(kept, 2)) == list(found._shares(kept, 1))


def test_it_is_done_once_for_a_state_of_table_and_code(mixed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = stored("wcxb", mixed)
    shares = gold_found(kept)
    with monkeypatch.context() as patch:
        patch.setattr(found, "_share", lambda row: pytest.fail("this was known"))
        assert gold_found(kept) == shares
    monkeypatch.setattr(found, "_code", lambda: "changed")
    monkeypatch.setattr(found, "_share", lambda row: 0.25)
    assert gold_found(kept) == [0.25] * 7
