"""htmldate alone, as its command does by default but for the original date: the answer is JSON with a date."""

from __future__ import annotations

import json

from duramen_bench.tool import Extract, Input


def load_metadata() -> Extract:
    """Return the extractor of the date of publication."""
    from htmldate import find_date

    def run(page: Input) -> str | None:
        date = find_date(page.text, original_date=True, url=page.url or None)
        return json.dumps({"date": date}) if date else None

    return run
