"""Objects between two processes, pickled: what `multiprocessing.Pipe` does, for a fraction of what it costs.

A page is some hundred kilobytes and is judged in a millisecond or two, so that what it costs to hand it over shows. It
is copied once into memory that both processes see, and once out of it; where a socket is to carry it, it is copied four
times, two of them by the system, into memory fresh from it. Answers are small, and the socket carries them.
"""

from __future__ import annotations

import pickle
import socket
import struct
from collections.abc import Callable
from functools import partial
from typing import Any, Final

#: Of a message: its size, and the slot that it lies in, counted from 1; 0 where it follows.
_HEAD: Final = struct.Struct("=QQ")
#: Bytes of a slot, of a message that is sent in one piece with its head, and of the memory that is kept for the next.
_SLOT, _SMALL, _KEPT = 1 << 20, 1 << 14, 1 << 22
#: The system waits until all is there, where it knows how to.
_WHOLE: Final = getattr(socket, "MSG_WAITALL", 0)


class Line:
    """One of two ends. Each may be read by one thread and written by another.

    `slots` is memory that both ends see, into which the `giving` one writes: an array of ctypes, since that goes to
    processes that are spawned, too.
    """

    def __init__(self, end: socket.socket, slots: Any, *, giving: bool) -> None:
        self._end, self._slots, self._giving = end, slots, giving
        self._next = 0
        self._room = bytearray()

    @classmethod
    def pair(cls, under_way: int) -> tuple[Line, Line]:
        """Return the end that gives, and the one that answers.

        No more than `under_way` things may be given and not yet answered.
        """
        from multiprocessing.sharedctypes import RawArray

        slots = RawArray("B", under_way * _SLOT)
        one, other = socket.socketpair()
        return cls(one, slots, giving=True), cls(other, slots, giving=False)

    def fileno(self) -> int:
        """Return what a selector asks for."""
        return self._end.fileno()

    def send(self, item: object) -> None:
        """Send an object. Raises OSError where the other end is closed, what pickle raises where it cannot."""
        if self._giving and (size := _written(item, self._slot(self._next))):
            self._next += 1
            self._end.sendall(_HEAD.pack(size, self._next))
            self._next %= len(self._slots) // _SLOT
            return
        data = pickle.dumps(item, pickle.HIGHEST_PROTOCOL)
        head = _HEAD.pack(len(data), 0)
        if len(data) < _SMALL:
            self._end.sendall(head + data)
        else:
            self._end.sendall(head)
            self._end.sendall(data)

    def recv(self) -> Any:
        """Wait for an object. Raises EOFError or OSError where none will come, what pickle raises where it is none."""
        return self.wait()()

    def wait(self) -> Callable[[], Any]:
        """Wait for an object, and return what makes it: in another thread, if its memory is to be that thread's."""
        size, slot = _HEAD.unpack(self._read(_HEAD.size))
        if slot:
            return partial(pickle.loads, self._slot(slot - 1)[:size])
        item = pickle.loads(self._read(size))
        if size > _KEPT:
            self._room = bytearray()
        return lambda: item

    def _slot(self, number: int) -> memoryview:
        return memoryview(self._slots).cast("B")[number * _SLOT : (number + 1) * _SLOT]

    def _read(self, size: int) -> memoryview:
        if size > len(self._room):
            self._room = bytearray(size)
        view, at = memoryview(self._room)[:size], 0
        while at < size:
            got = self._end.recv_into(view[at:], size - at, _WHOLE)
            if not got:
                raise EOFError
            at += got
        return view

    def hang_up(self) -> None:
        """End what both ends wait for: reading ends at once, here in whichever thread that is."""
        self._end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close this end."""
        self._end.close()


class _Writer:
    """A file for pickle, which hands it large bytes as they are."""

    def __init__(self, room: memoryview) -> None:
        self.room, self.size = room, 0

    def write(self, data: Any) -> int:
        view = memoryview(data)
        end = self.size + view.nbytes
        if end > len(self.room):
            raise BufferError
        self.room[self.size : end] = view
        self.size = end
        return view.nbytes


def _written(item: object, room: memoryview) -> int:
    """Write an object and return its size, 0 where there is no room for it."""
    writer = _Writer(room)
    try:
        pickle.Pickler(writer, pickle.HIGHEST_PROTOCOL).dump(item)
    except BufferError:
        return 0
    return writer.size
