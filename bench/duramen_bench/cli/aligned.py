"""Plain text for terminals: columns that line up, lines that fit, and what an answer has missing and extra."""

from __future__ import annotations

import math
import shutil
import textwrap
from collections.abc import Iterator, Sequence
from itertools import accumulate

from duramen.cli.terminal import clip
from duramen_bench.stats import Estimate

_LEAST = 20  # columns of text, however narrow the terminal


def width() -> int:
    """Return how many columns the terminal has; 80 where there is none."""
    return max(shutil.get_terminal_size().columns, 2 * _LEAST)


def table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows as lines of columns, the first to the left, the others to the right; empty columns are left out.

    Where they do not fit the terminal they come in parts, one beneath the other, each with the first column.
    """
    shown = [i for i in range(1, len(rows[0])) if any(row[i] for row in rows[1:])]
    widths = [max(len(row[i]) for row in rows) + 2 for i in range(len(rows[0]))]
    while shown:
        ends = list(accumulate((widths[i] for i in shown), initial=widths[0]))
        many = max(sum(end < width() for end in ends[1:]), 1)
        part, shown = shown[:many], shown[many:]
        for row in rows:
            cells = (row[i].rjust(widths[i]) for i in part)
            yield f"  {row[0].ljust(widths[0] - 2)}{''.join(cells)}".rstrip()


def wrapped(text: str, indent: int = 0) -> Iterator[str]:
    """Yield a sentence in lines that fit the terminal; words that are longer than a line stay whole."""
    room = width() - 1
    yield from textwrap.wrap(
        text, room, initial_indent=" " * indent, subsequent_indent=" " * indent, break_long_words=False
    )


def fitted(start: str, text: str) -> str:
    """Return `start` and as much of `text` as fits after it on one line."""
    return start + clip(text, max(width() - 1 - len(start), _LEAST))


def number(value: float, sign: bool = False) -> str:
    """Return a score with three decimals; a dash where there is none."""
    return f"{value:{'+' if sign else ''}.3f}" if math.isfinite(value) else "-"


def limits(estimate: Estimate, sign: bool = False) -> str:
    """Return an interval; nothing where there is none, or where it has no width: one host says nothing of others."""
    low, high = number(estimate.low, sign), number(estimate.high, sign)
    return f"[{low}, {high}]" if low != high else ""


def probability(p: float) -> str:
    """Return a p as people read it."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.3g}"
