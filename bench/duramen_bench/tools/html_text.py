"""html-text: all the text of a page, with its layout guessed."""

from __future__ import annotations

from duramen_bench.tool import Extract, Input


def load() -> Extract:
    """Return the extractor."""
    import html_text

    def run(page: Input) -> str | None:
        text: str = html_text.extract_text(page.text)
        return text

    return run
