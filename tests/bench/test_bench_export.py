"""Scores as a data set: three tables that `datasets` reads, a card that the Hub reads, and no text of any page."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import huggingface_hub
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from duramen import weights
from duramen.errors import DataError, UsageError
from duramen_bench.cli import app
from duramen_bench.export import CARD, TABLES, export, files
from duramen_bench.registry import choose
from duramen_bench.results import read_scores

#: huggingface_hub's own upload by LFS, which is used where Xet is not, speaks to its HTTP client in an old way.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")


def _rows(out: Path, table: str) -> list[dict[str, Any]]:
    rows = [pq.read_table(path).to_pylist() for path in sorted((out / table).glob("*.parquet"))]
    return [row for shard in rows for row in shard]


def _run(*arguments: object) -> str:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.stdout


@pytest.fixture
def out(report_run: Path, tmp_path: Path) -> Path:
    export([report_run], tmp_path / "scores")
    return tmp_path / "scores"


def test_a_row_of_scores_is_what_was_scored(out: Path, report_run: Path) -> None:
    rows = {(row["corpus"], row["tool"], row["metric"], row["of"], row["group"]): row for row in _rows(out, "scores")}
    seen = 0
    for corpus in ("toy-a", "toy-b"):
        score = read_scores(report_run / "scores" / f"{corpus}.json")
        for tool in score.tools:
            for metric, estimate in tool.scores.items():
                row = rows.pop((corpus, tool.tool, metric, "all", ""))
                found = [math.nan if row[name] is None else row[name] for name in ("value", "low", "high")]
                assert found == pytest.approx([estimate.value, estimate.low, estimate.high], nan_ok=True)
                assert (row["rank"], row["trained_on_corpus"]) == (tool.ranks.get(metric), tool.trained_on is not None)
                seen += 1
            for metric, groups in tool.by_language.items():
                for group, estimate in groups.items():
                    assert rows[corpus, tool.tool, metric, "language", group]["value"] == pytest.approx(estimate.value)
    assert seen
    assert {of for _, _, _, of, _ in rows} == {"page_type", "language", "role"}


def test_a_row_of_pages_is_a_tool_on_a_page(out: Path, report_run: Path) -> None:
    rows = _rows(out, "pages")
    assert len(rows) == 2 * 24 * len({row["tool"] for row in rows})
    assert [path.name for path in sorted((out / "pages").iterdir())] == [
        "test-00000-of-00002.parquet",
        "test-00001-of-00002.parquet",
    ]
    failing = [row for row in rows if row["tool"] == "failing"]
    assert {row["failure"] for row in failing} == {"crash", None}
    score = read_scores(report_run / "scores" / "toy-a.json")
    mean = next(tool for tool in score.tools if tool.tool == "hostile").scores["word_f1"].value
    mine = [row["word_f1"] for row in rows if (row["tool"], row["corpus"]) == ("hostile", "toy-a")]
    assert sum(mine) / len(mine) == pytest.approx(mean, abs=1e-6)


def test_a_row_of_tools_says_how_it_ran(out: Path) -> None:
    rows = {(row["corpus"], row["tool"]): row for row in _rows(out, "tools")}
    assert rows["toy-a", "failing"]["failures"] == 6
    assert rows["toy-b", "learned"]["trained_on"].startswith("its README")
    assert rows["toy-a", "duramen"]["date"] == "today"


def test_no_text_of_a_page_is_in_it(out: Path) -> None:
    whole = b"".join(path.read_bytes() for path in out.rglob("*") if path.is_file())
    assert b"says </script>" not in whole
    for table in TABLES:
        assert not any("goes on for some words more" in str(row) for row in _rows(out, table))


def test_the_same_scores_give_the_same_bytes(out: Path, report_run: Path, tmp_path: Path) -> None:
    export([report_run], tmp_path / "again")
    for path in files(out):
        assert (tmp_path / "again" / path).read_bytes() == (out / path).read_bytes()


def test_the_card_is_one_that_the_hub_reads(out: Path) -> None:
    card = huggingface_hub.DatasetCard((out / CARD).read_text("utf-8"))
    assert [config["config_name"] for config in card.data.configs] == list(TABLES)
    assert "| `word_f1` | F1 of bags of lower-cased words" in card.text
    assert "## toy-b" in card.text
    assert "trained on it" in card.text
    assert "</script>" not in card.text.replace("&lt;/script>", "")


@pytest.mark.slow
def test_datasets_loads_the_folder(out: Path, tmp_path: Path) -> None:
    """In a process of its own: `datasets` reads its settings when it is imported."""
    code = (
        "import sys; from datasets import load_dataset, get_dataset_config_names as names\n"
        "out = sys.argv[1]\n"
        "for name in names(out): print(name, load_dataset(out, name, split='test').num_rows)\n"
        "print(load_dataset(out, split='test').filter(lambda row: row['of'] == 'all').num_rows)"
    )
    environment = os.environ | {"HF_HOME": str(tmp_path / "home"), "HF_HUB_OFFLINE": "1"}
    command = [sys.executable, "-W", "error::UserWarning", "-c", code, str(out)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    *said, last = done.stdout.splitlines()
    assert said == [f"{table} {len(_rows(out, table))}" for table in TABLES]
    assert int(last) == sum(row["of"] == "all" for row in _rows(out, "scores"))


def test_what_is_there_is_not_lost(out: Path, report_run: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"is there already\. To replace it, add: --overwrite"):
        export([report_run], out)
    (out / "pages" / "test-00007-of-00008.parquet").write_bytes(b"old")
    export([report_run / "scores" / "toy-a.json"], out, overwrite=True)
    assert len(list((out / "pages").iterdir())) == 1
    assert not list(tmp_path.glob(".scores*"))
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "notes.txt").write_text("mine")
    with pytest.raises(UsageError, match="was not written by this command"):
        export([report_run], mine, overwrite=True)


def test_scores_without_a_table_of_pages_are_no_export(report_run: Path, tmp_path: Path) -> None:
    (report_run / "scores" / "toy-b.parquet").unlink()
    with pytest.raises(DataError, match=r"toy-b.parquet: there is no table of pages\. Type: duramen bench score"):
        export([report_run], tmp_path / "scores")
    assert not (tmp_path / "scores").exists()
    with pytest.raises(UsageError, match="no scores under"):
        export([tmp_path], tmp_path / "scores")


def test_the_command_writes_and_sends_it(fake_hub: Any, report_run: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert _run("export", report_run, "--out", out).splitlines() == [str(out / path) for path in files(out)]
    said = _run("push", out, "me/scores", "--dry-run")
    assert [line.split()[0] for line in said.splitlines()] == files(out)
    assert fake_hub.asked == []
    repository = fake_hub.dataset("me/scores", {"pages/test-00000-of-00009.parquet": b"old", "notes.md": b""})
    where = _run("push", out, "me/scores").strip()
    assert where == f"{fake_hub.url}/datasets/me/scores/commit/{repository.refs['main']}"
    assert set(repository.head()) == {"notes.md", *files(out)}
    with pytest.raises(UsageError, match=r"holds no export\. Make one: duramen bench export RUN_DIR"):
        _run("push", report_run, "me/scores")
    with pytest.raises(UsageError, match=r"is no repository on the Hub\. Type: duramen bench push"):
        _run("push", out, "scores")


def test_weights_of_a_repository_are_a_tool(fake_hub: Any) -> None:
    files = {name: (weights.place() / name).read_bytes() for name in weights.LIMITS}
    repository = fake_hub.model("me/weights", files)
    repository.refs["v1"] = repository.refs["main"]
    tool = choose("duramen@me/weights@v1")[0]
    assert (tool.name, tool.title) == ("duramen@me/weights@v1", "Duramen (weights@v1)")
    assert weights.load(str(tool.options["weights"])).config["name"] == "boosted"
