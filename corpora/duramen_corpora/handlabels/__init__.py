"""Blocks of WCXB dev whose roles were decided by reading them, no rule: what weak roles are measured against.

    for label in hand_labels(): ...     # id of the page, XPath of the block, its role, perhaps a second one

Labels only: a page's text and address stay with the corpus. An XPath (lxml's `getpath`, as `ParsedPage.xpaths` gives
it) names exactly one block of its page at `REVISION`. How they were drawn and decided: `README.md` beside this module.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from duramen.errors import DataError
from duramen.roles import ROLES, Role

#: The commit of WCXB that the XPaths were read from; at another one a page may have other markup.
REVISION: Final = "c039d5ee9f5a3a984a0e167e63aacd04e76e78a9"
LABELS: Final = Path(__file__).parent / "wcxb-dev.jsonl"
_FIELDS: Final = frozenset({"id", "xpath", "role"})


@dataclass(frozen=True, slots=True)
class HandLabel:
    """What one block is. `or_` is a second role that a reader could have given as well, where the block lies between.

    Strict accuracy counts `role` alone, lenient accuracy either.
    """

    id: str
    xpath: str
    role: Role
    or_: Role | None = None


def hand_labels(path: Path | None = None) -> tuple[HandLabel, ...]:
    """Return the labels of `path` (default: the shipped ones), as they stand. Raises DataError naming file and line."""
    source = path or LABELS
    labels = tuple(_lines(source))
    if not labels:
        raise DataError(f"{source} holds no label. Reinstall duramen, or name a file with a JSON object a line")
    return labels


def _lines(source: Path) -> Iterator[HandLabel]:
    seen: dict[tuple[str, str], int] = {}
    for number, line in enumerate(_text(source).splitlines(), 1):
        where = f"{source}, line {number}"
        label = _label(line, where)
        first = seen.setdefault((label.id, label.xpath), number)
        if first != number:
            raise DataError(f"{where}: page {label.id} has a label for {label.xpath} in line {first}. Delete one")
        yield label


def _text(source: Path) -> str:
    try:
        return source.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{source} cannot be read ({error}). Reinstall duramen, or name another file") from error


def _label(line: str, where: str) -> HandLabel:
    row = _row(line, where)
    wrong = sorted((row.keys() - {"or"}) ^ _FIELDS) or [k for k, value in row.items() if not isinstance(value, str)]
    if wrong:
        raise DataError(f"{where}: a label is id, xpath, role and perhaps or, each a text. Check {', '.join(wrong)}")
    second = _role(row["or"], where) if "or" in row else None
    role = _role(row["role"], where)
    if second == role:
        raise DataError(f"{where}: role and or are both '{role}'. Delete or, or name another role there")
    return HandLabel(row["id"], row["xpath"], role, second)


def _row(line: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise DataError(f"{where} is no valid JSON ({error}). Write one object a line") from error
    if not isinstance(row, dict):
        raise DataError(f"{where} holds a {type(row).__name__}. Write an object: id, xpath, role")
    return row


def _role(name: str, where: str) -> Role:
    if name not in ROLES:
        raise DataError(f"{where}: '{name}' is no role. Write one of {', '.join(ROLES)}")
    return name
