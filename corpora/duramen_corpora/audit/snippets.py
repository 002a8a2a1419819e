"""Snippets that an extraction must, or must not, contain: are they in the page, and does the gold text agree?"""

from __future__ import annotations

from typing import Final

from duramen_corpora.audit.check import Check, quotes
from duramen_corpora.audit.source import letters
from duramen_corpora.audit.subject import Subject
from duramen_corpora.words import words


def with_not_in_page(subject: Subject) -> str | None:
    """No extraction can contain what the page does not have."""
    snippets = subject.page.with_
    absent = [snippet for snippet in snippets if letters(snippet) not in subject.letters]
    return f"{len(absent)} of {len(snippets)} not in the page: {quotes(absent)}" if absent else None


def with_not_in_gold(subject: Subject) -> str | None:
    """The gold text itself would be marked down."""
    if not subject.gold:
        return None
    snippets = subject.page.with_
    absent = [snippet for snippet in snippets if letters(snippet) not in subject.gold_letters]
    return f"{len(absent)} of {len(snippets)} not in the gold: {quotes(absent)}" if absent else None


def without_in_gold(subject: Subject) -> str | None:
    """The gold text itself would be marked down. Whole words count: 'Sign in' does not stand in 'design inner'."""
    snippets = subject.page.without
    found = [snippet for snippet in snippets if words(snippet) and _phrase(snippet) in subject.gold_phrase]
    return f"{len(found)} of {len(snippets)} in the gold: {quotes(found)}" if found else None


def without_not_in_page(subject: Subject) -> str | None:
    """No extraction can fail on what the page does not have: such a snippet tests nothing."""
    snippets = subject.page.without
    absent = [snippet for snippet in snippets if letters(snippet) not in subject.letters]
    return f"{len(absent)} of {len(snippets)} not in the page: {quotes(absent)}" if absent else None


def with_and_without(subject: Subject) -> str | None:
    """A snippet holds, to the letter, one that must not be there."""
    page = subject.page
    both = [bad for bad in page.without if bad.strip() and any(bad.strip() in good for good in page.with_)]
    return f"{len(both)} must and must not be there: {quotes(both)}" if both else None


def _phrase(snippet: str) -> str:
    return f" {' '.join(words(snippet))} "


CHECKS: Final = (
    Check("with-not-in-page", "doubtful", "snippets that must be extracted are not in the page", with_not_in_page),
    Check("with-not-in-gold", "doubtful", "snippets that must be extracted are not in the gold", with_not_in_gold),
    Check("without-in-gold", "doubtful", "snippets that must not be extracted are in the gold", without_in_gold),
    Check(
        "without-not-in-page", "doubtful", "snippets that test nothing: they are not in the page", without_not_in_page
    ),
    Check("with-and-without", "impossible", "a snippet must and must not be extracted", with_and_without),
)
