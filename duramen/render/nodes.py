"""The tree that all markup is written from: a page's kept blocks under the structure that holds them.

A `Node` has the name of an HTML element and children that are nodes or text. The vocabulary is small and closed:

- containers: `root`, lists, quotes, tables with rows and cells, figures, definitions, headings, `details`, `notes`;
- blocks: `p` (one run of text, its children inline), `pre` (one text, to the letter), `hr`, `math` (display);
- `group`, and a `note` that nothing refers to: blocks that nothing holds together;
- inline: `a`, emphasis and the like, `code`, `img`, `br`, `math`, `noteref`.

Depth is bounded when the tree is built (`MAX_DEPTH` containers, and no inline element inside one of its own name), so
writers may recurse.
"""

from __future__ import annotations

from typing import Final, TypeAlias

#: Containers inside one another; deeper structure is unwrapped. CommonMark readers give up at about twenty levels
#: (markdown-it: `maxNesting`), and a prefix a line for each level would make the output the square of the input.
MAX_DEPTH: Final = 16


class Node:
    """An element of the output.

    `block` is the index of the kept block that a `p` was made from (its XPath is `page.xpaths[block]`), -1 elsewhere.
    """

    __slots__ = ("attributes", "block", "children", "tag")

    def __init__(self, tag: str, attributes: dict[str, str] | None = None, block: int = -1) -> None:
        self.tag = tag
        self.attributes: dict[str, str] = {} if attributes is None else attributes
        self.children: list[Child] = []
        self.block = block

    def get(self, name: str, default: str = "") -> str:
        """Return an attribute."""
        return self.attributes.get(name, default)

    def __repr__(self) -> str:
        return f"<{self.tag} {self.attributes} {self.children}>"


Child: TypeAlias = "Node | str"


def plain(children: list[Child]) -> str:
    """Return the text of inline children, markup dropped."""
    parts: list[str] = []
    for child in children:
        if isinstance(child, str):
            parts.append(child)
        elif child.tag == "br":
            parts.append("\n")
        else:
            parts.append(plain(child.children))
    return "".join(parts)


def nodes_of(node: Node) -> list[Node]:
    """Return the children that are nodes; what only groups blocks is passed through."""
    out: list[Node] = []
    for child in node.children:
        if isinstance(child, Node):
            if child.tag == "group" or (child.tag == "note" and "number" not in child.attributes):
                out += nodes_of(child)
            else:
                out.append(child)
    return out


def items_of(node: Node) -> list[Node]:
    """Return a list's items; what stands between them is one too, but for a rule, which only sets them apart.

    Items of lists that stand before them all (`<ul><ul><li>`) are this list's own: nothing marks another level.
    """
    items: list[Node] = []
    led = True  # by nothing but such lists
    for child in nodes_of(node):
        if child.tag == "li":
            items.append(child)
        elif child.tag == node.tag and led:
            items += items_of(child)
            continue
        elif child.tag not in ("", "hr"):
            item = Node("li")
            item.children = [child]
            items.append(item)
        led = led and child.tag in ("", "hr")
    return items
