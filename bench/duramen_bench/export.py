"""A leaderboard as a data set in the layout of the Hugging Face Hub, with a card: three tables of Parquet, and no text.

    export([Path("out/bench")], Path("out/scores"))
    datasets.load_dataset("out/scores", "scores", split="test")      # needs no network

    out/scores/README.md                           the card
    out/scores/scores/test-00000-of-00001.parquet  a row a corpus, tool, metric and group of pages, with its interval
    out/scores/tools/test-00000-of-00001.parquet   a row a corpus and tool: versions, options, failures, cost
    out/scores/pages/test-00000-of-00003.parquet   a row a corpus, tool and page: what the metrics are means of

The same scores give the same bytes.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from duramen.errors import DataError, UsageError
from duramen.whole import alone, scratch_folder
from duramen_bench.report.boards import Board, read_boards
from duramen_bench.results import CorpusScore, ToolScore
from duramen_bench.stats import Estimate

if TYPE_CHECKING:
    import pyarrow as pa

CARD: Final = "README.md"
#: In every card that is written here, and in no other: what may be written over.
MARK: Final = "<!-- written by: duramen bench export -->"
#: Of the tables' rows: pages that a tool was judged on.
SPLIT: Final = "test"
TABLES: Final = ("scores", "tools", "pages")


def export(places: Sequence[Path], out: Path, *, overwrite: bool = False) -> list[str]:
    """Write the scores of run directories, or of scores files, as the folder `out`; return its files, by path.

    Raises UsageError where there are no scores or something would be lost, DataError where a corpus's page table is
    not there.
    """
    boards = read_boards(places)
    with alone(out):
        check(out, overwrite)
        with scratch_folder(out) as scratch:
            _write(boards, scratch / "new")
            if out.exists():
                out.rename(scratch / "old")  # with which it goes
            (scratch / "new").rename(out)
    return files(out)


def check(out: Path, overwrite: bool) -> None:
    """Raise UsageError for what is there and would be lost."""
    if not out.exists():
        return
    if not out.is_dir() or MARK not in _card_of(out):
        raise UsageError(f"{out} was not written by this command, and would be lost. Name another folder with --out")
    if not overwrite:
        raise UsageError(f"{out} is there already. To replace it, add: --overwrite")


def files(out: Path) -> list[str]:
    """Return the files of an export, by path. Raises UsageError for a folder that is none."""
    if MARK not in _card_of(out):
        raise UsageError(f"{out} holds no export. Make one: duramen bench export RUN_DIR --out {out}")
    found = [path for name in TABLES for path in sorted((out / name).glob(f"{SPLIT}-*.parquet"))]
    return [CARD, *(path.relative_to(out).as_posix() for path in found)]


def _card_of(out: Path) -> str:
    return (out / CARD).read_text("utf-8", "replace") if (out / CARD).is_file() else ""


def _write(boards: Sequence[Board], folder: Path) -> None:
    import pyarrow.parquet as pq

    from duramen_bench.export_card import card

    tables = {"scores": [_table(_scores(boards))], "tools": [_table(_tools(boards))], "pages": _pages(boards)}
    for name, shards in tables.items():
        (folder / name).mkdir(parents=True)
        for number, shard in enumerate(shards):
            path = folder / name / f"{SPLIT}-{number:05}-of-{len(shards):05}.parquet"
            pq.write_table(shard, path, compression="zstd")
    (folder / CARD).write_text(card(boards), "utf-8")


def _table(rows: Iterator[dict[str, Any]]) -> pa.Table:
    """Return rows as a table; what is no number is null, as it is in the files that the scores come from."""
    import pyarrow as pa

    return pa.Table.from_pylist([{key: _finite(value) for key, value in row.items()} for row in rows])


def _finite(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value


# ---------------------------------------------------------------------------------------------------------------------
# scores


def _scores(boards: Sequence[Board]) -> Iterator[dict[str, Any]]:
    for board in boards:
        for tool in board.score.tools:
            yield from _scores_of(board.score, tool)


def _scores_of(score: CorpusScore, tool: ToolScore) -> Iterator[dict[str, Any]]:
    """Yield a tool's scores over all pages, then those over groups of them."""
    for metric, estimate in tool.scores.items():
        row = _score(score, tool, metric, estimate)
        behind = tool.behind.get(metric, Estimate(math.nan, math.nan, math.nan))
        more = {"rank": tool.ranks.get(metric), "median": tool.median.get(metric, math.nan)}
        yield row | more | {"behind": behind.value, "behind_low": behind.low, "behind_high": behind.high}
    for of, groups in _groups(tool):
        for metric, by_group in groups.items():
            for group, estimate in by_group.items():
                yield _score(score, tool, metric, estimate, of, group)


