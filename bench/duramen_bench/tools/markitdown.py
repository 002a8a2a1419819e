"""markitdown: the whole page as Markdown, made text by `plain`."""

from __future__ import annotations

import io

from duramen_bench.plain import from_markdown
from duramen_bench.tool import Extract, Input


def load() -> Extract:
    """Return the extractor, told that the page is HTML in UTF-8, so that it need not guess."""
    from markitdown import MarkItDown, StreamInfo

    converter = MarkItDown(enable_plugins=False)
    kind = StreamInfo(mimetype="text/html", extension=".html", charset="utf-8")

    def run(page: Input) -> str | None:
        stream = io.BytesIO(page.text.encode("utf-8", "replace"))
        return from_markdown(converter.convert_stream(stream, stream_info=kind).markdown)

    return run
