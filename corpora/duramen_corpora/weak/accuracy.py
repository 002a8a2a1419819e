"""How often weak roles are right: against labels by construction, by annotators, and by hand.

    tally = Tally()
    tally.add(page, roles)          # one true role a block, None where nobody says
    tally.rows()                    # per role: blocks, guessed, right, precision, recall

Only blocks whose true role is one of `WEAK_ROLES` count as noise that could be named. What weak roles would call noise
and is content is counted apart: training never sees it, because there the gold speaks first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import duramen
from duramen.roles import Role
from duramen_corpora.align import labels_from_xpaths
from duramen_corpora.handlabels import HandLabel
from duramen_corpora.schema import Page
from duramen_corpora.weak.clues import Source
from duramen_corpora.weak.rank import WEAK_ROLES, weak_roles

#: What a block is, what else a reader might have called it, and what was guessed from which source.
Judged = tuple[Role, Role | None, Role | None, Source | None]


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One role, or one source: `blocks` of it, `guessed` of them at all, `right`, `lenient` with either of two roles.

    `called`: blocks of any noise role that were called so; `precision` of those calls, None where there are none.
    """

    name: str
    blocks: int
    guessed: int
    right: int
    lenient: int
    called: int

    @property
    def precision(self) -> float | None:
        """The share of what is called so that is so."""
        return self.right / self.called if self.called else None

    @property
    def recall(self) -> float | None:
        """The share of what is so that is called so."""
        return self.right / self.blocks if self.blocks else None


@dataclass(slots=True)
class Tally:
    """Guesses counted against the truth."""

    judged: Counter[Judged] = field(default_factory=Counter)

    def add(self, truth: Iterable[Judged]) -> None:
        """Count blocks."""
        self.judged.update(truth)

    def rows(self) -> list[RoleRow]:
        """Return a row for each role that blocks have, then one for all noise."""
        noise = {key: n for key, n in self.judged.items() if key[0] in WEAK_ROLES}
        names = [role for role in WEAK_ROLES if any(key[0] == role for key in noise)]
        return [*(_row(role, noise, {role}) for role in names), _row("all", noise, set(WEAK_ROLES))]

    def sources(self) -> list[tuple[str, int, int]]:
        """Return, for each source: guesses about noise that it made, and how many were right."""
        made, right = Counter[str](), Counter[str]()
        for (role, _, guess, source), n in self.judged.items():
            if source is not None and role in WEAK_ROLES:
                made[source] += n
                right[source] += n * (guess == role)
        return [(source, count, right[source]) for source, count in made.most_common()]

    def false_alarms(self) -> tuple[int, int]:
        """Return the blocks of content (main or title), and how many of them would be called noise."""
        content = {key: n for key, n in self.judged.items() if key[0] in ("main", "title")}
        return sum(content.values()), sum(n for key, n in content.items() if key[2] is not None)


def by_labels(pages: Iterable[Page]) -> Iterator[Judged]:
    """Judge every labelled block of pages whose corpus labels nodes."""
    for page in pages:
        parsed = duramen.parse(page.html, encoding=page.charset)
        truths = labels_from_xpaths(parsed, page.blocks)
        for truth, clue in zip(truths, weak_roles(parsed), strict=True):
            if truth is not None:
                yield (truth, None, clue.role if clue else None, clue.source if clue else None)


def by_hand(pages: Iterable[Page], labels: Sequence[HandLabel]) -> Iterator[Judged]:
    """Judge the blocks that were labelled by hand; pages without any are passed over unparsed."""
    wanted: dict[str, list[HandLabel]] = {}
    for label in labels:
        wanted.setdefault(label.id, []).append(label)
    for page in pages:
        if page.id in wanted:
            parsed = duramen.parse(page.html, encoding=page.charset)
            clues = dict(zip(parsed.xpaths, weak_roles(parsed), strict=True))
            for label in wanted[page.id]:
                clue = clues.get(label.xpath)
                yield (label.role, label.or_, clue.role if clue else None, clue.source if clue else None)


def _row(name: str, noise: dict[Judged, int], roles: set[Role] | set[str]) -> RoleRow:
    mine = {key: n for key, n in noise.items() if key[0] in roles}
    return RoleRow(
        name=name,
        blocks=sum(mine.values()),
        guessed=sum(n for (_, _, guess, _), n in mine.items() if guess),
        right=sum(n for (role, _, guess, _), n in mine.items() if guess == role),
        lenient=sum(n for (role, other, guess, _), n in mine.items() if guess and guess in (role, other)),
        called=sum(n for (_, _, guess, _), n in noise.items() if guess in roles),
    )
