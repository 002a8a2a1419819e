"""What a run directory holds, read for one page or a few: whose predictions there are, their answers, the pages."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from duramen.errors import UsageError, unknown_name
from duramen_bench import layout
from duramen_corpora.predictions import Prediction, read_predictions, read_run
from duramen_corpora.schema import Page


def predictions_of(run_dir: Path, corpus: str) -> dict[str, Path]:
    """Return tool → predictions file, by name. Raises DataError for a file that is not whole."""
    found = {}
    for path in layout.predictions_dir(run_dir, corpus).glob("*.parquet"):
        found[read_run(path).tool] = path
    return dict(sorted(found.items()))


def choose_tools(run_dir: Path, corpus: str, names: Iterable[str]) -> dict[str, Path]:
    """Return tool → predictions file of those named, in that order; of all where none is. Raises UsageError."""
    there = predictions_of(run_dir, corpus)
    if not there:
        raise UsageError(
            f"no predictions for {corpus} under {run_dir}. Type: duramen bench run {corpus} --out {run_dir}"
        )
    for name in names:
        if name not in there:
            raise unknown_name(f"tool among the predictions for {corpus}:", name, there)
    return {name: there[name] for name in names} or there


def answers(files: dict[str, Path], ids: Collection[str]) -> dict[str, dict[str, Prediction]]:
    """Return page → tool → its answer, for the pages asked for; a tool that lacks a page is not there."""
    found: dict[str, dict[str, Prediction]] = {name: {} for name in ids}
    for tool, path in files.items():
        for prediction in read_predictions(path)[1]:
            if prediction.id in found:
                found[prediction.id][tool] = prediction
    return found


def pages(run_dir: Path, corpus: str, ids: Collection[str], source: str | None = None) -> dict[str, Page]:
    """Return the pages asked for that the corpus has, by id. Raises DuramenError where it is not at hand."""
    origin = source or layout.read_page_set(run_dir, corpus).source
    return {page.id: page for page in layout.read_corpus(corpus, origin) if page.id in ids}


def find_page(run_dir: Path, name: str, corpus: str | None = None) -> tuple[str, str] | None:
    """Return corpus and id of the page called `name`, or whose id alone begins so; None where no run has such a page.

    Raises UsageError where several have, or where there are no predictions for `corpus`.
    """
    there = layout.corpora_of(run_dir)
    if corpus and layout.file_name(corpus) not in there:
        raise unknown_name("corpus among the predictions:", corpus, there)
    sets = [layout.read_page_set(run_dir, found) for found in ([corpus] if corpus else there)]
    exact = [(pages.corpus, name) for pages in sets if name in pages.ids]
    found = exact or [(pages.corpus, page) for pages in sets for page in pages.ids if page.startswith(name)]
    if len(found) > 1:
        listed = ", ".join(f"--corpus {where} {page}" for where, page in found[:8])
        more = f" and {len(found) - 8} more" if len(found) > 8 else ""
        raise UsageError(f"there are {len(found)} pages that '{name}' may mean. Type one of: {listed}{more}")
    return found[0] if found else None
