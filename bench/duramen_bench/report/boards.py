"""What a report is over: the scores of each corpus, and the files beside them where a run left some."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from duramen.errors import UsageError
from duramen_bench.layout import predictions_dir
from duramen_bench.macro import Macro, macros
from duramen_bench.page_table import PageTable, read_page_table
from duramen_bench.report.pack import Blob
from duramen_bench.results import CorpusScore, read_scores
from duramen_bench.summary import with_time
from duramen_bench.timing import read_timings


@dataclass(frozen=True, slots=True)
class Carried:
    """The page texts that a board brings along: `places` page → number of the blob that it is in."""

    places: dict[str, int] = field(default_factory=dict)
    blobs: list[Blob] = field(default_factory=list)


@dataclass(frozen=True)
class Board:
    """One corpus's scores, and the file that they were read from: what else is known of the corpus lies beside it.

    What comes from a published board has no such file: it brings its page `table` and `texts` along.
    """

    score: CorpusScore
    path: Path | None = None
    table: PageTable | None = None
    texts: Carried | None = None

    @property
    def run_dir(self) -> Path | None:
        """The run directory, with the predictions in it; None where the scores stand alone."""
        root = self.path.parent.parent if self.path else None
        return root if root and predictions_dir(root, self.score.corpus).is_dir() else None

    @cached_property
    def pages(self) -> PageTable | None:
        """The row a tool and page that scoring wrote beside the summary; None where it is not there."""
        path = self.path.with_suffix(".parquet") if self.path else None
        return read_page_table(path) if path and path.is_file() else self.table


def read_boards(places: Sequence[Path]) -> list[Board]:
    """Return a board a corpus, in the order of the registry; each place is a run directory or a scores file.

    Raises UsageError where there are no scores, or two of the same corpus.
    """
    found: dict[str, Board] = {}
    for place in places:
        paths = sorted((place / "scores").glob("*.json")) if place.is_dir() else [place]
        if not paths:
            raise UsageError(f"no scores under {place}. Type: duramen bench score {place}")
        for path in paths:
            board = Board(readable(read_scores(path)), path)
            if (name := board.score.corpus) in found:
                raise UsageError(f"{path}: there are scores of '{name}' already. Report on one of the two")
            found[name] = board
    return sorted(found.values(), key=lambda board: _place(board.score.corpus))


def beside(boards: Sequence[Board], published: Sequence[Board]) -> list[Board]:
    """Return the boards, and of a published one those of the corpora that they are not over, in the registry's order.

    Raises UsageError where that is none: then nothing of it would be left.
    """
    over = {board.score.corpus for board in boards}
    others = [board for board in published if board.score.corpus not in over]
    if not others:
        raise UsageError("these runs are over every corpus of the published board. Leave out: --beside")
    return sorted([*boards, *others], key=lambda board: _place(board.score.corpus))


def has_times_alone(place: Path) -> bool:
    """Whether a run directory holds times and no scores, as one does that was made for a published board."""
    return any(place.glob("timings/*.json")) and not any(place.glob("scores/*.json"))


def with_times(boards: Sequence[Board], places: Sequence[Path]) -> list[Board]:
    """Return the boards with what was timed in these run directories, whenever that was, of the versions on them."""
    return [replace(board, score=_with_times(board.score, places)) for board in boards]


def _with_times(score: CorpusScore, places: Sequence[Path]) -> CorpusScore:
    times = {tool: time for place in places for tool, time in read_timings(place, score.corpus).items()}
    return replace(score, tools=tuple(with_time(row, times.get(row.tool)) for row in score.tools))


#: What would turn or break the text around a title, in a page as in a table of Markdown.
_UNRULY = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]+")


def readable(score: CorpusScore) -> CorpusScore:
    """Return the scores with titles that a line of text can hold: tools are named by whoever ran them."""
    tools = (replace(tool, title=_UNRULY.sub(" ", tool.title).strip() or tool.tool) for tool in score.tools)
    return replace(score, tools=tuple(tools))


def means(boards: Sequence[Board]) -> dict[str, Macro]:
    """Return metric → means over the corpora; nothing over one corpus, or where a page table is missing."""
    tables = [(board.score, board.pages) for board in boards if board.pages is not None]
    return macros(tables) if len(tables) == len(boards) > 1 else {}


def _place(corpus: str) -> tuple[int, str]:
    from duramen_corpora import CORPORA

    names = list(CORPORA)
    return (names.index(corpus) if corpus in names else len(names), corpus)
