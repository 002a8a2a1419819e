"""What the SOURCEs of a run name: files, folders, globs, buckets, lists of any of these; through fsspec.

    find(["crawl/", "s3://bucket/more/*.warc.gz", "warc.paths.gz"], base="s3://commoncrawl/")

The order is that of the names, and within a folder or glob alphabetical: a task of a run is a place in this list.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from glob import has_magic
from typing import TYPE_CHECKING, Any, Final

from duramen.errors import UsageError
from duramen.files import Kind, kind_of

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_LISTS: Final = (".paths", ".paths.gz")  # as Common Crawl names them


@dataclass(frozen=True, slots=True)
class Source:
    """A file of pages: `path` as fsspec opens it, and how many bytes it has, None where nobody asked."""

    path: str
    kind: Kind
    size: int | None = None


def find(names: Sequence[str], base: str | None = None, out: str | None = None) -> list[Source]:
    """Return the files that `names` name, each once. `base` is what the lines of lists are relative to.

    Rows of the run itself, in `out`/data, are no source, though a folder or glob may hold them. Raises UsageError for
    what is not there, is no source, or holds none.
    """
    own = None if out is None else f"{_path(*_open(out)).rstrip('/')}/data/"
    found: dict[str, Source] = {}
    for name in names:
        here = [source for source in _named(name, base) if own is None or not source.path.startswith(own)]
        if not here:
            raise UsageError(f"{name} holds nothing to read. {_KNOWN}")
        found |= {source.path: source for source in here}
    return list(found.values())


_KNOWN: Final = (
    "Sources are WARC (.warc, .warc.gz, .warc.zst), JSON lines with 'html' (.jsonl, .gz, .zst), Parquet, HTML files, "
    "folders or globs of these, and lists of addresses (.paths, .paths.gz)"
)


def _named(name: str, base: str | None) -> Iterator[Source]:
    if name.lower().endswith(_LISTS):
        for line in _lines(name):
            yield _file(f"{base.rstrip('/')}/{line.lstrip('/')}" if base and "://" not in line else line)
        return
    if name.startswith(("http://", "https://")):  # folders there can only be guessed at
        yield _file(name)
        return
    fs, path = _open(name)
    if has_magic(path):
        yield from _every(fs, fs.glob(path, detail=True))
    elif fs.isdir(path):
        yield from _every(fs, fs.find(path, detail=True))
    elif fs.exists(path):
        yield _file(_path(fs, path), fs.size(path))
    else:
        raise UsageError(f"there is no {name}. {_KNOWN}")


def _open(name: str) -> tuple[AbstractFileSystem, str]:
    from fsspec.core import url_to_fs

    try:
        found: tuple[AbstractFileSystem, str] = url_to_fs(name)
    except (ValueError, ImportError) as error:
        raise UsageError(f"cannot read {name}: {error}") from error
    return found


def _every(fs: AbstractFileSystem, found: dict[str, dict[str, Any]]) -> Iterator[Source]:
    """Yield the sources among files, but for hidden ones: of those, some are still being written."""
    for path, facts in sorted(found.items()):
        kind = kind_of(path)
        if kind and facts["type"] == "file" and not path.rpartition("/")[2].startswith("."):
            yield Source(_path(fs, path), kind, facts.get("size"))


def _path(fs: AbstractFileSystem, path: str) -> str:
    """Return a path as fsspec opens it: with its protocol, unless it is of this machine."""
    local = "file" in (fs.protocol if isinstance(fs.protocol, tuple) else (fs.protocol,))
    return path if local else str(fs.unstrip_protocol(path))


def _file(path: str, size: int | None = None) -> Source:
    kind = kind_of(path)
    if kind is None:
        raise UsageError(f"{path} is nothing that can be read. {_KNOWN}")
    return Source(path, kind, size)


def _lines(name: str) -> Iterator[str]:
    import fsspec

    try:
        with fsspec.open(name) as file:
            data = file.read()
    except OSError as error:
        raise UsageError(f"cannot read the list {name}: {error.strerror or error}") from error
    text = gzip.decompress(data) if name.lower().endswith(".gz") else data
    return (line.strip() for line in text.decode("utf-8").splitlines() if line.strip())


def tasks_for(sources: Iterable[Source], pages: int = 1000) -> int:
    """Return how many tasks a run is cut into: one a file, but for HTML files, of which one takes `pages`."""
    kinds = [source.kind for source in sources]
    files = kinds.count("html")
    return len(kinds) - files + -(-files // pages)