def _groups(tool: ToolScore) -> Iterator[tuple[str, Mapping[str, Mapping[str, Estimate]]]]:
    """Yield what pages, or words, are divided by, and metric → group → estimate."""
    yield "page_type", tool.by_type
    yield "language", tool.by_language
    for group, found in (("unseen", tool.unseen), ("seen", tool.seen)):
        yield "host", {metric: {group: estimate} for metric, estimate in found.items()}
    yield "role", {"through": tool.roles}


def _score(
    score: CorpusScore, tool: ToolScore, metric: str, estimate: Estimate, of: str = "all", group: str = ""
) -> dict[str, Any]:
    return {
        "corpus": score.corpus,
        "revision": score.revision,
        "tool": tool.tool,
        "version": tool.run.version,
        "kind": tool.kind,
        "trained_on_corpus": tool.trained_on is not None,
        "metric": metric,
        "of": of,
        "group": group,
        "value": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
    } | dict.fromkeys(("rank", "median", "behind", "behind_low", "behind_high"))


# ---------------------------------------------------------------------------------------------------------------------
# tools


def _tools(boards: Sequence[Board]) -> Iterator[dict[str, Any]]:
    for board in boards:
        for tool in board.score.tools:
            yield _tool(board.score, tool)


def _tool(score: CorpusScore, tool: ToolScore) -> dict[str, Any]:
    run, timing = tool.run, tool.timing
    options = {name: Path(value).name if name == "weights" else value for name, value in run.options.items()}
    return {
        "corpus": score.corpus,
        "revision": score.revision,
        "tool": tool.tool,
        "title": tool.title,
        "kind": tool.kind,
        "version": run.version,
        "options": json.dumps(options, sort_keys=True, ensure_ascii=False),  # no path of a machine
        "trained_on": tool.trained_on,
        "seen_hosts": tool.seen_hosts,
        "seen_pages": tool.seen_pages,
        "pages": score.pages,
        "hosts": score.hosts,
        "failures": sum(tool.failures.values()),
        "empties": tool.empties,
        "empties_right": tool.empties_right,
        "median_ms": timing.median_ms if timing else None,
        "p90_ms": timing.p90_ms if timing else None,
        "per_parse": timing.per_parse if timing else None,
        "peak_mb": tool.peak_mb,
        "machine": run.machine,
        "date": run.date,
        "commit": run.commit,
        "resamples": score.resamples,
        "seed": score.seed,
    }


# ---------------------------------------------------------------------------------------------------------------------
# pages


def _pages(boards: Sequence[Board]) -> list[pa.Table]:
    """Return a table a corpus, all with the columns that any has: corpora differ in what can be counted on them."""
    import pyarrow as pa

    tables = [_page_table(board) for board in boards]
    schema = pa.unify_schemas([table.schema for table in tables])
    return [_with_columns(table, schema) for table in tables]


def _page_table(board: Board) -> pa.Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = board.path.with_suffix(".parquet") if board.path else None
    if path is None or not path.is_file():
        raise DataError(f"{path or board.score.corpus}: there is no table of pages. Type: duramen bench score RUN_DIR")
    table = pq.read_table(path)
    text = {name: pa.string() for name in ("page_type", "language", "failure")}  # where all are null, of no type
    fields = [pa.field(field.name, text.get(field.name, field.type)) for field in table.schema]
    corpus = pa.array([board.score.corpus] * table.num_rows, pa.string())
    return table.cast(pa.schema(fields)).add_column(0, pa.field("corpus", pa.string()), corpus)


def _with_columns(table: pa.Table, schema: pa.Schema) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    columns = []
    for field in schema:
        if field.name not in table.column_names:
            columns.append(pa.nulls(table.num_rows, field.type))
            continue
        column = table.column(field.name).combine_chunks()
        if pa.types.is_floating(field.type):
            column = pc.if_else(pc.is_nan(column), pa.scalar(None, field.type), column)
        columns.append(column)
    return pa.table(columns, schema=schema)
