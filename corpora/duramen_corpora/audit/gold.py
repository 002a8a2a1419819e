"""Gold texts: is there one, does it stand in the page's blocks, and is it text at all?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from duramen.roles import CONTENT_ROLES
from duramen_corpora.audit.check import Check, quote, quotes, some
from duramen_corpora.audit.subject import Subject

#: Share of the gold's words found in the blocks, below which the two do not belong together, or not wholly.
_ABSENT, _PARTLY = 0.5, 0.9
#: Share of the gold that must stand somewhere else before that place is named.
_ELSEWHERE: Final = 0.2
#: Words of a passage that is no idiom, and the share of the gold that must be said again.
_GRAM, _AGAIN = 8, 0.1
_ENTITY: Final = re.compile(r"&(?:#\d{2,5}|#x[\da-f]{2,5}|amp|lt|gt|quot|apos|nbsp|[rl][sd]quo|[mn]dash|hellip);", re.I)
_TAG: Final = re.compile(r"</?(?:p|br|div|span|a|b|i|em|strong|li|ul|ol|h[1-6]|table|t[dr]|img)\b[^<>]*>", re.I)


def empty_gold(subject: Subject) -> str | None:
    """The right answer may be nothing; as often the annotator's tool found nothing."""
    page = subject.page
    if any(block.role in CONTENT_ROLES for block in page.blocks) or subject.gold_words:
        return None
    if page.text is None and not page.blocks:
        return None
    return f"nothing is to be extracted; the page has {some(len(subject.page_words), 'word')}"


def gold_not_in_page(subject: Subject) -> str | None:
    """Page and gold are not of the same text: fetched at another time, rendered by scripts, joined from several."""
    return _found(subject) if subject.gold_found < _ABSENT else None


def gold_partly_in_page(subject: Subject) -> str | None:
    """A part of the gold is not in the page: its other pages, or what scripts add."""
    return _found(subject) if _ABSENT <= subject.gold_found < _PARTLY else None


def gold_in_scripts(subject: Subject) -> str | None:
    """The text is in the file, but no reading of blocks can give it."""
    share = subject.elsewhere.in_scripts if subject.gold_found < _PARTLY else 0.0
    return f"{share:.0%} of the gold is only in scripts or attributes" if share >= _ELSEWHERE else None


def gold_lost_by_parser(subject: Subject) -> str | None:
    """The text is in the markup, and the parser or the walk drops it."""
    share = subject.elsewhere.in_markup if subject.gold_found < _PARTLY else 0.0
    return f"{share:.0%} of the gold is in the markup and in no block" if share >= _ELSEWHERE else None


def gold_longer_than_page(subject: Subject) -> str | None:
    """A fifth more than the page has cannot be counted otherwise: it is of another page, or says a text twice."""
    gold, page = len(subject.gold_words), len(subject.page_words)
    return f"it has {some(gold, 'word')}, the page {page:,}" if gold > 1.2 * page + 10 else None


def gold_hidden(subject: Subject) -> str | None:
    """An extractor that passes over what the markup hides cannot find it; scripts may show it later."""
    if not subject.gold_words:
        return None
    found = subject.alignment.matched * subject.alignment.words
    hidden = float(found[subject.parsed.table.flag("hidden")].sum())
    share = hidden / max(float(found.sum()), 1.0)
    return f"{share:.0%} of what is found of it stands in hidden blocks" if share > 0.5 else None


def gold_has_markup(subject: Subject) -> str | None:
    """Entities or tags that the page's text does not have: an export that escaped twice, or stripped too little."""
    marks = _ENTITY.findall(subject.gold) + _TAG.findall(subject.gold)
    foreign = [mark for mark in marks if mark not in subject.text]
    return f"{len(foreign)} pieces of markup in it: {quotes(dict.fromkeys(foreign))}" if len(foreign) > 1 else None


def gold_repeats_itself(subject: Subject) -> str | None:
    """Passages that it says more often than the page does: copied twice, or written out for every card."""
    again = Counter({gram: count for gram, count in Counter(_grams(subject.gold_words)).items() if count > 1})
    if not again:
        return None
    there = Counter(gram for gram in _grams(subject.page_words) if gram in again)
    excess = {gram: count - max(there[gram], 1) for gram, count in again.items() if count > max(there[gram], 1)}
    share = sum(excess.values()) / len(subject.gold_words)
    first = " ".join(next(iter(excess), ()))
    return f"{share:.0%} of it is said again, and not in the page: {quote(first)}" if share > _AGAIN else None


def _grams(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + _GRAM]) for at in range(len(words) - _GRAM + 1))


def _found(subject: Subject) -> str:
    gold, page = some(len(subject.gold_words), "word"), len(subject.page_words)
    return f"{subject.gold_found:.1%} of its {gold} in the page's blocks, which have {page:,}"


CHECKS: Final = (
    Check("empty-gold", "doubtful", "the gold is empty", empty_gold),
    Check("gold-not-in-page", "impossible", "less than half of the gold's words are in the page", gold_not_in_page),
    Check(
        "gold-partly-in-page",
        "doubtful",
        "half to nine tenths of the gold's words are in the page",
        gold_partly_in_page,
    ),
    Check("gold-in-scripts", "doubtful", "the gold is only in scripts or attributes", gold_in_scripts),
    Check("gold-lost-by-parser", "doubtful", "the gold is in the markup, and the parser loses it", gold_lost_by_parser),
    Check("gold-longer-than-page", "doubtful", "the gold has more words than the page", gold_longer_than_page),
    Check("gold-hidden", "doubtful", "most of the gold is text that the markup hides", gold_hidden),
    Check("gold-has-markup", "doubtful", "the gold has tags or entities in it", gold_has_markup),
    Check("gold-repeats-itself", "doubtful", "the gold says twice what the page says once", gold_repeats_itself),
)
