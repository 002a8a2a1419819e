"""XPath expressions that threads and forks may share.

lxml's evaluator holds a lock while it evaluates. A process that is forked while another thread evaluates has the lock,
and not the thread that would open it: the first call there would wait for ever. So every thread has its own.
"""

from __future__ import annotations

import threading
from typing import Any

from lxml.etree import XPath, _Element


class Query(threading.local):
    """An XPath expression, compiled once a thread, on first use. Arguments are those of `lxml.etree.XPath`."""

    def __init__(self, path: str, *, smart_strings: bool = True) -> None:
        self._evaluate = XPath(path, smart_strings=smart_strings)

    def __call__(self, element: _Element) -> Any:
        return self._evaluate(element)
