"""What the tables of a corpus say: the summary that a report is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from duramen.roles import ROLES
from duramen_bench import timing
from duramen_bench.contamination import hosts_met, trained_on
from duramen_bench.metrics import RANKING, find_metric, ratio
from duramen_bench.ranking import Ranking, Tested, rank, stability
from duramen_bench.references import GROUPS, UNNAMED
from duramen_bench.registry import all_tools, kind_of
from duramen_bench.results import CorpusScore, Cost, ToolScore
from duramen_bench.stats import Bootstrap, Estimate, Floats, interval
from duramen_bench.tables import Gold, Table, distributions, shared_metrics
from duramen_corpora import provenance


@dataclass(frozen=True, slots=True)
class Lens:
    """How tables are looked at: over which pages and draws, by which metrics, and by which of them they are ranked."""

    gold: Gold
    bootstrap: Bootstrap
    metrics: Sequence[str]
    ranking: Sequence[str]


def summarise(
    gold: Gold,
    tables: Mapping[str, Table],
    bootstrap: Bootstrap,
    metric: str,
    left_out: dict[str, str],
    timed: Mapping[str, timing.Timing] | None = None,
) -> CorpusScore:
    """Return the summary, its rows best first by `metric`, which the tables have.

    Times are what a timing run measured (`timed`): those of the answers were taken while other tools ran beside.
    """
    metrics = shared_metrics(tables.values())
    lens = Lens(gold, bootstrap, metrics, [name for name in metrics if name in RANKING or name == metric])
    found = {name: distributions(table, metrics, bootstrap) for name, table in tables.items()}
    rows = tool_rows(tables, found, lens, timed or {})
    compared = {row.tool: found[row.tool] for row in rows if is_ranked(row)}
    rankings = rank_all(compared, lens.ranking, bootstrap.hosts)
    score = CorpusScore(
        corpus=gold.page_set.corpus,
        revision=gold.page_set.revision,
        pages=len(gold.pages),
        of=gold.page_set.of,
        without_gold=len(gold.page_set.ids) - len(gold.pages),
        hosts=bootstrap.hosts,
        metric=metric,
        resamples=bootstrap.resamples,
        seed=bootstrap.seed,
        command=provenance.command(),
        commit=provenance.commit(),
        date=provenance.now(),
        page_types={name: int(mask.sum()) for name, mask in gold.groups("page_type").items()},
        languages={name: int(mask.sum()) for name, mask in gold.groups("language").items()},
        role_words=_role_words(next(iter(tables.values()))),
        left_out=left_out,
    )
    return placed(score, rows, rankings, compared)


def tool_rows(
    tables: Mapping[str, Table],
    found: Mapping[str, Mapping[str, Floats]],
    lens: Lens,
    timed: Mapping[str, timing.Timing],
) -> list[ToolScore]:
    """Return each tool's row, without its place among the others; `found`: tool → metric → value and draws."""
    rows = [_tool_score(table, found[name], lens) for name, table in tables.items()]
    return [with_time(row, timed.get(row.tool)) for row in rows]


def rank_all(
    compared: Mapping[str, Mapping[str, Floats]],
    metrics: Iterable[str],
    hosts: int,
    tested: Mapping[str, Tested] | None = None,
) -> dict[str, Ranking]:
    """Return metric → ranking of the compared tools; `tested`: metric → pairs whose tests stand (`ranking.rank`)."""
    return {
        name: rank(
            {tool: found[name] for tool, found in compared.items()}, _sign(name), hosts, (tested or {}).get(name)
        )
        for name in metrics
    }


def placed(
    score: CorpusScore,
    rows: Iterable[ToolScore],
    rankings: Mapping[str, Ranking],
    compared: Mapping[str, Mapping[str, Floats]],
) -> CorpusScore:
    """Return the score with these rows, best first, and all that depends on more than one of them."""
    metric = score.metric
    ordered = sorted(
        (_placed(row, rankings) for row in rows),
        key=lambda row: (-_sign(metric) * np.nan_to_num(row.scores[metric].value), row.tool),
    )
    values = {name: [_sign(name) * found[name][0] for found in compared.values()] for name in rankings}
    return replace(
        score,
        tools=tuple(ordered),
        pairs={name: ranking.pairs for name, ranking in rankings.items()},
        stability=stability(values),
        power={name: ranking.power for name, ranking in rankings.items()},
    )


def _sign(metric: str) -> int:
    return 1 if find_metric(metric).higher_is_better else -1


def is_ranked(row: ToolScore) -> bool:
    """Whether the row takes part in rankings: an extractor that was not trained on this corpus."""
    tool = all_tools().get(row.tool)
    return row.kind in ("ours", "rival") and row.trained_on is None and (tool is None or tool.ranked)


