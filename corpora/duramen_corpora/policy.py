"""What a corpus's gold includes, measured: of the pages that have a byline, how many have it in their gold?

    measured = measure_policy(pages(load("scrapinghub")))
    measured["title"]       # Share(pages=160, included=3)

Corpora disagree about what main content is, and rarely say so. A part of a page counts as included where the gold
covers at least half of its words. Parts are told by their markup (`duramen_corpora.weak`), so a figure is of the pages
whose markup tells, not of all: enough to know a policy by, and no more. A row's `gold_roles` follows from these
figures, and `tests/corpora/test_policy.py` holds it to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from duramen import ParsedPage
from duramen.blocks import TAG_IDS
from duramen_corpora.align import Alignment, align
from duramen_corpora.schema import Page
from duramen_corpora.weak import Clue, weak_roles

_Mask = NDArray[np.bool_]
_Guesses = Sequence[Clue | None]

_BYLINE: Final = frozenset({"author", "authors", "byline", "creator"})
_DATE: Final = frozenset(
    {"date", "dateline", "datetime", "posted", "posted-on", "published", "timestamp", "datepublished", "datemodified"}
)
_DENSE: Final = 0.8  # share of letters in links: a list of links, not prose with some
_FEW: Final = 5  # links that make a list


@dataclass(frozen=True, slots=True)
class Share:
    """Of `pages` that have a part, `included` have most of its words in their gold."""

    pages: int = 0
    included: int = 0

    @property
    def share(self) -> float | None:
        """The share that includes it; None where no page has it."""
        return self.included / self.pages if self.pages else None


def measure_policy(labelled: Iterable[Page]) -> dict[str, Share]:
    """Return how much of the pages' titles, bylines, captions … is in their gold text. Pages without one are left."""
    import duramen

    counted = dict.fromkeys(PARTS, Share())
    for page in labelled:
        if page.text:
            parsed = duramen.parse(page.html, encoding=page.charset)
            add(counted, page_policy(parsed, align(parsed.texts, page.text)))
    return counted


def add(counted: dict[str, Share], found: Mapping[str, bool]) -> None:
    """Count what one page's gold includes."""
    for part, included in found.items():
        counted[part] = Share(counted[part].pages + 1, counted[part].included + included)


def page_policy(page: ParsedPage, alignment: Alignment) -> dict[str, bool]:
    """Return, for each part that the page has, whether the gold that was aligned covers at least half of its words."""
    guesses = weak_roles(page)
    found: dict[str, bool] = {}
    for part, tell in PARTS.items():
        mask = tell(page, guesses) & (alignment.words > 0)
        total = int(alignment.words[mask].sum())
        if total:
            found[part] = float(alignment.matched[mask] @ alignment.words[mask]) >= 0.5 * total
    return found


def _title(page: ParsedPage, _: _Guesses) -> _Mask:
    """The page's own heading: its one `<h1>`. Pages with several make no statement."""
    heading = page.table["tag"] == TAG_IDS["h1"]
    return heading if heading.sum() == 1 else np.zeros(len(page), np.bool_)


def _caption(page: ParsedPage, _: _Guesses) -> _Mask:
    return np.asarray(page.table["tag"] == TAG_IDS["figcaption"], np.bool_)


def _comments(_: ParsedPage, guesses: _Guesses) -> _Mask:
    return _where(guesses, lambda clue: clue.role == "comment")


def _links(page: ParsedPage, guesses: _Guesses) -> _Mask:
    """Lists and cards of links that nothing calls noise: what listing pages are made of."""
    table = page.table
    dense = table["link_chars"] >= _DENSE * np.maximum(table["chars"], 1)
    mask = np.asarray(dense & ~_where(guesses, lambda _: True), np.bool_)
    return mask if mask.sum() >= _FEW else np.zeros(len(page), np.bool_)


def _meta(words: frozenset[str]) -> Callable[[ParsedPage, _Guesses], _Mask]:
    return lambda _, guesses: _where(guesses, lambda clue: clue.role == "meta" and clue.evidence in words)


def _where(guesses: _Guesses, holds: Callable[[Clue], bool]) -> _Mask:
    return np.array([clue is not None and holds(clue) for clue in guesses], np.bool_)


#: Parts of a page, by name, and what tells their blocks.
PARTS: Final[dict[str, Callable[[ParsedPage, _Guesses], _Mask]]] = {
    "title": _title,
    "byline": _meta(_BYLINE),
    "date": _meta(_DATE),
    "caption": _caption,
    "comments": _comments,
    "links": _links,
}
