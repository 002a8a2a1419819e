"""Loading: one table per state of a corpus, whole or not there, the same pages out as in."""

from __future__ import annotations

import dataclasses
import importlib.util
import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from duramen.errors import DataError, UsageError
from duramen_corpora import load as load_corpus
from duramen_corpora.load import batches, content_hash, load, pages, read, stored, stream
from duramen_corpora.registry import corpus_info
from duramen_corpora.schema import Page, features

WritePage = Callable[..., None]


def tables(cache: Path) -> list[str]:
    return sorted(path.suffix for path in (cache / "tables").iterdir())


def test_the_table_holds_the_readers_pages(wcxb: Path) -> None:
    table = load("wcxb", wcxb)
    assert table.features == features()
    assert list(pages(table)) == list(read("wcxb", wcxb))
    assert load_corpus is load


def test_more_pages_than_a_batch_are_all_there(wcxb: Path, write_page: WritePage) -> None:
    for i in range(200):
        write_page(wcxb, "dev", f"{i:04}")
    assert [page.id for page in pages(load("wcxb", wcxb))] == [f"{i:04}" for i in range(200)]


def test_a_second_load_writes_nothing(wcxb: Path, cache: Path) -> None:
    load("wcxb", wcxb)
    assert tables(cache) == [".arrow", ".json"]
    path = Path(stored("wcxb", wcxb).path)
    before = path.stat().st_mtime_ns
    load("wcxb", wcxb)
    assert path.stat().st_mtime_ns == before


def test_a_changed_source_is_read_again(wcxb: Path, write_page: WritePage) -> None:
    before = stored("wcxb", wcxb)
    write_page(wcxb, "dev", "0005")
    after = stored("wcxb", wcxb)
    assert (before.pages, after.pages) == (4, 5)
    assert before.content_hash != after.content_hash


@pytest.mark.parametrize("module", ["reader.py", "shared.py"])
def test_a_changed_reader_reads_again_and_so_does_a_changed_neighbour(
    wcxb: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    (tmp_path / "reader.py").write_text(
        "from duramen_corpora.readers.wcxb import read as real\nread = lambda f: real(f)\n"
    )
    (tmp_path / "shared.py").write_text("")
    spec = importlib.util.spec_from_file_location("reader", tmp_path / "reader.py")
    assert spec is not None
    assert spec.loader is not None
    reader = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reader)
    row = dataclasses.replace(corpus_info("wcxb"), read=reader.read)
    monkeypatch.setattr(sys.modules["duramen_corpora.load"], "corpus_info", lambda name: row)
    before = stored("wcxb", wcxb).path
    assert stored("wcxb", wcxb).path == before
    with (tmp_path / module).open("a") as file:
        file.write("# changed\n")
    assert stored("wcxb", wcxb).path != before


@pytest.mark.parametrize("error", [KeyboardInterrupt, DataError])
def test_an_interrupted_load_leaves_no_table(
    wcxb: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    first = next(read("wcxb", wcxb))

    def broken(folder: Path) -> Iterator[Page]:
        yield first
        raise error

    with monkeypatch.context() as patch:
        row = dataclasses.replace(corpus_info("wcxb"), read=broken)
        # By module: the package's own name `load` is the function.
        patch.setattr(sys.modules["duramen_corpora.load"], "corpus_info", lambda name: row)
        with pytest.raises(error):
            load("wcxb", wcxb)
    assert tables(cache) == []
    assert len(load("wcxb", wcxb)) == 4


def test_a_corpus_without_pages_is_an_error(tmp_path: Path, cache: Path) -> None:
    (tmp_path / "dev/ground-truth").mkdir(parents=True)
    with pytest.raises(DataError, match="holds no page of wcxb"):
        load("wcxb", tmp_path)
    assert tables(cache) == []


def test_an_impossible_page_stops_the_load(wcxb: Path, write_page: WritePage) -> None:
    write_page(wcxb, "dev", "0002", gold={})
    with pytest.raises(DataError, match="page 0002 of wcxb is impossible: it has no gold"):
        load("wcxb", wcxb)


def test_the_hash_is_of_the_content_in_whatever_order(wcxb: Path) -> None:
    found = list(read("wcxb", wcxb))
    shuffled = random.Random(3).sample(found, len(found))
    assert content_hash(found) == content_hash(shuffled) == stored("wcxb", wcxb).content_hash
    assert content_hash(found[1:]) != content_hash(found)


def test_the_hash_is_of_the_dev_split(wcxb: Path, write_page: WritePage) -> None:
    before = stored("wcxb", wcxb).content_hash
    write_page(wcxb, "test", "4000")
    assert stored("wcxb", wcxb).content_hash == before


def test_an_unknown_corpus_is_answered_with_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"unknown corpus 'wxcb'\. Did you mean wcxb"):
        load("wxcb")
    with pytest.raises(UsageError, match="unknown corpus"):
        read("wxcb")


