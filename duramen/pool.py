"""A job on several processes: in the order of what it is given, in bounded memory, a death costs one item.

    for answer in imap(job, items, workers=4, died=lambda item, how: ...):
        ...

As `multiprocessing.Pool.imap`, but for three things. A process has one item at a time, and items are taken from the
iterable as processes come free: memory is bounded by the workers and not by the items. A process that dies (out of
memory, killed) costs its item, and another takes its place, where a pool of the standard library hangs or breaks. And
the processes end with the one that started them, however that ends.
"""

from __future__ import annotations

import contextlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

#: Items a worker that may be answered and wait for a slower one before them.
AHEAD: Final = 8

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
    idle = [_Worker(job, died) for _ in range(workers)]
    busy: dict[Any, _Worker[Item, Answer]] = {}
    waiting: deque[list[Answer]] = deque()  # a list an item, empty until it is answered
    more = True
    try:
        while more or waiting:
            while more and idle and len(waiting) < workers * AHEAD:
                try:
                    item = next(source)
                except StopIteration:
                    more = False
                    break
                worker = idle.pop()
                busy[worker.pipe] = worker
                waiting.append(worker.give(item))
            for pipe in wait(list(busy)) if busy else []:
                worker = busy.pop(pipe)
                idle.append(worker if worker.take() else worker.replaced())
            while waiting and waiting[0]:
                yield waiting.popleft()[0]
    finally:
        for worker in (*idle, *busy.values()):
            worker.end()


class _Worker(Generic[Item, Answer]):
    """A process, the pipe to it, and where the answer to its item goes."""

    def __init__(self, job: Callable[[Item], Answer], died: Callable[[Item, str], Answer]) -> None:
        import multiprocessing

        self._job, self._died = job, died
        self._answer: list[Answer] = []
        self.pipe, theirs = multiprocessing.Pipe()
        self._process = multiprocessing.Process(target=_work, args=(theirs, job), daemon=True)
        self._process.start()
        theirs.close()  # theirs alone holds that end now: when it dies, reading from it ends

    def give(self, item: Item) -> list[Answer]:
        """Hand an item over. Return the list that its answer will be put into."""
        self._item, self._answer = item, []
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it died between two: `take` finds out
            self.pipe.send(item)
        return self._answer

    def take(self) -> bool:
        """Take the answer. False: the process is dead."""
        try:
            self._answer.append(self.pipe.recv())
        except (EOFError, OSError):
            self._process.join()
            code = self._process.exitcode or 0
            how = f"killed by signal {-code}" if code < 0 else f"exit code {code}"
            self._answer.append(self._died(self._item, how))
            return False
        return True

    def replaced(self) -> _Worker[Item, Answer]:
        self.end()
        return _Worker(self._job, self._died)

    def end(self) -> None:
        self.pipe.close()
        self._process.terminate()
        self._process.join()
        self._process.close()


def _work(pipe: Connection, job: Callable[[Any], Any]) -> None:
    """Answer items until the process that started this one closes the pipe, or is gone."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted, and ends its workers
    with contextlib.suppress(EOFError, BrokenPipeError):
        serve(pipe, job)


def serve(pipe: Connection, job: Callable[[Any], Any]) -> None:
    """Answer items until the process that started this one is gone. Raises EOFError once it closed the pipe."""
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    parent = parent_process()
    # A killed parent closes nothing here: a fork has the parent's end of the pipe, too.
    ends: list[Any] = [pipe, parent.sentinel] if parent else [pipe]
    while pipe in wait(ends):
        pipe.send(job(pipe.recv()))
