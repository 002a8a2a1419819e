"""The leaderboard as JSON (everything), CSV (one row a tool and corpus; one row a tool over all) and Markdown."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from duramen_bench.metrics import METRICS, RANKING
from duramen_bench.report.lede import about_means
from duramen_bench.report.over import UNKNOWN, Over, Row
from duramen_bench.report.words import (
    NONE,
    about_rounding,
    columns,
    growth,
    megabytes,
    milliseconds,
    over,
    rank,
    scorings,
    sections,
    share,
    times,
)
from duramen_bench.results import CorpusScore, ToolScore, plain


def to_json(scores: Sequence[CorpusScore]) -> str:
    """Return everything that `duramen bench score` found out, a list of corpora, each tool on a line of its own."""
    return "[\n" + ",\n".join(_board_json(score) for score in scores) + "\n]\n"


def _board_json(score: CorpusScore) -> str:
    board = plain(asdict(score))
    tools = ",\n".join(_dumps(tool) for tool in board.pop("tools"))
    return f'{_dumps(board)[:-1]},"tools":[\n{tools}\n]}}'


def _dumps(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def to_csv(scores: Sequence[CorpusScore]) -> str:
    """Return one row for each corpus and tool, numbers in full."""
    rows = [_csv_row(score, tool) for score in scores for _, tools in sections(score) for tool in tools]
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def over_to_csv(table: Over) -> str:
    """Return one row for each tool, a column a corpus; `saw` names the corpora that the tool was trained on."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    numbers = ("common_mean", "common_low", "common_high", "unseen_mean", "unseen_low", "unseen_high", *table.metrics)
    writer.writerow(["rank", "tool", "kind", "saw", *numbers])
    for row in table.rows:
        means = [number for mean in (row.common, row.unseen) for number in (mean.value, mean.low, mean.high)]
        cells = [row.cells.get(corpus, UNKNOWN).value for corpus in table.metrics]
        writer.writerow([row.rank, row.tool, row.kind, " ".join(row.seen), *map(_number, [*means, *cells])])
    return text.getvalue()


def _csv_row(score: CorpusScore, tool: ToolScore) -> dict[str, Any]:
    timing = tool.timing
    row: dict[str, Any] = {
        "corpus": score.corpus,
        "revision": score.revision,
        "pages": score.pages,
        "metric": score.metric,
        "rank": rank(score, tool),
        "tool": tool.tool,
        "version": tool.run.version,
        "kind": tool.kind,
        "trained_on_corpus": tool.trained_on is not None,
    }
    for name in METRICS:
        estimate = tool.scores.get(name, UNKNOWN)
        row |= {name: estimate.value, f"{name}_low": estimate.low, f"{name}_high": estimate.high}
    row |= {f"rank_by_{name}": tool.ranks.get(name) for name in RANKING}
    behind = tool.behind.get(score.metric, UNKNOWN)
    seen, unseen = (part.get(score.metric, UNKNOWN) for part in (tool.seen, tool.unseen))
    row |= {
        "median": tool.median.get(score.metric, math.nan),
        "behind_first": behind.value,
        "behind_first_low": behind.low,
        "behind_first_high": behind.high,
        "seen_hosts": tool.seen_hosts,
        "seen_pages": tool.seen_pages,
        "on_seen_hosts": seen.value,
        "on_unseen_hosts": unseen.value,
        "failures": sum(tool.failures.values()),
        "empties": tool.empties,
        "ms_median": timing.median_ms if timing else None,
        "ms_p90": timing.p90_ms if timing else None,
        "per_parse": timing.per_parse if timing else None,
        "peak_mb": tool.peak_mb,
        "baseline_mb": tool.baseline_mb,
        "command": tool.run.command,
        "commit": tool.run.commit,
        "date": tool.run.date,
        "machine": tool.run.machine,
    }
    return {name: _number(value) if isinstance(value, float) else value for name, value in row.items()}


def _number(value: float) -> float | None:
    return round(value, 6) if math.isfinite(value) else None


_BEFORE, _AFTER = ("", "extractor", "version"), ("failed", "empty", "ms", "× parse", "+MiB")


