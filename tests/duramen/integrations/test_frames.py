"""Series and frames of pandas and of Polars."""

from __future__ import annotations

from typing import Any

import pytest

pd = pytest.importorskip("pandas", reason="needs pandas: pip install --group integrations")
pl = pytest.importorskip("polars", reason="needs polars: pip install --group integrations")

from duramen.errors import UsageError
from duramen.integrations.frames import SPARK_SCHEMA, extract_frame, extract_series
from duramen.integrations.shared import FIELDS


@pytest.fixture
def pages(html: bytes, nothing: bytes) -> list[bytes | None]:
    return [html, None, nothing, html]


def test_a_series_of_pandas(pages: list[bytes | None], url: str) -> None:
    series = pd.Series(pages, index=list("abcd"), name="html")
    urls = pd.Series([url, url, None, float("nan")], index=list("abcd"))
    found = extract_series(series, urls, output="markdown")
    assert (list(found.index), found.name, str(found.dtype)) == (list("abcd"), "html", "string")
    assert list(found.isna()) == [False, True, True, False]
    assert "(https://orchard.example/2023/pears.html)" in found["a"]
    assert "(pears.html)" in found["d"]
    text = pd.Series([html.decode("latin-1") if html else html for html in pages])
    assert "Malmö" in extract_series(text)[0]


def test_a_series_of_polars(pages: list[bytes | None]) -> None:
    series = pl.Series("html", pages, dtype=pl.Binary)
    found = extract_series(series)
    assert (found.name, found.dtype, found.is_null().to_list()) == ("html", pl.String, [False, True, True, False])
    assert "Apples from Malmö" in found[0]
    assert extract_series(pl.Series("html", [], dtype=pl.Binary)).dtype == pl.String
    lazy = pl.LazyFrame({"html": series}).with_columns(text=pl.col("html").map_batches(extract_series, pl.String))
    assert lazy.collect()["text"].equals(found.alias("text"))


def test_workers_give_the_same(pages: list[bytes | None]) -> None:
    series = pd.Series(pages)
    assert extract_series(series, workers=2).equals(extract_series(series))


@pytest.mark.parametrize("library", [pd, pl], ids=["pandas", "polars"])
def test_a_frame(library: Any, pages: list[bytes | None], url: str) -> None:
    frame = library.DataFrame({"id": [1, 2, 3, 4], "html": pages, "url": [url, None, None, None]})
    found = extract_frame(frame, keep=["id"])
    assert list(found.columns) == ["id", "text", *FIELDS]
    assert list(found["id"]) == [1, 2, 3, 4]
    assert (found["title"][0], list(found["authors"][0]), found["url"][0]) == ("Keeping apples", ["Ada Lund"], url)
    assert found["problem"][1] == "there is no page: the column is empty here"
    assert found["problem"][2]
    assert list(found["authors"][1]) == []
    assert 0.5 < found["expected_f1"][0] <= 1.0
    empty = extract_frame(frame[:0])
    assert (len(empty), list(empty.columns)) == (0, ["text", *FIELDS])


def test_the_index_of_pandas_stays(html: bytes) -> None:
    frame = pd.DataFrame({"html": [html, html], "id": [1, 2]}, index=["x", "x"])
    found = extract_frame(frame, keep=["id"])
    assert (list(found.index), list(found["id"])) == (["x", "x"], [1, 2])


def test_the_schema_for_spark_names_every_column() -> None:
    assert [column.split()[0] for column in SPARK_SCHEMA.split(", ")] == ["text", *FIELDS]


class Pages(pd.Series):
    """As GeoPandas and others have it."""


def test_a_subclass_is_known(html: bytes) -> None:
    assert extract_series(Pages([html, pd.NA]), workers=1).isna().tolist() == [False, True]


def test_other_things_are_refused(html: bytes) -> None:
    with pytest.raises(UsageError, match="workers is 0"):
        extract_series(pd.Series([html]), workers=0)
    with pytest.raises(UsageError, match="not int"):
        extract_series(pd.Series([7]))
    with pytest.raises(ValueError, match="shorter"):
        extract_series(pd.Series([html, html]), pd.Series(["https://a.example/"]))
    with pytest.raises(UsageError, match="pandas or Polars, not list"):
        extract_series([html])
