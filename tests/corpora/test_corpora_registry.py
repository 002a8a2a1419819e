"""Every row of the registry keeps the contract; a new corpus is proved by this file."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from importlib import import_module

import pytest

from duramen.errors import UsageError
from duramen.roles import POLICIES
from duramen_corpora.info import GOLD_FORMS, CorpusInfo
from duramen_corpora.registry import CORPORA, corpus_info
from duramen_corpora.validate import checked

every_corpus = pytest.mark.parametrize("info", CORPORA.values(), ids=lambda info: info.name)
every_published = pytest.mark.parametrize(
    "info", [info for info in CORPORA.values() if info.pinned and not info.packaged], ids=lambda info: info.name
)


@every_corpus
def test_a_row_is_complete(info: CorpusInfo) -> None:
    for name in ("title", "description", "licence", "languages", "gold", "citation", "faults"):
        assert getattr(info, name), f"{info.name} has no {name}"
    assert bool(info.pages) == info.pinned
    assert all(fault.endswith(".") for fault in info.faults)
    assert info.policy in POLICIES
    assert info.forms
    assert set(info.forms) <= set(GOLD_FORMS)
    assert info.pages_of in ("", *CORPORA)
    assert info.pages_of != info.name


@every_corpus
def test_a_row_stands_beside_its_reader(info: CorpusInfo) -> None:
    module = import_module(info.read.__module__)
    assert module.CORPUS is info
    assert module.read is info.read


def test_rows_are_imported_when_they_are_asked_for() -> None:
    code = "import sys, duramen_corpora; print([m for m in sys.modules if 'duramen_corpora.readers.' in m])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@every_published
def test_a_published_corpus_is_pinned(info: CorpusInfo) -> None:
    assert re.fullmatch(r"[0-9a-f]{40}", info.revision)
    assert re.fullmatch(r"[0-9a-f]{64}", info.content_hash)
    assert info.upstream.startswith("https://")
    assert info.marker
    assert info.archive.endswith(".tar.zst")


@pytest.mark.parametrize("info", [info for info in CORPORA.values() if not info.pinned], ids=lambda info: info.name)
def test_a_format_claims_no_content(info: CorpusInfo) -> None:
    assert (info.content_hash, info.archive, info.folder, info.shippable) == ("", "", None, False)
    assert info.marker


def test_only_what_may_be_is_shippable() -> None:
    free = {"Apache-2.0", "MIT", "CC-BY-4.0"}
    assert {info.licence for info in CORPORA.values() if info.shippable} <= free


@pytest.mark.parametrize(("typed", "meant"), [("wcbx", "wcxb"), ("scraping-hub", "scrapinghub"), ("start", "starter")])
def test_an_unknown_name_is_answered_with_the_nearest(typed: str, meant: str) -> None:
    with pytest.raises(UsageError, match=f"unknown corpus '{typed}'. Did you mean {meant}"):
        corpus_info(typed)


@pytest.mark.parametrize("info", [info for info in CORPORA.values() if info.packaged], ids=lambda info: info.name)
def test_a_packaged_corpus_is_what_its_row_says(info: CorpusInfo) -> None:
    found = list(checked(info.read(info.folder)))
    assert dict(Counter(page.split for page in found)) == dict(info.pages)
    assert {page.language for page in found} == set(info.languages)
    assert {(page.corpus, page.revision) for page in found} == {(info.name, info.revision)}
