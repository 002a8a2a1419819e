"""JSON lines, Parquet and HTML files, and what names them."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from duramen.bulk.pages import read_rows
from duramen.bulk.reader import records
from duramen.bulk.sources import Source, find, tasks_for
from duramen.errors import DataError, UsageError
from duramen.files import json_rows

_ROWS = [{"id": f"p{i}", "url": f"https://e.org/{i}", "html": f"<p>Page {i}", "encoding": "utf-8"} for i in range(5)]
_LINES = b"".join(json.dumps(row).encode() + b"\n" for row in _ROWS)


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson.gz", "a.jsonl.zst", "a.parquet"])
def test_records_are_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name.endswith(".parquet"):
        pq.write_table(pa.Table.from_pylist(_ROWS), path)
    else:
        packed = {"gz": gzip.compress, "zst": zstandard.compress}.get(name.rpartition(".")[2], bytes)
        path.write_bytes(packed(_LINES))
    (source,) = find([str(path)])
    found = list(records(source))
    assert [(one.outcome, one.id, one.url, one.html, one.encoding, one.offset) for one in found] == [
        ("page", row["id"], row["url"], row["html"], "utf-8", number) for number, row in enumerate(_ROWS, 1)
    ]


def test_a_line_that_is_none_costs_itself() -> None:
    lines = io.BytesIO(b'{"html": "<p>a"}\n{"html": 3}\n[1]\n{"html\n\n{"html": "<p>b", "url": "x\\ud800"}\n')
    found = list(read_rows(json_rows(lines), "html"))
    assert [(one.outcome, one.offset) for one in found] == [
        ("page", 1), ("broken", 2), ("broken", 3), ("broken", 4), ("page", 6),
    ]  # fmt: skip
    assert found[-1].url == "x?"
    assert all(one.error for one in found if one.outcome == "broken")


@pytest.mark.parametrize(("name", "pack"), [("a.jsonl.gz", gzip.compress), ("a.jsonl.zst", zstandard.compress)])
def test_a_packed_file_that_ends_too_early_says_so(tmp_path: Path, name: str, pack: object) -> None:
    path = tmp_path / name
    whole = pack(b"".join(json.dumps({"html": f"<p>{i * 7919}"}).encode() + b"\n" for i in range(50_000)))  # type: ignore[operator]
    path.write_bytes(whole[: len(whole) // 2])
    found = list(records(Source(str(path), "jsonl")))
    assert found[0].outcome == "page"
    assert found[-1].outcome == "broken"


def test_a_parquet_file_without_the_column_is_told_at_once(tmp_path: Path) -> None:
    pq.write_table(pa.table({"page": ["<p>a"]}), tmp_path / "a.parquet")
    with pytest.raises(DataError, match="--column"):
        list(records(Source(str(tmp_path / "a.parquet"), "parquet")))


def test_a_damaged_parquet_file_is_a_broken_record(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1" + bytes(100))
    assert [one.outcome for one in records(Source(str(tmp_path / "a.parquet"), "parquet"))] == ["broken"]


def test_folders_globs_and_lists_name_files(tmp_path: Path) -> None:
    for name in ("b.warc.gz", "deep/a.html", "deep/c.htm.gz", "x.txt", ".hidden.warc", "deep/.d.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    named = [(Path(source.path).name, source.kind) for source in find([str(tmp_path)])]
    assert named == [("b.warc.gz", "warc"), ("a.html", "html"), ("c.htm.gz", "html")]
    assert next(Path(source.path).name for source in find([f"{tmp_path}/*.warc.gz", str(tmp_path)])) == "b.warc.gz"
    (tmp_path / "warc.paths.gz").write_bytes(gzip.compress(b"seg/1.warc.gz\nseg/2.warc.gz\ns3://other/3.warc.gz\n"))
    listed = [source.path for source in find([str(tmp_path / "warc.paths.gz")], "https://data.example.org/")]
    assert listed == [
        "https://data.example.org/seg/1.warc.gz", "https://data.example.org/seg/2.warc.gz", "s3://other/3.warc.gz",
    ]  # fmt: skip


def test_what_is_not_there_is_told_with_what_could_be(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no")
    for name in (tmp_path / "none.warc.gz", tmp_path / "notes.txt", tmp_path, tmp_path / "*.warc", "nope://x/a.warc"):
        with pytest.raises(UsageError):
            find([str(name)])


def test_tasks_are_files_and_thousands_of_pages() -> None:
    sources = [Source(f"{i}.warc.gz", "warc") for i in range(3)] + [Source(f"{i}.html", "html") for i in range(2001)]
    assert tasks_for(sources) == 6


def test_html_files_are_pages_of_their_names(tmp_path: Path) -> None:
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(b"<p>words"))
    (tmp_path / "b.html.gz").write_bytes(b"no gzip")
    found = [record for source in find([str(tmp_path)]) for record in records(source, max_bytes=3)]
    assert [(record.outcome, record.html) for record in found] == [("page", b"<p>w"), ("broken", None)]
