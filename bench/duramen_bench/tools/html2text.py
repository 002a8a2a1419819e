"""html2text: all the text of a page as Markdown, its own switches set to the least markup."""

from __future__ import annotations

from duramen_bench.plain import from_markdown
from duramen_bench.tool import Extract, Input


def load() -> Extract:
    """Return the extractor."""
    import html2text

    def run(page: Input) -> str | None:
        converter = html2text.HTML2Text(bodywidth=0)  # one a page: it keeps state between calls
        converter.ignore_links = converter.ignore_images = converter.ignore_emphasis = True
        return from_markdown(converter.handle(page.text))

    return run


def load_markdown() -> Extract:
    """Return the converter to Markdown with its defaults, but that no line is wrapped, told the page's address."""
    import html2text

    def run(page: Input) -> str | None:
        return html2text.HTML2Text(baseurl=page.url, bodywidth=0).handle(page.text)

    return run
