"""Sources: a folder, an archive, git, or what is at hand; and where there is nothing, what to type."""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from duramen.errors import DataError, UsageError
from duramen_corpora.info import CorpusInfo
from duramen_corpora.registry import corpus_info
from duramen_corpora.sources import at_hand, copied, fingerprint, locate, shelf

WCXB = corpus_info("wcxb")


def archived(folder: Path, archive: Path) -> Path:
    with tarfile.open(archive, "w:gz") as tar:
        tar.add(folder, "wcxb")
    return archive


def repository(folder: Path) -> CorpusInfo:
    """Make the folder a git repository, and return the row of a corpus that lives there at its only commit."""
    git = ["git", "-C", str(folder), "-c", "user.name=t", "-c", "user.email=t@example.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "--allow-empty", "-m", "pages"]):
        subprocess.run([*git, *command], check=True)
    commit = subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
    return dataclasses.replace(WCXB, upstream=folder.as_uri(), revision=commit)


def test_a_folder_is_taken_as_it_is(wcxb: Path) -> None:
    assert locate(WCXB, wcxb) == wcxb
    assert locate(WCXB, wcxb.parent) == wcxb  # an archive's content, one folder down


def test_an_archive_is_unpacked_once_into_the_cache(wcxb: Path, tmp_path: Path, cache: Path) -> None:
    archive = archived(wcxb, tmp_path / "w.tar.gz")
    folder = locate(WCXB, archive)
    assert folder is not None
    assert folder.is_relative_to(cache)
    before = folder.stat().st_ctime_ns
    assert locate(WCXB, archive) == folder
    assert folder.stat().st_ctime_ns == before


def test_another_archive_under_the_same_name_is_unpacked_anew(wcxb: Path, tmp_path: Path) -> None:
    first = locate(WCXB, archived(wcxb, tmp_path / "w.tar.gz"))
    (wcxb / "dev/html/0001.html.gz").write_bytes(b"changed")
    assert locate(WCXB, archived(wcxb, tmp_path / "w.tar.gz")) != first


@pytest.mark.usefixtures("no_archives")
def test_without_a_source_what_was_unpacked_before_is_taken(wcxb: Path, tmp_path: Path) -> None:
    folder = locate(WCXB, archived(wcxb, tmp_path / "w.tar.gz"))
    assert locate(WCXB) == folder


def test_without_a_source_the_folder_of_archives_is_taken(
    wcxb: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = dataclasses.replace(WCXB, archive="w.tar.gz")
    archived(wcxb, tmp_path / "w.tar.gz")
    monkeypatch.setenv("DURAMEN_CORPORA", str(tmp_path))
    found = locate(info)
    assert found is not None
    assert (found / "dev").is_dir()


@pytest.mark.usefixtures("no_archives")
def test_with_nothing_at_hand_the_error_says_what_to_type() -> None:
    with pytest.raises(UsageError) as error:
        locate(WCXB)
    for cure in ("duramen corpora pull wcxb  ", "pull wcxb --from FOLDER", "--from ARCHIVE", "DURAMEN_CORPORA"):
        assert cure in str(error.value)


def test_a_folder_of_something_else_is_named(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    with pytest.raises(DataError, match=r"does not hold wcxb .* no dev/ground-truth"):
        locate(WCXB, tmp_path / "photos")
    with pytest.raises(UsageError, match="there is no"):
        locate(WCXB, tmp_path / "nothing")


def test_what_may_not_be_read_is_named(wcxb: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "iterdir", closed)
    with pytest.raises(UsageError, match=r"cannot read .*wcxb \(Permission denied\)"):
        locate(dataclasses.replace(WCXB, marker="elsewhere"), wcxb)


@pytest.mark.usefixtures("no_archives")
def test_an_archive_of_something_else_is_named_and_not_kept(scrapinghub: Path, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"s\.tar\.gz does not hold wcxb .* no dev/ground-truth"):
        locate(WCXB, archived(scrapinghub, tmp_path / "s.tar.gz"))
    assert not at_hand(WCXB)


def test_a_packaged_corpus_has_no_source(tmp_path: Path) -> None:
    assert locate(corpus_info("starter")) == corpus_info("starter").folder
    with pytest.raises(UsageError, match="ships with Duramen"):
        locate(corpus_info("starter"), tmp_path)


def test_git_clones_the_pinned_commit_once(wcxb: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    info = repository(wcxb)
    folder = locate(info, "git")
    assert folder is not None
    assert (folder / "dev/ground-truth/0001.json").is_file()
    assert not (folder / ".git").exists()
    shutil.rmtree(wcxb)  # upstream is gone: the clone is enough, with `git` and without a source
    assert locate(info, "git") == folder
    assert locate(info) == folder


def test_git_without_a_network_says_what_to_type(tmp_path: Path, cache: Path) -> None:
    info = dataclasses.replace(WCXB, upstream=(tmp_path / "nowhere").as_uri())
    with pytest.raises(UsageError) as error:
        locate(info, "git")
    assert f"git clone {info.upstream} wcxb && git -C wcxb checkout {WCXB.revision}" in str(error.value)
    assert "duramen corpora pull wcxb --from wcxb" in str(error.value)
    assert not [path for path in (cache / "sources").rglob("*") if path.is_file()]


def test_a_machine_without_git_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="no git on this machine"):
        locate(WCXB, "git")


def test_the_fingerprint_sees_a_changed_file(wcxb: Path) -> None:
    before = fingerprint(WCXB, wcxb)
    assert fingerprint(WCXB, wcxb) == before
    path = wcxb / "dev/ground-truth/0001.json"
    os.utime(path, ns=(1, 1))
    assert fingerprint(WCXB, wcxb) != before


def test_the_fingerprint_is_of_the_files_alone(wcxb: Path, tmp_path: Path) -> None:
    before = fingerprint(WCXB, wcxb)
    (wcxb / "empty folder").mkdir()
    (wcxb / ".git").mkdir()
    (wcxb / ".git/index").write_text("x")
    assert fingerprint(WCXB, wcxb) == before
    moved = wcxb.rename(tmp_path / "elsewhere")
    assert fingerprint(WCXB, moved) == before
    (moved / "dev/html/0001.html.gz").rename(moved / "dev/html/0009.html.gz")
    assert fingerprint(WCXB, moved) != before


def test_a_clone_at_another_commit_is_named(wcxb: Path) -> None:
    pinned = repository(wcxb)
    assert locate(pinned, wcxb) == wcxb
    later = repository(wcxb)
    with pytest.raises(DataError) as error:
        locate(pinned, wcxb)
    for part in (f"at commit {later.revision}; wcxb is read at {pinned.revision}", f"git -C {wcxb} checkout"):
        assert part in str(error.value)


@pytest.mark.usefixtures("no_archives")
def test_a_copied_folder_is_found_without_a_source(wcxb: Path) -> None:
    assert not at_hand(WCXB)
    (wcxb / ".git").mkdir()
    state = fingerprint(WCXB, wcxb)
    folder = copied(WCXB, wcxb)
    shutil.rmtree(wcxb)
    assert (at_hand(WCXB), locate(WCXB)) == (True, folder)
    assert fingerprint(WCXB, folder) == state
    assert not (folder / ".git").exists()


def test_at_hand_is_what_needs_no_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DURAMEN_CORPORA", str(tmp_path))
    assert at_hand(corpus_info("starter"))
    assert not at_hand(WCXB)
    (tmp_path / WCXB.archive).write_bytes(b"")
    assert at_hand(WCXB)


@pytest.mark.parametrize("source", [None, "git"])
def test_a_format_has_no_pages_of_its_own(source: str | None, wcxb: Path, cache: Path) -> None:
    layout = dataclasses.replace(WCXB, name="folder", revision="", upstream="", archive="")
    locate(layout, archived(wcxb, wcxb.parent / "w.tar.gz"))
    assert not at_hand(layout)
    with pytest.raises(UsageError, match=r"is a format, and a folder in it.*\n  duramen corpora load folder --from"):
        locate(layout, source)
    assert shelf(layout).parent == cache / "sources" / "folder"