def test_a_stream_is_the_same_pages(wcxb: Path, write_page: WritePage) -> None:
    write_page(wcxb, "test", "4000")
    assert list(stream("wcxb", wcxb)) == list(read("wcxb", wcxb))
    assert [page.id for page in stream("wcxb", wcxb, split="test")] == ["4000"]
    assert stored("wcxb", wcxb).splits == {"dev": 4, "test": 1}


def test_a_stream_needs_no_datasets(wcxb: Path) -> None:
    code = (
        "import sys; from duramen_corpora.load import stream\n"
        f"print(len(list(stream('wcxb', {str(wcxb)!r}))), 'datasets' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["4", "False"]


def test_a_batch_is_bounded_in_pages_and_bytes(wcxb: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    size = len(next(read("wcxb", wcxb)).html)
    monkeypatch.setattr(sys.modules["duramen_corpora.load"], "_BATCH_BYTES", 2 * size)
    assert [batch.num_rows for batch in batches(Path(stored("wcxb", wcxb).path))] == [2, 2]


@pytest.mark.parametrize("share", [0.0, 0.5, 0.999])
def test_a_table_that_was_cut_is_written_anew(wcxb: Path, share: float) -> None:
    path = Path(stored("wcxb", wcxb).path)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    assert list(pages(load("wcxb", wcxb))) == list(read("wcxb", wcxb))
    assert path.read_bytes() == whole


@pytest.mark.parametrize("summary", ["", '{"pages": 4', "{}", "[1]"])
def test_a_summary_that_was_cut_is_written_anew(wcxb: Path, summary: str) -> None:
    before = stored("wcxb", wcxb)
    Path(before.path).with_suffix(".json").write_text(summary)
    assert stored("wcxb", wcxb) == before


def test_a_damaged_table_is_named(wcxb: Path) -> None:
    path = Path(stored("wcxb", wcxb).path)
    path.write_bytes(bytes(path.stat().st_size))
    with pytest.raises(DataError, match=r"\.arrow is damaged .*Delete it, and it is made again"):
        list(stream("wcxb", wcxb))


def test_a_full_disk_is_said_and_leaves_no_table(wcxb: Path, cache: Path) -> None:
    """A child that may write no file of more than a kilobyte stands for the disk."""
    code = (
        "import resource; from duramen_corpora.load import stored\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        f"stored('wcxb', {str(wcxb)!r})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert re.search(r"DataError: no room for .*\.arrow \(File too large\): 1\.0 kB written, more needed", done.stderr)
    assert tables(cache) == []
    assert stored("wcxb", wcxb).pages == 4


def test_a_cache_that_cannot_be_written_is_named(wcxb: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("DURAMEN_CACHE", str(tmp_path / "file"))
    with pytest.raises(UsageError, match=r"cannot write in .*/file/locks \(Not a directory\).*export DURAMEN_CACHE"):
        load("wcxb", wcxb)


def test_a_table_that_is_there_needs_no_writing(wcxb: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load("wcxb", wcxb)
    monkeypatch.setattr("duramen.whole.make_folder", lambda folder: pytest.fail("a cache may be read-only"))
    assert len(load("wcxb", wcxb)) == 4


def test_importing_is_light() -> None:
    heavy = "datasets filelock ftfy huggingface_hub py3langid pyarrow rapidfuzz rensa tldextract zstandard tqdm"
    code = (
        f"import sys, duramen_corpora, duramen_corpora.cli; print([m for m in '{heavy}'.split() if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
