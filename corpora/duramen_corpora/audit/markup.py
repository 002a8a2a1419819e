"""Pages that are none: what is not HTML, what holds hardly a word, what the parser gave up on."""

from __future__ import annotations

from typing import Final

from duramen_corpora.audit.check import Check, some
from duramen_corpora.audit.gold import gold_lost_by_parser
from duramen_corpora.audit.snippets import with_not_in_page
from duramen_corpora.audit.subject import Subject
from duramen_corpora.validate import check

#: Words of a page that says nothing: a title, a spinner, "please enable JavaScript".
_BARE: Final = 15
#: Words of a stub at most, and how many times as many its gold has.
_STUB, _TIMES = 100, 3


def invalid(subject: Subject) -> str | None:
    """What stops `load`: see `duramen_corpora.validate`."""
    faults = check(subject.page)
    return "; ".join(faults) or None


def not_html(subject: Subject) -> str | None:
    """Nothing that a parser could read."""
    return subject.parsed.problem if subject.parsed.root is None else None


def cut_by_parser(subject: Subject) -> str | None:
    """The parser kept a part."""
    parsed = subject.parsed
    return parsed.problem if parsed.root is not None and len(parsed) else None


def stub(subject: Subject) -> str | None:
    """An empty shell: scripts fetch the text that the gold has, or an error page was stored in its stead."""
    page, gold = len(subject.page_words), len(subject.gold_words)
    if subject.page.text is None and page < _BARE and with_not_in_page(subject):
        return f"the page has {some(page, 'word')}, and snippets must be extracted"
    # What the parser lost is there, and no stub.
    if page > _STUB or gold < max(_TIMES * page, 1) or gold_lost_by_parser(subject):
        return None
    return f"the page has {some(page, 'word')}, its gold {gold:,}"


def bare_page(subject: Subject) -> str | None:
    """Whatever is extracted from it, it tests little."""
    if len(subject.page_words) >= _BARE or gold_lost_by_parser(subject):
        return None
    return f"the page has {some(len(subject.page_words), 'word')}"


CHECKS: Final = (
    Check("invalid", "impossible", "what no reader may hand on; it stops the loading", invalid),
    Check("no-html", "impossible", "there is a gold and no page"),
    Check("not-html", "impossible", "there is no HTML", not_html),
    Check("stub", "impossible", "the page has hardly any text, and its gold has", stub),
    Check("bare-page", "doubtful", "the page has hardly any text", bare_page),
    Check("cut-by-parser", "doubtful", "the parser gave up on a part of the page", cut_by_parser),
)
