"""Make a tool's own environment: `duramen bench setup`.

A scratch folder beside the final one is filled, checked and renamed, so that an interruption leaves nothing that looks
whole. Nothing that goes wrong is worth a traceback: no such Python, no Node, no network each say what to do.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from duramen.errors import UsageError
from duramen.whole import alone
from duramen_bench.environments import Environment
from duramen_bench.talk import talk

_SECONDS = 1800  # a slow line has half an hour


def make_all(wanted: Iterable[Environment], afresh: bool = False) -> list[Path]:
    """Return the folders of the environments, made where they were not there.

    One that cannot be made does not stop the others; in the end the reasons of all such are one UsageError.
    """
    made, failed = [], []
    for environment in wanted:
        try:
            made.append(make(environment, afresh))
        except UsageError as error:
            talk(str(error))
            failed.append(environment.name)
    if failed:
        there = f" ({len(made)} others are there)" if made else ""
        raise UsageError(f"no environment for {', '.join(failed)}: see above{there}")
    return made


def make(wanted: Environment, afresh: bool = False) -> Path:
    """Return the environment's folder, made if it was not there. Raises UsageError with the cure."""
    folder = wanted.folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with alone(folder):
        if folder.is_dir() and not afresh:
            talk(f"{wanted.name}: there already")
        else:
            _make(wanted, folder)
    return folder


def _make(wanted: Environment, folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.", suffix=".part") as scratch:
        made = Path(scratch) / "made"
        made.mkdir()
        made.with_name("tmp").mkdir()
        for name, content in wanted.files.items():
            (made / name).write_bytes(content)
        if wanted.pythons:
            _make_python(wanted, made)
        else:
            _make_node(wanted, made)
        _put_in_place(made, folder)


def _put_in_place(made: Path, folder: Path) -> None:
    """Rename; an older one goes out with the scratch folder."""
    if folder.is_dir():
        folder.rename(made.with_name("old"))
    made.rename(folder)


def _make_python(wanted: Environment, made: Path) -> None:
    python = find_python(wanted)
    talk(f"{wanted.name}: {python} and {_count(wanted)}")
    requirements = ["--requirement", str(made / "requirements.txt")]
    uv = shutil.which("uv")
    if uv:
        _call(wanted, made, [uv, "venv", "--quiet", "--allow-existing", "--python", python, str(made)])
        _call(wanted, made, [uv, "pip", "install", "--quiet", "--python", str(made / "bin" / "python"), *requirements])
        return
    _call(wanted, made, [python, "-m", "venv", str(made)])
    _call(wanted, made, [str(made / "bin" / "python"), "-m", "pip", "install", "--quiet", *requirements])


def _make_node(wanted: Environment, made: Path) -> None:
    missing = [program for program in ("node", "npm") if not shutil.which(program)]
    if missing:
        raise UsageError(f"{wanted.name}: there is no {' and no '.join(missing)} on PATH. Install Node.js 20 or later")
    talk(f"{wanted.name}: npm and the versions of package-lock.json")
    # Scripts of packages are not run: none that is needed here has any that matters.
    _call(wanted, made, ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
    # An import is looked up from the file that it stands in: this one stands beside node_modules.
    (made / "need.mjs").write_text("export default (name) => import(name);\n", "utf-8")


def _count(wanted: Environment) -> str:
    lines = wanted.files["requirements.txt"].decode("utf-8").splitlines()
    return f"{sum(1 for line in lines if line.strip() and not line.startswith('#'))} packages"


def find_python(wanted: Environment) -> str:
    """Return the first interpreter that will do: this one, on PATH, or of pyenv. Raises UsageError."""
    for candidate in _candidates(wanted.pythons):
        if _version(candidate) in wanted.pythons:
            return candidate
    versions = " or ".join(wanted.pythons)
    raise UsageError(
        f"{wanted.name}: it needs Python {versions}, which is neither on PATH nor in pyenv. Install one "
        f"(pyenv install {wanted.pythons[0]}) and type: duramen bench setup {wanted.name}"
    )


def _candidates(versions: Sequence[str]) -> Iterable[str]:
    for version in versions:
        if shutil.which(f"python{version}"):
            yield f"python{version}"
        root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
        yield from (str(path) for path in sorted(root.glob(f"{version}.*/bin/python")))
    yield sys.executable


def _version(python: str) -> str:
    """Return "3.12" or so; nothing for what does not run (a pyenv shim stands for versions that it does not have)."""
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()


def _call(wanted: Environment, made: Path, command: Sequence[str]) -> None:
    # pip and npm unpack into a folder that goes with the scratch folder, also when they are stopped half-way.
    variables = {**os.environ, "TMPDIR": str(made.with_name("tmp"))}
    try:
        done = subprocess.run(
            command, cwd=made, env=variables, capture_output=True, text=True, check=False, timeout=_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UsageError(f"{wanted.name}: {Path(command[0]).name} does not run: {error}") from error
    if done.returncode:
        said = [line for line in (done.stderr + done.stdout).splitlines() if "error" in line.lower()]
        what = "; ".join(said[:2])[:500] or f"exit {done.returncode}"
        raise UsageError(
            f"{wanted.name}: {Path(command[0]).name} failed: {what}. With a network, or with the packages at hand, "
            f"type: duramen bench setup {wanted.name}"
        )
