"""Build hook: compiles the extension modules in place, so that wheel and editable install hold the same files.

What only shows elsewhere is met here: lxml of a distribution (Debian's, conda's) brings no headers of libxml2, lxml for
Windows brings some that ask for a header which it lacks, and a machine without a compiler is told what to type.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

MODULES = ("_walk", "_features", "_kernels", "_trees")
#: Under which libxml2's headers are looked for where pkg-config knows nothing; conda has them beside its Python.
SYSTEM = (sys.prefix, sys.base_prefix, "/usr")
# No -ffast-math: predictions must be the same bytes on every machine. -g0: Python's own flags may ask for symbols, and
# with them the modules are five times their size.
FLAGS = {"unix": ["-O3", "-ffp-contract=off", "-g0"], "msvc": ["/O2", "/fp:precise"]}

NEEDS = """duramen: {what}
There is no wheel of Duramen for this machine and Python, or none was asked for, so it is compiled. That takes a C
compiler and Python's headers. Type one of these, then the same again:
  Debian, Ubuntu   apt-get install gcc libc6-dev python3-dev
  Fedora, RHEL     dnf install gcc python3-devel
  Alpine           apk add gcc musl-dev python3-dev
  macOS            xcode-select --install
  conda            conda install c-compiler
  Windows          winget install Microsoft.VisualStudio.2022.BuildTools, with "Desktop development with C++"
Or take a wheel: pip install --only-binary duramen duramen"""

HEADERS = """duramen: this lxml brings no headers of libxml2, and none were found beside it.
Type one of these, then the same again:
  Debian, Ubuntu   apt-get install libxml2-dev
  Fedora, RHEL     dnf install libxml2-devel
  Alpine           apk add libxml2-dev
  conda            conda install libxml2-devel
Or take lxml's own wheel, which brings them: pip install --only-binary lxml 'lxml>=6,<7'"""


class ExtensionBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Cythonizes `duramen/*.pyx` against the headers that the installed lxml ships."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        if self.target_name != "wheel":
            return
        compile_modules(Path(self.root))
        suffix = sysconfig.get_config_var("EXT_SUFFIX")
        build_data["artifacts"] += [f"/duramen/{name}{suffix}" for name in MODULES]
        build_data["pure_python"] = False
        build_data["infer_tag"] = True


def compile_modules(root: Path) -> None:
    """Compile the modules in place. Leaves with what to install where there is no compiler or it fails."""
    from Cython.Build import cythonize
    from setuptools import Distribution, Extension
    from setuptools.errors import CCompilerError, ExecError, PlatformError

    include = [*headers(root), str(root / "duramen")]
    extensions = [Extension(f"duramen.{name}", [f"duramen/{name}.pyx"], include_dirs=include) for name in MODULES]
    built = cythonize(extensions, language_level=3, build_dir=str(root / "build" / "cython"))
    command = build_ext()(Distribution({"name": "duramen", "ext_modules": built}))
    command.inplace = True
    command.build_temp = str(root / "build" / "temp")
    command.parallel = os.cpu_count()
    command.ensure_finalized()
    try:
        command.run()
    except (CCompilerError, ExecError, PlatformError) as error:
        raise SystemExit(NEEDS.format(what=f"the compiled modules could not be built: {error}")) from None


def build_ext() -> Any:
    """Return setuptools' command, with flags of whichever compiler it finds."""
    from setuptools.command.build_ext import build_ext as base

    class Command(base):
        def build_extensions(self) -> None:
            for extension in self.extensions:
                extension.extra_compile_args = FLAGS.get(self.compiler.compiler_type, FLAGS["unix"])
                if sys.platform == "linux":  # dlsym is there before glibc 2.34
                    extension.libraries = ["dl"]
            super().build_extensions()

    return Command


def headers(root: Path) -> list[str]:
    """Return where the headers of lxml and of its libxml2 are. Leaves with what to install where there are none."""
    import lxml

    found = [path for path in lxml.get_include() if not path.endswith("__pycache__")]
    if not any(Path(path, "libxml", "tree.h").is_file() for path in found):
        found += libxml2()
    if sys.platform == "win32":
        found.append(str(iconv(root)))
    return found


def libxml2() -> list[str]:
    """Return where libxml2's headers are when lxml was not built with its own, as distributions build it."""
    said = ""
    if tool := shutil.which("pkg-config"):
        done = subprocess.run([tool, "--cflags-only-I", "libxml-2.0"], capture_output=True, text=True, check=False)
        said = done.stdout
    places = [flag[2:] for flag in said.split()]
    places += [str(Path(base, "include", "libxml2")) for base in SYSTEM]
    for place in places:
        if Path(place, "libxml", "tree.h").is_file():
            return [place]
    raise SystemExit(HEADERS)


def iconv(root: Path) -> Path:
    """Return a folder with an `iconv.h`. libxml2's headers for Windows want the type, which nothing here uses."""
    folder = root / "build" / "include"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "iconv.h").write_text("typedef void *iconv_t;\n", "utf-8")
    return folder
