"""Written whole or not at all: files and folders that appear at once, one writer at a time, and a full disk said so.

    with alone(path):                         # whoever else wants to write the same waits
        if not path.is_file():
            with whole_file(path) as scratch:
                scratch.write_text(...)

What is being written bears a name that starts with a dot and ends in `.part`. Nothing reads such names, and whoever
writes the same thing next removes what a killed process left of it.
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from duramen.errors import DataError, UsageError

#: How many bytes it would have taken; None where nobody knows.
Needed = Callable[[], int | None] | None
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def cache_folder() -> Path:
    """Return the folder for what can be made again."""
    return Path(os.environ.get("DURAMEN_CACHE") or Path.home() / ".cache" / "duramen").expanduser()


@contextmanager
def alone(target: Path, at: Path | None = None, give_up: Callable[[], bool] = lambda: False) -> Iterator[None]:
    """Let one process at a time write `target`; the others wait, and are told so. The lock ends with its process.

    `at` is the lock's own file (default: one in the cache). Raises InterruptedError where `give_up()` is true before
    the lock is had.
    """
    from filelock import FileLock, Timeout

    name = hashlib.sha256(os.fsencode(target.absolute())).hexdigest()[:16]
    path = at or cache_folder() / "locks" / f"{name}.lock"
    make_folder(path.parent)
    lock, told = FileLock(path), False
    while not lock.is_locked:
        if give_up():
            raise InterruptedError
        try:
            lock.acquire(timeout=1 if told else 0)
        except Timeout:
            if not told:
                print(f"another process is writing {target}: waiting for it", file=sys.stderr)
            told = True
    try:
        _sweep(target)
        yield
    finally:
        lock.release()


@contextmanager
def whole_folder(target: Path, needed: Needed = None) -> Iterator[Path]:
    """Give a scratch folder that becomes `target` if the body ends well, and vanishes if it does not.

    `needed` says how many bytes would have been written, when the disk was full before. Raises DataError for that,
    UsageError where nothing may be written, FileExistsError or OSError where `target` already holds something.
    """
    with scratch_folder(target, needed) as scratch:
        yield scratch
        scratch.rename(target)


@contextmanager
def scratch_folder(target: Path, needed: Needed = None) -> Iterator[Path]:
    """Give a folder on the disk of `target`, and beside it, that vanishes in the end. Raises as `whole_folder` does."""
    make_folder(target.parent)
    scratch = _scratch(target)
    with _kept_clean(target, scratch, needed):
        scratch.mkdir()
        yield scratch


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Give the path of a scratch file that replaces `target` if the body ends well, and vanishes if it does not.

    Raises DataError for a full disk, UsageError where nothing may be written.
    """
    make_folder(target.parent)
    scratch = _scratch(target)
    with _kept_clean(target, scratch, None):
        yield scratch
        with scratch.open("rb") as file:
            os.fsync(file.fileno())  # else a power cut could leave the new name with nothing in it
        scratch.replace(target)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it. Raises UsageError where that may not be, or something else has the name."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        if disk_full(error):
            raise _no_room(folder, 0, None, error.strerror) from error
        raise _not_writable(folder, error) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise _not_writable(folder, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))


def disk_full(error: OSError) -> bool:
    """Return whether the error is of a disk without room, a quota, or a file larger than the process may make."""
    return error.errno in _FULL


def size_text(count: float) -> str:
    """Return a number of bytes as people read it."""
    for unit in ("bytes", "kB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "bytes" else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:,.1f} GB"


@contextmanager
def _kept_clean(target: Path, scratch: Path, needed: Needed) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if not disk_full(error):
            raise
        written = _weight(scratch)
        _remove(scratch)  # what is free is then what there would be for another try
        raise _no_room(target, written, needed, error.strerror) from error
    finally:
        _remove(scratch)


def _scratch(target: Path) -> Path:
    return target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")


def _sweep(target: Path) -> None:
    """Remove what writers of `target`, and of what lies beside it under its name, left when they were killed.

    None is alive, for the caller holds the lock.
    """
    for left in target.parent.glob(f".{target.stem}.*.part"):
        _remove(left)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _weight(path: Path) -> int:
    return sum(p.stat().st_size for p in (path.rglob("*") if path.is_dir() else [path]) if p.is_file())


def _no_room(target: Path, written: int, needed: Needed, reason: str | None) -> DataError:
    free = size_text(shutil.disk_usage(_there(target)).free)
    total = needed() if needed else None
    need = "more needed" if total is None else f"{size_text(total)} needed"
    return DataError(
        f"no room for {target} ({reason}): {size_text(written)} written, {need}, {free} free on that disk. Make room "
        f"there, or name a folder on another disk (the cache: DURAMEN_CACHE). Nothing half-written was left"
    )


def _not_writable(folder: Path, error: OSError) -> UsageError:
    cure = "Name another, or for the cache type: export DURAMEN_CACHE=FOLDER"
    return UsageError(f"cannot write in {folder} ({error.strerror}). {cure}")


def _there(path: Path) -> Path:
    """Return the nearest folder on the way to `path` that exists."""
    return next(folder for folder in path.absolute().parents if folder.is_dir())
