"""`duramen bench compare`: who is ahead, by how much, whether that is real, and on which pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from duramen.errors import DataError, UsageError
from duramen_bench import layout
from duramen_bench.cli import app
from duramen_bench.comparison import Comparison, compare_tools
from duramen_bench.layout import PageSet, prediction_path, write_page_set
from duramen_bench.score import Rules, score_run
from duramen_corpora.predictions import Prediction, Run, write_predictions
from duramen_corpora.schema import Page

Call = Callable[..., str]

Answer = Callable[[Page], Prediction]


def gold(page: Page) -> Prediction:
    return Prediction(page.id, page.text, ms=2.0)


def noise(page: Page) -> Prediction:
    return Prediction(page.id, f"Home\n\n{page.text}\n\nAll rights reserved {page.id[1:]}", ms=4.0)


def mixed(page: Page) -> Prediction:
    """Nothing on p0, a crash on p1, half of it on p2, all of it elsewhere."""
    answers = {"p0": None, "p2": "The gold of page 2"}
    if page.id == "p1":
        return Prediction(page.id, None, error="timeout: no answer in 30 s")
    return Prediction(page.id, answers.get(page.id, page.text), ms=3.0)


def place(out: Path, pages: list[Page], tools: dict[str, Answer], corpus: str = "toy", **run: object) -> None:
    """Write a run directory as `duramen bench run` would."""
    ids = tuple(page.id for page in pages)
    write_page_set(out, PageSet(corpus, "r1", ids, len(ids)))
    for name, answer in tools.items():
        fields = {"version": "1.0", "corpus": corpus, "revision": "r1", "machine": "m", **run}
        origin = Run(name, **fields)  # type: ignore[arg-type]
        write_predictions(prediction_path(out, corpus, name), origin, [answer(page) for page in pages])


@pytest.fixture
def scored(toy_pages: list[Page], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A run directory with the scores of three tools."""
    place(tmp_path, toy_pages, {"perfect": gold, "noisy": noise, "mixed": mixed})
    score_run(tmp_path, "toy", toy_pages, (), Rules("word_f1", 200))
    monkeypatch.setattr(layout, "read_corpus", lambda name, source: toy_pages)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


def compared(out: Path, first: str, second: str, metric: str | None = None) -> Comparison:
    return compare_tools(out, "toy", first, second, metric)


class TestComparison:
    def test_it_is_what_the_board_says(self, scored: Path) -> None:
        found = compared(scored, "perfect", "noisy")
        board = json.loads((scored / "scores" / "toy.json").read_text())
        scores = {row["tool"]: row["scores"]["word_f1"] for row in board["tools"]}
        assert found.first.score.value == scores["perfect"][0] == 1.0
        assert found.second.score.low == pytest.approx(scores["noisy"][1], abs=1e-5)
        assert found.difference.value == pytest.approx(1 - scores["noisy"][0], abs=1e-5)
        assert found.difference.low > 0
        assert (found.hosts, found.corrected, found.seed) == (3, 3, 0)
        assert (found.wins, found.ties, found.losses, found.no_score) == (6, 0, 0, 0)

    def test_the_other_way_round_all_signs_are(self, scored: Path) -> None:
        one, other = compared(scored, "mixed", "noisy"), compared(scored, "noisy", "mixed")
        assert one.difference.value == -other.difference.value
        assert one.difference.low == pytest.approx(-other.difference.high)
        assert (one.p, one.wins, one.losses) == (other.p, other.losses, other.wins)
        assert {page.id: page.lead for page in one.pages} == {page.id: -page.lead for page in other.pages}

    def test_failures_and_empties_are_told_apart(self, scored: Path) -> None:
        found = compared(scored, "mixed", "perfect")
        assert (found.first.failures, found.first.empties) == ({"timeout": 1}, 1)
        assert (found.wins, found.ties, found.losses) == (0, 3, 3)
        assert {page.id for page in found.pages if page.lead < 0} == {"p0", "p1", "p2"}

    def test_groups_are_compared_apart(self, scored: Path) -> None:
        article, forum = compared(scored, "perfect", "mixed").by_type
        assert (article.name, article.pages, forum.name) == ("article", 3, "forum")
        assert article.difference.value == pytest.approx(1 / 3)
        assert [group.name for group in compared(scored, "perfect", "mixed").by_language] == ["en"]

    def test_of_less_noise_is_more(self, scored: Path) -> None:
        found = compared(scored, "perfect", "noisy", "noise_leaked")
        assert found.difference.value == -1.0
        assert (found.wins, found.losses, found.higher_is_better) == (6, 0, False)
        assert found.corrected == 0  # no board is ranked by it

    def test_an_empty_answer_loses_by_shingles_as_well(self, scored: Path) -> None:
        found = compared(scored, "perfect", "mixed", "shingle_f1")
        assert found.pages[0].second == 0.0
        assert found.no_score == 0

    def test_a_tool_that_saw_the_corpus_is_compared_without_correction(
        self, scored: Path, toy_pages: list[Page]
    ) -> None:
        options = {"bench.trained_on": json.dumps({"toy": "its own paper"})}
        place(scored, toy_pages, {"learned": noise}, options=options)
        score_run(scored, "toy", toy_pages, (), Rules("word_f1", 200))
        found = compared(scored, "learned", "perfect")
        assert (found.corrected, found.first.trained_on) == (0, "its own paper")
        assert 0 <= found.p < 1


