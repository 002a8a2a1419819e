"""inscriptis: all the text of a page, tables laid out."""

from __future__ import annotations

from duramen_bench.tool import Extract, Input


def load() -> Extract:
    """Return the extractor."""
    from inscriptis import get_text

    def run(page: Input) -> str | None:
        text: str = get_text(page.text)
        return text

    return run
