"""LangChain: pages to documents, as a transformer, as a blob parser, and as a function.

    DuramenTransformer(output="markdown").transform_documents(loader.load())     # documents that hold HTML
    GenericLoader(FileSystemBlobLoader("site"), DuramenParser())                  # blobs: bytes as served
    to_document("https://example.org/", html)                                     # a url and a page: a Document

Metadata has LangChain's `source` (the address), `title`, `language` and `description`, and `author` (joined by "; "),
`date`, `sitename`, `page_type` and `expected_f1`: scalars, and only what is known. What a document or blob said stands.
Options are those of `duramen.integrations.shared.Options`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from duramen.document import Document as Extracted
from duramen.integrations.shared import Asked, Options, asked, missing, scalars

try:
    from langchain_core.document_loaders import BaseBlobParser
    from langchain_core.documents import BaseDocumentTransformer, Document
except ModuleNotFoundError as error:
    raise missing("langchain-core", error) from error

if TYPE_CHECKING:
    from langchain_core.document_loaders import Blob
    from typing_extensions import Unpack

_NAMES = {"url": "source", "authors": "author"}


def to_document(url: str | None, html: str | bytes, **options: Unpack[Asked]) -> Document:
    """Return a page as a Document, whose `page_content` is "" where there is nothing to extract."""
    text, page = asked(**options).read(html, url)
    return Document(page_content=text or "", metadata=_metadata(page))


class DuramenTransformer(BaseDocumentTransformer):
    """Replaces documents that hold a page's HTML by ones that hold its content, with its metadata.

    A document without content is dropped. Links become absolute where `metadata["source"]` is an address.
    """

    def __init__(self, **options: Unpack[Asked]) -> None:
        self.options = Options(**options)

    def transform_documents(self, documents: Sequence[Document], **kwargs: Any) -> list[Document]:  # noqa: ARG002
        """Return the documents that have content, in order; an id is kept."""
        read = ((d, *self.options.read(d.page_content, _address(d.metadata.get("source")))) for d in documents)
        return [
            Document(page_content=text, metadata={**_metadata(page), **d.metadata}, id=d.id)
            for d, text, page in read
            if text is not None
        ]


class DuramenParser(BaseBlobParser):
    """Parses a blob that holds a page, bytes as served at best. One without content gives no document."""

    def __init__(self, **options: Unpack[Asked]) -> None:
        self.options = Options(**options)

    def lazy_parse(self, blob: Blob) -> Iterator[Document]:
        """Yield the page's document, or none."""
        html = blob.data if isinstance(blob.data, str) else blob.as_bytes()
        text, page = self.options.read(html, _address(blob.source))
        if text is not None:
            source = {"source": blob.source} if blob.source else {}
            yield Document(page_content=text, metadata={**_metadata(page), **source, **blob.metadata})


def _metadata(page: Extracted) -> dict[str, str | float]:
    return {_NAMES.get(name, name): value for name, value in scalars(page).items()}


def _address(source: Any) -> str | None:
    return source if isinstance(source, str) and source.startswith(("http://", "https://")) else None
