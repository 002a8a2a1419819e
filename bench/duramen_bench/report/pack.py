"""Parts of the page that are not needed at once: gzip in base64, which browsers unpack by themselves.

A blob is a script element of a type that no browser runs; `page.js` finds it by its name, unpacks it with the
DecompressionStream that every browser has had since 2023, and reads it as UTF-8.
"""

from __future__ import annotations

import base64
import gzip
import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Blob:
    """A packed part and the name that it is found by."""

    name: str
    packed: str


def pack(name: str, content: Any) -> Blob:
    """Return a blob of a text as it is, or of anything else as JSON. The same content gives the same bytes."""
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    # A lone surrogate has no UTF-8; a browser would show the replacement character too.
    data = gzip.compress(text.encode("utf-8", "replace"), 9, mtime=0)
    return Blob(name, base64.b64encode(data).decode("ascii"))
