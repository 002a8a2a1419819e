"""Columns of answers that were scored before, kept beside the scores so that one new tool costs one tool's scoring.

    kept = KeptColumns(run_dir, corpus, pages)
    columns = kept.read(tool, predictions)      # None: they are not there, or not of these answers, pages and metrics
    kept.write(tool, predictions, columns)

RUN_DIR/columns/CORPUS/TOOL.parquet holds one row a page. Its key is a digest of the predictions file, of the pages with
their gold, and of the code that makes columns of them (`code_digest`); where one of the three has changed, the file is
not read, and the next scoring replaces it. Files appear whole, so a killed run keeps the tools that it had done.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from duramen.whole import whole_file
from duramen_bench.code_digest import code_digest
from duramen_bench.layout import file_name
from duramen_bench.stats import Floats
from duramen_corpora.load import page_hash
from duramen_corpora.schema import Page

_KEY = b"duramen.columns"


def gold_digest(pages: Sequence[Page]) -> str:
    """Return a digest of the pages with their gold, in this order."""
    return hashlib.sha256("".join(page_hash(page) for page in pages).encode()).hexdigest()


class KeptColumns:
    """The columns of one run's tools over one corpus's pages."""

    def __init__(self, run_dir: Path, corpus: str, pages: Sequence[Page]) -> None:
        self._folder = run_dir / "columns" / file_name(corpus)
        self._scoring = f"{gold_digest(pages)} {code_digest('duramen_bench.columns')}"

    def _key(self, predictions: Path) -> bytes:
        return f"{hashlib.sha256(predictions.read_bytes()).hexdigest()} {self._scoring}".encode()

    def _path(self, tool: str) -> Path:
        return self._folder / f"{file_name(tool)}.parquet"

    def read(self, tool: str, predictions: Path) -> dict[str, Floats] | None:
        """Return the columns of exactly these answers, pages and metrics; None where there are none."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            if (pq.read_schema(self._path(tool)).metadata or {}).get(_KEY) != self._key(predictions):
                return None
            table = pq.read_table(self._path(tool))
        except (pa.ArrowInvalid, OSError):
            return None
        return {name: table.column(name).to_numpy() for name in table.column_names}

    def write(self, tool: str, predictions: Path, columns: Mapping[str, Floats]) -> None:
        """Keep the columns."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        table = pa.table({name: np.asarray(values, np.float64) for name, values in columns.items()})
        table = table.replace_schema_metadata({_KEY: self._key(predictions)})
        with whole_file(self._path(tool)) as scratch:
            pq.write_table(table, scratch, compression="zstd")
