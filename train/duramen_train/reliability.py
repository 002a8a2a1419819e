"""Whether probabilities mean what they say, on pages of unseen hosts: of blocks, and of what a page expects to score.

found = reliability(cross_validate(examples, recipe, on="wcxb", folds=5, progress=None))
found.error, found.rank_correlation, found.gain
Path("reliability.svg").write_text(picture(found, "WCXB, 5 folds"))
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

import numpy as np
from scipy.stats import spearmanr

from duramen_train.evaluate import PageScore, scored

_BINS: Final = 15
_LEAST_SURE: Final = 0.1


@dataclass(frozen=True, slots=True)
class Bin:
    """Blocks of like probability: its mean, the share of them that is content, and their share of all blocks."""

    probability: float
    content: float
    share: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far probabilities can be believed.

    `error` is the expected calibration error of blocks, each counted once, over fifteen bins of equal width (Guo,
    Pleiss, Sun and Weinberger, "On calibration of modern neural networks", ICML 2017); `error_words` counts a block by
    its words. `rank_correlation` is Spearman's, of the word F1 that a page expects and the one it has; `gain` is what
    mean F1 rises by without the tenth of the pages that expect least.
    """

    bins: tuple[Bin, ...]
    error: float
    error_words: float
    rank_correlation: float
    gain: float


def reliability(scores: Sequence[PageScore]) -> Reliability:
    """Return how far probabilities of scored pages can be believed. Raises ValueError where none has a whole gold."""
    scores = scored(scores)
    if not scores:
        raise ValueError("no page has a whole gold")
    probability = np.concatenate([score.probability for score in scores])
    if not len(probability):
        raise ValueError("no blocks were judged")
    content = np.concatenate([score.content for score in scores])
    words = np.concatenate([score.words for score in scores])
    expected, reached = (np.array(values) for values in zip(*((s.expected_f1, s.f1) for s in scores), strict=True))
    surest = np.argsort(expected, kind="stable")[round(len(scores) * _LEAST_SURE) :]
    bins = tuple(_bins(probability, content, np.ones(len(probability))))
    return Reliability(
        bins=bins,
        error=_error(bins),
        error_words=_error(tuple(_bins(probability, content, words))),
        rank_correlation=float(spearmanr(expected, reached).statistic) if len(set(expected)) > 1 else 0.0,
        gain=float(reached[surest].mean() - reached.mean()),
    )


def _bins(
    probability: np.ndarray[tuple[int], np.dtype[np.float64]],
    content: np.ndarray[tuple[int], np.dtype[np.bool_]],
    weight: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> Iterator[Bin]:
    place = np.clip((probability * _BINS).astype(np.int64), 0, _BINS - 1)
    for number in range(_BINS):
        inside = place == number
        total = float(weight[inside].sum())
        if total > 0:
            mean, share = (float(np.average(v[inside], weights=weight[inside])) for v in (probability, content))
            yield Bin(mean, share, total / float(weight.sum()))


def _error(bins: Sequence[Bin]) -> float:
    return sum(b.share * abs(b.probability - b.content) for b in bins)


def picture(found: Reliability, title: str) -> str:
    """Return an SVG: the share of content over the probability, a dot a bin, its area as the bin's share of blocks."""
    dots = "".join(
        f'<circle cx="{_x(b.probability):.1f}" cy="{_y(b.content):.1f}" r="{2 + 22 * b.share**0.5:.1f}">'
        f"<title>{b.probability:.3f}: {b.content:.3f} of {b.share:.1%} of the blocks</title></circle>"
        for b in found.bins
    )
    line = " ".join(f"{_x(b.probability):.1f},{_y(b.content):.1f}" for b in found.bins)
    ticks = "".join(
        f'<text x="{_x(v):.0f}" y="382" text-anchor="middle">{v:g}</text>'
        f'<text x="52" y="{_y(v) + 4:.0f}" text-anchor="end">{v:g}</text>'
        for v in (0.0, 0.25, 0.5, 0.75, 1.0)
    )
    facts = (
        f"calibration error: {found.error:.4f} of blocks, {found.error_words:.4f} of words",
        f"rank correlation of expected and real page F1: {found.rank_correlation:.2f}",
    )
    below = "".join(f'<text x="20" y="{422 + 14 * i}" font-size="10.5">{fact}</text>' for i, fact in enumerate(facts))
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 440 446" width="440" height="446" role="img"
 font-family="system-ui, sans-serif" font-size="12" fill="#222"><title>{escape(title)}</title>
<rect width="440" height="446" fill="#fff"/><text x="60" y="24" font-size="14" font-weight="600">{escape(title)}</text>
<rect x="60" y="40" width="320" height="320" fill="none" stroke="#bbb"/>
<line x1="60" y1="360" x2="380" y2="40" stroke="#bbb" stroke-dasharray="4 4"/>
<polyline points="{line}" fill="none" stroke="#8a4b16" stroke-width="1.5"/>
<g fill="#8a4b16" fill-opacity="0.45">{dots}</g>{ticks}
<text x="220" y="402" text-anchor="middle">probability that a block is kept</text>
<text transform="translate(20 200) rotate(-90)" text-anchor="middle">share of such blocks that are content</text>
{below}</svg>
"""


def _x(value: float) -> float:
    return 60 + 320 * value


def _y(value: float) -> float:
    return 360 - 320 * value
