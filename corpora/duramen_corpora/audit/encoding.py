"""Characters: text that was decoded with the wrong charset, and characters that are lost.

Mojibake is told by `ftfy`, which knows what UTF-8 looks like when it is read as any of a dozen single-byte charsets.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from duramen.decode import is_utf8, sniff
from duramen_corpora.audit.check import Check, quotes, some
from duramen_corpora.audit.subject import Subject

_LOST: Final = "\ufffd"
#: Of a page's words, and of its characters beyond ASCII, how many must be bad: one bad comment is no bad page.
_BAD_WORDS, _BAD_CHARACTERS = 0.002, 0.05


def mojibake_gold(subject: Subject) -> str | None:
    """Each such word is lost to an extractor that decodes well."""
    found = _mojibake(subject.gold)
    return f"{_some(found)} in it" if found else None


def mojibake_page(subject: Subject) -> str | None:
    """The page was decoded wrongly before it was stored, or declares what it is not, or is so on the web."""
    found = _mojibake(subject.text)
    enough = len(found) >= max(_BAD_WORDS * len(subject.page_words), 2)
    return f"{_some(found)} in {some(len(subject.page_words), 'word')}" if enough else None


def lost_characters_gold(subject: Subject) -> str | None:
    """U+FFFD in the gold stands for what nobody can tell any more."""
    count = subject.gold.count(_LOST)
    return f"{some(count, 'character')} lost" if count else None


def lost_characters_page(subject: Subject) -> str | None:
    """U+FFFD in the page, because it is in its bytes or because they are not of its charset."""
    count = subject.source.count(_LOST)
    return f"{some(count, 'character')} lost, {subject.text.count(_LOST)} of its text" if count else None


def charset_conflict(subject: Subject) -> str | None:
    """The charset that the page is read in, because it or the corpus says so, is not the one it is written in."""
    html = subject.page.html
    codec, skip = sniff(html, subject.page.charset)
    raw = html[skip:]
    if codec != "utf-8" and not raw.isascii() and is_utf8(raw):
        return f"it is read as {codec}, and all its bytes are valid UTF-8"
    text = subject.source
    bad = text.count(_LOST) - raw.count(_LOST.encode())
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    if bad >= max(2, _BAD_CHARACTERS * beyond):
        return f"it is read as {codec}, in which {bad:,} of its {beyond:,} characters beyond ASCII do not exist"
    return None


def _mojibake(text: str) -> list[str]:
    if text.isascii():
        return []
    from ftfy.badness import BADNESS_RE

    found = (match.group() for match in BADNESS_RE.finditer(text))
    return [piece for piece in found if piece.strip(_LOST)]  # what is lost is another kind


def _some(found: Sequence[str]) -> str:
    # C1 controls are what they are because they cannot be seen.
    seen = dict.fromkeys(ascii(piece)[1:-1] if not piece.isprintable() else piece for piece in found)
    return f"{some(len(found), 'sequence')} such as {quotes(seen)}"


CHECKS: Final = (
    Check("mojibake-gold", "doubtful", "the gold was decoded with the wrong charset", mojibake_gold),
    Check("mojibake-page", "doubtful", "the page was decoded with the wrong charset", mojibake_page),
    Check("lost-characters-gold", "doubtful", "the gold has characters that are lost (U+FFFD)", lost_characters_gold),
    Check("lost-characters-page", "doubtful", "the page has characters that are lost (U+FFFD)", lost_characters_page),
    Check("charset-conflict", "doubtful", "the page is not in the charset that it is read in", charset_conflict),
)
