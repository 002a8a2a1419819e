"""Upstream by git: the pinned commit, lot by lot; a fetch that was cut goes on, and what git says is passed on."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from duramen.errors import UsageError
from duramen_corpora import upstream
from duramen_corpora.info import CorpusInfo
from duramen_corpora.registry import corpus_info
from duramen_corpora.upstream import fetch, head

_FILES = 40
_LOT = 16
Make = Callable[..., CorpusInfo]


def git(folder: Path, *arguments: str) -> str:
    named = ["git", "-C", str(folder), "-c", "user.name=t", "-c", "user.email=t@example.org", *arguments]
    return subprocess.run(named, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> CorpusInfo:
    """The row of a corpus of 40 pages in a repository that can leave files out."""
    folder = tmp_path / "up"
    (folder / "pages").mkdir(parents=True)
    for i in range(_FILES):
        (folder / "pages" / f"{i}.html").write_bytes(b"page %d\r\n" % i)
    (folder / "link").symlink_to("pages/0.html")
    for command in (["init", "-q"], ["config", "uploadpack.allowFilter", "true"], ["add", "."]):
        git(folder, *command)
    git(folder, "commit", "-q", "-m", "pages")
    return dataclasses.replace(
        corpus_info("wcxb"), upstream=folder.as_uri(), revision=git(folder, "rev-parse", "HEAD"), marker="pages"
    )


@pytest.fixture
def lots(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of the lots that are fetched, of 16 files at the most."""
    sizes: list[int] = []
    whole = upstream._fetch_lot
    monkeypatch.setattr(upstream, "_LOT", _LOT)
    monkeypatch.setattr(upstream, "_fetch_lot", lambda kept, lot: (sizes.append(len(lot)), whole(kept, lot)))
    return sizes


def test_the_commit_comes_in_lots_with_its_bytes(repository: CorpusInfo, tmp_path: Path, lots: list[int]) -> None:
    fetch(repository, tmp_path / "out/git")
    assert lots == [16, 16, 9]
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["git"]
    assert (tmp_path / "out/git/pages/7.html").read_bytes() == b"page 7\r\n"
    link = tmp_path / "out/git/link"
    assert (link.is_symlink(), link.read_text()) == (False, "pages/0.html")


def test_a_fetch_that_was_cut_goes_on(
    repository: CorpusInfo, tmp_path: Path, lots: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out/git"
    counting = upstream._fetch_lot

    def cut(kept: Path, lot: list[str]) -> None:
        if len(lots) == 2:
            raise KeyboardInterrupt
        counting(kept, lot)

    with monkeypatch.context() as patch:
        patch.setattr(upstream, "_fetch_lot", cut)
        with pytest.raises(KeyboardInterrupt):
            fetch(repository, target)
    assert [path.name for path in target.parent.iterdir()] == ["git.part"]
    (target.parent / "git.part/shallow.lock").write_text("left by a git that was killed")
    fetch(repository, target)
    assert lots == [16, 16, 9]
    assert len(list((target / "pages").iterdir())) == _FILES


def test_a_checkout_that_was_cut_needs_no_network(
    repository: CorpusInfo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out/git"
    with monkeypatch.context() as patch:
        patch.setattr(upstream, "whole_folder", lambda target: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            fetch(repository, target)
    shutil.rmtree(tmp_path / "up")
    fetch(repository, target)
    assert len(list((target / "pages").iterdir())) == _FILES


def test_a_line_that_breaks_keeps_what_has_come(
    repository: CorpusInfo, tmp_path: Path, lots: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    counting = upstream._fetch_lot

    def broken(kept: Path, lot: list[str]) -> None:
        shutil.rmtree(tmp_path / "up", ignore_errors=True)
        counting(kept, lot)

    monkeypatch.setattr(upstream, "_fetch_lot", broken)
    with pytest.raises(UsageError, match=r"git could not fetch .* What has come is kept: the next call goes on"):
        fetch(repository, tmp_path / "out/git")


def test_a_server_that_leaves_nothing_out_sends_all_at_once(
    repository: CorpusInfo, tmp_path: Path, lots: list[int]
) -> None:
    git(tmp_path / "up", "config", "uploadpack.allowFilter", "false")
    fetch(repository, tmp_path / "out/git")
    assert lots == []
    assert len(list((tmp_path / "out/git/pages").iterdir())) == _FILES


def test_an_older_commit_is_fetched_as_well_as_the_newest(repository: CorpusInfo, tmp_path: Path) -> None:
    (tmp_path / "up/pages/0.html").write_text("newer")
    git(tmp_path / "up", "commit", "-q", "-a", "-m", "newer")
    fetch(repository, tmp_path / "out/git")
    assert (tmp_path / "out/git/pages/0.html").read_text() == "page 0\n"


def test_a_commit_that_upstream_does_not_have_is_named(repository: CorpusInfo, tmp_path: Path) -> None:
    wrong = dataclasses.replace(repository, revision="0123456789" * 4)
    with pytest.raises(UsageError) as error:
        fetch(wrong, tmp_path / "out/git")
    assert "not our ref 0123456789" in str(error.value)
    assert list((tmp_path / "out").iterdir()) == []


def test_the_reason_is_the_line_that_is_fatal(repository: CorpusInfo, tmp_path: Path) -> None:
    away = dataclasses.replace(repository, upstream=(tmp_path / "nowhere").as_uri())
    with pytest.raises(UsageError, match=r"\('.*nowhere' does not appear to be a git repository\)") as error:
        fetch(away, tmp_path / "out/git")
    assert "duramen corpora pull wcxb --from wcxb" in str(error.value)


def test_what_is_kept_and_broken_is_thrown_away(repository: CorpusInfo, tmp_path: Path) -> None:
    kept = tmp_path / "out/git.part"
    kept.mkdir(parents=True)
    (kept / "HEAD").write_text("nonsense")
    (kept / "objects").write_text("no folder")
    with pytest.raises(UsageError, match="git could not fetch"):
        fetch(repository, tmp_path / "out/git")
    fetch(repository, tmp_path / "out/git")
    assert (tmp_path / "out/git/pages").is_dir()


def test_hooks_of_this_machine_do_not_run(
    repository: CorpusInfo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = tmp_path / "hooks/post-checkout"
    hook.parent.mkdir()
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    hook.chmod(0o755)
    (tmp_path / "config").write_text(f"[core]\n hooksPath = {hook.parent}\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    fetch(repository, tmp_path / "out/git")
    assert not (tmp_path / "ran").exists()


def test_the_head_of_a_clone_and_of_no_clone(repository: CorpusInfo, tmp_path: Path) -> None:
    assert head(tmp_path / "up") == repository.revision
    assert head(tmp_path / "up/pages") is None  # inside somebody's repository is not a clone
    (tmp_path / "odd/.git").mkdir(parents=True)
    assert head(tmp_path / "odd") is None
