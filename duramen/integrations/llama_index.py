"""LlamaIndex: readers of pages, from files and from the web.

    SimpleDirectoryReader("site", file_extractor={".html": DuramenReader(output="markdown")}).load_data()
    DuramenWebReader().load_data(["https://example.org/"])                       # needs duramen[fetch]

Metadata is flat: `url`, `title`, `authors` (joined by "; "), `date`, `language`, `description`, `sitename`, `page_type`
and `expected_f1`, as far as they are known. `url` and `expected_f1` are kept from embeddings, the latter from prompts.
Options are those of `duramen.integrations.shared.Options`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duramen.fetch import Fetcher, FetchError
from duramen.integrations.shared import Asked, Options, missing, scalars

try:
    from llama_index.core.readers.base import BaseReader
    from llama_index.core.schema import Document
except ModuleNotFoundError as error:
    raise missing("llama-index-core", error) from error

if TYPE_CHECKING:
    from typing_extensions import Unpack

_log = logging.getLogger(__name__)
_NOT_SAID = ["expected_f1", "problem"]


class DuramenReader(BaseReader):
    """Reads HTML files, as bytes. A page with nothing to extract gives no document, and a warning in the log."""

    def __init__(self, **options: Unpack[Asked]) -> None:
        self.options = Options(**options)

    def lazy_load_data(
        self, file: str | Path, extra_info: dict[str, Any] | None = None, fs: Any = None
    ) -> Iterator[Document]:
        """Yield a file's document, or none. `extra_info` is metadata that stands; `fs` is an fsspec file system."""
        with fs.open(str(file), "rb") if fs else Path(file).open("rb") as opened:
            yield from self.parse(opened.read(), name=str(file), extra_info=extra_info)

    def parse(self, html: str | bytes, url: str | None = None, encoding: str | None = None, *,
              name: str | None = None, extra_info: dict[str, Any] | None = None) -> list[Document]:  # fmt: skip
        """Return a page's document, its address being its id; [] where there is nothing to extract."""
        text, page = self.options.read(html, url, encoding)
        if text is None:
            _log.warning("%s is left out: %s", name or url or "a page", page.trouble)
            return []
        document = Document(
            text=text, metadata={**scalars(page), **(extra_info or {})}, **({"id_": url} if url else {})
        )
        document.excluded_llm_metadata_keys += _NOT_SAID
        document.excluded_embed_metadata_keys += ["url", *_NOT_SAID]
        return [document]


class DuramenWebReader(DuramenReader):
    """Fetches pages as `duramen.fetch` does, and reads them; one that cannot be had is left out, with a warning."""

    def __init__(self, *, delay: float = 1.0, user_agent: str | None = None, **options: Unpack[Asked]) -> None:
        super().__init__(**options)
        self.fetcher = Fetcher(delay=delay, user_agent=user_agent)

    def lazy_load_data(self, urls: Iterable[str]) -> Iterator[Document]:  # type: ignore[override]
        """Yield the documents of pages, in order. Raises UsageError for what is no address."""
        for url in urls:
            try:
                got = self.fetcher(url)
            except FetchError as error:
                _log.warning("%s is left out: %s", url, error)
            else:
                yield from self.parse(got.content, got.url, got.encoding)
