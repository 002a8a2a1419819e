"""What a page's source holds besides its blocks: text in scripts and attributes, and text that the parser lost.

A single-page application keeps its text in JSON, a shop in attributes: a gold that was taken from the rendered page is
then in the file and yet in no block. Regular expressions, not a parser: the point is to see what the parser does not.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

_NO_LETTER: Final = re.compile(r"[\W_]+")
#: Text of these is no text of the page. What is not closed runs to the end, as it does in a browser.
_UNSEEN: Final = re.compile(r"<(script|style|template)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.I)
_TAG: Final = re.compile(r"<[^<>]*>")
_CODE_POINT: Final = re.compile(r"\\u([0-9a-fA-F]{4})")
_ESCAPE: Final = re.compile(r"\\{1,8}([nrt\"'/])")
#: Words of a piece of gold: enough that it seldom stands elsewhere by chance, and that a name or a price is one.
_PIECE: Final = 4


class Elsewhere(NamedTuple):
    """Shares of a gold that stand in no block: in the markup all the same, and only in scripts or attributes."""

    in_markup: float
    in_scripts: float


def letters(text: str) -> str:
    """Return the letters and digits of `text`, folded: what two texts share however they set quotes, spaces, hyphens.

    Snippets are compared so: they may be cut in mid-word, and the page may break or hyphenate where they do not.
    """
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", text).casefold())


def elsewhere(gold: Sequence[str], blocks: str, source: str) -> Elsewhere:
    """Look for the words of a gold that the letters of the blocks do not have in the page's source."""
    pieces = [letters("".join(gold[at : at + _PIECE])) for at in range(0, len(gold), _PIECE)]
    missing = [piece for piece in pieces if piece not in blocks]
    seen = letters(html.unescape(_TAG.sub(" ", _UNSEEN.sub(" ", source))))
    unseen = [piece for piece in missing if piece not in seen]
    plain = _unescaped(source)
    # With tags, for what stands in attributes, and without, for what is cut up by markup.
    written = letters(plain), letters(_TAG.sub(" ", plain))
    total = _size(pieces) or 1
    return Elsewhere(
        _size(piece for piece in missing if piece in seen) / total,
        _size(piece for piece in unseen if any(piece in text for text in written)) / total,
    )


def _size(pieces: Iterable[str]) -> int:
    return sum(map(len, pieces))


def _unescaped(source: str) -> str:
    """Resolve the escapes of JSON and of HTML; twice, for JSON is kept in attributes and HTML in JSON."""
    text = _CODE_POINT.sub(lambda found: chr(int(found[1], 16)), html.unescape(source))
    return html.unescape(_ESCAPE.sub(" ", text))
