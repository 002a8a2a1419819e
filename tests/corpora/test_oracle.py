"""The oracle: nothing that one block could improve, and close to the best of all subsets where those can be counted."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from duramen_corpora.oracle import oracle
from duramen_corpora.words import word_overlap

BLOCKS = st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=6).map(" ".join), max_size=7)
GOLD = st.lists(st.sampled_from("abcdefgh"), max_size=12).map(" ".join)


def f1(blocks: list[str], keep: object, gold: str) -> float:
    return word_overlap("\n\n".join(block for block, k in zip(blocks, np.asarray(keep), strict=True) if k), gold).f1


@settings(max_examples=80, deadline=None)
@given(BLOCKS, GOLD)
def test_no_block_alone_beats_it_and_it_beats_no_subset(blocks: list[str], gold: str) -> None:
    score = f1(blocks, oracle(blocks, gold), gold)
    alone = [f1(blocks, [i == j for j in range(len(blocks))], gold) for i in range(len(blocks))]
    best = max(f1(blocks, keep, gold) for keep in product([False, True], repeat=len(blocks)))
    assert max(alone, default=0.0) - 1e-12 <= score <= best + 1e-12


@settings(max_examples=80, deadline=None)
@given(BLOCKS, GOLD)
def test_no_single_block_improves_it(blocks: list[str], gold: str) -> None:
    keep = oracle(blocks, gold)
    score = f1(blocks, keep, gold)
    for i in range(len(blocks)):
        other = keep.copy()
        other[i] = not other[i]
        assert f1(blocks, other, gold) <= score + 1e-12


def test_an_empty_gold_keeps_nothing() -> None:
    assert not oracle(["Home", "About us"], "").any()


def test_of_equals_it_keeps_what_the_gold_covers() -> None:
    text = "The heron stood in the shallow water and waited"
    assert oracle(["heron", "water", text, "Share"], text).tolist() == [False, False, True, False]
