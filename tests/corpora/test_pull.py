"""Pulling: into the cache and verified, or an error that says what differs; what is not right is not kept."""

from __future__ import annotations

import dataclasses
import json
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from duramen.errors import DataError, UsageError
from duramen_corpora import registry
from duramen_corpora.cli import app
from duramen_corpora.info import CorpusInfo
from duramen_corpora.load import content_hash, load, read
from duramen_corpora.pull import pull
from duramen_corpora.registry import corpus_info
from duramen_corpora.sources import shelf

pytestmark = pytest.mark.usefixtures("no_archives")

WritePage = Callable[..., None]
Row = Callable[..., CorpusInfo]


@pytest.fixture
def pin(monkeypatch: pytest.MonkeyPatch) -> Row:
    """Return what changes the row of wcxb for a test, so that a toy folder can be the pinned corpus."""

    def change(**facts: object) -> CorpusInfo:
        row = dataclasses.replace(corpus_info("wcxb"), **facts)  # type: ignore[arg-type]
        whole = registry._row
        monkeypatch.setattr(registry, "_row", lambda where: row if where.endswith("wcxb:CORPUS") else whole(where))
        return row

    return change


@pytest.fixture
def toy(wcxb: Path, pin: Row) -> CorpusInfo:
    """The row of a corpus whose pinned content is the toy folder's, and whose upstream is nowhere."""
    facts = {"content_hash": content_hash(read("wcxb", wcxb)), "pages": {"dev": 4, "test": 2}}
    return pin(upstream=(wcxb.parent / "up").as_uri(), **facts)


def archived(folder: Path, name: str = "w.tar.gz") -> Path:
    with tarfile.open(folder.parent / name, "w:gz") as tar:
        tar.add(folder, "wcxb")
    return folder.parent / name


def test_an_archive_is_pulled_and_needed_no_more(toy: CorpusInfo, wcxb: Path) -> None:
    archive = archived(wcxb)
    pulled = pull("wcxb", archive)
    archive.unlink()
    shutil.rmtree(wcxb)
    assert (pulled.verified, pulled.splits, pulled.lacking) == (True, {"dev": 4}, "0 of 2 test pages")
    assert Path(pulled.folder).is_relative_to(shelf(toy))
    assert pull("wcxb") == pulled
    assert len(load("wcxb")) == 4


def test_a_folder_is_copied_and_needed_no_more(toy: CorpusInfo, wcxb: Path) -> None:
    pulled = pull("wcxb", wcxb)
    shutil.rmtree(wcxb)
    assert pull("wcxb") == pulled
    assert len(load("wcxb")) == 4


