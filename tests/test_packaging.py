"""What users install: the sdist compiles, the wheel holds what it should and works in an environment of its own.

For the Python that runs the tests; `make wheels` asks for all that are here (`DURAMEN_PYTHONS=all`), keeps what was
built in dist/ (`DURAMEN_DIST`), and makes the starter leaderboard with an installed `duramen[bench]`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from email.parser import Parser
from pathlib import Path
from typing import Any

import pytest
import yaml

import duramen
from duramen_corpora.load import stream

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

pytestmark = pytest.mark.slow

_ROOT = Path(__file__).parents[1]
_PROJECT = tomllib.loads((_ROOT / "pyproject.toml").read_text("utf-8"))
_FOLDERS = _PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
_PACKAGES = tuple(folder.rpartition("/")[2] for folder in _FOLDERS)
_MODULES = ("_walk", "_features", "_kernels", "_trees")
_HERE = f"{sys.version_info.major}{sys.version_info.minor}"  # as in a wheel's tag: 311


def _version_of(python: Path | str) -> int:
    """Return 311 for Python 3.11; 0 where it does not run, as pyenv's stand-ins do not."""
    say = "import sys; print('%d%d' % sys.version_info[:2])"
    done = subprocess.run([python, "-c", say], capture_output=True, text=True, check=False)
    return int(done.stdout or 0)


def _pythons() -> dict[str, str]:
    """Version → interpreter of each Python that is supported and here; pyenv's are looked for where it keeps them."""
    here = {_HERE: sys.executable}
    if os.environ.get("DURAMEN_PYTHONS") != "all":
        return here
    found = [str(path) for path in sorted((Path.home() / ".pyenv" / "versions").glob("3.*/bin/python"))]
    found += [path for minor in range(10, 20) if (path := shutil.which(f"python3.{minor}"))]
    return {str(version): path for path in found if (version := _version_of(path)) >= 310} | here


_PYTHONS = _pythons()


def _clean() -> dict[str, str]:
    """The environment of a user who has never heard of this tree."""
    ours = ("PYTHONPATH", "VIRTUAL_ENV", "PYTEST_CURRENT_TEST")
    return {name: value for name, value in os.environ.items() if name not in ours and not name.startswith("DURAMEN_")}


