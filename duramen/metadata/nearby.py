"""The blocks around the title, where readers look for a byline and a date."""

from __future__ import annotations

from typing import Final

import numpy as np

from duramen.blocks import TAG_IDS
from duramen.metadata.dates import parse_date
from duramen.metadata.people import BYLINE, looks_like_name
from duramen.metadata.strings import words_of
from duramen.page import ParsedPage

_AFTER: Final = 14
_BEFORE: Final = 5
_SEARCHED: Final = 3_000  # blocks: a title stands near the top
_SHORT: Final = 200  # characters of a block that is a byline or a date
_HEADINGS: Final = tuple(TAG_IDS[f"h{n}"] for n in range(1, 4))


def around_title(page: ParsedPage, title: str) -> list[str]:
    """Return the short texts after the title, nearest first, then those before it; [] where it is not found."""
    at = _place(page, words_of(title), len(title))
    if at is None:
        return []
    after = [page.table.block_text(i) for i in range(at + 1, min(at + 1 + _AFTER, len(page)))]
    before = [page.table.block_text(i) for i in range(max(0, at - _BEFORE), at)]
    return [text for text in (*after, *reversed(before)) if len(text) <= _SHORT]


def _place(page: ParsedPage, words: list[str], length: int) -> int | None:
    """Return the block that is the title: a heading before any other; one that begins it, where it was cut up."""
    if not words:
        return None
    tags, chars = (
        page.table["tag"][:_SEARCHED],
        page.table["text_end"][:_SEARCHED] - page.table["text_start"][:_SEARCHED],
    )
    fits = np.flatnonzero(chars <= 4 * length + 20)
    headings = fits[np.isin(tags[fits], _HEADINGS)]
    texts = {int(i): words_of(page.table.block_text(int(i))) for i in headings}
    exact = next((i for i, found in texts.items() if found == words), None)
    if exact is not None:
        return exact
    begun = next(
        (i for i, found in texts.items() if len(found) > 2 and found in (words[: len(found)], words[-len(found) :])),
        None,
    )
    if begun is not None:
        return begun
    same = fits[np.abs(chars[fits] - length) <= length // 2 + 8].tolist()
    return next((i for i in same if words_of(page.table.block_text(i)) == words), None)


def bylines(near: list[str]) -> list[str]:
    """Return the text that names authors and says so: "By A", "By" before "A", "2023-12-19 by A"."""
    for i, text in enumerate(near):
        match = BYLINE.match(text + " ")
        if match:
            return [text if len(text) > match.end() else "".join(near[i + 1 : i + 2])]
        _, by, name = text.partition(" by ")
        if by and looks_like_name(name) and parse_date(text):
            return [name]
    return []


def names_beside_dates(near: list[str]) -> list[str]:
    """Return a text that could be a name and stands next to a date."""
    for i, text in enumerate(near[:8]):
        neighbours = (near[i - 1] if i else "", *near[i + 1 : i + 2])
        if looks_like_name(text) and any(len(other) < 60 and parse_date(other) for other in neighbours):
            return [text]
    return []
