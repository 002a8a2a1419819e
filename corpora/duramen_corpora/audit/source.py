"""What a page's source holds besides its blocks: text in scripts and attributes, and text that the parser lost.

A single-page application keeps its text in JSON, a shop in attributes: a gold that was taken from the rendered page is
then in the file and yet in no block. Regular expressions, not a parser: the point is to see what the parser does not.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import Final

from duramen_corpora.audit.subject import Subject, letters

#: Text of these is no text of the page, wherever it stands. Comments likewise.
_UNSEEN: Final = re.compile(r"<(script|style|template)\b.*?</\1\s*>|<!--.*?-->|<head\b.*?</head\s*>", re.DOTALL | re.I)
_TAG: Final = re.compile(r"<[^<>]*>")
_CODE_POINT: Final = re.compile(r"\\u([0-9a-fA-F]{4})")
_ESCAPE: Final = re.compile(r"\\+([nrt\"'/])")
#: Words of a piece of gold: enough that it seldom stands elsewhere by chance, and that a name or a price is one.
_PIECE: Final = 4


def elsewhere(subject: Subject) -> tuple[float, float]:
    """Return which shares of the gold stand in no block, but in the page's markup, and in its scripts or attributes."""
    missing = [piece for piece in _pieces(subject.gold_words) if piece not in subject.letters]
    seen = letters(html.unescape(_TAG.sub(" ", _UNSEEN.sub(" ", subject.source))))
    unseen = [piece for piece in missing if piece not in seen]
    plain = _unescaped(subject.source)
    # With tags, for what stands in attributes, and without, for what is cut up by markup.
    written = letters(plain), letters(_TAG.sub(" ", plain))
    total = sum(map(len, _pieces(subject.gold_words))) or 1
    in_markup = _size(piece for piece in missing if piece in seen)
    in_scripts = _size(piece for piece in unseen if any(piece in text for text in written))
    return in_markup / total, in_scripts / total


def _pieces(words: list[str]) -> list[str]:
    return [letters("".join(words[at : at + _PIECE])) for at in range(0, len(words), _PIECE)]


def _size(pieces: Iterable[str]) -> int:
    return sum(map(len, pieces))


def _unescaped(source: str) -> str:
    """Resolve the escapes of JSON and of HTML; twice, for JSON is kept in attributes and HTML in JSON."""
    text = _CODE_POINT.sub(lambda found: chr(int(found[1], 16)), html.unescape(source))
    return html.unescape(_ESCAPE.sub(" ", text))
