"""Snippet scores: of pieces of text that must, and must not, be in an answer, how many are, and are not.

The metric of trafilatura's evaluation (`count_item` in its `tests/eval_common.py`): a snippet counts as found where the
answer contains it to the letter, whatever the white space; counts are summed over pages, and precision, recall and F1
are of the sums. Soft hyphens, which nobody sees, count for nothing: some extractors keep them, others do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from duramen_corpora.schema import Page

_SOFT_HYPHEN: Final = "\u00ad"


def snippet_columns(page: Page, predicted: str) -> dict[str, float]:
    """Return snippets rightly found, missed and wrongly found; nothing for a page without snippets."""
    if not page.with_ and not page.without:
        return {}
    found = sum(holds(predicted, page.with_))
    return {
        "snippets.found": float(found),
        "snippets.missed": float(len(page.with_) - found),
        "snippets.leaked": float(sum(holds(predicted, page.without))),
    }


def holds(answer: str, snippets: Sequence[str]) -> list[bool]:
    """Say of each snippet whether the answer contains it, white space and soft hyphens aside."""
    plain = _plain(answer)
    return [_plain(snippet) in plain for snippet in snippets]


def _plain(text: str) -> str:
    return " ".join(text.replace(_SOFT_HYPHEN, "").split())
