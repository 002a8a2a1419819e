"""The whole page, of scores that scoring made: every view is in it, nothing is fetched, and nobody's text is markup."""

from __future__ import annotations

import base64
import csv
import gzip
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from duramen.errors import UsageError
from duramen_bench.report import write_report
from duramen_bench.report.texts import Texts

_BLOB = re.compile(r'<script type="application/gzip" data-blob="([^"]+)">([^<]+)</script>')


def blobs(page: str) -> dict[str, str]:
    return {name: gzip.decompress(base64.b64decode(packed)).decode() for name, packed in _BLOB.findall(page)}


class Links(HTMLParser):
    """Collects what a page would fetch or run, and whether its tags close."""

    VOID = ("meta", "link", "br", "img", "hr", "input")

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.handlers: list[str] = []
        self.open: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.fetched += [v for name, v in attrs if name in ("src", "href", "srcset", "data", "action") and v]
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def read(markup: str) -> Links:
    links = Links()
    links.feed(markup)
    assert links.open == []
    return links


@pytest.fixture
def page(report_run: Path, tmp_path: Path) -> str:
    return write_report([report_run], tmp_path / "out", Texts("all")).read_text("utf-8")


def test_it_is_whole_and_fetches_nothing(page: str) -> None:
    links = read(page)
    assert set(links.fetched) == {"#main", "#corpus=toy-a", "#corpus=toy-b"}
    assert "default-src 'none'" in page
    assert not re.search(r"url\(|@import|https?://", _BLOB.sub("", page))


def test_what_tools_and_pages_say_is_never_markup(page: str) -> None:
    for markup in (page, *(text for name, text in blobs(page).items() if name.startswith(("by/", "over/")))):
        links = read(markup)
        assert not links.handlers
        assert "img" not in links.tags
        assert not [name for name in re.findall(r'class="name"[^>]*>(.*?)</th>', markup) if "\u202e" in name]


def test_every_metric_has_its_view_and_every_page_its_scores(page: str) -> None:
    names = blobs(page)
    metrics = {"word_f1", "shingle_f1", "rouge_lsum", "levenshtein", "rouge_5", "block_f1"}
    assert {name for name in names if name.startswith("by/toy-a/")} == {f"by/toy-a/{m}" for m in metrics - {"word_f1"}}
    assert {name for name in names if name.startswith("over/")} == {f"over/{metric}" for metric in metrics}
    assert "Leaderboard by Shingle F1" in names["by/toy-a/shingle_f1"]
    scores = json.loads(names["pages/toy-a"])
    assert next(name for name, _, _ in scores["tools"]) in ("duramen", "oracle")
    assert len(scores["pages"]) == 24
    assert set(scores["scores"]) == metrics
    assert scores["scores"]["word_f1"]["duramen"] == [1000] * 24
    assert scores["failures"]["failing"]["4"] == "crash"


def test_texts_come_back_to_the_letter(page: str) -> None:
    names = blobs(page)
    places: dict[str, int] = json.loads(names["pages/toy-a"])["texts"]
    shown: dict[str, Any] = json.loads(names[f"texts/toy-a/{places['p1']}"])["p1"]
    gold = shown["gold"].encode("utf-16-le", "surrogatepass")
    answer = shown["answers"][shown["tools"].index("hostile")]
    at, text = 0, ""
    for sign, what in answer["ops"]:
        if isinstance(what, str):
            assert sign == "+"
            text += what
            continue
        text += gold[2 * at : 2 * (at + what)].decode("utf-16-le") if sign == "=" else ""
        at += what
    assert at * 2 == len(gold)
    assert shown["gold"] in text
    assert "Home News" in text
    assert [[role, kept] for _, role, _, kept, _, _ in shown["blocks"]] == [
        ["navigation", 0],
        ["main", 1],
        ["footer", 0],
    ]
    assert "oracle" not in shown["tools"]


@pytest.mark.parametrize("which", ["none", "own"])
def test_published_texts_stay_out_unless_asked_for(report_run: Path, tmp_path: Path, which: str) -> None:
    page = write_report([report_run], tmp_path / "out", Texts(which)).read_text("utf-8")
    names = blobs(page)
    assert not [name for name in names if name.startswith("texts/")]
    assert json.loads(names["pages/toy-a"])["texts"] == {}
    assert not [name for name, text in names.items() if "goes on for some words more" in text]
    assert "goes on for some words more" not in page


def test_only_some_texts(report_run: Path, tmp_path: Path) -> None:
    page = write_report([report_run], tmp_path / "out", Texts("all", limit=3)).read_text("utf-8")
    assert list(json.loads(blobs(page)["pages/toy-a"])["texts"]) == ["p0", "p8", "p16"]
    with pytest.raises(UsageError, match="none"):
        Texts("some")


def test_own_texts_are_those_of_corpora_that_ship() -> None:
    assert [Texts("own").wanted(name) for name in ("starter", "scrapinghub", "toy")] == [True, False, False]
    assert not Texts("none").wanted("starter")
    assert Texts("all").wanted("scrapinghub")


def test_the_table_over_corpora_marks_what_was_seen(page: str) -> None:
    table = page.partition('id="overview"')[2].partition("</section>")[0]
    assert table.count('class="hatched"') == 1
    cell = table.partition('class="hatched"')[2].partition("</td>")[0]
    assert "its README" in cell
    assert "†" in cell
    assert "toy-b</a>" in table
    assert "Common: the mean over the corpora" in table


def test_plain_files_say_the_same(page: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    rows = {row["tool"]: row for row in csv.DictReader(io.StringIO((out / "overview.csv").read_text("utf-8")))}
    assert rows["learned"]["saw"] == "toy-b"
    assert rows["duramen"]["toy-a"] == "1.0"
    assert (rows["duramen"]["rank"], rows["duramen"]["common_mean"]) == ("1", "1.0")
    markdown = (out / "leaderboard.md").read_text("utf-8")
    over = markdown.partition("## Over all corpora")[2].partition("## toy-a")[0]
    assert len({line.count("|") for line in over.splitlines() if line.startswith("|")}) == 1
    assert "\u202e" not in markdown
    boards = list(csv.DictReader(io.StringIO((out / "leaderboard.csv").read_text("utf-8"))))
    assert {row["corpus"] for row in boards} == {"toy-a", "toy-b"}
    assert boards[0]["metric"] == "word_f1"
    assert {row["rank_by_shingle_f1"] for row in boards} > {"1", ""}


def test_scores_without_page_tables_still_make_a_page(report_run: Path, tmp_path: Path) -> None:
    files = sorted((report_run / "scores").glob("*.json"))
    alone = [tmp_path / file.name for file in files]
    for file, copy in zip(files, alone, strict=True):
        copy.write_bytes(file.read_bytes())
    page = write_report(alone, tmp_path / "out").read_text("utf-8")
    read(page)
    assert not [name for name in blobs(page) if name.startswith("pages/")]
    assert "Common: the mean" not in page
    assert "Every extractor on every corpus" in page


@pytest.mark.slow
def test_processes_that_share_the_pages_show_the_same(
    report_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("duramen_bench.report.texts._FEW", 1)
    found = [write_report([report_run], tmp_path / str(n), Texts("all", 3, workers=n)).read_bytes() for n in (1, 2)]
    assert found[0] == found[1]


def test_the_same_scores_make_the_same_page(report_run: Path, tmp_path: Path) -> None:
    one, other = (write_report([report_run], tmp_path / name, Texts("all")).read_bytes() for name in ("a", "b"))
    assert one == other
