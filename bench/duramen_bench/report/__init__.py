"""Scores to leaderboards: the third step. One HTML page for people; Markdown, CSV and JSON beside it.

write_report([Path("out/bench")], Path("out/bench"))     # leaderboard.html, .md, .csv, .json, .parquet; overview.csv
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from duramen_bench.layout import write_text
from duramen_bench.macro import OWN
from duramen_bench.talk import talk

if TYPE_CHECKING:
    from duramen_bench.report.boards import Board
    from duramen_bench.report.texts import Texts

MOST_MB = 15


def write_report(
    run_dirs: Sequence[Path], out: Path, texts: Texts | None = None, published: Path | None = None
) -> Path:
    """Write the leaderboards over all scores found and return the HTML page's path.

    Each of `run_dirs` is a run directory or a scores file; what lies beside the scores in a run directory gives means
    over corpora their intervals, and the page inspector its pages. `texts` says whose texts it carries (default: those
    of corpora that the project wrote). Corpora that are not among them come from the `published` board, if one is
    named; beside one, a run directory may hold times alone. All rows get the times that were taken in a run directory.
    Raises UsageError where there are no scores, or two of the same corpus.
    """
    from duramen_bench.published import read_published
    from duramen_bench.report.boards import beside, has_times_alone, read_boards, with_times

    boards = read_boards([place for place in run_dirs if not (published and has_times_alone(place))])
    boards = beside(boards, read_published(published)) if published else boards
    return write_boards(with_times(boards, run_dirs), out, texts)


def write_boards(boards: Sequence[Board], out: Path, texts: Texts | None = None) -> Path:
    """Write the leaderboards over these boards and return the HTML page's path."""
    from duramen_bench.published import PAGES, write_pages
    from duramen_bench.report import html, plain
    from duramen_bench.report.boards import means
    from duramen_bench.report.over import over

    scores = [board.score for board in boards]
    macros = means(boards)
    every = over(scores, macros.get(OWN)) if len(boards) > 1 else None
    write_text(out / "leaderboard.json", plain.to_json(scores))
    write_text(out / "leaderboard.csv", plain.to_csv(scores))
    write_text(out / "leaderboard.md", plain.to_markdown(scores, every))
    if every:
        write_text(out / "overview.csv", plain.over_to_csv(every))
    write_pages(out / PAGES, boards)
    page = html.to_html(boards, macros, texts)
    write_text(out / "leaderboard.html", page)
    if (size := len(page.encode()) / 1e6) > MOST_MB:
        talk(f"the page is of {size:.0f} MB, more than a browser likes. Type: --texts own, or --texts-limit 100")
    return out / "leaderboard.html"
