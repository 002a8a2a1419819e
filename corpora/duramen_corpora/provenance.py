"""Where a number comes from: command, commit, versions, machine and date, all read and none typed."""

from __future__ import annotations

import datetime
import hashlib
import platform
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path

from duramen.pool import cores


def command() -> str:
    """Return the command line as another person would type it: absolute paths lose the folders that only we have."""
    arguments = [f"…/{Path(a).name}" if a.startswith("/") else a for a in sys.argv[1:]]
    program = Path(sys.argv[0]).name
    return shlex.join(["duramen" if program in ("__main__.py", "duramen") else program, *arguments])


def now() -> str:
    """Return the time in UTC, to the minute."""
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC")


def machine() -> str:
    """Return processor, cores that this process may use, system and Python. Nothing that names the host."""
    count = cores()
    system = f"{platform.system()} {platform.release().split('-')[0]} {platform.machine()}"
    return f"{_processor()}, {count} core{'s' * (count > 1)}, {system}, Python {platform.python_version()}"


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        for line in cpuinfo.read_text().splitlines():
            if line.startswith("model name"):
                return " ".join(line.split(":", 1)[1].split())
    return platform.processor() or "unknown processor"


@cache
def commit() -> str:
    """Return the commit of the checkout that this code runs from, "-dirty" with changes to it; "" outside one."""
    here = Path(__file__).resolve()
    if _git(here.parent, "ls-files", "--error-unmatch", here.name) is None:
        return ""  # installed inside somebody else's repository
    head = _git(here.parent, "rev-parse", "--short=12", "HEAD") or ""
    # What this very command regenerates is not a change to what it ran from.
    changed = _git(here.parents[2], "status", "--porcelain", "--untracked-files=no", "--", ".", ":!results")
    return f"{head}-dirty" if changed else head


def _git(folder: Path, *arguments: str) -> str | None:
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=False)
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


@cache
def library_digest() -> str:
    """Return a digest of the library's code and weights, so that predictions of another state are not taken for this
    one's while the version number stands still.
    """
    import duramen

    root = Path(duramen.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(p for p in root.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
        digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
