"""trafilatura, as a caller of `trafilatura.extract` would use it."""

from __future__ import annotations

from typing import Any

from duramen_bench.tool import Extract, Input


def load(**options: Any) -> Extract:
    """Return the extractor; `options` are keywords of `trafilatura.extract`."""
    from trafilatura import extract

    def run(page: Input) -> str | None:
        return extract(page.text, url=page.url or None, **options)

    return run
