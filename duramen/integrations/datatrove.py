"""datatrove: Duramen as the extractor of a pipeline (https://github.com/huggingface/datatrove).

    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter
    from duramen.integrations.datatrove import DuramenExtractor

    LocalPipelineExecutor([JsonlReader("pages/", text_key="html"), DuramenExtractor(), JsonlWriter("texts/")]).run()

A document's page is its `text`, or, where a reader left them, the bytes as served in `metadata["html"]`, with the
charset of the HTTP header in `metadata["encoding"]`: bytes are decoded here, as browsers do, and by nobody before.

As datatrove's own extractors, this one works in a process that may be killed: a page that takes longer than `timeout`
or takes that process down with it costs itself and no other page. Unlike theirs, it reports one that cannot even start
(an import that fails, weights that are not there) at once and with its cause, and not as a timeout of every page.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import Pipe, Process, parent_process
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from datatrove.data import Document
from datatrove.pipeline.extractors.base import BaseExtractor, ExtractorSandbox
from datatrove.utils.typeshelper import StatHints

from duramen.document import NOTHING
from duramen.document import Document as Extracted
from duramen.errors import DataError
from duramen.extractor import Extractor
from duramen.metadata.markup import gather
from duramen.metadata.objects import main_object
from duramen.metadata.site import language_of, pagetype_of
from duramen.render import Links, Output
from duramen.roles import Policy, Role

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

#: Seconds in which a process must be ready for its first page: far more than it takes, also on a slow file system.
_START: Final = 120.0
#: Characters that a language is told by: on pages, more change one answer in a hundred, and cost as much again.
_TELLING: Final = 300


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a page: its text, "" where there is none, and what is said of it (`error`: why, or what is amiss).

    `outcome` is the count that it goes into.
    """

    text: str
    language: str | None = None
    page_type: str | None = None
    confidence: float | None = None
    error: str | None = None
    outcome: str = "empty"


class DuramenExtractor(BaseExtractor):
    """Put a page's main content in the place of the page.

    `output` is `text`, `markdown` or `html`; `policy`, `favor`, `roles`, `links`, `images`, `weights` and `max_bytes`
    are those of `duramen.extract`. `timeout` is seconds a page. A document gets `language`, `page_type`, `confidence`
    (expected F1, 0 to 1) and `error` (None where all is well) in its metadata. A document without text is dropped, as
    datatrove's extractors do; `keep=True` hands it on, with its `error`.

    Statistics: `extracted`, `empty`, `timeout`, `broken_process` (the process died: out of memory, killed) and
    `clean_error` add up to `total`, but for documents that came with an error of their reader's (`unread`).

    Raises UsageError or DataError where options or weights do not exist, when it is made and when a task begins.
    """

    name = "🪵 Duramen"

    def __init__(
        self,
        output: Output = "text",
        policy: Policy = "broad",
        favor: float = 0.5,
        roles: Iterable[Role] | None = None,
        links: Links = "inline",
        images: bool = True,
        weights: str | os.PathLike[str] | None = None,
        max_bytes: int | None = None,
        timeout: float = 30.0,
        keep: bool = False,
    ) -> None:
        super().__init__(timeout)
        self.asked: dict[str, Any] = {
            "policy": policy,
            "favor": favor,
            "roles": None if roles is None else tuple(roles),
            "max_bytes": max_bytes,
            "tree": output != "text",
        }
        self.rendered: tuple[Output, Links, bool] = (output, links, images)
        self.weights = None if weights is None else os.fspath(weights)
        self.keep = keep
        self.prepare()

    def prepare(self) -> None:
        """Load weights and languages, once for this process and those it forks, and try the options on a small page."""
        document = self._document(b"<p>.", None, None)
        document.render(*self.rendered)
        document.to_markdown(links=self.rendered[1])  # text has no links, and says nothing of a wrong name
        _looks_like("." * _TELLING)

    def extract(self, text: str | bytes) -> str:
        """Return a page's main content, "" where it has none: datatrove's interface. Pages never raise."""
        return self.answer(text).text if text else ""

    def answer(self, html: str | bytes, url: str | None = None, encoding: str | None = None) -> Answer:
        """Return all that a document is given. A page that breaks is an answer too."""
        try:
            document = self._document(html, url, encoding)
            text = document.render(*self.rendered)
            language, page_type = _said(document, url)
        except Exception as error:
            return Answer("", error=f"{type(error).__name__}: {error}", outcome="clean_error")
        return Answer(
            text,
            language,
            page_type,
            round(document.expected_f1, 4),
            document.problem or (None if text else NOTHING),
            "extracted" if text else "empty",
        )

    def _document(self, html: str | bytes, url: str | None, encoding: str | None) -> Extracted:
        return Extractor(self.weights)(html, url, encoding=encoding, **self.asked)

    def run(self, data: Iterable[Document], rank: int = 0, world_size: int = 1) -> Iterator[Document]:  # noqa: ARG002
        """Extract each document's page, and yield those that have text (all of them with `keep`)."""
        self.prepare()
        with Sandbox(self.timeout, self.prepare) as sandbox:
            sandbox.start(self.answer)
            for document in data:
                self.stat_update(StatHints.total)
                with self.track_time():
                    self._take(document, self._asked_of(sandbox, document))
                if not (document.text or self.keep):
                    self.stat_update(StatHints.dropped)
                    continue
                self.stat_update(StatHints.forwarded)
                self.update_doc_stats(document)
                yield document

    def _asked_of(self, sandbox: Sandbox, document: Document) -> Answer:
        known = document.metadata
        html = known.pop("html", None)
        html = document.text if html is None else html
        if not html and known.get("error"):
            return Answer("", error=known["error"], outcome="unread")
        page = (html, known.get("url"), known.pop("encoding", None))
        try:
            answer: Answer = sandbox.process_document(page, self.answer)
        except TimeoutError:
            return Answer("", error=f"timeout: not done after {self.timeout:g} s", outcome="timeout")
        except (EOFError, ConnectionError):
            sandbox.clear()
            return Answer(
                "", error="the process that read it died, perhaps for want of memory", outcome="broken_process"
            )
        return answer

    def _take(self, document: Document, answer: Answer) -> None:
        self.stat_update(answer.outcome)
        before = document.metadata.get("error")
        document.text = answer.text
        document.metadata |= {
            "language": answer.language,
            "page_type": answer.page_type,
            "confidence": answer.confidence,
            "error": "; ".join(dict.fromkeys(filter(None, (before, answer.error)))) or None,
        }


