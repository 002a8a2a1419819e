"""`duramen bulk` on this machine: every page once, whatever happens."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pyarrow.parquet as pq
import pytest
import warcs
import zstandard
from datatrove.data import Document

import duramen
from duramen.bulk.pipeline import Job, pipeline
from duramen.bulk.records import Record
from duramen.bulk.run import run
from duramen.bulk.sources import find
from duramen.bulk.warc import read_warc
from duramen.bulk.writer import COLUMNS, WholeJsonl, WholeParquet


def _rows(out: Path) -> list[dict[str, Any]]:
    return [row for path in sorted((out / "data").glob("*.parquet")) for row in pq.read_table(path).to_pylist()]


def _summary(out: Path) -> dict[str, Any]:
    summary: dict[str, Any] = json.loads((out / "summary.json").read_text())
    return summary


@pytest.fixture
def crawl(tmp_path: Path) -> warcs.Made:
    return warcs.mixed(warcs.toys(120), tmp_path / "crawl", 4)


def test_every_page_is_there_once_and_every_record_counted(
    tmp_path: Path, crawl: warcs.Made, bulk: Callable[..., str]
) -> None:
    out = tmp_path / "out"
    done = bulk(tmp_path / "crawl", "--out", out, "-j", 2)
    rows = _rows(out)
    pages = {row["id"]: row for row in rows if row["id"] in crawl.pages}
    assert len(rows) == len({row["id"] for row in rows}) == len(crawl.pages) + crawl.counts["broken"]
    assert pages.keys() == crawl.pages.keys()
    charsets = {f"https://example.org/{i}": charset for i, (_, _, charset) in enumerate(warcs.toys(120))}
    for identity, row in pages.items():
        assert row["text"] == duramen.extract(crawl.pages[identity], row["url"], encoding=charsets[row["url"]])
        assert "Größe" in row["text"] or "Ünd" in row["text"]
        assert (row["date"], row["error"], row["language"]) == ("2026-11-29T12:00:00Z", None, "en")
        with Path(row["file"]).open("rb") as file:
            file.seek(row["offset"])
            assert file.read(2) == b"\x1f\x8b"
    summary = _summary(out)
    assert summary["records"] == {name: crawl.counts[name] for name in summary["records"]}
    assert sum(summary["records"].values()) == sum(crawl.counts.values())
    assert summary["pages"] == {"extracted": 120, "empty": 0, "timeout": 0, "broken_process": 0, "clean_error": 0}
    assert "120 pages: 120 extracted" in done


def test_what_is_done_is_passed_over(tmp_path: Path, crawl: warcs.Made, bulk: Callable[..., str]) -> None:
    out = tmp_path / "out"
    bulk(tmp_path / "crawl", "--out", out)
    before = {path.name: path.stat().st_mtime_ns for path in (out / "data").iterdir()}
    (out / "logs" / "completions" / "00002").unlink()
    (out / "data" / ".00002.0badcafe.part").write_bytes(b"half a file that a killed run left")
    bulk(tmp_path / "crawl", "--out", out)
    after = {path.name: path.stat().st_mtime_ns for path in (out / "data").iterdir()}
    assert before.keys() == after.keys()
    assert [name for name in before if before[name] != after[name]] == ["00002.parquet"]
    assert _summary(out)["rows"] == len(_rows(out))


@pytest.mark.parametrize("out", ["texts", "."])
def test_a_run_s_own_rows_are_no_source_of_it(
    out: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bulk: Callable[..., str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.html").write_text("<p>Ten herons stood on the dyke until the water fell.</p>")
    first = bulk(".", "--out", out)
    assert "1 pages" in first
    assert bulk(".", "--out", out) == first


def test_going_on_with_something_else_is_refused(tmp_path: Path, crawl: warcs.Made, bulk: Callable[..., str]) -> None:
    source, out = tmp_path / "crawl", tmp_path / "out"
    bulk(source, "--out", out)
    assert "policy broad and not body" in bulk(source, "--out", out, "--policy", "body", code=2)
    extra = source / "another.warc.gz"
    extra.write_bytes(crawl.files[0].read_bytes())
    assert f"new: {extra}" in bulk(source, "--out", out, code=2)
    bulk(source, "--out", out, "--overwrite", "--policy", "body")
    assert _summary(out)["tasks"] == 5
    (tmp_path / "mine" / "data").mkdir(parents=True)
    assert "something else" in bulk(source, "--out", tmp_path / "mine", "--overwrite", code=2)


def test_a_source_that_cannot_be_read_costs_its_task_and_is_tried_again(
    tmp_path: Path, crawl: warcs.Made, bulk: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    source, out = tmp_path / "crawl", tmp_path / "out"
    blocked = crawl.files[1]

    def failing(file: Any, max_bytes: int | None) -> Iterator[Record]:
        if file.name == str(blocked):
            raise OSError("Input/output error")
        return read_warc(file, max_bytes)

    monkeypatch.setattr("duramen.bulk.reader.read_warc", failing)
    failed = bulk(source, "--out", out, code=1)
    assert "3 of 4 tasks done" in failed
    assert str(blocked) in failed
    monkeypatch.undo()
    bulk(source, "--out", out)
    assert _summary(out)["pages"]["extracted"] == 120
    assert _summary(out)["failed"] == {}


def test_json_lines_and_markdown(tmp_path: Path, bulk: Callable[..., str]) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "a.html").write_bytes(next(warcs.toys(1))[1].replace(b"<p>", b"<p><strong>First</strong> ", 1))
    (site / "b.html").write_text("")
    out = tmp_path / "out"
    bulk(site, "--out", out, "--format", "jsonl", "--output", "markdown")
    packed = (out / "data" / "00000.jsonl.zst").read_bytes()
    lines = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(packed)).read().decode().splitlines()
    first, second = map(json.loads, lines)
    assert list(first) == list(COLUMNS)
    assert first["text"].startswith("**First** ")
    assert (second["id"], second["text"], second["error"]) == (str(site / "b.html"), None, "it is empty")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--policy", "all"], "unknown policy"),
        (["--format", "csv"], "unknown format"),
        (["--engine", "dask"], "unknown engine"),
        (["--engine", "slurm"], "--slurm partition=…"),
        (["--weights", "nowhere"], "nowhere"),
        (["--slurm", "partition"], "NAME=VALUE"),
    ],
)
def test_a_wrong_call_ends_before_it_begins(
    tmp_path: Path, bulk: Callable[..., str], arguments: list[str], said: str
) -> None:
    (tmp_path / "a.html").write_text("<p>words")
    assert said in bulk(tmp_path / "a.html", "--out", tmp_path / "out", *arguments, code=2)
    assert not (tmp_path / "out" / "data").exists()


def test_no_sources_are_a_wrong_call(tmp_path: Path, bulk: Callable[..., str]) -> None:
    assert "Sources are WARC" in bulk(tmp_path, "--out", tmp_path / "out", code=2)


@pytest.mark.slow
def test_a_run_that_is_killed_goes_on_without_loss_or_repeats(tmp_path: Path, bulk: Callable[..., str]) -> None:
    made, out = warcs.mixed(warcs.toys(240), tmp_path / "crawl", 12), tmp_path / "out"
    command = [sys.executable, "-m", "duramen", "bulk", str(tmp_path / "crawl"), "--out", str(out), "-j", "2"]
    for wanted in (1, 4, 8):
        process = psutil.Popen(command, stderr=subprocess.DEVNULL)
        while process.poll() is None and len(list(out.glob("logs/completions/*"))) < wanted:
            time.sleep(0.01)  # looking, not waiting: the kill comes when there is something to lose
        family = process.children(recursive=True)
        process.send_signal(signal.SIGKILL)
        process.wait()
        _, alive = psutil.wait_procs(family, timeout=30)
        assert not alive
        _, alive = psutil.wait_procs(family, timeout=20)
        assert not [one for one in alive if one.status() != psutil.STATUS_ZOMBIE]
    bulk(tmp_path / "crawl", "--out", out)
    rows = _rows(out)
    assert len(rows) == len({row["id"] for row in rows})
    assert made.pages.keys() <= {row["id"] for row in rows}
    assert _summary(out)["records"] == {name: made.counts[name] for name in _summary(out)["records"]}
    assert not list((out / "data").glob(".*"))


def test_a_step_of_one_s_own_goes_between(tmp_path: Path, crawl: warcs.Made) -> None:
    job = Job(tuple(find([str(tmp_path / "crawl")])), str(tmp_path / "out"))
    steps = pipeline(job)
    found = steps[1].run(steps[0].run(rank=0, world_size=job.world))
    assert all(document.text for document in found if document.id in crawl.pages)


def test_a_run_from_python_returns_its_counts(tmp_path: Path, crawl: warcs.Made) -> None:
    summary = run(Job(tuple(find([str(tmp_path / "crawl")])), str(tmp_path / "out"), tasks=2))
    assert summary is not None
    assert (summary.tasks, summary.done, summary.rows) == (2, 2, 120 + crawl.counts["broken"])


@pytest.mark.parametrize("writer", [WholeParquet, WholeJsonl])
def test_a_task_that_fails_leaves_no_file(tmp_path: Path, writer: type[WholeParquet | WholeJsonl]) -> None:
    def documents() -> Any:
        yield Document("words", "1")
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        list(writer(str(tmp_path)).run(documents()))
    assert list(tmp_path.iterdir()) == []


def test_a_task_without_rows_removes_what_an_earlier_one_wrote(tmp_path: Path) -> None:
    list(WholeParquet(str(tmp_path)).run(iter([Document("words", "1")])))
    assert [path.name for path in tmp_path.iterdir()] == ["00000.parquet"]
    list(WholeParquet(str(tmp_path)).run(iter([])))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_an_interrupted_run_says_how_to_go_on(tmp_path: Path) -> None:
    warcs.mixed(warcs.toys(240), tmp_path / "crawl", 12)
    out = tmp_path / "out"
    command = [sys.executable, "-m", "duramen", "bulk", str(tmp_path / "crawl"), "--out", str(out), "-j", "2"]
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs are born deaf to it
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    signal.signal(signal.SIGINT, before)
    while process.poll() is None and not list(out.glob("logs/completions/*")):
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: every process of the run has it
    _, said = process.communicate()
    assert process.returncode == 130, said
    assert "Type the same again to go on" in said
    assert "Traceback" not in said


def test_without_its_extra_the_verb_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from duramen.cli import main

    monkeypatch.delitem(sys.modules, "duramen.bulk.cli", raising=False)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(SystemExit) as ended:
        main(["bulk", "crawl", "--out", "texts"])
    assert ended.value.code == 2
    assert "pip install 'duramen[bulk]'" in capsys.readouterr().err
