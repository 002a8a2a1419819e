"""The worker in a Python environment of a tool's own, run by its path: `ENV/bin/python …/foreign_worker.py`.

Neither Duramen nor anything that it needs is installed there, and none of it may be found there by accident. So this
package alone is taken by its place on disk, with the parts of it that need the standard library only: `protocol`,
`tool`, `worker`, and the tool's adapter. Python 3.10 or later.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duramen_bench.tool import Extract, Input

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Serve until standard input ends. The harness sends each page's text, decoded already, as UTF-8."""
    sys.path[:] = [entry for entry in sys.path if entry and Path(entry).resolve() != HERE]
    _module("duramen_bench", HERE / "__init__.py", [str(HERE)])
    from duramen_bench.worker import serve

    serve(_load, _read)


def _load(tool: dict[str, Any]) -> Extract:
    where, _, name = tool["adapter"].partition(":")
    module = _module("adapter", Path(where)) if where.endswith(".py") else importlib.import_module(where)
    extract: Extract = getattr(module, name)(**tool["options"])
    return extract


def _read(head: dict[str, Any], body: bytes) -> Input:
    from duramen_bench.tool import Input

    return Input(body, body.decode("utf-8"), head["url"])


def _module(name: str, path: Path, folders: list[str] | None = None) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path, submodule_search_locations=folders)
    if spec is None or spec.loader is None:
        raise ImportError(f"no module in {path}")
    sys.modules[name] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
