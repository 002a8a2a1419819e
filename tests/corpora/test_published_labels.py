"""Published corpora with node labels, and their neighbours: what the registry says of them, where they are at hand."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

import duramen
from duramen.decode import decode
from duramen_corpora.align import labels_from_xpaths
from duramen_corpora.load import read
from duramen_corpora.registry import corpus_info
from duramen_corpora.schema import NOISE, Page
from duramen_corpora.validate import checked
from duramen_corpora.words import word_overlap, words

pytestmark = [pytest.mark.corpus, pytest.mark.slow]

LABELS = (b"x-nc-sel", b"__boilernet_label", b"krdwrd-tag")
NODES = ("l3s-gn1", "google-trends-2017")


@cache
def _pages(archives: Path, name: str) -> list[Page]:
    return list(read(name, archives / corpus_info(name).archive))


@pytest.mark.parametrize("name", [*NODES, "l3s-gn1-text"])
def test_no_label_stands_in_a_page(archives: Path, name: str) -> None:
    for page in _pages(archives, name):
        assert not [label for label in LABELS if label in page.html], page.id
        assert not [label for label in LABELS if label.decode() in (page.text or "")], page.id


@pytest.mark.parametrize(("name", "without"), [("l3s-gn1", 8), ("google-trends-2017", 0)])
def test_every_page_that_has_text_is_labelled(archives: Path, name: str, without: int) -> None:
    unlabelled = [page.id for page in checked(_pages(archives, name)) if not page.blocks]
    assert len(unlabelled) == without


@pytest.mark.parametrize(("name", "floor"), [("l3s-gn1", 0.97), ("google-trends-2017", 0.995)])
def test_the_blocks_that_are_labelled_content_are_the_gold(archives: Path, name: str, floor: float) -> None:
    kept = corpus_info(name).gold_roles
    scores = []
    for page in _pages(archives, name):
        parsed = duramen.parse(page.html, encoding=page.charset)
        roles = labels_from_xpaths(parsed, page.blocks)
        text = " ".join(text for text, role in zip(parsed.texts, roles, strict=True) if role in kept)
        scores.append(word_overlap(text, page.text or "").f1)
    assert sum(scores) / len(scores) >= floor


def test_l3s_as_text_has_the_pages_and_golds_of_l3s(archives: Path) -> None:
    nodes, text = (_pages(archives, name) for name in ("l3s-gn1", "l3s-gn1-text"))
    assert [(p.id, p.html, p.text, p.comments) for p in nodes] == [(p.id, p.html, p.text, p.comments) for p in text]


def test_noise_inside_content_is_noise(archives: Path) -> None:
    """A label holds for all beneath its element, so noise in an article must be said to be noise."""
    roles = Counter(label.role for page in _pages(archives, "l3s-gn1") for label in page.blocks)
    assert set(roles) == {NOISE, "title", "main", "meta", "related", "comment"}
    assert roles[NOISE] > 60_000


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("cleaneval", 732),
        ("dragnet", 1365),
        ("l3s-gn1-text", 621),
        ("readability-wceb", 116),
        ("google-trends-2017", 176),
    ],
)
def test_pages_decode_as_the_registry_says(archives: Path, name: str, whole: int) -> None:
    assert sum("\ufffd" not in decode(page.html, page.charset) for page in _pages(archives, name)) == whole


def test_stubs_and_empty_golds_are_those_that_the_registry_names(archives: Path) -> None:
    stubs = [
        page.id
        for page in _pages(archives, "dragnet")
        if page.text and not set(words(" ".join(duramen.parse(page.html).texts))) & set(words(page.text))
    ]
    assert stubs == ["R237", "R427"]
    assert [page.id for page in _pages(archives, "cleaneval") if not page.text] == [
        "dev-32", "final-278", "final-329", "final-690", "final-697", "final-707", "final-795",
    ]  # fmt: skip
