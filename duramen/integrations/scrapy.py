"""Scrapy: an item pipeline, and a function for responses.

    def parse(self, response):
        yield extract_response(response, output="markdown")          # a dict: url, text, title, authors, date, …

    ITEM_PIPELINES = {"duramen.integrations.scrapy.DuramenPipeline": 300}     # for items that hold a page
    DURAMEN = {"html": "html", "output": "markdown"}

Options are those of `duramen.integrations.shared.Options`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from duramen.integrations.shared import Asked, Options, asked, fields, missing

try:
    from itemadapter import ItemAdapter
    from scrapy.exceptions import DropItem
    from w3lib.encoding import http_content_type_encoding
except ModuleNotFoundError as error:
    raise missing("scrapy", error) from error

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from typing_extensions import Self, Unpack


def extract_response(response: Response, **options: Unpack[Asked]) -> dict[str, Any]:
    """Return a response's `text` and what is known of the page (`duramen.integrations.shared.FIELDS`), as an item.

    `text` is None where there is nothing to extract (a PDF, an empty page), and `problem` says why. The body is read as
    bytes, with the charset of the Content-Type header.
    """
    header = response.headers.get("Content-Type") or b""
    encoding = http_content_type_encoding(header.decode("latin-1"))
    text, page = asked(**options).read(response.body, response.url, encoding)
    return {"text": text, **fields(page)}


class DuramenPipeline:
    """Replaces the page that an item holds by its text, and fills in what is known of it.

    Items are what Scrapy takes: dictionaries, `scrapy.Item`, dataclasses, attrs. The setting `DURAMEN` is a dictionary
    of the arguments here: `html` and `url` name the fields of the page (text, or bytes as served) and of its address,
    `text` the field that the text goes to; the others are options.

    The page's field is emptied (a dictionary loses it). A field that the item does not have, or that is filled, is left
    as it is. An item without a page passes unchanged; one whose page has nothing to extract is dropped (`DropItem`).
    """

    def __init__(self, *, html: str = "html", url: str = "url", text: str = "text", **options: Unpack[Asked]) -> None:
        self.html, self.url, self.text, self.options = html, url, text, Options(**options)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the pipeline that the settings ask for."""
        return cls(**crawler.settings.getdict("DURAMEN"))

    def process_item(self, item: Any, spider: Any = None) -> Any:  # noqa: ARG002 - Scrapy gave one before 2.14
        """Return the item, with its text. Raises DropItem where there is none."""
        adapter = ItemAdapter(item)
        page, url = adapter.get(self.html), adapter.get(self.url)
        if page is None:
            return item
        text, document = self.options.read(page, url)
        if text is None:
            raise DropItem(f"{url or 'a page'}: {document.trouble}")
        if isinstance(item, dict):
            del item[self.html]
        else:
            adapter[self.html] = None
        adapter[self.text] = text
        known = fields(document)
        for name in known if isinstance(item, dict) else known.keys() & set(adapter.field_names()):
            adapter[name] = adapter.get(name) or known[name]
        return item
