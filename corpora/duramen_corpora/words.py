"""Words as the field counts them, and the word-bag F1 that alignment, training and the bench share.

The definition is WCXB's (`word_f1` in its README): lower-cased runs of `\\w`, compared as bags. In scripts that set no
spaces such a run is a sentence, and one changed character would lose all of it: `tokens` makes a word of each character
there, and `tokeniser(text)` says which of the two suits a text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

_T = TypeVar("_T")

_WORD = re.compile(r"\w+")
#: Thai, Lao, Burmese, Khmer; kana; Han.
_RANGES = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff"
)
_UNSPACED = re.compile(f"[{_RANGES}]|[^{_RANGES}]+")
_HIDDEN = "\u00ad\u200b-\u200d\u2060\ufeff"
_INVISIBLE = re.compile(f"[{_HIDDEN}]")
#: What `tokens` finds, in a text as it stands.
_PLACED = re.compile(rf"(?=\w)[{_RANGES}]|(?:(?![{_RANGES}])[\w{_HIDDEN}])+")


def words(text: str) -> list[str]:
    """Return the lower-cased words of `text`, in order."""
    return _WORD.findall(text.lower())


def tokens(text: str) -> list[str]:
    """Return the words of `text`, in order; in scripts without spaces a character is one. Invisible ones are none."""
    if text.isascii():
        return words(text)
    found = words(_INVISIBLE.sub("", text))
    return [piece for word in found for piece in ([word] if word.isascii() else _UNSPACED.findall(word))]


def unspaced(found: Sequence[str]) -> bool:
    """Whether most of these tokens are single characters of a script without spaces."""
    return 2 * sum(len(word) == 1 and not word.isascii() for word in found) > len(found)


def tokeniser(text: str) -> Callable[[str], list[str]]:
    """Return what splits texts to be compared with `text`: `words`, but `tokens` where its script sets no spaces."""
    return tokens if not text.isascii() and unspaced(tokens(text)) else words


def placed(text: str, split: Callable[[str], list[str]] = words) -> list[tuple[str, int, int]]:
    """Return what `split` (`words` or `tokens`) finds in `text`, each with its start and end there."""
    if split is words or text.isascii():
        return [(match[0].lower(), *match.span()) for match in _WORD.finditer(text)]
    found = ((_INVISIBLE.sub("", match[0]).lower(), *match.span()) for match in _PLACED.finditer(text))
    return [(word, start, end) for word, start, end in found if word]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Precision, recall and F1 of a prediction against a gold, each in [0, 1]."""

    precision: float
    recall: float
    f1: float


def bag_overlap(predicted: Counter[_T], gold: Counter[_T]) -> Overlap:
    """Compare two bags. Nothing predicted for an empty gold is right; anything else against an empty side is 0."""
    if not gold or not predicted:
        right = float(not gold and not predicted)
        return Overlap(right, right, right)
    common = (predicted & gold).total()
    precision, recall = common / predicted.total(), common / gold.total()
    return Overlap(precision, recall, 2 * precision * recall / (precision + recall) if common else 0.0)


def word_overlap(predicted: str, gold: str) -> Overlap:
    """Return the word-bag precision, recall and F1 of two texts (WCXB's metric)."""
    return bag_overlap(_bag(predicted), _bag(gold))


@lru_cache(4)  # one gold is compared with many answers
def _bag(text: str) -> Counter[str]:
    return Counter(words(text))
