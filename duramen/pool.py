"""A job on several processes: in the order of what it is given, in bounded memory, a death costs one item.

    for answer in imap(job, items, workers=4, died=lambda item, how: ...):
        ...

As `multiprocessing.Pool.imap`, but for three things. A process has one item and the next two, which it would else wait
for, and items are taken from the iterable as processes come free: memory is bounded by the workers and not by the
items. A process that dies (out of memory, killed) costs the item that it was at, and another takes its place and what
was next, where a pool of the standard library hangs or breaks. And the processes end with the one that started them,
however that ends.
"""

from __future__ import annotations

import contextlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from queue import SimpleQueue

#: Items a worker that may be answered and wait for a slower one before them.
AHEAD: Final = 8
#: Items that a worker has: what it works at, and what lies there when that is done. Two of these, since a page takes
#: two or three milliseconds, and who gives the next may wait as long for a processor.
HELD: Final = 3

Item = TypeVar("Item")
Answer = TypeVar("Answer")


def cores() -> int:
    """Return how many CPUs this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def imap(
    job: Callable[[Item], Answer], items: Iterable[Item], workers: int, died: Callable[[Item, str], Answer]
) -> Iterator[Answer]:
    """Yield `job(item)` of each item, in order, worked out on `workers` processes.

    `job`, items and answers go between processes, and must pickle. `died` gives the answer to an item whose process
    died, here, and is told how; a job that raises is such a death, so one that can fail should answer with that.
    Nothing starts before the first answer is asked for; closing the iterator ends the processes.
    """
    from multiprocessing.connection import wait  # here: who extracts one page does not load it

    source = iter(items)
    crew = [_Worker(job, died) for _ in range(workers)]
    waiting: deque[list[Answer]] = deque()  # a list an item, empty until it is answered
    more = True
    try:
        while more or waiting:
            while more and len(waiting) < workers * AHEAD:
                worker = min(crew, key=_Worker.held)
                if worker.held() == HELD:
                    break
                try:
                    item = next(source)
                except StopIteration:
                    more = False
                    break
                waiting.append(worker.give(item))
            busy: dict[Any, int] = {worker.pipe: i for i, worker in enumerate(crew) if worker.held()}
            for pipe in wait(list(busy)) if busy else []:
                worker = crew[busy[pipe]]
                if not worker.take():
                    crew[busy[pipe]] = worker.replaced()
            while waiting and waiting[0]:
                yield waiting.popleft()[0]
    finally:
        for worker in crew:
            worker.end()


class _Worker(Generic[Item, Answer]):
    """A process, the pipe to it, the items that it has, and where the answer to each goes."""

    def __init__(self, job: Callable[[Item], Answer], died: Callable[[Item, str], Answer]) -> None:
        import multiprocessing

        self._job, self._died = job, died
        self._has: deque[tuple[Item, list[Answer]]] = deque()
        self.pipe, theirs = multiprocessing.Pipe()
        self._process = multiprocessing.Process(target=_work, args=(theirs, job), daemon=True)
        self._process.start()
        theirs.close()  # theirs alone holds that end now: when it dies, reading from it ends

    def held(self) -> int:
        """Return how many items it has."""
        return len(self._has)

    def give(self, item: Item, answer: list[Answer] | None = None) -> list[Answer]:
        """Hand an item over. Return the list that its answer will be put into."""
        answer = [] if answer is None else answer
        self._has.append((item, answer))
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it died between two: `take` finds out
            self.pipe.send(item)
        return answer

    def take(self) -> bool:
        """Take the answer to the first item. False: the process is dead."""
        item, answer = self._has.popleft()
        try:
            answer.append(self.pipe.recv())
        except (EOFError, OSError):
            self._process.join()
            code = self._process.exitcode or 0
            how = f"killed by signal {-code}" if code < 0 else f"exit code {code}"
            answer.append(self._died(item, how))
            return False
        return True

    def replaced(self) -> _Worker[Item, Answer]:
        """Return another process, which has the items that this one had not come to."""
        self.end()
        other = _Worker(self._job, self._died)
        for item, answer in self._has:
            other.give(item, answer)
        return other

    def end(self) -> None:
        self.pipe.close()
        self._process.terminate()
        self._process.join()
        self._process.close()


def _work(pipe: Connection, job: Callable[[Any], Any]) -> None:
    """Answer items until the process that started this one closes the pipe, or is gone."""
    import signal
    from queue import SimpleQueue
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted, and ends its workers
    # A thread takes them in: else who gives one and who answers another could wait for each other, pipes being short.
    items: SimpleQueue[Any] = SimpleQueue()
    Thread(target=_take_in, args=(pipe, items), daemon=True).start()
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            item, error = items.get()
            if error:
                raise error
            pipe.send(job(item))


def _take_in(pipe: Connection, items: SimpleQueue[Any]) -> None:
    """Put what comes into a queue, in pairs of an item and None; last None and why there will be no more."""
    try:
        for item in _coming(pipe):
            items.put((item, None))
        items.put((None, EOFError()))
    except BaseException as error:  # also where an item cannot be made out: nobody may wait for the next for ever
        items.put((None, error))


def _coming(pipe: Connection) -> Iterator[Any]:
    """Yield items until the process that started this one is gone. Raises EOFError once it closed the pipe.

    The pipe alone does not tell: a killed parent closes nothing, since a fork has its end, too.
    """
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    parent = parent_process()
    ends: list[Any] = [pipe, parent.sentinel] if parent else [pipe]
    while pipe in wait(ends):
        yield pipe.recv()


def serve(pipe: Connection, job: Callable[[Any], Any]) -> None:
    """Answer items until the process that started this one is gone. Raises EOFError once it closed the pipe."""
    for item in _coming(pipe):
        pipe.send(job(item))
