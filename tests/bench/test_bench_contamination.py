"""What a tool has met before is said: by corpus, by host, and where nobody knows."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from duramen.errors import UsageError
from duramen_bench import contamination
from duramen_bench.contamination import declared, hosts_met, trained_hosts, trained_on
from duramen_bench.layout import PageSet, prediction_path, write_page_set
from duramen_bench.registry import all_tools, find_tool
from duramen_bench.results import ToolScore, read_scores
from duramen_bench.score import Rules, score_run
from duramen_bench.tool import Tool
from duramen_corpora.hosts import KnownHosts, known_hosts
from duramen_corpora.predictions import Prediction, Run, write_predictions
from duramen_corpora.registry import CORPORA
from duramen_corpora.schema import Page


def run(tool: str = "stranger", **options: object) -> Run:
    return Run(tool, "1.0", "toy", "r1", {f"bench.{name}": json.dumps(value) for name, value in options.items()})


class TestDeclarations:
    def test_every_declared_corpus_exists_and_says_who_says_so(self) -> None:
        for tool in all_tools().values():
            for corpus, source in tool.trained_on.items():
                assert corpus in CORPORA, f"{tool.name} declares {corpus}"
                assert len(source) > 20, f"{tool.name}: {source}"

    def test_what_is_found_out_later_holds_for_runs_of_before(self) -> None:
        assert "scrapinghub" in trained_on(run("newspaper4k", trained_on={}))
        assert trained_on(run("newspaper4k", trained_on={"scrapinghub": "itself"}))["scrapinghub"] == "itself"
        assert trained_on(run()) == {}

    def test_a_port_inherits_and_adds(self) -> None:
        options = declared(["mozilla-readability=its README"], find_tool("trafilatura"))
        assert set(json.loads(options["bench.trained_on"])) == {"trafilatura", "mozilla-readability"}
        assert options["bench.kind"] == "rival"
        assert declared([]) == {"bench.trained_on": "{}"}

    def test_a_claim_needs_a_source_and_a_corpus(self) -> None:
        with pytest.raises(UsageError, match="does not say where that is known from"):
            declared(["wcxb"])
        with pytest.raises(UsageError, match="wcxb"):
            declared(["wcbx=a paper"])


class TestHosts:
    def test_hosts_are_those_of_the_corpora_together(self) -> None:
        met = hosts_met(run(trained_on={"wcxb": "x", "scrapinghub": "y"}))
        wcxb, scrapinghub = known_hosts("wcxb"), known_hosts("scrapinghub")
        assert wcxb is not None
        assert scrapinghub is not None
        assert met.hosts == wcxb.hosts | scrapinghub.hosts
        assert met.unknown == ()

    def test_what_nobody_knows_is_named(self) -> None:
        assert hosts_met(run(trained_on={"canola": "x", "mozilla-readability": "y"})).unknown == (
            "canola",
            "mozilla-readability",
        )

    def test_weights_know_better(self) -> None:
        met = hosts_met(run(trained_on={"folder": "x"}, trained_hosts={"folder": ["a.example"]}))
        assert (met.hosts, met.unknown) == (frozenset({"a.example"}), ())

    def test_shipped_weights_saw_what_is_listed(self) -> None:
        assert trained_hosts(find_tool("duramen"), ["abc7ny.com"]) == {}
        assert trained_hosts(find_tool("trafilatura"), ["abc7ny.com"]) == {}

    def test_weights_of_another_corpus_tell_their_hosts_of_this_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        told = {"folder": ["a.example", "b.example"], "wcxb": ["abc7ny.com"]}
        monkeypatch.setattr(contamination, "resolve", lambda target: lambda **options: told)
        tool = Tool("mine", "Mine", "", trained_hosts_probe="somewhere:hosts")
        here = ["b.example", "c.example", "abc7ny.com"]
        assert trained_hosts(tool, here) == {"folder": ["b.example"], "wcxb": ["abc7ny.com"]}


class TestScores:
    @pytest.fixture
    def scored(self, tmp_path: Path, toy_pages: list[Page], monkeypatch: pytest.MonkeyPatch) -> dict[str, ToolScore]:
        """Scores of a tool that met one host of three, and is right there alone; of one that met all; of two more."""
        kept = {"elsewhere": KnownHosts("", 9, 0, frozenset({"host1.example"}))}
        kept["toy"] = KnownHosts("", 6, 0, frozenset(page.host for page in toy_pages))
        monkeypatch.setattr(contamination, "known_hosts", kept.get)
        write_page_set(tmp_path, PageSet("toy", "r1", tuple(page.id for page in toy_pages), len(toy_pages)))
        answer: Callable[[Page], str | None] = lambda page: page.text if page.host == "host1.example" else None  # noqa: E731
        for name, corpora in {"learned": ["elsewhere"], "own": ["toy"], "stranger": [], "vague": ["canola"]}.items():
            origin = run(name, trained_on=dict.fromkeys(corpora, "its README"))
            predictions = [Prediction(page.id, answer(page)) for page in toy_pages]
            write_predictions(prediction_path(tmp_path, "toy", name), origin, predictions)
        score_run(tmp_path, "toy", toy_pages, rules=Rules(resamples=50))
        return {row.tool: row for row in read_scores(tmp_path / "scores" / "toy.json").tools}

    def test_seen_and_unseen_hosts_are_scored_apart(self, scored: dict[str, ToolScore]) -> None:
        row = scored["learned"]
        assert (row.seen_hosts, row.seen_pages) == (1, 2)
        assert row.seen["word_f1"].value == 1.0
        assert row.unseen["word_f1"].value == 0.0
        assert row.scores["word_f1"].value == pytest.approx(1 / 3, abs=1e-5)
        assert row.ranks

    def test_who_met_all_or_none_has_one_score(self, scored: dict[str, ToolScore]) -> None:
        assert (scored["own"].seen_hosts, scored["own"].seen, scored["own"].ranks) == (3, {}, {})
        assert (scored["stranger"].seen_hosts, scored["stranger"].unseen) == (0, {})

    def test_what_is_unknown_is_said(self, scored: dict[str, ToolScore]) -> None:
        assert scored["vague"].hosts_unknown == ("canola",)
        assert scored["learned"].hosts_unknown == ()


def test_the_same_pages_with_another_gold_are_seen_as_well() -> None:
    run = Run("t", "1", "toy", "r1", {"bench.trained_on": json.dumps({"mozilla-readability": "its card"})})
    assert trained_on(run)["readability-wceb"] == "its pages are those of mozilla-readability: its card"
    assert "wcxb" not in trained_on(run)
