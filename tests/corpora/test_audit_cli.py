"""`duramen corpora audit`, and what a corpus's files show that its pages do not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from duramen.errors import UsageError
from duramen_corpora.audit import CHECKS, layout_faults
from duramen_corpora.cli import app
from duramen_corpora.readers import article_extraction, cleaneval

WritePage = Callable[..., None]


@pytest.fixture
def faulty(wcxb: Path, write_page: WritePage) -> Path:
    """Pages 0002 and 0003 have no gold text, or an empty one; 0004 stands in both folders."""
    write_page(wcxb, "dev", "0002", gold={"with": ["by hand"]})
    write_page(wcxb, "dev", "0003", gold={"main_content": "", "with": ["nowhere"], "without": []})
    write_page(wcxb, "test", "0004")
    return wcxb


def run(*arguments: object, code: int = 0) -> Result:
    # One process: that several find the same is another test's matter.
    result = CliRunner().invoke(app, ["audit", *map(str, arguments), "--workers", "1"])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result


def facts(*arguments: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(*arguments, "--json").stdout)
    return found


def test_the_table_counts_first_and_then_names_pages(faulty: Path) -> None:
    lines = run("wcxb", "--from", faulty).stdout.splitlines()
    assert lines[0] == "4 pages: something is impossible about 1, doubtful about 2 more"
    assert [line.split()[:3] for line in lines[3:7]] == [
        ["empty-gold", "doubtful", "1"],
        ["with-not-in-page", "doubtful", "1"],
        ["in-both-splits", "impossible", "1"],
        ["no-gold", "doubtful", "1"],
    ]
    assert lines[-3:] == [
        "",
        f"no-gold: {CHECKS['no-gold'].description}",
        "0002  3 pages of its corpus have a gold text, it has none",
    ]


def test_json_says_the_same(faulty: Path) -> None:
    found = facts("wcxb", "--from", faulty)
    assert (found["corpus"], found["split"], found["pages"]) == ("wcxb", None, 4)
    assert [(f["page"], f["kind"]) for f in found["findings"]] == [
        ("0003", "empty-gold"),
        ("0003", "with-not-in-page"),
        ("0004", "in-both-splits"),
        ("0002", "no-gold"),
    ]
    assert {row["kind"]: row["pages"] for row in found["summary"]} == {f["kind"]: 1 for f in found["findings"]}


def test_a_kind_may_be_asked_for_alone(faulty: Path) -> None:
    assert {f["kind"] for f in facts("wcxb", "--from", faulty, "--kind", "no-gold")["findings"]} == {"no-gold"}
    several = facts("wcxb", "--from", faulty, "--kind", "no-gold", "--kind", "in-both-splits")
    assert [f["page"] for f in several["findings"]] == ["0004", "0002"]
    with pytest.raises(UsageError, match=r"unknown kind of finding 'no-glod'\. Did you mean no-gold"):
        run("wcxb", "--from", faulty, "--kind", "no-glod")


def test_an_audit_that_worked_is_a_success_unless_asked_to_be_strict(faulty: Path, scrapinghub: Path) -> None:
    run("wcxb", "--from", faulty, "--strict", code=1)
    run("wcxb", "--from", faulty, "--strict", "--kind", "no-gold")
    assert run("scrapinghub", "--from", scrapinghub, "--strict").stdout.startswith("2 pages: something is impossible")


def test_what_is_left_out_is_told(wcxb: Path, write_page: WritePage) -> None:
    for name in ("0001", "0002", "0003"):
        write_page(wcxb, "dev", name, gold={"main_content": ""})
    result = run("wcxb", "--from", wcxb, "--kind", "empty-gold", "--limit", 2)
    assert [line for line in result.stdout.splitlines() if line[:2] == "00"] == [
        f"{name}  nothing is to be extracted; the page has 15 words" for name in ("0001", "0002")
    ]
    assert "1 more: --kind empty-gold --limit 0" in result.stderr
    assert "more:" not in run("wcxb", "--from", wcxb, "--kind", "empty-gold", "--limit", 0).stderr


def test_a_split_may_be_asked_for_alone(faulty: Path) -> None:
    assert facts("wcxb", "--from", faulty, "--split", "test")["pages"] == 1
    with pytest.raises(UsageError, match="no page of wcxb in split 'train'"):
        run("wcxb", "--from", faulty, "--split", "train")


def test_an_id_in_both_folders_is_told_though_the_reader_mends_it(faulty: Path, write_page: WritePage) -> None:
    write_page(faulty, "test", "0001", gold={"main_content": "x"})
    (faulty / "test/html/0001.html.gz").write_bytes((faulty / "test/html/0004.html.gz").read_bytes())
    reasons = {finding.page: finding.reason for finding in layout_faults("wcxb", faulty)}
    assert reasons == {
        "0001": "it stands in dev/ and, with other bytes, in test/; the reader gives it to test",
        "0004": "it stands in dev/ and, with the same bytes, in test/; the reader gives it to test",
    }
    assert list(layout_faults("wcxb", faulty, kinds=["no-gold"])) == []
    assert list(layout_faults("starter")) == []


def test_pages_that_a_reader_passes_over_are_told(tmp_path: Path) -> None:
    final = tmp_path / "cleaneval-final"
    for name in ("input/100.html", "input/7.html", "GoldStandard/7.txt"):
        (final / name).parent.mkdir(parents=True, exist_ok=True)
        (final / name).write_text("<p>Herons")
    assert [(f.page, f.kind) for f in cleaneval.layout_faults(tmp_path)] == [("final-100", "no-gold")]
    lost = "bcb06978269ce572e57e439206a69905"
    (tmp_path / "articles.json").write_text(json.dumps({lost: {}, "another": {}}))
    assert [(f.page, f.kind) for f in article_extraction.layout_faults(tmp_path)] == [(lost, "no-html")]
