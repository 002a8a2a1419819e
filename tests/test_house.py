"""The walls of the house: who imports whom, what the wheel holds, what the documentation promises."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_ROOT = Path(__file__).parents[1]
_ROOMS = {
    "duramen": (_ROOT / "duramen", set()),
    "duramen_corpora": (_ROOT / "corpora" / "duramen_corpora", {"duramen"}),
    "duramen_train": (_ROOT / "train" / "duramen_train", {"duramen", "duramen_corpora"}),
    "duramen_bench": (_ROOT / "bench" / "duramen_bench", {"duramen", "duramen_corpora"}),
}


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found & set(_ROOMS)


@pytest.mark.parametrize("room", _ROOMS)
def test_arrows_run_one_way(room: str) -> None:
    folder, allowed = _ROOMS[room]
    modules = list(folder.rglob("*.py"))
    assert modules
    for path in modules:
        assert _imports(path) <= allowed | {room}, path


@pytest.mark.parametrize("room", _ROOMS)
def test_every_module_says_what_it_is_and_is_typed(room: str) -> None:
    folder, _ = _ROOMS[room]
    assert (folder / "py.typed").is_file()
    for path in folder.rglob("*.py"):
        assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), path


def test_the_core_depends_on_three_packages() -> None:
    project = tomllib.loads((_ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = {requirement.split(">")[0].split("<")[0].strip() for requirement in project["dependencies"]}
    assert names == {"lxml", "numpy", "typer"}
    assert set(project["optional-dependencies"]) == {
        "corpora", "train", "bench", "fetch", "bulk", "bulk-ray", "hub", "dev", "all",
    }  # fmt: skip


def test_nothing_large_is_tracked_in_the_packages() -> None:
    for folder, _ in _ROOMS.values():
        for path in folder.rglob("*"):
            if path.is_file() and path.suffix not in (".so", ".pyc"):
                assert path.stat().st_size <= 3_000_000, path


def test_the_readme_table_is_what_the_leaderboard_says() -> None:
    done = subprocess.run(
        [sys.executable, str(_ROOT / "results" / "summarise.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
