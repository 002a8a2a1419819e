"""Pushing: only what may be passed on, only with a token, in one commit; a dry run lists it and touches nothing."""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import huggingface_hub
import pytest
from typer.testing import CliRunner

from duramen.errors import UsageError
from duramen_corpora import registry
from duramen_corpora.cli import app
from duramen_corpora.export import export
from duramen_corpora.hub import check_licences, files, push
from duramen_corpora.registry import CORPORA, corpus_info

#: huggingface_hub's own upload by LFS, which is used where Xet is not, speaks to its HTTP client in an old way.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")


@pytest.fixture(scope="module")
def exported_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter corpus, exported for all tests of this module."""
    out = tmp_path_factory.mktemp("export") / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DURAMEN_CACHE", str(tmp_path_factory.mktemp("cache")))
        export(["starter"], out)
    return out


@pytest.fixture
def out(exported_once: Path, tmp_path: Path) -> Path:
    """A copy of that export."""
    return Path(shutil.copytree(exported_once, tmp_path / "out"))


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make wcxb a corpus whose makers say nothing of its licence."""
    row = dataclasses.replace(corpus_info("wcxb"), licence="none stated")
    whole = registry._row
    monkeypatch.setattr(registry, "_row", lambda where: row if "wcxb" in where else whole(where))


def run(*arguments: object) -> str:
    result = CliRunner().invoke(app, list(map(str, arguments)))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.stdout


def test_the_whole_export_goes_in_one_commit(fake_hub: Any, tmp_path: Path, wcxb: Path) -> None:
    export(["wcxb"], tmp_path / "out", wcxb)
    (tmp_path / "out" / "wcxb" / "notes.txt").write_text("mine")
    said = run("export", "starter", "--out", tmp_path / "out", "--push", "me/pages")
    repository = fake_hub.repositories["datasets", "me/pages"]
    assert said.splitlines()[-1] == f"{fake_hub.url}/datasets/me/pages/commit/{repository.refs['main']}"
    assert repository.private
    assert len(repository.files) == 2  # as it was made, and the commit
    sent = repository.head()
    del sent[".gitattributes"]
    assert sorted(sent) == [path for path, _ in files(tmp_path / "out")]
    assert sorted(sent) == [
        "README.md",
        "starter/corpus.json",
        "starter/dev-00000-of-00001.parquet",
        "wcxb/corpus.json",
        "wcxb/dev-00000-of-00001.parquet",
    ]
    assert all(content == (tmp_path / "out" / path).read_bytes() for path, content in sent.items())


def test_what_is_no_longer_there_goes_with_the_commit(fake_hub: Any, out: Path) -> None:
    before = {"starter/dev-00001-of-00002.parquet": b"old", "other/kept.txt": b"kept"}
    repository = fake_hub.dataset("me/pages", before)
    assert push(out, "me/pages")
    there = set(repository.head())
    assert there == {"README.md", "other/kept.txt", "starter/corpus.json", "starter/dev-00000-of-00001.parquet"}


