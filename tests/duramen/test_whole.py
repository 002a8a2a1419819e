"""Whole or not at all: what is written appears at once, what is not vanishes, and a full disk is called by its name."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from duramen import whole
from duramen.errors import DataError, UsageError
from duramen.whole import alone, make_folder, size_text, whole_file, whole_folder


def everything(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_a_folder_appears_when_its_body_ends(tmp_path: Path) -> None:
    with whole_folder(tmp_path / "deep/c") as scratch:
        (scratch / "a").write_text("1")
        assert not (tmp_path / "deep/c").exists()
    assert everything(tmp_path) == ["deep", "deep/c", "deep/c/a"]


def test_a_file_replaces_the_old_one_when_its_body_ends(tmp_path: Path) -> None:
    path = tmp_path / "c"
    path.write_text("old")
    with whole_file(path) as scratch:
        scratch.write_text("new")
        assert path.read_text() == "old"
    assert (path.read_text(), everything(tmp_path)) == ("new", ["c"])


def fail_in_folder(target: Path, error: BaseException) -> None:
    with whole_folder(target, lambda: 2_500_000) as scratch:
        (scratch / "a").write_bytes(b"x" * 1500)
        raise error


def fail_in_file(target: Path, error: BaseException) -> None:
    with whole_file(target) as scratch:
        scratch.write_bytes(b"x" * 1500)
        raise error


@pytest.mark.parametrize("fail", [fail_in_folder, fail_in_file])
@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_body_that_fails_leaves_nothing(
    tmp_path: Path, error: type[BaseException], fail: Callable[[Path, BaseException], None]
) -> None:
    with pytest.raises(error):
        fail(tmp_path / "c", error())
    assert everything(tmp_path) == []


def test_what_is_written_may_be_read_by_whom_the_mask_allows(tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    with whole_folder(tmp_path / "c"):
        pass
    assert (tmp_path / "c").stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_is_said_with_what_was_written(
    tmp_path: Path, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(DataError) as error:
        fail_in_folder(tmp_path / "c", OSError(number, os.strerror(number)))
    for part in (f"no room for {tmp_path}/c", "1.5 kB written", "2.5 MB needed", "free on that disk", "DURAMEN_CACHE"):
        assert part in str(error.value)
    monkeypatch.setattr("shutil.disk_usage", lambda path: SimpleNamespace(free=len(everything(tmp_path))))
    with pytest.raises(DataError, match=r", 0 bytes free"):  # counted when the scratch is gone
        fail_in_folder(tmp_path / "c", OSError(number, os.strerror(number)))
    with pytest.raises(DataError, match=r"1\.5 kB written, more needed"):
        fail_in_file(tmp_path / "c", OSError(number, os.strerror(number)))
    assert everything(tmp_path) == []


def test_another_error_of_the_system_is_let_through(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), whole_folder(tmp_path / "c"):
        (tmp_path / "not/there").read_bytes()


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match=r"cannot write in .*file/c \(Not a directory\).*export DURAMEN_CACHE=FOLDER"):
        make_folder(tmp_path / "file/c")
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(UsageError, match="Permission denied"):
        make_folder(tmp_path)


def test_one_writes_while_the_others_wait(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seen: list[str] = []

    def write() -> None:
        with alone(tmp_path / "c"):
            seen.append("second")

    with alone(tmp_path / "c"):
        other = threading.Thread(target=write)
        other.start()
        other.join(0.3)
        seen.append("first")
    other.join()
    assert seen == ["first", "second"]
    assert f"another process is writing {tmp_path / 'c'}: waiting" in capsys.readouterr().err


def test_the_next_writer_removes_what_a_killed_one_left(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path; from duramen.whole import *\n"
        "with alone(Path('c')), whole_folder(Path('c')) as scratch:\n"
        "    (scratch / 'a').write_text('half'); os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=False)
    assert len(everything(tmp_path)) == 2
    with alone(tmp_path / "c"):
        assert everything(tmp_path) == []
    # Another's scratch is not swept: only the holder of its lock knows whether it is alive.
    (tmp_path / ".d.0123.part").mkdir()
    with alone(tmp_path / "c"):
        assert everything(tmp_path) == [".d.0123.part"]


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 bytes"), (999, "999 bytes"), (1500, "1.5 kB"), (2e9, "2.0 GB"), (3e12, "3,000.0 GB")]
)
def test_sizes_as_people_read_them(count: float, text: str) -> None:
    assert size_text(count) == text


def test_the_cache_is_where_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DURAMEN_CACHE", "~/elsewhere")
    assert whole.cache_folder() == Path.home() / "elsewhere"
    monkeypatch.delenv("DURAMEN_CACHE")
    assert whole.cache_folder() == Path.home() / ".cache" / "duramen"
