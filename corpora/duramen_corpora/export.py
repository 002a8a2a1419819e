"""Corpora as Parquet in the layout of the Hugging Face Hub, with a card, for one's own use.

    export(["wcxb", "scrapinghub"], Path("out"))
    datasets.load_dataset("out", "wcxb", split="dev")      # needs no network

    out/README.md                              the card, written anew from all that stands beside it
    out/wcxb/corpus.json                       what the card says of this corpus
    out/wcxb/dev-00000-of-00001.parquet        `schema.Page` as rows, and `gold_found`: how far its gold can be believed

The same table gives the same bytes. A corpus's folder appears whole or not at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from duramen.errors import UsageError
from duramen.whole import alone, scratch_folder, whole_file, whole_folder
from duramen_corpora.card import MARK, card
from duramen_corpora.found import gold_found
from duramen_corpora.info import CorpusInfo
from duramen_corpora.load import Stored, batches, stored
from duramen_corpora.parquet import write_parquet
from duramen_corpora.registry import corpus_info

if TYPE_CHECKING:
    import pyarrow as pa

CARD: Final = "README.md"
FACTS: Final = "corpus.json"
SHARD_BYTES: Final = 300_000_000


def export(
    names: Sequence[str],
    out: Path,
    source: str | Path | None = None,
    *,
    overwrite: bool = False,
    processes: int = 1,
    shard_bytes: int = SHARD_BYTES,
) -> list[dict[str, Any]]:
    """Write corpora into the folder `out`, beside those that it holds already; return what the card says of each.

    `source` is for one corpus alone. A file ends when it has `shard_bytes`. Raises UsageError where something would be
    overwritten, DataError for a full disk; then nothing of `out` has changed.
    """
    names = list(dict.fromkeys(names))
    with alone(out), alone(out / "export"):
        check(names, out, overwrite)
        with whole_folder(out) if not out.exists() else scratch_folder(out / "export") as scratch:
            made = [_write(corpus_info(name), source, scratch / name, processes, shard_bytes) for name in names]
            if not out.exists():
                (scratch / CARD).write_text(card(exported(scratch)), encoding="utf-8")
                return made
            for name in names:
                _replace(scratch / name, out / name, scratch / f"{name}.old")
            with whole_file(out / CARD) as path:
                path.write_text(card(exported(out)), encoding="utf-8")
    return made


def exported(out: Path) -> list[dict[str, Any]]:
    """Return what is said of each corpus that an export holds, by name."""
    return [json.loads(path.read_bytes()) for path in sorted(out.glob(f"[!.]*/{FACTS}"))]


def check(names: Sequence[str], out: Path, overwrite: bool) -> None:
    """Raise UsageError for what is there and would be lost: before anything takes its time."""
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is a file. Name a folder: duramen corpora export NAME --out FOLDER")
    there = [name for name in names if (out / name).exists()]
    foreign = [name for name in there if not (out / name / FACTS).is_file()]
    if foreign or ((out / CARD).is_file() and MARK not in (out / CARD).read_text(errors="replace")):
        what = out / foreign[0] if foreign else out / CARD
        raise UsageError(f"{what} was not written by this command, and would be lost. Name another folder with --out")
    if there and not overwrite:
        raise UsageError(f"{out / there[0]} is there already. To replace it, add: --overwrite")


def _replace(made: Path, target: Path, aside: Path) -> None:
    if target.exists():
        target.rename(aside)  # into the scratch folder, with which it goes
    made.rename(target)


def _write(
    info: CorpusInfo, source: str | Path | None, folder: Path, processes: int, shard_bytes: int
) -> dict[str, Any]:
    """Write one corpus as the new folder `folder`; return what the card says of it."""
    kept = stored(info.name, source)
    shares = gold_found(kept, processes)
    folder.mkdir()
    splits = write_parquet(_with_shares(kept, shares), folder, shard_bytes)
    facts = _facts(info, kept, shares) | {"splits": splits}
    (folder / FACTS).write_text(json.dumps(facts, indent=1, ensure_ascii=False), encoding="utf-8")
    return facts


def _with_shares(kept: Stored, shares: Sequence[float | None]) -> Iterator[pa.Table]:
    import pyarrow as pa

    start = 0
    for batch in batches(Path(kept.path)):
        column = pa.array(shares[start : start + batch.num_rows], pa.float32())
        yield pa.Table.from_batches([batch]).append_column("gold_found", column)
        start += batch.num_rows


def _facts(info: CorpusInfo, kept: Stored, shares: Sequence[float | None]) -> dict[str, Any]:
    said = ("name", "title", "description", "revision", "upstream", "licence", "citation", "gold", "policy")
    facts = {key: getattr(info, key) for key in said}
    facts |= {"languages": list(info.languages), "gold_roles": sorted(info.gold_roles), "faults": list(info.faults)}
    return facts | {
        "content_hash": kept.content_hash,
        "as_pinned": kept.as_pinned,
        "gold_found": _summary([share for share in shares if share is not None]),
    }


def _summary(shares: Sequence[float]) -> dict[str, float] | None:
    if not shares:
        return None
    median, p10 = np.quantile(shares, [0.5, 0.1]).tolist()
    return {"pages": len(shares), "median": median, "p10": p10, "under_half": sum(share < 0.5 for share in shares)}
