"""What each stage of an extraction costs, beside the lxml parse of the same page, on WCXB's dev pages.

python results/stages.py                # every twelfth dev page; `--every 1` takes all

Milliseconds of this thread's CPU time, the best of five in turns, so that each stage finds the caches as the stage
before left them. A parse is counted with the freeing of its tree. Medians and means are over pages; `times lxml` is the
median of the pages' own ratios.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from lxml import etree

import duramen
from duramen.page import parse_blocks
from duramen.render import to_markdown, to_text
from duramen_corpora.load import stream

REPEATS = 5


def lap(spent: dict[str, int], stage: str, call: Callable[[], Any]) -> Any:
    """Return what the call returns, and keep its least time in nanoseconds."""
    start = time.thread_time_ns()
    result = call()
    spent[stage] = min(spent.get(stage, 1 << 60), time.thread_time_ns() - start)
    return result


def once(html: bytes, extractor: duramen.Extractor, spent: dict[str, int]) -> None:
    """Time each stage on a page."""
    model = extractor.model
    lap(spent, "parse and walk, blocks alone", lambda: parse_blocks(html))
    page = lap(spent, "parse and walk", lambda: duramen.parse(html))
    judged = lap(spent, "judge", lambda: model.judge(page.table))
    chosen = lap(spent, "choose", lambda: model.choose(page.table, judged.content))
    kept = np.flatnonzero(chosen.kept)
    lap(spent, "text", lambda: to_text(page.table, kept))
    lap(spent, "Markdown", lambda: to_markdown(page, kept.tolist()))


def whole(html: bytes, spent: dict[str, int]) -> None:
    """Time all of them together, and lxml at its quickest."""
    lap(spent, "extract text", lambda: duramen.extract(html))
    lap(spent, "extract Markdown", lambda: duramen.extract(html, output="markdown"))
    lap(spent, "lxml parse", lambda: len(etree.fromstring(html, _parser())))


def _parser() -> etree.HTMLParser:
    return etree.HTMLParser(encoding="utf-8", huge_tree=True, collect_ids=False)


def stages(htmls: Iterable[bytes]) -> str:
    """Return the table of stages, in Markdown."""
    extractor = duramen.Extractor()
    pages: list[dict[str, int]] = []
    for html in htmls:
        spent: dict[str, int] = {}
        for _ in range(REPEATS):
            once(html, extractor, spent)
            whole(html, spent)
        pages.append(spent)
    lxml = np.array([page["lxml parse"] for page in pages])
    lines = [f"| stage, {len(pages)} pages | median ms | mean ms | × lxml |", "|---|--:|--:|--:|"]
    for stage in pages[0]:
        cost = np.array([page[stage] for page in pages])
        figures = (f"{np.median(cost) / 1e6:.3f}", f"{cost.mean() / 1e6:.3f}", f"{np.median(cost / lxml):.2f}")
        lines.append(f"| {stage} | {' | '.join(figures)} |")
    return "\n".join(lines)


def wcxb() -> list[bytes]:
    """Return the pages of WCXB dev."""
    return [page.html for page in stream("wcxb", split="dev")]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=12, help="time every n-th page")
    print(stages(wcxb()[:: parser.parse_args().every]))


if __name__ == "__main__":
    main()
