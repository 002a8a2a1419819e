"""ROUGE: summary-level longest common subsequences, n-grams, and the edit distance that is published beside them.

`rouge_lsum` is ROUGE-LSum (Lin, "ROUGE: A Package for Automatic Evaluation of Summaries", 2004, section 3.2) as the web
content extraction benchmark of Bevendorff et al. (SIGIR 2023) has it: tokens are what white space parts, nothing is
stemmed, and texts are cut into sentences as NLTK 3.8.1 does (`sentences`). Its scores are often said to take lines as
sentences; cut by lines, 41 of 724 published scores are off by more than 0.001, cut so, none. For each sentence of the
gold the union of its longest common subsequences with every sentence of the answer counts, each token at most as often
as both texts have it. `similarity` is that benchmark's "Levenshtein": the share of both texts' tokens that are in their
longest common subsequence (an indel ratio, not an edit distance with substitutions).

`rouge_5` is WebMainBench's: F1 of bags of five tokens as jieba cuts them, white space and punctuation included.
"""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import Any, Final, TypeVar

from duramen_bench.sentences import TEXTS, Words, sentences
from duramen_corpora.words import Overlap, bag_overlap

_T = TypeVar("_T", bound=Hashable)

_N: Final = 5
#: What jieba's dictionary has to be asked about: Chinese, and the few names in it without any.
_NEEDS_JIEBA: Final = re.compile("[\u4e00-\u9fd5]|AT&T|[cC]#|[cC]\\+\\+")
#: Its rules for the rest: letters and digits with their decimals, runs of what may stand in a name, all else alone.
_PLAIN: Final = re.compile(
    r"[a-zA-Z0-9]+(?:\.\d+)?%?|[+#&._%\-]+?(?=[a-zA-Z0-9]|[^+#&._%\-]|$)|\r\n|.", re.DOTALL | re.ASCII
)


def rouge_columns(predicted: str, gold: str) -> dict[str, float]:
    """Return the columns of one page."""
    lsum = rouge_lsum(predicted, gold)
    return {
        "rouge_lsum_precision": lsum.precision,
        "rouge_lsum_recall": lsum.recall,
        "rouge_lsum_f1": lsum.f1,
        "levenshtein": similarity(predicted, gold),
        "rouge_5_f1": rouge_5(predicted, gold).f1,
    }


def rouge_lsum(predicted: str, gold: str) -> Overlap:
    """Return ROUGE-LSum precision, recall and F1. Nothing against nothing is right."""
    answer, wanted = sentences(predicted), sentences(gold)
    ours, theirs = Counter(chain.from_iterable(answer)), Counter(chain.from_iterable(wanted))
    if not ours or not theirs:
        return bag_overlap(ours, theirs)
    left = ours & theirs
    hits = 0
    index = _Index(answer)
    for token in chain.from_iterable(map(index.union, wanted)):
        if left[token] > 0:
            left[token] -= 1
            hits += 1
    precision, recall = hits / ours.total(), hits / theirs.total()
    return Overlap(precision, recall, 2 * precision * recall / (precision + recall) if hits else 0.0)


def similarity(predicted: str, gold: str) -> float:
    """Return the normalised indel similarity of the two texts' tokens; 1.0 for nothing against nothing."""
    from rapidfuzz.distance import Indel

    return float(Indel.normalized_similarity(predicted.split(), gold.split()))


def rouge_5(predicted: str, gold: str) -> Overlap:
    """Return ROUGE-5 precision, recall and F1 over jieba's tokens. A text of less than five has no n-gram."""
    if not predicted.strip() and not gold.strip():
        return Overlap(1.0, 1.0, 1.0)
    ours, theirs = _fives(predicted), _fives(gold)
    # Neither has an n-gram: WebMainBench gives 0, and only texts that are empty are right.
    return bag_overlap(ours, theirs) if ours and theirs else Overlap(0.0, 0.0, 0.0)


