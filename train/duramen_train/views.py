"""What a policy keeps of a labelled page: one page, several right answers, and several ways to see it.

A corpus's gold answers one question, its own policy's. Where a page's roles are labelled, every policy's answer follows
from them; where gold is running text alone, the answer with the title follows too, if the title can be told.

`augmented` gives more of the same: pages whose words, or class names, nobody knows (a language without a lexicon,
markup without names), and parts of pages that stand alone (`duramen_train.fragments`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from duramen.roles import POLICIES, ROLES, Policy
from duramen.titles import title_heading
from duramen_corpora import corpus_info
from duramen_train.examples import Example
from duramen_train.recipe import Data

#: The policies that are learned; `comments` is `broad` and what the role head calls a comment.
LEARNED: Final[tuple[Policy, ...]] = ("broad", "body", "article")

#: Which of the lexicon's scores a view does without.
Blank = Literal["nothing", "words", "attrs", "both"]


@dataclass(frozen=True, slots=True)
class View:
    """A page as one policy sees it. `label`: float32, one a block, the share of it that is kept, NaN where unknown.

    `own` is True for the policy of the corpus's gold, and False for answers that were worked out. A `made` view is only
    there to be learned from: it has `blank` scores, or its example is a part. `weight` multiplies what its blocks
    weigh.
    """

    example: Example
    policy: Policy
    label: NDArray[np.float32]
    own: bool
    weight: float = 1.0
    made: bool = False
    blank: Blank = "nothing"

    @property
    def plain(self) -> bool:
        """Whether this is the page as it is, under the policy of its own gold: each page has one such view."""
        return self.own and not self.made


def views(example: Example) -> Iterator[View]:
    """Yield the page's own view first, then those that follow from what is known of it."""
    policy = own_policy(example.corpus)
    yield View(example, policy, example.matched, own=True)
    for other in LEARNED:
        label = None if other == policy else _worked_out(example, policy, other)
        if label is not None:
            yield View(example, other, label, own=False)


def augmented(of: Sequence[View], data: Data, seed: int) -> Iterator[View]:
    """Yield copies of views with blank scores, and parts of pages, as many as the recipe asks for."""
    rng = np.random.default_rng(seed)
    shares: tuple[tuple[Blank, float], ...] = (
        ("words", data.blank_words),
        ("attrs", data.blank_attrs),
        ("both", data.blank_both),
    )
    for blank, share in shares:
        chosen = np.flatnonzero(rng.random(len(of)) < share).tolist()
        yield from (replace(of[i], made=True, blank=blank) for i in chosen)
    for view in of:
        for part in view.example.parts if view.own else ():
            if rng.random() < data.fragments:
                piece = replace(view.example, table=part.table, matched=part.matched, parts=())
                yield View(piece, view.policy, part.matched, own=True, weight=data.fragment_weight, made=True)


@cache
def own_policy(corpus: str) -> Policy:
    """Return the policy that a corpus's gold answers, among those that are learned."""
    policy = corpus_info(corpus).policy
    return "broad" if policy == "comments" else policy


def _worked_out(example: Example, own: Policy, policy: Policy) -> NDArray[np.float32] | None:
    if (example.roles >= 0).any():
        kept = np.isin(example.roles, [ROLES.index(role) for role in POLICIES[policy]])
        return np.where(example.roles >= 0, kept, np.nan).astype(np.float32)
    if (own, policy) != ("body", "article") or not example.whole_gold:
        return None
    title = title_heading(example.table)
    if title is None:
        return None
    label: NDArray[np.float32] = example.matched.copy()
    label[title] = 1.0
    return label
