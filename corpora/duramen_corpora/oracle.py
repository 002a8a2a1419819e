"""The best that any choice of blocks could score: the ceiling of every table.

`oracle(page.texts, gold)` chooses blocks with the gold in hand, under the word-bag F1 of `duramen_corpora.words`. The
exact optimum is a covering problem; this starts from the alignment at several thresholds and flips one block at a time
while that helps, which is deterministic and leaves nothing that a single block could improve.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from duramen_corpora.words import tokeniser

if TYPE_CHECKING:
    from duramen_corpora.align import Alignment

_Mask = NDArray[np.bool_]
_THRESHOLDS = (0.3, 0.5, 0.7)
_ROUNDS = 20  # a bound for safety: three or four are usual


def oracle(block_texts: Sequence[str], gold: str, alignment: Alignment | None = None) -> _Mask:
    """Return, one per block, whether the best found subset of blocks keeps it. An empty gold keeps nothing."""
    from duramen_corpora.align import align

    split = tokeniser(gold)
    bag = Counter(split(gold))
    if not bag:
        return np.zeros(len(block_texts), dtype=np.bool_)
    matched = (alignment or align(block_texts, gold)).matched
    choice = _Choice([Counter(split(text)) for text in block_texts], bag, matched)
    guesses = [*(matched >= threshold for threshold in _THRESHOLDS), choice.best_single()]
    starts = {guess.tobytes(): guess for guess in guesses}
    return max((choice.climb(start) for start in starts.values()), key=choice.f1)


class _Choice:
    """Subsets of blocks and their F1. A block is its words in the gold's vocabulary, and how many words it has."""

    def __init__(self, blocks: Sequence[Counter[str]], gold: Counter[str], matched: NDArray[np.float32]) -> None:
        self.gold, self.total = gold, gold.total()
        self.useful = [{word: n for word, n in block.items() if word in gold} for block in blocks]
        self.sizes = [block.total() for block in blocks]
        # Where a menu and the text both have the words that are lacking, the text is asked first.
        best_first: list[int] = np.argsort(-matched, kind="stable").tolist()
        self.order = [block for block in best_first if self.useful[block]]

    def f1(self, chosen: _Mask) -> float:
        bag: Counter[str] = Counter()
        kept: list[int] = np.flatnonzero(chosen).tolist()
        for block in kept:
            bag.update(self.useful[block])
        return 2 * (bag & self.gold).total() / (sum(self.sizes[block] for block in kept) + self.total)

    def best_single(self) -> _Mask:
        """Return the block that scores best alone: where the gold is one short text, the way there is no climb."""
        chosen = np.zeros(len(self.sizes), dtype=np.bool_)
        if self.sizes:
            alone = [(Counter(useful) & self.gold).total() for useful in self.useful]
            scores = [common / (size + self.total) for common, size in zip(alone, self.sizes, strict=True)]
            chosen[int(np.argmax(scores))] = True
        return chosen

    def climb(self, start: _Mask) -> _Mask:
        """Flip blocks, in order, while the F1 rises."""
        chosen: _Mask = start.copy()
        bag: Counter[str] = Counter()
        for block in np.flatnonzero(chosen).tolist():
            bag.update(self.useful[block])
        common = (bag & self.gold).total()
        size = self.total + sum(self.sizes[block] for block in np.flatnonzero(chosen).tolist())
        for block in np.flatnonzero(chosen).tolist():
            chosen[block] = bool(self.useful[block])
        for _ in range(_ROUNDS):
            moved = False
            for block in self.order:
                sign = -1 if chosen[block] else 1
                gain = self._gain(bag, block, sign)
                # F1 = 2 common / size: better exactly where the ratio of the changes beats the ratio so far.
                if (common + gain) * size > common * (size + sign * self.sizes[block]):
                    chosen[block] = not chosen[block]
                    for word, n in self.useful[block].items():
                        bag[word] += sign * n
                    common, size, moved = common + gain, size + sign * self.sizes[block], True
            if not moved:
                break
        return chosen

    def _gain(self, bag: Counter[str], block: int, sign: int) -> int:
        """Return the change of the words in common if `block` is added (`sign` 1) or removed (-1)."""
        gold = self.gold
        return sum(
            min(bag[word] + sign * n, gold[word]) - min(bag[word], gold[word]) for word, n in self.useful[block].items()
        )
