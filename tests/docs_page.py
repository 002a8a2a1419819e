"""Runs the blocks of one page of the documentation, in order, in the working directory; for `test_docs.py`.

python docs_page.py NAME < blocks.json        # exit 1, with what went wrong and where, at the first that fails
"""

from __future__ import annotations

import doctest
import json
import linecache
import subprocess
import sys
from pathlib import Path
from typing import Any


def main(name: str, blocks: list[dict[str, Any]]) -> None:
    given = Path("given")
    namespace: dict[str, Any] = {
        "__name__": "__main__",
        "html": Path("page.html").read_bytes(),
        "url": (given / "url").read_text("utf-8"),
        "pages": [path.read_bytes() for path in sorted(given.glob("*.html"))],
    }
    for block in blocks:
        if block["file"]:
            Path(block["file"]).write_text(block["code"], "utf-8")
        elif block["language"] == "console":
            run_commands(name, block)
        else:
            run_python(name, block, namespace)


def run_python(name: str, block: dict[str, Any], namespace: dict[str, Any]) -> None:
    """Run a block whose lines are numbered as the page's, so that a traceback says where."""
    code = "\n" * (block["line"] - 1) + block["code"]
    linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
    exec(compile(code, name, "exec"), namespace)


def run_commands(name: str, block: dict[str, Any]) -> None:
    """Run the lines that begin with `$ `, with those that go on after a backslash or in an indented line."""
    for number, command, shown in commands(block["code"], block["line"]):
        done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{name}:{number}: exit {done.returncode}: {command}\n{done.stdout}{done.stderr}")
        if block["checked"]:
            example, checker = doctest.Example(command, shown), doctest.OutputChecker()
            flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
            if not checker.check_output(example.want, done.stdout, flags):
                sys.exit(f"{name}:{number}: {command}\n{checker.output_difference(example, done.stdout, flags)}")


def commands(code: str, first: int) -> list[tuple[int, str, str]]:
    """Return each command with its line and what is shown below it."""
    found: list[tuple[int, str, str]] = []
    for number, line in enumerate(code.splitlines(), first):
        if line.startswith("$ "):
            found.append((number, line[2:], ""))
        elif found and found[-1][1].endswith("\\"):
            found[-1] = (found[-1][0], f"{found[-1][1]}\n{line.removeprefix('> ')}", "")
        elif found:
            found[-1] = (*found[-1][:2], f"{found[-1][2]}{line}\n")
    return found


if __name__ == "__main__":
    main(sys.argv[1], json.load(sys.stdin))
