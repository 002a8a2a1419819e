"""How much of a gold's form an answer has, by kind of element."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import numpy as np
from rapidfuzz.distance import LCSseq, Levenshtein

from duramen_bench.fidelity.elements import Elements
from duramen_bench.fidelity.teds import teds

#: Metric to what it is. Each is a mean over the pages whose gold has elements of the kind.
METRICS: Final = {
    "code": "share of the gold's listings that are in the answer to the letter",
    "code_edit": "listings aligned in order: edit similarity per listing of the gold or, if more, of the answer",
    "language": "F1 over listings that name a language, by similar text and same language",
    "tables": "tables aligned in order: TEDS per table of the gold or, if more, of the answer",
    "lists": "F1 over items in order: depth, bullet or number, own text",
    "links": "F1 over links: text and absolute address",
    "images": "F1 over images: alternative text and absolute address",
    "math": "F1 over formulas: normalised LaTeX",
    "headings": "F1 over headings: level and text; the page's title left out, which some tools give apart",
    "emphasis": "F1 over runs of em, strong, del and code: which, and text",
    "quotes": "F1 over block quotes: depth and own text",
    "breaks": "F1 over lines that end in a break",
    "notes": "F1 over footnotes ([^1]): number and text",
    "definitions": "F1 over terms and definitions (Markdown Extra's lists; a term of several lines is several terms)",
}
#: Metric to the kind of element that it is about, where they are called otherwise.
KINDS: Final = {"code_edit": "code", "language": "code"}
#: Listings are one and the same where so much of them is.
_SAME: Final = 0.5


def found(answer: Elements, gold: Elements) -> float:
    """Return the share of the gold's words that the answer has, wherever: whether there is form to judge."""
    words = Counter(gold.words)
    return (words & Counter(answer.words)).total() / words.total() if words else 1.0


def measure(answer: Elements, gold: Elements) -> dict[str, float]:
    """Return every metric, 0 to 1; 1 where neither side has an element of the kind."""
    return {name: measured(answer, gold) for name, measured in _MEASURES.items()}


def _exact(answer: Elements, gold: Elements) -> float:
    wanted = Counter(text for text, _ in gold.code)
    return (wanted & Counter(text for text, _ in answer.code)).total() / wanted.total() if wanted else 1.0


def _code_edit(answer: Elements, gold: Elements) -> float:
    return _aligned([[_alike(a[0], b[0]) for b in gold.code] for a in answer.code], len(gold.code))


def _language(answer: Elements, gold: Elements) -> float:
    said = sum(1 for _, language in answer.code if language)
    wanted = sum(1 for _, language in gold.code if language)
    left, same = list(answer.code), 0
    for text, language in gold.code:
        match = max(left, key=lambda code: _alike(code[0], text), default=None)
        if match is None or _alike(match[0], text) < _SAME:
            continue
        left.remove(match)
        same += bool(language) and match[1] == language
    return _f1(same, said, wanted)


def _tables(answer: Elements, gold: Elements) -> float:
    return _aligned([[teds(a, b) for b in gold.tables] for a in answer.tables], len(gold.tables))


def _alike(a: str, b: str) -> float:
    return Levenshtein.normalized_similarity(a, b)


def _aligned(alike: Sequence[Sequence[float]], wanted: int) -> float:
    """Return the most that pairs in order can add up to, per element of the side that has more."""
    best = np.zeros(wanted + 1)
    for row in alike:
        taken = np.maximum(best[1:], best[:-1] + np.asarray(row)) if wanted else best[1:]
        best = np.concatenate([[0.0], np.maximum.accumulate(taken)])
    most = max(len(alike), wanted)
    return float(best[-1]) / most if most else 1.0


def _ordered(kind: str, answer: Elements, gold: Elements) -> float:
    said, wanted = getattr(answer, kind), getattr(gold, kind)
    return _f1(LCSseq.similarity(said, wanted), len(said), len(wanted))


def _headings(answer: Elements, gold: Elements) -> float:
    title = {text for level, text in gold.headings[:1] if level == 1}
    said, wanted = (Counter(h for h in of.headings if h[1] not in title) for of in (answer, gold))
    return _f1((said & wanted).total(), said.total(), wanted.total())


def _unordered(kind: str, answer: Elements, gold: Elements) -> float:
    said, wanted = Counter(getattr(answer, kind)), Counter(getattr(gold, kind))
    return _f1((said & wanted).total(), said.total(), wanted.total())


def _f1(both: int, said: int, wanted: int) -> float:
    return 2 * both / (said + wanted) if said + wanted else 1.0


_MEASURES: Final[dict[str, Callable[[Elements, Elements], float]]] = {
    "code": _exact,
    "code_edit": _code_edit,
    "language": _language,
    "tables": _tables,
    "lists": partial(_ordered, "lists"),
    **{kind: partial(_unordered, kind) for kind in list(METRICS)[5:]},
    "headings": _headings,
}
