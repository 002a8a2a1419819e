"""Beautiful Soup's get_text: what many a script uses, scripts and styles left out."""

from __future__ import annotations

from duramen_bench.tool import Extract, Input


def load(parser: str = "lxml") -> Extract:
    """Return the extractor over that parser."""
    from bs4 import BeautifulSoup

    def run(page: Input) -> str | None:
        text: str = BeautifulSoup(page.text, parser).get_text("\n", strip=True)
        return text

    return run