def _run(*command: str | Path, cwd: Path, code: int = 0, **also: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=_clean() | also,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == code, f"{command} gave {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what `python -m build` makes: the sdist, and the wheel from the sdist."""
    asked = os.environ.get("DURAMEN_DIST")
    folder = Path(asked).resolve() if asked else tmp_path_factory.mktemp("dist")
    _run(sys.executable, "-m", "build", "--outdir", folder, cwd=_ROOT)
    return folder


@pytest.fixture(scope="module")
def sdist(dist: Path) -> set[str]:
    """What the sdist holds, as paths under its one folder."""
    [file] = dist.glob("*.tar.gz")
    with tarfile.open(file) as archive:
        return {member.name.partition("/")[2] for member in archive if member.isfile()}


@pytest.fixture(scope="module")
def wheel(dist: Path) -> zipfile.ZipFile:
    """The wheel for the Python that runs the tests."""
    return zipfile.ZipFile(_wheel(dist, _HERE))


def _wheel(dist: Path, version: str) -> Path:
    """Return the wheel for a Python, built from the sdist by its own pip where there is none yet."""
    name = f"duramen-{duramen.__version__}-cp{version}-cp{version}-*.whl"
    if not list(dist.glob(name)):
        [sdist] = dist.glob("*.tar.gz")
        _run(_PYTHONS[version], "-m", "pip", "wheel", "--no-deps", "--wheel-dir", dist, sdist, cwd=dist)
    [found] = dist.glob(name)
    return found


@pytest.fixture(scope="module", params=sorted(_PYTHONS))
def installed(request: pytest.FixtureRequest, dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` of an environment that holds the wheel and what it depends on, and no more."""
    folder = tmp_path_factory.mktemp(f"python{request.param}") / "environment"
    _run(_PYTHONS[request.param], "-m", "venv", folder, cwd=folder.parent)
    _run(folder / "bin" / "pip", "install", "--only-binary", ":all:", _wheel(dist, request.param), cwd=folder)
    return folder / "bin"


class TestSdist:
    def test_it_holds_what_compiling_takes_and_the_tests(self, sdist: set[str]) -> None:
        sources = {str(path.relative_to(_ROOT)) for ending in ("px[di]", "pyx", "h") for path in _sources(ending)}
        assert len(sources) > 10
        assert sdist >= sources | {"hatch_build.py", "pyproject.toml", "LICENSE", "README.md", "PKG-INFO"}
        assert any(name.startswith("tests/duramen/") for name in sdist)

    def test_it_holds_nothing_built_and_none_of_the_results(self, sdist: set[str]) -> None:
        assert not [name for name in sdist if name.endswith((".c", ".so", ".pyc", ".o"))]
        assert {name for name in sdist if name.startswith("results/")} == {"results/README.md"}
        tops = {name.partition("/")[0] for name in sdist if "/" in name}
        assert tops == {"duramen", "corpora", "train", "bench", "tests", "packaging", "results"}


def _sources(ending: str) -> list[Path]:
    return list((_ROOT / "duramen").glob(f"*.{ending}"))


class TestWheel:
    def test_it_holds_the_four_packages_and_nothing_else(self, wheel: zipfile.ZipFile) -> None:
        tops = {name.partition("/")[0] for name in wheel.namelist()}
        assert tops == {*_PACKAGES, f"duramen-{duramen.__version__}.dist-info"}

    def test_it_holds_no_source_of_what_is_compiled(self, wheel: zipfile.ZipFile) -> None:
        assert not [name for name in wheel.namelist() if name.endswith((".pyx", ".pxi", ".pxd", ".c", ".h", ".pyc"))]

    def test_it_holds_modules_types_weights_starter_pages_and_licence(self, wheel: zipfile.ZipFile) -> None:
        names = set(wheel.namelist())
        suffix = sysconfig.get_config_var("EXT_SUFFIX")
        assert names >= {f"duramen/{module}{end}" for module in _MODULES for end in (suffix, ".pyi")}
        assert names >= {f"{package}/py.typed" for package in _PACKAGES}
        assert names >= {f"duramen/weights/boosted/{file}" for file in ("arrays.npz", "config.json", "MODEL_CARD.md")}
        assert "duramen_corpora/starter/pages.jsonl.xz" in names
        assert f"duramen-{duramen.__version__}.dist-info/licenses/LICENSE" in names

    def test_every_tracked_file_of_the_packages_is_in_it(self, wheel: zipfile.ZipFile) -> None:
        if not (_ROOT / ".git").exists():
            pytest.skip("not a checkout, so what is tracked is not known")
        tracked = _run("git", "ls-files", *_FOLDERS, cwd=_ROOT).stdout.split()
        inside = [re.sub(r"^(corpora|train|bench)/", "", name) for name in tracked]
        expected = {name for name in inside if not name.endswith((".pyx", ".pxi", ".h"))}
        assert len(expected) > 300
        assert expected - set(wheel.namelist()) == set()

    def test_its_tag_is_that_of_one_python_and_one_platform(self, wheel: zipfile.ZipFile) -> None:
        said = wheel.read(f"duramen-{duramen.__version__}.dist-info/WHEEL").decode()
        assert "Root-Is-Purelib: false" in said
        [tag] = re.findall(r"^Tag: (.*)$", said, re.MULTILINE)
        assert tag.startswith(f"cp{_HERE}-cp{_HERE}-")
        assert not tag.endswith("-any")

    def test_the_modules_carry_no_symbols_for_debuggers(self, wheel: zipfile.ZipFile) -> None:
        sizes = [info.file_size for info in wheel.infolist() if info.filename.endswith(".so")]
        assert len(sizes) == len(_MODULES)
        assert sum(sizes) < 2_000_000  # 1 MB; 5 MB with them

    def test_its_metadata_names_licence_pythons_and_extras(self, wheel: zipfile.ZipFile) -> None:
        said = Parser().parsestr(wheel.read(f"duramen-{duramen.__version__}.dist-info/METADATA").decode("utf-8"))
        assert said["License-Expression"] == "Apache-2.0"
        assert said["Requires-Python"] == ">=3.10"
        assert said["Description-Content-Type"] == "text/markdown"
        assert set(said.get_all("Provides-Extra") or []) == set(_PROJECT["project"]["optional-dependencies"])
        assert "Typing :: Typed" in (said.get_all("Classifier") or [])


class TestInstalled:
    def test_it_works_and_its_dependencies_agree(self, installed: Path, tmp_path: Path) -> None:
        done = _run(installed / "python", _ROOT / "packaging" / "smoke.py", cwd=tmp_path)
        assert done.stdout.startswith(f"duramen {duramen.__version__} works in Python")
        _run(installed / "pip", "check", cwd=tmp_path)

    def test_the_command_helps_and_says_its_version(self, installed: Path, tmp_path: Path) -> None:
        said = _run(installed / "duramen", "--help", cwd=tmp_path).stdout
        assert all(verb in said for verb in ("extract", "explain", "corpora", "train", "bench"))
        assert _run(installed / "duramen", "--version", cwd=tmp_path).stdout.strip() == duramen.__version__

    def test_pages_have_the_same_text_as_here(self, installed: Path, tmp_path: Path) -> None:
        pages = list(stream("starter", split="dev"))[::40]
        assert len(pages) > 10
        (tmp_path / "pages").mkdir()
        for page in pages:
            (tmp_path / "pages" / f"{page.id}.html").write_bytes(page.html)
        _run(installed / "duramen", "extract", "pages", "--out", "texts.jsonl", "--json", cwd=tmp_path)
        lines = (tmp_path / "texts.jsonl").read_text("utf-8").splitlines()
        found = {Path(record["id"]).stem: record["text"] for record in map(json.loads, lines)}
        assert found == {page.id: duramen.extract(page.html) or "" for page in pages}

    def test_a_verb_that_lacks_its_extra_says_what_to_type_and_exits_2(self, installed: Path, tmp_path: Path) -> None:
        (tmp_path / "pages.parquet").write_bytes(b"PAR1")
        for call, extra in {
            "train fit": "train",
            "bench leaderboard starter": "bench",
            "corpora audit starter": "corpora",
            "extract -u https://example.invalid/": "fetch",
            "extract pages.parquet --json": "bulk",
        }.items():
            done = _run(installed / "duramen", *call.split(), cwd=tmp_path, code=2)
            [line] = done.stderr.strip().splitlines()
            assert line.endswith(f"Type: pip install 'duramen[{extra}]'"), call
            assert done.stdout == ""

    def test_a_users_file_passes_mypys_strict_checks(self, installed: Path, tmp_path: Path) -> None:
        good = "import duramen\n\npage = duramen.Extractor()(b'', 'https://example.org/')\n"
        good += "title: str | None = page.metadata.title\nshares: list[float] = [b.probability for b in page.blocks]\n"
        (tmp_path / "good.py").write_text(good, "utf-8")
        (tmp_path / "bad.py").write_text("import duramen\n\nwords: int = duramen.extract('', favor='high')\n", "utf-8")
        check = [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--python-executable",
            installed / "python",
            "--config-file=",
        ]
        _run(*check, "good.py", cwd=tmp_path)
        said = _run(*check, "bad.py", cwd=tmp_path, code=1).stdout
        assert "[assignment]" in said
        assert "[arg-type]" in said


@pytest.mark.skipif(os.environ.get("DURAMEN_PYTHONS") != "all", reason="takes minutes: `make wheels` runs it")
def test_the_starter_leaderboard_comes_out_of_an_installed_bench(dist: Path, tmp_path: Path) -> None:
    _run(sys.executable, "-m", "venv", tmp_path / "environment", cwd=tmp_path)
    bin_ = tmp_path / "environment" / "bin"
    # pip 23.2, as Python 3.11 bundles it, ends in a traceback of its own over two rivals that want lxml[html_clean].
    _run(bin_ / "python", "-m", "pip", "install", "--upgrade", "pip", cwd=tmp_path)
    _run(bin_ / "pip", "install", f"{_wheel(dist, _HERE)}[bench]", cwd=tmp_path)
    done = _run(bin_ / "duramen", "bench", "leaderboard", "starter", "--limit", "40", "--timed", "0", cwd=tmp_path)
    assert (tmp_path / done.stdout.strip()).is_file()
    board = (tmp_path / "out" / "bench" / "leaderboard.md").read_text("utf-8")
    assert all(name in board for name in ("Duramen", "trafilatura", "resiliparse"))


class TestWhatIsWrittenTwice:
    """A recipe cannot read pyproject.toml, so the two are held together here."""

    @pytest.fixture
    def recipe(self) -> Any:
        return yaml.safe_load((_ROOT / "packaging" / "recipe.yaml").read_text("utf-8"))

    def test_the_recipe_runs_on_what_the_wheel_runs_on(self, recipe: Any) -> None:
        wanted = {_ordered(line) for line in _PROJECT["project"]["dependencies"]}
        assert {_ordered(line) for line in recipe["requirements"]["run"]} == wanted | {"python"}

    def test_the_recipe_is_built_with_what_the_wheel_is_built_with(self, recipe: Any) -> None:
        wanted = {_ordered(line) for line in _PROJECT["build-system"]["requires"]}
        listed = {_ordered(line) for line in recipe["requirements"]["host"]}
        assert listed == wanted | {"python", "pip", "libxml2-devel"}

    def test_the_recipe_has_the_librarys_version_and_summary(self, recipe: Any) -> None:
        assert recipe["context"]["version"] == duramen.__version__
        assert recipe["about"]["summary"] == _PROJECT["project"]["description"]


def _ordered(requirement: str) -> str:
    """Return `name >=1,<2` however it was spaced and ordered."""
    name, bounds = re.match(r"([\w-]+)\s*(.*)", requirement).groups()  # type: ignore[union-attr]
    return f"{name} {','.join(sorted(bounds.split(','), reverse=True))}".strip()
