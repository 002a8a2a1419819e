"""How long it takes to score: every metric of one tool's answers about 1,000 pages. Nothing here asserts a time.

pytest tests/bench/test_bench_speed.py --benchmark-enable
"""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest

import duramen
from duramen_bench.columns import Columns, Scorer
from duramen_bench.metrics import METRICS
from duramen_corpora import read
from duramen_corpora.predictions import Prediction
from duramen_corpora.registry import corpus_info
from duramen_corpora.schema import Page

Benchmark = Any  # of a package without types
PAGES = 1000


def score(pages: list[Page], answers: list[Prediction], workers: int) -> list[Columns]:
    with Scorer(pages, workers) as scorer:
        [rows] = scorer(answers)
    return rows


def measure(benchmark: Benchmark, pages: list[Page], workers: int) -> None:
    extractor = duramen.Extractor()
    answers = [Prediction(page.id, extractor(page.html).text) for page in pages]
    rows = benchmark.pedantic(score, (pages, answers, workers), rounds=1)
    assert len(rows) == len(pages)
    assert set(METRICS["rouge_lsum"].columns) <= set(rows[0])


@pytest.mark.parametrize("workers", [1, 2])
def test_all_metrics_of_starter_pages(benchmark: Benchmark, workers: int) -> None:
    pages = list(read("starter"))
    many = 8 if benchmark.disabled else PAGES
    measure(benchmark, list(itertools.islice(itertools.cycle(pages), many)), workers)


@pytest.mark.corpus
@pytest.mark.parametrize("workers", [1, 2])
def test_all_metrics_of_wcxb_pages(benchmark: Benchmark, archives: Path, workers: int) -> None:
    if benchmark.disabled:
        pytest.skip("a minute's work: --benchmark-enable")
    pages = [page for page in read("wcxb", archives / corpus_info("wcxb").archive) if page.text is not None]
    measure(benchmark, pages[:PAGES], workers)
