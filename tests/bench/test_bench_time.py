"""Times: what is measured, in which order, what is left out and counted, and that it goes on after an interruption."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from duramen.errors import DataError, UsageError
from duramen_bench import clock, layout
from duramen_bench.cli import app
from duramen_bench.clock import Setup, spread, time_tools
from duramen_bench.registry import choose
from duramen_bench.results import plain
from duramen_bench.sandbox import Limits
from duramen_bench.timing import (
    LEXBOR,
    PARSE,
    Measured,
    Timings,
    as_table,
    drift,
    median_with_interval,
    read_timing_run,
    read_timings,
    summarise,
)
from duramen_corpora.predictions import Run
from duramen_corpora.schema import Page

RUN = Run("t", "1", "toy", "r1")


def timed(corpus: list[Page], names: str, out: Path, **changes: object) -> Timings:
    setup = Setup(**{"out": out, "limits": Limits(20), "repeats": 2, **changes})  # type: ignore[arg-type]
    return time_tools(corpus, choose(names), setup)


@pytest.mark.usefixtures("toys")
class TestClock:
    def test_every_page_is_timed_in_every_repeat_beside_both_parsers(
        self, toy_pages: list[Page], tmp_path: Path
    ) -> None:
        timings = timed(toy_pages, "toys:upper,oracle", tmp_path, pages=4)
        assert set(timings.tools) == {"toys:upper", PARSE, LEXBOR}
        assert (timings.of, len(timings.ids), timings.repeats) == (6, 4, 2)
        assert all(len(repeats) == 2 for pages in timings.ms.values() for repeats in pages)
        tool = timings.tools["toys:upper"]
        assert (tool.pages, tool.failures) == (4, {})
        assert 0 < tool.median_ms <= tool.p90_ms
        assert tool.per_parse is not None
        assert tool.per_parse.low <= tool.per_parse.value <= tool.per_parse.high
        assert tool.peak_mb >= tool.loaded_mb > 5
        assert tool.growth_mb is not None
        assert timings.tools[PARSE].per_parse is not None
        assert timings.tools[PARSE].per_parse.value == 1
        again = read_timing_run(tmp_path, "toy")
        assert again is not None
        assert (again.ids, again.sizes, again.tools.keys()) == (timings.ids, timings.sizes, timings.tools.keys())
        assert again.tools["toys:upper"].median_ms == pytest.approx(tool.median_ms, abs=1e-6)

    def test_a_page_that_fails_is_left_out_counted_and_not_tried_again(
        self, toy_pages: list[Page], tmp_path: Path
    ) -> None:
        timings = timed(toy_pages, "toys:segfault,toys:raises", tmp_path)
        assert timings.tools["toys:segfault"].failures == {"crash": 1}
        assert timings.tools["toys:segfault"].pages == 5
        assert timings.ms["toys:segfault"][timings.ids.index("p1")] == []
        assert timings.tools["toys:raises"].failures == {"exception": 6}
        assert math.isnan(timings.tools["toys:raises"].median_ms)
        assert "6 exception" in as_table(timings)
        assert math.isnan(read_timings(tmp_path, "toy")["toys:raises"].median_ms)

    def test_a_tool_that_does_not_start_is_left_out_with_its_reason(
        self, toy_pages: list[Page], tmp_path: Path
    ) -> None:
        timings = timed(toy_pages, "toys:leaves,toys:body", tmp_path)
        assert "does not start: crash: exit 3" in timings.left_out["toys:leaves"]
        assert "toys:leaves" not in timings.tools
        with pytest.raises(UsageError, match="no tool could be timed"):
            timed(toy_pages, "toys:leaves", tmp_path / "none")

    def test_a_finished_timing_is_kept_unless_asked_afresh_or_another(
        self, toy_pages: list[Page], tmp_path: Path
    ) -> None:
        first = timed(toy_pages, "toys:upper", tmp_path)
        assert timed(toy_pages, "toys:upper", tmp_path).ms == plain(first.ms)
        assert timed(toy_pages, "toys:upper", tmp_path, fresh=True).ms != first.ms
        assert timed(toy_pages, "toys:upper", tmp_path, repeats=3).repeats == 3

    def test_an_interrupted_timing_goes_on_after_its_last_whole_round(
        self, toy_pages: list[Page], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> None:
        whole_round, begun = clock._round, []

        def interrupted(number: int, *rest: object) -> None:
            begun.append(number)
            if begun == [0, 1]:
                raise KeyboardInterrupt
            whole_round(number, *rest)  # type: ignore[arg-type]

        monkeypatch.setattr(clock, "_round", interrupted)
        with pytest.raises(KeyboardInterrupt):
            timed(toy_pages, "toys:segfault", tmp_path)
        assert "The same command goes on from here" in capfd.readouterr().err
        assert read_timings(tmp_path, "toy") == {}
        timings = timed(toy_pages, "toys:segfault", tmp_path)
        assert begun == [0, 1, 1]
        assert timings.tools["toys:segfault"].failures == {"crash": 1}
        assert timings.tools["toys:segfault"].pages == 5
        assert not list((tmp_path / "timings").glob(".*.jsonl"))

    def test_tools_take_turns_in_an_order_that_changes_and_repeats_itself(self, toy_pages: list[Page]) -> None:
        def order(number: int, seed: int) -> list[tuple[str, str]]:
            asked: list[tuple[str, str]] = []
            watches = [lambda page, name=name: asked.append((page.id, name)) for name in "abc"]
            clock._round(number, watches, toy_pages, seed, type("Bar", (), {"update": lambda self: None})())  # type: ignore[arg-type]
            return asked

        first = order(0, 0)
        assert first == order(0, 0)
        assert len({tuple(order(number, seed)) for number in range(2) for seed in range(2)}) == 4
        pages = [page for page, _ in first]
        assert pages == [page for page in dict.fromkeys(pages) for _ in range(3)]  # page by page
        assert sorted(first) == sorted((page.id, name) for page in toy_pages for name in "abc")


def test_the_command_prints_a_table_or_the_file(
    toy_pages: list[Page], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layout, "read_corpus", lambda name, source: toy_pages)
    arguments = ["time", "toy", "--tools", "everything", "--repeats", "2", "--out", str(tmp_path)]
    table = CliRunner().invoke(app, arguments).stdout
    assert "6 of 6 pages" in table
    assert [line.split()[0] for line in table.splitlines()[2:]].count("everything") == 1
    row = json.loads(CliRunner().invoke(app, [*arguments, "--json"]).stdout)
    assert set(row["tools"]) == {"everything", PARSE, LEXBOR}
    assert {"machine", "date", "commit", "command", "repeats", "sizes"} <= set(row)


class TestSample:
    def test_it_is_spread_over_the_sizes(self, make_page: Callable[..., Page]) -> None:
        pages = [make_page(n, html=b"x" * size) for n, size in enumerate([500, 1, 9000, 40, 40, 700, 2, 80])]
        assert [len(page.html) for page in spread(pages, 4)] == [2, 40, 500, 9000]
        assert len(spread(pages, 100)) == len(pages)

    @given(sizes=st.lists(st.integers(0, 30), min_size=1, max_size=30), count=st.integers(1, 40))
    def test_it_has_no_page_twice_and_does_not_depend_on_the_order(self, sizes: list[int], count: int) -> None:
        pages = [Page("toy", "r1", f"p{n}", "", "h", b"x" * size) for n, size in enumerate(sizes)]
        ids = [page.id for page in spread(pages, count)]
        assert len(set(ids)) == len(ids) == min(count, len(pages))
        assert ids == [page.id for page in spread(pages[::-1], count)]

    def test_no_page_is_an_error(self, toy_pages: list[Page]) -> None:
        with pytest.raises(UsageError, match="leaves no page"):
            spread(toy_pages, 0)


class TestSummary:
    def test_the_least_repeat_counts_and_its_ratio_to_the_parse(self) -> None:
        def measured(factor: float) -> Measured:
            ms = {f"p{n}": [(n * factor, n * 9.0), (n * factor * 1.5, n * 8.0)] for n in range(1, 6)}
            return Measured(RUN, ms, {}, [(30, 31, 32, "a"), (30, 40, 35, "a")])

        timing = summarise({"t": measured(4), PARSE: measured(2)}, repeats=2, seed=0)["t"]
        assert (timing.median_ms, timing.wall_ms, timing.per_second) == (12, 24, pytest.approx(1000 / 12))
        assert timing.per_parse is not None
        assert timing.per_parse.value == timing.per_parse.low == timing.per_parse.high == 2
        assert timing.noise == pytest.approx(0.25)
        assert (timing.loaded_mb, timing.peak_mb, timing.growth_mb) == (30, 40, 3)

    def test_growth_is_of_one_process(self) -> None:
        memory = [(30.0, 31.0, 90.0, "first"), (30.0, 40.0, 35.0, "second")]
        assert summarise({"t": Measured(RUN, {"p": [(1, 1)]}, {}, memory)}, 1, 0)["t"].growth_mb is None

    def test_a_slow_round_shows_as_drift(self) -> None:
        ms = {f"p{n}": [(1.0, 1.0), (1.0, 1.0), (2.0, 2.0)] for n in range(9)}
        first, second, third = drift({"t": Measured(RUN, ms, {}, [])}, 3)
        assert first == second < 0 < third
        assert third / first == pytest.approx((2 ** (2 / 3) - 1) / (2 ** (-1 / 3) - 1))

    def test_the_interval_holds_the_median_and_shrinks_with_pages(self) -> None:
        values = np.random.default_rng(1).exponential(size=1000)
        few, many = median_with_interval(values[:20], 0), median_with_interval(values, 0)
        assert few.low <= few.value <= few.high
        assert many.high - many.low < few.high - few.low


def test_a_half_written_file_says_what_to_type(tmp_path: Path) -> None:
    path = layout.timings_path(tmp_path, "toy")
    path.parent.mkdir()
    path.write_text('{"corpus": "to')
    with pytest.raises(DataError, match="Delete it and type: duramen bench time toy"):
        read_timings(tmp_path, "toy")
    assert read_timings(tmp_path, "absent") == {}
