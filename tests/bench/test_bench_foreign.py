"""Others' predictions, in the three shapes that they come in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from duramen.errors import DataError, UsageError
from duramen_bench.foreign import read_json, to_predictions
from duramen_corpora.schema import Page

SHAPES = {
    "plain": {"p0": "zero", "p1": ""},
    "articleBody": {"p0": {"articleBody": "zero", "url": "x"}, "p1": {"articleBody": None}},
    "wrapped": {"version": "2.0", "output": {"p0": {"articleBody": "zero"}, "p1": {}}},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_is_read(shape: str, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps(SHAPES[shape]))
    version, texts = read_json(path)
    assert texts == {"p0": "zero", "p1": None}
    assert version == ("2.0" if shape == "wrapped" else "")


def test_predictions_say_where_they_come_from(toy_pages: list[Page], tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps({"version": 3, "output": {page.id: page.text for page in toy_pages}}))
    run, predictions = to_predictions(path, "dead-tool", toy_pages)
    assert (run.tool, run.version, run.corpus) == ("dead-tool", "3", "toy")
    assert [p.text for p in predictions] == [page.text for page in toy_pages]
    assert to_predictions(path, "dead-tool", toy_pages, "4")[0].version == "4"


def test_a_missing_page_is_an_error(toy_pages: list[Page], tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text('{"p0": "zero"}')
    with pytest.raises(DataError, match="lacks 5 of 6 pages, the first is p1"):
        to_predictions(path, "t", toy_pages)


@pytest.mark.parametrize("content", ['{"p0": "cut sho', "[1, 2]", '{"p0": 5}'])
def test_anything_else_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(content)
    with pytest.raises(DataError):
        read_json(path)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no file"):
        read_json(tmp_path / "absent.json")
