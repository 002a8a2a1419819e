"""`duramen corpora overlap` and `split`: tables and JSON, what is left out and why, and exit codes."""

from __future__ import annotations

import dataclasses
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from typer.testing import CliRunner, Result

from duramen.errors import UsageError
from duramen_corpora.cli import app, compare
from duramen_corpora.registry import corpus_info

WritePage = Callable[..., None]


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def leaky(wcxb: Path, write_page: WritePage) -> Path:
    """The toy WCXB with a test split: one page that stands in dev as well, and one of a host of dev."""
    write_page(wcxb, "test", "0005", url="https://host0001.co.uk/0001/")
    write_page(wcxb, "test", "0006", url="https://host0002.co.uk/6")
    return wcxb


@pytest.fixture
def shelf(wcxb: Path, scrapinghub: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of archives in which wcxb's is whole, with a registry of it, of scrapinghub and of nothing else."""
    folder = tmp_path / "archives"
    folder.mkdir()
    with zstandard.open(folder / "wcxb.tar.zst", "wb") as file, tarfile.open(fileobj=file, mode="w|") as tar:
        tar.add(wcxb, "wcxb")
    monkeypatch.setenv("DURAMEN_CORPORA", str(folder))
    monkeypatch.setattr(compare, "CORPORA", {name: corpus_info(name) for name in ("wcxb", "scrapinghub")})
    return folder


@pytest.mark.parametrize("command", ["overlap", "split"])
def test_every_command_has_help(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "NAME[=SOURCE]" in result.stdout


def test_overlap_counts_parts_and_what_they_share(leaky: Path) -> None:
    result = run("overlap", f"wcxb={leaky}")
    parts, shared = (block.splitlines() for block in result.stdout.split("\n\n"))
    assert [line.split() for line in parts[1:]] == [
        ["wcxb", "dev", "4", "4", "4", "4"],
        ["wcxb", "test", "2", "2", "2", "2"],
    ]
    assert shared[1].split() == ["wcxb", "dev", "wcxb", "test", "1", "0", "0", "1", "+", "1", "2", "2", "+", "2"]
    assert len(shared) == 2


def test_overlap_names_pages_and_hosts(leaky: Path) -> None:
    result = run("overlap", f"wcxb={leaky}", "--pages")
    *_, pairs, hosts = (block.splitlines() for block in result.stdout.split("\n\n"))
    assert pairs[1].split() == ["URL", "wcxb/0001", "wcxb/0005"]
    assert hosts[1:] == [f"host000{n}.co.uk  wcxb dev 1, wcxb test 1" for n in (1, 2)]


def test_overlap_as_json(leaky: Path, scrapinghub: Path) -> None:
    facts = json.loads(run("overlap", f"wcxb={leaky}", f"scrapinghub={scrapinghub}", "--json", "--pages").stdout)
    assert [(part["corpus"], part["split"], part["pages"]) for part in facts["parts"]] == [
        ("wcxb", "dev", 4),
        ("wcxb", "test", 2),
        ("scrapinghub", "dev", 2),
    ]
    assert facts["parts"][1]["little_text"] == ["0005", "0006"]
    (across,) = facts["shared"]
    assert across["first"] == {"corpus": "wcxb", "split": "dev"}
    assert across["second"] == {"corpus": "wcxb", "split": "test"}
    assert (across["hosts"], across["host_pages"], facts["threshold"]) == (2, [2, 2], 0.7)
    (pair,) = facts["pairs"]
    assert (pair["kinds"], pair["similarity"], pair["same_host"]) == (["url"], None, True)
    assert (pair["first"]["id"], pair["second"]["split"]) == ("0001", "test")
    assert [host["host"] for host in facts["hosts"]] == ["host0001.co.uk", "host0002.co.uk"]
    assert "pairs" not in json.loads(run("overlap", f"wcxb={leaky}", "--json").stdout)


def test_overlap_of_nothing_shared_says_so(wcxb: Path) -> None:
    result = run("overlap", f"wcxb={wcxb}")
    assert "no page stands there twice, and no host in two parts" in result.stderr
    assert len(result.stdout.splitlines()) == 2


def test_overlap_without_names_is_of_all_that_is_at_hand(shelf: Path) -> None:
    result = run("overlap", "--json")
    facts = json.loads(result.stdout)
    assert result.exit_code == 0
    assert [part["corpus"] for part in facts["parts"]] == ["wcxb"]
    assert "scrapinghub is not at hand. Type: duramen corpora load scrapinghub --from git" in result.stderr
    assert list(facts["left_out"]) == ["scrapinghub"]


def test_a_broken_corpus_is_told_and_the_rest_goes_on(shelf: Path) -> None:
    (shelf / "scrapinghub.tar.zst").write_bytes(b"no archive")
    result = run("overlap")
    assert result.exit_code == 1
    assert "left out:" in result.stderr
    assert "scrapinghub.tar.zst" in result.stderr
    assert result.stdout.splitlines()[1].split()[:3] == ["wcxb", "dev", "4"]


def test_a_format_is_no_corpus_until_it_is_named(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = dataclasses.replace(corpus_info("scrapinghub"), revision="")
    monkeypatch.setattr(compare, "CORPORA", {"wcxb": corpus_info("wcxb"), "scrapinghub": row})
    assert "scrapinghub" not in run("overlap").stderr


@pytest.mark.parametrize("command", ["overlap", "split"])
def test_names_must_be_right(command: str, wcxb: Path) -> None:
    with pytest.raises(UsageError, match="Did you mean wcxb"):
        run(command, "wcbx")
    with pytest.raises(UsageError, match="wcxb is named twice"):
        run(command, "wcxb", f"wcxb={wcxb}")


def test_split_prints_folds_and_writes_pages(wcxb: Path, tmp_path: Path) -> None:
    out = tmp_path / "folds.json"
    result = run("split", f"wcxb={wcxb}", "--folds", 2, "--out", out)
    assert [line.split() for line in result.stdout.splitlines()] == [
        ["fold", "pages", "hosts", "groups", "article"],
        ["0", "2", "2", "2", "2"],
        ["1", "2", "2", "2", "2"],
        ["all", "4", "4", "4", "4"],
    ]
    assert f"wrote {out}" in result.stderr
    printed = json.loads(run("split", f"wcxb={wcxb}", "--folds", 2, "--json").stdout)
    assert json.loads(out.read_text()) == printed
    assert (printed["folds"], printed["seed"], printed["corpora"]) == (2, 0, {"wcxb": corpus_info("wcxb").revision})
    assert [page["id"] for page in printed["pages"]] == ["0001", "0002", "0003", "0004"]


def test_split_deals_one_split(leaky: Path) -> None:
    printed = json.loads(run("split", f"wcxb={leaky}", "--split", "test", "--folds", 2, "--json").stdout)
    assert [page["id"] for page in printed["pages"]] == ["0005", "0006"]


def test_split_refuses_what_it_cannot_deal(wcxb: Path, scrapinghub: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="2 folds of 1 groups"):
        run("split", f"scrapinghub={scrapinghub}", "--folds", 2)
    with pytest.raises(UsageError, match="no page of wcxb is in split 'test'"):
        run("split", f"wcxb={wcxb}", "--split", "test")
    with pytest.raises(UsageError, match=r"neither \.json nor \.parquet"):
        run("split", f"wcxb={wcxb}", "--out", tmp_path / "folds.txt")
