"""Near-duplicate pages: candidates by MinHash, each verified by the exact similarity of the texts themselves.

    with NearDuplicates(threshold=0.7) as near:
        for page in pages: near.add(*page_words(page))
        for found in near.pairs(): found.first, found.second, found.by, found.similarity

A page has two texts: its *main text* and its *whole text*. Similarity is the Jaccard index of their sets of shingles,
runs of five words (Broder, "On the resemblance and containment of documents", 1997). Pages are near-duplicates where

- their main texts are similar, whatever is around them; or
- their whole texts are similar and neither's main text is missing from the other page: two articles in one template
  share most of their words and are not one page, while one page annotated twice is, however much the golds differ.

A text of less than fifty words makes no pages similar (though a short main text may be missing from another page).
Memory holds signatures; the shingles lie in a scratch file on disk.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Literal

import numpy as np
from numpy.typing import NDArray

from duramen.errors import UsageError
from duramen_corpora.align import labels_from_xpaths
from duramen_corpora.sources import cache_folder
from duramen_corpora.words import tokens

if TYPE_CHECKING:
    from types import TracebackType

    from duramen import ParsedPage
    from duramen_corpora.schema import Page

Shingles = NDArray[np.uint64]
#: Which of a page's two texts.
By = Literal["main", "whole"]

#: Where both golds are known, pairs from here on are one story (a wire report cut shorter), whatever the site.
THRESHOLD: Final = 0.7
LITTLE: Final = 50  # words; below, a menu and a cookie notice are most of what two pages could share
_SHINGLE: Final = 5  # words: four still match set phrases ("all rights reserved"), and an edit spoils as many as it has
_PARAGRAPH: Final = 15  # words; on a page without gold, shorter blocks are menus, teasers and buttons for the most part
_PERMUTATIONS: Final = 128
_MISSED: Final = 1e-3  # of pairs just at the threshold; above it far fewer
_SPREAD: Final = np.uint64(0x9E3779B97F4A7C15)  # odd, so that nothing is lost in multiplying by it


@dataclass(frozen=True, slots=True)
class Near:
    """Two pages, by the order in which they were added, the text by which they are near, and the similarity of it."""

    first: int
    second: int
    by: By
    similarity: float


def page_words(page: Page, parsed: ParsedPage) -> tuple[list[str], list[str]]:
    """Return the words of a page's main text and of all its text; a character each in scripts without spaces.

    The main text is the gold text; without one, the blocks labelled main; without labels, all long blocks.
    """
    blocks = [tokens(text) for text in parsed.texts]
    whole = [word for block in blocks for word in block]
    if page.text is not None:
        return tokens(page.text), whole
    if page.blocks:
        keep = [role == "main" for role in labels_from_xpaths(parsed, page.blocks)]
    else:
        keep = [len(block) >= _PARAGRAPH for block in blocks]
    return [word for block, kept in zip(blocks, keep, strict=True) if kept for word in block], whole


def shingles(words: Sequence[str]) -> Shingles:
    """Return the set of `words`' shingles, sorted hashes of 64 bits; none for fewer words than a shingle has."""
    hashes = np.array([_hash(word) for word in words], dtype=np.uint64)
    count = max(len(words) - _SHINGLE + 1, 0)
    runs = np.zeros(count, dtype=np.uint64)
    for i in range(_SHINGLE):
        runs = runs * _SPREAD + hashes[i : i + count]
    return np.unique(runs)


def jaccard(left: Shingles, right: Shingles) -> float:
    """Return the share of shingles of either that both have; 0 where either has none."""
    common = _common(left, right)
    return common / (len(left) + len(right) - common) if common else 0.0


