"""Bring a corpus into the cache, and make sure that it is the one that the registry means.

    pulled = pull("wcxb")                     # what is at hand, else upstream by git
    pulled = pull("wcxb", "wcxb.tar.zst")     # or a folder: its files are copied

What is verified: the commit, where there is a clone to ask; every page, by `validate`; and the content of the dev
split, by its hash. After that `load` needs neither a source nor a network.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from duramen.errors import DataError, UsageError
from duramen_corpora.archives import LIMIT
from duramen_corpora.info import CorpusInfo
from duramen_corpora.load import Stored, stored
from duramen_corpora.registry import corpus_info
from duramen_corpora.sources import GIT, at_hand, copied, locate, shelf


@dataclass(frozen=True, slots=True)
class Pulled:
    """A corpus in the cache: `folder` in upstream's layout, number of pages of each of `splits`, dev's content hash.

    `lacking` names what is not there and need not be: pages of other splits than dev that upstream has.
    """

    name: str
    revision: str
    folder: str
    splits: dict[str, int]
    content_hash: str
    verified: bool
    lacking: str = ""


def pull(name: str, source: str | Path | None = None, *, limit: int = LIMIT) -> Pulled:
    """Bring a corpus into the cache and verify it; `limit` is how many bytes an archive may unpack to.

    Raises UsageError where there is nothing to bring, and says what to type; DataError where it is not the right thing.
    """
    info = corpus_info(name)
    if not info.pinned and (source is None or str(source) == GIT):
        raise UsageError(f"{name} is a format and has no upstream. Type: duramen corpora pull {name} --from FOLDER")
    if source is None and not at_hand(info):
        source = GIT
    before = _shelved(info)
    folder = locate(info, source, limit=limit)
    kept = stored(name, None if info.packaged else folder)
    if kept.as_pinned is False:
        _put_away(info, folder, before)
        raise _another(info, source or folder, kept)
    if not info.packaged and not folder.is_relative_to(shelf(info)):
        folder = locate(info, copied(info, folder))
    lacking = _lacking(info.pages, kept.splits)
    return Pulled(
        name, info.revision, str(folder), kept.splits, kept.content_hash, info.packaged or bool(kept.as_pinned), lacking
    )


def _shelved(info: CorpusInfo) -> set[Path]:
    return set() if info.packaged else set(shelf(info).glob("*"))


def _put_away(info: CorpusInfo, folder: Path, before: set[Path]) -> None:
    """Remove what was unpacked only now and is not the corpus: `load` would take it when it is given no source."""
    for path in _shelved(info) - before:
        if folder.is_relative_to(path) and path.name != GIT:
            shutil.rmtree(path)


def _another(info: CorpusInfo, source: str | Path, kept: Stored) -> DataError:
    wanted, found = info.pages.get("dev", 0), kept.splits.get("dev", 0)
    pages = (
        f"{found:,} pages, not {wanted:,}" if wanted != found else f"{found:,} pages, as it should, but other content"
    )
    splits = ", ".join(f"{split} {count:,}" for split, count in kept.splits.items())
    return DataError(
        f"{source} is not {info.name} as pinned at {info.revision[:12]}: its dev split has {pages} ({splits}; content "
        f"{kept.content_hash[:12]}, not {info.content_hash[:12]}). Fetch it from upstream:\n"
        f"  duramen corpora pull {info.name} --from git\n"
        f"or read it as it is, with scores that nobody can compare:\n"
        f"  duramen corpora load {info.name} --from SOURCE"
    )


def _lacking(wanted: Mapping[str, int], found: Mapping[str, int]) -> str:
    short = {split: (found.get(split, 0), count) for split, count in wanted.items() if found.get(split, 0) < count}
    return ", ".join(f"{there:,} of {count:,} {split} pages" for split, (there, count) in short.items())