def test_without_a_source_upstream_is_fetched(toy: CorpusInfo, wcxb: Path, pin: Row) -> None:
    folder = wcxb.rename(wcxb.parent / "up")
    git = ["git", "-C", str(folder), "-c", "user.name=t", "-c", "user.email=t@example.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "pages"]):
        subprocess.run([*git, *command], check=True)
    commit = subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
    row = pin(upstream=toy.upstream, content_hash=toy.content_hash, revision=commit)
    pulled = pull("wcxb")
    assert (pulled.folder, pulled.verified) == (str(shelf(row) / "git"), True)
    shutil.rmtree(folder)
    assert pull("wcxb") == pulled


def test_without_a_network_it_says_what_to_type(toy: CorpusInfo) -> None:
    with pytest.raises(UsageError) as error:
        pull("wcxb")
    for part in (
        "git could not fetch",
        f"git -C wcxb checkout {toy.revision}",
        "duramen corpora pull wcxb --from wcxb",
    ):
        assert part in str(error.value)


def test_other_content_is_said_with_its_counts_and_not_kept(toy: CorpusInfo, wcxb: Path, write_page: WritePage) -> None:
    write_page(wcxb, "dev", "0005")
    with pytest.raises(DataError) as error:
        pull("wcxb", archived(wcxb))
    for part in (
        f"{wcxb.parent}/w.tar.gz is not wcxb as pinned at c039d5ee9f5a",
        "5 pages, not 4 (dev 5; content ",
        "pull wcxb --from git",
    ):
        assert part in str(error.value)
    assert list(shelf(toy).iterdir()) == []


def test_as_many_pages_of_other_content_are_other_content(toy: CorpusInfo, wcxb: Path, write_page: WritePage) -> None:
    write_page(wcxb, "dev", "0002", url="https://elsewhere.example.org/")
    with pytest.raises(DataError, match="4 pages, as it should, but other content"):
        pull("wcxb", wcxb)
    assert not shelf(toy).exists()


def test_what_was_right_before_stays_when_something_wrong_is_pulled(
    toy: CorpusInfo, wcxb: Path, write_page: WritePage
) -> None:
    right = pull("wcxb", archived(wcxb))
    write_page(wcxb, "dev", "0005")
    with pytest.raises(DataError, match="5 pages, not 4"):
        pull("wcxb", archived(wcxb, "other.tar.gz"))
    assert pull("wcxb") == right


def test_a_corpus_that_ships_is_there_already() -> None:
    assert pull("starter").verified
    with pytest.raises(UsageError, match="ships with Duramen"):
        pull("starter", "git")


def test_a_format_needs_a_source(pin: Row, wcxb: Path) -> None:
    pin(revision="", upstream="", content_hash="", pages={})
    with pytest.raises(UsageError, match="wcxb is a format and has no upstream"):
        pull("wcxb")
    assert (pull("wcxb", wcxb).verified, pull("wcxb", wcxb).splits) == (False, {"dev": 4})


def test_two_pulls_at_once_do_not_harm_each_other(wcxb: Path, cache: Path) -> None:
    archive = archived(wcxb)
    code = f"from duramen_corpora.load import stored; print(stored('wcxb', {str(archive)!r}).content_hash)"
    children = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = {child.communicate()[0].strip() for child in children}
    assert said == {content_hash(read("wcxb", wcxb))}
    assert not [path for path in cache.rglob("*") if path.name.endswith(".part")]


def run(*arguments: object) -> str:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.stdout


def test_the_command_prints_a_row_a_corpus(toy: CorpusInfo, wcxb: Path) -> None:
    header, row = run("pull", "wcxb", "--from", archived(wcxb)).splitlines()
    assert header.split() == ["corpus", "revision", "pages", "content", "folder"]
    assert row.startswith("wcxb    c039d5ee9f5a  dev 4  as pinned (here 0 of 2 test pages)  /")
    assert json.loads(run("pull", "wcxb", "starter", "--json"))[0]["splits"] == {"dev": 4}


def test_one_corpus_that_fails_does_not_stop_the_others(toy: CorpusInfo) -> None:
    with pytest.raises(DataError, match="1 of 2 corpora could not be pulled: wcxb"):
        run("pull", "wcxb", "starter")


@pytest.mark.parametrize(
    ("arguments", "cure"),
    [
        ((), "duramen corpora pull --all"),
        (("wcxb", "--all"), "which corpora"),
        (("wcxb", "starter", "--from", "git"), "--from is one repository's files"),
        (("--all", "--from", "git"), "--from is one repository's files"),
        (("wcbx",), "Did you mean wcxb"),
    ],
)
def test_what_cannot_be_meant_is_a_usage_error(arguments: tuple[str, ...], cure: str) -> None:
    with pytest.raises(UsageError, match=cure):
        run("pull", *arguments)


def test_the_limit_of_an_archive_can_be_raised(toy: CorpusInfo, wcxb: Path) -> None:
    with pytest.raises(DataError, match=r"unpacks to more than 1\.0 kB: refused"):
        run("pull", "wcxb", "--from", archived(wcxb), "--limit", "0.000001")
    assert "as pinned" in run("pull", "wcxb", "--from", archived(wcxb), "--limit", "1")


def test_load_pulls_what_is_not_at_hand(toy: CorpusInfo, wcxb: Path) -> None:
    with pytest.raises(UsageError, match="git could not fetch"):
        run("load", "wcxb")
    pull("wcxb", wcxb)
    assert "pages         4" in run("load", "wcxb")
