"""One more tool onto a published board, without running its rivals again.

    boards = join(read_published(Path("results")), Entry(run_dir=Path("out/mine")))
    write_boards(boards, Path("results"))

Only the entry's tools are scored. Of the others the board has their rows, which stay as they are, and their pages; so
what depends on more than one tool is made anew over all of them, with the board's own draws: ranks, distances, pairs,
stability, power, and the means over corpora. A tool that is on the board already is replaced.

Where the board has the columns of its pages (leaderboard.parquet), all this is what scoring everything again would
give. Where it has page scores in thousandths, two tools of the board keep the test that was published, and only those
of the new ones are made of rounded pages (`page_table` says what that means for each metric).
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from duramen.errors import DataError, UsageError
from duramen_bench import layout
from duramen_bench.kept import KeptColumns, gold_digest
from duramen_bench.metrics import RANKING, find_metric
from duramen_bench.page_table import PageTable, draws, is_mean, split
from duramen_bench.ranking import Ranking, tests_of
from duramen_bench.report.boards import Board, readable
from duramen_bench.report.carried import with_answers
from duramen_bench.report.words import commas, share
from duramen_bench.results import CorpusScore, Taken, ToolScore, as_written
from duramen_bench.score import with_a_meaning
from duramen_bench.stats import Bootstrap
from duramen_bench.summary import Lens, is_ranked, placed, rank_all, tool_rows
from duramen_bench.tables import Gold, Table, distributions, read_gold, read_tables, shared_metrics
from duramen_bench.talk import talk
from duramen_bench.timing import read_timings
from duramen_corpora import provenance
from duramen_corpora.predictions import read_predictions, read_run
from duramen_corpora.schema import Page


@dataclass(frozen=True, slots=True)
class Entry:
    """What joins: a run directory's predictions, further files of them, or both; where their corpora are."""

    run_dir: Path | None = None
    also: tuple[Path, ...] = ()
    source: str | None = None
    workers: int = 1

    def corpora(self) -> list[str]:
        """Return the corpora that there are predictions for. Raises UsageError where there are none."""
        if not self.run_dir and not self.also:
            raise UsageError("nothing joins. Name a run directory, or --also predictions.parquet")
        there = layout.corpora_of(self.run_dir) if self.run_dir else []
        return list(dict.fromkeys([*there, *(read_run(path).corpus for path in self.also)]))

    def files(self, corpus: str) -> list[Path]:
        """Return the predictions files of a corpus."""
        folder = layout.predictions_dir(self.run_dir, corpus) if self.run_dir else None
        own = sorted(folder.glob("*.parquet")) if folder else []
        return [*own, *(path for path in self.also if read_run(path).corpus == corpus)]

    def pages(self, corpus: str) -> list[Page]:
        """Return the corpus's pages."""
        has_set = self.run_dir and (layout.predictions_dir(self.run_dir, corpus) / "pages.json").is_file()
        source = layout.read_page_set(self.run_dir, corpus).source if self.run_dir and has_set else None
        return layout.read_corpus(corpus, self.source or source)

    @contextmanager
    def kept(self, corpus: str, pages: Sequence[Page]) -> Iterator[KeptColumns]:
        """Give what was scored before, kept in the run directory; files alone have none."""
        with tempfile.TemporaryDirectory() as scratch:
            yield KeptColumns(self.run_dir or Path(scratch), corpus, pages)


def join(boards: Sequence[Board], entry: Entry) -> list[Board]:
    """Return the boards with the entry's tools on them; those of corpora that it does not have stay as they are.

    Raises UsageError where it has no corpus of a board, DataError where pages or revisions differ.
    """
    there = {board.score.corpus: board for board in boards}
    wanted = entry.corpora()
    for corpus in (name for name in wanted if name not in there):
        talk(f"{corpus}: not on the board, left out. It gets a board of its own by: duramen bench score")
    if not set(wanted) & set(there):
        raise UsageError(f"the board has none of {commas(wanted)}. It has: {', '.join(there)}")
    joined = {name: _joined(there[name], entry) for name in there if name in wanted}
    return [joined.get(board.score.corpus, board) for board in boards]


