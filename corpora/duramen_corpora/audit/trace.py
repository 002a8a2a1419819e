"""What the audit keeps of a page to compare it with others: digests, no texts, so that a corpus of any size fits."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from duramen_corpora.audit.subject import Subject

#: Words of an opening, and how far into the gold it may start: a heading of some words may stand before it. Two pages
#: of one agency share "LONDON (Reuters) -", hardly eight words.
_OPENING, _HEADING = 8, 4
#: Words that a page or a gold must have before another one like it is no accident.
_ENOUGH: Final = 20


@dataclass(frozen=True, slots=True)
class Trace:
    """One page: digests of its bytes, of its text, of its gold and of the gold's openings; "" for what is too short."""

    corpus: str
    page: str
    split: str
    url: str
    has_text: bool
    html: str
    text: str
    gold: str
    openings: tuple[str, ...]


def trace(subject: Subject) -> Trace:
    """Return what is kept of a page."""
    page, gold = subject.page, subject.gold_words
    return Trace(
        corpus=page.corpus,
        page=page.id,
        split=page.split,
        url=page.url,
        has_text=page.text is not None,
        html=_digest(page.html),
        text=_digest(subject.letters) if len(subject.page_words) >= _ENOUGH else "",
        gold=_digest(" ".join(gold)) if len(gold) >= _ENOUGH else "",
        openings=_openings(gold) if len(gold) >= _ENOUGH else (),
    )


def _openings(gold: Sequence[str]) -> tuple[str, ...]:
    return tuple(_digest(" ".join(gold[at : at + _OPENING])) for at in range(_HEADING + 1))


def _digest(content: str | bytes) -> str:
    raw = content.encode("utf-8", "replace") if isinstance(content, str) else content
    return hashlib.sha256(raw).hexdigest()[:32]
