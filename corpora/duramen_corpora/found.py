"""How much of its gold each page of a corpus has, as `align` finds it: a number a page, kept in the cache.

    kept = stored("wcxb")
    gold_found(kept, processes=2)      # in the order of the table; None for a page without a gold text

Bad gold can then be seen and left out. Aligning takes some 30 ms a page, so it is done once for each state of a table
and of the code that aligns.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duramen.whole import alone, cache_folder, whole_file
from duramen_corpora.load import Stored
from duramen_corpora.provenance import library_digest

if TYPE_CHECKING:
    import pyarrow as pa

_FEW = 256  # pages that one process has done before others have started


def gold_found(kept: Stored, processes: int = 1) -> list[float | None]:
    """Return the share of gold words found, in [0, 1], of each page of a table; None where there is no gold text."""
    path = cache_folder() / "found" / f"{Path(kept.path).stem}-{_code()}.json"
    if not path.is_file():
        with alone(path):
            if not path.is_file():
                shares = list(_shares(kept, processes))
                with whole_file(path) as scratch:
                    scratch.write_text(json.dumps(shares))
    found: list[float | None] = json.loads(path.read_bytes())
    return found


def _code() -> str:
    """Return a digest of what aligns: the library, which makes blocks, and the modules beside this one."""
    digest = hashlib.sha256(library_digest().encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _shares(kept: Stored, processes: int) -> Iterator[float | None]:
    from tqdm import tqdm

    count = len(_table(kept.path).to_batches())
    name = Path(kept.path).stem.rpartition("-")[0]
    with tqdm(total=kept.pages, desc=f"align {name}", unit="page", file=sys.stderr, disable=None) as bar:
        for shares in _each(kept, count, processes):
            bar.update(len(shares))
            yield from shares


def _each(kept: Stored, count: int, processes: int) -> Iterator[list[float | None]]:
    """Yield the shares of each batch, in order."""
    if processes == 1 or kept.pages < _FEW:
        yield from map(_batch_shares, repeat(kept.path), range(count))
        return
    # Spawned: a fork would copy the locks of Arrow's threads, whatever their state.
    with ProcessPoolExecutor(min(processes, count), mp_context=get_context("spawn")) as pool:
        yield from pool.map(_batch_shares, repeat(kept.path), range(count))


def _batch_shares(path: str, index: int) -> list[float | None]:
    rows = _table(path).to_batches()[index].select(["html", "charset", "text"]).to_pylist()
    return [_share(row) for row in rows]


def _share(row: dict[str, Any]) -> float | None:
    import duramen
    from duramen_corpora.align import align

    if row["text"] is None:
        return None
    return align(duramen.parse(row["html"], encoding=row["charset"]).texts, row["text"]).gold_found


@lru_cache(maxsize=1)
def _table(path: str) -> pa.Table:
    """Return the table, mapped: each process reads of it what it aligns."""
    import pyarrow as pa

    return pa.ipc.open_stream(pa.memory_map(path)).read_all()