class TestCommand:
    def test_it_says_who_where_and_with_which_words(self, scored: Path, call: Call) -> None:
        shown = call("compare", "perfect", "noisy", "--out", str(scored))
        assert "toy: perfect and noisy by word_f1 (higher is better)" in shown
        assert "perfect better on 6 pages, noisy on 0, equal on 0." in shown
        assert "corrected over 3 pairs (Holm)" in shown
        assert "page type" in shown
        assert "language" not in shown  # there is one
        assert "+5  Home" in shown
        assert "noisy further ahead" not in shown

    def test_a_failure_is_said_with_its_page(self, scored: Path, call: Call) -> None:
        shown = call("compare", "mixed", "perfect", "--out", str(scored))
        assert "failed  timeout: no answer in 30 s" in shown
        assert "1 timeout" in shown
        assert "-11  The gold of page 0" in shown

    @pytest.mark.parametrize("columns", [40, 60, 200])
    def test_lines_fit_the_terminal(
        self, scored: Path, columns: int, monkeypatch: pytest.MonkeyPatch, call: Call
    ) -> None:
        monkeypatch.setenv("COLUMNS", str(columns))
        lines = call("compare", "mixed", "noisy", "--out", str(scored)).splitlines()
        assert max(map(len, lines)) < max(columns, 58)  # a lead, two scores and twenty columns of text

    def test_json_has_all_of_it(self, scored: Path, call: Call) -> None:
        [facts] = json.loads(call("compare", "mixed", "noisy", "--out", str(scored), "--json", "--pages", "1"))
        assert (facts["corpus"], facts["metric"], len(facts["pages"])) == ("toy", "word_f1", 6)
        ahead, behind = facts["pages"][0], facts["pages"][-1]
        assert ahead["answers"]["mixed"] == {}
        assert ahead["answers"]["noisy"]["extra"] == {"words": 5, "first": "Home"}
        assert behind["lead"] < 0
        assert "answers" not in facts["pages"][1]

    def test_without_pages_no_text_is_read(self, scored: Path, monkeypatch: pytest.MonkeyPatch, call: Call) -> None:
        monkeypatch.setattr(layout, "read_corpus", lambda name, source: pytest.fail("read"))
        assert "further ahead" not in call("compare", "perfect", "noisy", "--out", str(scored), "--pages", "0")

    def test_where_texts_are_not_at_hand_the_scores_still_are(
        self, scored: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def away(name: str, source: str | None) -> list[Page]:
            raise UsageError("toy is not at hand")

        monkeypatch.setattr(layout, "read_corpus", away)
        result = CliRunner().invoke(app, ["compare", "perfect", "noisy", "--out", str(scored)])
        assert result.exit_code == 0
        assert "perfect further ahead" in result.stdout
        assert "no texts of toy at hand" in result.stderr

    def test_every_corpus_with_both_is_compared_and_the_others_are_named(
        self, scored: Path, toy_pages: list[Page]
    ) -> None:
        place(scored, toy_pages, {"perfect": gold}, corpus="other")
        score_run(scored, "other", toy_pages, (), Rules("word_f1", 20))
        result = CliRunner().invoke(app, ["compare", "perfect", "noisy", "--out", str(scored)])
        assert result.exit_code == 0
        assert "left out: other" in result.stderr
        assert "toy: " in result.stdout

    def test_identical_tools_differ_in_nothing(self, scored: Path, toy_pages: list[Page], call: Call) -> None:
        place(scored, toy_pages, {"twin": gold})
        score_run(scored, "toy", toy_pages, (), Rules("word_f1", 20))
        shown = call("compare", "perfect", "twin", "--out", str(scored))
        assert "equal on 6" in shown
        assert "p = 1" in shown
        assert "further ahead" not in shown


class TestErrors:
    def test_a_misspelt_tool(self, scored: Path, call: Call) -> None:
        with pytest.raises(UsageError, match="Did you mean perfect"):
            call("compare", "perfct", "noisy", "--out", str(scored))

    def test_a_tool_and_itself(self, scored: Path, call: Call) -> None:
        with pytest.raises(UsageError, match="does not differ from itself"):
            call("compare", "noisy", "noisy", "--out", str(scored))

    def test_a_misspelt_corpus(self, scored: Path, call: Call) -> None:
        with pytest.raises(UsageError, match="Did you mean toy"):
            call("compare", "perfect", "noisy", "--out", str(scored), "--corpus", "tooy")

    def test_a_misspelt_metric(self, scored: Path, call: Call) -> None:
        with pytest.raises(UsageError, match="Did you mean word_f1"):
            call("compare", "perfect", "noisy", "--out", str(scored), "--metric", "wordf1")

    def test_a_metric_that_the_corpus_has_not(self, scored: Path, call: Call) -> None:
        with pytest.raises(UsageError, match="toy has no snippet_f1 of 'perfect'"):
            call("compare", "perfect", "noisy", "--out", str(scored), "--metric", "snippet_f1")

    def test_nothing_scored(self, tmp_path: Path, call: Call) -> None:
        with pytest.raises(UsageError, match="Type: duramen bench score"):
            call("compare", "perfect", "noisy", "--out", str(tmp_path))

    def test_run_but_not_scored(self, scored: Path, toy_pages: list[Page], call: Call) -> None:
        place(scored, toy_pages, {"new": gold})
        with pytest.raises(UsageError, match="'new' was run on toy and not scored yet"):
            call("compare", "perfect", "new", "--out", str(scored))
        place(scored, toy_pages, {"new": gold}, corpus="other")
        with pytest.raises(UsageError, match="other was run and not scored yet"):
            call("compare", "perfect", "new", "--out", str(scored), "--corpus", "other")

    def test_a_half_written_page_table(self, scored: Path, call: Call) -> None:
        path = scored / "scores" / "toy.parquet"
        path.write_bytes(path.read_bytes()[:-40])
        with pytest.raises(DataError, match="is no whole page table"):
            call("compare", "perfect", "noisy", "--out", str(scored))

    def test_half_written_scores(self, scored: Path, call: Call) -> None:
        path = scored / "scores" / "toy.json"
        path.write_text(path.read_text()[:200])
        with pytest.raises(DataError, match="is no whole scores file"):
            call("compare", "perfect", "noisy", "--out", str(scored))
