"""Kept blocks to text, Markdown, HTML and JSON.

`to_text` works on the block columns alone. Markup is written from the page's own tree: `build` takes the kept blocks
and the structure around them, `markdown` and `html` write it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Literal, get_args

from duramen.errors import unknown_name
from duramen.render.text import to_text

if TYPE_CHECKING:
    from duramen.page import ParsedPage
    from duramen.render.nodes import Node

Output = Literal["text", "markdown", "html", "json"]
Links = Literal["inline", "reference", "none"]
OUTPUTS: Final[tuple[str, ...]] = get_args(Output)
LINKS: Final[tuple[str, ...]] = get_args(Links)

__all__ = ["LINKS", "OUTPUTS", "Links", "Output", "to_html", "to_markdown", "to_text"]


def to_markdown(
    page: ParsedPage,
    kept: Sequence[int],
    url: str | None = None,
    *,
    links: Links = "inline",
    images: bool = True,
    whole: bool = True,
) -> str:
    """Return the blocks `kept` (indices in document order) as Markdown; "" for none.

    `url` is where the page is from: addresses are made absolute with it (and with the page's `<base>`). `links` are
    written `inline`, as `reference` (numbered, gathered at the end) or `none` (their text alone). `whole` adds what
    structures that are kept need to be whole: a listing between two paragraphs, the last cell of a table (see
    `duramen.render.closing`). Raises UsageError for any other `links`.
    """
    from duramen.render import markdown

    tree = _tree(page, kept, url, links, images, whole)
    return "" if tree is None else markdown.to_markdown(tree, links)


def to_html(
    page: ParsedPage,
    kept: Sequence[int],
    url: str | None = None,
    *,
    links: Links = "inline",
    images: bool = True,
    whole: bool = True,
) -> str:
    """Return the blocks `kept` as a fragment of HTML that is safe to show; "" for none. Arguments: `to_markdown`'s."""
    from duramen.render import html

    tree = _tree(page, kept, url, links, images, whole)
    return "" if tree is None else html.to_html(tree, links)


def _tree(page: ParsedPage, kept: Sequence[int], url: str | None, links: str, images: bool, whole: bool) -> Node | None:
    if links not in LINKS:
        raise unknown_name("links", links, LINKS)
    if not len(kept) or page.root is None:
        return None
    from duramen.render.build import Builder
    from duramen.render.closing import closed, notes_of

    if not whole:
        return Builder(page, kept, url, images).build()
    chosen = closed(page, kept)
    builder = Builder(page, chosen, url, images)
    tree = builder.build()
    further = set(notes_of(page, builder.lacking)).difference(chosen) if builder.lacking else None
    return Builder(page, sorted(further.union(chosen)), url, images).build() if further else tree
