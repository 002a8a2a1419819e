"""Unpack an archive whole or not at all: .zip, .tar, .tar.gz, .tar.zst.

Only plain files are taken, and only inside the target: an archive that names a place outside it, or holds a link, is
refused. One that is cut short is a DataError, also where the cut falls between two members and nothing else notices.
"""

from __future__ import annotations

import io
import os
import shutil
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, cast

from duramen.errors import DataError, UsageError

SUFFIXES = (".tar.zst", ".tar.gz", ".tgz", ".tar", ".zip")
_Member = tuple[str, int, IO[bytes]]


def unpack(archive: Path, target: Path) -> None:
    """Unpack `archive` as the new folder `target`. Raises DataError for a broken one, UsageError for a strange one."""
    with whole_folder(target) as scratch:
        try:
            for name, modified, content in _members(archive):
                _write(scratch / _safe(name, archive), modified, content)
        except _broken(archive) as error:
            cure = "It is cut short or damaged: fetch it again"
            raise DataError(f"{archive} is no whole archive ({type(error).__name__}: {error}). {cure}") from error


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """Give a scratch folder that becomes `target` if the body ends well, and vanishes if it does not."""
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent))
    try:
        yield scratch
        try:
            scratch.rename(target)
        except OSError:
            if not target.is_dir():  # else another process was first, with the same content
                raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _broken(archive: Path) -> tuple[type[Exception], ...]:
    """Return what the unpackers raise for an archive that is not whole."""
    errors = (tarfile.TarError, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError)
    if not archive.name.endswith(".zst"):
        return errors
    import zstandard

    return (*errors, zstandard.ZstdError)


def _safe(name: str, archive: Path) -> PurePosixPath:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        raise DataError(f"{archive} would write outside its folder ('{name}'): refused. Fetch it from its upstream")
    return path


def _write(path: Path, modified: int, content: IO[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        shutil.copyfileobj(content, file)
    os.utime(path, (modified, modified))  # the fingerprint of an unpacked folder is then the archive's alone


def _members(archive: Path) -> Iterator[_Member]:
    if archive.name.endswith(".zip"):
        yield from _zip_members(archive)
    elif archive.name.endswith(SUFFIXES):
        yield from _tar_members(archive)
    else:
        raise UsageError(f"{archive} is no archive that can be read. There are: {', '.join(SUFFIXES)}")


def _zip_members(archive: Path) -> Iterator[_Member]:
    with zipfile.ZipFile(archive) as whole:
        for member in whole.infolist():
            if not member.is_dir():
                with whole.open(member) as content:
                    yield member.filename, 0, content


def _tar_members(archive: Path) -> Iterator[_Member]:
    with archive.open("rb") as file:
        tail = _Tail(_decompressed(archive, file))
        with tarfile.open(fileobj=cast(IO[bytes], tail), mode="r|") as whole:
            for member in whole:
                if member.isdir():
                    continue
                content = whole.extractfile(member) if member.isreg() else None
                if content is None:
                    raise DataError(f"{archive} holds '{member.name}', which is no plain file: refused")
                yield member.name, int(member.mtime), content
        tail.check()


def _decompressed(archive: Path, file: IO[bytes]) -> IO[bytes]:
    if archive.name.endswith(".zst"):
        import zstandard

        return cast(IO[bytes], zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True))
    if archive.name.endswith((".gz", ".tgz")):
        import gzip

        return cast(IO[bytes], gzip.GzipFile(fileobj=file))
    return file


class _Tail(io.RawIOBase):
    """A stream that knows its last bytes: a whole tar ends in two empty blocks, and tarfile does not ask for them."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__()
        self._stream = stream
        self._last = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(size)
        self._last = (self._last + chunk)[-1024:]
        return chunk

    def check(self) -> None:
        while self.read(1 << 16):
            pass
        if self._last.strip(b"\0") or len(self._last) < 1024:
            raise EOFError("the archive's end is missing")
