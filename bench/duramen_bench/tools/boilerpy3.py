"""BoilerPy3, the Python port of boilerpipe."""

from __future__ import annotations

from duramen_bench.tool import Extract, Input


def load(extractor: str = "DefaultExtractor") -> Extract:
    """Return the extractor of that name in `boilerpy3.extractors`."""
    from boilerpy3 import extractors

    # Without raise_on_failure it keeps what it read before markup that its parser cannot follow.
    extract = getattr(extractors, extractor)(raise_on_failure=False)

    def run(page: Input) -> str | None:
        text: str = extract.get_content(page.text)
        return text

    return run
