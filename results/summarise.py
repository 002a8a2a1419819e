"""Writes the table of scores in README.md from `leaderboard.json` beside this file, or says that it is stale.

python results/summarise.py            # rewrite it
python results/summarise.py --check    # exit 1 where it is not what the leaderboard says
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from duramen_corpora import CORPORA

_HERE = Path(__file__).parent
_README = _HERE.parent / "README.md"
_BEGIN, _END = "<!-- scores:begin -->\n", "<!-- scores:end -->"
_TITLES = {"wcxb": "WCXB dev", "scrapinghub": "scrapinghub", "starter": "starter"}


def table(boards: list[dict[str, Any]]) -> str:
    """Return the Markdown table: a row a tool, a column a corpus, rivals and ours by their best mean."""
    cells: dict[str, dict[str, str]] = {}
    speed: dict[str, str] = {}
    for board in boards:
        for row in board["tools"]:
            if row["kind"] in ("rival", "ours"):
                cells.setdefault(row["title"], {})[board["corpus"]] = _cell(board["corpus"], row)
                if board["corpus"] == "wcxb" and row["timing"]:
                    speed[row["title"]] = f"{row['timing']['median_ms']:.1f}"
    columns = [*(f"{title}, {_metric(c).replace('_f1', ' F1')}" for c, title in _TITLES.items()), "ms a page (WCXB)"]
    head = f"| | {' | '.join(columns)} |\n|---{'|--:' * len(columns)}"
    order = sorted(cells, key=lambda title: -_mean(cells[title]))
    rows = (f"| {t} | {' | '.join(cells[t].get(c, '') for c in _TITLES)} | {speed.get(t, '')} |" for t in order)
    return head + "|\n" + "\n".join(rows) + "\n"


def _metric(corpus: str) -> str:
    """Return what the corpus is ranked by where it was published."""
    return CORPORA[corpus].metric


def _cell(corpus: str, row: dict[str, Any]) -> str:
    """Return the score with its interval; in brackets where the tool was trained on the corpus."""
    score = row["scores"][_metric(corpus)]
    text = f"{score['value']:.3f} ({score['low']:.3f}–{score['high']:.3f})".replace("0.", ".")
    return f"[seen: {text}]" if row["trained_on"] else text


def _mean(cells: dict[str, str]) -> float:
    values = [float(cell.split()[0]) for cell in cells.values() if not cell.startswith("[")]
    return sum(values) / len(values) if values else 0.0


def main() -> int:
    """Rewrite or check, and return the exit code."""
    boards = json.loads((_HERE / "leaderboard.json").read_text("utf-8"))
    before, _, rest = _README.read_text("utf-8").partition(_BEGIN)
    after = rest.partition(_END)[2]
    text = f"{before}{_BEGIN}{table(boards)}{_END}{after}"
    if "--check" in sys.argv:
        current = text == _README.read_text("utf-8")
        print("README.md is current" if current else "README.md is stale. Type: python results/summarise.py")
        return 0 if current else 1
    _README.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
