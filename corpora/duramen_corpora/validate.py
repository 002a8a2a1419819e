"""Corpora are validated like code: what is impossible is named, with its page, and stops the loading.

`check(page)` returns the faults of one page; `checked(pages)` passes good pages on and raises DataError at the first
bad one. A fault is something that no reader may hand on; what is merely bad about a corpus is in the registry.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from duramen.errors import DataError
from duramen.roles import ROLES
from duramen_corpora.schema import NOISE, Page

if TYPE_CHECKING:
    from duramen import ParsedPage

SPLITS = ("dev", "test")


def check(page: Page) -> list[str]:
    """Return what is impossible about a page, a sentence each; nothing for a good page."""
    faults = [f"its {name} is empty" for name in ("id", "host", "html") if not getattr(page, name)]
    if page.split not in SPLITS:
        faults.append(f"its split '{page.split}' is none of {', '.join(SPLITS)}")
    if page.text is None and not (page.with_ or page.without or page.blocks):
        faults.append("it has no gold: neither text nor snippets nor blocks")
    return faults + (_block_faults(page) if page.blocks else [])


def checked(pages: Iterable[Page]) -> Iterator[Page]:
    """Yield the pages. Raises DataError at a page with a fault, and at an id that comes twice."""
    seen: set[str] = set()
    for page in pages:
        faults = check(page)
        if page.id in seen:
            faults.append("its id comes twice")
        if faults:
            raise DataError(f"page {page.id} of {page.corpus} is impossible: {'; '.join(faults)}")
        seen.add(page.id)
        yield page


def _block_faults(page: Page) -> list[str]:
    import duramen

    unknown = sorted({block.role for block in page.blocks} - {*ROLES, NOISE})
    faults = [f"'{role}' is no role" for role in unknown]
    there = _elements(duramen.parse(page.html, encoding=page.charset))
    faults += [f"there is no text at {block.xpath}" for block in page.blocks if block.xpath not in there]
    if len({block.xpath for block in page.blocks}) < len(page.blocks):
        faults.append("an element has two roles")
    return faults


def _elements(page: ParsedPage) -> set[str]:
    """Return the XPaths of the elements that hold a block, and of all that is around them."""
    found: set[str] = set()
    for xpath in page.xpaths:
        around = xpath
        while around and around not in found:
            found.add(around)
            around = around.rpartition("/")[0]
    return found
