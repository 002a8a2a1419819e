"""Scores to leaderboards: the third step. One HTML page for people; Markdown, CSV and JSON beside it.

write_report([Path("out/bench")], Path("out/bench"))     # leaderboard.html, .md, .csv, .json
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from duramen.errors import UsageError
from duramen_bench.layout import write_text
from duramen_bench.results import CorpusScore, read_scores


def write_report(run_dirs: Sequence[Path], out: Path) -> Path:
    """Write the four leaderboards over all scores found and return the HTML page's path.

    Each of `run_dirs` is a run directory or a scores file. Raises UsageError where there are no scores, or two of the
    same corpus.
    """
    from duramen_bench.report import html, plain

    scores = _collect(run_dirs)
    write_text(out / "leaderboard.json", plain.to_json(scores))
    write_text(out / "leaderboard.csv", plain.to_csv(scores))
    write_text(out / "leaderboard.md", plain.to_markdown(scores))
    write_text(out / "leaderboard.html", html.to_html(scores))
    return out / "leaderboard.html"


def _collect(run_dirs: Sequence[Path]) -> list[CorpusScore]:
    found: dict[str, CorpusScore] = {}
    for place in run_dirs:
        paths = sorted((place / "scores").glob("*.json")) if place.is_dir() else [place]
        if not paths:
            raise UsageError(f"no scores under {place}. Type: duramen bench score {place}")
        for path in paths:
            score = read_scores(path)
            if score.corpus in found:
                raise UsageError(f"{path}: there are scores of '{score.corpus}' already. Report on one of the two")
            found[score.corpus] = score
    return list(found.values())