class Sandbox(ExtractorSandbox):
    """datatrove's sandbox, that says why a process cannot start, and whose processes end with the one that made them.

    The original waits `timeout` for a process to start and for a page to be done, alike, and its processes hold both
    ends of their pipes: they outlive a parent that is killed.
    """

    def __init__(self, timeout: float, prepare: Callable[[], None]) -> None:
        super().__init__(timeout)
        self.process: Process | None = None
        self._prepare = prepare

    def start(self, extract: Callable[..., Any]) -> None:
        """Start the process now. Raises DataError with the cause where it cannot."""
        self._ensure_process(extract)

    def clear(self) -> None:
        """End the process; the next page gets another."""
        self._cleanup_process()

    def _ensure_process(self, extract: Callable[..., Any]) -> None:
        if self.process is not None and self.process.is_alive():
            return
        self._cleanup_process()
        self.parent_conn, self.child_conn = Pipe()
        ends = (self.child_conn, self.parent_conn)
        self.process = process = Process(target=_serve, args=(*ends, self._prepare, extract), daemon=True)
        process.start()
        self.child_conn.close()  # theirs alone, so that a death is seen at once
        cause = self._cause(process)
        if cause:
            self._cleanup_process()
            raise DataError(f"the process that extracts pages cannot start: {cause}")

    def _cause(self, process: Process) -> str | None:
        if not self.parent_conn.poll(_START):
            return f"it was not ready after {_START:g} s"
        try:
            said: str | None = self.parent_conn.recv()
        except EOFError:
            process.join(1)
            return f"it ended with exit code {process.exitcode}, and what it printed stands above"
        return said


def _serve(pipe: Connection, theirs: Connection, prepare: Callable[[], None], extract: Callable[..., Any]) -> None:
    """Answer pages until the process that started this one closes the pipe, or is gone."""
    import signal

    theirs.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted, and ends this one
    with suppress(OSError):  # the first to go where memory runs out; Linux alone has this
        Path("/proc/self/oom_score_adj").write_text("1000\n", "ascii")
    try:
        prepare()
    except BaseException as error:
        pipe.send(f"{type(error).__name__}: {error}")
        return
    pipe.send(None)
    parent = parent_process()
    ends: list[Any] = [pipe, parent.sentinel] if parent else [pipe]
    with suppress(EOFError, ConnectionError):
        while pipe in wait(ends):  # until the process that started this one is gone: the pipe alone does not tell
            pipe.send(extract(*pipe.recv()))


def _said(document: Extracted, url: str | None) -> tuple[str | None, str | None]:
    """Return a page's language and type.

    The language is what the page declares (BCP 47), else what its text looks like (ISO 639-1); the type is schema.org's
    or Open Graph's (`duramen.metadata.Metadata.pagetype`). Only its head is parsed and read.
    """
    head = document.page.head
    if head is None:
        return None, None
    root = head.getroottree().getroot()
    found = gather(head, url)
    found.language = found.language or root.get("lang") or root.get("xml:lang") or ""
    node = main_object(found)
    return language_of(found, node) or _looks_like(document.text), pagetype_of(found, node) or None


def _looks_like(text: str) -> str | None:
    if len(text) < _TELLING:
        return None
    import py3langid

    return str(py3langid.classify(text[:_TELLING])[0])
