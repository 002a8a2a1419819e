"""Near-duplicates: what MinHash finds is what comparing all with all finds, and templates do not make two pages one."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import duramen
from duramen.errors import UsageError
from duramen_corpora.nearby import LITTLE, NearDuplicates, jaccard, page_words, shingles
from duramen_corpora.schema import BlockLabel, Page

WORDS = st.lists(st.sampled_from("abcdefgh"), max_size=80)


def text(seed: int, count: int = 120) -> list[str]:
    """`count` words that no other seed has."""
    return [f"w{seed}x{i}" for i in range(count)]


def edited(words: list[str], rng: random.Random, share: float) -> list[str]:
    return [f"e{rng.random()}" if rng.random() < share else word for word in words]


def near(*pages: tuple[list[str], list[str]], threshold: float = 0.7) -> list[tuple[int, int, str]]:
    with NearDuplicates(threshold) as found:
        for main, whole in pages:
            found.add(main, whole)
        return [(pair.first, pair.second, pair.by) for pair in found.pairs()]


@pytest.mark.parametrize("threshold", [0.5, 0.7, 0.8, 0.95, 1.0])
def test_no_pair_is_missed_and_similarities_are_exact(threshold: float) -> None:
    rng = random.Random(7)
    pages = [edited(text(i % 20), rng, rng.choice([0, 0.01, 0.03, 0.06, 0.1])) for i in range(120)]
    similar = {(i, j): jaccard(shingles(pages[i]), shingles(pages[j])) for i, j in combinations(range(len(pages)), 2)}
    with NearDuplicates(threshold) as found:
        for words in pages:
            found.add(words, words)
        pairs = {(pair.first, pair.second): pair.similarity for pair in found.pairs()}
    assert pairs == {pair: similarity for pair, similarity in similar.items() if similarity >= threshold}
    assert pairs


def test_an_edited_main_text_in_other_surroundings_is_near() -> None:
    story = text(1)
    assert near((story, text(2) + story), (story[:-5], story[:-5] + text(3))) == [(0, 1, "main")]


def test_two_stories_in_one_template_are_two_pages() -> None:
    template = text(0, 2000)
    assert near((text(1), template + text(1)), (text(2), template + text(2))) == []


def test_a_short_story_of_its_own_tells_pages_apart_too() -> None:
    template, short = text(0, 2000), LITTLE // 2
    assert near((text(1, short), template + text(1, short)), (text(2, short), template + text(2, short))) == []


def test_one_page_with_two_golds_is_near() -> None:
    page = text(0, 2000)
    assert near((page[:500], page), (page[900:1500], page[:-20])) == [(0, 1, "whole")]


def test_pages_without_main_text_are_compared_whole() -> None:
    page = text(0)
    assert near(([], page), ([], page[:-5]), ([], text(1))) == [(0, 1, "whole")]


def test_little_text_makes_no_pages_near() -> None:
    stub = text(0, LITTLE - 1)
    assert near((stub, stub), (stub, stub)) == []
    with NearDuplicates() as found:
        assert not found.add(stub, stub)
        assert found.add(stub, text(0, LITTLE))
        assert found.similarity(0, 1) is None
        found.add([], text(0, LITTLE))
        assert found.similarity(1, 2) == 1.0


def test_pages_may_follow_after_pairs_were_asked_for() -> None:
    with NearDuplicates() as found:
        for _ in range(3):
            found.add(text(0), text(0))
            pairs = list(found.pairs())
        assert len(pairs) == len(found) == 3


@given(WORDS)
def test_shingles_are_a_sorted_set(words: list[str]) -> None:
    found = shingles(words).tolist()
    assert found == sorted(set(found))
    assert len(found) == len({tuple(words[i : i + 5]) for i in range(len(words) - 4)})


@given(WORDS, WORDS)
def test_jaccard_is_that_of_the_sets(left: list[str], right: list[str]) -> None:
    one, other = shingles(left), shingles(right)
    union = len({*one.tolist(), *other.tolist()})
    common = len({*one.tolist()} & {*other.tolist()})
    assert jaccard(one, other) == jaccard(other, one) == (common / union if common else 0.0)


def test_shingles_are_the_same_in_every_process() -> None:
    code = "from duramen_corpora.nearby import shingles; print(shingles('one two three four five six \\ud800'.split()))"
    runs = [
        subprocess.run(
            [sys.executable, "-c", code], env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1] != b""


def test_a_cache_that_cannot_be_written_is_named(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (cache / "file").touch()
    monkeypatch.setenv("DURAMEN_CACHE", str(cache / "file"))
    with pytest.raises(UsageError, match=r"cannot write to .*file .*set DURAMEN_CACHE"):
        NearDuplicates()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full")
def test_a_full_disk_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with Path("/dev/full").open("r+b") as full:
        monkeypatch.setattr("tempfile.TemporaryFile", lambda dir: full)
        with pytest.raises(UsageError, match=r"No space left on device\)\. Make room"), NearDuplicates() as found:
            found.add(text(0), text(0))


def _page(**given: object) -> Page:
    long = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    html = f"<body><ul><li>Menu</li></ul><h1>Head</h1><p>{long}</p><p>Short.</p></body>".encode()
    return Page("toy", "1", "a", "", "a.org", html, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("page", "first", "count"),
    [
        (_page(text="The gold alone"), "the", 3),
        (_page(text=""), "", 0),
        (_page(blocks=(BlockLabel("/html/body/h1", "title"), BlockLabel("/html/body/p[2]", "main"))), "short", 1),
        (_page(with_=("Short",)), "one", 15),
    ],
)
def test_the_main_text_is_the_gold_or_the_next_best(page: Page, first: str, count: int) -> None:
    main, whole = page_words(page, duramen.parse(page.html))
    assert (main[:1], len(main)) == ([first] if first else [], count)
    assert whole[:2] == ["menu", "head"]
    assert len(whole) == 18
