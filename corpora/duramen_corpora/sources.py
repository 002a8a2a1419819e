"""From what a person names to a folder in upstream's layout.

A source is a folder, an archive (unpacked once into the cache), or the word `git` (upstream's repository at the pinned
commit, fetched once). Without one: what git fetched, else `$DURAMEN_CORPORA/<archive>`, else what was pulled before;
else an error that says what to type. The cache is `$DURAMEN_CACHE`, by default `~/.cache/duramen`; deleting it loses
nothing. Corpora of one repository share their place in it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from duramen.errors import DataError, UsageError
from duramen.whole import alone, cache_folder, whole_folder
from duramen_corpora.archives import LIMIT, SUFFIXES, unpack
from duramen_corpora.info import CorpusInfo
from duramen_corpora.upstream import fetch, head

__all__ = ["GIT", "at_hand", "cache_folder", "copied", "fingerprint", "locate", "shelf"]

GIT: Final = "git"


def locate(info: CorpusInfo, source: str | Path | None = None, *, limit: int = LIMIT) -> Path:
    """Return the folder, in upstream's layout, that `source` stands for; for a packaged corpus, where it is installed.

    An archive may unpack to `limit` bytes. Raises UsageError where there is nothing to read, DataError where what is
    there is broken, or is a clone at another commit than the pinned one.
    """
    if info.folder is not None:
        if source is not None:
            raise UsageError(f"the {info.name} corpus ships with Duramen. Type: duramen corpora load {info.name}")
        return info.folder
    if source is None:
        return _default(info, limit)
    if str(source) == GIT:
        return _layout(info, _fetched(info))
    try:
        return _named_by(info, Path(source).expanduser(), limit)
    except PermissionError as error:
        raise UsageError(f"cannot read {error.filename} ({error.strerror}). Name a source that you may read") from error


def _named_by(info: CorpusInfo, path: Path, limit: int) -> Path:
    if path.is_dir():
        return _layout(info, path)
    if path.is_file():
        return _unpacked(info, path, limit)
    raise UsageError(f"there is no {path}. A source is a folder, an archive ({', '.join(SUFFIXES)}) or the word git")


def at_hand(info: CorpusInfo) -> bool:
    """Return whether `locate` has something to read without being given a source."""
    return info.packaged or _fetched_before(info) is not None or _archive(info) is not None or bool(_kept(info))


def shelf(info: CorpusInfo) -> Path:
    """Return the place of upstream's files in the cache: corpora of one repository share it."""
    repository = info.upstream.rstrip("/").rpartition("/")[2] if info.pinned else info.name
    return cache_folder() / "sources" / repository / (info.revision[:12] or "any")


def copied(info: CorpusInfo, folder: Path) -> Path:
    """Return a copy of `folder` in the cache, so that the corpus is there without being given a source."""
    state = f"{folder.resolve()}\0{fingerprint(info, folder)}"
    return _once(_named(info, "folder", state), lambda target: _copy(folder, target))


