"""The build hook on machines that lack something: what it says there, and what it does instead."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from types import ModuleType

import lxml
import pytest

_ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    """hatch_build.py, which is in no package."""
    spec = importlib.util.spec_from_file_location("hatch_build", _ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def tree(hook: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tree with the sources of one module, from which it was never compiled."""
    monkeypatch.setattr(hook, "MODULES", ("_kernels",))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "duramen").mkdir()
    for source in (_ROOT / "duramen").glob("_kernels*.p*x*"):
        shutil.copy(source, tmp_path / "duramen")
    return tmp_path


@pytest.mark.slow
class TestCompiler:
    @pytest.mark.parametrize("compiler", ["no-such-compiler", "false"], ids=["none", "one that fails"])
    def test_without_one_that_works_it_leaves_with_what_to_install(
        self, hook: ModuleType, tree: Path, monkeypatch: pytest.MonkeyPatch, compiler: str
    ) -> None:
        monkeypatch.setenv("CC", compiler)
        with pytest.raises(SystemExit) as left:
            hook.compile_modules(tree)
        said = str(left.value)
        assert said.startswith("duramen: the compiled modules could not be built: ")
        assert compiler in said.splitlines()[0]
        assert all(cure in said for cure in ("apt-get install gcc", "xcode-select --install", "--only-binary duramen"))

    def test_with_one_the_module_lies_beside_its_source(self, hook: ModuleType, tree: Path) -> None:
        hook.compile_modules(tree)
        [made] = (tree / "duramen").glob("_kernels.*.so")
        assert made.stat().st_size < 1_000_000

    def test_each_compiler_has_flags_that_keep_floats_as_they_are(self, hook: ModuleType) -> None:
        assert "-ffp-contract=off" in hook.FLAGS["unix"]
        assert "/fp:precise" in hook.FLAGS["msvc"]


class TestHeaders:
    @pytest.fixture
    def bare(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """lxml as distributions build it, without headers of libxml2; and where libxml2's own could be."""
        monkeypatch.setattr(lxml, "get_include", lambda: [str(tmp_path / "lxml" / "includes")])
        monkeypatch.setenv("PATH", str(tmp_path))
        return tmp_path

    def test_those_that_lxml_brings_are_taken(self, hook: ModuleType) -> None:
        assert set(hook.headers(_ROOT)) <= set(lxml.get_include())

    def test_else_those_beside_python_as_conda_has_them(
        self, hook: ModuleType, bare: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        place = bare / "include" / "libxml2"
        (place / "libxml").mkdir(parents=True)
        (place / "libxml" / "tree.h").touch()
        monkeypatch.setattr(hook, "SYSTEM", (str(bare),))
        assert hook.headers(_ROOT)[-1] == str(place)

    def test_or_where_pkg_config_says(self, hook: ModuleType, bare: Path) -> None:
        (bare / "odd" / "libxml").mkdir(parents=True)
        (bare / "odd" / "libxml" / "tree.h").touch()
        (bare / "pkg-config").write_text(f"#!/bin/sh\necho '-I{bare}/odd'\n", "utf-8")
        (bare / "pkg-config").chmod(0o755)
        assert hook.headers(_ROOT)[-1] == f"{bare}/odd"

    def test_without_any_it_leaves_with_what_to_install(
        self, hook: ModuleType, bare: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(hook, "SYSTEM", (str(bare),))
        with pytest.raises(SystemExit, match=r"brings no headers of libxml2[^$]*apt-get install libxml2-dev"):
            hook.headers(_ROOT)

    def test_windows_has_the_type_that_libxml2_asks_for(
        self, hook: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(hook.sys, "platform", "win32")
        folder = Path(hook.headers(tmp_path)[-1])
        assert "iconv_t" in (folder / "iconv.h").read_text("utf-8")
