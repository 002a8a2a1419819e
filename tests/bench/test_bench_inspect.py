"""`duramen bench inspect`: a page of a run, or a file through the tools here and now."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from duramen.errors import DataError, UsageError
from duramen_bench import layout
from duramen_bench.cli import app, inspected
from duramen_bench.inspection import agreement
from duramen_bench.layout import PageSet, prediction_path, write_page_set
from duramen_corpora.predictions import Prediction, Run, write_predictions
from duramen_corpora.schema import Page

Call = Callable[..., str]
PlacePages = Callable[..., Path]

MakePage = Callable[..., Page]
GOLD = "The gold of page 1 is a sentence of its own."
ANSWERS = {
    "perfect": GOLD,
    "noisy": f"Home\n\n{GOLD}\n\nAll rights reserved 1",
    "short": "The gold of page 1 is a sentence",
}


def place(out: Path, pages: Sequence[Page], answers: dict[str, str | None], corpus: str = "toy") -> None:
    """Write a run directory in which each tool gives its one answer to every page; "!" is a failure."""
    ids = tuple(page.id for page in pages)
    write_page_set(out, PageSet(corpus, "r1", ids, len(ids)))
    for tool, text in answers.items():
        error = "crash: signal SIGSEGV" if text == "!" else None
        rows = [Prediction(name, None if error else text, error=error) for name in ids]
        write_predictions(prediction_path(out, corpus, tool), Run(tool, "1", corpus, "r1"), rows)


@pytest.fixture
def place_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Write a run over pages, which then are what every corpus holds."""
    monkeypatch.setenv("COLUMNS", "80")

    def placed(pages: Sequence[Page], answers: dict[str, str | None]) -> Path:
        place(tmp_path, pages, answers)
        monkeypatch.setattr(layout, "read_corpus", lambda name, source: pages)
        return tmp_path

    return placed


@pytest.fixture
def ran(make_page: MakePage, place_pages: PlacePages) -> Path:
    """A run of four tools over six pages."""
    return place_pages([make_page(number) for number in range(6)], {**ANSWERS, "crashes": "!"})


