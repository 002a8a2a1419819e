"""Two texts, word by word: what is in both, what the answer lacks, what it has too much.

    compare_words("Roses are red.", "Home Roses are")
    # [["+", "Home "], ["=", "Roses are "], ["-", "red."]]

Words are those of `duramen_corpora.words`: case and punctuation aside, and characters where the gold's script sets no
spaces. They are compared in order, so a paragraph that was moved is missing in one place and extra in another. What is
in both is a longest common subsequence (`duramen_corpora.subsequence`: memory linear in the texts), less what agrees
by chance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Final

import numpy as np

from duramen_corpora.subsequence import common_subsequence
from duramen_corpora.words import placed, tokeniser, tokens

_Pair = tuple[int, int]
_CHANCE: Final = 2  # words in a row that two passages which have nothing to do with each other often share: "of the"


def compare_words(gold: str, answer: str) -> list[list[str]]:
    """Return [sign, text] in reading order: "=" in both, "-" missing from the answer, "+" extra in it.

    The texts with "=" and "-", joined, are the gold to the letter; those with "=" and "+" hold, each by itself, the
    answer's words in order. White space and punctuation go with the word before them; where only they differ, the
    gold's are shown.
    """
    split = tokeniser(gold)
    ours, theirs = _Text(gold, split), _Text(answer, split)
    if not len(ours) or not len(theirs):
        return [[sign, text] for sign, text in (("-", gold), ("+", answer)) if text]
    pairs = _gathered(_common(ours.words, theirs.words), ours.words, theirs.words)
    pairs = _without_chance(pairs, len(ours), len(theirs), split is tokens)
    return list(_written(_signs(pairs, len(ours), len(theirs)), ours, theirs))


def count_words(ops: Iterable[list[str]], gold: str) -> dict[str, int]:
    """Return sign → number of words, counted as a comparison with `gold` counts them."""
    split = tokeniser(gold)
    counts = {"=": 0, "-": 0, "+": 0}
    for sign, text in ops:
        counts[sign] += len(placed(text, split))
    return counts


class _Text:
    """A text's words, and the text from each to the next; what stands before the first goes with it."""

    def __init__(self, text: str, split: Callable[[str], list[str]]) -> None:
        found = placed(text, split)
        self.text = text
        self.words = [word for word, _, _ in found]
        self.ends = [end for _, _, end in found]
        self.starts = [0, *(start for _, start, _ in found[1:]), len(text)] if found else [len(text)]

    def __len__(self) -> int:
        return len(self.words)

    def piece(self, first: int, last: int) -> str:
        """Return the text of the words from `first` to before `last`, with what follows the last of them."""
        return self.text[self.starts[first] : self.starts[last]]

    def before(self, word: int, shown: str) -> str:
        """Return what parts a word from the one before it, where `shown`, which ends with that one, does not."""
        between = self.text[self.ends[word - 1] : self.starts[word]] if word else ""
        if shown[-1].isspace():
            return ""
        return between if shown[-1].isalnum() else between[len(between.rstrip()) :]


def _common(left: list[str], right: list[str]) -> list[_Pair]:
    """Return the pairs of a longest common subsequence; what both begin and end with costs nothing."""
    least = min(len(left), len(right))
    head = next((i for i in range(least) if left[i] != right[i]), least)
    tail = next((i for i in range(least - head) if left[-1 - i] != right[-1 - i]), least - head)
    numbers: dict[str, int] = {}
    inner = [
        np.array([numbers.setdefault(word, len(numbers)) for word in side[head : len(side) - tail]], dtype=np.int64)
        for side in (left, right)
    ]
    return [
        *((i, i) for i in range(head)),
        *((head + i, head + j) for i, j in common_subsequence(*inner)),
        *((len(left) - tail + i, len(right) - tail + i) for i in range(tail)),
    ]


def _gathered(pairs: list[_Pair], left: list[str], right: list[str]) -> list[_Pair]:
    """Let each pair stand beside the pair before it, else the one after it, where the words allow: many subsequences
    are longest, and a sentence's last word is not the same word in a footer far below.
    """
    moved: list[_Pair] = []
    for i, j in pairs:
        a, b = moved[-1] if moved else (-1, -1)
        if (i == a + 1 or j == b + 1) and left[a + 1] == right[b + 1]:
            moved.append((a + 1, b + 1))
        else:
            moved.append((i, j))
    for k in range(len(moved) - 2, -1, -1):
        (i, j), (a, b) = moved[k], moved[k + 1]
        alone = not k or moved[k - 1] != (i - 1, j - 1)
        if alone and (i == a - 1 or j == b - 1) and left[a - 1] == right[b - 1]:
            moved[k] = (a - 1, b - 1)
    return moved


def _without_chance(pairs: list[_Pair], left: int, right: int, characters: bool) -> list[_Pair]:
    """Forget short runs amid passages that differ: text missing and text extra, both longer, on both sides."""
    runs = list(_runs(pairs))
    edges = [(0, 0, 0), *runs, (left, right, 0)]
    kept: list[_Pair] = []
    for (a, b, n), (i, j, m), (k, l_, _) in zip(edges, runs, edges[2:], strict=False):
        around = (i - a - n, j - b - n, k - i - m, l_ - j - m)
        if m > _CHANCE * (1 + characters) or min(around) <= m:
            kept += [(i + step, j + step) for step in range(m)]
    return kept


def _runs(pairs: list[_Pair]) -> Iterator[tuple[int, int, int]]:
    """Yield start on the left, start on the right, and length of each run of pairs that follow each other."""
    numbered = groupby(enumerate(pairs), key=lambda item: (item[1][0] - item[0], item[1][1] - item[0]))
    for _, members in numbered:
        run = [pair for _, pair in members]
        yield *run[0], len(run)


def _signs(pairs: list[_Pair], left: int, right: int) -> Iterator[tuple[str, int, int]]:
    """Yield sign, first word and end: of the gold for "=" and "-", of the answer for "+"."""
    a = b = 0
    for i, j, length in (*_runs(pairs), (left, right, 0)):
        yield "-", a, i
        yield "+", b, j
        yield "=", i, i + length
        a, b = i + length, j + length


def _written(signs: Iterable[tuple[str, int, int]], gold: _Text, answer: _Text) -> Iterator[list[str]]:
    shown = " "  # of the answer, last
    for sign, first, last in signs:
        if first == last:
            continue
        text = answer.before(first, shown) + answer.piece(first, last) if sign == "+" else gold.piece(first, last)
        yield [sign, text]
        shown = shown if sign == "-" else text
