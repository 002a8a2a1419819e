"""Archives: unpacked whole or not at all, never outside their folder, and a cut is seen wherever it falls."""

from __future__ import annotations

import io
import random
import shutil
import stat
import subprocess
import sys
import tarfile
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from duramen.errors import DataError, UsageError
from duramen_corpora import archives
from duramen_corpora.archives import unpack

FILES = {"c/a.txt": b"one", "c/deep/b.bin": random.Random(1).randbytes(30_000), "c/empty": b""}


def tar_bytes(files: dict[str, bytes], *, odd: bytes | None = None) -> bytes:
    """Return a tar of `files`; with one member more of type `odd`, if it is given."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size, member.mtime = len(content), 1_700_000_000
            tar.addfile(member, io.BytesIO(content))
        if odd:
            member = tarfile.TarInfo("odd")
            member.type, member.linkname = odd, "c/a.txt"
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


@every_kind
def test_wherever_it_is_cut_nothing_is_taken_for_whole(tmp_path: Path, name: str, write: Write) -> None:
    """Every place in a small archive; what only loses the padding at its end is whole."""
    files = {"a": b"one", "b/c": random.Random(2).randbytes(100)}
    archive, out = tmp_path / name, tmp_path / "out"
    write(archive, files)
    whole = archive.read_bytes()
    seen = 0
    for cut in range(0, len(whole), 1 + len(whole) // 400):
        archive.write_bytes(whole[:cut])
        try:
            unpack(archive, out)
        except DataError:
            seen += 1
            assert not out.exists()
        else:
            assert {str(p.relative_to(out)): p.read_bytes() for p in out.rglob("*") if p.is_file()} == files
            shutil.rmtree(out)
    assert seen > 50


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


@pytest.mark.parametrize(
    "odd", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE], ids=repr
)
def test_a_member_that_is_no_plain_file_is_refused(tmp_path: Path, odd: bytes) -> None:
    archive = tmp_path / "c.tar"
    archive.write_bytes(tar_bytes(FILES, odd=odd))
    with pytest.raises(DataError, match="holds 'odd', which is no plain file but a link or a device: refused"):
        unpack(archive, tmp_path / "out")
    assert list(tmp_path.iterdir()) == [archive]


def test_a_link_in_a_zip_is_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("odd")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as whole_zip:
        whole_zip.writestr(link, "/etc/passwd")
    with pytest.raises(DataError, match="no plain file"):
        unpack(tmp_path / "c.zip", tmp_path / "out")


def test_a_strange_name_cannot_play_with_the_terminal(tmp_path: Path) -> None:
    write_tar(tmp_path / "c.tar", {"../\x1b[2J": b""})
    with pytest.raises(DataError, match=r"\('\.\./\\x1b\[2J'\)"):
        unpack(tmp_path / "c.tar", tmp_path / "out")


@pytest.mark.parametrize("names", [("a", "a/b"), ("a/b", "a"), ("x" * 300,)], ids=repr)
def test_names_that_cannot_be_files_are_an_error_of_the_archive(tmp_path: Path, names: tuple[str, ...]) -> None:
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as whole_zip:
        for name in names:
            member = zipfile.ZipInfo("a")
            member.filename = name  # not through the constructor, which cuts it at the NUL
            whole_zip.writestr(member, b"1")
    with pytest.raises(DataError, match=r"cannot be unpacked|no whole archive"):
        unpack(tmp_path / "c.zip", tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["c.zip"]


def test_an_encrypted_zip_is_named(tmp_path: Path) -> None:
    write_zip(tmp_path / "c.zip", {"a": b"1"})
    packed = bytearray((tmp_path / "c.zip").read_bytes())
    for signature, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        packed[packed.find(signature) + flags] |= 1
    (tmp_path / "c.zip").write_bytes(packed)
    with pytest.raises(DataError, match="encrypted"):
        unpack(tmp_path / "c.zip", tmp_path / "out")


@every_kind
def test_a_bomb_is_stopped_before_it_fills_the_disk(
    tmp_path: Path, name: str, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / name, {"a": bytes(100_000), "b": bytes(200_000)})
    written: list[str] = []
    monkeypatch.setattr(
        archives, "_write", lambda path, modified, content: written.append(content.read() and path.name)
    )
    with pytest.raises(DataError, match=r"unpacks to more than 250\.0 kB: refused.*--limit GB"):
        unpack(tmp_path / name, tmp_path / "out", limit=250_000)
    assert written == ["a"]
    unpack(tmp_path / name, tmp_path / "out", limit=300_000)


def test_many_empty_files_are_a_bomb_too(tmp_path: Path) -> None:
    write_tar(tmp_path / "c.tar", {f"{i}": b"" for i in range(300)})
    with pytest.raises(DataError, match="unpacks to more than"):
        unpack(tmp_path / "c.tar", tmp_path / "out", limit=1_000_000)


def test_a_name_without_end_is_no_way_to_fill_the_memory(tmp_path: Path) -> None:
    member = tarfile.TarInfo("a")
    member.pax_headers = {"path": "x" * 10}
    huge = tarfile.TarInfo("././@PaxHeader")
    huge.type, huge.size = tarfile.XHDTYPE, 2_000_000_000
    (tmp_path / "c.tar.zst").write_bytes(
        zstandard.ZstdCompressor().compress(huge.tobuf() + bytes(200_000_000) + member.tobuf())
    )
    tracemalloc.start()
    with pytest.raises(DataError, match="no file's content"):
        unpack(tmp_path / "c.tar.zst", tmp_path / "out")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60_000_000


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    """A child that may write no file of more than 10 kB stands for the disk."""
    write_zst(tmp_path / "c.tar.zst", FILES)
    code = (
        "import resource; from pathlib import Path; from duramen_corpora.archives import unpack\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))\n"
        "unpack(Path('c.tar.zst'), Path('out'))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=False, capture_output=True, text=True)
    assert "DataError: no room for out (File too large): 10.0 kB written, 30.0 kB needed" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["c.tar.zst"]


def test_an_archive_that_cannot_be_read_is_not_called_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_tar(tmp_path / "c.tar", FILES)

    def worn(*_: object) -> None:
        raise OSError(5, "Input/output error", str(tmp_path / "c.tar"))

    monkeypatch.setattr(archives, "_write", worn)
    with pytest.raises(DataError, match=r"c\.tar cannot be unpacked \(Input/output error: .*c\.tar\)"):
        unpack(tmp_path / "c.tar", tmp_path / "out")


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
