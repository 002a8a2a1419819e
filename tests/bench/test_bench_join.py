"""Joining a published board gives what scoring everything again gives, and refuses what does not fit."""

from __future__ import annotations

import csv
import json
import math
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duramen.errors import DataError, UsageError
from duramen_bench.join import Entry, join
from duramen_bench.layout import PageSet, prediction_path, predictions_dir, write_left_out, write_page_set
from duramen_bench.metrics import find_metric, snippet_f1
from duramen_bench.page_table import is_mean
from duramen_bench.published import PAGES, read_blobs, read_published, unpack, write_pages
from duramen_bench.recovered import counts
from duramen_bench.report import write_boards, write_report
from duramen_bench.report.boards import Board, beside, read_boards
from duramen_bench.report.carried import with_old
from duramen_bench.report.pack import pack
from duramen_bench.report.texts import Texts
from duramen_bench.results import CorpusScore, Cost, ToolScore
from duramen_bench.score import Rules, score_run
from duramen_bench.significance import before_holm, holm
from duramen_bench.timing import Measured, Timings, summarise, write_timings
from duramen_corpora.predictions import Prediction, Run, write_predictions
from duramen_corpora.schema import Page

Call = Callable[..., str]

#: tool → of how many words of an article's 40 it answers on the page of that number; noise as well, or not
TOOLS: dict[str, Callable[[int], tuple[int, bool]]] = {
    "good": lambda i: (40 - i % 3, False),
    "as good": lambda i: (40 - i % 3, False),
    "noisy": lambda i: (40 - i % 5, True),
    "short": lambda i: (12 + i % 7, i % 3 == 0),
    "moody": lambda i: (40 if i % 2 else 0, False),
    "joins": lambda i: (38 - i % 4, i % 6 == 0),
}
CORPORA = ("toy-a", "toy-b")


@dataclass
class Bench:
    """Toy corpora, and the means to run tools on them."""

    folder: Path
    corpora: dict[str, list[Page]]

    def run(self, name: str, tools: Iterable[str], corpora: Iterable[str] = CORPORA) -> Path:
        """Return a run directory with these tools' predictions."""
        for corpus in corpora:
            pages = self.corpora[corpus]
            write_page_set(self.folder / name, PageSet(corpus, "r1", tuple(p.id for p in pages), len(pages)))
            for tool in tools:
                self.predict(prediction_path(self.folder / name, corpus, tool), tool, pages)
        return self.folder / name

    def predict(self, path: Path, tool: str, pages: list[Page], revision: str = "r1", title: str = "") -> Path:
        options = {"bench.title": title} if title else {}
        run = Run(tool, "1.0", pages[0].corpus, revision, options, command="duramen bench run", date="today")
        write_predictions(path, run, [Prediction(p.id, answer(tool, p), 1.0) for p in pages])
        return path

    def board(self, name: str, tools: Iterable[str], texts: str = "none") -> Path:
        """Return the folder of a board with these tools."""
        run_dir = self.run(name, tools)
        for corpus, pages in self.corpora.items():
            score_run(run_dir, corpus, pages, rules=Rules(resamples=300))
        return write_report([run_dir], self.folder / f"{name}-board", Texts(texts)).parent


def words(page: Page) -> list[str]:
    return (page.text or "").split()


def answer(tool: str, page: Page) -> str:
    many, noise = TOOLS[tool](int(page.id[1:]))
    return " ".join([*(["Home", "News"] if noise else []), *words(page)[:many]])


@pytest.fixture
def bench(tmp_path: Path, make_page: Callable[..., Page], monkeypatch: pytest.MonkeyPatch) -> Bench:
    """Two corpora of 48 pages on 24 hosts, with golds of 40 words and snippets."""

    def page(corpus: str, number: int) -> Page:
        text = " ".join(f"{corpus}{number}word{k}" for k in range(40))
        html = f"<html><body><nav>Home News</nav><p>{text}</p></body></html>".encode()
        snippets = {"with_": tuple(text.split()[k] for k in (1, 20, 39)), "without": ("Home", "News")}
        return make_page(number, corpus=corpus, text=text, html=html, blocks=(), **snippets)

    corpora = {name: [page(name, number) for number in range(48)] for name in CORPORA}
    monkeypatch.setattr("duramen_bench.layout.read_corpus", lambda name, source: corpora[name])
    monkeypatch.setattr("duramen_bench.report.texts.read_corpus", lambda name, source: corpora[name])
    return Bench(tmp_path, corpora)


