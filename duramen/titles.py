"""Which block is the page's own title: what the policies that differ by it leave out, or keep, and what has its role.

A title is a dozen words of hundreds. A model that is asked for running text, with its title or without, learns little
from the difference and answers both much alike; what a title is can be told by rule, by what `<title>` says. Under
`article` it is as likely as the surest block, so that it is kept where anything is; under `body` it is not kept. Under
`broad` the model decides, for half of what it learned from leaves titles out; a title it is called all the same.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from duramen._kernels import words_among
from duramen.blocks import TAG_IDS, BlockTable
from duramen.roles import ROLES, Policy

_HEADINGS: Final = np.array([TAG_IDS["h1"], TAG_IDS["h2"]], np.int32)
#: Where a line that says what `<title>` says is a link to the page, or a label, and not its title.
_ELSEWHERE: Final = np.array(
    [TAG_IDS[name] for name in ("li", "nav", "footer", "figcaption", "label", "button", "option", "th")], np.int32
)
_ASIDE: Final = ("nav", "footer", "aside", "item")
_FEWEST: Final = 3  # words; fewer are a name
#: How often the rule is right: on 411 of the starter corpus's 445 pages (results/LOG.md).
_RIGHT: Final = 0.92
_TITLE: Final = ROLES.index("title")


def title_block(table: BlockTable) -> int | None:
    """Return the block that is the page's title, by what it has in common with its `<title>`, or None.

    That is the heading of rank 1 or 2 that is most alike; else the page's only `<h1>`, if it is somewhat alike
    (headlines are rewritten for search engines); else a block elsewhere, if it says hardly anything else.
    """
    if not len(table.title):
        return None
    of_own, of_half = _in_common(table)
    found = _repeating(table, of_own, of_half)
    if found is not None:
        return found
    first = np.flatnonzero(table["tag"] == _HEADINGS[0])
    if len(first) == 1 and of_own[first[0]] >= 0.4 and of_half[first[0]] >= 0.8:
        return int(first[0])
    return _most_alike(_elsewhere(table) & (of_own >= 0.9) & (of_half >= 0.8), of_own, of_half)


def title_heading(table: BlockTable) -> int | None:
    """Return the heading of rank 1 or 2 that repeats the page's `<title>`, the one most alike; or None.

    The surest of titles, and those that weights were trained with: what it returns is part of every recipe.
    """
    return _repeating(table, *_in_common(table)) if len(table.title) else None


def _repeating(table: BlockTable, of_own: NDArray[np.float64], of_half: NDArray[np.float64]) -> int | None:
    alike = np.isin(table["tag"], _HEADINGS) & (of_own >= 0.6) & (of_half >= 0.6)
    return _most_alike(alike, of_own, of_half)


def _in_common(table: BlockTable) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return, a block each, how many of its words are in `<title>`, of its own and of half of the title's (at most 1).

    Half, since many titles name the site as well.
    """
    common = np.empty(len(table))
    words_among(table.words, table.blocks, np.sort(table.title), common)
    of_own = common / np.maximum(table["word_end"] - table["word_start"], 1)
    return of_own, np.minimum(2.0 * common / len(table.title), 1.0)


def _most_alike(among: NDArray[np.bool_], of_own: NDArray[np.float64], of_half: NDArray[np.float64]) -> int | None:
    blocks = np.flatnonzero(among)
    return int(blocks[np.argmax(np.minimum(of_own, of_half)[blocks])]) if len(blocks) else None


def _elsewhere(table: BlockTable) -> NDArray[np.bool_]:
    """Say which blocks are about as long as a title, and not in what stands around the content."""
    words = table["word_end"] - table["word_start"]
    fits = (words >= _FEWEST) & (words <= 2 * len(table.title)) & ~np.isin(table["tag"], _ELSEWHERE)
    for name in _ASIDE:
        fits &= ~table.flag(name)
    return np.asarray(fits, np.bool_)


def title_under(table: BlockTable, policy: Policy) -> int | None:
    """Return the title's block under the policies that it is decided for by rule; None under the others."""
    return title_block(table) if policy in ("body", "article") else None


def with_title(table: BlockTable, probability: NDArray[np.float64], policy: Policy) -> NDArray[np.float64]:
    """Return the probabilities with the title's as the policy has it. The array that is given stays as it is."""
    title = title_under(table, policy)
    if title is None:
        return probability
    changed = probability.copy()
    changed[title] = probability.max() if policy == "article" else 0.0
    return np.asarray(changed, np.float64)


def call_title(title: int, named: NDArray[np.float64], kept: NDArray[np.bool_]) -> None:
    """Make the role of the title nearly all that the row of `named` (blocks, 12) has in the columns `kept`, in place.

    A head that learned from one corpus what titles are like knows a quarter of them elsewhere.
    """
    row = named[title]
    row[kept] *= (1.0 - _RIGHT) / row[kept].sum()
    row[_TITLE] += _RIGHT
