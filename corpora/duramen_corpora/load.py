"""A corpus as pages, or as a `datasets` table on disk.

    for page in read("wcxb", "wcxb.tar.zst"): ...     # straight from the reader
    table = load("wcxb")                              # datasets.Dataset, validated, memory-mapped
    for page in pages(table): ...

The table is written once per corpus, revision, schema and state of the source files, whole or not at all, as an Arrow
stream in the cache folder; a second `load` maps it. Nothing here uses a network, except a source that is `git`.
"""

from __future__ import annotations

import hashlib
import inspect
import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duramen.errors import DataError
from duramen_corpora.info import CorpusInfo
from duramen_corpora.registry import corpus_info
from duramen_corpora.schema import Page, features
from duramen_corpora.sources import cache_folder, fingerprint, locate
from duramen_corpora.validate import checked

if TYPE_CHECKING:
    from datasets import Dataset

_BATCH = 64  # pages; Arrow counts a batch's bytes in 32 bits, and a page is at most some megabytes


@dataclass(frozen=True, slots=True)
class Stored:
    """What the cache holds of a corpus.

    `path` of the table, number of `pages` and `bytes` of HTML in it, `content_hash` of its dev split.
    """

    path: str
    pages: int
    bytes: int
    content_hash: str


def read(name: str, source: str | Path | None = None) -> Iterator[Page]:
    """Return the corpus's pages, straight from its reader. Raises UsageError or DataError, also while iterating."""
    info = corpus_info(name)
    return info.read(locate(info, source))


def load(name: str, source: str | Path | None = None) -> Dataset:
    """Return the corpus as a memory-mapped `datasets.Dataset` of `schema.features()`, validated when first written."""
    from datasets import Dataset

    return Dataset.from_file(stored(name, source).path)


def pages(dataset: Iterable[dict[str, Any]]) -> Iterator[Page]:
    """Return the pages of a table that `load` returned, or of any part of it."""
    return (Page.from_row(row) for row in dataset)


def stored(name: str, source: str | Path | None = None) -> Stored:
    """Return what the cache holds of a corpus, which this writes where it is not there yet."""
    info = corpus_info(name)
    folder = locate(info, source)
    path = cache_folder() / "tables" / f"{name}-{_key(info, folder)}.arrow"
    summary = path.with_suffix(".json")
    if not (path.is_file() and summary.is_file()):
        _write(info, folder, path, summary)
    return Stored(path=str(path), **json.loads(summary.read_text()))


def content_hash(pages: Iterable[Page]) -> str:
    """Return a SHA-256 over what the pages hold, the same in whatever order they come.

    What is derived (host) or says where a page comes from (corpus, revision) is left out: the hash is of the content.
    """
    return _joined(page_hash(page) for page in pages)


def page_hash(page: Page) -> str:
    """Return a SHA-256 over one page's content."""
    row = page.to_row() | {"html": hashlib.sha256(page.html).hexdigest()}
    for derived in ("corpus", "revision", "host"):
        del row[derived]
    return hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()


def _key(info: CorpusInfo, folder: Path) -> str:
    # A reader that was changed, or what it shares with its neighbours, may read the same files otherwise.
    modules = sorted(Path(inspect.getfile(info.read)).parent.glob("*.py"))
    code = b"".join(path.read_bytes() for path in modules)
    parts = (
        info.name,
        info.revision,
        fingerprint(info, folder),
        str(features().arrow_schema),
        hashlib.sha256(code).hexdigest(),
    )
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _write(info: CorpusInfo, folder: Path, path: Path, summary: Path) -> None:
    """Write the table and, last, its summary: a table without one is not taken for whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        facts = _write_table(info, folder, scratch)
        scratch.replace(path)
        scratch.write_text(json.dumps(facts))
        scratch.replace(summary)
    finally:
        scratch.unlink(missing_ok=True)


def _write_table(info: CorpusInfo, folder: Path, path: Path) -> dict[str, Any]:
    import pyarrow as pa
    from tqdm import tqdm

    schema = features().arrow_schema
    size, digests, count = 0, [], 0
    source = iter(
        tqdm(checked(info.read(folder)), desc=f"read {info.name}", unit="page", file=sys.stderr, disable=None)
    )
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_stream(file, schema) as stream:
        while batch := list(islice(source, _BATCH)):
            stream.write_batch(pa.RecordBatch.from_pylist([page.to_row() for page in batch], schema=schema))
            count += len(batch)
            size += sum(len(page.html) for page in batch)
            digests += [page_hash(page) for page in batch if page.split == "dev"]
    if not count:
        raise DataError(f"{folder} holds no page of {info.name}. See {info.upstream or 'the installation'}")
    return {"pages": count, "bytes": size, "content_hash": _joined(digests)}


def _joined(digests: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest()
