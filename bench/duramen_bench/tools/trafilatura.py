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


def load_metadata() -> Extract:
    """Return the extractor of title, authors and date, as JSON: `trafilatura.extract_metadata` with its defaults."""
    import json

    from trafilatura import extract_metadata

    def run(page: Input) -> str | None:
        found = extract_metadata(page.text, default_url=page.url or None)
        authors = [name.strip() for name in (found.author or "").split(";") if name.strip()]
        return json.dumps({"title": found.title, "authors": authors, "date": found.date})

    return run
