"""Compile the extension modules with AddressSanitizer and edge coverage, in a folder of their own: build/fuzz.

python tests/fuzz/build.py [FOLDER]

The package is copied beside them, so that FOLDER on PYTHONPATH is all that it takes; the modules that one works with
stay as they are. gcc is needed (clang has other names for the same flags). Who imports them preloads the runtime:
Atheris's `asan_with_fuzzer.so`, or gcc's own, for a run without Atheris:

    LD_PRELOAD=$(gcc -print-file-name=libasan.so) ASAN_OPTIONS=detect_leaks=0 PYTHONPATH=build/fuzz python ...
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: The runtime is preloaded and not linked: one process can have one only. Frames and lines are for its reports.
FLAGS = [
    *("-O1", "-g", "-fno-omit-frame-pointer", "-ffp-contract=off"),
    *("-fsanitize=address", "-fsanitize-coverage=trace-pc,trace-cmp"),
]


def build(folder: Path) -> None:
    """Copy the package to `folder`, and compile its modules there."""
    import lxml
    from Cython.Build import cythonize
    from setuptools import Distribution, Extension

    package = folder / "duramen"
    shutil.rmtree(package, ignore_errors=True)
    shutil.copytree(ROOT / "duramen", package, ignore=shutil.ignore_patterns("*.so", "__pycache__"))
    extensions = [
        Extension(
            f"duramen.{source.stem}",
            [str(source.relative_to(ROOT))],
            include_dirs=[*lxml.get_include(), str(ROOT / "duramen")],
            extra_compile_args=[*FLAGS, "-include", str(Path(__file__).with_name("coverage.h"))],
        )
        for source in sorted((ROOT / "duramen").glob("*.pyx"))
    ]
    built = cythonize(extensions, language_level=3, build_dir=str(folder / "cython"), quiet=True)
    command = Distribution({"name": "duramen", "ext_modules": built}).get_command_obj("build_ext")
    command.build_lib, command.build_temp = str(folder), str(folder / "temp")  # type: ignore[attr-defined]
    command.ensure_finalized()
    command.run()


if __name__ == "__main__":
    import os

    os.chdir(ROOT)
    build(Path(sys.argv[1] if len(sys.argv) > 1 else "build/fuzz").resolve())
