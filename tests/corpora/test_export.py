"""Exports: `datasets` reads them without a network as the pages they were, whole or not at all, with a true card."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from duramen.errors import UsageError
from duramen_corpora import load, pages
from duramen_corpora.card import MARK, card
from duramen_corpora.cli import app
from duramen_corpora.export import _facts, export, exported
from duramen_corpora.found import gold_found
from duramen_corpora.info import CorpusInfo
from duramen_corpora.load import Stored, stored
from duramen_corpora.registry import CORPORA, corpus_info

WritePage = Callable[..., None]


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("there is no network"))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def read_back(out: Path, name: str, split: str = "dev") -> Any:
    from datasets import load_dataset

    return load_dataset(str(out), name, split=split, cache_dir=str(out.parent / "datasets"))


@pytest.mark.usefixtures("no_network")
def test_datasets_reads_what_was_exported(wcxb: Path, write_page: WritePage, out: Path) -> None:
    write_page(wcxb, "dev", "0005", gold={"with": ["by hand"]})
    write_page(wcxb, "test", "4000")
    export(["wcxb"], out, wcxb)
    export(["starter"], out)
    for split in ("dev", "test"):
        wanted = [page for page in pages(load("wcxb", wcxb)) if page.split == split]
        assert list(pages(read_back(out, "wcxb", split))) == wanted
    starter = read_back(out, "starter")
    assert list(pages(starter)) == list(pages(load("starter")))
    assert starter.features["gold_found"].dtype == "float32"
    assert {**starter.features} == {**load("starter").features, "gold_found": starter.features["gold_found"]}
    assert read_back(out, "wcxb")["gold_found"] == [1.0, 1.0, 1.0, 1.0, None]
    assert starter["gold_found"] == pytest.approx(gold_found(stored("starter")), abs=1e-6)


def test_large_corpora_come_in_several_files(wcxb: Path, write_page: WritePage, out: Path) -> None:
    for i in range(150):
        write_page(wcxb, "dev", f"{i:04}")
    facts = export(["wcxb"], out, wcxb, shard_bytes=1)
    names = [f"dev-0000{i}-of-00003.parquet" for i in range(3)]
    assert sorted(path.name for path in (out / "wcxb").iterdir()) == ["corpus.json", *names]
    assert facts[0]["splits"]["dev"]["files"] == names
    assert facts[0]["splits"]["dev"]["size"] == sum((out / "wcxb" / name).stat().st_size for name in names)
    assert list(pages(read_back(out, "wcxb"))) == list(pages(load("wcxb", wcxb)))


def test_the_same_table_gives_the_same_bytes(wcxb: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        export(["wcxb"], tmp_path / name, wcxb)
    for path in (tmp_path / "a").rglob("*.*"):
        assert path.read_bytes() == (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes()


def front_matter(out: Path) -> dict[str, Any]:
    _, matter, _ = (out / "README.md").read_text().split("---\n", 2)
    return yaml.safe_load(matter)


def test_the_card_says_what_is_there(wcxb: Path, out: Path) -> None:
    export(["wcxb"], out, wcxb)
    export(["starter"], out)
    matter = front_matter(out)
    assert [config["config_name"] for config in matter["configs"]] == ["starter", "wcxb"]
    assert matter["license"] == ["apache-2.0", "cc-by-4.0"]
    assert matter["language"] == sorted(corpus_info("starter").languages)
    assert matter["size_categories"] == ["n<1K"]
    splits = {info["config_name"]: info["splits"][0]["num_examples"] for info in matter["dataset_info"]}
    assert splits == {"starter": corpus_info("starter").pages["dev"], "wcxb": 4}
    said = (out / "README.md").read_text()
    row = corpus_info("wcxb")
    for part in (MARK, row.title, row.citation, row.revision, "4 dev", "**not** the one that is pinned", row.licence):
        assert part in said
    assert "inside &lt;noscript&gt;" in said
    assert "100.0% stand in it at the median, 100.0% at the 10th percentile; under half on 0 of 4 pages" in said


@pytest.mark.parametrize("info", CORPORA.values(), ids=lambda info: info.name)
def test_every_row_of_the_registry_makes_a_card(info: CorpusInfo) -> None:
    splits = {"dev": {"pages": 1, "bytes": 2, "size": 1, "files": ["dev-00000-of-00001.parquet"]}}
    kept = Stored(path="", pages=1, splits={"dev": 1}, bytes=1, content_hash="0" * 64, as_pinned=None, size=1)
    facts = json.loads(json.dumps(_facts(info, kept, [None]) | {"splits": splits}))
    matter = yaml.safe_load(card([facts]).split("---\n", 2)[1])
    assert matter["configs"][0]["data_files"] == [{"split": "dev", "path": f"{info.name}/dev-*.parquet"}]


def test_what_is_there_is_replaced_only_if_asked(wcxb: Path, write_page: WritePage, out: Path) -> None:
    export(["wcxb"], out, wcxb)
    export(["starter"], out)
    kept = (out / "starter/corpus.json").stat().st_mtime_ns
    write_page(wcxb, "dev", "0005")
    with pytest.raises(UsageError, match=r"out/wcxb is there already\. To replace it, add: --overwrite"):
        export(["wcxb"], out, wcxb)
    assert len(read_back(out, "wcxb")) == 4
    export(["wcxb"], out, wcxb, overwrite=True)
    assert [facts["splits"]["dev"]["pages"] for facts in exported(out)] == [corpus_info("starter").pages["dev"], 5]
    assert (out / "starter/corpus.json").stat().st_mtime_ns == kept
    assert sorted(path.name for path in out.iterdir()) == ["README.md", "starter", "wcxb"]


def test_what_others_wrote_is_never_replaced(wcxb: Path, out: Path, tmp_path: Path) -> None:
    (out / "wcxb").mkdir(parents=True)
    (out / "wcxb/thesis.tex").write_text("years of work")
    with pytest.raises(UsageError, match=r"out/wcxb was not written by this command, and would be lost"):
        export(["wcxb"], out, wcxb, overwrite=True)
    (tmp_path / "README.md").write_text("# My project")
    with pytest.raises(UsageError, match=r"README\.md was not written by this command"):
        export(["starter"], tmp_path)
    with pytest.raises(UsageError, match="is a file"):
        export(["wcxb"], tmp_path / "README.md", wcxb)
    assert (out / "wcxb/thesis.tex").read_text() == "years of work"


@pytest.mark.parametrize("there", [False, True], ids=["new", "there"])
def test_an_export_that_fails_changes_nothing(
    wcxb: Path, out: Path, there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if there:
        export(["starter"], out)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    monkeypatch.setattr("duramen_corpora.export._facts", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        export(["wcxb"], out, wcxb)
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    assert out.exists() == there
    assert not list(out.parent.rglob("*.part"))


def test_a_full_disk_is_said_and_leaves_nothing(wcxb: Path, out: Path) -> None:
    """A child that may write no file of more than two kilobytes stands for the disk."""
    gold_found(stored("wcxb", wcxb))  # so that the export is what meets the limit
    code = (
        "import resource, sys; from pathlib import Path; from duramen_corpora.export import export\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))\n"
        f"export(['wcxb'], Path({str(out)!r}), {str(wcxb)!r})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith(f"duramen.errors.DataError: no room for {out} (File too large)")
    assert "Exception ignored" not in done.stderr
    assert [path.name for path in out.parent.iterdir()] == ["wcxb"]


def run(*arguments: object) -> str:
    result = CliRunner().invoke(app, ["export", *map(str, arguments)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.stdout


def test_the_command_lists_the_files(wcxb: Path, out: Path) -> None:
    lines = [line.split() for line in run("wcxb", "--from", wcxb, "--out", out).splitlines()]
    assert [line[0] for line in lines] == [
        "file",
        "README.md",
        "wcxb/corpus.json",
        "wcxb/dev-00000-of-00001.parquet",
    ]
    assert lines[3][1] == f"{(out / 'wcxb/dev-00000-of-00001.parquet').stat().st_size:,}"


@pytest.mark.parametrize(
    ("arguments", "cure"),
    [
        (("wcbx",), "Did you mean wcxb"),
        (("wcxb", "starter", "--from", "x"), "--from is the source of one corpus"),
        (("starter", "--dry-run"), "Add: --push YOURNAME/NAME"),
        (("starter", "--public"), "Add: --push YOURNAME/NAME"),
    ],
)
def test_what_cannot_be_meant_is_a_usage_error(arguments: tuple[str, ...], cure: str, out: Path) -> None:
    with pytest.raises(UsageError, match=cure):
        run(*arguments, "--out", out)
    assert not out.exists()


def test_a_killed_export_leaves_nothing_that_is_taken_for_whole(wcxb: Path, out: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path; from duramen_corpora import export as e\n"
        "e._facts = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"e.export(['wcxb'], Path({str(out)!r}), {str(wcxb)!r})"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, env=os.environ)
    assert done.returncode == -9
    assert not out.exists()
    assert len([path for path in out.parent.iterdir() if path.name.endswith(".part")]) == 1
    export(["wcxb"], out, wcxb)
    assert sorted(path.name for path in out.parent.iterdir()) == ["out", "wcxb"]
