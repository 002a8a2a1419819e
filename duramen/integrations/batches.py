"""Columns of pages in, columns of text and metadata out: for `datasets.map`, Ray Data's `map_batches`, and the like.

    extract = ExtractBatch(output="markdown")
    dataset.map(extract, batched=True, num_proc=4, features=extract.features(dataset.features))              # datasets
    ds.map_batches(ExtractBatch, fn_constructor_kwargs={"keep": ["id"]}, compute=ActorPoolStrategy(size=4))  # Ray Data

It is its options, and pickles as such.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import duramen
from duramen.integrations.shared import FIELDS, Asked, Options, fields

if TYPE_CHECKING:
    from typing_extensions import Unpack

_NOTHING = "there is no page: the column is empty here"


class ExtractBatch:
    """Extracts a batch: a mapping of names to columns, one row a page; or one row, a mapping of names to values.

    `html` names the column of pages (bytes as served, or text), `url` that of addresses, if there is one, `keep` those
    that are passed on: Ray and Spark drop the others, `datasets.map` adds to its own. The other arguments are those of
    `duramen.integrations.shared.Options`. The answer has `text` and the columns that `FIELDS` there names.

    A row stays a row: one without a page, or with nothing to extract, has None in `text` and says why in `problem`.
    Raises UsageError for what is no page at all, a number say.
    """

    def __init__(
        self, *, html: str = "html", url: str | None = "url", keep: Sequence[str] = (), **options: Unpack[Asked]
    ) -> None:
        self.html, self.url, self.keep = html, url, tuple(keep)
        self.options = Options(**options)
        # datasets names its cache by a hash of this object: other weights, or another version, give another name.
        arrays = self.options.extractor.model.config.get("arrays", {})
        weights = hashlib.sha256(json.dumps(arrays, sort_keys=True).encode()).hexdigest()
        self.version = f"{duramen.__version__}+{weights[:16]}"

    def __call__(self, batch: Any) -> dict[str, Any]:
        pages = batch[self.html]
        url = self.url if self.url is not None and self.url in batch else None
        kept = {name: batch[name] for name in self.keep}
        if is_missing(pages) or isinstance(pages, (str, bytes, bytearray)):
            return {**kept, **self._row(pages, batch[url] if url else None)}
        addresses: Iterable[Any] = batch[url] if url else [None] * len(pages)
        rows = [self._row(page, address) for page, address in zip(pages, addresses, strict=True)]
        return {**kept, **{name: [row[name] for row in rows] for name in ("text", *FIELDS)}}

    def features(self, features: Any, remove_columns: Sequence[str] = ()) -> Any:
        """Return the features that `datasets.map` gives to a dataset with `features`, to be passed to it.

        Without them it goes by the first pages alone, and fails where one of their columns is empty.
        """
        from datasets import Features, Value

        kept = {name: kind for name, kind in features.items() if name not in remove_columns}
        types: dict[str, Any] = dict.fromkeys(("text", *FIELDS), Value("string"))
        return Features({**kept, **types, "authors": [Value("string")], "expected_f1": Value("float64")})

    def _row(self, page: Any, url: Any) -> dict[str, Any]:
        address = url if isinstance(url, str) else None  # pandas has NaN where there is none
        if is_missing(page):
            return dict.fromkeys(("text", *FIELDS)) | {"url": address, "authors": [], "problem": _NOTHING}
        text, document = self.options.read(page, address)
        return {"text": text, **fields(document)}


def is_missing(value: Any) -> bool:
    """Return whether a cell is empty: None, and what libraries have for it (NaN, `pandas.NA`)."""
    return value is None or isinstance(value, float) or type(value).__name__ in ("NAType", "NaTType")
