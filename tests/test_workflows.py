"""The workflows are sound, though they run elsewhere: by their schema, by two linters, and by what they call."""

from __future__ import annotations

import importlib.util
import re
import shlex
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

_ROOT = Path(__file__).parents[1]
_GITHUB = _ROOT / ".github"
_WORKFLOWS = sorted((_GITHUB / "workflows").glob("*.yml"))
_NAMES = [path.name for path in _WORKFLOWS]


def _tool(*words: str) -> subprocess.CompletedProcess[str]:
    """Run a tool of this environment at the root."""
    command = [str(Path(sys.executable).with_name(words[0])), *words[1:]]
    return subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)


def _jobs(path: Path) -> dict[str, dict[str, Any]]:
    jobs: dict[str, dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))["jobs"]
    return jobs


def _steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in _jobs(path).values() for step in job.get("steps", [])]


@pytest.fixture(scope="module")
def load() -> Any:
    """A loader of the scripts in packaging/, which is no package."""

    def script(name: str) -> ModuleType:
        spec = importlib.util.spec_from_file_location(name, _ROOT / "packaging" / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return script


class TestLinters:
    def test_they_follow_githubs_schema(self) -> None:
        done = _tool("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *map(str, _WORKFLOWS))
        assert done.returncode == 0, done.stdout + done.stderr
        assert len(_WORKFLOWS) == 5

    def test_dependabots_file_follows_its_schema(self) -> None:
        done = _tool("check-jsonschema", "--builtin-schema", "vendor.dependabot", str(_GITHUB / "dependabot.yml"))
        assert done.returncode == 0, done.stdout + done.stderr

    @pytest.mark.skipif(sys.platform != "linux", reason="actionlint is in the development tools on Linux alone")
    def test_actionlint_finds_nothing(self) -> None:
        done = _tool("actionlint")
        assert done.returncode == 0, done.stdout

    def test_zizmor_finds_no_way_in(self) -> None:
        done = _tool("zizmor", "--offline", "--no-progress", str(_GITHUB))
        assert done.returncode == 0, done.stdout + done.stderr


class TestWhatTheyMayDo:
    @pytest.mark.parametrize("path", _WORKFLOWS, ids=_NAMES)
    def test_every_job_says_its_permissions_and_how_long_it_may_take(self, path: Path) -> None:
        assert yaml.safe_load(path.read_text("utf-8"))["permissions"] == {}
        for name, job in _jobs(path).items():
            assert "permissions" in job, name
            assert "timeout-minutes" in job or "uses" in job, name

    def test_only_three_jobs_may_write(self) -> None:
        writing = {
            (path.name, name, what)
            for path in _WORKFLOWS
            for name, job in _jobs(path).items()
            for what, how in job["permissions"].items()
            if how == "write"
        }
        assert writing == {
            ("release.yml", "pypi", "id-token"),
            ("release.yml", "github", "contents"),
            ("rivals.yml", "tell", "issues"),
        }

    @pytest.mark.parametrize("path", _WORKFLOWS, ids=_NAMES)
    def test_actions_are_pinned_by_commit_and_one_action_has_one_commit(self, path: Path) -> None:
        everywhere = "".join(other.read_text("utf-8") for other in _WORKFLOWS)
        for name, pin in re.findall(r"uses: ([\w-]+/[\w-]+)@(.*)", path.read_text("utf-8")):
            assert re.fullmatch(r"[0-9a-f]{40} # v\d+\.\d+\.\d+", pin), name
            assert set(re.findall(rf"{name}@(.*)", everywhere)) == {pin}


class TestWhatTheyCall:
    @pytest.mark.parametrize("path", _WORKFLOWS, ids=_NAMES)
    def test_make_targets_and_files_are_there(self, path: Path) -> None:
        targets = set(re.findall(r"^([a-z]+):", (_ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
        said = "\n".join(step.get("run", "") for step in _steps(path))
        assert set(re.findall(r"^make (\w+)", said, re.MULTILINE)) <= targets
        for name in re.findall(r"(?:packaging|results|tests|\.github)/[\w./-]*\w", said):
            assert (_ROOT / name).exists(), name

    def test_the_command_has_what_they_type(self) -> None:
        said = "\n".join(step.get("run", "") for path in _WORKFLOWS for step in _steps(path))
        calls = re.findall(r"^(?:\.venv/bin/)?duramen (.*)$", said, re.MULTILINE)
        assert len(calls) == 2
        for call in calls:
            words = shlex.split(call)
            done = _tool("duramen", *words[:2], "--help")
            assert done.returncode == 0, call
            assert all(word in done.stdout for word in words if word.startswith("--"))

    def test_tools_of_the_workflows_have_one_version(self) -> None:
        pins = set((_GITHUB / "requirements.txt").read_text("utf-8").splitlines())
        for path in _WORKFLOWS:
            assert set(re.findall(r"[\w-]+==\S+", path.read_text("utf-8"))) <= pins | _oldest()


def _oldest() -> set[str]:
    """The lowest versions that pyproject.toml allows of the core's dependencies, as pins."""
    text = (_ROOT / "pyproject.toml").read_text("utf-8")
    [line] = re.findall(r"^dependencies = \[(.*)\]", text, re.MULTILINE)
    lowest = re.findall(r'"(\w+)>=([\d.]+)', line)
    return {f"{name}=={version}{'.0' * (2 - version.count('.'))}" for name, version in lowest}


class TestRelease:
    @pytest.fixture
    def tree(self, tmp_path: Path, load: Any) -> Path:
        """A tree in which everything says 1.2.0."""
        for place in load("release").PLACES:
            text = (_ROOT / place).read_text("utf-8")
            (tmp_path / place).parent.mkdir(exist_ok=True)
            (tmp_path / place).write_text(re.sub(r'(version\w* ?[=:] )".*"', r'\1"1.2.0"', text, count=1), "utf-8")
        log = "# Changelog\n\n## 1.2.0 (2026-12-01)\n\n- New.\n\n## 1.1.0 (2026-11-01)\n\n- Old.\n"
        (tmp_path / "CHANGELOG.md").write_text(log, "utf-8")
        return tmp_path

    def test_a_version_that_all_agree_on_has_its_notes(self, tree: Path, load: Any) -> None:
        release = load("release")
        assert release.wrong("v1.2.0", tree) == []
        assert release.notes("1.2.0", tree) == "- New."

    def test_each_place_that_says_something_else_is_named_with_what_to_do(self, tree: Path, load: Any) -> None:
        said = load("release").wrong("v1.3.0", tree)
        assert [line.split(" ")[0] for line in said] == [*load("release").PLACES, "CHANGELOG.md"]
        assert said[-1] == "CHANGELOG.md has no section '## 1.3.0': write what has changed"

    def test_what_the_changelog_calls_unreleased_is_not_released(self, tree: Path, load: Any) -> None:
        (tree / "CHANGELOG.md").write_text("# Changelog\n\n## 1.2.0 (unreleased)\n", "utf-8")
        assert load("release").wrong("v1.2.0", tree) == ["CHANGELOG.md calls 1.2.0 unreleased: write the day instead"]

    @pytest.mark.parametrize("tag", ["1.2.0", "v1.2", "vnext"])
    def test_a_tag_that_is_no_version_is_refused(self, tree: Path, load: Any, tag: str) -> None:
        assert load("release").wrong(tag, tree) == [f"the tag is '{tag}'; one like v1.2.3 or v1.2.3rc1 makes a release"]


class TestNewer:
    def test_only_what_moved_is_listed_whatever_its_name_is_spelt_like(self, load: Any) -> None:
        pinned = "# why\njusText==3.0.2\nlxml_html_clean==0.4.6\ngone==1\n"
        newest = "justext==3.1.0\nlxml-html-clean==0.4.6\nnew==2\n"
        lines = load("newer").table(pinned, newest).splitlines()
        assert lines[2:] == ["| justext | 3.0.2 | 3.1.0 |"]

    def test_nothing_moved_is_said(self, load: Any) -> None:
        assert load("newer").table("a==1\n", "a==1\n") == "Nothing is."