@pytest.mark.slow
def test_what_was_sent_is_read_from_there(fake_hub: Any, out: Path, tmp_path: Path) -> None:
    """By `datasets` in a process of its own: it reads its settings when it is imported."""
    run("push", out, "me/pages")
    code = (
        "from datasets import load_dataset\n"
        "pages = load_dataset('me/pages', 'starter', split='dev')\n"
        "print(len(pages), type(pages[0]['html']).__name__, pages.info.license)"
    )
    environment = os.environ | {"HF_HOME": str(tmp_path / "home"), "HF_HUB_DISABLE_XET": "1"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[:2] == [str(corpus_info("starter").pages["dev"]), "bytes"]


def test_a_repository_is_public_only_if_asked(fake_hub: Any, out: Path, wcxb: Path) -> None:
    run("export", "wcxb", "--from", wcxb, "--out", out, "--push", "me/pages", "--public")
    run("push", out, "me/again", "--public")
    run("push", out, "me/mine")
    assert [fake_hub.repositories["datasets", f"me/{n}"].private for n in ("pages", "again", "mine")] == [0, 0, 1]


def test_a_dry_run_lists_what_would_go_and_writes_nothing(
    tmp_path: Path, wcxb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(huggingface_hub, "HfApi", lambda: pytest.fail("a dry run touches no network"))
    monkeypatch.setattr(huggingface_hub, "get_token", lambda: None)
    out = tmp_path / "out"
    export(["wcxb"], out, wcxb)
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    said = run("export", "starter", "--out", out, "--push", "me/pages", "--dry-run")
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == before
    listed = [tuple(line.split()) for line in said.splitlines()[1:]]
    export(["starter"], out)
    assert listed == [(path, f"{size:,}") for path, size in files(out)]


def test_a_dry_run_refuses_what_the_push_would(tmp_path: Path, wcxb: Path) -> None:
    export(["starter"], tmp_path / "out")
    with pytest.raises(UsageError, match="is there already"):
        run("export", "starter", "--out", tmp_path / "out", "--push", "me/pages", "--dry-run")


@pytest.mark.usefixtures("silent")
def test_what_may_not_be_passed_on_is_not_sent(fake_hub: Any, tmp_path: Path, wcxb: Path) -> None:
    arguments = ("wcxb", "--from", wcxb, "--out", tmp_path / "out", "--push", "me/pages")
    with pytest.raises(UsageError, match=r"of wcxb \(none stated\) does not say .* add: --i-may-redistribute"):
        run("export", *arguments)
    assert (fake_hub.asked, (tmp_path / "out").exists()) == ([], False)
    run("export", *arguments, "--i-may-redistribute")
    assert ("datasets", "me/pages") in fake_hub.repositories
    # It stands in the folder now, and would go with whatever is exported beside it.
    with pytest.raises(UsageError, match=r"of wcxb \(none stated\)"):
        run("export", "starter", "--out", tmp_path / "out", "--push", "me/pages")
    with pytest.raises(UsageError, match=r"of wcxb \(none stated\)"):
        run("push", tmp_path / "out", "me/other")
    assert ("datasets", "me/other") not in fake_hub.repositories
    assert run("push", tmp_path / "out", "me/other", "--i-may-redistribute")


def test_a_licence_is_free_only_if_it_is_exactly_one_that_is_known() -> None:
    for name, row in CORPORA.items():
        if row.shippable:
            check_licences([name])


@pytest.mark.parametrize("repository", ["pages", "me/pages/more", "me/pa ges", "https://hub.example/me/pages", "me/"])
def test_what_is_no_repository_is_named(repository: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"is no repository on the Hub.*Type: --push YOURNAME/NAME"):
        run("export", "starter", "--out", tmp_path / "out", "--push", repository)


def test_without_a_token_it_says_what_to_type_before_anything_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(huggingface_hub, "get_token", lambda: None)
    with pytest.raises(UsageError, match=r"no token .* Type: hf auth login, or: export HF_TOKEN=TOKEN"):
        run("export", "starter", "--out", tmp_path / "out", "--push", "me/pages")
    assert not (tmp_path / "out").exists()


class _Refusing(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = b'{"error": "You have no rights here"}'
        self.send_response(403)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: stderr is the test's."""


@pytest.fixture
def refusing() -> Iterator[str]:
    """The address of a server that refuses everything."""
    server = HTTPServer(("127.0.0.1", 0), _Refusing)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("reason", ["refused", "no network", "offline"])
def test_a_push_that_fails_says_where_the_export_is_and_how_to_send_it(reason: str, refusing: str, out: Path) -> None:
    """With the real client, in a process of its own: it reads its settings when it is imported."""
    settings = {
        "refused": {"HF_ENDPOINT": refusing},
        "no network": {"HF_ENDPOINT": "http://127.0.0.1:9"},
        "offline": {"HF_HUB_OFFLINE": "1"},
    }[reason]
    said = {"refused": "You have no rights here", "no network": "Connection refused", "offline": "offline mode"}[reason]
    code = f"from pathlib import Path; from duramen_corpora.hub import push; push(Path({str(out)!r}), 'me/x')"
    environment = os.environ | {"HF_TOKEN": "hf_none"} | settings
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    *_, last, cure = done.stderr.strip().splitlines()
    assert last.startswith("duramen.errors.DataError: could not push to me/x (")
    assert said in last
    assert cure == f"  hf upload me/x {out} . --repo-type dataset --private"


def test_a_push_alone_lists_what_it_would_send(fake_hub: Any, out: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"holds no export. Make one: duramen corpora export NAME --out"):
        run("push", tmp_path, "me/pages")
    said = run("push", out, "me/pages", "--dry-run")
    assert [tuple(line.split()) for line in said.splitlines()[1:]] == [(path, f"{size:,}") for path, size in files(out)]
    assert fake_hub.asked == []
    with pytest.raises(UsageError, match=r"Type: duramen corpora push .* YOURNAME/NAME"):
        run("push", out, "pages")
