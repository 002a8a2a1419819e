"""`duramen bench setup`: an environment is made whole or not at all, and what is missing is said with its cure."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from duramen.errors import UsageError
from duramen_bench import environments, setting_up
from duramen_bench.cli import app
from duramen_bench.environments import Environment
from duramen_bench.registry import environments_of, versions
from duramen_bench.tool import Tool

THIS = f"{sys.version_info.major}.{sys.version_info.minor}"
NODE = Environment("toy", {"package.json": b"{}", "package-lock.json": b"{}"})


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own; nothing half-made may be left in it."""
    monkeypatch.setenv("DURAMEN_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "bench" / "envs"


def left(cache: Path) -> list[str]:
    return sorted(path.name for path in cache.iterdir()) if cache.is_dir() else []


def wheel(folder: Path) -> Path:
    """Write a wheel of one module, as it would come from a registry."""
    path = folder / "toy_package-1.5-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("toy_package.py", "WORD = 'toy'\n")
        info = "toy_package-1.5.dist-info"
        file.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: toy-package\nVersion: 1.5\n")
        file.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: toy\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        file.writestr(f"{info}/RECORD", "")
    return path


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all of PATH."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def program(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


@pytest.mark.slow
def test_a_python_environment_from_a_wheel(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setting_up.shutil, "which", lambda name: None)  # neither uv nor another Python
    wanted = Environment("toy", {"requirements.txt": f"{wheel(tmp_path)}\n".encode()}, (THIS,))
    folder = setting_up.make(wanted)
    assert left(cache) == [folder.name]
    assert wanted.version("toy-package") == "1.5"
    assert setting_up.make(wanted) == folder
    monkeypatch.setattr(environments, "environment", lambda name: wanted)
    found = versions(Tool("x", "X", "x:load", packages=("toy-package",), environment="toy"))
    assert found == {"toy-package": "1.5", "environment": folder.name}

    gone = Environment("toy", {"requirements.txt": b"/no/such/file-1.0-py3-none-any.whl\n"}, (THIS,))
    with pytest.raises(UsageError, match=r"toy: python failed: ERROR: .*type: duramen bench setup toy"):
        setting_up.make(gone)
    assert left(cache) == [folder.name]


class TestWithNode:
    def test_it_is_made_by_npm(self, programs: Path, cache: Path) -> None:
        program(programs, "node", "exit 0")
        program(
            programs, "npm", 'test -f package-lock.json && /bin/mkdir node_modules && echo "$@" > node_modules/said'
        )
        folder = setting_up.make(NODE)
        assert (folder / "node_modules" / "said").read_text().startswith("ci --ignore-scripts")
        assert (folder / "need.mjs").is_file()
        assert left(cache) == [folder.name]

    def test_it_is_made_again_only_on_demand(self, programs: Path, cache: Path) -> None:
        program(programs, "node", "exit 0")
        program(programs, "npm", "echo once > made")
        setting_up.make(NODE)
        program(programs, "npm", "echo twice > made")
        assert (setting_up.make(NODE) / "made").read_text() == "once\n"
        assert (setting_up.make(NODE, afresh=True) / "made").read_text() == "twice\n"
        assert left(cache) == [NODE.folder.name]

    def test_a_failure_leaves_nothing_and_says_what_npm_said(self, programs: Path, cache: Path) -> None:
        program(programs, "node", "exit 0")
        program(programs, "npm", "/bin/mkdir node_modules; echo 'npm error no network' >&2; exit 1")
        with pytest.raises(UsageError, match=r"npm failed: npm error no network\..*duramen bench setup toy"):
            setting_up.make(NODE)
        assert left(cache) == []

    def test_what_npm_unpacks_and_what_a_killed_one_left_goes_too(self, programs: Path, cache: Path) -> None:
        left_behind = cache / f".{NODE.folder.name}.killed.part"
        left_behind.mkdir(parents=True)
        program(programs, "node", "exit 0")
        program(programs, "npm", 'echo "$TMPDIR" > said; echo x > "$TMPDIR/unpacked"')
        folder = setting_up.make(NODE)
        assert left(cache) == [folder.name]
        assert Path((folder / "said").read_text().strip()).parent.parent == cache

    def test_no_node_is_said_with_the_cure(self, programs: Path) -> None:
        with pytest.raises(UsageError, match=r"no node and no npm on PATH\. Install Node"):
            setting_up.make(NODE)

    def test_one_failure_does_not_stop_the_others(self, programs: Path, capsys: pytest.CaptureFixture[str]) -> None:
        program(programs, "node", "exit 0")
        program(programs, "npm", "exit 0")
        no_python = Environment("old", {"requirements.txt": b""}, ("2.0",))
        with pytest.raises(UsageError, match=r"no environment for old: see above \(1 others are there\)"):
            setting_up.make_all([no_python, NODE])
        assert NODE.folder.is_dir()
        assert "it needs Python 2.0" in capsys.readouterr().err


class TestPython:
    def test_a_shim_that_does_not_run_is_passed_over(self, programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        root = programs.parent / "pyenv"
        (root / "versions" / "3.99.1" / "bin").mkdir(parents=True)
        program(root / "versions" / "3.99.1" / "bin", "python", "echo 3.99")
        program(programs, "python3.99", "echo 'pyenv: python3.99: command not found' >&2; exit 127")
        monkeypatch.setenv("PYENV_ROOT", str(root))
        wanted = Environment("toy", {}, ("3.99",))
        assert setting_up.find_python(wanted) == str(root / "versions" / "3.99.1" / "bin" / "python")

    def test_no_such_python_is_said_with_the_cure(self, programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PYENV_ROOT", str(programs))
        with pytest.raises(UsageError, match=r"Python 3\.98 or 3\.99.*pyenv install 3\.98.*duramen bench setup toy"):
            setting_up.find_python(Environment("toy", {}, ("3.98", "3.99")))

    def test_uv_is_used_where_it_is(self, programs: Path, cache: Path) -> None:
        program(programs, "uv", 'for last; do :; done; echo "$1 $2 $last" >> ' + str(programs / "said"))
        setting_up.make(Environment("toy", {"requirements.txt": b""}, (THIS,)))
        first, second = (programs / "said").read_text().splitlines()
        assert first.startswith("venv --quiet")
        assert second.startswith("pip install")


class TestCommand:
    def test_environments_are_listed_with_their_tools(self) -> None:
        shown = CliRunner().invoke(app, ["setup"]).stdout
        assert "chromerag" in shown
        assert "readability-js, defuddle, postlight, extractus, unfluff: not made yet" in shown

    def test_tools_of_one_environment_share_it(self) -> None:
        [(node, tools)] = environments_of(["defuddle", "unfluff"])
        assert (node.name, tools) == ("node", ["defuddle", "unfluff"])

    @pytest.mark.parametrize(
        ("tool", "why"), [("justext", "runs in the bench's own"), ("crawl4ai", "a browser driver")]
    )
    def test_a_tool_without_one_says_why(self, tool: str, why: str) -> None:
        with pytest.raises(UsageError, match=f"nothing to set up for '{tool}': .*{why}"):
            environments_of([tool])
