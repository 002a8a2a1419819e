"""The audit itself: every check over every page, in one process or several."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from duramen.errors import unknown_name
from duramen_corpora.audit import encoding, gold, language, markup, snippets, stops, twins
from duramen_corpora.audit.check import Check
from duramen_corpora.audit.subject import Subject
from duramen_corpora.audit.trace import Trace, trace
from duramen_corpora.finding import Finding
from duramen_corpora.registry import corpus_info
from duramen_corpora.schema import Page
from duramen_corpora.sources import locate

#: Every check, by the kind of fault that it finds, in the order in which findings are shown.
CHECKS: Final[dict[str, Check]] = {
    check.kind: check
    for module in (markup, gold, stops, snippets, encoding, language, twins)
    for check in module.CHECKS
}
_AHEAD: Final = 4  # pages that wait for each worker: memory stays flat, whatever the size of the corpus
_Examined = tuple[list[Finding], Trace | None]


def audit(pages: Iterable[Page], *, kinds: Collection[str] = (), workers: int = 1) -> Iterator[Finding]:
    """Return what is wrong with the pages of one corpus: page by page in their order, then what shows among many.

    `kinds`: what to look for, everything by default. `workers`: processes; findings and order do not depend on it.
    Raises UsageError for a kind that there is not.
    """
    return _findings(pages, tuple(_check(kind) for kind in kinds) or tuple(CHECKS.values()), workers)


def _findings(pages: Iterable[Page], chosen: tuple[Check, ...], workers: int) -> Iterator[Finding]:
    traces: list[Trace] = []
    for findings, kept in _examined(pages, tuple(check.kind for check in chosen), workers):
        yield from findings
        traces += [kept] if kept else []
    for check in chosen:
        for page, reason in check.of_corpus(traces) if check.of_corpus and traces else ():
            yield Finding(traces[0].corpus, page, check.kind, check.severity, reason)


def layout_faults(name: str, source: str | Path | None = None, *, kinds: Collection[str] = ()) -> Iterator[Finding]:
    """Yield what is wrong with a corpus's files that its reader mends, so that `audit` cannot see it in the pages."""
    info = corpus_info(name)
    if info.layout_faults is not None:
        faults = info.layout_faults(locate(info, source))
        yield from (finding for finding in faults if not kinds or finding.kind in kinds)


def _check(kind: str) -> Check:
    if kind not in CHECKS:
        raise unknown_name("kind of finding", kind, CHECKS)
    return CHECKS[kind]


def _examined(pages: Iterable[Page], kinds: tuple[str, ...], workers: int) -> Iterator[_Examined]:
    """Examine the pages, a few ahead of whoever asks, and give the results in the pages' order."""
    if workers == 1:
        yield from (_examine(page, kinds) for page in pages)
        return
    # A process that is forked would share the locks of the progress bar's thread.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        source = iter(pages)
        waiting = deque(pool.submit(_examine, page, kinds) for page in islice(source, workers * _AHEAD))
        while waiting:
            yield waiting.popleft().result()
            waiting.extend(pool.submit(_examine, page, kinds) for page in islice(source, 1))


def _examine(page: Page, kinds: tuple[str, ...]) -> _Examined:
    subject = Subject(page)
    checks = [CHECKS[kind] for kind in kinds]
    reasons = [(check, check.of_page(subject)) for check in checks if check.of_page]
    found = [Finding(page.corpus, page.id, check.kind, check.severity, reason) for check, reason in reasons if reason]
    return found, trace(subject) if any(check.of_corpus for check in checks) else None
