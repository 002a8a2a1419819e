"""The comparison of metadata: what an answer is worth, and the command on a toy corpus in upstream's layout."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from typer.testing import CliRunner

from duramen.errors import UsageError
from duramen_bench.cli import app
from duramen_bench.cli.metadata import held_out
from duramen_bench.metadata.rows import TOOLS, choose
from duramen_bench.metadata.score import METRICS, columns, page_scores, score
from duramen_bench.metadata.table import markdown
from duramen_bench.registry import why_missing
from duramen_bench.stats import Bootstrap
from duramen_corpora.metadata import MetadataGold
from duramen_corpora.predictions import Prediction, read_predictions
from duramen_corpora.schema import Page

GOLD = MetadataGold("Bees’ leave", ("Ada Lund", "Bo Ek"), "2023-12-22")


def test_an_answer_is_compared_by_words_names_and_day() -> None:
    right = {"title": "bees' LEAVE!", "authors": ["Bo Ek and Ada Lund"], "date": "2023-12-22T23:00:00+01:00"}
    assert page_scores(right, GOLD) == dict.fromkeys(METRICS, 1.0)
    half = page_scores({"title": "Bees leave their hive", "authors": ["Ada Lund"], "date": "2023-12"}, GOLD)
    assert half["title_f1"] == pytest.approx(2 / 3)
    assert half["authors_f1"] == pytest.approx(2 / 3)
    assert (half["date"], half["title"], half["authors"]) == (0.0, 0.0, 0.0)
    assert page_scores({}, GOLD) == dict.fromkeys(METRICS, 0.0)


def test_a_gold_without_a_field_asks_for_none() -> None:
    nobody = MetadataGold("Bees", (), "")
    found = page_scores({"title": "Bees", "authors": [], "date": "2020-01-01"}, nobody)
    assert math.isnan(found["date"])
    assert math.isnan(found["authors_f1"])
    assert found["authors"] == 1.0
    assert page_scores({"authors": ["Ada Lund"]}, nobody)["authors"] == 0.0


def test_a_tool_is_not_scored_on_what_it_never_answers() -> None:
    dates = [Prediction("a", '{"date": "2023-12-22"}', 2.0), Prediction("b", None, error="timeout: no answer in 30 s")]
    assert {name: column.tolist() for name, column in columns(dates, [GOLD, GOLD]).items()} == {"date": [1.0, 0.0]}


def test_scores_are_against_the_first_tool() -> None:
    good = [Prediction(str(i), json.dumps({"title": "Bees leave"}), 1.0) for i in range(20)]
    bad = [Prediction(str(i), json.dumps({"title": "no"}), 3.0) for i in range(20)]
    draws = Bootstrap([f"h{i}.example" for i in range(20)], 200)
    ours, theirs = score({"duramen": good, "newspaper4k": bad}, [MetadataGold("Bees leave", (), "")] * 20, draws)
    assert ours.metrics["title"].value == 1.0
    assert theirs.behind["title"].high < 0
    text = markdown("toy", [ours, theirs], "article-extraction-dataset")
    assert "| Duramen |  | 1.000 (1.000–1.000) |" in text
    assert "newspaper4k † |" in text


def test_unknown_tools_are_named() -> None:
    assert choose("all") == list(TOOLS.values())
    assert [tool.name for tool in choose("htmldate, duramen")] == ["htmldate", "duramen"]
    with pytest.raises(UsageError, match=r"unknown metadata tool 'trafilatur'\. Did you mean trafilatura"):
        choose("trafilatur")


def test_half_of_the_hosts_is_held_out(toy_pages: list[Page]) -> None:
    assert held_out(toy_pages) == set()
    published = [Page(**{n: getattr(p, n) for n in Page.__slots__} | {"corpus": "article-extraction-dataset"})
                 for p in toy_pages]  # fmt: skip
    apart = held_out(published)
    assert apart
    assert apart == held_out(published[::-1])
    assert {p.host for p in published if p.id in apart}.isdisjoint({p.host for p in published if p.id not in apart})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four pages of four hosts in the layout of the article extraction dataset."""
    root = tmp_path / "corpus"
    (root / "html").mkdir(parents=True)
    golds = {
        f"p{i}": {"articleBody": "They left.", "url": f"https://example.{suffix}/a", "title": f"Bees leave {i}",
                  "authors": "Ada Lund", "date": "2023-12-22" if i else "NaT"}
        for i, suffix in enumerate(("com", "org", "net", "de"))
    }  # fmt: skip
    (root / "articles.json").write_text(json.dumps(golds))
    for name, gold in golds.items():
        head = f"<title>{gold['title']}</title><meta name='author' content='Ada Lund'>"
        head += "<meta property='article:published_time' content='2023-12-22T08:00:00Z'>"
        (root / "html" / f"{name}.html").write_text(f"<head>{head}<body><h1>{gold['title']}</h1><p>They left.</p>")
    return root


def test_the_command_prints_a_table_and_keeps_the_answers(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DURAMEN_CACHE", str(tmp_path / "cache"))
    tools = [name for name in ("duramen", "trafilatura", "htmldate") if not why_missing(TOOLS[name])]
    options = ["--tools", ",".join(tools), "--from", str(folder), "--out", str(tmp_path / "out"), "--resamples", "50"]
    result = CliRunner().invoke(app, ["metadata", "article-extraction-dataset", *options])
    assert result.exit_code == 0, result.output
    assert "article-extraction-dataset, all: 4 pages of 4 hosts" in result.stdout
    assert "held-out half: 2 pages of 2 hosts" in result.stdout
    assert "| Duramen | 1.000 (1.000–1.000) | 1.000 (1.000–1.000) |" in result.stdout
    written = json.loads((tmp_path / "out" / "scores" / "article-extraction-dataset.json").read_text())
    assert written["sets"]["all"]["tools"][0]["metrics"]["authors"]["value"] == 1.0
    run, answers = read_predictions(tmp_path / "out/predictions/article-extraction-dataset/duramen.parquet")
    assert run.tool == "duramen"
    assert json.loads(answers[0].text or "")["authors"] == ["Ada Lund"]


def test_a_corpus_without_such_golds_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["metadata", "starter", "--out", str(tmp_path)])
    assert isinstance(result.exception, UsageError)
    assert "starter has no metadata to score" in str(result.exception)
