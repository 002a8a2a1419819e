"""Pages that do not go with the others of their corpus: the same page twice, one gold for two, an opening for many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final
from urllib.parse import urlsplit

from duramen_corpora.audit.check import Check
from duramen_corpora.audit.trace import Trace

_Found = Iterator[tuple[str, str]]
#: Pages that share an opening before it is worth a word.
_MANY: Final = 3


def repeated_id(traces: Sequence[Trace]) -> _Found:
    """An id names one page."""
    for page, count in Counter(trace.page for trace in traces).items():
        if count > 1:
            yield page, f"its id comes {count} times"


def in_both_splits(traces: Sequence[Trace]) -> _Found:
    """What a model is tuned on must not be what it is tested on."""
    for group in _groups(traces, lambda trace: trace.text or trace.html):
        if len({trace.split for trace in group}) > 1:
            yield from _each(group, "has the text of")


def duplicate_page(traces: Sequence[Trace]) -> _Found:
    """Counted twice, and on both sides of a fold. Near-duplicates are for `duramen corpora overlap`."""
    for group in _groups(traces, lambda trace: trace.text or trace.html):
        same = len({trace.html for trace in group}) == 1
        yield from _each(group, "has the bytes of" if same else "has the text of")


def same_gold(traces: Sequence[Trace]) -> _Found:
    """One of the two golds is another page's, unless the pages are the same."""
    for group in _groups(traces, lambda trace: trace.gold):
        if len({trace.text or trace.html for trace in group}) > 1:
            yield from _each(group, "has the gold of")


def same_url(traces: Sequence[Trace]) -> _Found:
    """One address, fetched twice. A site's root is no address: it is what is known where the path is lost."""
    for group in _groups(traces, lambda trace: _address(trace.url)):
        yield from _each(group, "has the URL of")


def repeated_opening(traces: Sequence[Trace]) -> _Found:
    """Filler text, or one story under many headings."""
    sharing: dict[str, list[Trace]] = {}
    for trace in traces:
        for opening in set(trace.openings):
            sharing.setdefault(opening, []).append(trace)
    shared = {opening: len(group) for opening, group in sharing.items() if len({t.gold for t in group}) >= _MANY}
    for trace in traces:
        count = max((shared.get(opening, 0) for opening in trace.openings), default=0)
        if count:
            yield trace.page, f"its gold begins as {count - 1} others do"


def no_gold(traces: Sequence[Trace]) -> _Found:
    """In a corpus that has golds. One that has none is a corpus of snippets or of nodes."""
    without = [trace.page for trace in traces if not trace.has_text]
    if len(without) < len(traces):
        for page in without:
            yield page, f"{len(traces) - len(without):,} pages of its corpus have a gold text, it has none"


def _groups(traces: Iterable[Trace], key: Callable[[Trace], str]) -> Iterator[list[Trace]]:
    """Yield the traces that share a key, where two or more do."""
    groups: dict[str, list[Trace]] = {}
    for trace in traces:
        groups.setdefault(key(trace), []).append(trace)
    yield from (group for shared, group in groups.items() if shared and len(group) > 1)


def _each(group: Sequence[Trace], relation: str) -> _Found:
    for trace in group:
        others = [f"{other.page} ({other.split})" for other in group if other is not trace]
        more = f" and {len(others) - 3} more" if len(others) > 3 else ""
        yield trace.page, f"{relation} {', '.join(others[:3])}{more}"


def _address(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path.rstrip('/')}?{parts.query}" if parts.path.strip("/") or parts.query else ""


CHECKS: Final = (
    Check("repeated-id", "impossible", "two pages have one id", of_corpus=repeated_id),
    Check("in-both-splits", "impossible", "the page stands in both splits", of_corpus=in_both_splits),
    Check("duplicate-page", "doubtful", "another page has the same text", of_corpus=duplicate_page),
    Check("same-gold", "doubtful", "another page has the same gold", of_corpus=same_gold),
    Check("same-url", "doubtful", "another page has the same address", of_corpus=same_url),
    Check("repeated-opening", "doubtful", "many golds begin alike", of_corpus=repeated_opening),
    Check("no-gold", "doubtful", "the page has no gold text, and others have", of_corpus=no_gold),
)
