"""One page and what is known of each of its blocks: role, share of gold, whether the page hides it.

    examined = examine(page)                       # roles: the corpus's own labels, where it has any
    examined = examine(page, Roles(names, "weak")) # or whatever else says what a block is
    examined.states, examined.to_dict()

`duramen corpora show` prints it, `duramen_corpora.overlay` draws it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import duramen
from duramen.blocks import TAGS
from duramen.errors import UsageError, unknown_name
from duramen.roles import POLICIES, ROLES, Role
from duramen.xpaths import paths
from duramen_corpora.align import Alignment, align, labels_from_xpaths
from duramen_corpora.fit import oracle_f1
from duramen_corpora.registry import CORPORA
from duramen_corpora.schema import Page
from duramen_corpora.weak import weak_roles

if TYPE_CHECKING:
    from duramen import ParsedPage

#: How much of a block is gold: half and more, some, nothing, or nobody says.
State = Literal["gold", "part", "noise", "unknown"]
#: A sign each: told apart without colours.
SIGNS: Final[dict[State, str]] = {"gold": "●", "part": "◐", "noise": "○", "unknown": " "}
_ORACLE_BLOCKS: Final = 20_000  # a page of 50,000 that share the gold's words takes the search a minute


@dataclass(frozen=True, slots=True)
class Roles:
    """A role for each block (None: nobody says) and who says so.

    `reasons` may say, for each block, why it has its role: a landmark, a class token.
    """

    names: Sequence[Role | None]
    source: str
    reasons: Sequence[str] = ()


#: What finds roles: called with the page and its tree.
RoleFinder: TypeAlias = Callable[[Page, "ParsedPage"], Roles]


@dataclass(frozen=True)
class Examined:
    """A page, parsed, and what is known of its blocks, in the order of `parsed.texts`.

    `alignment` is None, like `oracle_f1` (the word F1 of the best choice of blocks), where the corpus has no gold text
    for the page; `comments` likewise aligns the gold comments.
    """

    page: Page
    parsed: ParsedPage
    roles: Roles
    alignment: Alignment | None
    comments: Alignment | None

    @cached_property
    def oracle_f1(self) -> float | None:
        """Word F1 of the best choice of blocks, in [0, 1]; None also for a page of more than 20,000."""
        if self.alignment is None or len(self.parsed) > _ORACLE_BLOCKS:
            return None
        return oracle_f1(self.parsed.texts, self.page.text or "", self.alignment)

    @cached_property
    def states(self) -> list[State]:
        """How much of each block is gold: by the alignment, else by whether the corpus's gold keeps its role."""
        if self.alignment is not None:
            return [_state(share) for share in self.alignment.matched.tolist()]
        row = CORPORA.get(self.page.corpus)
        kept = row.gold_roles if row else POLICIES["broad"]
        return ["unknown" if name is None else "gold" if name in kept else "noise" for name in self.roles.names]

    @cached_property
    def hidden(self) -> list[bool]:
        """Whether the page hides each block: `hidden`, `aria-hidden`, an inline `display:none`."""
        return [bool(hidden) for hidden in self.parsed.table.flag("hidden")]

    @property
    def words(self) -> list[int]:
        """The number of words of each block, as the walk counts them."""
        words: list[int] = self.parsed.table["words"].tolist()
        return words

    def counts(self, labels: Iterable[str | None]) -> dict[str, tuple[int, int]]:
        """Return, per label that some block has, the number of its blocks and of their words."""
        blocks: Counter[str] = Counter()
        words: Counter[str] = Counter()
        for label, count in zip(labels, self.words, strict=True):
            if label is not None:
                blocks[label] += 1
                words[label] += count
        order = [name for name in (*ROLES, *SIGNS) if name in blocks]
        return {label: (blocks[label], words[label]) for label in order}

    def to_dict(self, chosen: Iterable[int] | None = None) -> dict[str, Any]:
        """Return everything as plain data, for JSON; of the blocks only those `chosen`."""
        page, alignment = self.page, self.alignment
        names = ("corpus", "id", "url", "host", "page_type", "language", "split")
        facts: dict[str, Any] = {name: getattr(page, name) for name in names}
        facts |= {"problem": self.parsed.problem, "gold_words": None, "gold_found": None, "oracle_f1": None}
        if alignment is not None:
            facts |= {"gold_words": len(alignment.found), "gold_found": round(alignment.gold_found, 4)}
            facts |= {"oracle_f1": None if self.oracle_f1 is None else round(self.oracle_f1, 4)}
        facts |= {"roles_from": self.roles.source or None, "roles": _plain(self.counts(self.roles.names))}
        facts |= {"gold": _plain(self.counts(self.states))}
        wanted = None if chosen is None else set(chosen)
        every = zip(range(len(self.parsed)), paths(self.parsed.elements), strict=True)
        return facts | {"blocks": [self._block(i, xpath) for i, xpath in every if wanted is None or i in wanted]}

    def _block(self, i: int, xpath: str) -> dict[str, Any]:
        share = None if self.alignment is None else round(float(self.alignment.matched[i]), 4)
        facts = {"index": i, "role": self.roles.names[i], "gold": self.states[i], "share": share}
        facts |= {"words": self.words[i], "tag": TAGS[self.parsed.table["tag"][i]], "hidden": self.hidden[i]}
        return facts | {"xpath": xpath, "text": self.parsed.texts[i]}


def examine(page: Page, roles: Roles | RoleFinder | None = None) -> Examined:
    """Parse a page, align its gold and find its roles.

    `roles` says what the blocks are, or finds it out (as `guessed` does); without it the corpus's own labels do. Raises
    UsageError where it does not give one for each block, or gives one that does not exist.
    """
    parsed = duramen.parse(page.html, encoding=page.charset)
    found = _labels(page, parsed) if roles is None else roles if isinstance(roles, Roles) else roles(page, parsed)
    _check(found, len(parsed))
    gold, comments = (None if text is None else align(parsed.texts, text) for text in (page.text, page.comments))
    return Examined(page, parsed, found, gold, comments)


def guessed(page: Page, parsed: ParsedPage) -> Roles:
    """Return the corpus's labels; where it has none, what the markup says of the blocks that the gold leaves out."""
    if page.blocks or page.text is None:
        return _labels(page, parsed)
    shares = align(parsed.texts, page.text).matched.tolist()
    clues = [None if share else clue for share, clue in zip(shares, weak_roles(parsed), strict=True)]
    reasons = [f"{clue.source}: {clue.evidence}" if clue else "" for clue in clues]
    return Roles([clue.role if clue else None for clue in clues], "guessed from the markup outside the gold", reasons)


def _labels(page: Page, parsed: ParsedPage) -> Roles:
    if not page.blocks:
        return Roles([None] * len(parsed), "")
    return Roles(labels_from_xpaths(parsed, page.blocks), f"labels of {page.corpus}")


def _check(roles: Roles, blocks: int) -> None:
    if len(roles.names) != blocks or len(roles.reasons) not in (0, blocks):
        raise UsageError(f"{roles.source}: {len(roles.names)} roles for {blocks} blocks. Give one for each, or None")
    for name in roles.names:
        if name is not None and name not in ROLES:
            raise unknown_name("role", name, ROLES)


def _state(share: float) -> State:
    return "gold" if share >= 0.5 else "part" if share > 0 else "noise"


def _plain(counts: dict[str, tuple[int, int]]) -> dict[str, dict[str, int]]:
    return {label: {"blocks": blocks, "words": words} for label, (blocks, words) in counts.items()}
