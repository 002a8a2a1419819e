"""Gold text to blocks: which of a page's blocks the gold covers, and how well the gold is found in the page at all.

    alignment = align(page.texts, gold)
    alignment.matched      # per block, the share of its words that the gold covers: the training label
    alignment.gold_found   # share of the gold's words that were found: low where gold and page do not belong together
    oracle(page.texts, gold, alignment)   # the best subset of blocks

A gold word is matched at most once, so of a text that a page repeats only one copy is. `duramen_corpora.matching` says
how words are matched. Corpora that label nodes need no alignment: `labels_from_xpaths`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from duramen.roles import Role
from duramen_corpora.matching import REORDERED, Match
from duramen_corpora.oracle import oracle
from duramen_corpora.schema import NOISE
from duramen_corpora.words import tokens

if TYPE_CHECKING:
    from duramen import ParsedPage
    from duramen_corpora.schema import BlockLabel

__all__ = ["Alignment", "align", "labels_from_xpaths", "oracle"]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Where a gold text stands in a page.

    `matched`: float32, one per block, in [0, 1]; 0 for a block without words. `words`: int32, the block's length in the
    aligner's words (a character of a script without spaces counts as one). `gold_found`: share of the gold's words that
    stand in some block; 1.0 for an empty gold. `found`: int32, one per gold word as `tokens` counts them, the block in
    which the word was found, or -1.
    """

    matched: NDArray[np.float32]
    words: NDArray[np.int32]
    gold_found: float
    found: NDArray[np.int32]


def align(block_texts: Sequence[str], gold: str) -> Alignment:
    """Align `gold` with the texts of a page's blocks, which stand in the page's order."""
    match = Match(_tokens(tuple(block_texts)), tokens(gold))
    if len(match.gold):
        match.claim(match.skeleton(), 2)
        match.claim(match.reordered(), REORDERED)
        match.fill_gaps()
        match.drop_isolated()
    shares = match.covered() / np.maximum(match.lengths, 1)
    found = match.found()
    share = float(np.mean(found >= 0)) if len(found) else 1.0
    return Alignment(shares.astype(np.float32), match.lengths.astype(np.int32), share, found.astype(np.int32))


@lru_cache(1)  # the bench aligns one page with the answers of forty tools
def _tokens(block_texts: tuple[str, ...]) -> list[list[str]]:
    return [tokens(text) for text in block_texts]


def labels_from_xpaths(page: ParsedPage, blocks: Sequence[BlockLabel]) -> list[Role | None]:
    """Return the role of each block of `page`: its element's label, else that of the nearest labelled ancestor.

    None for a block whose role nobody stated: without a label, or with `schema.NOISE`.
    """
    roles = {label.xpath: None if label.role == NOISE else label.role for label in blocks}
    return [_nearest(xpath, roles) for xpath in page.xpaths]


def _nearest(xpath: str, roles: dict[str, Role | None]) -> Role | None:
    while xpath:
        if xpath in roles:
            return roles[xpath]
        xpath = xpath.rpartition("/")[0]
    return None