def rows(score: CorpusScore) -> dict[str, ToolScore]:
    return {tool.tool: tool for tool in score.tools}


def published(folder: Path, corpus: str = "toy-a") -> Any:
    """Return a board's JSON, of one corpus, without what says who made it when."""
    [score] = [row for row in json.loads((folder / "leaderboard.json").read_text("utf-8")) if row["corpus"] == corpus]
    return {name: value for name, value in score.items() if name not in ("command", "commit", "date", "taken")}


def apart(one: Any, other: Any, by: float, at: str = "") -> list[str]:
    """Return where two JSON values differ, numbers by more than `by`."""
    if isinstance(one, float | int) and isinstance(other, float | int):
        return [] if abs(one - other) <= by else [f"{at}: {one} {other}"]
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return [found for key in one for found in apart(one[key], other[key], by, f"{at}/{key}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [
            found for i, (a, b) in enumerate(zip(one, other, strict=True)) for found in apart(a, b, by, f"{at}/{i}")
        ]
    return [] if one == other else [f"{at}: {one} {other}"]


OLD, NEW = [name for name in TOOLS if name not in ("joins", "as good")], ["joins", "as good"]


class TestAsIfAllWereScoredAgain:
    @pytest.fixture
    def whole(self, bench: Bench) -> Path:
        return bench.board("whole", TOOLS)

    @pytest.fixture
    def base(self, bench: Bench) -> Path:
        return bench.board("base", OLD)

    def test_every_number_is_that_of_the_whole(self, bench: Bench, whole: Path, base: Path) -> None:
        joined = write_boards(join(read_published(base), Entry(bench.run("new", NEW))), bench.folder / "out").parent
        for corpus in CORPORA:
            assert apart(published(joined, corpus), published(whole, corpus), 3e-6) == []
        with (joined / "overview.csv").open() as one, (whole / "overview.csv").open() as other:
            for mine, theirs in zip(csv.reader(one), csv.reader(other), strict=True):
                assert apart([_number(cell) for cell in mine], [_number(cell) for cell in theirs], 3e-6) == []
        pages = [(read_published(folder)[0].table, folder) for folder in (joined, whole)]
        assert pages[0][0] is not None
        assert pages[1][0] is not None
        for tool in TOOLS:
            for name, values in pages[0][0].columns[tool].items():
                assert np.array_equal(values, pages[1][0].columns[tool][name], equal_nan=True)

    def test_thousandths_give_the_same_ranks_and_printed_means(self, bench: Bench, whole: Path, base: Path) -> None:
        (base / PAGES).unlink()
        [joined, _] = join(read_published(base), Entry(bench.run("new", NEW)))
        [wanted, _] = read_published(whole)
        for name, row in rows(joined.score).items():
            assert row.ranks == rows(wanted.score)[name].ranks
            for metric, estimate in row.scores.items():
                assert round(estimate.value, 3) == round(rows(wanted.score)[name].scores[metric].value, 3)
        for name, pairs in wanted.score.pairs.items():
            assert joined.score.pairs[name].tools == pairs.tools
            if is_mean(find_metric(name)):
                for mine, theirs in zip(joined.score.pairs[name].p, pairs.p, strict=True):
                    assert mine == pytest.approx(theirs, abs=0.02)

    def test_equal_answers_are_not_told_apart(self, bench: Bench, base: Path) -> None:
        for _ in range(2):  # with the columns of pages, and without
            [joined, _] = join(read_published(base), Entry(bench.run("new", NEW)))
            for pairs in joined.score.pairs.values():
                i, j = sorted((pairs.tools.index("good"), pairs.tools.index("as good")))
                assert (j - i, pairs.p[i][0], pairs.difference[i][0]) == (1, 1.0, 0.0)
            (base / PAGES).unlink(missing_ok=True)

    def test_a_tool_that_was_there_is_replaced(
        self, bench: Bench, whole: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        before = rows(read_published(whole)[0].score)["short"].scores["word_f1"].value
        monkeypatch.setitem(TOOLS, "short", lambda i: (30, False))
        [joined, _] = join(read_published(whole), Entry(bench.run("new", ["short"])))
        assert [tool.tool for tool in joined.score.tools].count("short") == 1
        assert rows(joined.score)["short"].scores["word_f1"].value > before + 0.1
        assert f"in place of {before:.3f}".replace("0.", ".") in capsys.readouterr().err
        assert "short" not in joined.score.taken[0].tools

    def test_corpora_that_the_run_lacks_stay_as_they_are(self, bench: Bench, base: Path) -> None:
        boards = join(read_published(base), Entry(bench.run("new", NEW, ["toy-a"])))
        out = write_boards(boards, bench.folder / "out").parent
        assert published(out, "toy-b") == published(base, "toy-b")
        assert "joins" in rows(boards[0].score)

    def test_what_was_made_where_is_said(self, bench: Bench, base: Path) -> None:
        first = write_boards(join(read_published(base), Entry(bench.run("one", ["joins"]))), bench.folder / "first")
        boards = join(read_published(first), Entry(bench.run("two", ["as good"])))
        page = write_boards(boards, bench.folder / "second")
        assert [(set(part.tools), part.full) for part in boards[0].score.taken] == [(set(OLD), True), ({"joins"}, True)]
        assert boards[0].score.scored_here() == ["as good"]
        for text in (page.read_text("utf-8"), page.with_suffix(".md").read_text("utf-8")):
            assert "4 rows taken over from that board" in text
            assert "1 row taken over from that board: joins" in text
            assert "in thousandths" not in text

    def test_rounding_is_said(self, bench: Bench, base: Path) -> None:
        (base / PAGES).unlink()
        page = write_boards(join(read_published(base), Entry(bench.run("new", NEW))), bench.folder / "out")
        for text in (page.read_text("utf-8"), page.with_suffix(".md").read_text("utf-8")):
            assert "by Shingle F1 and Snippets, which are no means of page scores, they are approximate" in text
            assert "Rows of toy-a and toy-b were taken over from a published board" in text
        again = read_published(page)[0]
        assert again.table is not None
        assert again.score.taken[0].full is False
        assert {"page.word_f1", "page.shingle_f1"} <= again.table.columns["good"].keys()
        assert "word_f1" in again.table.columns["joins"]

    def test_what_did_not_run_before_and_does_now(self, bench: Bench) -> None:
        write_left_out(bench.run("base", OLD), "toy-a", {"joins": "not installed", "other": "not installed"})
        [joined, _] = join(read_published(bench.board("base", OLD)), Entry(bench.run("new", ["joins"])))
        assert joined.score.left_out == {"other": "not installed"}


def _number(cell: str) -> float | str:
    try:
        return float(cell)
    except ValueError:
        return cell


class TestPages:
    def test_of_predictions_over_more_pages_the_boards_count(self, bench: Bench) -> None:
        every = bench.corpora["toy-a"]
        bench.corpora["toy-a"] = every[::2]
        base = bench.board("base", OLD)
        bench.corpora["toy-a"] = every
        file = bench.predict(bench.folder / "all.parquet", "joins", every)
        [joined, _] = join(read_published(base), Entry(also=(file,)))
        assert joined.score.pages == 24
        assert set(rows(joined.score)["joins"].by_type["word_f1"]) == {"forum"}

    def test_a_run_over_exactly_the_boards_pages(self, bench: Bench, call: Call) -> None:
        every = bench.corpora["toy-a"]
        bench.corpora["toy-a"] = every[5::3]
        base = bench.board("base", OLD)
        bench.corpora["toy-a"] = every
        out = str(bench.folder / "mine")
        call("run", "toy-a", "--tools", "everything", "--pages-of", str(base), "--out", out, "--jobs", "1")
        page = call("join", str(base / "leaderboard.html"), out, "--out", str(bench.folder / "joined"))
        assert page == str(bench.folder / "joined" / "leaderboard.html")
        assert rows(read_published(Path(page))[0].score)["everything"].kind == "floor"
        with pytest.raises(UsageError, match="both say which pages"):
            call("run", "toy-a", "--tools", "nothing", "--pages-of", str(base), "--limit", "3", "--out", out)

    def test_a_run_that_lacks_pages_of_the_board(self, bench: Bench) -> None:
        base = bench.board("base", OLD)
        file = bench.predict(bench.folder / "some.parquet", "joins", bench.corpora["toy-a"][3:])
        with pytest.raises(
            DataError, match=r"lacks 3 of the board's 48 pages. Type: duramen bench run toy-a .*--pages"
        ):
            join(read_published(base), Entry(also=(file,)))

    def test_predictions_of_another_revision(self, bench: Bench) -> None:
        base = bench.board("base", OLD)
        file = bench.predict(bench.folder / "old.parquet", "joins", bench.corpora["toy-a"], "r0")
        with pytest.raises(DataError, match="is over toy-a@r0, the board over r1"):
            join(read_published(base), Entry(also=(file,)))

    def test_a_corpus_of_another_revision_or_with_other_golds(self, bench: Bench) -> None:
        base = bench.board("base", OLD)
        entry = Entry(bench.run("new", NEW))
        mine = bench.corpora["toy-a"]
        bench.corpora["toy-a"] = [replace(page, revision="r2") for page in mine]
        with pytest.raises(
            DataError, match=r"the board is over toy-a@r1, the corpus here is r2. Type: duramen corpora"
        ):
            join(read_published(base), entry)
        bench.corpora["toy-a"] = [replace(mine[0], text="another gold"), *mine[1:]]
        with pytest.raises(DataError, match="pages or golds of toy-a are others here"):
            join(read_published(base), entry)

    def test_a_corpus_that_the_board_lacks(self, bench: Bench, capsys: pytest.CaptureFixture[str], call: Call) -> None:
        base = bench.board("base", OLD)
        entry = Entry(bench.run("new", NEW))
        [only_b] = write_boards(read_published(base)[1:], bench.folder / "b").parent.glob("leaderboard.json")
        [joined] = join(read_published(only_b), entry)
        assert "joins" in rows(joined.score)
        assert "toy-a: not on the board, left out" in capsys.readouterr().err
        with pytest.raises(UsageError, match=r"the board has none of toy-a. It has: toy-b"):
            join(read_published(only_b), Entry(bench.run("a", NEW, ["toy-a"])))
        with pytest.raises(UsageError, match=r"the board has no pages of toy-a\. It has: toy-b"):
            call("run", "toy-a", "--tools", "nothing", "--pages-of", str(only_b), "--out", str(bench.folder / "x"))


class TestFiles:
    def test_names_are_those_that_a_line_can_hold(self, bench: Bench) -> None:
        base = bench.board("base", OLD)
        entry = Entry(
            also=(bench.predict(bench.folder / "x.parquet", "joins", bench.corpora["toy-a"], title="a\u202eb"),)
        )
        assert rows(join(read_published(base), entry)[0].score)["joins"].title == "a b"

    def test_a_page_that_lists_other_things(self, bench: Bench) -> None:
        base = bench.board("base", OLD)
        (base / PAGES).unlink()
        path = base / "leaderboard.html"
        odd = pack("pages/toy-a", {"pages": [[]], "tools": [], "scores": {}, "failures": {}, "texts": {}})
        packed = read_blobs(path)["pages/toy-a"].packed
        path.write_text(path.read_text("utf-8").replace(packed, odd.packed), "utf-8")
        with pytest.raises(DataError, match="lists no pages that can be read"):
            read_published(base)
        path.write_text(path.read_text("utf-8").replace(odd.packed, odd.packed[:-20]), "utf-8")
        with pytest.raises(DataError, match="pages/toy-a of the board's HTML page is not whole"):
            read_published(base)

    def test_no_board(self, bench: Bench, call: Call) -> None:
        with pytest.raises(UsageError, match="no board at"):
            call("join", str(bench.folder), str(bench.run("new", NEW)), "--out", str(bench.folder))

    def test_nothing_joins(self, bench: Bench, call: Call) -> None:
        with pytest.raises(UsageError, match="Name a run directory, or --also"):
            call("join", str(bench.board("base", OLD)), "--out", str(bench.folder))

    def test_pages_of_another_report(self, bench: Bench) -> None:
        base, other = bench.board("base", OLD), bench.board("other", NEW)
        shutil.copy(other / PAGES, base / PAGES)
        with pytest.raises(DataError, match=r"are not those of its rows: of another report\?.*or delete"):
            read_published(base)

    @pytest.mark.parametrize("name", ["leaderboard.json", PAGES])
    def test_a_file_that_is_cut(self, bench: Bench, name: str) -> None:
        base = bench.board("base", OLD)
        (base / name).write_bytes((base / name).read_bytes()[:-40])
        with pytest.raises(DataError, match="is no whole"):
            read_published(base)

    def test_a_board_without_any_pages(self, bench: Bench) -> None:
        base = bench.board("base", OLD)
        for name in (PAGES, "leaderboard.html"):
            (base / name).unlink()
        with pytest.raises(DataError, match="the board has no pages of toy-a"):
            join(read_published(base), Entry(bench.run("new", NEW)))

    def test_a_report_without_pages_leaves_no_pages_of_another(self, bench: Bench) -> None:
        base = bench.board("base", OLD)
        write_pages(base / PAGES, [Board(board.score) for board in read_published(base)])
        assert not (base / PAGES).exists()


class TestBeside:
    """A corpus that was run anew, all rivals on it, among those of a published board."""

    def test_each_corpus_is_as_where_it_was_scored(self, bench: Bench, call: Call) -> None:
        base, again = bench.board("base", OLD, "all"), bench.run("again", NEW, ["toy-a"])
        score_run(again, "toy-a", bench.corpora["toy-a"], rules=Rules(resamples=300))
        out = bench.folder / "out"
        call("report", str(again), "--beside", str(base), "--out", str(out))
        assert [tool.tool for tool in read_published(out)[0].score.tools] == sorted(NEW)
        assert published(out, "toy-b") == published(base, "toy-b")
        assert [board.texts for board in read_published(out)][1] == read_published(base)[1].texts

    def test_means_are_over_both(self, bench: Bench, call: Call) -> None:
        base, again = bench.board("base", TOOLS), bench.run("again", TOOLS, ["toy-a"])
        score_run(again, "toy-a", bench.corpora["toy-a"], rules=Rules(resamples=300))
        call("report", str(again), "--beside", str(base), "--out", str(bench.folder / "out"))
        mine, whole = ((folder / "overview.csv").read_text("utf-8") for folder in (bench.folder / "out", base))
        assert mine == whole

    def test_a_run_over_all_of_them(self, bench: Bench) -> None:
        base = bench.board("base", OLD)
        with pytest.raises(UsageError, match="over every corpus"):
            beside(read_boards([bench.folder / "base"]), read_published(base))


def timed_later(run_dir: Path, versions: dict[str, str]) -> Path:
    """Return a run directory with times of tools, on one page, and nothing else."""
    measured = {
        tool: Measured(Run(tool, version, "toy-a", "r1"), {"p0": [(2.0, 3.0)]}, {}, [(20.0, 30.0, 25.0, "first")])
        for tool, version in versions.items()
    }
    circumstances = {"machine": "", "date": "today", "commit": "", "command": "", "key": "", "left_out": {}}
    found = summarise(measured, 1, 0)
    write_timings(
        run_dir, Timings("toy-a", "r1", 48, ("p0",), (9,), 1, 0, None, drift=(), tools=found, ms={}, **circumstances)
    )
    return run_dir


class TestTimes:
    """Times taken when the board was there already."""

    def test_the_report_puts_them_on_it(self, bench: Bench, call: Call) -> None:
        base, later = bench.board("base", OLD), timed_later(bench.folder / "later", {"good": "1.0", "noisy": "1.1"})
        out = bench.folder / "out"
        call("report", str(later), "--beside", str(base), "--out", str(out))
        found = rows(read_published(out)[0].score)
        assert found["good"].timing == Cost(2.0, 2.0, 1, None)
        assert (found["good"].peak_mb, found["good"].baseline_mb) == (30.0, 20.0)
        assert found["noisy"].timing is None  # of another version
        assert replace(found["good"], timing=None, peak_mb=None, baseline_mb=None) == replace(
            rows(read_published(base)[0].score)["good"], peak_mb=None, baseline_mb=None
        )
        assert published(out, "toy-b") == published(base, "toy-b")

    def test_alone_they_are_no_board(self, bench: Bench) -> None:
        with pytest.raises(UsageError, match="no scores under"):
            write_report([timed_later(bench.folder / "later", {"good": "1.0"})], bench.folder / "out")


class TestTexts:
    def shown(self, board: Board) -> dict[str, Any]:
        assert board.texts is not None
        return {name: page for blob in board.texts.blobs for name, page in unpack(blob).items()}

    def test_they_are_those_of_a_whole_report(self, bench: Bench) -> None:
        whole, base = bench.board("whole", TOOLS, "all"), bench.board("base", OLD, "all")
        out = write_boards(join(read_published(base), Entry(bench.run("new", NEW))), bench.folder / "out")
        for mine, wanted in zip(read_published(out), read_published(whole), strict=True):
            found, full = self.shown(mine), self.shown(wanted)
            assert found.keys() == full.keys()
            for name, page in full.items():
                assert _by_tool(found[name]) == _by_tool(page)
                assert (found[name]["gold"], found[name]["url"]) == (page["gold"], page["url"])

    def test_a_tool_is_shown_once_and_a_sample_stays_one(self, bench: Bench) -> None:
        run_dir = predictions_dir(bench.run("base", OLD), "toy-a").parent.parent
        bench.board("base", OLD)
        base = write_report([run_dir], bench.folder / "sample", Texts("all", 10))
        [joined, _] = join(read_published(base), Entry(bench.run("new", ["short", "joins"])))
        found = self.shown(joined)
        assert len(found) == 10
        assert all(sorted(page["tools"]) == sorted([*OLD, "joins"]) for page in found.values())

    def test_a_page_in_other_blocks_is_compared_anew(self, bench: Bench) -> None:
        page = bench.corpora["toy-a"][0]
        [board, _] = read_published(bench.board("base", OLD, "all"))
        old = self.shown(board)[page.id]
        cut = {**old, "blocks": [[f"{old['blocks'][0][0]} and more", *old["blocks"][0][1:]]]}
        new = with_old(page, {"joins": Prediction(page.id, answer("joins", page))}, cut)
        assert [block[0] for block in new["blocks"]] == [block[0] for block in old["blocks"]]
        mine = _by_tool(new)
        assert {tool: mine[tool] for tool in OLD} == _by_tool(old)
        assert "joins" in mine


def _by_tool(page: dict[str, Any]) -> dict[str, Any]:
    """Return what a page shows of each tool."""
    blocks, snippets = ([part[-1] for part in page[name]] for name in ("blocks", "snippets"))
    return {
        tool: (page["answers"][i], [by[i] for by in blocks], [by[i] for by in snippets])
        for i, tool in enumerate(page["tools"])
    }


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=3, max_size=40))
def test_the_correction_is_undone(values: list[float]) -> None:
    size = next(n for n in range(2, 12) if n * (n - 1) // 2 <= len(values) < n * (n + 1) // 2)
    above = np.triu_indices(size, 1)

    def matrix(p: np.ndarray[Any, np.dtype[np.float64]]) -> np.ndarray[Any, np.dtype[np.float64]]:
        full = np.ones((size, size))
        full[above] = full.T[above] = p
        return full

    raw = np.array(values[: size * (size - 1) // 2])
    corrected = holm(matrix(raw))[above]
    assert holm(matrix(before_holm(corrected)))[above] == pytest.approx(corrected)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 4), st.integers(0, 4)), min_size=1))
def test_snippets_are_counted_again(pages: list[tuple[int, int, int, int]]) -> None:
    snippets = [(max(w, f), max(n, leaked)) for f, w, leaked, n in pages]
    found, leaked = (np.array([page[i] for page in pages], np.float64) for i in (0, 2))
    missed = np.array([w for w, _ in snippets]) - found
    scores = snippet_f1(found, missed, leaked)
    total = float(snippet_f1(*(np.array(column.sum()) for column in (found, missed, leaked))))
    if not math.isfinite(total):
        return
    again = counts(np.round(scores, 3), snippets, total)
    assert np.round(snippet_f1(*again), 3) == pytest.approx(np.round(scores, 3), abs=2e-3, nan_ok=True)
