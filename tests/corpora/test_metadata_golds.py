"""Golds of metadata: two layouts, and fields that name several people."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from duramen.errors import DataError, UsageError
from duramen_corpora.metadata import MetadataGold, metadata_golds, split_names


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("", ()),
        ("Ada Lund", ("Ada Lund",)),
        ("Ada Lund,  Bo Ek", ("Ada Lund", "Bo Ek")),
        ("Ada Lund, Bo Ek, and Cy Orr", ("Ada Lund", "Bo Ek", "Cy Orr")),
        ("Ada Lund, Ph.D.", ("Ada Lund Ph.D",)),
        ("Ada Lund, Jr., Bo Ek", ("Ada Lund Jr", "Bo Ek")),
        ("Ada Lund |", ("Ada Lund",)),
    ],
)
def test_a_field_is_taken_apart(field: str, names: tuple[str, ...]) -> None:
    assert split_names(field) == names


def test_the_article_extraction_dataset(tmp_path: Path) -> None:
    rows = {
        "aa": {"title": "Bees", "authors": "Ada Lund, Bo Ek", "date": "2023-12-22", "articleBody": "x"},
        "bb": {"title": "Wasps", "authors": "", "date": "NaT", "articleBody": "x"},
    }
    (tmp_path / "articles.json").write_text(json.dumps(rows))
    golds = metadata_golds("article-extraction-dataset", tmp_path)
    assert golds == {
        "aa": MetadataGold("Bees", ("Ada Lund", "Bo Ek"), "2023-12-22"),
        "bb": MetadataGold("Wasps", (), ""),
    }
    (tmp_path / "articles.json").write_text("{")
    with pytest.raises(DataError):
        metadata_golds("article-extraction-dataset", tmp_path)


def test_wcxb(tmp_path: Path) -> None:
    folder = tmp_path / "dev" / "ground-truth"
    folder.mkdir(parents=True)
    gold = {"title": "Bees", "author": None, "publish_date": "2025-01-15", "main_content": ""}
    (folder / "0001.json").write_text(json.dumps({"ground_truth": gold}))
    assert metadata_golds("wcxb", tmp_path) == {"0001": MetadataGold("Bees", (), "2025-01-15")}


def test_other_corpora_have_none() -> None:
    with pytest.raises(UsageError, match=r"starter has no metadata to score\. Corpora that do: article"):
        metadata_golds("starter")
