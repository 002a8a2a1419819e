"""From what a person names to a folder in upstream's layout.

A source is a folder, an archive (unpacked once into the cache), or the word `git` (upstream's repository at the pinned
commit, cloned once). Without one: the clone, else `$DURAMEN_CORPORA/<archive>`, else what was unpacked before; else an
error that says what to type. The cache is `$DURAMEN_CACHE`, by default `~/.cache/duramen`; deleting it loses nothing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from duramen.errors import DataError, UsageError
from duramen_corpora.archives import SUFFIXES, unpack, whole_folder
from duramen_corpora.info import CorpusInfo

_GIT = "git"
_GIT_SECONDS = 1800  # a slow line has half an hour for the largest corpus (300 MB)


def cache_folder() -> Path:
    """Return the folder for what can be made again."""
    return Path(os.environ.get("DURAMEN_CACHE") or Path.home() / ".cache" / "duramen").expanduser()


def locate(info: CorpusInfo, source: str | Path | None = None) -> Path:
    """Return the folder, in upstream's layout, that `source` stands for; for a packaged corpus, where it is installed.

    Raises UsageError where there is nothing to read, DataError where what is there is broken.
    """
    if info.folder is not None:
        if source is not None:
            raise UsageError(f"the {info.name} corpus ships with Duramen. Type: duramen corpora load {info.name}")
        return info.folder
    if source is None:
        return _layout(info, _default(info))
    if str(source) == _GIT:
        return _layout(info, _clone(info))
    path = Path(source).expanduser()
    if path.is_dir():
        return _layout(info, path)
    if path.is_file():
        return _layout(info, _unpacked(info, path))
    raise UsageError(f"there is no {path}. A source is a folder, an archive ({', '.join(SUFFIXES)}) or the word git")


def fingerprint(info: CorpusInfo, folder: Path) -> str:
    """Return a short name for the state of a corpus's files: their paths, sizes and times, not their content."""
    if info.packaged:
        return info.revision  # a packaged corpus's revision holds the hash of its content
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts):
        status = path.stat()
        digest.update(f"{path.relative_to(folder)}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]


def _shelf(info: CorpusInfo) -> Path:
    """Return the place of upstream's files in the cache: corpora of one repository share it."""
    if not info.pinned:
        return cache_folder() / "sources" / info.name
    return cache_folder() / "sources" / info.upstream.rstrip("/").rpartition("/")[2] / info.revision[:12]


def _default(info: CorpusInfo) -> Path:
    if not info.pinned:  # which folder is meant, nobody could guess
        raise UsageError(_which(info))
    shelf = _shelf(info)
    if (shelf / _GIT).is_dir():
        return shelf / _GIT
    named = os.environ.get("DURAMEN_CORPORA")
    if named and (Path(named) / info.archive).is_file():
        return _unpacked(info, Path(named) / info.archive)
    kept = sorted(path for path in shelf.glob("archive-*") if path.is_dir())
    if kept:
        return max(kept, key=lambda path: path.stat().st_mtime_ns)
    raise UsageError(
        f"no {info.name} corpus here. Type one of:\n"
        f"  duramen corpora load {info.name} --from git       (clones {info.upstream})\n"
        f"  duramen corpora load {info.name} --from FOLDER    (a clone that you have, at {info.revision[:12]})\n"
        f"  duramen corpora load {info.name} --from ARCHIVE   ({', '.join(SUFFIXES)})\n"
        f"or set DURAMEN_CORPORA to a folder that holds {info.archive}."
    )


def _which(info: CorpusInfo) -> str:
    return (
        f"{info.name} is a format, and a folder in it is a corpus of its own. Type one of:\n"
        f"  duramen corpora load {info.name} --from FOLDER\n"
        f"  duramen corpora load {info.name} --from ARCHIVE   ({', '.join(SUFFIXES)})"
    )


def _unpacked(info: CorpusInfo, archive: Path) -> Path:
    status = archive.stat()
    state = f"{archive.resolve()}\0{status.st_size}\0{status.st_mtime_ns}"
    target = _shelf(info) / f"archive-{hashlib.sha256(state.encode()).hexdigest()[:12]}"
    if not target.is_dir():
        unpack(archive, target)
    return target


def _layout(info: CorpusInfo, folder: Path) -> Path:
    """Return `folder`, or the folder in it, that has the corpus's marker: archives wrap their content in a folder."""
    for root in (folder, *sorted(path for path in folder.iterdir() if path.is_dir())):
        if (root / info.marker).exists():
            return root
    layout = f"there is no {info.marker} in it. See {info.upstream or f'duramen corpora info {info.name}'}"
    raise DataError(f"{folder} does not hold {info.name} in upstream's layout: {layout}")


def _clone(info: CorpusInfo) -> Path:
    if not info.pinned:
        raise UsageError(f"there is no commit of {info.name} to clone. {_which(info)}")
    target = _shelf(info) / _GIT
    if target.is_dir():
        return target
    if shutil.which("git") is None:
        raise UsageError(f"there is no git on this machine. {_by_hand(info)}")
    with whole_folder(target) as scratch:
        # One commit, not the history; and never a prompt for a password, which would hang a script.
        _git(info, scratch, "init", "--quiet")
        _git(info, scratch, "fetch", "--quiet", "--depth", "1", info.upstream, info.revision)
        _git(info, scratch, "-c", "advice.detachedHead=false", "checkout", "--quiet", "FETCH_HEAD")
        shutil.rmtree(scratch / ".git")
    return target


def _git(info: CorpusInfo, folder: Path, *arguments: str) -> None:
    command = ["git", "-c", "core.autocrlf=false", "-C", str(folder), *arguments]
    environment = os.environ | {"GIT_TERMINAL_PROMPT": "0"}
    try:
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=_GIT_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise UsageError(f"git did not end within {_GIT_SECONDS // 60} minutes. {_by_hand(info)}") from error
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise UsageError(f"git could not fetch {info.upstream} ({reason}). {_by_hand(info)}")


def _by_hand(info: CorpusInfo) -> str:
    return (
        f"Where there is a network, type:\n"
        f"  git clone {info.upstream} {info.name} && git -C {info.name} checkout {info.revision}\n"
        f"and here:\n"
        f"  duramen corpora load {info.name} --from {info.name}"
    )
