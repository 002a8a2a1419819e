"""newspaper4k, which answers with text. The language is the page's own; images and videos are not looked for.

It needs further packages for Chinese, Japanese and Thai, which its environment has. For Korean it needs NLTK's models,
which no package registry has, and for Hindi, Bengali, Tamil and Nepali packages worth 250 MB: it raises LookupError or
ImportError, and the page counts as failed.
"""

from __future__ import annotations

from duramen_bench.tool import Extract, Input


def load() -> Extract:
    """Return the extractor."""
    from newspaper import Article

    def run(page: Input) -> str | None:
        article = Article(page.url or "http://example.org/", fetch_images=False)
        article.download(input_html=page.text, ignore_read_more=True)  # it fetches nothing
        article.parse()
        text: str = article.text
        return text

    return run


def load_metadata() -> Extract:
    """Return the extractor of title, authors and date, as JSON. newspaper4k reads them with the text, so does this."""
    import json

    from newspaper import Article

    def run(page: Input) -> str | None:
        article = Article(page.url or "http://example.org/", fetch_images=False)
        article.download(input_html=page.text, ignore_read_more=True)  # it fetches nothing
        article.parse()
        date = article.publish_date
        return json.dumps(
            {
                "title": article.title,
                "authors": list(article.authors),
                "date": date.isoformat() if hasattr(date, "isoformat") else date,
            }
        )

    return run
