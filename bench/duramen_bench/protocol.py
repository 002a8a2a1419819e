"""What the harness and a worker say to each other: frames over pipes, a JSON head and a body of raw bytes.

A frame is two big-endian 32-bit lengths, the head, the body. JSON and not pickle, because a worker runs other people's
code on other people's pages and nothing it answers should be executed.
"""

from __future__ import annotations

import json
import os
import select
import struct
import time
from collections.abc import Callable
from typing import Any

_LENGTHS = struct.Struct(">II")
_MOST = 0x20 << 24  # bytes; four printable characters, read as a length, are more


class WorkerGoneError(Exception):
    """The pipe ended: the other side died."""


class DeadlineError(Exception):
    """Nothing whole arrived, or could be sent, in time."""


class GarbledError(Exception):
    """What arrived is no frame: something else has written into the pipe."""


def encode(head: dict[str, Any], body: bytes = b"") -> bytes:
    """Return the frame. Lone surrogates in strings of `head` survive (JSON escapes them); the reader cleans them."""
    packed = json.dumps(head).encode("ascii")
    return _LENGTHS.pack(len(packed), len(body)) + packed + body


def read_frame(read: Callable[[int], bytes]) -> tuple[dict[str, Any], bytes]:
    """Return the next frame, where `read(n)` gives exactly n bytes or raises. Raises GarbledError for anything else."""
    head_length, body_length = _LENGTHS.unpack(read(_LENGTHS.size))
    if max(head_length, body_length) > _MOST:
        raise GarbledError
    try:
        head = json.loads(read(head_length))
    except ValueError as error:
        raise GarbledError from error
    if not isinstance(head, dict):
        raise GarbledError
    return head, read(body_length)


def reader(
    descriptor: int, seconds: float | None = None, gone: Callable[[], bool] = lambda: False
) -> Callable[[int], bytes]:
    """Return `read(n)` over a file descriptor; `seconds` is for all its calls together.

    With `seconds`, `gone` is asked once a second whether the other side is dead although its pipe stands open.
    """
    end = None if seconds is None else time.monotonic() + seconds

    def read(count: int) -> bytes:
        parts = []
        while count:
            left = None if end is None else max(0.0, end - time.monotonic())
            if not select.select([descriptor], [], [], None if left is None else min(left, 1.0))[0]:
                if gone():
                    raise WorkerGoneError
                if left:
                    continue
                raise DeadlineError
            part = os.read(descriptor, min(count, 1 << 20))
            if not part:
                raise WorkerGoneError
            parts.append(part)
            count -= len(part)
        return b"".join(parts)

    return read


def write_all(descriptor: int, data: bytes, seconds: float | None = None) -> None:
    """Write everything. Raises WorkerGoneError where the other side has closed.

    With `seconds`, which needs a descriptor that does not block, DeadlineError where the other side reads no more.
    """
    end = None if seconds is None else time.monotonic() + seconds
    view = memoryview(data)
    try:
        while view:
            if end is not None and not select.select([], [descriptor], [], max(0.0, end - time.monotonic()))[1]:
                raise DeadlineError
            view = view[os.write(descriptor, view) :]
    except BrokenPipeError as error:
        raise WorkerGoneError from error
