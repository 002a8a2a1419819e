"""Any `module:function` from HTML text to text (or None) as a tool: the quickest way to compare one's own."""

from __future__ import annotations

from duramen_bench.registry import resolve
from duramen_bench.tool import Extract, Input


def load(target: str) -> Extract:
    """Return the function, told the page's text alone."""
    function = resolve(target)

    def run(page: Input) -> str | None:
        answer: str | None = function(page.text)
        return answer

    return run
