"""Unpack an archive whole or not at all: .zip, .tar, .tar.gz, .tar.zst.

Only plain files are taken, and only inside the target: an archive that names a place outside it, or holds a link or a
device, is refused. One that is cut short is a DataError, also where the cut falls between two members and nothing else
notices. One that would unpack to more than `limit` bytes is a DataError before it fills the disk.
"""

from __future__ import annotations

import gzip
import io
import lzma
import os
import shutil
import stat
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Final, cast

from duramen.errors import DataError, UsageError
from duramen.whole import disk_full, size_text, whole_folder

SUFFIXES = (".tar.zst", ".tar.gz", ".tgz", ".tar", ".zip")
#: The largest corpora unpack to a few GB.
LIMIT: Final = 20 * 10**9
_BLOCK = 4096  # what a file takes on a disk at the least: a million empty files are a bomb too
_HEADERS = 1 << 24  # bytes of a tar between two files: folders, and names, which tarfile holds in memory however long
_Member = tuple[str, int, int, IO[bytes]]


def unpack(archive: Path, target: Path, limit: int = LIMIT) -> None:
    """Unpack `archive` as the new folder `target`.

    Raises DataError for one that is broken, would write outside its folder or is larger than `limit` bytes, and for a
    full disk; UsageError for what is no archive.
    """
    if not archive.name.endswith(SUFFIXES):
        raise UsageError(f"{archive} is no archive that can be read. There are: {', '.join(SUFFIXES)}")
    with whole_folder(target, lambda: _size(archive)) as scratch:
        try:
            _unpack(archive, scratch, limit)
        except _broken(archive) as error:
            cure = "It is cut short or damaged: fetch it again"
            raise DataError(f"{archive} is no whole archive ({type(error).__name__}: {error}). {cure}") from error
        except OSError as error:
            if disk_full(error):
                raise
            raise DataError(f"{archive} cannot be unpacked ({error.strerror}: {error.filename})") from error


def _unpack(archive: Path, scratch: Path, limit: int) -> None:
    total = 0
    for name, size, modified, content in _members(archive):
        path = scratch / _safe(name, archive)
        total += max(size, _BLOCK)
        if total > limit:
            raise DataError(
                f"{archive} ({size_text(archive.stat().st_size)}) unpacks to more than {size_text(limit)}: refused. "
                f"If that is right, type: duramen corpora pull NAME --from {archive} --limit GB"
            )
        _write(path, modified, content)


def _size(archive: Path) -> int | None:
    """Return how many bytes the archive unpacks to, which takes a pass over it; None where it is broken."""
    total = 0
    try:
        for _, size, _, content in _members(archive):
            total += size
            while content.read(1 << 20):
                pass
    except _broken(archive):
        return None
    return total


def _broken(archive: Path) -> tuple[type[Exception], ...]:
    """Return what the unpackers raise for an archive that is not whole."""
    errors = (tarfile.TarError, zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, lzma.LZMAError, EOFError, ValueError)
    if archive.name.endswith(".zip"):  # RuntimeError: it is encrypted, or packed in an unknown way
        return (*errors, RuntimeError)
    if not archive.name.endswith(".zst"):
        return errors
    import zstandard

    return (*errors, zstandard.ZstdError)


def _safe(name: str, archive: Path) -> PurePosixPath:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or not path.parts or ".." in path.parts or ":" in path.parts[0]:
        raise DataError(f"{archive} would write outside its folder ({name!r}): refused. Fetch it from its upstream")
    return path


def _write(path: Path, modified: int, content: IO[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        shutil.copyfileobj(content, file)
    os.utime(path, (modified, modified))  # the fingerprint of an unpacked folder is then the archive's alone


def _members(archive: Path) -> Iterator[_Member]:
    """Yield name, size, time and content of each file, with a bar on stderr over the archive's bytes."""
    from tqdm import tqdm

    bar = {"total": archive.stat().st_size, "desc": f"unpack {archive.name}", "file": sys.stderr, "disable": None}
    with archive.open("rb") as raw, tqdm.wrapattr(raw, "read", **bar) as file:
        yield from _zip_members(archive, file) if archive.name.endswith(".zip") else _tar_members(archive, file)


def _zip_members(archive: Path, file: IO[bytes]) -> Iterator[_Member]:
    with zipfile.ZipFile(file) as whole:
        for member in whole.infolist():
            if member.is_dir():
                continue
            if stat.S_IFMT(member.external_attr >> 16) not in (0, stat.S_IFREG):
                raise _no_file(archive, member.filename)
            with whole.open(member) as content:
                yield member.filename, member.file_size, 0, content


def _tar_members(archive: Path, file: IO[bytes]) -> Iterator[_Member]:
    stream = _Stream(_decompressed(archive, file))
    with tarfile.open(fileobj=cast(IO[bytes], stream), mode="r|") as whole:
        for member in whole:
            if member.isdir():
                continue
            content = whole.extractfile(member) if member.isreg() else None
            if content is None:
                raise _no_file(archive, member.name)
            stream.left = None
            yield member.name, member.size, int(member.mtime), content
            stream.left = _HEADERS
    stream.check()


def _no_file(archive: Path, name: str) -> DataError:
    return DataError(f"{archive} holds {name!r}, which is no plain file but a link or a device: refused")


def _decompressed(archive: Path, file: IO[bytes]) -> IO[bytes]:
    if archive.name.endswith(".zst"):
        import zstandard

        return cast(IO[bytes], zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True))
    if archive.name.endswith((".gz", ".tgz")):
        return cast(IO[bytes], gzip.GzipFile(fileobj=file))
    return file


class _Stream(io.RawIOBase):
    """The bytes under tarfile. It knows the last ones: a whole tar ends in two empty blocks, and tarfile does not ask.

    `left` is how many more may be read before the next file's content; None: that is being read.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__()
        self.left: int | None = _HEADERS
        self._stream = stream
        self._last = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(size)
        self._last = (self._last + chunk)[-1024:]
        if self.left is not None:
            self.left -= len(chunk)
            if self.left < 0:
                raise tarfile.ReadError(f"{size_text(_HEADERS)} on end are no file's content")
        return chunk

    def check(self) -> None:
        """Raise EOFError where the archive's end is missing."""
        self.left = _HEADERS
        while self.read(1 << 16):
            pass
        if self._last.strip(b"\0") or len(self._last) < 1024:
            raise EOFError("the archive's end is missing")
