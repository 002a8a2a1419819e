"""What the audit keeps of a page to compare it with others: digests, no texts, so that a corpus of any size fits."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from duramen_corpora.audit.subject import Subject

#: Words of an opening. Two news pages share "By the Associated Press", hardly a dozen words.
_OPENING: Final = 12
#: Words that a page or a gold must have before another one like it is no accident.
_ENOUGH: Final = 20


@dataclass(frozen=True, slots=True)
class Trace:
    """One page: digests of its bytes, of its text, of its gold and of the gold's opening; "" for what is too short."""

    corpus: str
    page: str
    split: str
    url: str
    has_text: bool
    html: str
    text: str
    gold: str
    opening: str


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
        text=_digest(subject.letters.encode("utf-8", "replace")) if len(subject.page_words) >= _ENOUGH else "",
        gold=_digest(" ".join(gold).encode("utf-8", "replace")) if len(gold) >= _ENOUGH else "",
        opening=_digest(" ".join(gold[:_OPENING]).encode("utf-8", "replace")) if len(gold) >= _ENOUGH else "",
    )


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]
