"""From predictions and gold to numbers: what counts, what is shown apart, and what is refused."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path

import pytest

from duramen.errors import DataError, UsageError
from duramen_bench import score as score_module
from duramen_bench import timing
from duramen_bench.layout import PageSet, prediction_path, write_page_set
from duramen_bench.metrics import RANKING
from duramen_bench.report import write_report
from duramen_bench.results import CorpusScore, Cost, ToolScore, read_scores
from duramen_bench.score import Rules, own_metric, score_run
from duramen_corpora.predictions import Prediction, Run, write_predictions
from duramen_corpora.schema import Page

Answer = Callable[[Page], Prediction]


def gold(page: Page) -> Prediction:
    return Prediction(page.id, page.text, ms=2.0, peak_mb=60.0)


def noise(page: Page) -> Prediction:
    return Prediction(page.id, f"Home\n\n{page.text}\n\nAll rights reserved {page.id[1:]}", ms=4.0, peak_mb=50.0)


def crash(page: Page) -> Prediction:
    return Prediction(page.id, None, error="crash: signal SIGSEGV")


def empty(page: Page) -> Prediction:
    return Prediction(page.id, None, ms=1.0)


def place(out: Path, pages: list[Page], tools: dict[str, Answer], **run: object) -> None:
    """Write a run directory as `duramen bench run` would."""
    ids = tuple(page.id for page in pages)
    write_page_set(out, PageSet("toy", "r1", ids, len(ids)))
    for name, answer in tools.items():
        fields = {"version": "1.0", "corpus": "toy", "revision": "r1", "machine": "m", **run}
        origin = Run(name, **fields)  # type: ignore[arg-type]
        write_predictions(prediction_path(out, "toy", name), origin, [answer(page) for page in pages])


def score(out: Path, pages: list[Page], also: list[Path] | None = None) -> CorpusScore:
    return score_run(out, "toy", pages, also or [], Rules(resamples=50))


def row(found: CorpusScore, name: str) -> ToolScore:
    return next(tool for tool in found.tools if tool.tool == name)


class TestSnippetsAlone:
    def test_an_oracle_of_an_earlier_run_has_no_row_and_a_reason(
        self, make_page: Callable[..., Page], tmp_path: Path
    ) -> None:
        pages = [make_page(i, text=None, blocks=(), with_=("gold",), without=("rights",)) for i in range(6)]
        place(tmp_path, pages, {"oracle": empty, "nothing": empty, "a": lambda page: Prediction(page.id, "gold")})
        found = score_run(tmp_path, "toy", pages, rules=Rules("snippet_f1", resamples=50))
        assert {tool.tool for tool in found.tools} == {"nothing", "a"}
        assert "no page here has one" in found.left_out["oracle"]
        assert read_scores(tmp_path / "scores" / "toy.json").left_out == found.left_out
        page = write_report([tmp_path], tmp_path)
        markdown, table, everything = (
            page.with_suffix(ending).read_text("utf-8") for ending in (".md", ".csv", ".json")
        )
        assert "- not run: oracle (it is the best choice of blocks by the gold text" in markdown
        assert "Not run: oracle (it is the best" in page.read_text("utf-8")
        assert "oracle" not in table
        assert [board["left_out"] for board in json.loads(everything)] == [found.left_out]

    def test_it_is_there_where_any_page_has_a_gold_text(self, make_page: Callable[..., Page], tmp_path: Path) -> None:
        pages = [make_page(i, **({} if i else {"text": None, "blocks": (), "with_": ("gold",)})) for i in range(6)]
        place(tmp_path, pages, {"oracle": gold})
        assert row(score(tmp_path, pages), "oracle").kind == "ceiling"


class TestScores:
    def test_the_gold_scores_one_and_the_rest_less(self, toy_pages: list[Page], tmp_path: Path) -> None:
        place(tmp_path, toy_pages, {"perfect": gold, "noisy": noise})
        found = score(tmp_path, toy_pages)
        assert [tool.tool for tool in found.tools] == ["perfect", "noisy"]
        assert (found.pages, found.hosts, found.page_types) == (6, 3, {"article": 3, "forum": 3})
        perfect, noisy = found.tools
        assert perfect.scores["word_f1"].value == perfect.scores["shingle_accuracy"].value == 1.0
        assert (perfect.ranks["word_f1"], noisy.ranks["word_f1"]) == (1, 1)  # three hosts are no proof
        assert noisy.scores["word_recall"].value == 1.0
        assert noisy.scores["word_precision"].value == pytest.approx(11 / 16)
        assert "word_f1" not in perfect.behind
        assert noisy.behind["word_f1"].high < 0
        assert noisy.by_type["word_f1"]["forum"].value == pytest.approx(22 / 27)

    def test_noise_leaked_is_a_share_of_each_roles_words(self, toy_pages: list[Page], tmp_path: Path) -> None:
        place(tmp_path, toy_pages, {"perfect": gold, "noisy": noise})
        found = score(tmp_path, toy_pages)
        assert found.role_words["footer"] == 24
        assert row(found, "perfect").roles["footer"].value == 0.0
        assert row(found, "noisy").roles["footer"].value == 1.0
        assert row(found, "noisy").roles["content"].value == 1.0
        assert "comment" not in row(found, "noisy").roles

    def test_the_same_files_give_the_same_numbers(self, toy_pages: list[Page], tmp_path: Path) -> None:
        place(tmp_path, toy_pages, {"perfect": gold, "noisy": noise, "crashes": crash})
        assert repr(score(tmp_path, toy_pages).tools) == repr(score(tmp_path, toy_pages).tools)  # NaN is not itself

    def test_what_is_written_is_what_was_found(self, toy_pages: list[Page], tmp_path: Path) -> None:
        place(tmp_path, toy_pages, {"perfect": gold, "crashes": crash})
        found = score(tmp_path, toy_pages)
        again = read_scores(tmp_path / "scores" / "toy.json")
        assert again.tools[0] == found.tools[0]
        assert math.isnan(again.tools[1].scores["shingle_precision"].value)

    def test_the_page_table_holds_no_text(self, toy_pages: list[Page], tmp_path: Path) -> None:
        import pyarrow.parquet as pq

        place(tmp_path, toy_pages, {"perfect": gold, "crashes": crash})
        score(tmp_path, toy_pages)
        table = pq.read_table(tmp_path / "scores" / "toy.parquet")
        assert table.num_rows == 12
        assert {"tool", "id", "host", "word_f1", "failure", "ms"} <= set(table.column_names)
        assert not {"text", "html"} & set(table.column_names)


class TestFailures:
    def test_a_failure_is_a_miss_and_is_counted(self, toy_pages: list[Page], tmp_path: Path) -> None:
        place(tmp_path, toy_pages, {"crashes": crash, "empty": empty})
        found = score(tmp_path, toy_pages)
        crashed, silent = row(found, "crashes"), row(found, "empty")
        assert crashed.failures == {"crash": 6}
        assert crashed.first_error == "crash: signal SIGSEGV"
        assert crashed.empties == 0
        assert crashed.scores["word_f1"].value == 0.0
        assert (silent.failures, silent.empties, silent.empties_right) == ({}, 6, 0)

    def test_a_failure_on_a_page_with_nothing_is_still_a_miss(
        self, make_page: Callable[..., Page], tmp_path: Path
    ) -> None:
        pages = [make_page(i, text="") for i in range(2)]
        place(tmp_path, pages, {"crashes": crash, "empty": empty})
        found = score(tmp_path, pages)
        assert row(found, "crashes").scores["word_f1"].value == 0.0
        assert row(found, "empty").scores["word_f1"].value == 1.0
        assert row(found, "empty").empties_right == 2

    def test_pages_without_gold_are_left_out_and_counted(self, make_page: Callable[..., Page], tmp_path: Path) -> None:
        pages = [make_page(0), make_page(1, text=None, blocks=())]
        place(tmp_path, pages, {"perfect": gold})
        found = score(tmp_path, pages)
        assert (found.pages, found.without_gold) == (1, 1)


class TestShownApart:
    def test_a_tool_that_saw_the_corpus_has_no_rank(self, toy_pages: list[Page], tmp_path: Path) -> None:
        place(tmp_path, toy_pages, {"noisy": noise, "nothing": empty, "lxml-parse": empty})
        options = {"bench.trained_on": json.dumps({"toy": "its own paper"})}
        place(tmp_path, toy_pages, {"learned": gold}, options=options)
        found = score(tmp_path, toy_pages)
        assert (row(found, "learned").ranks, row(found, "learned").trained_on) == ({}, "its own paper")
        assert row(found, "noisy").ranks["word_f1"] == 1
        assert row(found, "nothing").ranks == {}
        assert row(found, "lxml-parse").ranks == {}

    def test_files_from_elsewhere_are_scored_like_the_others(self, toy_pages: list[Page], tmp_path: Path) -> None:
        place(tmp_path, toy_pages, {"noisy": noise})
        file = tmp_path / "elsewhere.parquet"
        origin = Run("duramen (5-fold)", "0.1", "toy", "r1")
        write_predictions(file, origin, [gold(page) for page in [*toy_pages[::-1]]])
        assert row(score(tmp_path, toy_pages, [file]), "duramen (5-fold)").kind == "ours"


class TestRanking:
    def test_a_corpus_is_ranked_by_the_metric_that_it_was_published_with(
        self, make_page: Callable[..., Page], tmp_path: Path
    ) -> None:
        pages = [make_page(i, corpus="scrapinghub") for i in range(4)]
        write_page_set(tmp_path, PageSet("scrapinghub", "r1", tuple(page.id for page in pages), 4))
        origin = Run("perfect", "1", "scrapinghub", "r1")
        write_predictions(prediction_path(tmp_path, "scrapinghub", "perfect"), origin, [gold(page) for page in pages])
        assert score_run(tmp_path, "scrapinghub", pages, rules=Rules(resamples=50)).metric == "shingle_f1"
        assert score_run(tmp_path, "scrapinghub", pages, rules=Rules("word_f1", 50)).metric == "word_f1"
        assert own_metric("nobody knows it") == "word_f1"

    def test_every_metric_that_ranks_has_its_ranks_pairs_and_groups(
        self, toy_pages: list[Page], tmp_path: Path
    ) -> None:
        place(tmp_path, toy_pages, {"perfect": gold, "noisy": noise, "crashes": crash, "nothing": empty})
        score(tmp_path, toy_pages)
        found = read_scores(tmp_path / "scores" / "toy.json")
        here = {name for name in RANKING if name != "snippet_f1"}  # the toy pages have no snippets
        assert set(found.pairs) == set(found.power) == set(found.stability) == here
        for name in here:
            assert found.pairs[name].tools == ("perfect", "noisy", "crashes")
            assert [len(line) for line in found.pairs[name].p] == [2, 1, 0]
            assert found.pairs[name].difference[0][1] == pytest.approx(1.0)
            assert set(found.stability[name]) == here - {name}
            assert row(found, "noisy").median[name] == pytest.approx(row(found, "noisy").scores[name].value, abs=0.1)
            assert set(row(found, "noisy").by_type[name]) == {"article", "forum"}
            assert row(found, "nothing").behind == {}
        assert found.stability["word_f1"]["shingle_f1"] == 1.0

    def test_one_tool_alone_is_first(self, toy_pages: list[Page], tmp_path: Path) -> None:
        place(tmp_path, toy_pages, {"perfect": gold})
        found = score(tmp_path, toy_pages)
        assert row(found, "perfect").ranks["word_f1"] == 1
        assert math.isnan(found.power["word_f1"])

    def test_a_table_of_many_tools_stays_small(self, make_page: Callable[..., Page], tmp_path: Path) -> None:
        pages = [make_page(i, page_type=f"type{i % 7}", language=f"l{i % 8}") for i in range(30)]
        place(tmp_path, pages, {f"tool-{i:02}": (gold if i % 2 else noise) for i in range(37)})
        score(tmp_path, pages)
        assert (tmp_path / "scores" / "toy.json").stat().st_size < 400_000

    def test_less_noise_ranks_first(self, make_page: Callable[..., Page], tmp_path: Path) -> None:
        pages = [make_page(i, host=f"h{i}.example") for i in range(12)]
        place(tmp_path, pages, {"perfect": gold, "noisy": noise})
        found = score_run(tmp_path, "toy", pages, rules=Rules("noise_leaked", 50))
        assert [(t.tool, t.ranks["noise_leaked"]) for t in found.tools] == [("perfect", 1), ("noisy", 2)]
        assert row(found, "noisy").scores["noise_leaked"].value == 1.0

    def test_noise_needs_roles(self, make_page: Callable[..., Page], tmp_path: Path) -> None:
        pages = [make_page(0, blocks=())]
        place(tmp_path, pages, {"perfect": gold})
        assert "noise_leaked" not in score(tmp_path, pages).tools[0].scores
        with pytest.raises(
            UsageError, match=r"toy cannot be ranked by noise_leaked: it has nothing to count .* one of: word_f1"
        ):
            score_run(tmp_path, "toy", pages, rules=Rules("noise_leaked", 50))


class TestRefused:
    def test_a_missing_page_is_an_error_that_names_it(self, toy_pages: list[Page], tmp_path: Path) -> None:
        place(tmp_path, toy_pages, {"perfect": gold})
        path = prediction_path(tmp_path, "toy", "partial")
        write_predictions(path, Run("partial", "1", "toy", "r1"), [gold(page) for page in toy_pages[1:]])
        with pytest.raises(DataError, match="lacks 1 of 6 pages, the first is p0"):
            score(tmp_path, toy_pages)

    def test_a_half_written_file(self, toy_pages: list[Page], tmp_path: Path) -> None:
        place(tmp_path, toy_pages, {"perfect": gold})
        path = prediction_path(tmp_path, "toy", "perfect")
        path.write_bytes(path.read_bytes()[:200])
        with pytest.raises(DataError, match="is no whole predictions file") as caught:
            score(tmp_path, toy_pages)
        assert caught.value.exit_code == 1

    def test_predictions_of_another_corpus(self, toy_pages: list[Page], tmp_path: Path) -> None:
        place(tmp_path, toy_pages, {"perfect": gold}, corpus="other")
        with pytest.raises(DataError, match="is over other, not toy"):
            score(tmp_path, toy_pages)

    def test_two_files_of_one_name(self, toy_pages: list[Page], tmp_path: Path) -> None:
        place(tmp_path, toy_pages, {"perfect": gold})
        copy = tmp_path / "copy.parquet"
        copy.write_bytes(prediction_path(tmp_path, "toy", "perfect").read_bytes())
        with pytest.raises(UsageError, match="predictions of 'perfect' already"):
            score(tmp_path, toy_pages, [copy])

    def test_pages_that_the_corpus_does_not_have(self, toy_pages: list[Page], tmp_path: Path) -> None:
        place(tmp_path, toy_pages, {"perfect": gold})
        with pytest.raises(DataError, match="toy has no page p5"):
            score(tmp_path, toy_pages[:5])

    def test_nothing_to_score(self, toy_pages: list[Page], tmp_path: Path) -> None:
        place(tmp_path, toy_pages, {})
        with pytest.raises(UsageError, match="no predictions to score"):
            score(tmp_path, toy_pages)

    def test_half_written_scores(self, toy_pages: list[Page], tmp_path: Path) -> None:
        place(tmp_path, toy_pages, {"perfect": gold})
        score(tmp_path, toy_pages)
        path = tmp_path / "scores" / "toy.json"
        path.write_text(path.read_text()[:300])
        with pytest.raises(DataError, match="is no whole scores file"):
            read_scores(path)


def test_times_are_those_of_a_timing_run_and_of_no_other(
    toy_pages: list[Page], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place(tmp_path, toy_pages, {"perfect": gold, "noisy": noise})
    cost = timing.Timing(Run("perfect", "1.0", "toy", "r1"), 6, 0.5, 0.9, 0.6, 2000.0, None, None, 20.0, 30.0, None)
    monkeypatch.setattr(score_module, "read_timings", lambda run_dir, corpus: {"perfect": cost})
    found = score(tmp_path, toy_pages)
    perfect, noisy = row(found, "perfect"), row(found, "noisy")
    assert perfect.timing == Cost(0.5, 0.9, 6, None)
    assert (perfect.peak_mb, perfect.baseline_mb) == (30.0, 20.0)
    assert noisy.timing is None