def to_markdown(scores: Sequence[CorpusScore], every: Over | None = None) -> str:
    """Return the table over corpora, then a section a corpus: the table, and how it was made."""
    first = _over_lines(every) if every else []
    return "\n".join(["# Leaderboard", "", *first, *(line for score in scores for line in _corpus_lines(score))])


_OVER_NOTE = (
    "Each corpus by the metric that it was published with. †: trained or tuned on that corpus, and never bold; bold: "
    "first there, alone or tied."
)


def _over_lines(table: Over) -> list[str]:
    corpora = [f"{corpus} ({METRICS[metric].title})" for corpus, metric in table.metrics.items()]
    head = ["", "extractor", "common", "95 %", "unseen", *corpora]
    lines = ["## Over all corpora", "", f"| {' | '.join(head)} |", "|--:|---|" + "--:|" * (len(head) - 2)]
    lines += [f"| {' | '.join(_over_cells(table, row))} |" for row in table.rows]
    return [*lines, "", " ".join([_OVER_NOTE, *about_means(table)]), ""]


def _over_cells(table: Over, row: Row) -> list[str]:
    common, value = row.common, share(row.common.value)
    interval = f"{share(common.low)} to {share(common.high)}" if math.isfinite(common.low) else ""
    bold = f"**{value}**" if row.rank == 1 else value
    cells = [_over_cell(row, corpus) for corpus in table.metrics]
    return [str(row.rank or ""), row.title.replace("|", "\\|"), bold, interval, share(row.unseen.value), *cells]


def _over_cell(row: Row, corpus: str) -> str:
    if corpus not in row.cells:
        return NONE
    value = share(row.cells[corpus].value)
    if corpus in row.seen:
        return f"{value}†"
    return f"**{value}**" if corpus in row.firsts else value


def _corpus_lines(score: CorpusScore) -> list[str]:
    lines = [f"## {score.corpus}", "", f"Over {over(score)}; revision `{score.revision}`.", ""]
    titles = [METRICS[name].title for name in columns(score)]
    head = [*_BEFORE, METRICS[score.metric].title, "95 %", *titles, *_AFTER]
    lines += [f"| {' | '.join(head)} |", "|--:|---|---|" + "--:|" * (len(head) - 3)]
    for heading, tools in sections(score):
        if heading:
            lines.append(f"| | *{heading}* |" + " |" * (len(head) - 2))
        lines += [f"| {' | '.join(_cells(score, tool))} |" for tool in tools]
    lines += ["", *_footnotes(score), ""]
    return lines


def _cells(score: CorpusScore, tool: ToolScore) -> list[str]:
    main, timing = tool.scores[score.metric], tool.timing
    return [
        str(rank(score, tool) or ""),
        tool.title.replace("|", "\\|"),
        tool.run.version,
        f"**{share(main.value)}**" if rank(score, tool) == 1 else share(main.value),
        f"{share(main.low)} to {share(main.high)}",
        *(share(tool.scores[name].value) for name in columns(score)),
        str(sum(tool.failures.values())),
        str(tool.empties),
        milliseconds(timing.median_ms if timing else None),
        times(timing.per_parse if timing else None),
        megabytes(growth(tool)),
    ]


def _footnotes(score: CorpusScore) -> list[str]:
    runs = {(tool.run.command, tool.run.commit, tool.run.date, tool.run.machine): None for tool in score.tools}
    lines = [
        f"Ranks by {METRICS[score.metric].title}; equal ranks are statistical ties with the first of the group (paired "
        f"tests over hosts, {score.resamples} bootstrap draws, seed {score.seed}; Holm's correction over all pairs). "
        "Failures count as misses. ms: the median page, extraction call alone, one process, one thread.",
        "",
        *([about_rounding(score), ""] if about_rounding(score) else []),
        *(
            f"- scored by `{command}` at `{commit or 'no commit'}`, {date}{f': {rows}' if rows else ''}"
            for command, commit, date, rows in scorings(score)
        ),
    ]
    lines += [
        f"- run by `{command}` at `{commit or 'no commit'}`, {date}" + (f", on {machine}" if machine else "")
        for command, commit, date, machine in runs
        if command
    ]
    return lines + [f"- not run: {name} ({why})" for name, why in score.left_out.items()]
