"""The compiled loops give what NumPy gives, to the bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import duramen
from duramen._kernels import interpolate, joined, words_among
from duramen.lexicon import DECAY, Lexicon, pairs, word_scale
from duramen.render import to_text
from duramen.select import _EXTREME, _MIDDLE, select

_PAGE = """<title>Of straw</title><body class="site wide"><nav class=menu><a class=x href=/a>Home</a></nav><main
id=content><h1>Of straw</h1><p>Apples are kept in straw.<p class="lead b">Straw is kept <b class=s>dry</b>, dry.<ul>
<li>a<li>b</ul><table><tr><td>d<td>e<tr><td>f</table>g</main>"""


def summed(hashes: np.ndarray, start: np.ndarray, end: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the float32 of sums in float64, one a slice."""
    out = np.zeros(len(start))
    for i in range(len(start)):
        for weight in weights[hashes[start[i] : end[i]] & (len(weights) - 1)]:
            out[i] += np.float64(weight)
    return out.astype(np.float32)


def test_the_lexicon_sums_what_words_and_tokens_weigh() -> None:
    rng = np.random.default_rng(0)
    lexicon = Lexicon(*(rng.normal(size=64).astype(np.float32) for _ in range(3)))
    table = duramen.parse(_PAGE).table
    start, end, region = table["word_start"], table["word_end"], table["region"]
    words = summed(table.words, start, end, lexicon.words) + summed(pairs(table), start, end, lexicon.words)
    tokens = (table.attrs, table.region("attr_start"), table.region("attr_end"))
    near, far = summed(*tokens, lexicon.near), summed(*tokens, lexicon.far)
    for i, parent in enumerate(table.region("parent")):
        far[i] += np.float32(DECAY) * far[parent] if parent >= 0 else np.float32(0)
    own = summed(table.attrs, table["attr_start"], table["attr_end"], lexicon.near)
    found = lexicon.score(table)
    assert len(table) > 8
    assert found.words.tolist() == (words * word_scale(end - start)).tolist()
    assert found.near.tolist() == (own + near[region]).tolist()
    assert found.far.tolist() == far[region].tolist()


@given(st.lists(st.sampled_from([0, 1, 63, 64, 1024, 1025, 1088, 2**31, 2**32 - 1])))
def test_words_among_others_are_counted_as_numpy_does(wanted: list[int]) -> None:
    table = duramen.parse(_PAGE).table
    words = (table.words % 2048).astype(np.uint32)  # few enough for bits of the filter to be shared
    among = np.array(sorted([*wanted, *words[::3].tolist()]), np.uint32)
    out = np.empty(len(table))
    words_among(words, table.blocks, among, out)
    there = np.isin(words, among)
    spans = zip(table["word_start"].tolist(), table["word_end"].tolist(), strict=True)
    assert out.tolist() == [there[start:end].sum() for start, end in spans]


@given(
    st.lists(st.floats(-9, 9), min_size=2, max_size=9, unique=True).map(sorted),
    st.lists(st.one_of(st.floats(-20, 20), st.just(float("nan")))),
)
def test_a_map_is_interpolated_as_numpy_does(knots: list[float], x: list[float]) -> None:
    at, rising = np.array([*knots, *x]), np.arange(len(knots)) / 7
    out = np.empty(len(at))
    interpolate(at, np.array(knots), rising, out)
    assert np.array_equal(out, np.interp(at, knots, rising), equal_nan=True)


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 90)), min_size=1, max_size=40), st.floats(0, 1))
def test_the_best_prefix_is_that_of_sums(blocks: list[tuple[float, int]], favor: float) -> None:
    probability, weight = (np.array(column, np.float64) for column in zip(*blocks, strict=True))
    order = (-probability).argsort(kind="stable")
    heavy = np.maximum(weight, 1.0)[order]
    right, size = (heavy * probability[order]).cumsum(), heavy.cumsum()
    beta2 = _MIDDLE * _EXTREME ** (1.0 - 2.0 * favor)
    best = int((right / (size + beta2 * right[-1] + 1e-12)).argmax())
    balanced = 2.0 * right / (size + right[-1] + 1e-12)
    nothing = np.multiply.reduce(1.0 - probability[order[:2]])
    kept = np.zeros(len(order), np.bool_)
    kept[order[: best + 1]] = not nothing > balanced.max()
    found = select(probability, weight, favor)
    assert found.kept.tolist() == kept.tolist()
    assert found.expected_f1 == (balanced[best] if kept.any() else nothing)


def test_a_weight_for_each_probability() -> None:
    with pytest.raises(ValueError, match="3 probabilities and 2 weights"):
        select(np.array([0.1, 0.2, 0.3]), np.array([1.0, 2.0]))


@pytest.mark.parametrize("block", [-1, 99])
def test_a_block_that_there_is_not_has_no_text(block: int) -> None:
    with pytest.raises(IndexError, match=f"no block {block}"):
        to_text(duramen.parse(_PAGE).table, [0, block])


def test_text_that_is_not_utf8_is_replaced() -> None:
    table = duramen.parse("<p>ab").table
    kinds = np.zeros(128, np.uint8)
    assert joined(b"\xffb", table.blocks, table.regions, np.array([0]), kinds) == "\ufffdb"
