"""Many pages on several processes: `extract_many(pages, workers=4)`.

    for text, problem in duramen.extract_many(path.read_bytes() for path in paths):
        ...

Answers come in the order of the pages. A process has one page at a time and pages are taken from the iterable as
processes come free, so that memory is bounded by the workers and not by the pages. What goes between processes is the
page's bytes or text and the answer's text. A process that dies (out of memory, killed) costs its page, and another
takes its place.
"""

from __future__ import annotations

import contextlib
import os
from collections import deque
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from duramen.errors import UsageError, unknown_name
from duramen.extractor import Extractor
from duramen.render import LINKS, OUTPUTS, Links, Output
from duramen.roles import POLICIES, Policy

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

#: Pages a worker that may be answered and wait for a slower one before them.
_AHEAD: Final = 8

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
    """
    if workers is None:
        workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if workers < 1:
        raise UsageError(f"workers is {workers}; there must be at least 1, or None for one for each CPU")
    for kind, name, known in (("policy", policy, POLICIES), ("output", output, OUTPUTS), ("links", links, LINKS)):
        if name not in known:
            raise unknown_name(kind, name, known)
    if not 0.0 <= favor <= 1.0:
        raise UsageError(f"favor is {favor}; it runs from 0.0 (recall) to 1.0 (precision)")
    options = {"policy": policy, "favor": favor, "output": output, "links": links}
    named = None if weights is None else os.fspath(weights)
    Extractor(named)  # what cannot be loaded is said here, and what can is loaded once for all that are forked
    return _answers(iter(pages), workers, named, options)


def _answers(pages: Iterator[Page], workers: int, weights: str | None, options: dict[str, Any]) -> Iterator[Extracted]:
    from multiprocessing.connection import wait  # here: who extracts one page does not load it

    idle = [_Worker(weights, options) for _ in range(workers)]
    busy: dict[Any, _Worker] = {}
    waiting: deque[list[Extracted]] = deque()  # a list a page, empty until it is answered
    more = True
    try:
        while more or waiting:
            while more and idle and len(waiting) < workers * _AHEAD:
                page = next(pages, None)
                if page is None:
                    more = False
                    break
                worker = idle.pop()
                worker.give(_checked(page), waiting)
                busy[worker.pipe] = worker
            for pipe in wait(list(busy)) if busy else []:
                worker = busy.pop(pipe)
                idle.append(worker if worker.take() else worker.replaced())
            while waiting and waiting[0]:
                yield waiting.popleft()[0]
    finally:
        for worker in (*idle, *busy.values()):
            worker.end()


def _checked(page: Page) -> tuple[str | bytes, str | None]:
    html, url = page if isinstance(page, tuple) else (page, None)
    if not isinstance(html, (str, bytes)):
        raise UsageError(f"a page is str or bytes, or a pair of either and its address, not {type(html).__name__}")
    return html, url


class _Worker:
    """A process, the pipe to it, and where the answer to its page goes."""

    def __init__(self, weights: str | None, options: dict[str, Any]) -> None:
        import multiprocessing

        self._made_with = weights, options
        self._answer: list[Extracted] = []
        self.pipe, theirs = multiprocessing.Pipe()
        self._process = multiprocessing.Process(target=_work, args=(theirs, weights, options), daemon=True)
        self._process.start()
        theirs.close()  # theirs alone holds that end now: when it dies, reading from it ends

    def give(self, page: tuple[str | bytes, str | None], waiting: deque[list[Extracted]]) -> None:
        self._answer = []
        waiting.append(self._answer)
        with contextlib.suppress(OSError):  # it died between two pages: `take` finds out
            self.pipe.send(page)

    def take(self) -> bool:
        """Take the answer. False: the process is dead."""
        try:
            self._answer.append(self.pipe.recv())
        except (EOFError, OSError):
            self._process.join()
            code = self._process.exitcode or 0
            died = f"killed by signal {-code}" if code < 0 else f"exit code {code}"
            self._answer.append(Extracted(None, f"the process that read it died ({died})"))
            return False
        return True

    def replaced(self) -> _Worker:
        self.end()
        return _Worker(*self._made_with)

    def end(self) -> None:
        self.pipe.close()
        self._process.terminate()
        self._process.join()
        self._process.close()


def _work(pipe: Connection, weights: str | None, options: dict[str, Any]) -> None:
    """Answer pages until the other end is closed."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted, and ends its workers
    extractor, render = Extractor(weights), (options.pop("output"), options.pop("links"))
    while True:
        try:
            html, url = pipe.recv()
        except EOFError:
            return
        try:
            document = extractor(html, url, **options)
            answer = Extracted(document.render(*render) or None, document.problem)
        except MemoryError as error:
            answer = Extracted(None, f"there was not enough memory for it: {error}")
        pipe.send(answer)
