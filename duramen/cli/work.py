"""From a page to its result: what a worker does, and who the workers are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from duramen.cli.inputs import Input
from duramen.cli.outputs import Result
from duramen.document import Document
from duramen.extractor import Extractor
from duramen.pool import imap
from duramen.roles import Policy, Role


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
            tree=self.output != "text" or self.with_metadata or self.records,
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
            problem = document.trouble
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

    A worker that is killed, as the system does with one that takes too much memory, costs its page. One worker is this
    process.
    """
    return map(job, pages) if workers == 1 else imap(job, pages, workers, _died)


def _died(page: Input, how: str) -> Result:
    """Return the result of a page whose worker died."""
    problem = f"the process that read it died ({how}), perhaps for want of memory: try --max-bytes, or fewer --workers"
    return Result(page.name, page.place, problem=problem, failed=True)
