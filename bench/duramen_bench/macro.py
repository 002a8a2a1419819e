"""Over all corpora: each tool's mean of its scores on them, with its interval, and a rank.

    macros = macro_scores(sorted((run_dir / "scores").glob("*.json")))      # by ranking metric, and by OWN
    write_macro(run_dir / "macro.json", macros)

A mean over corpora gives each corpus the same weight, however many pages it has. Two means are made of it:

- `common`: over the corpora on which no tool was trained, of those that all tools were run on. It is the only one that
  compares tools, so the ranks and the pairs are of it.
- `unseen`: over the corpora that the tool itself was not trained on. It says more of one tool, but another tool's may
  be of easier corpora.

`OWN` takes each corpus by the metric that it was published with: what a reader of its own table expects there.

The draws of a corpus are made of its hosts, and those of two corpora have nothing to do with each other; the tests are
those of a corpus (`significance`), with as many degrees of freedom as the corpora have together.

Left out: what ships with Duramen, since it is made and no sample of the web; the second of two corpora that have the
same pages; and corpora of few hosts, whose chance would be that of the whole table.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from duramen_bench.layout import write_text
from duramen_bench.metrics import RANKING
from duramen_bench.page_table import PageTable, draws, read_page_table, split
from duramen_bench.ranking import rank
from duramen_bench.results import CorpusScore, Pairs, ToolScore, plain, read_scores
from duramen_bench.stats import Bootstrap, Estimate, Floats, interval
from duramen_corpora.registry import CORPORA

FEW_HOSTS = 20
OWN = "own"


@dataclass(frozen=True, slots=True)
class MacroRow:
    """One tool over corpora. `rank` and `common` are None for a tool that was not run on all of them; `unseen` over the
    `corpora` that it was not trained on.
    """

    tool: str
    title: str
    kind: str
    rank: int | None
    common: Estimate | None
    unseen: Estimate | None
    corpora: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Macro:
    """All tools by one metric, best first: those with a rank, then the others by what they have.

    `corpora`: those of `common`. `pairs` is over the ranked tools. `left_out`: corpus → why it counts nowhere here.
    `rounded`: corpora of which page scores are known in thousandths only (`page_table`).
    """

    metric: str
    corpora: tuple[str, ...]
    left_out: dict[str, str]
    rows: tuple[MacroRow, ...] = ()
    pairs: Pairs = field(default_factory=lambda: Pairs((), (), ()))
    rounded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Board:
    """One corpus: its score, and tool → distribution by metric, over draws of its own."""

    score: CorpusScore
    hosts: int
    found: Mapping[str, Mapping[str, Floats]]
    rounded: bool = False

    @property
    def compared(self) -> dict[str, ToolScore]:
        """The rows that stand in a ranking wherever their tool was not trained: floors and ceilings never do."""
        return {row.tool: row for row in self.score.tools if row.ranks or row.trained_on is not None}

    def by(self, metric: str) -> str:
        """Return the metric by which the corpus takes part in a table by `metric`."""
        return self.score.metric if metric == OWN else metric


def macro_scores(files: Sequence[Path]) -> dict[str, Macro]:
    """Return metric → table over the corpora of these scores files, each with its page table (.parquet) beside it.

    Raises DataError for a missing or half-written file.
    """
    return macros([(read_scores(path), read_page_table(path.with_suffix(".parquet"))) for path in files])


def macros(corpora: Sequence[tuple[CorpusScore, PageTable]]) -> dict[str, Macro]:
    """Return metric → table over these corpora. The first, `OWN`, is each corpus by its own metric."""
    left_out: dict[str, str] = {}
    boards = []
    for score, table in corpora:
        reason = _why_left_out(score, {other.corpus for other, _ in corpora})
        if reason:
            left_out[score.corpus] = reason
        else:
            boards.append(_board(score, table))
    names = (name for name in (OWN, *RANKING) if any(board.by(name) in board.score.pairs for board in boards))
    return {name: _macro(name, boards, left_out) for name in names}


def _why_left_out(score: CorpusScore, corpora: set[str]) -> str | None:
    info = CORPORA.get(score.corpus)
    if info and info.packaged:
        return "made by this project, and no sample of the web"
    if info and info.pages_of in corpora:
        return f"its pages are those of {info.pages_of}"
    return f"it has {score.hosts} hosts only" if score.hosts < FEW_HOSTS else None


def _board(score: CorpusScore, table: PageTable) -> _Board:
    seed = zlib.crc32(f"{score.seed} {score.corpus}".encode())  # draws of its own: corpora are independent
    bootstrap = Bootstrap(table.hosts(), score.resamples, seed)
    metrics = [name for name in score.pairs if name in RANKING]
    rounded = bool(split(table, [tool.tool for tool in score.tools], metrics)[1])
    return _Board(score, bootstrap.hosts, draws(score.tools, table, metrics, bootstrap), rounded)


def _macro(metric: str, boards: Sequence[_Board], left_out: Mapping[str, str]) -> Macro:
    with_it = [board for board in boards if board.by(metric) in RANKING and board.by(metric) in board.score.pairs]
    everywhere = set.intersection(*(set(board.compared) for board in with_it)) if with_it else set()
    common = [board for board in with_it if not any(board.compared[tool].trained_on for tool in everywhere)]
    means = {tool: _mean(tool, metric, common) for tool in everywhere} if common else {}
    ranking = rank(means, 1, sum(board.hosts - 1 for board in common) + 1)
    rows = [
        replace(
            _row(tool, metric, with_it),
            rank=ranking.ranks.get(tool),
            common=interval(means[tool]) if tool in means else None,
        )
        for tool in sorted({tool for board in with_it for tool in board.compared})
    ]
    corpora = tuple(board.score.corpus for board in common)
    rounded = tuple(board.score.corpus for board in with_it if board.rounded)
    return Macro(metric, corpora, dict(left_out), tuple(sorted(rows, key=_place)), ranking.pairs, rounded)


def _row(tool: str, metric: str, boards: Sequence[_Board]) -> MacroRow:
    """Return a tool's row without its place among the others."""
    there = [board for board in boards if tool in board.compared]
    own = [board for board in there if board.compared[tool].trained_on is None]
    any_row = there[0].compared[tool]
    return MacroRow(
        tool=tool,
        title=any_row.title,
        kind=any_row.kind,
        rank=None,
        common=None,
        unseen=interval(_mean(tool, metric, own)) if own else None,
        corpora=tuple(board.score.corpus for board in own),
    )


def _mean(tool: str, metric: str, boards: Sequence[_Board]) -> Floats:
    distributions = np.array([board.found[tool][board.by(metric)] for board in boards])
    mean: Floats = distributions.mean(axis=0)
    return mean


def _place(row: MacroRow) -> tuple[float, float, str]:
    common = row.common.value if row.common else -1.0
    return (-common, -(row.unseen.value if row.unseen else -1.0), row.tool)


def write_macro(path: Path, macros: Mapping[str, Macro]) -> None:
    """Write the tables atomically, a metric a line."""
    lines = (f"{json.dumps(name)}: {json.dumps(plain(macro), ensure_ascii=False)}" for name, macro in macros.items())
    write_text(path, "{\n" + ",\n".join(lines) + "\n}\n")
