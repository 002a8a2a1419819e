"""lxml's `getpath` for many elements of one tree, in the time that the tree takes.

    list(paths(page.elements))      # what [tree.getpath(e) for e in page.elements] gives

`getpath` counts an element's siblings anew each time: on a list of 50,000 items that is the square of 50,000.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from lxml.etree import _Element


def paths(elements: Iterable[_Element]) -> Iterator[str]:
    """Yield the XPath of each element, as libxml2 writes it (tree.c, xmlGetNodePath): `/html/body/p[2]`.

    A path is made when it is asked for: where a page is both long and deep, all of them together are larger than it.
    """
    steps: dict[_Element, str] = {}
    around, stem = None, ""
    for element in elements:
        parent = element.getparent()
        if parent is None or parent is not around:  # neighbours share theirs
            around, stem = parent, "".join(reversed([f"/{_step(above, steps)}" for above in element.iterancestors()]))
        yield f"{stem}/{_step(element, steps)}"


def _step(element: _Element, steps: dict[_Element, str]) -> str:
    if element not in steps:
        if "{" in element.tag:  # of XML: libxml2 alone knows how it numbers those, and such lists are short
            return element.getroottree().getpath(element).rpartition("/")[2]
        steps.update(_numbered(_siblings(element)))
    return steps[element]


def _siblings(element: _Element) -> list[_Element]:
    parent = element.getparent()
    if parent is not None:
        return list(parent)
    # libxml2 makes a second root of what follows `</html>` in some pages.
    return [*reversed(list(element.itersiblings(preceding=True))), element, *element.itersiblings()]


def _numbered(siblings: list[_Element]) -> Iterator[tuple[_Element, str]]:
    """Yield each sibling with its step, which has a number where the parent holds several of the name."""
    named = [(element, element.tag) for element in siblings if isinstance(element.tag, str)]
    named = [(element, name) for element, name in named if "{" not in name]
    several = Counter(name for _, name in named)
    seen: Counter[str] = Counter()
    for element, name in named:
        seen[name] += 1
        yield element, f"{name}[{seen[name]}]" if several[name] > 1 else name
