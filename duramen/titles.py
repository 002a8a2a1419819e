"""Which block is the page's own title: what the policies that differ by it leave out, or keep.

A title is a dozen words of hundreds. A model that is asked for running text, with its title or without, learns little
from the difference and answers both much alike; what a title is can be told by rule: a heading that says what `<title>`
says. Under `article` it is as likely as the surest block, so that it is kept where anything is; under `body` it is
not kept.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from duramen.blocks import TAG_IDS, BlockTable
from duramen.roles import Policy

_HEADINGS: Final = np.array([TAG_IDS["h1"], TAG_IDS["h2"]], np.int32)
#: Share of words that a heading and `<title>` have in common, of the heading's, and half of it of the title's, which
#: names the site as well.
_ALIKE: Final = 0.6


def title_block(table: BlockTable) -> int | None:
    """Return the block that repeats the page's `<title>`: of headings of rank 1 and 2 the one most alike; or None."""
    if not len(table.title):
        return None
    headings = np.flatnonzero(np.isin(table["tag"], _HEADINGS)).tolist()
    start, end = table["word_start"], table["word_end"]
    alike = {i: _alike(table.words[start[i] : end[i]], table.title) for i in headings}
    best = max(alike, key=alike.__getitem__, default=None)
    return best if best is not None and alike[best] >= _ALIKE else None


def _alike(heading: NDArray[np.uint32], title: NDArray[np.uint32]) -> float:
    common = int(np.isin(heading, title).sum())
    return min(common / max(len(heading), 1), 2.0 * common / len(title), 1.0)


def with_title(table: BlockTable, probability: NDArray[np.float64], policy: Policy) -> NDArray[np.float64]:
    """Return the probabilities with the title's as the policy has it. The array that is given stays as it is."""
    title = title_block(table) if policy in ("body", "article") else None
    if title is None:
        return probability
    changed = probability.copy()
    changed[title] = probability.max() if policy == "article" else 0.0
    return np.asarray(changed, np.float64)
