"""The command: what it prints where, what it exits with, and what it does not import."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from duramen.errors import DataError, UsageError
from duramen_bench import layout
from duramen_bench.cli import app
from duramen_bench.layout import prediction_path
from duramen_bench.results import read_scores
from duramen_corpora.predictions import read_predictions
from duramen_corpora.schema import Page

Call = Callable[..., str]

VERBS = ("run", "score", "report", "leaderboard", "join", "compare", "inspect", "import", "setup", "tools", "metrics")


@pytest.fixture
def corpus(toy_pages: list[Page], monkeypatch: pytest.MonkeyPatch) -> list[Page]:
    """The toy pages, as the corpus that every command reads."""
    monkeypatch.setattr(layout, "read_corpus", lambda name, source: toy_pages)
    return toy_pages


def test_from_pages_to_a_leaderboard_in_one_command(corpus: list[Page], tmp_path: Path, call: Call) -> None:
    out = tmp_path / "out"
    printed = call("leaderboard", "toy", "--tools", "nothing,everything,lxml-parse,oracle", "--out", str(out))
    assert printed == str(out / "leaderboard.html")
    assert "Oracle over blocks" in (out / "leaderboard.html").read_text()
    assert "Everything" in (out / "leaderboard.md").read_text()


def test_the_three_steps_one_by_one(corpus: list[Page], tmp_path: Path, call: Call) -> None:
    out = str(tmp_path / "out")
    printed = call("run", "toy", "--tools", "nothing", "--out", out, "--limit", "3", "--jobs", "1")
    assert printed == str(prediction_path(Path(out), "toy", "nothing"))
    assert call("score", out, "--resamples", "10") == f"{out}/scores/toy.json"
    page = tmp_path / "page"
    assert call("report", out, "--out", str(page)) == str(page / "leaderboard.html")
    assert json.loads((page / "leaderboard.json").read_text())[0]["pages"] == 3


def test_others_predictions_are_imported(corpus: list[Page], tmp_path: Path, call: Call) -> None:
    file = tmp_path / "dead.json"
    file.write_text(json.dumps({page.id: {"articleBody": page.text} for page in corpus}))
    out = str(tmp_path / "out")
    call("import", str(file), "--tool", "dead", "--corpus", "toy", "--out", out)
    [scored] = read_scores(Path(call("score", out, "--resamples", "10"))).tools
    assert (scored.tool, scored.scores["word_f1"].value, scored.trained_on) == ("dead", 1.0, None)
    assert (tmp_path / "out" / "macro.json").is_file()


def test_imports_say_what_their_tool_was_trained_on(corpus: list[Page], tmp_path: Path, call: Call) -> None:
    file = tmp_path / "port.json"
    file.write_text(json.dumps({page.id: page.text for page in corpus}))
    out = tmp_path / "out"
    claims = ["--like", "trafilatura", "--trained-on", "wcxb=its README"]
    call("import", str(file), "--tool", "port", "--corpus", "toy", "--out", str(out), *claims)
    run, _ = read_predictions(prediction_path(out, "toy", "port"))
    assert json.loads(run.options["bench.trained_on"]).keys() == {"trafilatura", "wcxb"}
    with pytest.raises(UsageError, match="does not say where that is known from"):
        call("import", str(file), "--tool", "port", "--corpus", "toy", "--out", str(out), "--trained-on", "wcxb")


class TestErrors:
    def test_an_unknown_tool_is_a_usage_error_with_suggestions(self, call: Call) -> None:
        with pytest.raises(UsageError, match="Did you mean trafilatura"):
            call("run", "starter", "--tools", "trafilatrua")

    def test_an_unknown_corpus_is_a_usage_error_with_suggestions(self, call: Call) -> None:
        with pytest.raises(UsageError, match="Did you mean wcxb"):
            call("run", "wxcb", "--tools", "nothing")

    def test_an_unknown_metric_is_a_usage_error(self, corpus: list[Page], tmp_path: Path, call: Call) -> None:
        call("run", "toy", "--tools", "nothing", "--out", str(tmp_path))
        with pytest.raises(UsageError, match="Did you mean word_f1"):
            call("score", str(tmp_path), "--metric", "wordf1")

    def test_a_half_written_predictions_file_is_a_data_error(
        self, corpus: list[Page], tmp_path: Path, call: Call
    ) -> None:
        call("run", "toy", "--tools", "nothing", "--out", str(tmp_path))
        path = prediction_path(tmp_path, "toy", "nothing")
        path.write_bytes(path.read_bytes()[:-50])
        with pytest.raises(DataError, match="is no whole predictions file"):
            call("score", str(tmp_path))

    @pytest.mark.parametrize("verb", ["score", "report"])
    def test_an_empty_directory_is_a_usage_error(self, verb: str, tmp_path: Path, call: Call) -> None:
        with pytest.raises(UsageError, match="Type: duramen bench"):
            call(verb, str(tmp_path))

    def test_the_whole_command_prints_the_cure_and_exits_two(self) -> None:
        command = [sys.executable, "-m", "duramen", "bench", "run", "starter", "--tools", "trafilatrua"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (2, "")
        assert "Did you mean trafilatura" in done.stderr
        assert "Traceback" not in done.stderr


class TestManners:
    @pytest.mark.parametrize("verb", VERBS)
    def test_every_verb_has_help(self, verb: str) -> None:
        shown = CliRunner().invoke(app, [verb, "--help"])
        assert shown.exit_code == 0
        assert "--help" in shown.output

    def test_lists_are_data(self) -> None:
        tools = json.loads(CliRunner().invoke(app, ["tools", "--json"]).stdout)
        metrics = json.loads(CliRunner().invoke(app, ["metrics", "--json"]).stdout)
        assert {"duramen", "trafilatura", "oracle"} <= {row["name"] for row in tools}
        assert {"word_f1", "shingle_f1"} <= {row["name"] for row in metrics}
        assert "trafilatura" in CliRunner().invoke(app, ["tools"]).stdout
        assert "word_f1" in CliRunner().invoke(app, ["metrics"]).stdout

    def test_the_command_is_light_to_import(self) -> None:
        heavy = "{'datasets', 'pyarrow', 'sklearn', 'trafilatura', 'jinja2', 'numpy'}"
        code = f"import sys, duramen_bench.cli; assert not {heavy} & set(sys.modules), {heavy} & set(sys.modules)"
        subprocess.run([sys.executable, "-c", code], check=True)
