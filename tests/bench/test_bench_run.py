"""A run writes whole predictions files, repeats nothing that is finished, and goes on where it stopped."""

from __future__ import annotations

import dataclasses
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from duramen.errors import UsageError
from duramen_bench.layout import prediction_path, read_left_out, read_page_set, select
from duramen_bench.registry import choose, find_tool
from duramen_bench.run import Setup, run_tools
from duramen_bench.sandbox import Limits
from duramen_bench.tool import Tool
from duramen_corpora.predictions import read_predictions
from duramen_corpora.schema import Page


def run(pages: list[Page], names: str, out: Path, **changes: object) -> list[Path]:
    setup = dataclasses.replace(Setup(out, Limits(deadline_s=20)), **changes)  # type: ignore[arg-type]
    return run_tools(pages, len(pages), choose(names), setup)


def asked(tmp_path: Path) -> str:
    """Return the page numbers that the counting toy was asked for; warm-up pages are among them."""
    log = tmp_path / "toys.log"
    return log.read_text() if log.is_file() else ""


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Ctrl-C interrupts, also where the tests were started in the background and have inherited that it does not."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("toys")
class TestRun:
    def test_predictions_stand_in_page_order_with_their_origin(self, toy_pages: list[Page], tmp_path: Path) -> None:
        [path] = run(toy_pages, "toys:body", tmp_path / "out")
        origin, predictions = read_predictions(path)
        assert [p.id for p in predictions] == [p.id for p in toy_pages]
        assert [p.text for p in predictions] == [p.text for p in toy_pages]
        assert all(p.ms is not None and p.ms > 0 for p in predictions)
        assert (origin.tool, origin.corpus, origin.revision) == ("toys:body", "toy", "r1")
        assert origin.date
        assert origin.machine
        assert origin.command
        assert float(origin.options["bench.baseline_mb"]) > 5
        assert read_page_set(tmp_path / "out", "toy").ids == tuple(p.id for p in toy_pages)

    def test_jobs_do_not_change_the_answers(self, toy_pages: list[Page], tmp_path: Path) -> None:
        one = run(toy_pages, "toys:body,toys:upper,oracle", tmp_path / "one")
        other = run(toy_pages, "toys:body,toys:upper,oracle", tmp_path / "other", jobs=2)
        for mine, theirs in zip(one, other, strict=True):
            assert [p.text for p in read_predictions(mine)[1]] == [p.text for p in read_predictions(theirs)[1]]

    def test_jobs_are_recorded_and_do_not_make_another_run(self, toy_pages: list[Page], tmp_path: Path) -> None:
        [path] = run(toy_pages, "toys:counts", tmp_path / "out", jobs=2)
        before = asked(tmp_path)
        run(toy_pages, "toys:counts", tmp_path / "out")
        assert asked(tmp_path) == before
        assert read_predictions(path)[0].options["bench.jobs"] == "2"

    def test_what_the_table_says_about_a_tool_is_renewed_and_its_answers_kept(
        self, toy_pages: list[Page], tmp_path: Path
    ) -> None:
        setup = Setup(tmp_path / "out")
        tool = find_tool("toys:counts")
        [path] = run_tools(toy_pages, 6, [tool], setup)
        before = asked(tmp_path)
        run_tools(toy_pages, 6, [dataclasses.replace(tool, trained_on={"toy": "as it says"}, title="New")], setup)
        assert asked(tmp_path) == before
        options = read_predictions(path)[0].options
        assert (options["bench.trained_on"], options["bench.title"]) == ('{"toy": "as it says"}', "New")

    def test_a_finished_run_is_kept_unless_asked_afresh(self, toy_pages: list[Page], tmp_path: Path) -> None:
        run(toy_pages, "toys:counts", tmp_path / "out")
        before = asked(tmp_path)
        run(toy_pages, "toys:counts", tmp_path / "out")
        assert asked(tmp_path) == before
        run(toy_pages, "toys:counts", tmp_path / "out", fresh=True)
        assert asked(tmp_path) == before * 2

    def test_other_limits_make_another_run(self, toy_pages: list[Page], tmp_path: Path) -> None:
        run(toy_pages, "toys:counts", tmp_path / "out")
        before = asked(tmp_path)
        run(toy_pages, "toys:counts", tmp_path / "out", limits=Limits(deadline_s=5))
        assert asked(tmp_path) == before * 2

    def test_a_damaged_predictions_file_is_made_again(self, toy_pages: list[Page], tmp_path: Path) -> None:
        [path] = run(toy_pages, "toys:body", tmp_path / "out")
        path.write_bytes(path.read_bytes()[:100])
        run(toy_pages, "toys:body", tmp_path / "out")
        assert len(read_predictions(path)[1]) == len(toy_pages)

    @pytest.mark.usefixtures("ctrl_c")
    def test_an_interrupted_run_goes_on_where_it_stopped(
        self, toy_pages: list[Page], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("TOY_DIES", str(os.getpid()))
        with pytest.raises(KeyboardInterrupt):
            run(toy_pages, "toys:dies_at_three", tmp_path / "out")
        assert "The same command goes on from here" in capfd.readouterr().err
        path = prediction_path(tmp_path / "out", "toy", "toys:dies_at_three")
        assert not path.is_file()
        monkeypatch.delenv("TOY_DIES")
        (tmp_path / "toys.log").unlink()
        run(toy_pages, "toys:dies_at_three", tmp_path / "out")
        assert asked(tmp_path) == "t" + "345"  # the worker's own page to warm up, then what is left
        assert [p.id for p in read_predictions(path)[1]] == [p.id for p in toy_pages]
        assert not list(path.parent.glob("*.jsonl"))

    def test_failures_and_answers_of_one_tool_leave_the_others_alone(
        self, toy_pages: list[Page], tmp_path: Path
    ) -> None:
        paths = run(toy_pages, "toys:segfault,toys:raises,nothing", tmp_path / "out")
        crash, exception, nothing = ([p.error for p in read_predictions(path)[1]] for path in paths)
        assert [e is None for e in crash] == [True, False, True, True, True, True]
        assert all(e == "exception: ValueError: no such page" for e in exception)
        assert nothing == [None] * len(toy_pages)

    def test_a_tool_that_cannot_run_is_named_with_its_reason(
        self, toy_pages: list[Page], tmp_path: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        paths = run(toy_pages, "toys:leaves,toys:body", tmp_path / "out")
        assert len(paths) == 1
        assert "does not start: crash: exit 3" in read_left_out(tmp_path / "out", "toy")["toys:leaves"]
        assert "toys:leaves: left out" in capfd.readouterr().err

    def test_no_tool_at_all_is_an_error(self, toy_pages: list[Page], tmp_path: Path) -> None:
        absent = Tool("absent", "Absent", "x:y", packages=("no-such-distribution",))
        with pytest.raises(UsageError, match="no tool could run"):
            run_tools(toy_pages, 6, [absent], Setup(tmp_path))
        assert read_left_out(tmp_path, "toy")["absent"].startswith("not installed: no-such-distribution")

    def test_a_directory_holds_one_choice_of_pages(self, toy_pages: list[Page], tmp_path: Path) -> None:
        run(toy_pages, "nothing", tmp_path)
        with pytest.raises(UsageError, match="holds a run over 6 pages of toy, this one is over 3"):
            run(toy_pages[:3], "nothing", tmp_path)


def test_the_oracle_is_made_here_from_the_gold(toy_pages: list[Page], tmp_path: Path) -> None:
    [path] = run(toy_pages, "oracle", tmp_path)
    assert [p.text for p in read_predictions(path)[1]] == [page.text for page in toy_pages]
    assert find_tool("oracle").adapter == ""


def test_there_is_no_oracle_without_a_gold_text(make_page: Callable[..., Page], tmp_path: Path) -> None:
    pages = [make_page(number, text=None, blocks=(), with_=("gold of page",)) for number in range(3)]
    [path] = run(pages, "nothing,oracle", tmp_path)
    assert path.stem == "nothing"
    assert "no page here has one" in read_left_out(tmp_path, "toy")["oracle"]


class TestSelect:
    def test_a_limit_spreads_over_the_corpus_and_repeats_itself(self, toy_pages: list[Page]) -> None:
        assert [p.id for p in select(toy_pages, 3)] == ["p0", "p2", "p4"]
        assert select(toy_pages, 100) == toy_pages == select(toy_pages, None)

    def test_no_pages_is_an_error(self, toy_pages: list[Page]) -> None:
        with pytest.raises(UsageError, match="leaves no page"):
            select(toy_pages, 0)
