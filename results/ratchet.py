"""Floors under our own scores, in `floors.json` beside this file: they may rise, and never fall unseen.

python results/ratchet.py                # exit 1 where the shipped weights score below a floor
python results/ratchet.py --raise        # write what they score now; a floor is never lowered

Extraction is deterministic and so are the scores, so a floor is the score itself, cut (not rounded) to five decimals. A
floor is of one content of a corpus, which its hash names: over another edition it says nothing, and `--raise` writes it
anew. To accept a lower score over the same pages, delete the corpus's floors, type `--raise`, and say why in LOG.md.
Corpora that are not at hand are passed over, and what was passed over is said.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from pathlib import Path
from typing import Any

import numpy as np

from duramen.decode import decode
from duramen.errors import UsageError
from duramen_bench.metrics import find_metric, word_columns
from duramen_bench.registry import find_tool, load
from duramen_bench.shingles import shingle_columns
from duramen_bench.talk import progress
from duramen_bench.tool import Input
from duramen_corpora import provenance
from duramen_corpora.load import stored, stream

FILE = Path(__file__).with_name("floors.json")
METRICS = ("word_f1", "shingle_f1")  # not precision or recall alone: one may be traded for the other
#: What is guarded, and under which policies: the corpus that ships, whose gold has titles, and one whose gold has none.
CORPORA = {"starter": ("duramen", "duramen-article"), "scrapinghub": ("duramen", "duramen-body")}
#: Sums of floats differ in their last digits between machines.
_NOISE = 1e-9

Scores = dict[str, dict[str, float]]


def score(corpus: str) -> Scores:
    """Return tool → metric → score of the shipped weights. Raises UsageError where the corpus is not at hand."""
    extractors = {name: load(find_tool(name)) for name in CORPORA[corpus]}
    rows: dict[str, list[dict[str, float]]] = {name: [] for name in extractors}
    for page in progress(stream(corpus, split="dev"), desc=corpus, unit="page"):
        asked = Input(page.html, decode(page.html, page.charset), page.url)
        for name, extract in extractors.items():
            answer = extract(asked) or ""
            rows[name].append(word_columns(answer, page.text or "") | shingle_columns(answer, page.text or ""))
    return {name: {metric: _value(metric, rows[name]) for metric in METRICS} for name in rows}


def _value(metric: str, rows: list[dict[str, float]]) -> float:
    row = find_metric(metric)
    return float(row.combine(*(np.array(np.nanmean([r[column] for r in rows])) for column in row.columns)))


def below(floors: dict[str, Any], found: Scores) -> list[str]:
    """Return a line for each score of a corpus that is below its floor."""
    return [
        f"{tool}: {metric} is {found[tool][metric]:.5f}, its floor {floor:.5f}"
        for tool, metrics in floors["floors"].items()
        for metric, floor in metrics.items()
        if found[tool][metric] < floor - _NOISE
    ]


def raised(floors: dict[str, Any] | None, found: Scores, content: str) -> dict[str, Any]:
    """Return the floors with what was found; over the same content none is lowered."""
    same = floors is not None and floors["content_hash"] == content
    before: Scores = floors["floors"] if floors and same else {}
    return {
        "content_hash": content,
        "command": "python results/ratchet.py --raise",
        "commit": provenance.commit(),
        "floors": {
            tool: {m: max(_cut(value), before.get(tool, {}).get(m, 0.0)) for m, value in metrics.items()}
            for tool, metrics in found.items()
        },
    }


def _cut(value: float) -> float:
    return math.floor((value + _NOISE) * 1e5) / 1e5


def check(corpus: str, floors: dict[str, Any]) -> list[str]:
    """Return what is wrong with a corpus's scores, and what to type. Raises UsageError where it is not at hand."""
    if stored(corpus).content_hash != floors["content_hash"]:
        return [f"{corpus}: its floors are of other pages. Type: python results/ratchet.py --raise"]
    found = below(floors, score(corpus))
    cure = "find out why, or accept it as results/ratchet.py says"
    return [f"{corpus}, {line}: {cure}" for line in found]


def main() -> int:
    """Check or raise the floors, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raise", action="store_true", dest="up", help="write what the shipped weights score now")
    up = parser.parse_args().up
    floors: dict[str, Any] = json.loads(FILE.read_text("utf-8")) if FILE.is_file() else {}
    wrong: list[str] = []
    for corpus in CORPORA:
        try:
            content = stored(corpus).content_hash
        except UsageError as error:
            print(f"{corpus}: passed over; {str(error).splitlines()[0]}", file=sys.stderr)
            continue
        if up:
            floors[corpus] = raised(floors.get(corpus), score(corpus), content)
        elif corpus in floors:
            wrong += check(corpus, floors[corpus])
    if up:
        FILE.write_text(json.dumps(floors, indent=1) + "\n", "utf-8")
    print("\n".join(wrong) or f"no score is below its floor ({', '.join(floors)})")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
