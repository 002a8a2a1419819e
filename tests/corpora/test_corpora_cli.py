"""`duramen corpora`: data on stdout, in words or as JSON; an error is a DuramenError that the root command prints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from duramen.errors import UsageError
from duramen_corpora.cli import app
from duramen_corpora.registry import CORPORA


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.mark.parametrize(
    "command", ["list", "info", "stats", "pull", "path", "load", "export", "show", "align", "audit"]
)
def test_every_command_has_help(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "Usage" in result.stdout


def test_list_names_every_corpus() -> None:
    assert [row["name"] for row in json.loads(run("list", "--json").stdout)] == list(CORPORA)
    assert [line.split()[0] for line in run("list").stdout.splitlines()] == ["name", *CORPORA]


def test_info_tells_what_is_wrong() -> None:
    assert "139 of upstream's 511 test pages" in run("info", "wcxb").stdout
    assert json.loads(run("info", "wcxb", "--json").stdout)["policy"] == "broad"  # its gold keeps lists and cards


def test_load_says_what_is_there(wcxb: Path, caplog: pytest.LogCaptureFixture) -> None:
    facts = json.loads(run("load", "wcxb", "--from", wcxb, "--json").stdout)
    assert (facts["pages"], facts["hosts"], facts["splits"], facts["as_pinned"]) == (4, 4, {"dev": 4}, False)
    assert Path(facts["table"]).is_file()
    result = run("load", "wcxb", "--from", wcxb)
    assert "page_types    article 4" in result.stdout
    assert "this is not the content that c039d5ee9f5a is known to have" in caplog.text


def test_align_reports_by_page_type(wcxb: Path) -> None:
    report = json.loads(run("align", "wcxb", "--from", wcxb, "--json", "--worst", 2).stdout)
    assert [row["page_type"] for row in report["summary"]] == ["article", "all"]
    assert [row["id"] for row in report["worst"]] == ["0001", "0002"]
    table = run("align", "wcxb", "--from", wcxb, "--worst", 1).stdout
    assert "1.000 to 1.000" in table
    assert "0001" in table


def test_align_of_nothing_is_an_error(wcxb: Path) -> None:
    with pytest.raises(UsageError, match="no page of wcxb in split 'test'"):
        run("align", "wcxb", "--from", wcxb, "--split", "test")


def test_an_unknown_corpus_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="Did you mean wcxb"):
        run("load", "wcbx")
