"""What the words of a block, and the class names around it, say about it: a hashed linear model.

Three vocabularies, each a power-of-two array of weights: `words` (words and pairs of words of the block), `near`
(class, id, role, itemprop and link tokens of the block's inline elements and of its own region) and `far` (those of the
regions around). Hashing keeps it small, open to every language, and free of stored words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from duramen._kernels import bigrams, lexicon_scores
from duramen.blocks import BlockTable, Hashes, Ints

Floats = NDArray[np.float32]

#: The largest weight: float16's, which they are kept as. Sums of such weights stay finite on any page.
LARGEST: Final = 65504.0
#: How much a region's class tokens count one step further in.
DECAY: Final = 0.8


class LexiconScores(NamedTuple):
    """Log-odds contributions, one a block: by its words, by tokens near it, by tokens around it."""

    words: Floats
    near: Floats
    far: Floats


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Weights of the three vocabularies; each array's length is a power of two."""

    words: Floats
    near: Floats
    far: Floats

    def __post_init__(self) -> None:
        for name in self.__slots__:
            weights = getattr(self, name)
            size = len(weights)
            if weights.ndim != 1 or size == 0 or size & (size - 1):
                raise ValueError(f"lexicon '{name}' has shape {weights.shape}; its weights must be a power of two")
            if not (np.abs(weights) <= LARGEST).all():  # also where one is no number
                raise ValueError(f"a weight of lexicon '{name}' is not finite, or beyond {LARGEST:,.0f}")

    def score(self, table: BlockTable) -> LexiconScores:
        """Return the contributions of each vocabulary to each block."""
        out = np.empty((3, len(table)), np.float32)
        weights = (self.words, self.near, self.far)
        lexicon_scores(table.words, table.attrs, table.blocks, table.regions, *weights, DECAY, out)
        return LexiconScores(*out)


def word_scale(count: Ints) -> Floats:
    """Return what a word weighs in a block of `count` hashed words: long blocks are sure, but not without bound."""
    return (1.0 / np.sqrt(np.maximum(count, 1))).astype(np.float32)


def pairs(table: BlockTable) -> Hashes:
    """Return the hashes of neighbouring words, aligned with `table.words`."""
    out = np.empty(len(table.words), np.uint32)
    bigrams(table.words, table["word_start"], table["word_end"], out)
    return out
