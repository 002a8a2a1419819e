"""The vocabulary of the starter corpus: sites, the designs they use, and the pages that come out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Literal

from duramen_corpora.starter.prose import Writer

PageType = Literal["article", "forum", "product", "collection", "listing", "documentation", "service"]


@dataclass(frozen=True, slots=True)
class Site:
    """An invented host with so many `pages`. `topics` names what they are about, in turn.

    A `plain` site has divisions where others have `<main>`, `<nav>` and the like; `menu` is the key of its menu's words.
    `charset` is what its server says and its bytes are in; `declares` is what its pages say of themselves, where that is
    something else ("": nothing).
    """

    name: str
    host: str
    tagline: str
    topics: tuple[str, ...] = ()
    pages: int = 3
    language: str = "en"
    charset: str = "utf-8"
    plain: bool = False
    menu: str = "menu"
    declares: str | None = None


@dataclass(slots=True)
class Job:
    """What a design is given to make one page. `number` counts the pages of one site, from 0."""

    rng: Random
    site: Site
    number: int
    write: Writer

    def maybe(self, chance: float) -> bool:
        """Return True with probability `chance`."""
        return self.rng.random() < chance

    def when(self, chance: float, text: str) -> str:
        """Return `text` with probability `chance`, else nothing."""
        return text if self.maybe(chance) else ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A page with marks in it (see `markup`). `path` is the URL's, with its first slash."""

    marked: str
    path: str
    page_type: PageType


@dataclass(frozen=True, slots=True)
class Design:
    """A family of sites with the same markup, and how to make one of its pages."""

    name: str
    sites: tuple[Site, ...]
    make: Callable[[Job], Draft]
