"""pandas and Polars: a column of pages to a column of text, or to a frame with all that is known of each.

    frame["text"] = extract_series(frame["html"], frame["url"])                               # either library
    pl.scan_parquet("pages/*.parquet").with_columns(text=pl.col("html").map_batches(extract_series, pl.String))
    df.mapInPandas(lambda frames: map(extract_frame, frames), SPARK_SCHEMA)                   # Spark

A row stays a row, in its place: where there is no page, or nothing to extract, its text is null.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Any, Final, cast

from duramen.errors import UsageError
from duramen.integrations.batches import ExtractBatch, is_missing
from duramen.integrations.shared import FIELDS, Asked, Options
from duramen.pool import imap

if TYPE_CHECKING:
    from typing_extensions import Unpack

_TYPES: Final = {"authors": "array<string>", "expected_f1": "double"}
#: What `extract_frame` gives, as Spark writes types.
SPARK_SCHEMA: Final = ", ".join(f"{name} {_TYPES.get(name, 'string')}" for name in ("text", *FIELDS))


def extract_series(series: Any, urls: Any = None, *, workers: int = 1, **options: Unpack[Asked]) -> Any:
    """Return the text of each page as a Series of the same library, name and index; null where there is none.

    `series` holds pages (bytes as served, or text), `urls` their addresses in the same order. More than one worker are
    processes of their own; one that dies costs its page, whose text is null. Options are those of
    `duramen.integrations.shared.Options`.
    """
    if workers < 1:
        raise UsageError(f"workers is {workers}; there must be at least 1, and 1 is this process")
    library = _library(series)
    pages = zip(series, repeat(None) if urls is None else urls, strict=urls is not None)
    job = functools.partial(_text, Options(**options))
    texts = list(map(job, pages) if workers == 1 else imap(job, pages, workers, lambda *_: None))
    if library.__name__ == "polars":
        return library.Series(series.name, texts, dtype=library.String)
    return library.Series(texts, index=series.index, name=series.name, dtype="string")


def extract_frame(
    frame: Any, *, html: str = "html", url: str | None = "url", keep: Sequence[str] = (), **options: Unpack[Asked]
) -> Any:
    """Return a frame of the same library and index with `text` and the columns of `duramen.integrations.shared.FIELDS`.

    The arguments are those of `duramen.integrations.batches.ExtractBatch`.
    """
    library = _library(frame)
    found = _batch(html=html, url=url, keep=tuple(keep), **cast("dict[str, Any]", options))(frame)
    if library.__name__ != "polars":
        return library.DataFrame(found, index=frame.index)
    types = dict.fromkeys(("text", *FIELDS), library.String)
    return library.DataFrame(
        found, schema_overrides={**types, "authors": library.List(library.String), "expected_f1": library.Float64}
    )


_batch = functools.lru_cache(maxsize=16)(ExtractBatch)


def _library(given: Any) -> Any:
    for kind in type(given).__mro__:
        if (name := kind.__module__.partition(".")[0]) in ("pandas", "polars"):
            return importlib.import_module(name)
    raise UsageError(f"this takes a Series or DataFrame of pandas or Polars, not {type(given).__name__}")


def _text(options: Options, page: tuple[Any, Any]) -> str | None:
    html, url = page
    return None if is_missing(html) else options.text(html, url if isinstance(url, str) else None)
