"""The layout of web cleaning contests: `input/ID.html`, and its gold in `GoldStandard/ID.txt`.

CleanEval began it, CleanPortalEval followed, and a repository of merged sets has brought others into it. What a gold
file holds is each corpus's own matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from pathlib import Path
from typing import NamedTuple

from duramen.errors import DataError
from duramen_corpora.readers.files import by_stem, read_bytes


class Pair(NamedTuple):
    """A page and its gold, both as they are stored."""

    id: str
    html: bytes
    gold: bytes


def pairs(folder: Path, without_gold: Set[str] = frozenset()) -> Iterator[Pair]:
    """Yield the pages of a folder in this layout, in the order of their ids: `matched`, of its two folders."""
    return matched(folder / "input", folder / "GoldStandard", without_gold)


def matched(pages: Path, golds: Path, without_gold: Set[str] = frozenset()) -> Iterator[Pair]:
    """Yield the files of two folders that have one name, up to the last suffix, in the order of their names.

    `without_gold` names the pages that upstream has no gold for: they are no part of the corpus, unless they have one.
    Raises DataError naming the page for any other page without gold, gold without page, and two files of one name.
    """
    html, gold = by_stem(pages), by_stem(golds, "gold")
    for name in sorted(html.keys() | gold.keys()):
        if name not in html:
            raise DataError(f"page {name} has no HTML: there is {gold[name]}, and nothing of that name in {pages}")
        if name in gold:
            yield Pair(name, read_bytes(html[name], name), read_bytes(gold[name], name, "gold"))
        elif name not in without_gold:
            raise DataError(f"page {name} has no gold: there is {html[name]}, and nothing of that name in {golds}")
