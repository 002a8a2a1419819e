"""breadability. It answers with HTML; html-text turns that into text, as it does for readability-lxml."""

from __future__ import annotations

from duramen_bench.tool import Extract, Input


def load() -> Extract:
    """Return the extractor with its defaults."""
    import html_text
    from breadability.readable import Article

    def run(page: Input) -> str | None:
        text: str = html_text.extract_text(Article(page.text, url=page.url or None).readable)
        return text

    return run