def _joined(board: Board, entry: Entry) -> Board:
    score, table = board.score, board.table
    if table is None:
        raise DataError(f"the board has no pages of {score.corpus}, so nobody can be compared with its rows there")
    gold = _gold(score, table, entry.pages(score.corpus))
    left_out = layout.read_left_out(entry.run_dir, score.corpus) if entry.run_dir else {}
    files, left_out = with_a_meaning(entry.files(score.corpus), gold, left_out)
    for path in files:
        _check_file(path, score, table)
    with entry.kept(score.corpus, gold.pages) as kept:
        tables = read_tables(files, gold, kept, entry.workers)
    pages = _with_pages(table, tables)
    rows = _new_rows(score, gold, tables, entry.run_dir)
    _say(score, rows)
    names = {**score.left_out, **left_out}
    about = replace(
        score,
        command=provenance.command(),
        commit=provenance.commit(),
        date=provenance.now(),
        left_out={name: why for name, why in names.items() if name not in pages.columns},
        taken=_taken(score, table, set(tables)),
    )
    texts = with_answers(board, gold, tables, entry.workers) if board.texts else None
    return Board(readable(_placed(about, rows, pages, gold)), table=pages, texts=texts)


def board_pages(boards: Iterable[Board], corpus: str, pages: Sequence[Page]) -> list[Page]:
    """Return those of the corpus's pages that a board is over, in its order.

    Raises UsageError where the board has no such corpus or no pages, DataError where the pages are others.
    """
    there = {board.score.corpus: board for board in boards}
    if corpus not in there or there[corpus].table is None:
        raise UsageError(f"the board has no pages of {corpus}. It has: {', '.join(there)}")
    board = there[corpus]
    assert board.table is not None
    return list(_gold(board.score, board.table, pages).pages)


def _gold(score: CorpusScore, table: PageTable, pages: Sequence[Page]) -> Gold:
    """Return the board's pages with their gold. Raises DataError where they are not those that the board was over."""
    mine, cure = pages[0].revision, f"Type: duramen corpora info {score.corpus}, or name another copy with --from"
    if mine != score.revision:
        raise DataError(f"the board is over {score.corpus}@{score.revision}, the corpus here is {mine}. {cure}")
    ids = tuple(page for page, _, _, _ in table.pages)
    gold = read_gold(layout.PageSet(score.corpus, score.revision, ids, score.of), pages)
    about = tuple((page.id, page.host, page.page_type, page.language) for page in gold.pages)
    if about != table.pages or (table.gold and table.gold != gold_digest(gold.pages)):
        raise DataError(f"pages or golds of {score.corpus} are others here than those of the board. {cure}")
    return gold


def _check_file(path: Path, score: CorpusScore, table: PageTable) -> None:
    """Raise DataError for predictions over another revision, or that lack a page of the board."""
    run, predictions = read_predictions(path)
    cure = f"Type: duramen bench run {score.corpus} --tools '{run.tool}' --pages-of BOARD --out ANOTHER"
    if run.revision != score.revision:
        raise DataError(f"{path} is over {score.corpus}@{run.revision}, the board over {score.revision}. {cure}")
    lacking = {page for page, _, _, _ in table.pages} - {prediction.id for prediction in predictions}
    if lacking:
        raise DataError(f"{path} lacks {len(lacking)} of the board's {len(table.pages)} pages. {cure}")


def _with_pages(table: PageTable, tables: Mapping[str, Table]) -> PageTable:
    """Return the board's pages with the new tools', as a board holds them: equal answers must have equal pages."""
    names = {name for metric in RANKING for name in find_metric(metric).columns}
    columns = {
        tool: {
            name: values.astype(np.float32).astype(np.float64)
            for name, values in found.columns.items()
            if name in names
        }
        for tool, found in tables.items()
    }
    failures = {
        tool: {i: p.error.split(":")[0] for i, p in enumerate(found.predictions) if p.error}
        for tool, found in tables.items()
    }
    return replace(table, columns={**table.columns, **columns}, failures={**table.failures, **failures})


