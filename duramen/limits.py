"""What bounds an extraction: how many bytes of a page are read, and for how long it is worked on.

Both give a partial result that says so (`Document.partial`, `Document.problem`); neither raises.

- `max_bytes` cuts the page before anything reads it, so it bounds memory and the time of every later stage, all of
  which are linear in the bytes they get. What stands after the cut is lost: often footers, sometimes an article's end.
- `deadline` is looked at between stages: after the page is parsed and walked, and nowhere inside. A parse that runs is
  not stopped, nor a model that judges; on pages of a megabyte both take tens of milliseconds. What is left out when
  time is up is the judgement: the document has its blocks, its title and its metadata, and keeps nothing.
"""

from __future__ import annotations

import math
import time
from typing import TypeAlias

from lxml.etree import _Element

from duramen.errors import UsageError

Page: TypeAlias = "str | bytes | _Element"


def within(html: Page, max_bytes: int | None) -> tuple[Page, str | None]:
    """Return the first `max_bytes` bytes of a page, and what to say of the cut, None where there is none.

    Text counts as UTF-8; a character that does not fit whole is left out. A tree is parsed already and stays as it is.
    Raises UsageError where `max_bytes` is not positive.
    """
    if max_bytes is None:
        return html, None
    if max_bytes < 1:
        raise UsageError(f"max_bytes is {max_bytes}; give a number of bytes, or None for no limit")
    if isinstance(html, bytes) and len(html) > max_bytes:
        return html[:max_bytes], _cut(max_bytes)
    if isinstance(html, str) and 4 * len(html) > max_bytes:
        start = html[:max_bytes].encode("utf-8", "surrogatepass")
        if len(html) > max_bytes or len(start) > max_bytes:
            return start[:max_bytes].decode("utf-8", "ignore"), _cut(max_bytes)
    return html, None


def _cut(max_bytes: int) -> str:
    return f"larger than max_bytes: only its first {max_bytes:,} bytes were read"


class Clock:
    """Tells when `deadline` seconds have passed since it was made; None never pass.

    Raises UsageError for what is not a positive number.
    """

    def __init__(self, deadline: float | None) -> None:
        if deadline is not None and not (deadline > 0 and math.isfinite(deadline)):
            raise UsageError(f"deadline is {deadline}; give seconds, more than 0, or None for no limit")
        self.deadline = deadline
        self._end = math.inf if deadline is None else time.monotonic() + deadline

    @property
    def up(self) -> str | None:
        """What to say if time is up, else None."""
        if time.monotonic() < self._end:
            return None
        return f"the deadline of {self.deadline:g} s had passed when it was parsed: its blocks were not judged"
