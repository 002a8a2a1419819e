"""One answer about one page, as numbers: what every metric is made of.

A failure (timeout, crash, memory, exception) is a miss: it scores as an empty answer would, and never as right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from typing import Any

from duramen_bench.metrics import text_columns
from duramen_bench.references import Reference, refer
from duramen_bench.snippets import snippet_columns
from duramen_bench.talk import progress
from duramen_corpora.predictions import Prediction
from duramen_corpora.schema import Page

Columns = dict[str, float]
#: Below so many answers, starting processes costs more than they save.
_FEW = 200
_CHUNK = 8  # pages: one of 50,000 words must not hold up a hundred others


def answer_columns(page: Page, reference: Reference, prediction: Prediction) -> Columns:
    """Return every column of one answer. Columns without a meaning on this page are missing, or NaN."""
    failed = prediction.error is not None
    predicted = "" if failed else prediction.text or ""
    columns = {} if page.text is None else text_columns(predicted, page.text)
    columns |= reference.columns(predicted) | snippet_columns(page, predicted)
    if failed:  # nothing is the right answer to an empty gold, but not where none was given; counts stay counts
        columns |= {name: min(value, 0.0) for name, value in columns.items() if "." not in name}
    return columns


def page_columns(page: Page, reference: Reference, predictions: Sequence[Prediction]) -> list[Columns]:
    """Return every column of all answers about one page: side by side, so that its gold is taken apart once."""
    return [answer_columns(page, reference, prediction) for prediction in predictions]


class Scorer:
    """A corpus's pages, prepared once, ready to score the answers of any number of tools.

    with Scorer(pages, workers=2) as score:
        mine, theirs = score(predictions, their_predictions)    # of each, one row a page, in the order of the pages
    """

    def __init__(self, pages: Sequence[Page], workers: int = 1) -> None:
        self.pages = [replace(page, html=b"") for page in pages]
        self._stack = ExitStack()
        self._map: Callable[..., Iterator[Any]] = map
        if workers > 1 and len(pages) >= _FEW:
            # Not a fork: a process that holds threads (pyarrow has some) may hang in a copy of itself.
            pool = self._stack.enter_context(ProcessPoolExecutor(workers, mp_context=get_context("spawn")))
            self._map = partial(pool.map, chunksize=_CHUNK)
        self.references: list[Reference] = list(progress(self._map(refer, pages), desc="prepare", total=len(pages)))

    def __enter__(self) -> Scorer:
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def __call__(self, *tools: Sequence[Prediction]) -> list[list[Columns]]:
        """Return the columns of each tool's answers, which come in the order of the pages."""
        rows = self._map(page_columns, self.pages, self.references, list(zip(*tools, strict=True)))
        by_page = list(progress(rows, desc="score", total=len(self.pages), unit="page"))
        return [list(column) for column in zip(*by_page, strict=True)] if by_page else [[] for _ in tools]
