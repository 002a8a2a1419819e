"""markitdown: the whole page as Markdown, made text by `plain`."""

from __future__ import annotations

import io

from duramen_bench.plain import from_markdown
from duramen_bench.tool import Extract, Input


def load() -> Extract:
    """Return the converter to text."""
    convert = load_markdown()

    def run(page: Input) -> str | None:
        return from_markdown(convert(page) or "")

    return run


def load_markdown() -> Extract:
    """Return the converter, told that the page is HTML in UTF-8, so that it need not guess."""
    from markitdown import MarkItDown, StreamInfo

    converter = MarkItDown(enable_plugins=False)
    kind = StreamInfo(mimetype="text/html", extension=".html", charset="utf-8")

    def run(page: Input) -> str | None:
        stream = io.BytesIO(page.text.encode("utf-8", "replace"))
        markdown: str = converter.convert_stream(stream, stream_info=kind).markdown
        return markdown

    return run