def fingerprint(info: CorpusInfo, folder: Path) -> str:
    """Return a short name for the state of a corpus's files: their paths, sizes and times, not their content."""
    if info.packaged:
        return info.revision  # a packaged corpus's revision holds the hash of its content
    lines = sorted(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n" for name, status in _files(str(folder), ""))
    return hashlib.sha256(os.fsencode("".join(lines))).hexdigest()[:16]


def _files(folder: str, inside: str) -> Iterator[tuple[str, os.stat_result]]:
    """Yield the files of a folder, with one system call each: this runs at every load."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name != ".git":
                    yield from _files(entry.path, f"{inside}{entry.name}/")
            elif entry.is_file():
                yield inside + entry.name, entry.stat()


def _default(info: CorpusInfo, limit: int) -> Path:
    fetched, archive = _fetched_before(info), _archive(info)
    if fetched is not None:
        return _layout(info, fetched)
    if archive is not None:
        return _unpacked(info, archive, limit)
    kept = _kept(info)
    if kept:
        return _layout(info, max(kept, key=lambda path: path.stat().st_mtime_ns))
    raise _nothing_here(info)


def _fetched_before(info: CorpusInfo) -> Path | None:
    folder = shelf(info) / GIT
    return folder if info.pinned and folder.is_dir() else None


def _archive(info: CorpusInfo) -> Path | None:
    named = os.environ.get("DURAMEN_CORPORA")
    path = Path(named) / info.archive if named and info.archive else None
    return path if path and path.is_file() else None


def _kept(info: CorpusInfo) -> list[Path]:
    """Return what was pulled before. Of a format there is no such thing: each folder in it is a corpus of its own."""
    kinds = ("archive", "folder") if info.pinned else ()
    return [path for kind in kinds for path in shelf(info).glob(f"{kind}-*") if path.is_dir()]


def _which(info: CorpusInfo) -> str:
    return (
        f"{info.name} is a format, and a folder in it is a corpus of its own. Type one of:\n"
        f"  duramen corpora load {info.name} --from FOLDER\n"
        f"  duramen corpora load {info.name} --from ARCHIVE   ({', '.join(SUFFIXES)})"
    )


def _nothing_here(info: CorpusInfo) -> UsageError:
    if not info.pinned:  # which folder is meant, nobody could guess
        return UsageError(_which(info))
    return UsageError(
        f"no {info.name} corpus here. Type one of:\n"
        f"  duramen corpora pull {info.name}                   (fetches {info.upstream})\n"
        f"  duramen corpora pull {info.name} --from FOLDER     (a clone that you have, at {info.revision[:12]})\n"
        f"  duramen corpora pull {info.name} --from ARCHIVE    ({', '.join(SUFFIXES)})\n"
        f"or set DURAMEN_CORPORA to a folder that holds {info.archive or 'its archive'}."
    )


def _unpacked(info: CorpusInfo, archive: Path, limit: int) -> Path:
    status = archive.stat()
    state = f"{archive.resolve()}\0{status.st_size}\0{status.st_mtime_ns}"
    target = _named(info, "archive", state)
    fresh = not target.is_dir()
    _once(target, lambda target: unpack(archive, target, limit))
    if fresh and _root(info, target) is None:
        shutil.rmtree(target)  # else it would be taken for the corpus when no source is named
        raise _not_held(info, archive)
    return _layout(info, target)


def _fetched(info: CorpusInfo) -> Path:
    if not (info.pinned and info.upstream):
        raise UsageError(f"there is no commit of {info.name} to clone. {_which(info)}")
    return _once(shelf(info) / GIT, lambda target: fetch(info, target))


def _named(info: CorpusInfo, kind: str, state: str) -> Path:
    return shelf(info) / f"{kind}-{hashlib.sha256(os.fsencode(state)).hexdigest()[:12]}"


def _once(target: Path, make: Callable[[Path], None]) -> Path:
    """Return the folder `target`, made first if it is not there; of two processes that want it, one makes it."""
    if not target.is_dir():
        with alone(target):
            if not target.is_dir():
                make(target)
    return target


def _copy(folder: Path, target: Path) -> None:
    from tqdm import tqdm

    files = sorted(_files(str(folder), ""))
    with whole_folder(target, lambda: sum(status.st_size for _, status in files)) as scratch:
        for name, _ in tqdm(files, f"copy {folder.name}", unit="file", file=sys.stderr, disable=None):
            (scratch / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(folder / name, scratch / name)


def _layout(info: CorpusInfo, folder: Path) -> Path:
    """Return `folder`, or the folder in it, that has the corpus's marker."""
    root = _root(info, folder)
    if root is None:
        raise _not_held(info, folder)
    _check_commit(info, root)
    return root


def _root(info: CorpusInfo, folder: Path) -> Path | None:
    if (folder / info.marker).exists():
        return folder
    inner = sorted(path for path in folder.iterdir() if path.is_dir())  # archives wrap their content in a folder
    return next((root for root in inner if (root / info.marker).exists()), None)


def _not_held(info: CorpusInfo, source: Path) -> DataError:
    layout = f"there is no {info.marker} in it. See {info.upstream or f'duramen corpora info {info.name}'}"
    return DataError(f"{source} does not hold {info.name} in upstream's layout: {layout}")


def _check_commit(info: CorpusInfo, folder: Path) -> None:
    """Raise DataError for a clone of upstream at another commit. What git ignores, the content's hash finds."""
    commit = head(folder) if info.pinned else None
    if commit not in (None, info.revision):
        raise DataError(
            f"{folder} is a clone at commit {commit}; {info.name} is read at {info.revision}. Type:\n"
            f"  git -C {folder} fetch --depth 1 {info.upstream} {info.revision}\n"
            f"  git -C {folder} checkout {info.revision}\n"
            f"or, where its files are upstream's all the same, name a copy of it without the folder .git"
        )
