"""A check is a row of data: what it finds, how bad that is, and the function that finds it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from duramen_corpora.audit.subject import Subject
from duramen_corpora.audit.trace import Trace
from duramen_corpora.finding import Severity

#: What is wrong with a page, in a sentence; None where nothing is.
PageCheck = Callable[[Subject], str | None]
#: Ids of pages that do not go with others of their corpus, each with what is wrong with it.
CorpusCheck = Callable[[Sequence[Trace]], Iterator[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Check:
    """One kind of fault. `of_page` looks at a page alone, `of_corpus` at all of them.

    A check with neither is of files that a reader passes over: only the reader can tell (`CorpusInfo.layout_faults`).
    """

    kind: str
    severity: Severity
    description: str
    of_page: PageCheck | None = None
    of_corpus: CorpusCheck | None = None


#: Characters of a quotation: enough to find it in the page.
_QUOTED: Final = 60


def quote(text: str) -> str:
    """Return the start of a text, on one line and in quotes, fit to be printed."""
    line = " ".join(text.split()).encode("utf-8", "replace").decode()
    return f"'{line}'" if len(line) <= _QUOTED else f"'{line[:_QUOTED].rstrip()}…'"


def quotes(texts: Iterable[str]) -> str:
    """Return the first two of the texts, quoted, and how many more there are."""
    every = list(texts)
    rest = f" and {len(every) - 2} more" if len(every) > 2 else ""
    return ", ".join(quote(text) for text in every[:2]) + rest


def some(count: int, noun: str) -> str:
    """Return a number with its noun: '1 word', '1,200 words'."""
    return f"{count:,} {noun}{'s' * (count != 1)}"