def jieba_tokens(text: str) -> list[str]:
    """Return `jieba.lcut(text)`. Without Chinese in the text its cutting is plain, and done here without jieba."""
    if not _NEEDS_JIEBA.search(text):
        return _PLAIN.findall(text)
    found: list[str] = _jieba().lcut(text)
    return found


@lru_cache(TEXTS)
def _fives(text: str) -> Counter[Words]:
    tokens = jieba_tokens(text)
    return Counter(zip(*(tokens[i:] for i in range(_N)), strict=False))


@cache
def _jieba() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its patterns and its look-up of resources are older than Python's rules
        import jieba
    jieba.setLogLevel("ERROR")
    return jieba.Tokenizer()


class _Index:
    """The lines of an answer, found by their tokens: a line that shares none has no common subsequence."""

    def __init__(self, lines: Sequence[Words]) -> None:
        self.lines = list(dict.fromkeys(lines))  # a second copy adds nothing to a union
        self.whole = frozenset(self.lines)
        self.having: dict[str, list[int]] = {}
        self.places = [_places(line) for line in self.lines]
        self.sets = [frozenset(places) for places in self.places]
        for number, tokens in enumerate(self.sets):
            for token in tokens:
                self.having.setdefault(token, []).append(number)

    def union(self, line: Words) -> Sequence[str]:
        """Return the tokens of `line` that are in its longest common subsequence with some line of the answer."""
        if line in self.whole:
            return line
        found: set[int] = set()
        missing = set(line)  # tokens of which a place is not found yet
        for number in sorted({n for token in missing for n in self.having.get(token, ())}):
            if missing.isdisjoint(self.sets[number]):  # it can add nothing
                continue
            before = len(found)
            found.update(common_places(line, self.lines[number], self.places[number]))
            if len(found) > before:
                missing = {token for i, token in enumerate(line) if i not in found}
        return [line[i] for i in sorted(found)]


def common_places(
    left: Sequence[Hashable], right: Sequence[Hashable], places: Mapping[Any, int] | None = None
) -> list[int]:
    """Return the positions in `left` of one longest common subsequence with `right`, last first.

    `places` are those of `right`, where they are known already.

    Of several it is the one that the `rouge_score` package finds, walking back through the table: a match is taken
    where there is one; else a token of `right` is dropped where that keeps more, else one of `left`. The table is a
    number of bits a row (Crochemore et al., 2001): a zero bit is where the row grows. Most tokens are on one side
    alone. The walk passes by those of `left` at once, so they have no row; of those of `right` it drops all or none
    until the next that is on both.
    """
    places = _places(right) if places is None else places
    both = [i for i, token in enumerate(left) if token in places]
    rows = _bit_rows([places[left[i]] for i in both], len(right))
    shared = {left[i] for i in both}
    found, i, j = [], len(both), len(right)
    while i and j:
        token = right[j - 1]
        if token == left[both[i - 1]]:
            i, j = i - 1, j - 1
            found.append(both[i])
        elif token in shared:
            if _grown(rows[i], j - 1) > _grown(rows[i - 1], j):
                j -= 1
            else:
                i -= 1
        elif _grown(rows[i], j) > _grown(rows[i - 1], j):
            while j and right[j - 1] not in shared:
                j -= 1
        else:
            i -= 1
    return found


def _places(tokens: Sequence[_T]) -> dict[_T, int]:
    """Return token → a bit for each place where it is."""
    places: dict[_T, int] = {}
    for j, token in enumerate(tokens):
        places[token] = places.get(token, 0) | 1 << j
    return places


def _bit_rows(matches: Sequence[int], width: int) -> list[int]:
    full = (1 << width) - 1
    rows = [full]
    for match in matches:
        row = rows[-1]
        rows.append((row + (row & match) | row & ~match) & full)
    return rows


def _grown(row: int, width: int) -> int:
    """Return the length of the longest common subsequence with the first `width` tokens: zero bits of the row."""
    return width - (row & (1 << width) - 1).bit_count()