class TestPages:
    def test_gold_answers_scores_and_blocks(self, ran: Path, call: Call) -> None:
        shown = call("inspect", "p1", "--out", str(ran))
        assert f"gold, 11 words\n{GOLD}\n" in shown
        assert f"noisy, 0 words missing, 5 extra\n{{+Home+}}\n\n{GOLD}\n\n{{+All rights reserved 1+}}\n" in shown
        assert "short, 3 words missing, 0 extra\nThe gold of page 1 is a sentence [-of its own.-]\n" in shown
        assert "crashes failed: crash: signal SIGSEGV" in shown
        assert "from left to right: gold, crashes, noisy, perfect, short" in " ".join(shown.split())
        assert "  ● ○●●●  main        The gold of page 1" in shown
        assert "  ○ ○●○○  navigation  Home" in shown
        [row] = [line for line in shown.splitlines() if "word_f1" in line]
        assert row.split() == ["word_f1", "0.000", "0.815", "1.000", "0.842"]

    def test_only_the_tools_that_are_named_in_that_order(self, ran: Path, call: Call) -> None:
        shown = call("inspect", "p1", "--out", str(ran), "--tools", "short,noisy")
        assert shown.index("short, 3 words") < shown.index("noisy, 0 words")
        assert "perfect" not in shown

    def test_many_answers_are_written_out_when_they_are_named(self, ran: Path, make_page: MakePage, call: Call) -> None:
        place(ran, [make_page(number) for number in range(6)], {"fifth": GOLD})
        result = CliRunner().invoke(app, ["inspect", "p1", "--out", str(ran)])
        assert "words missing" not in result.stdout
        assert "5 answers: name some with --tools" in result.stderr
        assert "words missing" in call("inspect", "p1", "--out", str(ran), "--full")

    def test_the_start_of_an_id_is_enough_where_no_other_starts_so(
        self, make_page: MakePage, place_pages: PlacePages, call: Call
    ) -> None:
        out = str(place_pages([make_page(1, id=name) for name in ("abcd", "abce", "abcef", "x")], ANSWERS))
        assert call("inspect", "abcd", "--out", out).startswith("abcd\n")
        assert call("inspect", "abce", "--out", out).startswith("abce\n")
        with pytest.raises(UsageError, match="there are 3 pages that 'ab' may mean"):
            call("inspect", "ab", "--out", out)

    def test_one_id_in_two_corpora(self, ran: Path, make_page: MakePage, call: Call) -> None:
        place(ran, [make_page(1)], ANSWERS, corpus="other")
        with pytest.raises(UsageError, match="--corpus other p1, --corpus toy p1"):
            call("inspect", "p1", "--out", str(ran))
        assert "crashes" not in call("inspect", "p1", "--out", str(ran), "--corpus", "other")

    def test_json_is_the_inspection_with_scores(self, ran: Path, call: Call) -> None:
        found = json.loads(call("inspect", "p1", "--out", str(ran), "--json"))
        assert found["answers"]["noisy"]["ops"][0] == ["+", "Home\n\n"]
        assert found["answers"]["noisy"]["scores"]["noise_leaked"] == 1.0
        assert len(found["blocks"]) == 3

    def test_a_terminal_gets_colours_unless_it_wants_none(self, ran: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(inspected, "coloured", lambda: True)
        arguments = ["inspect", "p1", "--out", str(ran), "--tools", "noisy"]
        shown = CliRunner().invoke(app, arguments, color=True).stdout
        assert "\x1b[" in shown
        assert "{+" not in shown
        monkeypatch.undo()
        monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
        monkeypatch.setenv("NO_COLOR", "1")
        assert not inspected.coloured()

    def test_nothing_in_a_page_steers_the_terminal(
        self, make_page: MakePage, place_pages: PlacePages, call: Call
    ) -> None:
        page = make_page(1, url="http://a.example/\x1b[31m", text="gold \x1b[31m red")
        shown = call("inspect", "p1", "--out", str(place_pages([page], {"t": "\x1b[2J \u202e extra"})))
        assert not any(char in shown for char in "\x1b\u202e")


class TestWithoutGold:
    def test_an_empty_gold(self, make_page: MakePage, place_pages: PlacePages, call: Call) -> None:
        shown = call(
            "inspect", "p1", "--out", str(place_pages([make_page(1, text="")], {"silent": None, "noisy": "Home"}))
        )
        assert "gold, 0 words" in shown
        assert "noisy, 0 words missing, 1 extra\n{+Home+}" in shown
        assert "silent, 0 words missing, 0 extra" in shown

    def test_snippets_alone(self, make_page: MakePage, place_pages: PlacePages, call: Call) -> None:
        page = make_page(1, text=None, blocks=(), with_=("gold of page",), without=("rights",))
        shown = call("inspect", "p1", "--out", str(place_pages([page], ANSWERS)))
        assert "no gold text" in shown
        assert "  ●●●  wanted    gold of page" in shown
        assert "  ●○○  unwanted  rights" in shown
        assert "snippet_f1" in shown
        assert "words missing" not in shown

    def test_who_agrees_with_whom(self) -> None:
        shares = agreement({"a": "one two", "b": "one two", "c": "three"})
        assert shares == {"a": 0.5, "b": 0.5, "c": 0.0}
        assert str(agreement({"alone": "x"})) == "{'alone': nan}"
        assert agreement({}) == {}


class TestFiles:
    def test_a_file_is_run_here_and_now(
        self, toys: Path, make_page: MakePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COLUMNS", "80")
        file = tmp_path / "mine.html"
        file.write_bytes(make_page(1).html)
        tools = "everything,toys:body,toys:raises,toys:surrogate,oracle"
        result = CliRunner().invoke(app, ["inspect", str(file), "--tools", tools, "--out", str(tmp_path / "none")])
        assert result.exit_code == 0, result.output
        assert "oracle: left out" in result.stderr
        assert "no gold text" in result.stdout
        assert "toys:raises failed: exception: ValueError: no such page" in result.stdout
        assert "toys:body, against everything" in result.stdout or "everything, against toys:body" in result.stdout
        assert "The gold of page 1" in result.stdout

    def test_a_tool_that_does_not_exist_is_known_before_anything_runs(self, tmp_path: Path, call: Call) -> None:
        file = tmp_path / "mine.html"
        file.write_text("<p>x")
        with pytest.raises(UsageError, match="Did you mean trafilatura"):
            call("inspect", str(file), "--tools", "trafilatrua", "--out", str(tmp_path / "none"))

    def test_no_tool_that_can_run(self, tmp_path: Path, call: Call) -> None:
        file = tmp_path / "mine.html"
        file.write_text("<p>x")
        with pytest.raises(UsageError, match="no tool could run"):
            call("inspect", str(file), "--tools", "oracle", "--out", str(tmp_path / "none"))

    @pytest.mark.parametrize("html", [b"", b"\x00\xff\xfe", b"<p>" + b"x " * 10])
    def test_what_is_hardly_a_page(self, html: bytes, tmp_path: Path, call: Call) -> None:
        file = tmp_path / "mine.html"
        file.write_bytes(html)
        assert "no gold text" in call("inspect", str(file), "--tools", "nothing", "--out", str(tmp_path / "none"))


class TestHtml:
    def test_a_page_of_a_run(self, ran: Path, tmp_path: Path, call: Call) -> None:
        file = tmp_path / "one.html"
        assert call("inspect", "p1", "--out", str(ran), "--tools", "short,crashes", "--html", str(file)).strip() == str(
            file
        )
        markup = file.read_text("utf-8")
        assert re.findall(r'value="(\w+)" data-score="(.*?)"( checked)?', markup) == [
            ("short", ".842 Word F1", " checked"),
            ("crashes", ".000 Word F1", " checked"),
        ]
        assert markup.count("failed</span>") == 1
        packed = json.loads(re.search(r"data-inspected>(.*?)</script>", markup)[1])  # type: ignore[index]
        assert (packed["gold"], packed["against"], packed["tools"]) == (GOLD, None, ["short", "crashes"])
        assert not re.search(r"url\(|@import|https?://(?!host0)", markup)

    def test_without_a_gold_answers_are_held_against_the_one_that_agrees_best(
        self, make_page: MakePage, place_pages: PlacePages, tmp_path: Path, call: Call
    ) -> None:
        page = make_page(1, text=None, blocks=(), with_=("gold of page",), without=("rights",))
        out = str(place_pages([page], ANSWERS))
        file = tmp_path / "one.html"
        call("inspect", "p1", "--out", out, "--html", str(file))
        markup = file.read_text("utf-8")
        packed = json.loads(re.search(r"data-inspected>(.*?)</script>", markup)[1])  # type: ignore[index]
        assert "no gold text" in markup
        assert packed["against"] == "perfect"
        assert [answer["missing"] for answer in packed["answers"]] == [0, 0, 3]
        assert [block[3] for block in packed["blocks"]] == [None] * len(packed["blocks"])
        assert '<button type="button">Agreement</button>' in markup

    def test_many_answers_begin_with_ours_and_the_best_rival(self, ran: Path, make_page: MakePage, call: Call) -> None:
        place(ran, [make_page(number) for number in range(6)], {"duramen": "page 1", "everything": GOLD})
        file = ran / "one.html"
        call("inspect", "p1", "--out", str(ran), "--html", str(file))
        ticked = re.findall(r'value="(\w+)" data-score="[^"]*" checked', file.read_text("utf-8"))
        assert ticked == ["perfect", "duramen"]


class TestErrors:
    def test_neither_a_page_nor_a_file(self, ran: Path, call: Call) -> None:
        with pytest.raises(UsageError, match=r"'p11' is no page of toy under .*, and no file. Did you mean"):
            call("inspect", "p11", "--out", str(ran))

    def test_no_predictions_at_all(self, tmp_path: Path, call: Call) -> None:
        with pytest.raises(UsageError, match="'p1' is no file, and there are no predictions"):
            call("inspect", "p1", "--out", str(tmp_path))

    def test_an_unknown_tool(self, ran: Path, call: Call) -> None:
        with pytest.raises(UsageError, match="Did you mean noisy"):
            call("inspect", "p1", "--out", str(ran), "--tools", "noisi")

    def test_an_unknown_corpus(self, ran: Path, call: Call) -> None:
        with pytest.raises(UsageError, match="Did you mean toy"):
            call("inspect", "p1", "--out", str(ran), "--corpus", "tooy")

    def test_a_run_without_predictions_yet(self, make_page: MakePage, place_pages: PlacePages, call: Call) -> None:
        with pytest.raises(UsageError, match="no predictions for toy"):
            call("inspect", "p1", "--out", str(place_pages([make_page(1)], {})))

    def test_a_half_written_predictions_file(self, ran: Path, call: Call) -> None:
        path = prediction_path(ran, "toy", "noisy")
        path.write_bytes(path.read_bytes()[:-50])
        with pytest.raises(DataError, match="is no whole predictions file"):
            call("inspect", "p1", "--out", str(ran))

    def test_a_page_that_the_corpus_has_no_more(self, ran: Path, monkeypatch: pytest.MonkeyPatch, call: Call) -> None:
        monkeypatch.setattr(layout, "read_corpus", lambda name, source: [])
        with pytest.raises(UsageError, match="toy has no page p1 any more"):
            call("inspect", "p1", "--out", str(ran))

    def test_a_tool_without_the_page(self, ran: Path, call: Call) -> None:
        write_predictions(prediction_path(ran, "toy", "partial"), Run("partial", "1", "toy", "r1"), [])
        with pytest.raises(DataError, match="partial has no answer for p1"):
            call("inspect", "p1", "--out", str(ran), "--tools", "partial")
