"""Writes the table of scores in README.md from `leaderboard.json` beside this file, or says that it is stale.

python results/summarise.py            # rewrite it
python results/summarise.py --check    # exit 1 where it is not what the leaderboard says
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from duramen_bench.metrics import METRICS
from duramen_bench.registry import TOOLS
from duramen_corpora import CORPORA

_HERE = Path(__file__).parent
_README = _HERE.parent / "README.md"
_BEGIN, _END = "<!-- scores:begin -->\n", "<!-- scores:end -->"
_TITLES = {
    "wcxb": "WCXB dev",
    "scrapinghub": "scrapinghub",
    "cleaneval": "CleanEval",
    "dragnet": "Dragnet",
    "l3s-gn1": "L3S-GN1",
    "google-trends-2017": "Google-Trends",
    "daniel": "DAnIEL",
}
_TIMED = "wcxb"  # all page types of today


def table(boards: list[dict[str, Any]]) -> str:
    """Return the Markdown table: a row a tool, a column a corpus, best mean first. Variants of a rival are left out."""
    cells: dict[str, dict[str, str]] = {}
    parses: dict[str, str] = {}
    for board in boards:
        for row in board["tools"]:
            if row["kind"] in ("rival", "ours") and _shown(row) and board["corpus"] in _TITLES:
                cells.setdefault(row["title"], {})[board["corpus"]] = _cell(board["corpus"], row)
                if board["corpus"] == _TIMED and row["timing"] and row["timing"]["per_parse"]:
                    parses[row["title"]] = f"{row['timing']['per_parse']:.1f}"
    columns = [f"{title}, {METRICS[CORPORA[c].metric].title}" for c, title in _TITLES.items()]
    columns.append(f"× lxml parse, {_TITLES[_TIMED]}")
    head = f"| | {' | '.join(columns)} |\n|---{'|--:' * len(columns)}"
    order = sorted(cells, key=lambda title: (len(cells[title]) < len(_TITLES), -_mean(cells[title])))
    rows = (f"| {t} | {' | '.join(cells[t].get(c, '') for c in _TITLES)} | {parses.get(t, '')} |" for t in order)
    return head + "|\n" + "\n".join(rows) + "\n"


def _shown(row: dict[str, Any]) -> bool:
    return row["kind"] == "ours" or row["tool"] not in TOOLS or TOOLS[row["tool"]].default


def _cell(corpus: str, row: dict[str, Any]) -> str:
    """Return the score; in brackets where the tool was trained on the corpus, bold where it shares the first rank."""
    metric = CORPORA[corpus].metric
    text = f"{row['scores'][metric]['value']:.3f}".removeprefix("0")
    if row["trained_on"]:
        return f"[{text}]"
    return f"**{text}**" if row["ranks"].get(metric) == 1 else text


def _mean(cells: dict[str, str]) -> float:
    values = [float(cell.strip("*")) for cell in cells.values() if not cell.startswith("[")]
    return sum(values) / len(values) if values else 0.0


def main() -> int:
    """Rewrite or check, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="exit 1 where README.md is stale, and write nothing")
    check = parser.parse_args().check
    boards = json.loads((_HERE / "leaderboard.json").read_text("utf-8"))
    before, _, rest = _README.read_text("utf-8").partition(_BEGIN)
    after = rest.partition(_END)[2]
    text = f"{before}{_BEGIN}{table(boards)}{_END}{after}"
    if check:
        current = text == _README.read_text("utf-8")
        print("README.md is current" if current else "README.md is stale. Type: python results/summarise.py")
        return 0 if current else 1
    _README.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
