"""From a page to its result: what a worker does, and who the workers are."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

from duramen.cli.inputs import Input
from duramen.cli.outputs import Result
from duramen.document import Document
from duramen.errors import DataError
from duramen.extractor import Extractor
from duramen.roles import Policy, Role

_AHEAD: Final = 8  # pages a worker that are handed out before the first comes back


@dataclass(frozen=True, slots=True)
class Job:
    """What is asked of every page. It is plain data, so that it can go to other processes."""

    weights: str | None = None
    policy: Policy = "broad"
    favor: float = 0.5
    roles: tuple[Role, ...] | None = None
    max_bytes: int | None = None
    deadline: float | None = None
    output: Any = "text"
    links: Any = "inline"
    images: bool = True
    with_metadata: bool = False
    records: bool = False
    url: str | None = None
    encoding: str | None = None

    def document(self, page: Input) -> Document:
        """Extract a page. Raises OSError where it cannot be read, UsageError for what the job may not ask."""
        return Extractor(self.weights)(
            page.read(self.max_bytes),
            page.url or self.url,
            encoding=page.encoding or self.encoding,
            policy=self.policy,
            favor=self.favor,
            roles=self.roles,
            max_bytes=self.max_bytes,
            deadline=self.deadline,
        )

    def rendered(self, document: Document) -> str:
        """Return a document as it was asked for."""
        text = document.render(self.output, self.links, self.images)
        if text and self.with_metadata and self.output in ("text", "markdown"):
            return f"{document.metadata.front_matter()}{text}"
        return text

    def check(self) -> None:
        """Raise UsageError for what no page can be asked."""
        self.document(Input("", "", html=b"<p>")).render(self.output, self.links)

    def __call__(self, page: Input) -> Result:
        """Work on a page. A page that breaks is a result too: one may not end a run of a million."""
        try:
            document = self.document(page)
            text = self.rendered(document)
            problem = document.problem or (None if document.kept.any() else "nothing on it looks like main content")
            record = self._record(page, document, text) if self.records else None
        except Exception as error:
            said = getattr(error, "strerror", None) or str(error)
            return Result(page.name, page.place, problem=f"{type(error).__name__}: {said}", failed=True)
        return Result(page.name, page.place, text, record, problem)

    def _record(self, page: Input, document: Document, text: str) -> dict[str, Any]:
        """Return a page's line of JSON: with `--format json` all its blocks, else its text in the format asked for."""
        if self.output == "json":
            return {"id": page.name, "confidence": round(document.confidence, 4), **document.to_dict()}
        return {
            "id": page.name,
            "url": document.url,
            "confidence": round(document.confidence, 4),
            "problem": document.problem,
            "partial": document.partial,
            "metadata": document.metadata.to_dict(),
            self.output: text,
        }


def results(job: Callable[[Input], Result], pages: Iterable[Input], workers: int) -> Iterator[Result]:
    """Yield the result of each page, in order. Pages are taken as they are needed: a stream may be without end.

    Raises DataError where a worker is killed, as the system does with one that takes too much memory.
    """
    if workers == 1:
        yield from map(job, pages)
        return
    with ProcessPoolExecutor(workers, initializer=_leave_interrupts) as pool:
        waiting: deque[Future[Result]] = deque()
        try:
            for page in pages:
                waiting.append(pool.submit(job, page))
                if len(waiting) > _AHEAD * workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenExecutor as error:
            cure = "Type the same again, with fewer --workers or with --max-bytes"
            raise DataError(f"a worker was killed, perhaps for want of memory. {cure}") from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _leave_interrupts() -> None:
    """Leave an interrupt to the process that hands out the work: it says what was done, workers need not."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
