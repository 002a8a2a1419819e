"""The row that no tool can beat by choosing blocks: the best subset of `duramen.parse`'s blocks, chosen with the gold.

It alone sees the gold, so no worker makes it: it stands where a tool's `Sandbox` would.
"""

from __future__ import annotations

from collections.abc import Iterable

import duramen
from duramen_corpora.align import oracle
from duramen_corpora.predictions import Prediction
from duramen_corpora.schema import Page


def why_no_ceiling(pages: Iterable[Page]) -> str:
    """Return why there is no oracle over these pages; "" where there is one.

    Without a gold text (trafilatura's set has snippets alone) it would choose nothing, and be scored for that.
    """
    if any(page.text is not None for page in pages):
        return ""
    return "it is the best choice of blocks by the gold text, and no page here has one"


class Ceiling:
    """The oracle over blocks, with the manners of a `Sandbox`."""

    def __enter__(self) -> Ceiling:
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def __call__(self, page: Page) -> Prediction:
        """Return the blocks worth keeping; neither timed nor weighed."""
        texts = duramen.parse(page.html, encoding=page.charset).texts
        kept: Iterable[bool] = oracle(texts, page.text).tolist() if page.text else ()
        chosen = [text for text, keep in zip(texts, kept, strict=False) if keep]
        return Prediction(page.id, "\n\n".join(chosen) or None)

    def kill(self) -> None:
        """Do nothing: a page of the oracle does not hang."""
