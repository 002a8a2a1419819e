"""The columns that a walk fills: a row a block, a row a region.

A block is the text between two block-level boundaries; a region is a block-level element with blocks beneath it.
Everything after the walk is vectorised over these arrays; Python objects are made only when a caller asks for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from lxml.etree import _Element
from numpy.typing import NDArray

from duramen._walk import BLOCK_COLUMNS, FLAGS, LISTENS, REGION_COLUMNS, TAGS, Walk, walk, walk_page

__all__ = ["BLOCK_COLUMNS", "FLAGS", "LISTENS", "REGION_COLUMNS", "TAGS", "TAG_IDS", "BlockTable"]

TAG_IDS: Final[dict[str, int]] = {name: i for i, name in enumerate(TAGS)}
_BLOCK_INDEX: Final = {name: i for i, name in enumerate(BLOCK_COLUMNS)}
_REGION_INDEX: Final = {name: i for i, name in enumerate(REGION_COLUMNS)}

Ints = NDArray[np.int32]
Hashes = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class BlockTable:
    """Blocks and regions of one page, columnar.

    `blocks` is int32 of shape (columns, blocks), `regions` int32 of shape (columns, regions); `table["words"]` and
    `table.region("parent")` give a column by name. `words` and `attrs` hold uint32 hashes of lower-cased words and of
    class, id, role, itemprop and link tokens; columns `word_start`, `word_end`, `attr_start` and `attr_end` say
    whose they are. `title` and `description` hash the words of `<title>` and of the page's `<meta>` descriptions.
    `text` is UTF-8; `text_start`, `text_end` are byte offsets. What the walk found is read-only.
    """

    blocks: Ints
    regions: Ints
    text: bytes
    words: Hashes
    attrs: Hashes
    title: Hashes
    description: Hashes

    def __len__(self) -> int:
        return int(self.blocks.shape[1])

    def __getitem__(self, column: str) -> Ints:
        values: Ints = self.blocks[_BLOCK_INDEX[column]]
        return values

    def region(self, column: str) -> Ints:
        """Return a column of the regions."""
        values: Ints = self.regions[_REGION_INDEX[column]]
        return values

    def flag(self, name: str) -> NDArray[np.bool_]:
        """Return, a block each, whether the context flag holds (see `FLAGS`)."""
        return np.asarray((self["flags"] & FLAGS[name]) != 0, np.bool_)

    def block_text(self, index: int) -> str:
        """Return the text of one block: white space collapsed, a line break where the page has `<br>`."""
        return self.text[self["text_start"][index] : self["text_end"][index]].decode("utf-8", "replace")

    @classmethod
    def from_element(cls, element: _Element, *, private: bool = False) -> BlockTable:
        """Walk the tree below `element`. `private`: no other thread can change it, so the GIL may be released."""
        return cls._of(walk(element, private))

    @classmethod
    def from_utf8(cls, page: bytes) -> tuple[BlockTable | None, bool, int] | None:
        """Walk a page that nobody needs the tree of, where `LISTENS` says that it can be done.

        Returns None where there is no element; whether the page is deeper than libxml2 reads; and after how many bytes
        its head ends, 0 where nothing stands behind it. The columns are those of lxml's tree of the same bytes, in half
        the time. Of a page whose order only a tree can tell (`_walk_parser.pxi`), returns None alone.
        """
        walked = walk_page(page)
        if walked is None:
            return None
        found, deep, head = walked
        return (None if found is None else cls._of(found)), deep, head

    @classmethod
    def _of(cls, found: Walk) -> BlockTable:
        return cls(
            _columns(found.blocks, len(BLOCK_COLUMNS)),
            _columns(found.regions, len(REGION_COLUMNS)),
            found.text,
            np.frombuffer(found.words, np.uint32),
            np.frombuffer(found.attrs, np.uint32),
            np.frombuffer(found.title, np.uint32),
            np.frombuffer(found.description, np.uint32),
        )

    @classmethod
    def empty(cls) -> BlockTable:
        """Return the table of a page without blocks."""
        none = np.empty(0, np.uint32)
        return cls(_columns(b"", len(BLOCK_COLUMNS)), _columns(b"", len(REGION_COLUMNS)), b"", none, none, none, none)


def _columns(columns: bytes, width: int) -> Ints:
    return np.frombuffer(columns, np.int32).reshape(width, len(columns) // (4 * width))
