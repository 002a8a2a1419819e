"""The extractor as a step of anybody's pipeline of datatrove's."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from datatrove.data import Document

import duramen
from duramen.errors import DataError, UsageError
from duramen.integrations.datatrove import Answer, DuramenExtractor, Sandbox

_WORDS = "Apples are kept in straw, and the straw is kept dry, for those that touch one another rot together. " * 3
_HTML = f"<html lang=en-GB><head><title>Of apples</title></head><body><nav><a href=/>Home</a></nav><p>{_WORDS}</body>"


def _document(text: str = "", **metadata: Any) -> Document:
    return Document(text=text, id="1", metadata=metadata)


def _run(step: DuramenExtractor, *documents: Document) -> list[Document]:
    return list(step.run(iter(documents)))


def _counts(step: DuramenExtractor) -> dict[str, int]:
    return {name: int(one.total) for name, one in step.stats.stats.items() if name != "doc_len"}


def test_text_of_any_reader_is_extracted() -> None:
    (document,) = _run(DuramenExtractor(), _document(_HTML, url="https://e.org/"))
    assert document.text == duramen.extract(_HTML)
    assert document.metadata["language"] == "en-GB"
    assert document.metadata["error"] is None
    assert 0 < document.metadata["confidence"] <= 1


def test_bytes_go_undecoded_with_the_charset_of_their_header() -> None:
    html = f"<body><p>Größe: {_WORDS}".encode("latin-1")
    (document,) = _run(DuramenExtractor(), _document(html=html, encoding="iso-8859-1"))
    assert document.text.startswith("Größe")
    assert not {"html", "encoding"} & document.metadata.keys()


def test_the_language_is_seen_where_none_is_declared() -> None:
    german = "<body><p>" + "Die Äpfel werden in Stroh gelegt, und das Stroh wird trocken gehalten, sagen alle. " * 8
    (document,) = _run(DuramenExtractor(), _document(german))
    assert document.metadata["language"] == "de"


def test_the_type_is_what_the_page_says() -> None:
    article = _HTML.replace("</head>", '<meta property="og:type" content="article"></head>')
    (document,) = _run(DuramenExtractor(), _document(article))
    assert document.metadata["page_type"] == "article"


def test_a_page_without_text_is_dropped_unless_it_is_kept() -> None:
    step = DuramenExtractor()
    assert _run(step, _document(""), _document("<body></body>")) == []
    assert _counts(step) == {"total": 2, "empty": 2, "dropped": 2}
    kept = _run(DuramenExtractor(keep=True), _document(html=b""), _document(html=b"%PDF-1.7", error="it was cut"))
    assert [document.text for document in kept] == ["", ""]
    assert kept[0].metadata["error"] == "it is empty"
    assert str(kept[1].metadata["error"]).startswith("it was cut; ")


def test_what_its_reader_could_not_read_goes_by() -> None:
    step = DuramenExtractor(keep=True)
    (document,) = _run(step, _document(error="damaged"))
    assert (document.text, document.metadata["error"]) == ("", "damaged")
    assert _counts(step)["unread"] == 1


def test_nothing_costs_nothing() -> None:
    step = DuramenExtractor()
    start = time.perf_counter()
    assert step.extract("") == ""
    assert time.perf_counter() - start < 0.05


@pytest.mark.parametrize("options", [{"policy": "all"}, {"output": "json5"}, {"weights": "none"}, {"links": "no"}])
def test_what_does_not_exist_is_told_when_it_is_made(options: dict[str, Any]) -> None:
    with pytest.raises((UsageError, DataError)):
        DuramenExtractor(**options)


class _Stubborn(DuramenExtractor):
    """One page takes for ever, another takes its process down, a third breaks."""

    def answer(self, html: str | bytes, url: str | None = None, encoding: str | None = None) -> Answer:
        if html == "sleep":
            signal.pause()
        if html == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        return super().answer(html, url, encoding)

    def _document(self, html: str | bytes, url: str | None, encoding: str | None) -> Any:
        if html == "break":
            raise RecursionError("too deep")
        return super()._document(html, url, encoding)


def test_a_page_that_takes_for_ever_or_kills_costs_itself() -> None:
    step = _Stubborn(timeout=0.5, keep=True)
    found = _run(step, *(_document(text) for text in ("sleep", _HTML, "die", _HTML, "break", _HTML)))
    assert [bool(document.text) for document in found] == [False, True] * 3
    said = [document.metadata["error"] for document in found[::2]]
    assert said[0] == "timeout: not done after 0.5 s"
    assert said[1].startswith("the process that read it died")
    assert said[2] == "RecursionError: too deep"
    counts = _counts(step)
    assert counts.pop("total") == counts.pop("forwarded") == 6
    assert counts == {"timeout": 1, "broken_process": 1, "clean_error": 1, "extracted": 3}


def _no_library() -> None:
    raise ImportError("libxml2.so.16: cannot open shared object file")


def _no_process() -> None:
    os._exit(3)


@pytest.mark.parametrize(("prepare", "said"), [(_no_library, "libxml2.so.16"), (_no_process, "exit code 3")])
def test_a_process_that_cannot_start_is_told_with_its_cause_and_at_once(prepare: Callable[[], None], said: str) -> None:
    with Sandbox(60, prepare) as sandbox, pytest.raises(DataError, match=said):
        sandbox.start(str)


def test_a_process_that_dies_between_two_pages_is_replaced() -> None:
    step = DuramenExtractor()

    def documents() -> Iterator[Document]:
        yield _document(_HTML)
        (child,) = multiprocessing.active_children()
        child.kill()
        child.join()
        yield _document(_HTML)

    assert len(list(step.run(documents()))) == 2
