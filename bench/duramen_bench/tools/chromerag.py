"""ChromeRAG: Markdown under YAML front matter, both undone by `plain` (front matter is not the page's text)."""

from __future__ import annotations

from duramen_bench.plain import from_markdown
from duramen_bench.tool import Extract, Input


def load() -> Extract:
    """Return the extractor with its default priority, `balanced`."""
    from chromerag import ChromeRAG

    extractor = ChromeRAG()

    def run(page: Input) -> str | None:
        return from_markdown(extractor.extract(page.text, url=page.url or None).markdown)

    return run


def load_markdown() -> Extract:
    """Return the extractor of Markdown, as it comes."""
    from chromerag import ChromeRAG

    extractor = ChromeRAG()

    def run(page: Input) -> str | None:
        markdown: str = extractor.extract(page.text, url=page.url or None).markdown
        return markdown

    return run
