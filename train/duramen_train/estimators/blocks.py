"""Blocks as samples: of pages that are at hand, and of a labelled corpus, with what scikit-learn asks of a data set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from lxml.etree import _Element
from numpy.typing import NDArray
from sklearn.utils import Bunch

from duramen.blocks import BlockTable
from duramen.page import ParsedPage, parse

if TYPE_CHECKING:
    from duramen_corpora import Page
    from duramen_train.examples import Example


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A sample: one block of a page. Those of a page share its table, also where they are pickled together."""

    table: BlockTable
    index: int

    @property
    def text(self) -> str:
        """The block's text."""
        return self.table.block_text(self.index)

    def __repr__(self) -> str:
        return f"Block({self.index} of {len(self.table)}: {self.text[:40]!r})"  # a table would fill the screen


#: What a page is given as: bytes as served, text, an element, or parsed already.
AnyPage = str | bytes | _Element | ParsedPage
#: Samples, or pages, which stand for all their blocks in order.
Samples = Iterable[Block | AnyPage]


def to_blocks(pages: Iterable[AnyPage]) -> list[Block]:
    """Return all blocks of all pages, in order. Raises UsageError for what is no page (`duramen.parse`)."""
    return [Block(table, i) for table in map(_table, pages) for i in range(len(table))]


def page_numbers(samples: Samples) -> NDArray[np.int64]:
    """Return, a block each, which page it is of: 0, 1, … in order of first appearance. They are groups to split by."""
    tables, rows = gathered(samples)
    return np.repeat(np.arange(len(tables)), [len(table) for table in tables])[rows]


def gathered(samples: Samples) -> tuple[list[BlockTable], NDArray[np.int64]]:
    """Return the pages' tables, each once, and which of all their rows, end to end, each sample is."""
    tables: list[BlockTable] = []
    starts: dict[int, int] = {}
    rows: list[int] = []
    total = 0
    for sample in samples:
        table = sample.table if isinstance(sample, Block) else _table(sample)
        if id(table) not in starts:  # tables stay alive in the list, so that an id is of one of them
            starts[id(table)] = total
            tables.append(table)
            total += len(table)
        start = starts[id(table)]
        rows += [start + sample.index] if isinstance(sample, Block) else range(start, start + len(table))
    return tables, np.array(rows, np.int64)


def _table(page: AnyPage) -> BlockTable:
    return page.table if isinstance(page, ParsedPage) else parse(page).table


def load_blocks(corpus: str = "starter", source: str | Path | None = None) -> Bunch:
    """Return the labelled blocks of a corpus's development split, as `make_blocks` does; made once, then cached."""
    from duramen_train.examples import load_examples

    return _bunch(load_examples(corpus, source))


def make_blocks(pages: Iterable[Page]) -> Bunch:
    """Return the labelled blocks of pages, in order of their ids.

    A `Bunch`: `data` list of `Block`; `target` bool, whether the gold covers at least half of a block's words; `groups`
    str, its host, and `pages` str, its page's corpus and id, both to split by; `words` int32, its length, which is what
    metrics may weigh it by; `trained_on`, what a model card says of the pages. Left out are blocks of which the gold
    does not tell, and pages in which less than half of their gold stands.
    """
    from duramen_train.examples import make_examples

    return _bunch(make_examples(pages))


def _bunch(examples: Sequence[Example]) -> Bunch:
    from duramen_corpora import corpus_info
    from duramen_train.design import THRESHOLD

    usable = [e for e in examples if len(e.table) and e.found >= 0.5]
    if not usable:
        raise ValueError("no page has blocks and a gold that stands in it")
    known = [np.flatnonzero(~np.isnan(e.matched)) for e in usable]
    counts = [len(rows) for rows in known]
    return Bunch(
        data=[Block(e.table, int(i)) for e, rows in zip(usable, known, strict=True) for i in rows],
        target=np.concatenate([e.matched[rows] >= THRESHOLD for e, rows in zip(usable, known, strict=True)]),
        groups=np.repeat([e.host for e in usable], counts),
        pages=np.repeat([f"{e.corpus} {e.id}" for e in usable], counts),
        words=np.concatenate([e.table["words"][rows] for e, rows in zip(usable, known, strict=True)]),
        trained_on=_seen(usable),
        DESCR="\n\n".join(corpus_info(name).description for name in sorted({e.corpus for e in usable})),
    )


def _seen(examples: Sequence[Example]) -> dict[str, Any]:
    from duramen_train.card import seen

    names = sorted({e.corpus for e in examples})
    return {name: seen(name, [e for e in examples if e.corpus == name]) for name in names}