class NearDuplicates:
    """The pages added so far; what is near among them is asked for once, at the end."""

    def __init__(self, threshold: float = THRESHOLD) -> None:
        from rensa import RMinHashLSH

        self.threshold = threshold
        bands = _bands(threshold)
        self._index: dict[By, Any] = {
            "main": RMinHashLSH(threshold, _PERMUTATIONS, bands),
            "whole": RMinHashLSH(threshold, _PERMUTATIONS, bands),
        }
        self._candidates: dict[By, list[tuple[int, int]]] = {"main": [], "whole": []}
        self._judged: dict[By, list[bool]] = {"main": [], "whole": []}  # whether a page's text is long enough
        self._ends: list[int] = [0]  # in the scratch file, of each page's main text and of its whole text, in turn
        self._scratch = _scratch_file()

    def __enter__(self) -> NearDuplicates:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with suppress(OSError):  # a full disk, which has been told of: nothing in the file is needed any more
            self._scratch.close()

    def __len__(self) -> int:
        return len(self._ends) // 2

    def add(self, main: Sequence[str], whole: Sequence[str]) -> bool:
        """Add a page by the words of its texts. Returns whether either text is long enough to be judged."""
        number = len(self)
        texts: dict[By, Sequence[str]] = {"main": main, "whole": whole}
        found = {by: shingles(words) for by, words in texts.items()}
        self._write(list(found.values()))
        for by, words in texts.items():
            self._judged[by].append(len(words) >= LITTLE)
            if self._judged[by][number]:
                self._enter(by, number, found[by])
        return self._judged["main"][number] or self._judged["whole"][number]

    def pairs(self) -> Iterator[Near]:
        """Yield the pairs of near-duplicates among the pages, in order."""
        seen: set[tuple[int, int]] = set()
        for candidates in self._candidates.values():
            seen.update(candidates)
        for first, second in sorted(seen):
            near = self._near(first, second)
            if near is not None:
                yield near

    def similarity(self, first: int, second: int) -> float | None:
        """Return how similar two pages are, by the text in which they are more so; None where neither is judged."""
        both = [by for by in self._index if self._judged[by][first] and self._judged[by][second]]
        return max((self._similarity(first, second, by) for by in both), default=None)

    def _write(self, texts: Sequence[Shingles]) -> None:
        with _written():
            self._scratch.seek(0, os.SEEK_END)
            for text in texts:
                self._scratch.write(text.tobytes())
                self._ends.append(self._ends[-1] + len(text))
            self._scratch.flush()

    def _enter(self, by: By, number: int, found: Shingles) -> None:
        from rensa import RMinHash

        signature = RMinHash(_PERMUTATIONS, 0)
        signature.update(found.view("V8").tolist())
        index = self._index[by]
        self._candidates[by] += [(other, number) for other in index.query(signature)]
        index.insert(number, signature)

    def _near(self, first: int, second: int) -> Near | None:
        main = self._similarity(first, second, "main")
        if main >= self.threshold:
            return Near(first, second, "main", main)
        whole = self._similarity(first, second, "whole")
        if whole < self.threshold or self._misses(second, first) or self._misses(first, second):
            return None
        return Near(first, second, "whole", whole)

    def _similarity(self, first: int, second: int, by: By) -> float:
        if not (self._judged[by][first] and self._judged[by][second]):
            return 0.0
        return jaccard(self._text(first, by), self._text(second, by))

    def _misses(self, page: int, other: int) -> bool:
        """Whether the main text of another page does not stand in a page."""
        main = self._text(other, "main")
        return _common(self._text(page, "whole"), main) < self.threshold * len(main)

    def _text(self, number: int, by: By) -> Shingles:
        start, end = (self._ends[2 * number + (by == "whole") + i] for i in (0, 1))
        self._scratch.seek(8 * start)
        return np.frombuffer(self._scratch.read(8 * (end - start)), dtype=np.uint64)


def _scratch_file() -> BinaryIO:
    """Return a file without a name in the cache: /tmp may itself be memory."""
    folder = cache_folder()
    with _written():
        folder.mkdir(parents=True, exist_ok=True)
        return tempfile.TemporaryFile(dir=folder)


@contextmanager
def _written() -> Iterator[None]:
    """Turn what goes wrong with the scratch file into an error that says what to do."""
    try:
        yield
    except OSError as error:
        cure = "Make room there, or set DURAMEN_CACHE to a folder that has it"
        raise UsageError(f"cannot write to {cache_folder()} ({error.strerror}). {cure}") from error


def _common(left: Shingles, right: Shingles) -> int:
    if np.array_equal(left, right):  # where a corpus has a thousand copies of one notice, they are half a million pairs
        return len(left)
    return len(np.intersect1d(left, right, assume_unique=True))


def _bands(threshold: float) -> int:
    """Return into how few bands a signature may be cut so that of pairs at the threshold almost none is missed.

    A pair is a candidate where one band is equal in both; for a pair of similarity s, a band of r numbers is with s**r.
    """
    sizes = [1 << i for i in range(_PERMUTATIONS.bit_length())]
    return min(n for n in sizes if (1 - threshold ** (_PERMUTATIONS // n)) ** n <= _MISSED)


@lru_cache(maxsize=1 << 16)
def _hash(word: str) -> int:
    # Not Python's own hash: with a seed of each process, another candidate might be missed in each.
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
