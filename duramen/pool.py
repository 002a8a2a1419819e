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
    from queue import SimpleQueue

    from duramen.line import Line

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
    source = iter(items)
    crew = _Crew(job, workers, died)
    waiting: deque[list[Answer]] = deque()  # a list an item, empty until it is answered
    more = True
    try:
        while more or waiting:
            while more and len(waiting) < workers * AHEAD and (worker := crew.free()):
                try:
                    item = next(source)
                except StopIteration:
                    more = False
                    break
                waiting.append(worker.give(item))
            if waiting and not waiting[0]:
                crew.take()
            while waiting and waiting[0]:
                yield waiting.popleft()[0]
    finally:
        crew.end()


class _Crew(Generic[Item, Answer]):
    """The workers, and the selector that knows which of them has something to say."""

    def __init__(self, job: Callable[[Item], Answer], workers: int, died: Callable[[Item, str], Answer]) -> None:
        import selectors  # here: who extracts one page does not load it

        self._selector = selectors.DefaultSelector()
        self._workers = [_Worker(job, died) for _ in range(workers)]
        for worker in self._workers:
            self._selector.register(worker.line, selectors.EVENT_READ, worker)

    def free(self) -> _Worker[Item, Answer] | None:
        """Return the worker that has least to do, None where none can be given more."""
        worker = min(self._workers, key=_Worker.held)
        return worker if worker.held() < HELD else None

    def take(self) -> None:
        """Wait for answers and take them, and replace the workers that died."""
        for key, events in self._selector.select():
            worker = key.data
            if not worker.take():
                self._selector.unregister(worker.line)
                other = worker.replaced()
                self._workers[self._workers.index(worker)] = other
                self._selector.register(other.line, events, other)

    def end(self) -> None:
        """End the processes."""
        self._selector.close()
        for worker in self._workers:  # all at once, then each is waited for
            worker.stop()
        for worker in self._workers:
            worker.end()


class _Worker(Generic[Item, Answer]):
    """A process, the pipe to it, the items that it has, and where the answer to each goes."""

    def __init__(self, job: Callable[[Item], Answer], died: Callable[[Item, str], Answer]) -> None:
        import multiprocessing

        from duramen.line import Line

        self._job, self._died = job, died
        self._has: deque[tuple[Item, list[Answer]]] = deque()
        self.line, theirs = Line.pair(HELD)
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
            self.line.send(item)
        return answer

    def take(self) -> bool:
        """Take the answer to the first item. False: the process is dead."""
        try:
            answer = self.line.recv()
        except (EOFError, OSError):
            self._process.join()
            code = self._process.exitcode or 0
            how = f"killed by signal {-code}" if code < 0 else f"exit code {code}"
            if self._has:
                item, place = self._has.popleft()
                place.append(self._died(item, how))
            return False
        self._has.popleft()[1].append(answer)
        return True

    def replaced(self) -> _Worker[Item, Answer]:
        """Return another process, which has the items that this one had not come to."""
        self.end()
        other = _Worker(self._job, self._died)
        for item, answer in self._has:
            other.give(item, answer)
        return other

    def stop(self) -> None:
        """Tell the process to end."""
        self.line.close()
        self._process.terminate()

    def end(self) -> None:
        """End the process."""
        self.stop()
        self._process.join()
        self._process.close()


def _work(line: Line, job: Callable[[Any], Any]) -> None:
    """Answer items until the process that started this one closes the line, or is gone."""
    import gc
    import signal
    from queue import SimpleQueue
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted, and ends its workers
    gc.freeze()  # what was forked stays shared: a collection would go through all of it, and copy it
    Thread(target=_outlive, args=(line,), daemon=True).start()
    # A thread takes them in: else who gives one and who answers another could wait for each other, lines being short.
    items: SimpleQueue[Any] = SimpleQueue()
    Thread(target=_take_in, args=(line, items), daemon=True).start()
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            make, error = items.get()
            if error:
                raise error
            line.send(job(make()))  # a thread's own memory would be fresh from the system for each page


def _take_in(line: Line, items: SimpleQueue[Any]) -> None:
    """Put what comes into a queue, in pairs of what makes an item and None; last None and why there will be no more."""
    try:
        while True:
            items.put((line.wait(), None))
    except BaseException as error:  # also where an item cannot be made out: nobody may wait for the next for ever
        items.put((None, error))


def _outlive(line: Line) -> None:
    """Hang up when the process that started this one is gone: a killed one closes nothing, since forks have its end."""
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    if parent := parent_process():
        wait([parent.sentinel])
        line.hang_up()
