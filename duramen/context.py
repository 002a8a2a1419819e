"""What stands around a block, as the first stage saw it: the columns of the second stage.

`context_features(table, first, rows)` gives one float32 row a block: what was thought of the neighbours, of the regions
around, of what looks alike and of the page as a whole, and a few columns of the first stage again. Not all of them:
with every column before it, a second stage learns the training pages by heart.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from duramen._features import Layout, context_names, write_context
from duramen.blocks import BlockTable
from duramen.features import BLOCK_FEATURES, Floats

#: Columns of the first stage that the second sees again.
AGAIN: Final = (
    "words", "chars", "link_chars_share", "heading_level", "is_paragraph", "is_item", "is_cell", "is_container",
    "is_control", "in_list", "in_heading", "in_link", "in_hidden", "in_nav", "in_footer", "in_aside", "in_form",
    "in_main", "in_article", "place", "same_text", "same_text_before", "same_path", "same_path_share",
    "same_path_words", "in_title_share", "of_title_share", "in_description_share", "of_description_share",
    "h1_level", "longest_level", "since_longest", "stops", "commas_a_word", "punctuation_share", "digits_share",
    "score_words", "score_near", "since_h1", "since_heading", "depth", "region0_share", "region1_share",
    "region2_share", "region0_blocks", "region1_blocks", "region2_blocks", "region1_link_share",
    "region2_link_share", "of_longest", "region0_twins", "region1_twins", "region2_twins", "region0_twin_share",
    "region1_twin_share", "region2_twin_share", "heading_words", "region1_head_words", "region2_head_words",
    "region3_head_words", "policy_body", "policy_title",
)  # fmt: skip
_AGAIN: Final = np.array([BLOCK_FEATURES.index(name) for name in AGAIN], np.int32)
_OWN: Final = context_names()
#: Columns of the first stage that the second does not see, which its own can be written over.
OVER: Final = np.setdiff1d(np.arange(len(BLOCK_FEATURES), dtype=np.int32), _AGAIN)[: len(_OWN)]
#: Where the first stage's columns are written when only those that the second sees are asked for.
ONLY_AGAIN: Final = np.where(
    np.isin(np.arange(len(BLOCK_FEATURES)), _AGAIN), np.arange(len(BLOCK_FEATURES)), -1
).astype(np.int32)

#: Names of the second stage's columns, in order.
CONTEXT_FEATURES: Final = (*AGAIN, *_OWN)
#: Which column of the first stage's matrix each of them is, once its own are written over the others (`OVER`).
PLACES: Final = np.concatenate([_AGAIN, OVER])


def context_features(page: BlockTable | Layout, first: NDArray[np.float64], rows: Floats) -> Floats:
    """Return the second stage's matrix, float32 (blocks, len(CONTEXT_FEATURES)), stored column by column.

    `first` is the first stage's probability of each block, `rows` what `block_features` returned.
    """
    layout = page if isinstance(page, Layout) else Layout(page)
    layout.see_odds(np.ascontiguousarray(first, np.float64))
    out = np.empty((len(CONTEXT_FEATURES), len(rows)), np.float32)
    np.take(rows.T, _AGAIN, axis=0, out=out[: len(AGAIN)], mode="clip")  # any other mode copies them twice
    write_context(layout, out, np.arange(len(AGAIN), len(out), dtype=np.int32))
    matrix: Floats = out.T
    return matrix
