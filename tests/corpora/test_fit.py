"""How gold and pages fit: what is found, what the ceiling is, and intervals that draw hosts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from duramen_corpora.fit import fits, host_interval, summary
from duramen_corpora.load import read


def test_a_page_whose_gold_is_in_it_reaches_the_ceiling(wcxb: Path) -> None:
    rows = list(fits(read("wcxb", wcxb)))
    assert [row.gold_found for row in rows] == [1.0] * 4
    assert [row.oracle_f1 for row in rows] == [1.0] * 4
    assert [row.blocks for row in rows] == [3] * 4


def test_the_summary_has_a_row_a_type_and_one_for_all(wcxb: Path) -> None:
    article, whole = summary(list(fits(read("wcxb", wcxb))))
    assert (article.page_type, article.pages, article.hosts) == ("article", 4, 4)
    assert (whole.page_type, whole.oracle_f1, whole.low, whole.high) == ("all", 1.0, 1.0, 1.0)


def test_the_interval_holds_the_mean_and_is_seeded() -> None:
    scores = np.random.default_rng(0).random(200)
    hosts = [f"h{i}" for i in range(200)]
    low, high = host_interval(scores, hosts, seed=1)
    assert low < scores.mean() < high
    assert host_interval(scores, hosts, seed=1) == (low, high)
    assert high - low == pytest.approx(2 * 1.96 * scores.std() / np.sqrt(200), rel=0.15)


def test_pages_of_one_host_count_as_one_draw() -> None:
    scores = np.repeat(np.random.default_rng(0).random(50), 4)
    apart = host_interval(scores, [f"h{i}" for i in range(200)], seed=1)
    together = host_interval(scores, [f"h{i // 4}" for i in range(200)], seed=1)
    assert together[1] - together[0] > 1.5 * (apart[1] - apart[0])
