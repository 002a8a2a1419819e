"""Pages on several processes: the same answers, in order, whatever happens to a process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

import duramen
from duramen import pool
from duramen.errors import UsageError
from duramen.extractor import Extractor
from duramen.line import Line

_PROSE = "<p>Apples are kept in straw, and the straw is kept dry, since those that touch one another rot together.</p>"


def _pages(count: int) -> Iterator[bytes]:
    return (f"<article><h1>Page {i}</h1>{_PROSE * (1 + i * 7 % 50)}</article>".encode() for i in range(count))


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_answers_are_those_of_one_page_at_a_time_in_order(workers: int) -> None:
    answers = list(duramen.extract_many(_pages(40), workers))
    assert [answer.text for answer in answers] == [duramen.extract(page) for page in _pages(40)]
    assert {answer.problem for answer in answers} == {None}


def test_pages_that_are_text_are_answered_like_their_bytes_and_like_one_at_a_time() -> None:
    pages = [
        f"<article><h1>Ж — {i}</h1>{_PROSE.replace('straw', word) * (1 + 3000 * i)}</article>"
        for i, word in enumerate(("straw", "Stroh—", "солома", "\ud800", "a\0b", "😀"))
    ]
    for output in ("text", "markdown"):
        answers = [answer.text for answer in duramen.extract_many([*pages, "\u00a0"], 2, output=output)]
        assert answers[:-1] == [duramen.Extractor()(page).render(output) or None for page in pages]
        assert answers[-1] is None


def test_options_and_addresses_are_passed_on_and_problems_come_back() -> None:
    page = f"<article><p>{'Apples are kept in <a href=/straw>straw</a>, and it is dry. ' * 9}</p></article>"
    linked, pdf, nothing = duramen.extract_many([(page, "https://e.example/"), b"%PDF-1.7", ""], 2, output="markdown")
    assert linked.text is not None
    assert "(https://e.example/straw)" in linked.text
    assert pdf == (None, "not HTML: PDF")
    assert nothing.text is None


def test_a_process_that_dies_costs_its_page_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    called = Extractor.__call__

    def dies(self: Extractor, html: bytes, *args: object, **options: object) -> duramen.Document:
        if b"Page 3<" in html or b"Page 9<" in html:
            os.kill(os.getpid(), signal.SIGKILL)
        return called(self, html, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Extractor, "__call__", dies)  # what is forked has it
    answers = list(duramen.extract_many(_pages(20), 2))
    assert len(answers) == 20
    dead = {i for i, answer in enumerate(answers) if answer.problem}
    assert dead == {3, 9}
    assert answers[3] == (None, "the process that read it died (killed by signal 9)")


def test_pages_next_to_one_that_kills_its_process_are_read_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    called = Extractor.__call__

    def dies(self: Extractor, html: bytes, *args: object, **options: object) -> duramen.Document:
        if b"Page 1" in html:
            os._exit(7)
        return called(self, html, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Extractor, "__call__", dies)
    answers = list(duramen.extract_many(_pages(30), 1))
    assert {i for i, answer in enumerate(answers) if answer.problem} == {1, *range(10, 20)}
    assert answers[19] == (None, "the process that read it died (exit code 7)")
    monkeypatch.undo()
    assert [answer.text for answer in answers[20:]] == [duramen.extract(page) for page in [*_pages(30)][20:]]


def test_pages_and_answers_larger_than_a_pipe_do_not_wait_for_each_other() -> None:
    pages = [f"<article><h1>{i}</h1>{_PROSE * 8000}</article>".encode() for i in range(6)]
    assert len(pages[0]) > 800_000
    answers = list(duramen.extract_many(pages, 1))
    assert [len(answer.text or "") > 700_000 for answer in answers] == [True] * 6


@pytest.mark.parametrize("size", [0, 1, 16_000, 300_000, 9_000_000])
def test_a_line_carries_what_it_is_given_both_ways(size: int) -> None:
    one, other = Line.pair(3)
    sender = threading.Thread(target=lambda: [one.send((b"x" * size, i)) for i in range(3)])
    sender.start()
    assert [other.recv() for _ in range(3)] == [(b"x" * size, i) for i in range(3)]
    sender.join()
    other.send("and back")
    assert one.recv() == "and back"
    answer = b"y" * size
    answering = threading.Thread(target=other.send, args=(answer,))
    answering.start()
    assert one.recv() == answer
    answering.join()
    assert max(len(other._room), len(one._room)) < 9_000_000  # the memory of a vast page is not kept
    other.close()
    with pytest.raises(EOFError):
        one.recv()
    with pytest.raises(OSError, match="pipe"):
        one.send(1)
    one.close()


def test_hanging_up_ends_a_thread_that_waits() -> None:
    one, other = Line.pair(3)
    ended: list[type[Exception]] = []

    def waits() -> None:
        try:
            one.recv()
        except (EOFError, OSError) as error:
            ended.append(type(error))

    thread = threading.Thread(target=waits)
    thread.start()
    one.hang_up()
    thread.join()
    assert ended == [EOFError]
    one.close()
    other.close()


def test_a_worker_that_dies_while_it_has_nothing_to_do_costs_no_more_than_one_that_works() -> None:
    def items() -> Iterator[object]:
        yield "dies soon"
        time.sleep(0.5)
        yield from (1, 2, 3)

    assert list(pool.imap(_echo_or_die, items(), 1, lambda _, how: how)) == ["dies soon", "exit code 3", 2, 3]


class _Unreadable:
    """What pickles, and cannot be made out on the other side."""

    def __reduce__(self) -> tuple[Any, ...]:
        return int, ("none",)


def _echo(item: object) -> object:
    return item


def _echo_or_die(item: object) -> object:
    if item == "dies soon":  # once it has answered
        threading.Timer(0.1, os._exit, [3]).start()
    return item


def test_an_item_that_cannot_be_made_out_is_a_death_and_not_a_wait(capfd: pytest.CaptureFixture[str]) -> None:
    items = [1, _Unreadable(), 3, 4]
    answers = list(pool.imap(_echo, items, 1, lambda _, how: f"died: {how}"))
    assert answers[0] == 1
    assert answers[1:].count("died: exit code 1") == 1
    assert answers[3] == 4
    assert "ValueError" in capfd.readouterr().err


def test_pages_are_taken_as_they_are_needed() -> None:
    taken = 0

    def counted() -> Iterator[bytes]:
        nonlocal taken
        for page in _pages(10_000):
            taken += 1
            yield page

    answers = duramen.extract_many(counted(), 2)
    assert taken == 0
    next(answers)
    assert taken <= 2 * pool.AHEAD
    answers.close()  # type: ignore[attr-defined]


def test_closing_ends_the_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[pool._Worker[Any, Any]] = []
    start = pool._Worker.__init__

    def kept(self: pool._Worker[Any, Any], *args: object) -> None:
        start(self, *args)  # type: ignore[arg-type]
        made.append(self)

    monkeypatch.setattr(pool._Worker, "__init__", kept)
    answers = duramen.extract_many(_pages(100), 3)
    next(answers)
    pids = [worker._process.pid for worker in made]
    answers.close()  # type: ignore[attr-defined]
    assert len(pids) == 3
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid or 0, 0)


def test_workers_end_with_a_process_that_is_killed() -> None:
    code = (
        "import duramen, multiprocessing as m, os, signal\n"
        "def pages():\n"
        "    yield from ['<p>a'] * 2\n"
        "    print(*(child.pid for child in m.active_children()), flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "if __name__ == '__main__':\n"
        "    list(duramen.extract_many(pages(), 2))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    pids = done.stdout.split()  # the workers hold standard output: it ends when they do
    assert (done.returncode, len(pids)) == (-signal.SIGKILL, 2)


@pytest.mark.parametrize(
    ("options", "message"),
    [({"workers": 0}, "at least 1"), ({"policy": "brod"}, "Did you mean broad"), ({"favor": 2.0}, "favor"),
     ({"weights": "bosted"}, "Did you mean boosted"), ({"output": "pdf"}, "unknown output"),
     ({"links": "no"}, "unknown links")],
)  # fmt: skip
def test_what_does_not_exist_is_refused_at_once(options: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        duramen.extract_many([], **options)  # type: ignore[arg-type]


def test_a_page_of_another_type_is_refused() -> None:
    with pytest.raises(UsageError, match="not int"):
        list(duramen.extract_many([42], 1))  # type: ignore[list-item]
