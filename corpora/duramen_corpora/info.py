"""What is known about a corpus: where it lives, under which licence, what its gold is, and what is wrong with it.

Each reader's module ends in the `CORPUS = CorpusInfo(...)` of what it reads; `duramen_corpora.registry` names them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from duramen.roles import Policy, Role

if TYPE_CHECKING:
    from duramen_corpora.finding import Finding
    from duramen_corpora.schema import Page

#: What a gold is made of: running text, snippets that must or must not be there, roles of elements.
GoldForm = Literal["text", "snippets", "nodes"]
GOLD_FORMS: Final[tuple[GoldForm, ...]] = ("text", "snippets", "nodes")

#: Pages of a folder in upstream's layout, in the order of their ids.
Reader = Callable[[Path], Iterator["Page"]]
#: What is wrong with such a folder that no page shows, because the reader mends it or passes it over.
LayoutFaults = Callable[[Path], Iterator["Finding"]]


@dataclass(frozen=True, slots=True)
class CorpusInfo:
    """One corpus.

    `read` is its reader, and `layout_faults` tells an audit what the reader mends; `revision` upstream's pinned commit
    (a packaged corpus: its edition; "" for a format, which is whatever its owner has); `marker` a path that every
    folder in upstream's layout has; `archive` the file name under which `$DURAMEN_CORPORA` may hold the corpus;
    `folder` where a corpus that ships with Duramen is installed; `pages` the number of pages of each split; `forms`
    what its gold is made of, which `gold` says in words; `gold_roles` what its gold text includes; `cards` whether
    lists and cards count as main there, or running text alone; `shippable` whether weights that are shipped may be
    trained on it; `metric` the one that it was published with, by which boards over it are ranked (a name of `duramen
    bench metrics`); `pages_of` the corpus that has the same pages, or more of them, with another gold: never count
    both; `content_hash` of its dev split (`load.content_hash`), "" where nothing is pinned.
    """

    name: str
    title: str
    description: str
    read: Reader
    revision: str
    licence: str
    languages: tuple[str, ...]
    pages: Mapping[str, int]
    forms: tuple[GoldForm, ...]
    gold: str
    gold_roles: frozenset[Role]
    shippable: bool
    cards: bool = False
    upstream: str = ""
    marker: str = ""
    archive: str = ""
    folder: Path | None = None
    citation: str = ""
    metric: str = "word_f1"
    pages_of: str = ""
    content_hash: str = ""
    faults: tuple[str, ...] = ()
    layout_faults: LayoutFaults | None = None

    @property
    def policy(self) -> Policy:
        """The policy that keeps what the gold keeps, or comes nearest to it."""
        if "comment" in self.gold_roles:
            return "comments"
        if self.cards:
            return "broad"
        return "article" if "title" in self.gold_roles else "body"

    @property
    def packaged(self) -> bool:
        """Whether the pages ship with Duramen, so that no source is needed."""
        return self.folder is not None

    @property
    def pinned(self) -> bool:
        """Whether one content is meant; else the row is a format, and every folder in it is a corpus of its own."""
        return bool(self.revision)