def _new_rows(score: CorpusScore, gold: Gold, tables: Mapping[str, Table], run_dir: Path | None) -> list[ToolScore]:
    """Return the entry's rows, by the metrics that the board's have. Raises DataError where one cannot be had."""
    metrics = [name for name in score.tools[0].scores if all(name in tool.scores for tool in score.tools)]
    lacking = set(metrics) - set(shared_metrics(tables.values()))
    if lacking:
        raise DataError(
            f"the board has {commas(sorted(lacking))} of {score.corpus}, which these answers do not give: it was made "
            "by another version of Duramen. Install that one"
        )
    bootstrap = Bootstrap([page.host or page.id for page in gold.pages], score.resamples, score.seed)
    found = {name: distributions(table, metrics, bootstrap) for name, table in tables.items()}
    lens = Lens(gold, bootstrap, metrics, list(score.pairs))
    rows = tool_rows(tables, found, lens, read_timings(run_dir, score.corpus) if run_dir else {})
    return [as_written(row) for row in rows]  # else equal scores would not be equal to those of the board


def _say(score: CorpusScore, rows: Iterable[ToolScore]) -> None:
    before = {tool.tool: tool.scores[score.metric].value for tool in score.tools}
    for row in rows:
        was = f", in place of {share(before[row.tool])}" if row.tool in before else ""
        talk(f"{score.corpus}: {row.tool} joins with {score.metric} {share(row.scores[score.metric].value)}{was}")


def _taken(score: CorpusScore, table: PageTable, new: Collection[str]) -> tuple[Taken, ...]:
    """Return where the rows that stay come from: this board's own scoring, and those that it took rows from."""
    here = score.scored_here()
    full = not split(table, here, score.pairs)[1]
    parts = [*score.taken, Taken(tuple(here), score.command, score.commit, score.date, full)]
    kept = (replace(part, tools=tuple(tool for tool in part.tools if tool not in new)) for part in parts)
    return tuple(part for part in kept if part.tools)


def _placed(score: CorpusScore, new: Sequence[ToolScore], pages: PageTable, gold: Gold) -> CorpusScore:
    """Return the score with the new rows among those that stay, and all made anew that depends on more than one."""
    pages = replace(pages, snippets=tuple((len(page.with_), len(page.without)) for page in gold.pages))
    named = {row.tool for row in new}
    old = [row for row in score.tools if row.tool not in named]
    compared = [row for row in (*old, *new) if (is_ranked(row) if row.tool in named else row.ranks)]
    bootstrap = Bootstrap(pages.hosts(), score.resamples, score.seed)
    found = draws(compared, pages, score.pairs, bootstrap)
    rounded = split(pages, [row.tool for row in compared], score.pairs)[1]
    stay = {row.tool for row in old}
    tested = {metric.name: tests_of(score.pairs[metric.name], stay) for metric in rounded}
    rankings = rank_all(found, score.pairs, bootstrap.hosts, tested)
    for metric in rounded:
        if not is_mean(metric):
            rankings[metric.name] = _as_published(rankings[metric.name], score, old, metric.name)
    return placed(score, [*old, *new], rankings, found)


def _as_published(ranking: Ranking, score: CorpusScore, old: Sequence[ToolScore], metric: str) -> Ranking:
    """Return the ranking with what the board knows better: its power, and distances where the first is the same."""
    same_first = ranking.pairs.tools[:1] == score.pairs[metric].tools[:1]
    known = {row.tool: row.behind[metric] for row in old if metric in row.behind} if same_first else {}
    return replace(ranking, behind={**ranking.behind, **known}, power=score.power[metric])
