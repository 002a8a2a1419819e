"""magic-html. It answers with HTML; html-text turns that into text, as it does for readability-lxml."""

from __future__ import annotations

from duramen_bench.tool import Extract, Input


def load() -> Extract:
    """Return the extractor for articles, its default kind of page."""
    import html_text
    from magic_html import GeneralExtractor

    extractor = GeneralExtractor()

    def run(page: Input) -> str | None:
        found = extractor.extract(page.text, base_url=page.url or "http://example.org/")
        text: str = html_text.extract_text(found["html"])
        return text

    return run
