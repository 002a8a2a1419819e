"""Footnotes: references and notes, by the links between them that converters, wikis and word processors write.

A reference is a link to `#fn1`, `#cite_note-2`, `#_ftn3` and the like, a note the block of that id, and the link back
from it (`#fnref1`) is no part of its text.
"""

from __future__ import annotations

import re

from lxml.etree import _Element

from duramen.render.nodes import Node

_STEM = (
    r"(?:user-content-)?_?(?:fn|footnote|ftnt?|cite_note|note|endnote|edn?|sdfootnote|sdendnote|easy-footnote-bottom)"
)
_NOTE = re.compile(rf"{_STEM}[-_:.]?(?!ref|anc|anchor|back)[\w\-.:]*?\d[\w\-.:]*\Z", re.IGNORECASE)
_BACK = re.compile(
    r"#(?:user-content-)?_?(?:(?:fn|ftnt?|cite|note|footnote|edn?|endnote)[-_:]?(?:ref|anc|anchor|back)"
    r"|sd(?:foot|end)note\d+anc|easy-footnote-\d)",
    re.IGNORECASE,
)

_LONGEST = 200


def link_kind(link: _Element) -> str | None:
    """Return "to" for a link to a note, "back" for one from a note to its reference, None for any other."""
    href = link.get("href") or ""
    if not href.startswith("#") or len(href) > _LONGEST:
        return None
    if _BACK.match(href):
        return "back"
    return "to" if _NOTE.match(href, 1) else None


def own_id(element: _Element) -> str | None:
    """Return the id that references to this note use, or None where it is no note."""
    for name in ("id", "name"):
        value = element.get(name)
        if value and len(value) <= _LONGEST and _NOTE.match(value):
            return value
    return None


def resolve(root: Node) -> list[str]:
    """Number the references in their order and gather their notes at the end, under a `notes` node.

    A reference whose note is not kept has no `number`; a note that nothing refers to stays where it is. Return the ids
    of notes that are not kept.
    """
    references, notes = _gather(root)
    numbers: dict[str, int] = {}
    for reference in references:
        target = reference.get("target")
        if target in notes:
            reference.attributes["number"] = str(numbers.setdefault(target, len(numbers) + 1))
    if numbers:
        gathered = Node("notes")
        for target, number in numbers.items():
            gathered.children.append(_moved(notes[target], number))
        root.children.append(gathered)
    return [target for target in dict.fromkeys(r.get("target") for r in references) if target not in numbers]


def _moved(node: Node, number: int) -> Node:
    """Return a note with what `node` holds, and leave nothing where that stood."""
    note = Node("note", {"number": str(number)})
    if node.tag == "p":
        paragraph = Node("p", block=node.block)
        paragraph.children = node.children
        note.children.append(paragraph)
    else:
        note.children = node.children
    node.tag, node.children = "", []
    return note


def _gather(root: Node) -> tuple[list[Node], dict[str, Node]]:
    """Return references in document order, and notes by id."""
    references: list[Node] = []
    notes: dict[str, Node] = {}
    stack = [root]
    while stack:
        node = stack.pop()
        if node.tag == "noteref":
            references.append(node)
        elif node.get("note"):
            notes.setdefault(node.get("note"), node)
        stack.extend(child for child in reversed(node.children) if isinstance(child, Node))
    return references, notes
