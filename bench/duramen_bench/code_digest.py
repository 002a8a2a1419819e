"""What code a module is made of, as one digest: kept results are good as long as it stands still.

    code_digest("duramen_bench.columns")

Every module of this distribution that the module imports, at its top or inside a function, directly or through others,
with the versions of the distributions from elsewhere that they import. Of the package `duramen` itself only the modules
of the names that are used count (`duramen.parse`: `duramen.page`), so that new weights leave scores of others alone.
"""

from __future__ import annotations

import ast
import hashlib
import importlib
import importlib.metadata
import importlib.util
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_OURS = ("duramen", "duramen_corpora", "duramen_bench")


@cache
def code_digest(module: str) -> str:
    """Return the digest of a module's code and of all that it is built on."""
    ours, others = _closure(module)
    digest = hashlib.sha256(sys.version.encode())
    for name in sorted(ours):
        digest.update(f"\0{name}\0".encode() + _file(name).read_bytes())
    for name in sorted(others):
        digest.update(f"\0{name}\0{_version(name)}".encode())
    return digest.hexdigest()


def _closure(module: str) -> tuple[set[str], set[str]]:
    """Return our modules, and the top-level names of those from elsewhere, that `module` is built on."""
    ours, others, ahead = set[str](), set[str](), [module]
    while ahead:
        name = ahead.pop()
        top = name.partition(".")[0]
        if top not in _OURS:
            others.add(top)
        elif name not in ours:
            ours.add(name)
            ahead += _imports(_file(name))
    return ours, others - sys.stdlib_module_names


def _imports(path: Path) -> Iterator[str]:
    if path.suffix != ".py":  # compiled: what it was built from is in it
        return
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name not in _OURS)
        elif isinstance(node, ast.ImportFrom):
            yield from (_home(node.module or "", alias.name) for alias in node.names)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in _OURS:
            yield _home(node.value.id, node.attr)


def _home(module: str, name: str) -> str:
    """Return the module that `name` of `module` is from: of a package of ours, the one that it is defined in."""
    if module not in _OURS:
        return module
    if importlib.util.find_spec(f"{module}.{name}"):
        return f"{module}.{name}"
    return str(getattr(getattr(importlib.import_module(module), name), "__module__", module))


def _file(module: str) -> Path:
    spec = importlib.util.find_spec(module)
    assert spec is not None
    assert spec.origin is not None, f"{module} is no file"
    return Path(spec.origin)


def _version(top: str) -> str:
    return ", ".join(f"{name} {importlib.metadata.version(name)}" for name in _distributions().get(top, []))


@cache
def _distributions() -> dict[str, list[str]]:
    return {top: sorted(set(names)) for top, names in importlib.metadata.packages_distributions().items()}
