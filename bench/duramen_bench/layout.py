"""Where a run keeps its files, and which pages it is over.

RUN_DIR/predictions/CORPUS/pages.json      which pages, of which revision, from where
RUN_DIR/predictions/CORPUS/TOOL.parquet    one a tool; files from elsewhere may be dropped in
RUN_DIR/predictions/CORPUS/left_out.json   which tools did not run, and why
RUN_DIR/timings/CORPUS.json                what the pages cost, where that was measured
RUN_DIR/columns/CORPUS/TOOL.parquet        what a tool's answers were counted to be, kept for the next scoring
RUN_DIR/scores/CORPUS.json, CORPUS.parquet summary, and one row a page and tool without any page text
RUN_DIR/macro.json                         each tool's mean over the corpora

Runs at once into one RUN_DIR take turns at each of these files.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path

from duramen.errors import DataError, UsageError
from duramen.whole import alone, whole_file
from duramen_corpora.schema import Page


@dataclass(frozen=True, slots=True)
class PageSet:
    """The pages that a run is over; scores are over exactly these, and one that has no prediction is an error."""

    corpus: str
    revision: str
    ids: tuple[str, ...]
    of: int
    source: str | None = None


def predictions_dir(run_dir: Path, corpus: str) -> Path:
    """Return the folder of a corpus's predictions."""
    return run_dir / "predictions" / file_name(corpus)


def prediction_path(run_dir: Path, corpus: str, tool: str) -> Path:
    """Return the predictions file of one tool."""
    return predictions_dir(run_dir, corpus) / f"{file_name(tool)}.parquet"


def timings_path(run_dir: Path, corpus: str) -> Path:
    """Return the file of a corpus's timings."""
    return run_dir / "timings" / f"{file_name(corpus)}.json"


def locked(path: Path, give_up: Callable[[], bool] = lambda: False) -> AbstractContextManager[None]:
    """Have a file of the run directory to oneself; a process that has it is waited for, unless `give_up()` says not to.

    The lock lies in the run directory, so that it is the same for all who write there, and ends with its process.
    """
    return alone(path, path.parent / ".locks" / f"{path.name}.lock", give_up)


def file_name(name: str) -> str:
    """Return a name as a file can have it."""
    return re.sub(r"[^\w.+-]+", "_", name).strip("._") or "_"


def corpora_of(run_dir: Path) -> list[str]:
    """Return the corpora that a run directory holds predictions for. Raises UsageError where there are none."""
    found = sorted(path.parent.name for path in (run_dir / "predictions").glob("*/pages.json"))
    if not found:
        raise UsageError(f"no predictions under {run_dir}. Type: duramen bench run CORPUS --out {run_dir}")
    return found


def read_corpus(name: str, source: str | None) -> list[Page]:
    """Return the corpus's pages in its own order. The name is checked before anything is read."""
    import duramen_corpora

    return list(duramen_corpora.pages(duramen_corpora.load(name, source)))


def select(pages: Sequence[Page], limit: int | None) -> list[Page]:
    """Return `limit` pages spread evenly over the corpus, the same ones each time; all of them without a limit."""
    if limit is not None and limit < 1:
        raise UsageError(f"--limit {limit} leaves no page. Type a number of 1 or more")
    if not pages:
        raise DataError("the corpus has no pages")
    if limit is None or limit >= len(pages):
        return list(pages)
    return [pages[i * len(pages) // limit] for i in range(limit)]


def write_page_set(run_dir: Path, page_set: PageSet) -> None:
    """Write `pages.json`. Raises UsageError where the directory already holds a run over other pages."""
    path = predictions_dir(run_dir, page_set.corpus) / "pages.json"
    with locked(path):
        if path.is_file():
            old = read_page_set(run_dir, page_set.corpus)
            if (old.revision, old.ids) != (page_set.revision, page_set.ids):
                raise UsageError(
                    f"{run_dir} holds a run over {len(old.ids)} pages of {old.corpus}, this one is over "
                    f"{len(page_set.ids)}. Type another --out, or delete {path.parent}"
                )
        write_text(path, json.dumps(asdict(page_set), indent=1) + "\n")


def read_page_set(run_dir: Path, corpus: str) -> PageSet:
    """Read `pages.json`. Raises DataError where it is not whole."""
    path = predictions_dir(run_dir, corpus) / "pages.json"
    try:
        row = json.loads(path.read_text("utf-8"))
        return PageSet(**{**row, "ids": tuple(row["ids"])})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise DataError(
            f"{path} does not say which pages the run is over ({error}). Type: duramen bench run"
        ) from error


def write_left_out(run_dir: Path, corpus: str, reasons: Mapping[str, str]) -> None:
    """Remember which tools did not run and why: a row that is missing from a table must be explained under it."""
    path = predictions_dir(run_dir, corpus) / "left_out.json"
    with locked(path):
        merged = {**read_left_out(run_dir, corpus), **reasons}
        there = {name: why for name, why in merged.items() if not prediction_path(run_dir, corpus, name).is_file()}
        write_text(path, json.dumps(there, indent=1, sort_keys=True) + "\n")


def read_left_out(run_dir: Path, corpus: str) -> dict[str, str]:
    """Return tool → reason for the tools that did not run."""
    path = predictions_dir(run_dir, corpus) / "left_out.json"
    return dict(json.loads(path.read_text("utf-8"))) if path.is_file() else {}


def write_text(path: Path, text: str) -> None:
    """Write a file atomically."""
    with whole_file(path) as scratch:
        scratch.write_text(text, "utf-8")
