"""The compiled columns against plain NumPy: a handful of each kind, on pages that are empty, small, nested and long."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

import duramen
from duramen._features import write_blocks
from duramen.blocks import TAGS, BlockTable
from duramen.features import BLOCK_FEATURES, Layout, block_features
from duramen.lexicon import LexiconScores

_CARDS = "".join(
    f"<div class=card{i % 3}><h3>Card {i}</h3><p>EUR {i},00 for <a href=/{i}>it</a></p><p>same words</p></div>"
    for i in range(40)
)
_PAGES = {
    "nothing": "",
    "one block": "<p>alone</p>",
    "no headings": "<p>one two. Three!</p>" * 3,
    "title": "<title>Of apples, of straw</title><h1>Of apples</h1><p>Straw of 1960 and of 1961, dry.</p>",
    "cards": f"<nav><a href=/>Home</a></nav><main><h2>Cards</h2>{_CARDS}</main><footer hidden>late 2026</footer>",
    "deep": "<div class=a>" * 40 + "in " + "<p>out</p></div>" * 40,
    "table": "<table>" + "<tr><td>1<td>2,5<td><b>three</b></tr>" * 30 + "</table>",
}

Columns = dict[str, NDArray[np.float64]]


def _page(html: str) -> tuple[BlockTable, LexiconScores]:
    table = duramen.parse(html).table
    words, near, far = np.random.default_rng(7).normal(size=(3, len(table))).astype(np.float32)
    return table, LexiconScores(words, near, far)


def _around(table: BlockTable, level: int) -> list[tuple[int, int]]:
    """The first and last block, exclusive, of the region `level` wider ones up from each block."""
    spans = []
    for region in table["region"].tolist():
        for _ in range(level):
            up = int(table.region("wider")[region])
            region = up if up >= 0 else region  # noqa: PLW2901
        spans.append((int(table.region("first")[region]), int(table.region("end")[region])))
    return spans


def _block_oracle(table: BlockTable, scores: LexiconScores) -> Columns:
    n, words, chars = len(table), table["words"], np.maximum(table["chars"], 1)
    weight = np.maximum(words, 1)
    lexical = scores.words + scores.near + scores.far
    near = [slice(max(i - 8, 0), i + 9) for i in range(n)]
    path, text = table["path_hash"], table["text_hash"]
    heading = [
        max((j for j in range(i + 1) if TAGS[table["tag"][j]] in ("h1", "h2", "h3")), default=-1) for i in range(n)
    ]
    paths = table.region("path_hash")
    around = _around(table, 2)
    return {
        "digits_share": table["digits"] / chars,
        "in_hidden": table.flag("hidden") * 1.0,
        "place_words": np.array([weight[:i].sum() for i in range(n)]) / max(weight.sum(), 1),
        "since_heading": np.array([i - h if h >= 0 else -1 for i, h in enumerate(heading)]),
        "heading_words": np.array([scores.words[h] if h >= 0 else 0 for h in heading]),
        "same_text_before": np.array([(text[:i] == text[i]).sum() for i in range(n)]),
        "same_path_words": np.array([weight[path == path[i]].mean() for i in range(n)]),
        "in_title_share": np.array([_share(table, i) for i in range(n)]),
        "words_-2": np.array([words[i - 2] if i >= 2 else -1 for i in range(n)]),
        "depth_+1": np.array([(table["depth"][i + 1] if i + 1 < n else 0) - table["depth"][i] for i in range(n)]),
        "score_window8": np.array([lexical[at].mean() for at in near]),
        "link_window8": np.array([table["link_chars"][at].sum() / table["chars"][at].sum() for at in near]),
        "page_score": np.full(n, (lexical * weight).sum() / max(weight.sum(), 1)),
        "page_twins": np.full(n, max((int((paths == p).sum()) for p in paths), default=0)),
        "region2_words_a_block": np.array([words[a:b].mean() for a, b in around]),
        "region2_score_words": np.array([np.average(scores.words[a:b], weights=weight[a:b]) for a, b in around]),
        "region2_head_score": np.array([lexical[a] for a, _ in around]),
        "region0_twins": np.array([(paths == paths[r]).sum() for r in table["region"]]),
        **_anchor_oracle(table, lexical * np.sqrt(weight)),
    }


def _anchor_oracle(table: BlockTable, likely: NDArray[np.float64]) -> Columns:
    n, chars = len(table), table["chars"]
    if not n:
        return {}
    weight = np.maximum(table["words"], 1)
    regions = list(zip(table.region("first").tolist(), table.region("end").tolist(), strict=True))
    runs = [(a, b) for a in range(n) for b in range(a + 1, n + 1)]
    score = np.where(chars >= 25, 1 + table["commas"] + np.minimum(chars // 100, 3), 0)
    prose = np.zeros(len(regions))
    for i, region in enumerate(table["region"].tolist()):
        for part in (1, 2, 6):
            if region >= 0:
                prose[region] += score[i] / part
                region = int(table.region("wider")[region])  # noqa: PLW2901
    links = [table["link_chars"][a:b].sum() / max(chars[a:b].sum(), 1) for a, b in regions]
    prose *= 1 - np.array(links)
    first, end = regions[int(prose.argmax())]
    run = max(runs, key=lambda at: likely[at[0] : at[1]].sum())
    best = max(regions, key=lambda at: likely[at[0] : at[1]].sum())
    ups = [next((k for k in range(8) if _holds(_around(table, k)[i], best)), 8) for i in range(n)]
    gap = [weight[i:first].sum() - weight[end:i].sum() for i in range(n)]
    return {
        "prose_region0": np.array([prose[r] for r in table["region"]]) / max(prose.max(), 1e-9),
        "in_prose": np.array([float(first <= i < end) for i in range(n)]),
        "from_prose": np.array(gap) / weight.sum(),
        "page_likely_run": np.full(n, likely[run[0] : run[1]].sum()),
        "page_likely_region": np.full(n, likely[best[0] : best[1]].sum()),
        "likely_region_level": np.array(ups),
    }


def _holds(outer: tuple[int, int], inner: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _share(table: BlockTable, i: int) -> float:
    words = table.words[table["word_start"][i] : table["word_end"][i]]
    return float(np.isin(words, table.title).mean()) if len(words) else 0.0


@pytest.mark.parametrize("name", _PAGES)
def test_columns_are_what_numpy_makes_of_them(name: str) -> None:
    table, scores = _page(_PAGES[name])
    rows = block_features(table, scores)
    assert rows.shape == (len(table), len(BLOCK_FEATURES))
    for column, expected in _block_oracle(table, scores).items():
        assert rows[:, BLOCK_FEATURES.index(column)] == pytest.approx(expected, rel=1e-5, abs=1e-6), column


def test_scores_of_another_page_are_refused(html: str) -> None:
    table, scores = _page(html)
    with pytest.raises(ValueError, match="the page has"):
        block_features(table, LexiconScores(*(part[1:] for part in scores)))


@pytest.mark.parametrize("size", [1, 7, 64])
@pytest.mark.parametrize("name", _PAGES)
def test_tiles_are_parts_of_the_whole(name: str, size: int) -> None:
    table, scores = _page(_PAGES[name])
    layout, n = Layout(table), len(table)
    layout.see_scores(*scores)
    rows = block_features(table, scores, "body")
    for first in range(0, n, size):
        end = min(first + size, n)
        tile = np.full((len(BLOCK_FEATURES), end - first), np.nan, np.float32)
        write_blocks(layout, 1.0, 0.0, tile, first)
        assert np.array_equal(tile.T, rows[first:end])


def test_a_page_of_many_tiles_is_judged_as_one_tile_is(monkeypatch: pytest.MonkeyPatch) -> None:
    model, table = duramen.Extractor().model, duramen.parse(_PAGES["cards"]).table
    whole = model.judge(table, "article").raw
    monkeypatch.setattr("duramen.model.TILE", 16)
    assert np.array_equal(model.judge(table, "article").raw, whole)


def test_a_tile_beyond_the_page_or_before_it_is_seen_is_refused(html: str) -> None:
    table, scores = _page(html)
    layout, tile = Layout(table), np.empty((len(BLOCK_FEATURES), 2), np.float32)
    with pytest.raises(ValueError, match="has not seen the lexicon"):
        write_blocks(layout, 0.0, 0.0, tile)
    layout.see_scores(*scores)
    for first in (-1, len(table) - 1, 1 << 40):
        with pytest.raises(ValueError, match="and the matrix 2 from block"):
            write_blocks(layout, 0.0, 0.0, tile, first)
