"""Upstream's repository at the pinned commit, fetched in lots, so that a broken line costs one lot and not the whole.

git alone begins anew when a fetch is cut. Here the commit and its folders come first, then the files, 256 at a time;
what has come is kept in `git.part` beside the place where the corpus will stand, and the next call goes on from there.
A server that cannot leave files out sends everything at once.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from duramen.errors import UsageError
from duramen.whole import make_folder, whole_folder
from duramen_corpora.info import CorpusInfo

_LOT = 256  # files a fetch: a lot of the largest corpus is 20 MB
#: Bytes as upstream has them; no hooks; and a line that gives less than a kilobyte a second for a minute is dead.
_SETTINGS = {
    "core.autocrlf": "false",
    "core.symlinks": "false",
    "core.hooksPath": os.devnull,
    "fetch.negotiationAlgorithm": "noop",
    "http.lowSpeedLimit": "1000",
    "http.lowSpeedTime": "60",
}


def fetch(info: CorpusInfo, target: Path) -> None:
    """Make the folder `target`: upstream's files at the pinned commit. Only one process at a time may.

    Raises UsageError, with what to type instead, where there is no git, no network, or no such commit.
    """
    if shutil.which("git") is None:
        raise UsageError(f"there is no git on this machine. {by_hand(info)}")
    kept = target.with_name(f"{target.name}.part")
    make_folder(target.parent)
    try:
        _begin(kept, info.upstream)
        _complete(kept, info)
        with whole_folder(target) as scratch:
            _git(kept, f"--work-tree={scratch}", "checkout", "--quiet", "--force", info.revision, "--", ".")
    except _GitError as error:
        came = _missing(kept, info.revision) is not None
        if not came:
            shutil.rmtree(kept, ignore_errors=True)
        going_on = " What has come is kept: the next call goes on from there." if came else ""
        raise UsageError(f"git could not fetch {info.upstream} ({error}).{going_on} {by_hand(info)}") from error
    shutil.rmtree(kept)


def head(folder: Path) -> str | None:
    """Return the commit that a clone stands at; None for a folder that is none, or where git cannot say."""
    if not (folder / ".git").exists() or shutil.which("git") is None:
        return None
    command = ["git", "-C", str(folder), "rev-parse", "HEAD"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else None


def by_hand(info: CorpusInfo) -> str:
    """Return what to type where there is a network, and then here."""
    return (
        f"Where there is a network, type:\n"
        f"  git clone {info.upstream} {info.name} && git -C {info.name} checkout {info.revision}\n"
        f"and here:\n"
        f"  duramen corpora pull {info.name} --from {info.name}"
    )


class _GitError(Exception):
    """What git said last when it failed."""


def _begin(kept: Path, upstream: str) -> None:
    """Make the repository that what comes is kept in, or make one that a killed git left fit for use again."""
    for pattern in ("*.lock", "tmp_*"):
        for left in kept.rglob(pattern):
            left.unlink()
    _git(kept, "init", "--quiet", "--bare", "--template=")
    for key, value in (("url", upstream), ("promisor", "true"), ("partialclonefilter", "blob:none")):
        _git(kept, "config", f"remote.origin.{key}", value)


def _complete(kept: Path, info: CorpusInfo) -> None:
    """Fetch what is missing of the pinned commit."""
    from tqdm import tqdm

    missing = _missing(kept, info.revision)
    if missing is None:
        _git(kept, "fetch", "--depth=1", "--no-tags", "--filter=blob:none", "origin", info.revision, live=True)
        missing = _missing(kept, info.revision) or []
    with tqdm(total=len(missing), desc=f"fetch {info.name}", unit="file", file=sys.stderr, disable=None) as bar:
        for start in range(0, len(missing), _LOT):
            lot = missing[start : start + _LOT]
            _fetch_lot(kept, lot)
            bar.update(len(lot))


def _fetch_lot(kept: Path, lot: Sequence[str]) -> None:
    options = ("--quiet", "--no-tags", "--no-write-fetch-head", "--recurse-submodules=no", "--filter=blob:none")
    _git(kept, "fetch", *options, "--stdin", "origin", given="\n".join(lot))


def _missing(kept: Path, revision: str) -> list[str] | None:
    """Return the names of the objects of a commit that have not come; None where the commit itself has not."""
    try:
        listed = _git(kept, "rev-list", "--objects", "--missing=print", "--no-walk", revision)
    except _GitError:
        return None
    return [line[1:] for line in listed.splitlines() if line.startswith("?")]


def _git(kept: Path, *arguments: str, given: str = "", live: bool = False) -> str:
    """Run git on the repository and return what it prints; `live`: its progress goes to a terminal, if there is one."""
    settings = [part for key, value in _SETTINGS.items() for part in ("-c", f"{key}={value}")]
    command = ["git", f"--git-dir={kept}", *settings, *arguments]
    # Never a prompt for a password, which would hang a script; an index of its own, whatever a calling hook has set.
    environment = os.environ | {"GIT_TERMINAL_PROMPT": "0", "GIT_INDEX_FILE": str(kept / "index")}
    said = None if live and sys.stderr.isatty() else subprocess.PIPE
    done = subprocess.run(
        command, env=environment, input=given, stdout=subprocess.PIPE, stderr=said, text=True, check=False
    )
    if done.returncode:
        raise _GitError(_reason(done.stderr))
    return done.stdout


def _reason(said: str | None) -> str:
    """Return the line in which git says what is wrong: the first that is fatal, not the advice that follows."""
    lines = (said or "").strip().splitlines()
    fatal = [line.removeprefix("fatal: ") for line in lines if line.startswith("fatal: ")]
    return (fatal or lines or ["it says why above"])[0]
