"""resiliparse's main-content mode: rules in C++, the speed to beat."""

from __future__ import annotations

from typing import Any

from duramen_bench.tool import Extract, Input


def load(**options: Any) -> Extract:
    """Return the extractor; `options` are keywords of `extract_plain_text` besides main_content=True."""
    from resiliparse.extract.html2text import extract_plain_text

    def run(page: Input) -> str | None:
        text: str = extract_plain_text(page.text, main_content=True, **options)
        return text

    return run
