"""rs-trafilatura, trafilatura in Rust, through `trafipy`."""

from __future__ import annotations

from typing import Any

from duramen_bench.tool import Extract, Input


def load(**options: Any) -> Extract:
    """Return the extractor; `options` are keywords of `trafipy.extract`."""
    import trafipy

    def run(page: Input) -> str | None:
        text: str = trafipy.extract(page.text, url=page.url or None, **options).text
        return text

    return run


def load_markdown() -> Extract:
    """Return the extractor of Markdown."""
    import trafipy

    def run(page: Input) -> str | None:
        markdown: str | None = trafipy.extract(page.text, url=page.url or None).markdown
        return markdown

    return run
