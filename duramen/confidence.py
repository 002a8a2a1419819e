"""How good an extraction is, as far as the page itself tells: expected F1 of what was kept.

The ratio of expectations that `duramen.select` maximises takes blocks for independent, and is too sure where a whole
region is in doubt. A few trees over what a page's probabilities look like, fitted to the F1 that pages of unseen hosts
really had, say better which pages to trust.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from duramen.blocks import BlockTable
from duramen.forest import Forest
from duramen.select import Selection

#: What a page is judged by, in order. Words are counted by their logarithm.
PAGE_FEATURES: Final = (
    "expected_f1", "surest", "kept_words", "page_words", "kept_share", "kept_blocks", "kept_mean", "left_mean",
    "least_kept", "surest_left", "entropy", "unsure_share", "kept_link_share", "kept_runs",
)  # fmt: skip


def page_features(
    table: BlockTable, probability: NDArray[np.float64], chosen: Selection
) -> NDArray[np.float32]:
    """Return one float32 row, (1, len(PAGE_FEATURES)), for a page with blocks."""
    kept, words = chosen.kept, np.maximum(table["words"], 1).astype(np.float64)
    inside, total = float(words[kept].sum()), float(words.sum())
    mass = words * probability
    p = np.clip(probability, 1e-6, 1 - 1e-6)
    doubt = float(-(words * (p * np.log(p) + (1 - p) * np.log1p(-p))).sum()) / total
    chars = max(float(table["chars"][kept].sum()), 1.0)
    values = (
        chosen.expected_f1,
        float(probability.max()),
        np.log1p(inside),
        np.log1p(total),
        inside / total,
        float(kept.sum()),
        float(mass[kept].sum()) / max(inside, 1.0),
        float(mass[~kept].sum()) / max(total - inside, 1.0),
        float(probability[kept].min(initial=1.0)),
        float(probability[~kept].max(initial=0.0)),
        doubt,
        float(words[(probability > 0.2) & (probability < 0.8)].sum()) / total,
        float(table["link_chars"][kept].sum()) / chars,
        float(np.count_nonzero(np.diff(kept.astype(np.int8)) == 1)),
    )
    return np.array([values], np.float32)


@dataclass(frozen=True, slots=True)
class Confidence:
    """Trees from `page_features` to expected F1."""

    forest: Forest

    def expected_f1(self, table: BlockTable, probability: NDArray[np.float64], chosen: Selection) -> float:
        """Return the F1 that an extraction can expect, in [0, 1]; for a page without blocks it is 1."""
        if not len(probability):
            return chosen.expected_f1
        return float(np.clip(self.forest.raw(page_features(table, probability, chosen))[0], 0.0, 1.0))
