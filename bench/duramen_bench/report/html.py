"""The leaderboard as one HTML page that needs nothing else: style, scripts, plots and every view are in it.

Every view, whichever the metric, comes from the same templates: those that show first stand in the page, the others are
packed beside them (`pack`), and the page's script only swaps one for another. Without scripts the first ones are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from duramen_bench.macro import OWN, Macro
from duramen_bench.metrics import RANKING
from duramen_bench.report import views
from duramen_bench.report.boards import Board
from duramen_bench.report.over import over
from duramen_bench.report.pack import Blob, pack
from duramen_bench.report.pages import blobs
from duramen_bench.report.templates import read, render
from duramen_bench.report.texts import Texts
from duramen_bench.results import CorpusScore


@dataclass(frozen=True, slots=True)
class Section:
    """A corpus as the page holds it: what its own metric shows, and what no metric changes."""

    name: str
    title: str
    score: CorpusScore
    by_metric: str
    constant: str


def to_html(boards: Sequence[Board], macros: Mapping[str, Macro] | None = None, texts: Texts | None = None) -> str:
    """Return the page.

    `macros` are the means over corpora by metric (`boards.means`); `texts` says whose page texts the inspector carries
    (default: of the project's own corpora).
    """
    scores = [board.score for board in boards]
    packed = [blob for board in boards for blob in _packed(board, texts or Texts())]
    shared = [name for name in RANKING if sum(name in score.pairs for score in scores) > 1]
    packed += [pack(f"over/{name}", _over(scores, macros or {}, name)) for name in shared if len(scores) > 1]
    return render(
        "page",
        corpora=[_section(board.score) for board in boards],
        ranking=[name for name in RANKING if any(name in board.score.pairs for board in boards)],
        overview=_over(scores, macros or {}) if len(scores) > 1 else "",
        blobs=packed,
        style=read("style.css", "views.css"),
        script=read("basics.js", "page.js", "tables.js", "glass.js", "inspector.js"),
    )


def _section(score: CorpusScore) -> Section:
    constant = views.constant(score)
    return Section(score.corpus, constant.title, score, _ranked(score, score.metric), render("constant", view=constant))


def _ranked(score: CorpusScore, metric: str) -> str:
    return render("ranked", view=views.ranked(score, metric))


def _over(scores: Sequence[CorpusScore], macros: Mapping[str, Macro], metric: str | None = None) -> str:
    return render("overview", view=views.overview(over(scores, macros.get(metric or OWN), metric), scores))


def _packed(board: Board, texts: Texts) -> Iterator[Blob]:
    """Yield the corpus's views by other metrics, and its pages."""
    score = board.score
    for metric in score.pairs:
        if metric != score.metric:
            yield pack(f"by/{score.corpus}/{metric}", _ranked(score, metric))
    if board.pages is not None:
        yield from blobs(board, board.pages, texts)
