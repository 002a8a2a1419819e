"""Tables: which hold data, which only lay a page out, and the grid that data stands in.

The grid is that of the HTML standard (4.9.12.1 "Forming a table"); spans are bounded by it, and here by what the table
really has, so that a `colspan` of a billion costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from duramen.render.nodes import Node, nodes_of, plain

#: What a data cell does not hold.
_STRUCTURE: Final = frozenset({"table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "figure", "dl"})
#: Paragraphs in one cell, or characters a cell in the mean, above which a table without heads lays a page out.
_LONG_CELL: Final = 3
_LONG_TEXT: Final = 300
_MAX_SPAN: Final = 1000  # columns (HTML standard)


@dataclass
class Grid:
    """Rows of cells; None where a cell above or before reaches. `head` is how many rows are head rows."""

    caption: Node | None = None
    rows: list[list[Node | None]] = field(default_factory=list)
    head: int = 0

    @property
    def width(self) -> int:
        """Columns of the widest row."""
        return max(map(len, self.rows), default=0)


def rows_of(table: Node) -> list[Node]:
    """Return the rows that hold cells; those of the foot last, which pages may have before the body."""
    rows = [row for row in nodes_of(table) if row.tag == "tr" and any(cell.tag for cell in nodes_of(row))]
    return sorted(rows, key=lambda row: bool(row.attributes and row.get("foot")))


def cells_of(row: Node) -> list[Node]:
    """Return a row's cells."""
    return [cell for cell in nodes_of(row) if cell.tag in ("td", "th")]


def strays(table: Node) -> list[Node]:
    """Return what stands in a table and in none of its cells: misplaced by the page, and read before the table."""
    found = [node for node in nodes_of(table) if node.tag not in ("tr", "caption", "")]
    return found + [node for row in nodes_of(table) if row.tag == "tr" for node in nodes_of(row) if _stray(node)]


def _stray(node: Node) -> bool:
    return node.tag not in ("td", "th", "")


def is_layout(table: Node) -> bool:
    """Whether a table only lays out: one column or one row without heads, or cells that hold pages of their own."""
    rows = [cells_of(row) for row in rows_of(table)]
    if table.get("role") in ("presentation", "none"):
        return True
    cells = [cell for row in rows for cell in row]
    full = [cell for cell in cells if any(node.tag for node in nodes_of(cell))]
    heads = any(cell.tag == "th" for cell in cells) or any(row.get("head") for row in rows_of(table))
    several = len(rows) > 1 and max(map(len, rows), default=0) > 1
    if any(node.tag in _STRUCTURE for cell in full for node in nodes_of(cell)):
        return not (heads and several)
    if heads or any(node.tag == "caption" for node in nodes_of(table)):
        return max(map(len, rows), default=0) < 2 and not heads
    return not several or _wordy(full)


def _wordy(cells: list[Node]) -> bool:
    blocks = max((sum(1 for node in nodes_of(cell) if node.tag) for cell in cells), default=0)
    letters = sum(len(plain(cell.children)) for cell in cells)
    return blocks > _LONG_CELL or letters > _LONG_TEXT * max(len(cells), 1)


def settle(table: Node) -> None:
    """Make a group of a table that only lays out, and put what is misplaced in a data table before it."""
    misplaced = strays(table)
    captions = [node for node in nodes_of(table) if node.tag == "caption"]
    if is_layout(table):
        content = [node for row in rows_of(table) for cell in cells_of(row) for node in nodes_of(cell)]
        table.children = [*misplaced, *(node for caption in captions for node in nodes_of(caption)), *content]
    elif misplaced:
        inner = Node("table", dict(table.attributes))
        inner.children = [*captions, *rows_of(table)]
        table.children = [*misplaced, inner]
    else:
        return
    table.tag, table.attributes = "group", {}


def grid(table: Node) -> Grid:
    """Return a data table's cells in rows and columns.

    Spans that would make the grid much larger than what stands in it are not believed.
    """
    rows = rows_of(table)
    caption = next((node for node in nodes_of(table) if node.tag == "caption"), None)
    room = 16 * sum(len(row.children) for row in rows) + 4096
    lines = _lines(rows, room) or [list(cells_of(row)) for row in rows]
    return Grid(caption, lines, _heads(rows))


def _lines(rows: list[Node], room: int) -> list[list[Node | None]]:
    """Return the grid's rows; none where they hold more than `room` cells."""
    lines: list[list[Node | None]] = []
    below: dict[int, int] = {}  # columns that a cell above reaches into, with how many rows further
    for row in rows:
        lines.append(_placed(cells_of(row), below))
        room -= len(lines[-1])
        if room < 0:
            return []
    return lines


def _placed(cells: list[Node], below: dict[int, int]) -> list[Node | None]:
    line: list[Node | None] = []
    reaching = set(below)
    for column in reaching:
        below[column] -= 1
        if not below[column]:
            del below[column]
    for cell in cells:
        while len(line) in reaching:
            line.append(None)
        rows = _span(cell, "rowspan")
        for i in range(_span(cell, "colspan")):
            if rows > 1:
                below[len(line)] = rows - 1
            line.append(None if i else cell)
    while len(line) in reaching:
        line.append(None)
    return line


def _span(cell: Node, name: str) -> int:
    value = cell.get(name)
    return min(max(int(value), 1), _MAX_SPAN) if value.isdecimal() and len(value) < 10 else 1


def _heads(rows: list[Node]) -> int:
    """Return how many rows at the start are head rows."""
    for i, row in enumerate(rows):
        if not row.get("head") and any(cell.tag == "td" for cell in cells_of(row)):
            return i
    return len(rows)
