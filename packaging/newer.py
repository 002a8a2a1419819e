"""Which packages an environment has in another version than constraints.txt pins, as a Markdown table.

pip freeze > newest.txt; python packaging/newer.py constraints.txt newest.txt
"""

from __future__ import annotations

import re
import sys
from pathlib import Path


def versions(text: str) -> dict[str, str]:
    """Return normalised name → version of the `name==version` lines."""
    pins = re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE)
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in pins}


def table(pinned: str, newest: str) -> str:
    """Return the table, or a line that says that there is none."""
    before, after = versions(pinned), versions(newest)
    moved = sorted(name for name in before.keys() & after.keys() if before[name] != after[name])
    if not moved:
        return "Nothing is."
    rows = [f"| {name} | {before[name]} | {after[name]} |" for name in moved]
    return "\n".join(["| package | pinned | here |", "|---|---|---|", *rows])


if __name__ == "__main__":
    print(table(*(Path(path).read_text("utf-8") for path in sys.argv[1:3])))
