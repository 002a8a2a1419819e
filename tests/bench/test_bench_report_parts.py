"""The parts of the report: stacked noise, the square of differences, heat tables, sentences, the table over corpora."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duramen_bench.report import heat, lede
from duramen_bench.report.leaks import leaks
from duramen_bench.report.over import over
from duramen_bench.report.versus import versus
from duramen_bench.report.words import ranked_by, tie_groups
from duramen_bench.results import CorpusScore, Pairs, ToolScore
from duramen_bench.stats import Estimate
from duramen_corpora.predictions import Run


def sure(value: float) -> Estimate:
    return Estimate(value, value, value)


def tool(name: str, value: float = 0.5, **changes: object) -> ToolScore:
    fields: dict[str, object] = {
        "tool": name, "title": name.title(), "kind": "rival", "run": Run(name, "1", "toy", "r1"),
        "ranks": {"word_f1": 1}, "trained_on": None, "scores": {"word_f1": sure(value)}, "median": {}, "by_type": {},
        "by_language": {}, "roles": {}, "failures": {}, "first_error": None, "empties": 0, "empties_right": 0,
    }  # fmt: skip
    return ToolScore(**{**fields, **changes})  # type: ignore[arg-type]


def board(*tools: ToolScore, **changes: object) -> CorpusScore:
    fields: dict[str, object] = {
        "corpus": "toy", "revision": "r1", "pages": 20, "of": 20, "without_gold": 0, "hosts": 9, "metric": "word_f1",
        "resamples": 10, "seed": 0, "command": "", "commit": "", "date": "", "page_types": {}, "languages": {},
        "role_words": {}, "left_out": {}, "tools": tools,
        "pairs": {"word_f1": Pairs((), (), ())},
    }  # fmt: skip
    return CorpusScore(**{**fields, **changes})  # type: ignore[arg-type]


WORDS = {"main": 100, "navigation": 200, "footer": 50, "sidebar": 0}


class TestLeaks:
    def test_words_of_noise_for_each_word_of_content(self) -> None:
        leaky = tool("leaky", roles={"navigation": sure(0.1), "footer": sure(0.4), "main": sure(1.0)})
        found = leaks(board(leaky, role_words=WORDS), [leaky])
        assert found is not None
        assert found.roles == ["navigation", "footer"]
        [bar] = found.bars
        assert [(part.role, part.value) for part in bar.parts] == [("navigation", 0.2), ("footer", 0.2)]
        assert bar.total == pytest.approx(0.4)
        assert sum(part.width for part in bar.parts) == pytest.approx(100)

    def test_who_keeps_the_whole_page_leaves_room_for_the_others(self) -> None:
        tidy = [tool(f"tidy {i}", roles={"navigation": sure(0.01 * i)}) for i in range(1, 4)]
        all_of_it = tool("all of it", roles={"navigation": sure(1.0)})
        found = leaks(board(*tidy, all_of_it, role_words=WORDS), [*tidy, all_of_it])
        assert found is not None
        assert [bar.cut for bar in found.bars] == [False, False, False, True]
        assert sum(part.width for part in found.bars[-1].parts) == pytest.approx(100)
        assert found.bars[-1].total == 2.0

    @given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
    def test_no_bar_is_longer_than_the_plot(self, shares: list[float]) -> None:
        tools = [tool(f"t{i}", roles={"navigation": sure(s), "footer": sure(1 - s)}) for i, s in enumerate(shares)]
        found = leaks(board(*tools, role_words=WORDS), tools)
        assert found is not None
        assert all(sum(part.width for part in bar.parts) <= 100 + 1e-9 for bar in found.bars)

    def test_nothing_without_named_noise(self) -> None:
        known = tool("t", roles={"main": sure(1.0)})
        assert leaks(board(known, role_words={"main": 9}), [known]) is None
        assert leaks(board(tool("t"), role_words=WORDS), [tool("t")]) is None


class TestVersus:
    pairs = Pairs(("a", "b", "c"), ((0.004, 0.3), (0.296,)), ((0.01, 0.0001), (0.2,)))

    def test_both_halves_say_the_same(self) -> None:
        found = versus(self.pairs, {"a": "A", "b": "B", "c": "C"})
        assert found is not None
        assert found.told_apart == (2, 3)
        for i in range(3):
            for j in range(3):
                one, other = found.cells[i][j], found.cells[j][i]
                if i == j:
                    assert one is None
                    continue
                assert one is not None
                assert other is not None
                assert one.difference == -other.difference
                assert one.p == other.p
                assert {one.told, other.told} in ({"win", "loss"}, {"tie"})

    def test_a_cell_says_what_its_colour_says(self) -> None:
        found = versus(self.pairs, {"a": "A", "b": "B", "c": "C"})
        assert found is not None
        spelled = [[cell.points if cell else "" for cell in row] for row in found.cells]
        assert spelled == [["", "+<1", "+30"], ["−<1", "", "·"], ["−30", "·", ""]]

    def test_fewer_than_two_tools_have_no_square(self) -> None:
        assert versus(Pairs(("a",), ((),), ((),)), {"a": "A"}) is None
        assert versus(None, {}) is None


class TestHeat:
    def test_the_best_is_a_ranked_one_and_of_ten_pages_or_more(self) -> None:
        def scored(name: str, value: float, **changes: object) -> ToolScore:
            return tool(name, by_type={"word_f1": {"news": sure(value), "shop": sure(value)}}, **changes)

        best, worse, seen = (
            scored("best", 0.8),
            scored("worse", 0.7),
            scored("seen", 0.9, ranks={}, trained_on="itself"),
        )
        found = heat.by_group(board(best, page_types={"shop": 9, "news": 11}), [best, worse, seen], "by_type")
        assert found is not None
        assert found.columns == ["news", "shop"]
        assert found.best == [0.8, None]
        assert found.stands_out(best, sure(0.8), 0)
        assert not found.stands_out(seen, sure(0.8), 0)

    def test_one_group_is_no_table(self) -> None:
        assert heat.by_group(board(page_types={"news": 9}), [tool("t")], "by_type") is None

    def test_what_was_lost_by_kind(self) -> None:
        scores = {"word_f1": sure(0.5), "lost_table": sure(0.25), "lost_code": sure(math.nan)}
        found = heat.lost([tool("t", scores=scores)])
        assert found is not None
        assert found.columns == ["code", "table"]
        assert heat.lost([tool("t")]) is None


class TestSentences:
    def test_many_leaders_are_not_all_named(self) -> None:
        tools = [tool(f"t{i}") for i in range(8)]
        [said] = lede.of_corpus(board(*tools))
        assert said.startswith("T0, T1, T2 and 5 others share the first place")

    def test_stability_and_power(self) -> None:
        known = board(stability={"word_f1": {"rouge_5": 0.5, "shingle_f1": 0.9}}, power={"word_f1": 0.021})
        order, power = lede.of_stability(known)
        assert "Shingle F1 .900, ROUGE-5 .500" in order
        assert "differ by .021" in power
        assert lede.of_stability(board(power={"word_f1": math.nan})) == []

    def test_another_metric_in_charge_orders_by_it(self) -> None:
        scores = ({"word_f1": sure(0.9), "shingle_f1": sure(0.1)}, {"word_f1": sure(0.5), "shingle_f1": sure(0.6)})
        tools = [tool(f"t{i}", scores=s, ranks={"word_f1": i + 1, "shingle_f1": 2 - i}) for i, s in enumerate(scores)]
        turned = ranked_by(board(*tools), "shingle_f1")
        assert [row.tool for row in turned.tools] == ["t1", "t0"]
        assert [[row.tool for row in group] for group in tie_groups(turned.tools, "shingle_f1")] == [["t1"], ["t0"]]


class TestOver:
    def test_cells_firsts_and_seen(self) -> None:
        plain, seen = tool("plain", 0.5), tool("seen", 0.9, ranks={}, trained_on="its README")
        other = board(tool("plain", 0.7), replace(seen, trained_on=None, ranks={"word_f1": 2}), corpus="other")
        found = over([board(plain, seen), other], None)
        assert found.metrics == {"toy": "word_f1", "other": "word_f1"}
        rows = {row.tool: row for row in found.rows}
        assert rows["seen"].seen == {"toy": "its README"}
        assert rows["plain"].firsts == {"toy", "other"}
        assert rows["seen"].firsts == frozenset()
        assert rows["plain"].rank is None
        assert math.isnan(rows["plain"].common.value)

    def test_a_corpus_without_the_metric_has_no_column(self) -> None:
        both = {"word_f1": sure(0.5), "rouge_5": sure(0.4)}
        more = board(tool("t", scores=both), corpus="more", pairs=dict.fromkeys(both, Pairs((), (), ())))
        assert over([board(tool("t")), more], None, "rouge_5").metrics == {"more": "rouge_5"}
