"""Archives: unpacked whole or not at all, never outside their folder, and a cut is seen wherever it falls."""

from __future__ import annotations

import io
import random
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from duramen.errors import DataError, UsageError
from duramen_corpora.archives import unpack

FILES = {"c/a.txt": b"one", "c/deep/b.bin": random.Random(1).randbytes(30_000), "c/empty": b""}


def tar_bytes(files: dict[str, bytes], *, link: str | None = None) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size, member.mtime = len(content), 1_700_000_000
            tar.addfile(member, io.BytesIO(content))
        if link:
            member = tarfile.TarInfo("link")
            member.type, member.linkname = tarfile.SYMTYPE, link
            tar.addfile(member)
    return buffer.getvalue()


def write_tar(path: Path, files: dict[str, bytes]) -> None:
    path.write_bytes(tar_bytes(files))


def write_gz(path: Path, files: dict[str, bytes]) -> None:
    with tarfile.open(path, "w:gz") as tar:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))


def write_zst(path: Path, files: dict[str, bytes]) -> None:
    path.write_bytes(zstandard.ZstdCompressor().compress(tar_bytes(files)))


def write_zip(path: Path, files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as whole:
        for name, content in files.items():
            whole.writestr(name, content)


Write = Callable[[Path, dict[str, bytes]], None]
KINDS: list[tuple[str, Write]] = [
    ("c.tar", write_tar),
    ("c.tar.gz", write_gz),
    ("c.tar.zst", write_zst),
    ("c.zip", write_zip),
]
every_kind = pytest.mark.parametrize(("name", "write"), KINDS, ids=[name for name, _ in KINDS])


@every_kind
def test_what_was_packed_is_unpacked(tmp_path: Path, name: str, write: Write) -> None:
    write(tmp_path / name, FILES)
    unpack(tmp_path / name, tmp_path / "out")
    found = {str(p.relative_to(tmp_path / "out")): p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()}
    assert found == FILES


@every_kind
@pytest.mark.parametrize("share", [0.0, 0.01, 0.2, 0.5, 0.8])
def test_an_archive_cut_short_is_named_and_leaves_nothing(
    tmp_path: Path, name: str, write: Write, share: float
) -> None:
    archive = tmp_path / name
    write(archive, FILES)
    whole = archive.read_bytes()
    archive.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(DataError, match=r"is no whole archive .* fetch it again"):
        unpack(archive, tmp_path / "out")
    assert list(tmp_path.iterdir()) == [archive]


def test_a_cut_between_two_members_is_seen(tmp_path: Path) -> None:
    archive = tmp_path / "c.tar"
    archive.write_bytes(tar_bytes(FILES)[:1024])  # exactly the first member: a header and a block
    with pytest.raises(DataError, match="end is missing"):
        unpack(archive, tmp_path / "out")


@every_kind
@pytest.mark.parametrize("bad", ["../evil", "c/../../evil", "/evil", "C:/evil", "c\\..\\..\\evil"])
def test_a_member_outside_the_folder_is_refused(tmp_path: Path, name: str, write: Write, bad: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    write(folder / name, {"c/good": b"1", bad: b"2"})
    with pytest.raises(DataError, match="would write outside its folder"):
        unpack(folder / name, folder / "out")
    assert [path.name for path in tmp_path.rglob("*")] == ["in", name]


def test_a_link_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "c.tar"
    archive.write_bytes(tar_bytes({}, link="/etc/passwd"))
    with pytest.raises(DataError, match="no plain file"):
        unpack(archive, tmp_path / "out")


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "c.rar").write_bytes(b"Rar!")
    with pytest.raises(UsageError, match=r"no archive that can be read.*\.tar\.zst"):
        unpack(tmp_path / "c.rar", tmp_path / "out")
    (tmp_path / "c.zip").write_bytes(b"not a zip")
    with pytest.raises(DataError, match="no whole archive"):
        unpack(tmp_path / "c.zip", tmp_path / "out")


def test_times_are_the_archives(tmp_path: Path) -> None:
    write_tar(tmp_path / "c.tar", FILES)
    unpack(tmp_path / "c.tar", tmp_path / "out")
    assert (tmp_path / "out/c/a.txt").stat().st_mtime == 1_700_000_000
