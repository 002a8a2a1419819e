"""Plain text for terminals: columns that line up, lines that fit, and what an answer has missing and extra."""

from __future__ import annotations

import math
import shutil
import textwrap
from collections.abc import Collection, Iterator, Sequence

from duramen_bench.stats import Estimate
from duramen_corpora.cli.show import clip

_LEAST = 20  # columns of text, however narrow the terminal


def width() -> int:
    """Return how many columns the terminal has; 80 where there is none."""
    return max(shutil.get_terminal_size().columns, 2 * _LEAST)


def table(rows: Sequence[Sequence[str]], left: Collection[int] = (0,), indent: int = 2) -> Iterator[str]:
    """Yield rows as lines of columns; all but the `left` ones are right-aligned, and empty columns are left out."""
    shown = [i for i in range(len(rows[0])) if any(row[i] for row in rows[1:])]
    widths = {i: max(len(row[i]) for row in rows) for i in shown}
    for row in rows:
        cells = (row[i].ljust(widths[i]) if i in left else row[i].rjust(widths[i]) for i in shown)
        yield (" " * indent + "  ".join(cells)).rstrip()


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
