"""From a copy of a page in which people labelled text to labels of the blocks of the page itself.

Annotators saw a browser's or a parser's copy, and marked elements of that. A corpus gives the page as it was served:

    runs = labelled_runs(copy, label_of)      # the copy's text, piece by piece, with the label of each
    text_of(runs, {"main"})                   # what is so labelled, as text
    page = duramen.parse(html)
    labels, found = carried(page, runs)       # the label of each of the page's blocks
    block_labels(page, labels)                # as the schema has them: one an element

Page and copy hold the same words in nearly the same order, so words are matched by their longest common subsequence.
What stands between the matches is matched letter by letter: a copy may set apart words that the page joins, and what
was decoded wrongly differs in a letter here and there. Of the letters of a block the majority decides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence, Set
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from duramen.errors import DataError
from duramen_corpora.schema import NOISE, BlockLabel, Label

if TYPE_CHECKING:
    from lxml.etree import _Element

    from duramen import ParsedPage

_WORD: Final = re.compile(r"\S+")
_SPACE: Final = re.compile(r"\s+")
_CELLS: Final = 1 << 31  # of the matrix that finds the common subsequence, a bit each: 256 MiB at most
_GAP_CELLS: Final = 1 << 26  # the same for the letters between two matches: beyond, they are other texts
_LETTERS: Final = 4  # that such a match must have: fewer stand in any two texts

_UNSEEN: Final = frozenset({"head", "script", "style", "template", "iframe", "object", "svg", "noframes", "noembed"})
_BLOCK_NAMES: Final = (
    "address article aside blockquote body br caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr legend li main menu nav noscript ol optgroup option p pre section select "
    "summary table tbody td textarea tfoot th thead tr ul"
)
_BLOCKS: Final = frozenset(_BLOCK_NAMES.split())


class Run(NamedTuple):
    """A piece of text that has one label; without text a boundary of blocks."""

    text: str
    label: Label | None


class Carried(NamedTuple):
    """`labels`: one a block, None where the copy has nothing of it; `found`: share of the copy's letters matched."""

    labels: list[Label | None]
    found: float


def parsed_copy(copy: bytes, page: str) -> _Element:
    """Return the tree of a copy, stored as UTF-8. Raises DataError naming `page` where there is no markup in it."""
    import duramen

    parsed = duramen.parse(copy, encoding="utf-8")
    if parsed.root is None:
        raise DataError(f"page {page}: its annotated copy cannot be read ({parsed.problem}). Fetch the corpus again")
    return parsed.root


def labelled_runs(root: _Element, label_of: Callable[[_Element, Label | None], Label | None]) -> list[Run]:
    """Return the text beneath `root` in its order.

    `label_of(element, around)` gives an element's label, where `around` is that of the element around it.
    """
    runs: list[Run] = []
    pending: list[tuple[_Element | Run, Label | None]] = [(root, None)]
    while pending:
        item, around = pending.pop()
        if isinstance(item, Run):
            runs.append(item)
        elif isinstance(item.tag, str) and item.tag not in _UNSEEN:
            pending.extend(reversed(list(_inside(item, label_of(item, around)))))
    return runs


def _inside(element: _Element, label: Label | None) -> Iterator[tuple[_Element | Run, Label | None]]:
    boundary = [(Run("", None), label)] if element.tag in _BLOCKS else []
    yield from boundary
    if element.text:
        yield Run(element.text, label), label
    for child in element:
        yield child, label
        if child.tail:
            yield Run(child.tail, label), label
    yield from boundary


def text_of(runs: Sequence[Run], labels: Set[Label]) -> str:
    """Return the text that has one of the labels, a line a block."""
    pieces = ("\n" if not run.text else _SPACE.sub(" ", run.text) if run.label in labels else " " for run in runs)
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def carried(page: ParsedPage, runs: Sequence[Run]) -> Carried:
    """Return the label that most letters of each block have in the copy."""
    here = _Letters(page.texts)
    copy = _Letters([run.text or " " for run in runs], joined=True)
    votes: list[Counter[Label | None]] = [Counter() for _ in page.texts]
    found = 0
    for at, other, length in _matches(here, copy):
        votes[here.piece_of[at]][runs[copy.piece_of[other]].label] += length
        found += length
    labels = [vote.most_common(1)[0][0] if vote else None for vote in votes]
    return Carried(labels, found / max(sum(map(len, copy.words)), 1))


def block_labels(page: ParsedPage, labels: Sequence[Label | None]) -> tuple[BlockLabel, ...]:
    """Return a label an element: of its blocks' labels the one with the most text.

    A label holds for everything beneath its element. So content that has a block of no label beneath it gets none
    either: nobody said that the block is content.
    """
    letters: dict[str, Counter[Label]] = {}
    for xpath, text, label in zip(page.xpaths, page.texts, labels, strict=True):
        if label is not None:
            letters.setdefault(xpath, Counter())[label] += len(text)
    chosen = {xpath: counter.most_common(1)[0][0] for xpath, counter in letters.items()}
    for xpath, label in zip(page.xpaths, labels, strict=True):
        for around in _ancestors(xpath) if label is None and xpath not in letters else ():
            if chosen.get(around, NOISE) != NOISE:
                del chosen[around]
    return tuple(BlockLabel(xpath, label) for xpath, label in chosen.items())


def _ancestors(xpath: str) -> Iterator[str]:
    while xpath := xpath.rpartition("/")[0]:
        yield xpath


class _Letters:
    """Pieces of text end to end: their words, where each starts, and which piece a letter is of."""

    def __init__(self, pieces: Sequence[str], *, joined: bool = False) -> None:
        between = "" if joined else "\n"
        self.text = between.join(pieces)
        self.piece_of = [i for i, piece in enumerate(pieces) for _ in range(len(piece) + len(between))]
        found = list(_WORD.finditer(self.text))
        self.words = [word[0] for word in found]
        self.starts = [word.start() for word in found]

    def places(self, first: int, last: int) -> list[int]:
        """Return where the letters of some words stand."""
        spans = zip(self.starts[first:last], self.words[first:last], strict=True)
        return list(chain.from_iterable(range(start, start + len(word)) for start, word in spans))


def _matches(page: _Letters, copy: _Letters) -> Iterator[tuple[int, int, int]]:
    """Yield stretches of equal letters: place in the page, place in the copy, length."""
    at = other = 0
    if len(page.words) * len(copy.words) > _CELLS:
        return
    for start, copy_start, length in _common(page.words, copy.words):
        yield from _letter_matches(page, page.places(at, start), copy, copy.places(other, copy_start))
        for i in range(length):
            yield page.starts[start + i], copy.starts[copy_start + i], len(page.words[start + i])
        at, other = start + length, copy_start + length


def _letter_matches(
    page: _Letters, here: Sequence[int], copy: _Letters, there: Sequence[int]
) -> Iterator[tuple[int, int, int]]:
    if not here or not there or len(here) * len(there) > _GAP_CELLS:
        return
    for start, copy_start, length in _common([page.text[i] for i in here], [copy.text[i] for i in there]):
        if length >= _LETTERS:
            for i in range(length):
                yield here[start + i], there[copy_start + i], 1


def _common(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Yield the stretches of the longest common subsequence, and an empty one at the end of both."""
    from rapidfuzz.distance import LCSseq

    for block in LCSseq.opcodes(ours, theirs).as_matching_blocks():
        yield block.a, block.b, block.size
