"""Many pages on several processes: `extract_many(pages, workers=4)`.

    for text, problem in duramen.extract_many(path.read_bytes() for path in paths):
        ...

Answers come in the order of the pages, in memory that is bounded by the workers and not by the pages (`duramen.pool`).
What goes between processes is the page's bytes and the answer's text; a page that is text goes as the UTF-8 that the
parser reads. A process that dies (out of memory, killed) costs its page.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from duramen.decode import to_utf8
from duramen.document import Document
from duramen.errors import UsageError, unknown_name
from duramen.extractor import Extractor
from duramen.page import parse_utf8, why_not
from duramen.pool import cores, imap
from duramen.render import LINKS, OUTPUTS, Links, Output
from duramen.roles import POLICIES, Policy

Page: TypeAlias = "str | bytes | tuple[str | bytes, str | None]"


class Extracted(NamedTuple):
    """The answer to one page: its text, None where there is nothing; and what is wrong with the page, or None."""

    text: str | None
    problem: str | None


def extract_many(
    pages: Iterable[Page],
    workers: int | None = None,
    *,
    policy: Policy = "broad",
    favor: float = 0.5,
    output: Output = "text",
    links: Links = "inline",
    weights: str | os.PathLike[str] | None = None,
) -> Iterator[Extracted]:
    """Extract pages on `workers` processes (default: one for each CPU that this process may use), in order.

    A page is bytes as served, text, or a pair of either and its address. The other arguments are those of `extract` and
    `Extractor`. A page whose process dies has no text, and a `problem` that says so. Closing the iterator ends the
    processes. Raises UsageError for options or weights that do not exist, at once, and for a page of another type, when
    it is taken. Where processes are spawned and not forked (macOS, Windows), call it below `if __name__ == "__main__"`.

    Text is worked out without Python's lock: on a few cores `ThreadPoolExecutor(2).map(duramen.extract, pages)` is
    quicker still, since no page goes between processes, and none has a process to die in.
    """
    if workers is None:
        workers = cores()
    if workers < 1:
        raise UsageError(f"workers is {workers}; there must be at least 1, or None for one for each CPU")
    for kind, name, known in (("policy", policy, POLICIES), ("output", output, OUTPUTS), ("links", links, LINKS)):
        if name not in known:
            raise unknown_name(kind, name, known)
    if not 0.0 <= favor <= 1.0:
        raise UsageError(f"favor is {favor}; it runs from 0.0 (recall) to 1.0 (precision)")
    named = None if weights is None else os.fspath(weights)
    Extractor(named)  # what cannot be loaded is said here, and what can is loaded once for all that are forked
    return imap(_Job(named, policy, favor, output, links), map(_checked, pages), workers, _died)


class _Served(NamedTuple):
    """A page as a process gets it: as it came."""

    html: str | bytes
    url: str | None


class _Ready(NamedTuple):
    """A page that was text: in UTF-8, as the parser reads it."""

    utf8: bytes
    url: str | None


_Asked: TypeAlias = "_Served | _Ready"


def _checked(page: Page) -> _Asked:
    html, url = page if isinstance(page, tuple) else (page, None)
    if not isinstance(html, (str, bytes)):
        raise UsageError(f"a page is str or bytes, or a pair of either and its address, not {type(html).__name__}")
    if isinstance(html, bytes) or why_not(html):
        return _Served(html, url)
    return _Ready(to_utf8(html), url)  # pickled text goes to bytes and back by Python's way, which takes much longer


@dataclass(frozen=True, slots=True)
class _Job:
    """What is asked of every page."""

    weights: str | None
    policy: Policy
    favor: float
    output: Output
    links: Links

    def __call__(self, asked: _Asked) -> Extracted:
        try:
            document = self._document(asked)
            return Extracted(document.render(self.output, self.links) or None, document.problem)
        except MemoryError as error:
            return Extracted(None, f"there was not enough memory for it: {error}")

    def _document(self, asked: _Asked) -> Document:
        extractor, tree = Extractor(self.weights), self.output != "text"
        if isinstance(asked, _Ready):
            return extractor.judge(parse_utf8(asked.utf8, tree=tree), asked.url, policy=self.policy, favor=self.favor)
        return extractor(asked.html, asked.url, policy=self.policy, favor=self.favor, tree=tree)


def _died(_: object, how: str) -> Extracted:
    return Extracted(None, f"the process that read it died ({how})")
