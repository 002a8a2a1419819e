"""WebMainBench's reader: rows to pages, labels to XPaths, and no trace of the annotators' tool in the page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import duramen
from duramen.errors import DataError
from duramen_corpora.align import labels_from_xpaths
from duramen_corpora.readers.webmainbench import read
from duramen_corpora.schema import Page
from duramen_corpora.validate import check

MARK = 'class="mark-selected" cc-select="true" style="" data-anno-uid="anno-uid-x"'
STYLE = '<style id="cc-extraStyle" name="cc">.mark-selected { outline: 2px }</style>\n'
TRACES = ("cc-", "mark", "anno", 'style=""', 'class=""', "user-select")
PAGE = f"""<html lang="de" data-anno-uid="u1"><head>{STYLE}<title>t</title><meta charset="gb2312"></head>
<body style="user-select: none;" data-anno-uid="u2" class=""><nav data-anno-uid="u3">Start</nav>
<h1 {MARK}>Über Wind</h1>
<p data-anno-uid="u4"><marked-text {MARK}>Am Morgen </marked-text><b {MARK}>dreht</b><marked-tail {MARK}> er.<!--
--></marked-tail></p>
<p class="lead mark-selected" style="color: red" cc-select="true">Am <i>Mittag</i> ruht er.</p>
<p>Mehr: <a href="/a" {MARK}>hier</a> und an vielen anderen Orten</p><img cc-select="true" class="cc-unloaded wide">
<div cc-select="true"><p>Am Abend.</p><p>In der Nacht.</p></div>
<script data-anno-uid="u5">let a = '<p cc-x>'</script></body></html>"""

KEPT = (
    '<html lang="de">',
    "<body><nav>Start</nav>",
    "<p>Am Morgen <b>dreht</b> er.<!--\n--></p>",
    '<p class="lead" style="color: red">Am <i>Mittag</i> ruht er.</p>',
    '<a href="/a">hier</a>',
    '<img class="wide">',
)


def row(name: str = "t1", **changes: Any) -> dict[str, Any]:
    return {
        "track_id": name,
        "url": "https://www.example.com.cn/a",
        "html": PAGE,
        "groundtruth_content": "# Über",
    } | changes


def write(root: Path, **files: list[dict[str, Any]]) -> Path:
    (root / "data").mkdir(exist_ok=True)
    for name, rows in files.items():
        (root / "data" / f"{name}.jsonl").write_text("".join(json.dumps(each) + "\n" for each in rows) + "\n")
    return root


@pytest.fixture
def page(tmp_path: Path) -> Page:
    return next(read(write(tmp_path, sample_dataset=[row()])))


def test_a_row_is_read(page: Page) -> None:
    assert (page.id, page.host, page.text, page.charset, page.language, page.page_type) == (
        "t1", "example.com.cn", "# Über", "utf-8", "de", None,
    )  # fmt: skip


def test_facts_are_taken_where_either_format_has_them(tmp_path: Path) -> None:
    rows = [row("a", meta={"language": "zh", "style": "Forum"}), row("b", language="en", layout_type="article")]
    pages = list(read(write(tmp_path, sample_dataset=rows)))
    assert [(page.language, page.page_type) for page in pages] == [("zh", "Forum"), ("en", "article")]


def test_the_tool_leaves_no_trace_and_the_page_stays(page: Page) -> None:
    html = page.html.decode()
    script = "let a = '<p cc-x>'"
    assert script in html
    assert not [trace for trace in TRACES if trace in html.replace(script, "")]
    for kept in KEPT:
        assert kept in html


def test_labels_are_roles_of_the_clean_page(page: Page) -> None:
    parsed = duramen.parse(page.html, encoding=page.charset)
    roles = dict(zip(parsed.texts, labels_from_xpaths(parsed, page.blocks), strict=True))
    assert roles == {
        "Start": None,
        "Über Wind": "title",
        "Am Morgen dreht er.": "main",
        "Am Mittag ruht er.": "main",
        "Mehr: hier und an vielen anderen Orten": None,  # a link in it is content, most of it is not
        "Am Abend.": "main",
        "In der Nacht.": "main",
    }
    assert check(page) == []


def test_a_page_in_two_files_is_read_from_the_first(tmp_path: Path) -> None:
    made_up = [{"id": "no-track-id", "html": "<p>x"}]
    write(tmp_path, a=[row("t1", groundtruth_content="first")], b=[row("t1"), row("t2")], test_model=made_up)
    assert [(page.id, page.text) for page in read(tmp_path)] == [("t1", "first"), ("t2", "# Über")]


def test_two_golds_in_one_file_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"page t1 has two golds: it stands twice in .*a\.jsonl"):
        list(read(write(tmp_path, a=[row(), row()])))


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"html": None}, "page t1 has no HTML"),
        ({"groundtruth_content": None}, "page t1 has no gold"),
        ({"track_id": ""}, "a row without a track_id"),
        (
            {"html": "<p><marked-text>a<div>b</div></marked-text></p><marked-text cc-select=1><table><marked-tail>x"},
            None,
        ),
        ({"html": "\ud800<p cc-select=1>x"}, None),
        ({"html": ""}, "page t1: without its labels"),
    ],
)
def test_a_row_that_is_no_page_is_named(tmp_path: Path, changes: dict[str, Any], fault: str | None) -> None:
    write(tmp_path, a=[row(**changes)])
    if fault is None:
        assert len(list(read(tmp_path))) == 1
        return
    with pytest.raises(DataError, match=fault):
        list(read(tmp_path))


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    write(tmp_path, a=[row()])
    with (tmp_path / "data/a.jsonl").open("a") as file:
        file.write('{"track_id": "t2",\n')
    with pytest.raises(DataError, match=r"a\.jsonl, line 3, is no valid JSON"):
        list(read(tmp_path))
