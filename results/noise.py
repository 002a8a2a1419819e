"""Noise that got through, by role, beside the rivals that find as much content: a Markdown table a labelled corpus.

python results/noise.py results/leaderboard.json [MORE/leaderboard.json ...] > results/noise.md

A later file's board of a corpus replaces an earlier one's. Rows: ours that did not see the corpus, and every rival that
keeps as much of the content, give or take a point. Columns: the share of each role's words that is in the answers, over
the whole corpus; smaller is better.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from duramen.roles import NOISE_ROLES, ROLES
from duramen_bench.references import UNNAMED

#: What stands for content and for noise, all roles together.
CONTENT, NOISE = "content", "noise"
#: A rival finds as much content as we do where it finds so little less.
TIE = 0.01
#: Corpora with fewer pages say nothing about noise.
ENOUGH = 50


def boards(paths: list[str]) -> dict[str, dict[str, Any]]:
    """Return the boards with labelled noise, by corpus."""
    found = {b["corpus"]: b for path in paths for b in json.loads(Path(path).read_text("utf-8"))}
    return {n: b for n, b in found.items() if b["pages"] >= ENOUGH and _roles(b) and compared(b)[0]}


def _roles(board: dict[str, Any]) -> list[str]:
    there = {role for row in board["tools"] for role in row["roles"]}
    return [role for role in (*ROLES, UNNAMED) if role in there and (role in NOISE_ROLES or role == UNNAMED)]


def _value(row: dict[str, Any], role: str) -> float:
    return float((row["roles"].get(role) or {"value": float("nan")})["value"])


def compared(board: dict[str, Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return our rows that did not see the corpus, and the rivals that keep as much content as the best of them."""
    rows = [row for row in board["tools"] if row["roles"]]
    ours = [row for row in rows if row["kind"] == "ours" and not row["trained_on"]]
    least = min((_value(row, CONTENT) for row in ours), default=2.0) - TIE
    return ours, [row for row in rows if row["kind"] == "rival" and _value(row, CONTENT) >= least]


def table(board: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of one corpus's part."""
    ours, rivals = compared(board)
    roles = _roles(board)
    yield f"\n## {board['corpus']}, {board['pages']} pages\n"
    yield f"Board of {board['date']}, commit {board['commit']}.\n"
    yield f"| | content kept | noise | {' | '.join(roles)} |"
    yield "|---" + "|--:" * (len(roles) + 2) + "|"
    for row in sorted((*ours, *rivals), key=lambda row: _value(row, NOISE)):
        cells = (f"{_value(row, role):.3f}" for role in (CONTENT, NOISE, *roles))
        name = f"**{row['title']}**" if row in ours else row["title"]
        yield f"| {name} | {' | '.join(cells)} |"
    for row in ours:
        yield f"\n{row['title']}: {verdict(row, rivals, roles)}"


def verdict(row: dict[str, Any], rivals: list[dict[str, Any]], roles: list[str]) -> str:
    """Say which rivals keep as much content as this row and let less of a role through."""
    equal = [rival for rival in rivals if _value(rival, CONTENT) >= _value(row, CONTENT) - TIE]
    if not equal:
        return "no rival keeps as much content."
    ahead = [
        f"{role} ({rival['title']} {_value(rival, role):.3f}, here {_value(row, role):.3f})"
        for role in (NOISE, *roles)
        for rival in equal
        if _value(rival, role) < _value(row, role)
    ]
    return f"{len(equal)} rivals keep as much content; less noise through: {', '.join(ahead) or 'none, of no role'}."


def main() -> None:
    """Print the tables."""
    print("# Noise that got through, by role\n\nMade by `python results/noise.py`; its head says how to read it.")
    for board in boards(sys.argv[1:]).values():
        print("\n".join(table(board)))


if __name__ == "__main__":
    main()
