"""The last step: rows, in files that appear whole.

datatrove's writers write under the file's own name: a task that is killed leaves half a file there, and one that fails
closes what it has as if that were all. These write under a name that begins with a dot, and give the file its own when
the task has ended well. A task that is done again replaces its file.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from datatrove.data import Document
from datatrove.pipeline.writers.jsonl import JsonlWriter
from datatrove.pipeline.writers.parquet import ParquetWriter

if TYPE_CHECKING:
    import pyarrow as pa

#: The columns, in order. `text` is what was asked for, Markdown too; null where there is none, and `error` says why.
COLUMNS: Final = (
    "id", "url", "date", "file", "offset", "language", "page_type", "confidence", "text", "error",
)  # fmt: skip


def schema() -> pa.Schema:
    """Return the schema of a Parquet file of rows."""
    import pyarrow as pa

    types = {"offset": pa.int64(), "confidence": pa.float32()}
    return pa.schema([(name, types.get(name, pa.string())) for name in COLUMNS])


def row(document: Document) -> dict[str, Any]:
    """Return a document as a row."""
    known = {**document.metadata, "id": document.id, "text": document.text or None}
    return {name: known.get(name) for name in COLUMNS}


class _Whole:
    """What makes a writer of datatrove's leave whole files only."""

    output_folder: Any
    suffix: str
    _scratch = ""

    def run(self, data: Iterable[Document], rank: int = 0, world_size: int = 1) -> Iterator[Document]:
        """Write each document's row; the file appears when all are written."""
        final = f"{rank:05d}{self.suffix}"
        self._scratch = f".{rank:05d}.{secrets.token_hex(4)}.part"
        self._sweep(rank)
        try:
            yield from super().run(data, rank, world_size)  # type: ignore[misc]
            self._publish(final)
        finally:
            if self.output_folder.isfile(self._scratch):
                self.output_folder.rm(self._scratch)

    def _default_adapter(self, document: Document) -> dict[str, Any]:
        return row(document)

    def _get_output_filename(self, document: Document, rank: int | str = 0, **_: Any) -> str:  # noqa: ARG002
        return f"rows{self.suffix}" if rank == "XXXXX" else self._scratch  # XXXXX: its name in datatrove's statistics

    def _sweep(self, rank: int) -> None:
        """Remove what a killed run left of this task."""
        if self.output_folder.isdir(""):
            for name in self.output_folder.ls("", detail=False):
                if name.rpartition("/")[2].startswith(f".{rank:05d}.") and name.endswith(".part"):
                    self.output_folder.rm(name)

    def _publish(self, final: str) -> None:
        folder = self.output_folder
        if not folder.isfile(self._scratch):  # nothing to write
            if folder.isfile(final):
                folder.rm(final)
        elif folder.is_local():
            scratch, path = folder.resolve_paths([self._scratch, final])
            with open(scratch, "rb") as file:  # noqa: PTH123
                os.fsync(file.fileno())  # else a power cut could leave the new name with nothing in it
            os.replace(scratch, path)  # noqa: PTH105
        else:
            folder.mv(self._scratch, final)


class WholeParquet(_Whole, ParquetWriter):  # type: ignore[misc]
    """A Parquet file a task, Zstandard within, 1,000 rows a row group."""

    name = "📒 Parquet, whole files"
    suffix = ".parquet"

    def __init__(self, folder: str) -> None:
        super().__init__(folder, compression="zstd", schema=schema(), max_file_size=-1)


class WholeJsonl(_Whole, JsonlWriter):  # type: ignore[misc]
    """A file of JSON lines a task, compressed with Zstandard."""

    name = "🐿 Jsonl, whole files"
    suffix = ".jsonl.zst"

    def __init__(self, folder: str) -> None:
        super().__init__(folder, compression="zstd")
