"""Snippet scores: of pieces of text that must, and must not, be in an answer, how many are, and are not.

The metric of trafilatura's evaluation (`tests/evaluate.py` there): a snippet counts as found where the answer contains
it to the letter; counts are summed over pages, and precision, recall and F1 are of the sums.
"""

from __future__ import annotations

from duramen_corpora.schema import Page


def snippet_columns(page: Page, predicted: str) -> dict[str, float]:
    """Return snippets rightly found, missed and wrongly found; nothing for a page without snippets."""
    if not page.with_ and not page.without:
        return {}
    found = sum(snippet in predicted for snippet in page.with_)
    return {
        "snippets.found": float(found),
        "snippets.missed": float(len(page.with_) - found),
        "snippets.leaked": float(sum(snippet in predicted for snippet in page.without)),
    }
