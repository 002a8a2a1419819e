"""readability-lxml. It answers with HTML; html-text, by the people who benchmark it so, turns that into text."""

from __future__ import annotations

from duramen_bench.tool import Extract, Input


def load() -> Extract:
    """Return the extractor; making text of the summary is part of the time, since a caller needs it too."""
    import html_text
    from readability import Document

    def run(page: Input) -> str | None:
        summary = Document(page.text, url=page.url or None).summary(html_partial=True)
        text: str = html_text.extract_text(summary)
        return text

    return run
