"""Counts: each page once, shares of all pages, and the words of scripts without spaces."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from duramen.errors import UsageError
from duramen_corpora.cli import app
from duramen_corpora.load import read
from duramen_corpora.registry import CORPORA
from duramen_corpora.schema import BlockLabel, Page
from duramen_corpora.stats import Spread, measure


def page(name: str, **facts: object) -> Page:
    html = f"<p>{name} one</p><p>two</p>".encode()
    plain = Page(corpus="toy", revision="1", id=name, url="", host=f"{name}.example", html=html)
    return dataclasses.replace(plain, **facts)  # type: ignore[arg-type]


PAGES = [
    page("a", text="one two three", language="en", page_type="article"),
    page("b", text=" ", language="en", split="test"),
    page("c", text="日本語", host="a.example", language="ja", with_=("x",)),
    page("d", blocks=(BlockLabel("/html/body/p[1]", "main"), BlockLabel("/html/body/p[2]", "footer")), comments="so"),
]


def test_everything_is_counted() -> None:
    found = measure("toy", PAGES)
    assert (found.corpus, found.pages, found.hosts) == ("toy", 4, 3)
    assert found.splits == {"dev": 3, "test": 1}
    assert found.languages == {"en": 2, "ja": 1, "unknown": 1}
    assert found.page_types == {"unknown": 3, "article": 1}
    assert found.roles == {"main": 1, "footer": 1}
    assert found.gold == Spread(median=3.0, p90=3.0, max=3)
    assert found.html.max == len(PAGES[0].html)
    assert found.blocks == Spread(2.0, 2.0, 2)
    assert found.shares == dict.fromkeys(("empty gold", "no gold text", "snippets", "comments", "nodes"), 0.25)


def test_blocks_are_counted_when_asked_for() -> None:
    assert measure("toy", PAGES, blocks=False).blocks is None


def test_nothing_is_counted_as_nothing() -> None:
    found = measure("toy", [])
    assert (found.pages, found.html, found.gold, found.blocks) == (0, *[Spread(0.0, 0.0, 0)] * 3)


def test_the_order_of_pages_does_not_count(wcxb: Path) -> None:
    found = list(read("wcxb", wcxb))
    assert measure("wcxb", found) == measure("wcxb", reversed(found))


def run(*arguments: object) -> str:
    result = CliRunner().invoke(app, ["stats", *map(str, arguments)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.stdout


def test_one_corpus_has_a_line_a_fact(wcxb: Path) -> None:
    lines = dict(line.split(maxsplit=1) for line in run("wcxb", "--from", wcxb).splitlines())
    assert lines["splits"] == "dev 4"
    assert lines["blocks"] == "median 3, 90% up to 3, largest 3"
    assert "roles" not in lines


@pytest.mark.usefixtures("no_archives")
def test_several_have_a_row_each_and_none_named_are_those_at_hand(wcxb: Path) -> None:
    rows = run("starter", "starter").splitlines()
    assert rows[0].split()[:3] == ["corpus", "pages", "hosts"]
    assert [row.split()[0] for row in rows[1:]] == ["starter", "starter"]
    assert [one["corpus"] for one in json.loads(run("--json"))] == ["starter"]
    assert "starter" in CORPORA


def test_a_source_is_of_one_corpus(wcxb: Path) -> None:
    with pytest.raises(UsageError, match="duramen corpora stats NAME --from SOURCE"):
        run("--from", wcxb)
