"""Objects between two processes, pickled: what `multiprocessing.Pipe` does, for half of what it costs.

A page is some hundred kilobytes and is judged in a millisecond or two, so that what it costs to hand it over shows.
Here it is written as it was pickled, and read in one piece into memory that is used again for the next.
"""

from __future__ import annotations

import pickle
import socket
import struct
from typing import Any, Final

_SIZE: Final = struct.Struct("=Q")
#: Bytes of a message that is sent in one piece with its size, and of the memory that is kept for the next.
_SMALL, _KEPT = 1 << 14, 1 << 22
#: The system waits until all is there, where it knows how to.
_WHOLE: Final = getattr(socket, "MSG_WAITALL", 0)


class Line:
    """One of two ends. Each may be read by one thread and written by another."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end
        self._room = bytearray()

    @classmethod
    def pair(cls) -> tuple[Line, Line]:
        """Return both ends."""
        one, other = socket.socketpair()
        return cls(one), cls(other)

    def fileno(self) -> int:
        """Return what a selector asks for."""
        return self._end.fileno()

    def send(self, item: object) -> None:
        """Send an object. Raises OSError where the other end is closed, what pickle raises where it cannot."""
        data = pickle.dumps(item, pickle.HIGHEST_PROTOCOL)
        size = _SIZE.pack(len(data))
        if len(data) < _SMALL:
            self._end.sendall(size + data)
            return
        self._end.sendall(size)
        self._end.sendall(data)

    def recv(self) -> Any:
        """Wait for an object. Raises EOFError or OSError where none will come, what pickle raises where it is none."""
        (size,) = _SIZE.unpack(self._read(_SIZE.size))
        item = pickle.loads(self._read(size))
        if size > _KEPT:
            self._room = bytearray()
        return item

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
