"""Gold that is markup: its text, so that it compares with gold that is plain text."""

from __future__ import annotations


def text_of(markup: bytes) -> str:
    """Return the text of markup in UTF-8, by the walk that reads pages: a paragraph a block, blank lines between."""
    import duramen

    return "\n\n".join(duramen.parse(markup, encoding="utf-8").texts)
