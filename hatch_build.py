"""Build hook: compiles the extension modules in place, so that wheel and editable install hold the same files."""

from __future__ import annotations

import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

MODULES = ("_walk", "_features", "_kernels", "_trees")


class ExtensionBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Cythonizes `duramen/*.pyx` against the headers that the installed lxml ships."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        if self.target_name != "wheel":
            return
        import lxml
        from Cython.Build import cythonize
        from setuptools import Distribution, Extension

        root = Path(self.root)
        # No -ffast-math: predictions must be the same bytes on every machine.
        flags = ["-O3", "-ffp-contract=off"]
        extensions = [
            Extension(
                f"duramen.{name}",
                [f"duramen/{name}.pyx"],
                include_dirs=[*lxml.get_include(), str(root / "duramen")],
                extra_compile_args=flags,
            )
            for name in MODULES
        ]
        built = cythonize(extensions, language_level=3, build_dir=str(root / "build" / "cython"))
        command = Distribution({"name": "duramen", "ext_modules": built}).get_command_obj("build_ext")
        command.inplace = True
        command.build_temp = str(root / "build" / "temp")
        command.ensure_finalized()
        command.run()

        suffix = sysconfig.get_config_var("EXT_SUFFIX")
        build_data["artifacts"] += [f"/duramen/{name}{suffix}" for name in MODULES]
        build_data["pure_python"] = False
        build_data["infer_tag"] = True
