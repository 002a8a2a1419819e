"""What each stage of an extraction costs, beside the lxml parse of the same page, on WCXB's dev pages.

python results/stages.py                # every twelfth dev page; `--every 1` takes all

Milliseconds of this thread's CPU time, the best of five in turns, so that each stage finds the caches as the stage
before left them. A parse is counted with the freeing of its tree. Medians and means are over pages; `times lxml` is the
median of the pages' own ratios.
"""

from __future__ import annotations

import argparse
import itertools
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from lxml import etree

import duramen
from duramen.render import to_text
from duramen_corpora.load import stream

REPEATS = 5


def lap(spent: dict[str, int], stage: str, call: Callable[[], Any]) -> Any:
    """Return what the call returns, and keep its least time in nanoseconds."""
    start = time.thread_time_ns()
    result = call()
    spent[stage] = min(spent.get(stage, 1 << 60), time.thread_time_ns() - start)
    return result


def once(html: bytes, extractor: duramen.Extractor, spent: dict[str, int]) -> None:
    """Time each stage on a page, then all of them, then lxml."""
    model = extractor.model
    page = lap(spent, "parse and walk", lambda: duramen.parse(html))
    judged = lap(spent, "judge", lambda: model.judge(page.table))
    chosen = lap(spent, "choose", lambda: model.choose(page.table, judged.content))
    lap(spent, "text", lambda: to_text(page.table, np.flatnonzero(chosen.kept)))
    lap(spent, "extract", lambda: duramen.extract(html))
    lap(spent, "lxml parse", lambda: len(etree.fromstring(html, etree.HTMLParser(encoding="utf-8", huge_tree=True))))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=12, help="time every n-th page")
    every = parser.parse_args().every
    extractor = duramen.Extractor()
    pages: list[dict[str, int]] = []
    for page in itertools.islice(stream("wcxb", split="dev"), 0, None, every):
        spent: dict[str, int] = {}
        for _ in range(REPEATS):
            once(page.html, extractor, spent)
        pages.append(spent)
    lxml = np.array([page["lxml parse"] for page in pages])
    print(f"{'stage':16}{'median ms':>10}{'mean ms':>10}{'times lxml':>12}    ({len(pages)} pages)")
    for stage in pages[0]:
        cost = np.array([page[stage] for page in pages])
        print(f"{stage:16}{np.median(cost) / 1e6:10.3f}{cost.mean() / 1e6:10.3f}{np.median(cost / lxml):12.2f}")


if __name__ == "__main__":
    main()
