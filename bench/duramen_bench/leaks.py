"""What noise got through, by role: on corpora that say what each block is.

An answer is aligned with the page's blocks; the words of a block that it covers have got through. A noise block whose
text also stands in the page's content does not count, since nobody can tell which of the two was kept: a teaser that
repeats the headline is no evidence. For content roles the same share is what was rightly kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duramen.roles import CONTENT_ROLES, NOISE_ROLES, ROLES, Role
from duramen_corpora.schema import Page
from duramen_corpora.words import words

#: Sums that stand beside the roles themselves.
GROUPS: dict[str, frozenset[Role]] = {"noise": NOISE_ROLES, "content": CONTENT_ROLES}


@dataclass(frozen=True, slots=True)
class LabelledBlocks:
    """A page's blocks with their roles (None: no label), and which of them can be judged."""

    texts: tuple[str, ...]
    roles: tuple[Role | None, ...]
    judged: NDArray[np.bool_]


def label(page: Page) -> LabelledBlocks | None:
    """Return the page's labelled blocks, or None for a page without labels."""
    if not page.blocks:
        return None
    import duramen
    from duramen_corpora.align import labels_from_xpaths

    parsed = duramen.parse(page.html, encoding=page.charset)
    return judge(parsed.texts, labels_from_xpaths(parsed, page.blocks))


def judge(texts: Sequence[str], roles: Sequence[Role | None]) -> LabelledBlocks:
    """Decide which blocks can be judged: labelled, with words, and if noise, with a text that the content lacks."""
    spelled = [" ".join(words(text)) for text in texts]
    content = "  ".join(f" {s} " for s, role in zip(spelled, roles, strict=True) if role in CONTENT_ROLES)
    judged = [
        bool(s) and role is not None and (role in CONTENT_ROLES or f" {s} " not in content)
        for s, role in zip(spelled, roles, strict=True)
    ]
    return LabelledBlocks(tuple(texts), tuple(roles), np.array(judged, dtype=np.bool_))


def leak_columns(blocks: LabelledBlocks, predicted: str | None) -> dict[str, float]:
    """Return for each role and group the words that got through (`through.ROLE`) and that there are (`words.ROLE`)."""
    from duramen_corpora.align import align

    found = align(blocks.texts, predicted or "")
    through = found.matched * found.words
    columns = {}
    for role in ROLES:
        mine = blocks.judged & np.array([r == role for r in blocks.roles], dtype=np.bool_)
        columns[f"through.{role}"] = float(through[mine].sum())
        columns[f"words.{role}"] = float(found.words[mine].sum())
    for group, roles in GROUPS.items():
        for kind in ("through", "words"):
            columns[f"{kind}.{group}"] = sum(columns[f"{kind}.{role}"] for role in roles)
    return columns