def with_time(row: ToolScore, measured: timing.Timing | None) -> ToolScore:
    """Return the row with what was measured of its tool, as it is where that was another version or nothing."""
    if measured is None or measured.run.version != row.run.version:
        return row
    per_parse = measured.per_parse.value if measured.per_parse else None
    return replace(
        row,
        timing=Cost(measured.median_ms, measured.p90_ms, measured.pages, per_parse),
        peak_mb=measured.peak_mb,
        baseline_mb=measured.loaded_mb,
    )


def _placed(row: ToolScore, rankings: Mapping[str, Ranking]) -> ToolScore:
    return replace(
        row,
        ranks={name: r.ranks[row.tool] for name, r in rankings.items() if row.tool in r.ranks},
        behind={name: r.behind[row.tool] for name, r in rankings.items() if row.tool in r.behind},
    )


def _tool_score(table: Table, found: Mapping[str, Floats], lens: Lens) -> ToolScore:
    run, gold = table.run, lens.gold
    tool = all_tools().get(run.tool)
    errors = [p.error for p in table.predictions if p.error]
    empty = [p.text is None and not p.error for p in table.predictions]
    peaks = [p.peak_mb for p in table.predictions if p.peak_mb is not None]
    baseline = run.options.get("bench.baseline_mb")
    return ToolScore(
        tool=run.tool,
        title=tool.title if tool else run.options.get("bench.title", run.tool),
        kind=tool.kind if tool else run.options.get("bench.kind", kind_of(run.tool)),
        run=run,
        ranks={},
        trained_on=trained_on(run).get(run.corpus),
        scores={name: interval(values) for name, values in found.items()},
        median={name: _median(table, name) for name in lens.ranking},
        by_type=_by(table, lens, gold.groups("page_type")),
        by_language=_by(table, lens, gold.groups("language")),
        roles=_roles(table, lens.bootstrap),
        failures=dict(Counter(error.split(":")[0] for error in errors)),
        first_error=errors[0][:400] if errors else None,
        empties=sum(empty),
        empties_right=sum(e and not page.text for e, page in zip(empty, gold.pages, strict=True)),
        peak_mb=max(peaks) if peaks else None,
        baseline_mb=float(baseline) if baseline else None,
        **_met_before(table, lens),
    )


def _median(table: Table, metric: str) -> float:
    """Return the score of the median page: the metric as if that page were the corpus."""
    row = find_metric(metric)
    pages = row.combine(*(table.columns[name] for name in row.columns))
    return float(np.median(pages[np.isfinite(pages)])) if np.isfinite(pages).any() else float("nan")


def _by(table: Table, lens: Lens, groups: Mapping[str, NDArray[np.bool_]]) -> dict[str, dict[str, Estimate]]:
    """Return metric → group → score, over the groups that have a score."""
    found: dict[str, dict[str, Estimate]] = {name: {} for name in lens.ranking}
    for group, mask in groups.items():
        for name, values in distributions(table, lens.ranking, lens.bootstrap, mask).items():
            if np.isfinite(values[0]):
                found[name][group] = interval(values)
    return found


def _met_before(table: Table, lens: Lens) -> dict[str, Any]:
    """Return the fields that tell hosts that the tool met in training from hosts that it did not."""
    met = hosts_met(table.run)
    seen = np.array([page.host in met.hosts for page in lens.gold.pages], np.bool_)
    fields: dict[str, Any] = {
        "seen_hosts": len({page.host for page in lens.gold.pages} & met.hosts),
        "seen_pages": int(seen.sum()),
        "hosts_unknown": met.unknown,
    }
    if seen.any() and not seen.all():
        for name, mask in (("unseen", ~seen), ("seen", seen)):
            found = distributions(table, lens.ranking, lens.bootstrap, mask)
            fields[name] = {metric: interval(values) for metric, values in found.items()}
    return fields


def _roles(table: Table, bootstrap: Bootstrap) -> dict[str, Estimate]:
    """Return the share of each role's words that got through, and of all noise and all content."""
    columns = table.columns
    present = [name for name in (*GROUPS, *ROLES, UNNAMED) if np.nansum(columns.get(f"words.{name}", 0)) > 0]
    return {
        name: interval(bootstrap.distribution([columns[f"through.{name}"], columns[f"words.{name}"]], ratio))
        for name in present
    }


def _role_words(table: Table) -> dict[str, int]:
    names = {role: f"words.{role}" for role in (*ROLES, UNNAMED)}
    return {role: int(np.nansum(table.columns[name])) for role, name in names.items() if name in table.columns}
