"""Pages as Parquet files, in runs of bounded size for each split: `dev-00000-of-00002.parquet`.

    write_parquet(tables, Path("out/wcxb"), limit=300_000_000)

The schema carries what `datasets` reads of it, so that the columns come back as they went in.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa
    from datasets import Features


def write_parquet(tables: Iterable[pa.Table], folder: Path, limit: int) -> dict[str, dict[str, Any]]:
    """Write the rows of tables into `folder`, each into a file of its `split`; a file ends when it has `limit` bytes.

    A table is a group of rows. Return of each split its number of `pages`, their `bytes` in memory and `size` on disk,
    and the names of its `files`.
    """
    import pyarrow.compute as pc

    runs: dict[str, _Run] = {}
    with ExitStack() as stack:
        for table in tables:
            for split in pc.unique(table["split"]).to_pylist():
                if split not in runs:
                    runs[split] = stack.enter_context(_Run(folder, split, limit))
                runs[split].write(table.filter(pc.equal(table["split"], split)))
    return {split: run.named() for split, run in runs.items()}


def exported_features() -> Features:
    """Return the schema of an exported page: `schema.features()`, and `gold_found`."""
    import pyarrow as pa
    from datasets import Features

    from duramen_corpora.schema import arrow_schema

    return Features.from_arrow_schema(arrow_schema().append(pa.field("gold_found", pa.float32())))


class _Run:
    """The files of one split. A file's name holds how many there are, so it comes last."""

    def __init__(self, folder: Path, split: str, limit: int) -> None:
        self._schema = exported_features().arrow_schema
        self._folder, self._split, self._limit = folder, split, limit
        self._files: list[Path] = []
        self._pages = self._bytes = 0
        self._open: ExitStack | None = None
        self._file: IO[bytes]
        self._writer: Any

    def __enter__(self) -> _Run:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        self._end()

    def write(self, table: pa.Table) -> None:
        """Write rows as one group."""
        if self._open is None:
            self._begin()
        self._writer.write_table(table.cast(self._schema))
        self._pages += table.num_rows
        self._bytes += table.nbytes
        if self._file.tell() >= self._limit:
            self._end()

    def named(self) -> dict[str, Any]:
        """Give the files their names, and return what is said of them."""
        names = [f"{self._split}-{i:05}-of-{len(self._files):05}.parquet" for i in range(len(self._files))]
        size = sum(path.stat().st_size for path in self._files)
        for path, name in zip(self._files, names, strict=True):
            path.rename(self._folder / name)
        return {"pages": self._pages, "bytes": self._bytes, "size": size, "files": names}

    def _begin(self) -> None:
        import pyarrow.parquet as pq

        self._files.append(self._folder / f"{self._split}-{len(self._files):05}.part")
        with ExitStack() as stack:
            self._file = stack.enter_context(self._files[-1].open("wb"))
            self._writer = stack.enter_context(pq.ParquetWriter(self._file, self._schema, compression="zstd"))
            self._open = stack.pop_all()

    def _end(self) -> None:
        if self._open is not None:
            opened, self._open = self._open, None
            opened.close()
