"""The tree to clean HTML: safe to show, the same again when it is extracted again.

Nothing of the page's own markup is copied. Elements and attributes are written by name from the closed vocabulary of
the tree, texts and values are escaped (HTML standard, 13.3 "Serializing HTML fragments"), and addresses come only from
`duramen.render.urls`. No element is written whose text a browser would parse in another way (`style`, `svg`, `math`,
`noscript` and their kind), which leaves nothing for a second parse to mistake.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Final

from duramen.render import tables
from duramen.render.inline import Links
from duramen.render.nodes import Child, Node, items_of, nodes_of, plain

#: Attributes beside `dir`, by element; their values are checked where the tree is built, or here.
_NUMBERS: Final = {"ol": ("start",), "li": ("value",), "td": ("colspan", "rowspan"), "th": ("colspan", "rowspan")}
_BLOCKS: Final = frozenset({"li", "blockquote", "dl", "dt", "dd", "figure", "figcaption", "details", "summary"})
#: Elements whose one paragraph needs no `<p>`.
_CELLS: Final = frozenset({"li", "td", "th", "dt", "dd", "figcaption", "summary", "caption"})
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_INLINE: Final = frozenset({"em", "strong", "del", "sub", "sup", "kbd", "code", "mark", "ins", "u", "q"})


def to_html(root: Node, links: Links = "inline") -> str:
    """Return an HTML fragment; "" for an empty tree. `links="none"` leaves their text."""
    return Writer(links).blocks(nodes_of(root))


class Writer:
    """Writes one tree. `reference` links have no meaning in HTML and are written as links."""

    def __init__(self, links: Links) -> None:
        self.linked = links != "none"
        self._referred: set[str] = set()
        self._special: dict[str, Callable[[Node], str]] = {
            "pre": _code,
            "hr": lambda _: "<hr>",
            "table": self._table,
            "notes": self._notes,
            "ul": self._list,
            "ol": self._list,
        }

    def blocks(self, nodes: list[Node]) -> str:
        """Return blocks, a line each."""
        return "\n".join(filter(None, map(self.block, nodes)))

    def block(self, node: Node) -> str:
        """Return any block; "" where nothing is in it."""
        tag = node.tag
        if tag in self._special:
            return self._special[tag](node)
        if tag in ("p", *_HEADINGS):
            return _element(tag, node, self._line(node))
        if tag in _BLOCKS:
            return _element(tag, node, self._content(node))
        return self.blocks(nodes_of(node)) if tag else ""

    def _list(self, node: Node) -> str:
        content = "\n".join(filter(None, map(self.block, items_of(node))))
        return _element(node.tag, node, f"\n{content}\n" if content else "")

    def _line(self, node: Node) -> str:
        """Return a paragraph's or heading's inline content."""
        if node.tag == "p":
            return self.inline(node.children)
        if node.tag == "pre":  # a heading is one line: its code is, too
            code = " ".join(plain(node.children).split())
            return f"<code>{escape(code, quote=False)}</code>" if code else ""
        return " ".join(filter(None, (self._line(child) for child in nodes_of(node) if child.tag)))

    def _content(self, node: Node) -> str:
        """Return what a container holds: one paragraph bare, blocks on lines of their own."""
        children = [child for child in nodes_of(node) if child.tag]
        bare = node.tag in _CELLS and sum(child.tag == "p" for child in children) == 1 and children[0].tag == "p"
        if not bare:
            content = self.blocks(children)
            return f"\n{content}\n" if content else ""
        rest = self.blocks(children[1:])
        line = self.inline(children[0].children)
        return f"{line}\n{rest}\n" if rest else line

    def _notes(self, node: Node) -> str:
        items = "\n".join(map(self._note, nodes_of(node)))
        return f'<section class="footnotes">\n<ol>\n{items}\n</ol>\n</section>'

    def _note(self, node: Node) -> str:
        number = node.get("number")
        item = Node("li")
        item.children = node.children
        back = f' <a href="#fnref{number}">↩</a>' if number in self._referred else ""
        return f'<li id="fn{number}">{self._content(item)}{back}</li>'

    # -----------------------------------------------------------------------------------------------------------------
    # Tables

    def _table(self, node: Node) -> str:
        rows = tables.rows_of(node)
        caption = next((child for child in nodes_of(node) if child.tag == "caption"), None)
        lines = [] if caption is None else [f"<caption>{self._content(caption)}</caption>"]
        heads = [row for row in rows if row.get("head")]
        for name, part in (("thead", heads), ("tbody", [row for row in rows if not row.get("head")])):
            if part:
                lines += [f"<{name}>", *filter(None, map(self._row, part)), f"</{name}>"]
        table = "\n".join(lines)
        return _element("table", node, f"\n{table}\n")

    def _row(self, row: Node) -> str:
        cells = tables.cells_of(row)
        return f"<tr>{''.join(map(self._cell, cells))}</tr>" if any(map(nodes_of, cells)) else ""

    def _cell(self, cell: Node) -> str:
        return _element(cell.tag, cell, self._content(cell), empty=True)

    # -----------------------------------------------------------------------------------------------------------------
    # Inline

    def inline(self, children: list[Child]) -> str:
        """Return inline content."""
        return "".join(escape(c, quote=False) if isinstance(c, str) else self._node(c) for c in children)

    def _node(self, node: Node) -> str:
        tag = node.tag
        if tag == "br":
            return "<br>\n"
        if tag == "img":
            return f'<img src="{escape(node.get("src"))}" alt="{escape(node.get("alt"))}">'
        if tag == "math":
            return _formula(node)
        content = self.inline(node.children)
        if tag == "a" and self.linked:
            return f'<a href="{escape(node.get("href"))}">{content}</a>'
        if tag == "noteref":
            return self._reference(node, content)
        return f"<{tag}>{content}</{tag}>" if tag in _INLINE and content else content

    def _reference(self, node: Node, content: str) -> str:
        number = node.get("number")
        if not number:
            return content
        named = "" if number in self._referred else f' id="fnref{number}"'
        self._referred.add(number)
        return f'<a href="#fn{number}"{named}>{number}</a>'


def _element(tag: str, node: Node, content: str, empty: bool = False) -> str:
    if not content and not empty:
        return ""
    return f"<{tag}{_attributes(tag, node)}>{content}</{tag}>"


def _attributes(tag: str, node: Node) -> str:
    if not node.attributes:
        return ""
    found = [(name, node.get(name)) for name in _NUMBERS.get(tag, ()) if _whole(node.get(name))]
    if "reversed" in node.attributes:
        found.append(("reversed", ""))
    for name in ("align", "dir"):
        if node.get(name):
            found.append((name, node.get(name)))
    return "".join(f' {name}="{escape(value)}"' if value else f" {name}" for name, value in found)


def _whole(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) < 10


def _code(node: Node) -> str:
    language = node.get("language")
    kind = f' class="language-{escape(language)}"' if language else ""
    text = escape(plain(node.children), quote=False)
    if not text.strip():
        return ""
    # A line end right after `<pre>` is dropped by parsers; one that belongs to the code needs another before it.
    return f"<pre{_attributes('pre', node)}><code{kind}>{text}</code></pre>"


def _formula(node: Node) -> str:
    """Return a formula in the delimiters that KaTeX's and MathJax's own scripts look for, as pandoc writes it."""
    tex = escape(plain(node.children), quote=False)
    if node.get("display"):
        return f'<span class="math display">\\[{tex}\\]</span>'
    return f'<span class="math inline">\\({tex}\\)</span>'
