"""A corpus as pages, or as a `datasets` table on disk.

    for page in read("wcxb", "wcxb.tar.zst"): ...     # straight from the reader
    for page in stream("wcxb", split="dev"): ...      # validated, from the table, a batch in memory at a time
    table = load("wcxb")                              # datasets.Dataset, validated, memory-mapped
    for page in pages(table): ...

The table is written once per corpus, revision, schema and state of the source files, whole or not at all, as an Arrow
stream in the cache folder; a second `load` maps it. Nothing here uses a network, except a source that is `git`.
"""

from __future__ import annotations

import hashlib
import inspect
import json
import logging
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duramen.errors import DataError
from duramen.whole import alone, whole_file
from duramen_corpora.info import CorpusInfo
from duramen_corpora.registry import corpus_info
from duramen_corpora.schema import Page, arrow_schema
from duramen_corpora.sources import cache_folder, fingerprint, locate
from duramen_corpora.validate import checked

if TYPE_CHECKING:
    import pyarrow as pa
    from datasets import Dataset

# What a batch holds at the most, unless one page is more: reading the table takes as much memory, and no more.
_BATCH_PAGES = 64
_BATCH_BYTES = 16_000_000
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Stored:
    """What the cache holds of a corpus.

    `path` of the table, number of `pages` in all and in each of `splits`, and `bytes` of HTML in it; `content_hash` of
    its dev split, `as_pinned` whether the registry has the same one (None: it has none); `size` of the table's file.
    """

    path: str
    pages: int
    splits: dict[str, int]
    bytes: int
    content_hash: str
    as_pinned: bool | None
    size: int


def read(name: str, source: str | Path | None = None) -> Iterator[Page]:
    """Return the corpus's pages, straight from its reader. Raises UsageError or DataError, also while iterating."""
    info = corpus_info(name)
    return info.read(locate(info, source))


def load(name: str, source: str | Path | None = None) -> Dataset:
    """Return the corpus as a memory-mapped `datasets.Dataset` of `schema.features()`, validated when first written."""
    from datasets import Dataset

    return Dataset.from_file(_table(name, source))


def pages(dataset: Iterable[dict[str, Any]]) -> Iterator[Page]:
    """Return the pages of a table that `load` returned, or of any part of it."""
    return (Page.from_row(row) for row in dataset)


def stream(name: str, source: str | Path | None = None, *, split: str | None = None) -> Iterator[Page]:
    """Return the corpus's pages, or those of one split, with one batch in memory at a time, and no `datasets`.

    The table is read and not mapped: what has been passed weighs nothing, also in what the system counts as ours.
    """
    path = Path(_table(name, source))
    return (Page.from_row(row) for batch in batches(path) for row in batch.to_pylist() if split in (None, row["split"]))


def batches(table: Path) -> Iterator[pa.RecordBatch]:
    """Yield the batches of the table at `Stored.path`, each of at most 64 pages and, but for one large page, 16 MB.

    Raises DataError for a table that was damaged since it was written.
    """
    import pyarrow as pa

    try:
        with pa.OSFile(str(table)) as file, pa.ipc.open_stream(file) as found:
            yield from found
    except (pa.ArrowInvalid, OSError) as error:
        raise DataError(f"{table} is damaged ({error}). Delete it, and it is made again") from error


def stored(name: str, source: str | Path | None = None) -> Stored:
    """Return what the cache holds of a corpus, which this writes where it is not there yet."""
    info = corpus_info(name)
    folder = locate(info, source)
    path = cache_folder() / "tables" / f"{name}-{_key(info, folder)}.arrow"
    facts = _facts(path)
    if facts is None:
        with alone(path):
            facts = _facts(path) or _write(info, folder, path)
    as_pinned = facts["content_hash"] == info.content_hash if info.content_hash else None
    return Stored(path=str(path), as_pinned=as_pinned, **facts)


def _table(name: str, source: str | Path | None) -> str:
    """Return the path of the table, and warn of one that is not what everybody else means by the corpus's name."""
    kept = stored(name, source)
    if kept.as_pinned is False:
        revision = corpus_info(name).revision[:12]
        _log.warning(
            "%s: this is not the content that %s is known to have. Type: duramen corpora pull %s", name, revision, name
        )
    return kept.path


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
    # A reader that was changed may read the same files otherwise, and so may what it shares with those beside it.
    readers = Path(inspect.getfile(info.read)).parent
    code = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(readers.glob("*.py"))))
    parts = (info.name, info.revision, fingerprint(info, folder), str(arrow_schema()), code.hexdigest())
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _facts(path: Path) -> dict[str, Any] | None:
    """Return what is said of the table at `path`; None where there is none, or one that was cut since."""
    try:
        facts: dict[str, Any] = json.loads(path.with_suffix(".json").read_bytes())
        return facts if path.stat().st_size == facts["size"] else None
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError):
        return None


def _write(info: CorpusInfo, folder: Path, path: Path) -> dict[str, Any]:
    """Write the table and, last, what is said of it: a table without that is not taken for whole."""
    with whole_file(path) as scratch:
        facts = _write_table(info, folder, scratch)
        facts["size"] = scratch.stat().st_size
    with whole_file(path.with_suffix(".json")) as scratch:
        scratch.write_text(json.dumps(facts))
    return facts


def _write_table(info: CorpusInfo, folder: Path, path: Path) -> dict[str, Any]:
    import pyarrow as pa
    from tqdm import tqdm

    schema = arrow_schema()
    size, digests, splits = 0, [], Counter[str]()
    source = tqdm(checked(info.read(folder)), f"read {info.name}", unit="page", file=sys.stderr, disable=None)
    with path.open("wb") as file, pa.ipc.new_stream(file, schema) as table:
        for batch in _batched(source):
            table.write_batch(pa.RecordBatch.from_pylist([page.to_row() for page in batch], schema=schema))
            splits.update(page.split for page in batch)
            size += sum(len(page.html) for page in batch)
            digests += [page_hash(page) for page in batch if page.split == "dev"]
    if not splits:
        raise DataError(f"{folder} holds no page of {info.name}. See {info.upstream or 'the installation'}")
    return {"pages": splits.total(), "splits": dict(splits), "bytes": size, "content_hash": _joined(digests)}


def _batched(pages: Iterable[Page]) -> Iterator[list[Page]]:
    batch: list[Page] = []
    size = 0
    for page in pages:
        batch.append(page)
        size += len(page.html)
        if len(batch) == _BATCH_PAGES or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _joined(digests: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest()
