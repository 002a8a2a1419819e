"""goose3, which answers with text. The language is the page's own; no image is looked for."""

from __future__ import annotations

from duramen_bench.tool import Extract, Input


def load() -> Extract:
    """Return the extractor."""
    from goose3 import Goose

    goose = Goose({"enable_image_fetching": False})

    def run(page: Input) -> str | None:
        text: str = goose.extract(raw_html=page.text).cleaned_text
        return text

    return run
