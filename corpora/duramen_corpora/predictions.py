"""The file that stands between extraction and scoring: one Parquet file a tool and corpus.

Columns: `id` (the page's), `text` (null where the tool gave nothing or failed), `ms` (milliseconds of the extraction
call alone; null where it was not measured), `peak_mb` (peak resident memory of the worker so far, MiB), `error` (null,
or kind and message). The file's metadata says which tool, version, options, corpus, revision, machine and date.
Both the trainer (cross-validated rows) and the bench write it, so it lives here, under both.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from duramen.errors import DataError
from duramen.whole import whole_file

if TYPE_CHECKING:
    import pyarrow as pa

_KEY = b"duramen"


@dataclass(frozen=True, slots=True)
class Prediction:
    """What one tool answered for one page. `text` None with `error` None is an honest empty answer."""

    id: str
    text: str | None
    ms: float | None = None
    peak_mb: float | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Where predictions come from: everything needed to make them again."""

    tool: str
    version: str
    corpus: str
    revision: str
    options: dict[str, str] = field(default_factory=dict)
    machine: str = ""
    date: str = ""
    commit: str = ""
    command: str = ""
    note: str = ""


def write_predictions(path: Path, run: Run, predictions: Sequence[Prediction]) -> None:
    """Write the file atomically: it stands whole under `path`, or not at all."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema(
        [
            ("id", pa.string()),
            ("text", pa.string()),
            ("ms", pa.float64()),
            ("peak_mb", pa.float64()),
            ("error", pa.string()),
        ],
        metadata={_KEY: json.dumps(asdict(run), sort_keys=True)},
    )
    with whole_file(path) as scratch:
        table = pa.Table.from_pylist([asdict(p) for p in predictions], schema=schema)
        pq.write_table(table, scratch, compression="zstd")


def read_predictions(path: Path) -> tuple[Run, list[Prediction]]:
    """Return what `write_predictions` wrote. Raises DataError for a missing, half-written or foreign file."""
    import pyarrow.parquet as pq

    with _explained(path):
        table = pq.read_table(path)
        return _run(table.schema), [Prediction(**row) for row in table.to_pylist()]


def read_run(path: Path) -> Run:
    """Return where the predictions of a file come from, without reading them. Raises as `read_predictions` does."""
    import pyarrow.parquet as pq

    with _explained(path):
        return _run(pq.read_schema(path))


def _run(schema: pa.Schema) -> Run:
    return Run(**json.loads((schema.metadata or {})[_KEY]))


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    import pyarrow as pa

    if not path.is_file():
        raise DataError(f"no predictions at {path}. Type: duramen bench run")
    try:
        yield
    except (pa.ArrowInvalid, OSError, KeyError, TypeError, ValueError) as error:
        cure = "Delete it and type: duramen bench run"
        raise DataError(f"{path} is no whole predictions file ({type(error).__name__}: {error}). {cure}") from error
