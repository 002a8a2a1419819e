"""What the adapters share: the options of an extraction, and what is known of a page as flat fields.

Options are plain values: whatever holds them pickles in a few bytes, and hashes to the same in every process. Weights
are read once in a process, when its first page comes (`Extractor` keeps them).
"""

from __future__ import annotations

import functools
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypedDict, cast

from duramen.document import Document
from duramen.errors import UsageError
from duramen.extractor import Extractor
from duramen.render import Links, Output
from duramen.roles import Policy

if TYPE_CHECKING:
    from typing_extensions import Unpack

Weights: TypeAlias = "str | os.PathLike[str] | None"

#: What is told of a page beside its text: the keys of `fields`, in this order.
FIELDS: Final = (
    "url", "title", "authors", "date", "language", "description", "sitename", "page_type", "expected_f1", "problem"
)  # fmt: skip


class Asked(TypedDict, total=False):
    """The keywords of `Options`, for the signatures of those who pass them on."""

    weights: Weights
    policy: Policy
    favor: float
    output: Output
    links: Links
    images: bool
    max_bytes: int | None
    deadline: float | None


@dataclass(frozen=True)
class Options:
    """What is asked of every page: arguments of `Extractor`, `Extractor.__call__` and `Document.render`.

    Raises UsageError where they are made for what does not exist, and not at the first page, in some worker.
    """

    weights: Weights = None
    policy: Policy = "broad"
    favor: float = 0.5
    output: Output = "text"
    links: Links = "inline"
    images: bool = True
    max_bytes: int | None = None
    deadline: float | None = None

    def __post_init__(self) -> None:
        if self.weights is not None:
            object.__setattr__(self, "weights", os.fspath(self.weights))
        _, document = self.read("<p>A page on which the options are tried.</p>")
        document.to_html(links=self.links)

    @property
    def extractor(self) -> Extractor:
        """The extractor with these weights, which this process reads once."""
        return Extractor(cast("str | None", self.weights))

    def read(self, html: object, url: str | None = None, encoding: str | None = None) -> tuple[str | None, Document]:
        """Return the text of a page, None where there is nothing to extract, and its document, for its `fields`.

        `html` is bytes as served (`bytearray` and `memoryview` as well, as Spark and buffers have them) or text.
        """
        document = self._document(html, url, encoding, tree=True)
        return self._rendered(document), document

    def text(self, html: object, url: str | None = None) -> str | None:
        """Return the text of a page alone, None where there is nothing to extract."""
        return self._rendered(self._document(html, url, tree=self.output != "text"))

    def _document(self, html: object, url: str | None, encoding: str | None = None, *, tree: bool) -> Document:
        page = bytes(html) if isinstance(html, (bytearray, memoryview)) else cast("str | bytes", html)
        return self.extractor(
            page,
            url,
            encoding=encoding,
            policy=self.policy,
            favor=self.favor,
            max_bytes=self.max_bytes,
            deadline=self.deadline,
            tree=tree,
        )

    def _rendered(self, document: Document) -> str | None:
        return document.render(self.output, self.links, self.images) or None


def asked(**options: Unpack[Asked]) -> Options:
    """Return options, made once: for functions that are called for every page."""
    return _made(**cast("dict[str, Any]", options))


@functools.lru_cache(maxsize=16)
def _made(**options: Any) -> Options:
    return Options(**options)


def fields(document: Document) -> dict[str, Any]:
    """Return what is known of a page by the names in `FIELDS`: None, or no authors, where it says nothing.

    `url` is the address that was given, else the page's canonical one; `expected_f1` is in [0, 1].
    """
    said = document.metadata
    values = (
        document.url or said.url, said.title, list(said.authors), said.date, said.language, said.description,
        said.sitename, said.pagetype, round(document.expected_f1, 4), document.trouble,
    )  # fmt: skip
    return dict(zip(FIELDS, values, strict=True))


def scalars(document: Document) -> dict[str, str | float]:
    """Return the fields that are known, authors joined by "; ": vector stores take neither lists nor None."""
    known = {name: "; ".join(v) if isinstance(v, list) else v for name, v in fields(document).items()}
    return {name: value for name, value in known.items() if value not in (None, "")}


class MissingPackageError(UsageError, ImportError):
    """The framework that an adapter is for is not installed. Importing the adapter raises it: it is an ImportError."""


def missing(package: str, error: ModuleNotFoundError) -> MissingPackageError:
    """Return the error for a framework that is not installed: `package` is what to install."""
    return MissingPackageError(f"this needs {error.name}, which is not installed. Type: pip install '{package}'")
