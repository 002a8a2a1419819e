"""Every tool on every corpus, as one table: each cell a corpus's score, beside the means over corpora."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from duramen_bench.macro import Macro, MacroRow
from duramen_bench.results import CorpusScore, ToolScore
from duramen_bench.stats import Estimate

UNKNOWN = Estimate(math.nan, math.nan, math.nan)


@dataclass(frozen=True, slots=True)
class Row:
    """One tool: `cells` corpus → score; `absent` corpus → why it has none there, where that is known.

    `firsts`: the corpora where it is first, alone or tied; `seen`: corpus → the source that says it was trained there;
    `partly`: corpus → hosts that it met; `means`: None where it has none.
    """

    tool: str
    title: str
    kind: str
    cells: dict[str, Estimate]
    absent: dict[str, str]
    firsts: frozenset[str]
    seen: dict[str, str]
    partly: dict[str, int]
    means: MacroRow | None

    @property
    def rank(self) -> int | None:
        """The rank by the common mean."""
        return self.means.rank if self.means else None

    @property
    def common(self) -> Estimate:
        """The mean over the corpora that no tool saw; all NaN where there is none."""
        return self.means.common if self.means and self.means.common else UNKNOWN

    @property
    def unseen(self) -> Estimate:
        """The mean over the corpora that the tool itself did not see; all NaN where there is none."""
        return self.means.unseen if self.means and self.means.unseen else UNKNOWN


@dataclass(frozen=True, slots=True)
class Over:
    """The table: `metrics` corpus → the metric of its column; rows best first; `macro` the means, if there are any."""

    metrics: dict[str, str]
    rows: tuple[Row, ...]
    macro: Macro | None


def over(scores: Sequence[CorpusScore], macro: Macro | None, metric: str | None = None) -> Over:
    """Return the table of the corpora that have `metric`; None is each corpus by its own."""
    scores = [score for score in scores if metric is None or metric in score.pairs]
    metrics = {score.corpus: metric or score.metric for score in scores}
    found: dict[str, dict[str, ToolScore]] = {}
    for score in scores:
        for tool in score.tools:
            if math.isfinite(tool.scores[metrics[score.corpus]].value):
                found.setdefault(tool.tool, {})[score.corpus] = tool
    means = {row.tool: row for row in macro.rows} if macro else {}
    absent = {score.corpus: score.left_out for score in scores}
    rows = [_row(name, tools, metrics, absent, means.get(name)) for name, tools in found.items()]
    return Over(metrics, tuple(sorted(rows, key=_place)), macro)


def _row(
    name: str,
    tools: dict[str, ToolScore],
    metrics: dict[str, str],
    absent: dict[str, dict[str, str]],
    means: MacroRow | None,
) -> Row:
    first = next(iter(tools.values()))
    return Row(
        tool=name,
        title=first.title,
        kind=first.kind,
        cells={corpus: tool.scores[metrics[corpus]] for corpus, tool in tools.items()},
        absent={corpus: why[name] for corpus, why in absent.items() if name in why and corpus not in tools},
        firsts=frozenset(corpus for corpus, tool in tools.items() if tool.ranks.get(metrics[corpus]) == 1),
        seen={corpus: tool.trained_on for corpus, tool in tools.items() if tool.trained_on is not None},
        partly={corpus: tool.seen_hosts for corpus, tool in tools.items() if tool.seen_hosts},
        means=means,
    )


def _place(row: Row) -> tuple[float, float, float, str]:
    """Order by the common mean, then the tool's own, then the plain one."""
    plain = sum(cell.value for cell in row.cells.values()) / len(row.cells)
    return (-_known(row.common.value), -_known(row.unseen.value), -plain, row.tool)


def _known(value: float) -> float:
    return value if math.isfinite(value) else -1.0
