"""`duramen extract` on many pages: what is read, where it goes, what is passed over, and what is said of failures."""

from __future__ import annotations

import gzip
import json
import os
import sys
from collections.abc import Iterator
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duramen.cli import main
from duramen.cli.inputs import Input, pages
from duramen.cli.outputs import safe_path
from duramen.cli.work import Job, results
from duramen.errors import DataError, UsageError

PROSE = "<p>Page {} tells of apples, of straw, and of the long winter evenings that both are kept for.</p>"
EMPTY = "<nav><a href=/>Home</a><a href=/news>News</a><a href=/about>About us</a></nav>"


def html(name: str) -> str:
    return f"<title>{name}</title><nav><a href=/>Home</a></nav><article>{PROSE.format(name) * 5}</article>"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder with two pages, one packed, in folders of their own, and things that are no pages."""
    site = tmp_path / "site"
    (site / "deep").mkdir(parents=True)
    (site / ".git").mkdir()
    (site / "a.html").write_text(html("A"))
    (site / "deep" / "b.htm").write_text(html("B"))
    (site / "deep" / "c.html.gz").write_bytes(gzip.compress(html("C").encode()))
    (site / "style.css").write_text("p {}")
    (site / ".git" / "no.html").write_text(html("no"))
    return site


def run(capfd: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(["extract", *map(str, arguments)])
    out, err = capfd.readouterr()
    return int(ended.value.code or 0), out, err


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_folder_is_mirrored(site: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    code, said, err = run(capfd, site, "--out", out, "--format", "markdown")
    assert (code, said) == (0, "")
    assert "3 pages: 3 extracted" in err
    assert files(out) == ["a.html.md", "deep/b.htm.md", "deep/c.html.gz.md"]
    assert "Page C tells of apples" in (out / "deep/c.html.gz.md").read_text()
    assert "Home" not in (out / "a.html.md").read_text()


def test_what_is_there_is_passed_over(site: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    run(capfd, site, "--out", out)
    (out / "a.html.txt").write_text("mine")
    (out / "deep/b.htm.txt").unlink()
    assert "1 page: 1 extracted, 0 without content, 0 failed; 2 were there" in run(capfd, site, "--out", out)[2]
    assert (out / "a.html.txt").read_text() == "mine"
    run(capfd, site, "--out", out, "--overwrite")
    assert "Page A" in (out / "a.html.txt").read_text()


def test_globs_and_lines_of_json(site: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capfd, f"{site}/**/*.htm*", "--json", "--workers", 2)
    assert code == 0
    records = [json.loads(line) for line in out.splitlines()]
    assert [Path(record["id"]).name for record in records] == ["a.html", "b.htm", "c.html.gz"]
    assert records[0]["metadata"]["title"] == "A"
    assert 0 < records[0]["confidence"] <= 1
    assert "Page A" in records[0]["text"]
    assert records[0]["partial"] is False
    out = run(capfd, site / "a.html", site / "deep/b.htm", "--json", "--format", "json")[1]
    assert all(json.loads(line)["blocks"] for line in out.splitlines())


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    """Three records: a page, one with nothing, one without id."""
    path = tmp_path / "crawl.jsonl"
    records = [
        {"id": "one", "url": "https://a.example/1", "html": html("1").replace("tells", "<a href=/x>tells</a>")},
        {"id": "../two/..", "html": EMPTY},
        {"html": html("3")},
    ]
    path.write_text("\n".join(map(json.dumps, records)) + "\n\n")
    return path


def test_json_lines_to_json_lines(crawl: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.jsonl"
    code, _, err = run(capfd, crawl, "--out", out, "--format", "markdown")
    assert code == 0
    assert "2 extracted, 1 without content, 0 failed" in err
    records = [json.loads(line) for line in out.read_text().splitlines()]
    assert [record["id"] for record in records] == ["one", "../two/..", f"{crawl}:3"]
    assert "[tells](https://a.example/x)" in records[0]["markdown"]
    (told,) = (json.loads(line) for line in (tmp_path / "out.errors.jsonl").read_text().splitlines())
    assert told == {"id": "../two/..", "failed": False, "problem": "nothing on it looks like main content"}


def test_a_cut_line_is_made_again(crawl: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.jsonl"
    run(capfd, crawl, "--out", out)
    whole = out.read_text()
    out.write_text(whole[:-20])
    assert "1 extracted, 0 without content, 0 failed; 2 were there" in run(capfd, crawl, "--out", out)[2]
    assert out.read_text() == whole
    assert len((tmp_path / "out.errors.jsonl").read_text().splitlines()) == 1


def test_a_glob_does_not_mean_what_is_written(crawl: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "crawl-text.jsonl"
    run(capfd, tmp_path / "c*.jsonl", "--out", out)
    whole = out.read_text()
    assert "; 3 were there" in run(capfd, tmp_path / "c*.jsonl", "--out", out)[2]
    assert out.read_text() == whole
    crawl.unlink()
    code, _, err = run(capfd, tmp_path / "c*.jsonl", "--out", out, "--overwrite")
    assert code == 2
    assert "but what is written itself" in err
    assert out.read_text() == whole


def test_a_folder_does_not_mean_the_results_in_it(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for place in (tmp_path / "inside", tmp_path / "beside"):
        place.mkdir()
        (place / "a.html").write_text(html("a"))
        (place / "b.html").write_text(EMPTY)
    inside, beside = tmp_path / "inside", tmp_path / "beside"
    for _ in range(2):
        run(capfd, inside, "--out", inside / "out", "--format", "html")
        assert files(inside / "out") == ["a.html.html", "b.html.html", "errors.jsonl"]
    run(capfd, beside, "--out", beside)  # results beside what they are of, and an errors.jsonl that is no input
    assert "0 failed; 2 were there" in run(capfd, beside, "--out", beside)[2]


def test_a_file_is_not_read_and_written_at_once(crawl: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = crawl.read_text()
    code, _, err = run(capfd, crawl, "--out", crawl, "--overwrite")
    assert code == 2
    assert "Give --out another name" in err
    assert crawl.read_text() == before


def test_records_go_into_a_folder_and_stay_inside_it(
    crawl: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "deep" / "out"
    assert run(capfd, crawl, "--out", out)[0] == 0
    assert files(tmp_path / "deep") == [
        "out/crawl/%2E%2E/two/%2E%2E.txt", "out/crawl/3.txt", "out/crawl/one.txt", "out/errors.jsonl",
    ]  # fmt: skip


@given(st.text(max_size=400))
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    parts = safe_path(name).split("/")
    assert all(part.strip(".") and "\0" not in part and len(part.encode()) < 255 for part in parts)


def test_parquet(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    pa = pytest.importorskip("pyarrow", reason="needs pyarrow: pip install 'duramen[corpora]'")
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "crawl.parquet"
    table = {"raw": [html("1").encode("utf-16"), html("2").encode()], "url": ["https://a.example/1", None], "n": [1, 2]}
    parquet.write_table(pa.table(table), path)
    code, out, _ = run(capfd, path, "--column", "raw", "--json")
    assert code == 0
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["https://a.example/1", f"{path}:2"]
    assert run(capfd, path, "--json")[0] == 1
    path.write_bytes(b"PAR1 and no more")
    code, _, err = run(capfd, path, "--json")
    assert (code, f"{path} is damaged: " in err) == (1, True)


def test_standard_input_may_be_records(crawl: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(crawl.read_bytes())))
    assert [page.name for page in pages(["-"], "jsonl")] == ["one", "../two/..", "-:3"]
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(b"<p>one")))
    (page,) = pages(["-"])
    assert page.read() == b"<p>one"


def test_a_page_that_breaks_fails_alone(site: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (site / "broken.html.gz").write_bytes(b"no gzip")
    (site / "paper.html").write_bytes(b"%PDF-1.7")
    out = tmp_path / "out"
    code, _, err = run(capfd, site, "--out", out)
    assert code == 1
    assert "broken.html.gz: OSError: damaged: Not a gzipped file" in err
    told = [json.loads(line) for line in (out / "errors.jsonl").read_text().splitlines()]
    assert [(Path(t["id"]).name, t["failed"]) for t in told] == [("broken.html.gz", True), ("paper.html", False)]
    assert (out / "paper.html.txt").read_text() == ""
    (site / "broken.html.gz").write_bytes(gzip.compress(html("mended").encode()))
    code, _, err = run(capfd, site, "--out", out)
    assert code == 0
    assert "1 page: 1 extracted, 0 without content, 0 failed; 4 were there" in err
    assert len((out / "errors.jsonl").read_text().splitlines()) == 1


def damaged(packed: bytes, how: str) -> bytes:
    """Return a gzip file as a broken download leaves it, or one with other bytes in its middle or at its beginning."""
    middle = len(packed) // 2
    return {
        "cut": packed[:middle],
        "other bytes": packed[:middle] + bytes(9) + packed[middle + 9 :],
        "a block of no kind": packed[:10] + b"\xff" + packed[11:],
        "none": b"no gzip",
    }[how]


@pytest.mark.parametrize("how", ["cut", "other bytes", "a block of no kind", "none"])
def test_a_damaged_gzip_file_is_said_to_be_one(tmp_path: Path, capfd: pytest.CaptureFixture[str], how: str) -> None:
    page, crawl = tmp_path / "page.html.gz", tmp_path / "crawl.jsonl.gz"
    page.write_bytes(damaged(gzip.compress(html("1").encode()), how))
    lines = "".join(json.dumps({"id": i, "html": html(str(i)) + f"<p>{i * 7919}"}) + "\n" for i in range(2000))
    crawl.write_bytes(damaged(gzip.compress(lines.encode()), how))
    code, out, err = run(capfd, page)
    assert (code, out) == (2, "")
    assert err.startswith(f"duramen: cannot read {page}: damaged: ")
    code, out, err = run(capfd, crawl, "--json")
    assert code == 1
    assert f"{crawl} is damaged: " in err
    done = [json.loads(line)["id"] for line in out.splitlines()]
    assert done == [str(i) for i in range(len(done))]
    assert bool(done) == (how in ("cut", "other bytes"))


def test_zstandard_is_unpacked_where_it_is_installed(
    site: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    zstandard = pytest.importorskip("zstandard", reason="needs zstandard: pip install 'duramen[bulk]'")
    (site / "d.html.zst").write_bytes(zstandard.compress(html("D").encode()))
    (site / "e.jsonl.zst").write_bytes(zstandard.compress(json.dumps({"id": "e", "html": html("E")}).encode()))
    code, out, _ = run(capfd, site / "d.html.zst", site / "e.jsonl.zst", "--json")
    assert (code, [json.loads(line)["metadata"]["title"] for line in out.splitlines()]) == (0, ["D", "E"])
    (site / "d.html.zst").write_bytes(zstandard.compress(html("D").encode())[:-9])
    assert "d.html.zst: damaged: it ends in the middle of a frame" in run(capfd, site / "d.html.zst")[2]
    monkeypatch.setitem(sys.modules, "zstandard", None)
    assert "pip install 'duramen[bulk]'" in run(capfd, site / "e.jsonl.zst", "--json")[2]


def test_an_interrupt_says_what_was_done(
    site: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Job.__call__

    def stops(self: Job, page: Input) -> object:
        if page.name.endswith("b.htm"):
            raise KeyboardInterrupt
        return real(self, page)

    monkeypatch.setattr(Job, "__call__", stops)
    code, _, err = run(capfd, site, "--out", tmp_path / "out")
    assert code == 130
    assert "stopped. 1 page: 1 extracted" in err
    assert "Type the same again" in err


def test_a_gzip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.html.gz"
    path.write_bytes(gzip.compress(b"<p>" + b"x" * 50_000_000))
    (page,) = pages([str(path)])
    assert len(page.read(1000)) == 1001


def test_streams_are_taken_as_they_are_needed() -> None:
    taken: list[int] = []

    def stream() -> Iterator[Input]:
        for i in range(1000):
            taken.append(i)
            yield Input(str(i), str(i), html=html(str(i)))

    found = results(Job(), stream(), 2)
    assert next(found).page == "0"
    assert len(taken) < 50
    found.close()  # type: ignore[attr-defined]


def test_workers_agree_with_one() -> None:
    every = [Input(str(i), str(i), html=html(str(i))) for i in range(40)]
    assert list(results(Job(), every, 2)) == list(results(Job(), every, 1))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "nothing to extract"),
        (["SITE"], "add --json"),
        (["SITE/*.txt", "--json"], "nothing matches"),
        (["SITE", "--json", "--url", "https://a.example"], "--url is of one page"),
        (["SITE", "--json", "--roles", "mian"], "Did you mean main"),
        (["SITE", "--json", "--max-bytes", "0"], "max_bytes is 0"),
        (["SITE", "--json", "--input", "jsn"], "unknown kind of input"),
        (["crawl.warc.gz", "--json"], "Type: duramen bulk crawl.warc.gz"),
        (["-u", "ftp://a.example/"], "is no address to fetch"),
    ],
)
def test_wrong_calls(arguments: list[str], message: str, site: Path, capfd: pytest.CaptureFixture[str]) -> None:
    if "-u" in arguments:
        pytest.importorskip("requests", reason="needs requests: pip install 'duramen[fetch]'")
    code, out, err = run(capfd, *(argument.replace("SITE", str(site)) for argument in arguments))
    assert (code, out) == (2, "")
    assert message in err


def test_damaged_records_say_where(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    for text, message in (
        ("{", "line 1"),
        ("[" * 100_000, "line 1: no JSON: maximum recursion"),
        ("[1]", "not an object"),
        ('{"page": "x"}', "It has page"),
    ):
        path.write_text(text)
        with pytest.raises(DataError, match=message):
            list(pages([str(path)]))
    with pytest.raises(UsageError, match="cannot read"):
        list(pages([str(tmp_path / "none.jsonl")]))


def test_a_damaged_record_among_others_costs_itself(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    crawl, out = tmp_path / "crawl.jsonl", tmp_path / "out.jsonl"
    good = [json.dumps({"id": name, "html": html(name)}) for name in "ab"]
    bad = ["{", "[1]", "[" * 100_000, '{"page": "x"}', '{"id": "c", "html": null}', good[0][:-40]]
    crawl.write_text("\n".join([good[0], *bad, good[1]]))
    code, _, err = run(capfd, crawl, "--out", out)
    assert code == 1
    assert "8 pages: 2 extracted, 0 without content, 6 failed" in err
    assert [json.loads(line)["id"] for line in out.read_text().splitlines()] == ["a", "b"]
    told = [json.loads(line) for line in (tmp_path / "out.errors.jsonl").read_text().splitlines()]
    assert [record["id"] for record in told] == [*(f"{crawl}:{i}" for i in (2, 3, 4, 5)), "c", f"{crawl}:7"]
    problems = ("no JSON", "not an object", "recursion", "It has page", "holds no page", "no JSON")
    assert [problem in record["problem"] for record, problem in zip(told, problems, strict=True)] == [True] * 6


def test_a_row_without_a_page_costs_itself(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "pages.parquet"
    pq.write_table(pa.table({"html": pa.array([None, html("1").encode()]), "id": [0, 1]}), path)
    code, out, err = run(capfd, path, "--json")
    assert (code, [json.loads(line)["id"] for line in out.splitlines()]) == (1, ["1"])
    assert "0: OSError: 'html' holds no page" in err
    path.write_bytes(path.read_bytes()[:99])
    assert f"{path} is damaged: " in run(capfd, path, "--json")[2]


def test_a_file_of_something_else_is_not_added_to(
    crawl: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text('{"mine": 1}\n')
    code, _, err = run(capfd, crawl, "--out", out)
    assert (code, "add --overwrite" in err) == (1, True)
    assert out.read_text() == '{"mine": 1}\n'
    assert run(capfd, crawl, "--out", out, "--overwrite")[0] == 0


def test_a_full_disk_is_called_by_its_name(crawl: Path, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    out = tmp_path / "out.jsonl"
    out.symlink_to("/dev/full")
    code, _, err = run(capfd, crawl, "--out", out, "--overwrite")
    assert (code, "Make room" in err) == (1, True)


def test_a_worker_that_is_killed_costs_its_page(
    site: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Job.__call__

    def dies(self: Job, page: Input) -> object:
        if page.name.endswith("b.htm"):
            os._exit(9)
        return real(self, page)

    monkeypatch.setattr(Job, "__call__", dies)
    out = tmp_path / "out"
    code, _, err = run(capfd, site, "--out", out, "--workers", 2)
    assert code == 1
    assert "3 pages: 2 extracted, 0 without content, 1 failed" in err
    assert files(out) == ["a.html.txt", "deep/c.html.gz.txt", "errors.jsonl"]
    (told,) = (json.loads(line) for line in (out / "errors.jsonl").read_text().splitlines())
    assert (Path(told["id"]).name, told["failed"]) == ("b.htm", True)
    assert "the process that read it died (exit code 9)" in told["problem"]
