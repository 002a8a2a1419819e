"""What answers about a page are compared with, prepared once for all tools: gold, blocks, roles, kinds, snippets.

    reference = refer(page)
    reference.columns("an answer")      # every number that the page gives for it

An answer is aligned with the page's blocks once; the words of a block that it covers have got through. Of noise
blocks that is what leaked, of content blocks what was kept. A noise block whose text also stands in the page's content
does not count, since nobody can tell which of the two was kept: a teaser that repeats the headline is no evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from duramen.roles import CONTENT_ROLES, NOISE_ROLES, ROLES, Role
from duramen_corpora.schema import Page
from duramen_corpora.words import words

_Mask = NDArray[np.bool_]

#: Noise that a corpus tells from content and gives no name: its blocks without a label.
UNNAMED: Final = "unnamed"
#: Sums that stand beside the roles themselves.
GROUPS: Final[dict[str, frozenset[str]]] = {"noise": NOISE_ROLES | {UNNAMED}, "content": CONTENT_ROLES}
#: What a block of content is made of, read off the elements around it; the first that holds. The rest is prose.
KINDS: Final[tuple[str, ...]] = ("code", "table", "heading", "quote", "list")
_FLAGS: Final = {"code": "pre", "table": "table", "heading": "heading", "quote": "quote", "list": "item"}
_MOST = 0.5  # of a block's words: then the block is kept


@dataclass(frozen=True, slots=True)
class Reference:
    """One page's blocks: `texts`, `roles` (None: no label), `kinds` ("" is prose).

    `kept` says which the gold keeps, `judged` which count. Empty where neither labels nor a gold text say anything
    about blocks.
    """

    texts: tuple[str, ...]
    roles: tuple[Role | None, ...]
    kinds: tuple[str, ...]
    kept: _Mask
    judged: _Mask

    def columns(self, predicted: str | None) -> dict[str, float]:
        """Return words that there are and that got through, by role and kind, and the answer's block F1."""
        if not self.texts:
            return {}
        from duramen_corpora.align import align

        found = align(self.texts, predicted or "")
        through = np.asarray(found.matched * found.words, np.float64)
        columns = _block_f1(self.kept & self.judged, (found.matched >= _MOST) & self.judged)
        for kind in KINDS:
            mine = self.kept & self.judged & np.array([k == kind for k in self.kinds], np.bool_)
            columns |= _sums(f"kind.{kind}", mine, through, found.words)
        return columns | self._by_role(through, found.words)

    def _by_role(self, through: NDArray[np.float64], lengths: NDArray[np.int32]) -> dict[str, float]:
        if not any(self.roles):
            return {}
        columns: dict[str, float] = {}
        for role in (*ROLES, None):
            mine = self.judged & np.array([r == role for r in self.roles], np.bool_)
            columns |= _sums(role or UNNAMED, mine, through, lengths)
        for group, members in GROUPS.items():
            for what in ("through", "words"):
                columns[f"{what}.{group}"] = sum(columns[f"{what}.{name}"] for name in members)
        return columns


def refer(page: Page) -> Reference:
    """Prepare a page: its own labels where it has them, else what its gold text covers."""
    import duramen
    from duramen_corpora.align import align, labels_from_xpaths

    if page.text is None and not page.blocks:
        return judge((), (), (), np.zeros(0, np.bool_))
    parsed = duramen.parse(page.html, encoding=page.charset)
    roles = labels_from_xpaths(parsed, page.blocks) if page.blocks else [None] * len(parsed)
    if page.blocks:
        kept = np.array([role in CONTENT_ROLES for role in roles], np.bool_)
    else:
        kept = align(parsed.texts, page.text or "").matched >= _MOST
    return judge(parsed.texts, roles, _kinds(parsed), kept)


def outline(page: Page) -> Reference:
    """Return the blocks of a page that neither labels nor a gold text say anything about: none is kept, none counts."""
    import duramen

    parsed = duramen.parse(page.html, encoding=page.charset)
    nothing = np.zeros(len(parsed), np.bool_)
    return Reference(tuple(parsed.texts), (None,) * len(parsed), tuple(_kinds(parsed)), nothing, nothing)


def judge(texts: Sequence[str], roles: Sequence[Role | None], kinds: Sequence[str], kept: _Mask) -> Reference:
    """Decide which blocks count: those with words, and of noise those whose text the content lacks."""
    spelled = [" ".join(words(text)) for text in texts]
    content = "  ".join(f" {s} " for s, keep in zip(spelled, kept, strict=True) if keep)
    judged = [bool(s) and (bool(keep) or f" {s} " not in content) for s, keep in zip(spelled, kept, strict=True)]
    return Reference(tuple(texts), tuple(roles), tuple(kinds), kept, np.array(judged, np.bool_))


def _kinds(parsed: object) -> list[str]:
    from duramen import ParsedPage

    assert isinstance(parsed, ParsedPage)
    flags = {kind: parsed.table.flag(flag) for kind, flag in _FLAGS.items()}
    return [next((kind for kind in KINDS if flags[kind][i]), "") for i in range(len(parsed))]


def _sums(name: str, mine: _Mask, through: NDArray[np.float64], lengths: NDArray[np.int32]) -> dict[str, float]:
    return {f"through.{name}": float(through[mine].sum()), f"words.{name}": float(lengths[mine].sum())}


def _block_f1(gold: _Mask, answer: _Mask) -> dict[str, float]:
    """Return F1 of the blocks that an answer covers by half; nothing for nothing is right."""
    total = int(gold.sum() + answer.sum())
    return {"block_f1": 2 * int((gold & answer).sum()) / total if total else 1.0}
