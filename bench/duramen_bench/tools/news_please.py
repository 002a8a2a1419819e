"""news-please's extractor, which asks newspaper4k and readability-lxml and chooses. Nothing is fetched.

It fails in the languages that newspaper4k fails in.
"""

from __future__ import annotations

from duramen_bench.tool import Extract, Input


def load() -> Extract:
    """Return the extractor."""
    from newsplease import NewsPlease

    def run(page: Input) -> str | None:
        if not page.text.strip():
            return None  # it would answer with a dict
        article = NewsPlease.from_html(page.text, url=page.url or None, fetch_images=False)
        text: str | None = article.maintext
        return text

    return run
