"""The leaderboard shows every tool, needs nothing from elsewhere, and its plot can be read."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duramen.errors import UsageError
from duramen_bench.registry import kind_of
from duramen_bench.report import lede, write_report
from duramen_bench.report.boards import Board
from duramen_bench.report.html import to_html
from duramen_bench.report.plain import to_csv, to_markdown
from duramen_bench.report.scatter import MEMORY, Point, pareto, scatter
from duramen_bench.report.words import RESEARCH, chance, commas, milliseconds, sections, share, signed, times
from duramen_bench.results import CorpusScore, Cost, ToolScore, read_scores, write_scores
from duramen_bench.stats import Estimate
from duramen_corpora.predictions import Run

METRIC_NAMES = (
    "word_f1", "word_precision", "word_recall", "shingle_f1", "shingle_precision", "shingle_recall", "shingle_accuracy"
)  # fmt: skip


OPTIONS = {"bench.order": "turns", "bench.jobs": "1", "bench.deadline_s": "30", "bench.memory_mb": "1"}


def tool(name: str, value: float, **changes: object) -> ToolScore:
    estimate = Estimate(value, value - 0.05, value + 0.02)
    fields: dict[str, object] = {
        "tool": name,
        "title": name.capitalize(),
        "kind": "rival",
        "run": Run(name, "1.2", "toy", "r1", OPTIONS, "a machine", "today", "abc", "duramen bench run"),
        "ranks": {"word_f1": 1},
        "trained_on": None,
        "scores": dict.fromkeys(METRIC_NAMES, estimate),
        "median": {"word_f1": value},
        "by_type": {"word_f1": {"article": estimate, "forum": Estimate(math.nan, math.nan, math.nan)}},
        "by_language": {"word_f1": {"en": estimate}},
        "roles": {"noise": Estimate(0.2, 0.1, 0.3), "footer": Estimate(0.2, 0.1, 0.3), "main": estimate},
        "failures": {},
        "first_error": None,
        "empties": 1,
        "empties_right": 0,
        "timing": Cost(value * 20, 30.0, 6, 2.0),
        "peak_mb": 60.0,
        "baseline_mb": 40.0,
    }  # fmt: skip
    return ToolScore(**{**fields, **changes})  # type: ignore[arg-type]


@pytest.fixture
def score() -> CorpusScore:
    tools = (
        tool("oracle", 0.98, kind="ceiling", ranks={}, timing=None, peak_mb=None, baseline_mb=None),
        tool("duramen", 0.91, kind="ours"),
        tool("learned", 0.9, ranks={}, trained_on="a paper says so"),
        tool(
            "crashing",
            0.6,
            ranks={"word_f1": 2},
            failures={"crash": 2, "timeout": 1},
            first_error="crash: <b>signal</b>",
        ),
        tool("nothing", 0.0, kind="floor", ranks={}),
        tool("lxml-parse", 0.0, kind="floor", ranks={}),
    )
    return CorpusScore(
        corpus="toy", revision="r1", pages=6, of=6, without_gold=0, hosts=3, metric="word_f1", resamples=50, seed=0,
        command="duramen bench score out", commit="abc", date="today", page_types={"article": 4, "forum": 2},
        languages={"en": 6}, role_words={"footer": 24, "main": 60}, left_out={"absent": "not installed: absent"},
        tools=tools,
    )  # fmt: skip


def page_of(*scores: CorpusScore) -> str:
    return to_html([Board(score) for score in scores])


class TestPage:
    def test_every_tool_is_there_and_so_is_what_did_not_run(self, score: CorpusScore) -> None:
        page = page_of(score)
        for name in ("Oracle", "Duramen", "Learned†", "Crashing", "Nothing", "lxml-parse"):
            assert name in page
        assert "absent (not installed: absent)" in page
        assert "a paper says so" in page

    def test_what_tools_say_is_escaped(self, score: CorpusScore) -> None:
        page = page_of(score)
        assert "crash: &lt;b&gt;signal&lt;/b&gt;" in page
        assert "<b>signal" not in page

    def test_every_number_says_how_it_was_made(self, score: CorpusScore) -> None:
        page = page_of(score)
        for said in (
            "duramen bench score out",
            "duramen bench run",
            "commit abc",
            "a machine",
            "today",
            "50 bootstrap draws",
        ):
            assert said in page

    def test_it_works_without_times_roles_or_ranks(self, score: CorpusScore) -> None:
        bare = tuple(replace(t, timing=None, peak_mb=None, roles={}, by_type={}, ranks={}) for t in score.tools)
        page = page_of(replace(score, tools=bare, page_types={}, languages={}, role_words={}))
        assert "Quality against" not in page
        assert "Noise that got through" not in page

    def test_one_corpus_has_no_table_over_corpora(self, score: CorpusScore) -> None:
        assert "Over all corpora" not in page_of(score)
        assert "Over all corpora" in page_of(score, replace(score, corpus="other"))

    def test_ties_are_marked_in_words_and_not_by_a_line_alone(self, score: CorpusScore) -> None:
        tied = tuple(replace(t, ranks={"word_f1": 1}) if t.ranks else t for t in score.tools)
        page = page_of(replace(score, tools=tied))
        assert (
            page.count('<td class="rank">1<span aria-hidden="true">=</span><span class="unseen"> tied</span></td>') == 2
        )
        assert " tied" not in page_of(score).partition('<table class="board">')[2].partition("</table>")[0]

    def test_seen_and_unseen_hosts_stand_apart(self, score: CorpusScore) -> None:
        met = tuple(
            replace(t, seen={"word_f1": Estimate(0.99, 0.98, 1.0)}, unseen={"word_f1": Estimate(0.8, 0.7, 0.9)},
                    seen_hosts=2, seen_pages=3, hosts_unknown=("cleaneval",)) if t.tool == "duramen" else t
            for t in score.tools
        )  # fmt: skip
        page = page_of(replace(score, tools=met))
        assert "Seen and unseen hosts" in page
        assert '<td class="hatched">.990</td>' in page
        assert "Duramen‡" in page
        assert "also trained on cleaneval" in page
        assert "Seen and unseen hosts" not in page_of(score)

    def test_what_answers_nothing_is_judged_in_no_table_but_the_board(self, score: CorpusScore) -> None:
        silent = tuple(replace(t, empties=6) if t.tool in ("nothing", "lxml-parse") else t for t in score.tools)
        page = page_of(replace(score, tools=silent))
        assert page.count('<th scope="row" class="name">Nothing</th>') == 0
        assert page.count('title="">Nothing <small>') == 1


class TestSections:
    def test_what_was_trained_on_the_corpus_is_apart(self, score: CorpusScore) -> None:
        names = [(heading, [t.tool for t in tools]) for heading, tools in sections(score)]
        assert names == [
            ("", ["duramen", "crashing"]),
            ("Trained on this corpus: not ranked", ["learned"]),
            ("Floors and ceiling", ["oracle", "nothing", "lxml-parse"]),
        ]

    def test_weights_that_nobody_is_given_are_apart(self, score: CorpusScore) -> None:
        assert [kind_of(f"duramen{recipe} (left out)") for recipe in ("", "-everything")] == ["ours", "research"]
        first, *others = score.tools
        unranked = replace(first, tool="duramen-everything (left out)", kind="research", ranks={}, trained_on=None)
        headed = dict(sections(replace(score, tools=(unranked, *others))))
        assert headed[RESEARCH] == [unranked]
        assert unranked not in headed["Floors and ceiling"]

    def test_the_summary_says_who_leads_and_who_is_not_ranked(self, score: CorpusScore) -> None:
        said = " ".join(lede.of_corpus(score))
        assert "Duramen leads with Word F1 .910." in said
        assert "Crashing is the quickest" in said
        assert "Learned was trained on this corpus" in said


class TestFiles:
    def test_all_four_forms_are_written(self, score: CorpusScore, tmp_path: Path) -> None:
        write_scores(tmp_path / "scores" / "toy.json", score)
        page = write_report([tmp_path], tmp_path / "out")
        assert page == tmp_path / "out" / "leaderboard.html"
        assert {p.name for p in page.parent.iterdir()} == {f"leaderboard.{s}" for s in ("html", "md", "csv", "json")}
        [data] = json.loads((page.parent / "leaderboard.json").read_text())
        assert [t["tool"] for t in data["tools"]] == [t.tool for t in score.tools]
        assert len(read_scores(tmp_path / "scores" / "toy.json").tools) == len(score.tools)

    def test_csv_has_a_row_a_tool(self, score: CorpusScore) -> None:
        rows = list(csv.DictReader(io.StringIO(to_csv([score]))))
        assert [row["tool"] for row in rows] == ["duramen", "crashing", "learned", "oracle", "nothing", "lxml-parse"]
        assert rows[0]["word_f1"] == "0.91"
        assert rows[0]["command"] == "duramen bench run"
        assert rows[2]["trained_on_corpus"] == "True"

    def test_only_a_ranked_first_is_bold_in_markdown(self, score: CorpusScore) -> None:
        table = to_markdown([score])
        assert re.findall(r"\*\*(.+?)\*\*", table) == [".910"]
        widths = {line.count("|") for line in table.splitlines() if line.startswith("|")}
        assert len(widths) == 1
        assert "not run: absent" in table

    def test_scores_of_one_corpus_twice_are_refused(self, score: CorpusScore, tmp_path: Path) -> None:
        write_scores(tmp_path / "scores" / "toy.json", score)
        with pytest.raises(UsageError, match="scores of 'toy' already"):
            write_report([tmp_path, tmp_path / "scores" / "toy.json"], tmp_path)

    def test_no_scores(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="no scores under"):
            write_report([tmp_path], tmp_path)


POINTS = st.lists(
    st.builds(
        lambda label, ms, value: Point(label, ms, value, value - 0.02, value + 0.02, "rival"),
        st.text("abcdefgh <&", min_size=1, max_size=12),
        st.floats(0.01, 1e5),
        st.floats(0.0, 1.0),
    ),
    min_size=1,
    max_size=12,
)


class TestScatter:
    @settings(deadline=None)
    @given(POINTS)
    def test_every_point_is_drawn_on_the_canvas(self, points: list[Point]) -> None:
        import lxml.etree

        root = lxml.etree.fromstring(scatter(points, ceiling=1.0, floor=1.0))
        circles = root.findall(".//circle")
        assert len(circles) == len(points)
        for circle in circles:
            assert 0 <= float(circle.get("cx") or -1) <= 780
            assert 0 <= float(circle.get("cy") or -1) <= 440

    @given(POINTS)
    def test_nothing_beats_the_front(self, points: list[Point]) -> None:
        front = pareto(points)
        assert front
        for point in front:
            assert not any(p.cost < point.cost and p.value >= point.value for p in points)
        assert [p.value for p in front] == sorted(p.value for p in front)

    def test_labels_of_a_crowd_do_not_cover_each_other(self) -> None:
        points = [Point(f"extractor-{i}", 20 + i, 0.8 + i / 100, 0.7, 0.9, "rival") for i in range(6)]
        label = r'<text class="label[^>]* x="([\d.]+)"( text-anchor="end")? y="([\d.]+)">([^<]+)'
        found = [(float(x), 6.8 * len(text), ends, float(y)) for x, ends, y, text in re.findall(label, scatter(points))]
        boxes = [(x - wide, y, x) if ends else (x, y, x + wide) for x, wide, ends, y in found]
        assert len(boxes) == 6
        assert {bool(ends) for _, _, ends, _ in found} == {True, False}
        for i, (left, base, right) in enumerate(boxes):
            for other_left, other_base, other_right in boxes[i + 1 :]:
                assert right <= other_left or other_right <= left or abs(base - other_base) >= 15 - 1e-6

    def test_nothing_timed_is_no_plot(self) -> None:
        assert scatter([]) == ""

    def test_memory_that_pages_did_not_add_is_drawn_at_the_edge(self) -> None:
        drawn = scatter(
            [Point("none", 0.0, 0.9, 0.8, 1.0, "rival"), Point("some", 40.0, 0.8, 0.7, 0.9, "ours")], cost=MEMORY
        )
        assert "MiB" in drawn
        assert "Score against memory. On the front, cheapest first: none" in drawn


def test_spelling() -> None:
    assert [share(v) for v in (0.9574, 1.0, 0.0, None, math.nan)] == [".957", "1.000", ".000", "–", "–"]
    assert [milliseconds(v) for v in (0.01, 1.25, 14.0, 123.4, None)] == ["< 0.1", "1.2", "14.0", "123", "–"]
    assert [times(v) for v in (1.26, 14.4, None)] == ["1.3", "14", "–"]
    assert [signed(v) for v in (0.0342, -0.12, None)] == ["+.034", "−.120", "–"]
    assert [chance(v) for v in (0.0004, 0.0123, 1.0, math.nan)] == ["< .001", "= .012", "= 1.000", "unknown"]
    assert [commas(v) for v in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
