"""Environments of a tool's own: another Python, other versions of libraries, or Node.

A folder `environments/NAME` of this package holds exact versions (`requirements.txt`, or `package.json` and
`package-lock.json`); `duramen bench setup NAME` (see `setting_up`) makes the environment from them once, under
`$DURAMEN_CACHE/bench/envs`. A folder there is whole or not there at all, and other versions make another folder.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import sys
from dataclasses import dataclass
from pathlib import Path

from duramen_bench.tool import Tool
from duramen_corpora.sources import cache_folder

HERE = Path(__file__).resolve().parent
#: Of the variables that would let something of the bench's environment into another one.
_CLEARED = ("PYTHONPATH", "PYTHONHOME", "PYTHONUSERBASE", "VIRTUAL_ENV", "NODE_OPTIONS", "NODE_PATH")
_PYTHONS = ("3.12", "3.13", "3.14", "3.11")


@dataclass(frozen=True, slots=True)
class Environment:
    """`files` are what it is made from, by name; `pythons` the versions that will do, the best first (Node: none)."""

    name: str
    files: dict[str, bytes]
    pythons: tuple[str, ...] = ()

    @property
    def folder(self) -> Path:
        """Where it is, or will be."""
        what = repr((sorted(self.files.items()), self.pythons))
        return cache_folder() / "bench" / "envs" / f"{self.name}-{hashlib.sha256(what.encode()).hexdigest()[:12]}"

    @property
    def site_packages(self) -> Path:
        """Where its distributions are installed."""
        return next((self.folder / "lib").glob("python3.*/site-packages"), self.folder / "lib")

    def version(self, package: str) -> str | None:
        """Return the installed version of a distribution or Node package, or None."""
        if not self.pythons:
            described = self.folder / "node_modules" / package / "package.json"
            return str(json.loads(described.read_text("utf-8"))["version"]) if described.is_file() else None
        found = importlib.metadata.distributions(name=package, path=[str(self.site_packages)])
        return next((one.version for one in found), None)


#: Versions of Python where not any will do.
PYTHONS = {"trafipy": ("3.12", "3.13", "3.14"), "magic-html": ("3.12", "3.13", "3.14")}


def environment(name: str) -> Environment:
    """Return the environment whose versions lie in `environments/NAME`."""
    folder = HERE / "environments" / name
    files = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
    return Environment(name, files, () if "package.json" in files else PYTHONS.get(name, _PYTHONS))


def names() -> list[str]:
    """Return the names of all environments."""
    return sorted(path.name for path in (HERE / "environments").iterdir() if path.is_dir())


def worker_command(tool: Tool, memory_mb: int) -> tuple[list[str], tuple[str, ...]]:
    """Return the command that starts a tool's worker, and the environment variables that it must not see."""
    if not tool.environment:
        return [sys.executable, "-m", "duramen_bench.worker"], ()
    home = environment(tool.environment)
    if home.pythons:
        return [str(home.folder / "bin" / "python"), "-s", str(HERE / "foreign_worker.py")], _CLEARED
    worker = [f"--max-old-space-size={memory_mb}", str(HERE / "node" / "worker.mjs"), str(home.folder)]
    return [sys.executable, "-m", "duramen_bench.launch", "node", *worker], _CLEARED[-2:]
