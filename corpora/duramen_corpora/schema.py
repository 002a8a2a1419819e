"""The one schema of every corpus: a page as served, its gold, and where both come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from duramen.roles import ROLES, Role

if TYPE_CHECKING:
    import pyarrow as pa
    from datasets import Features

#: A block that is no content, where nobody said which of the noise roles it has: corpora that label nodes often tell
#: content from the rest and no more. It also ends what an element around it says: noise inside an article is noise.
NOISE: Final = "noise"
Label = Role | Literal["noise"]
#: What the host of a page that gives no address begins with; its id follows, so that no other page shares it.
UNKNOWN_HOST: Final = "unknown-"


def host_is_known(url: str, host: str) -> bool:
    """Whether `host` names a site that pages can share, and not a page whose address nobody knows."""
    return bool(url) or not host.startswith(UNKNOWN_HOST)


@dataclass(frozen=True, slots=True)
class BlockLabel:
    """The role of one element's text: `xpath` is lxml's `getpath` of the element that holds the block."""

    xpath: str
    role: Label


@dataclass(frozen=True, slots=True)
class Page:
    """One labelled page.

    `html` is bytes as served and never holds a label. `text` is the gold main content (None: the corpus has none for
    this page; "": the right answer is nothing). `with_` and `without` are snippets that an extraction must, or must
    not, contain. `host` is the registrable domain of `url`; without one, `UNKNOWN_HOST` and the id.
    """

    corpus: str
    revision: str
    id: str
    url: str
    host: str
    html: bytes
    charset: str | None = None
    text: str | None = None
    with_: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    comments: str | None = None
    page_type: str | None = None
    language: str | None = None
    split: str = "dev"
    blocks: tuple[BlockLabel, ...] = ()

    def to_row(self) -> dict[str, Any]:
        """Return the page as a row of `features()`; there `with_` is named `with`."""
        row = {name: getattr(self, name) for name in self.__slots__ if name not in ("with_", "without", "blocks")}
        row["with"] = list(self.with_)
        row["without"] = list(self.without)
        row["blocks"] = [{"xpath": b.xpath, "role": b.role} for b in self.blocks]
        return row

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Page:
        """Return the page that `to_row` wrote. Raises ValueError for a role that does not exist."""
        fields = {name: row[name] for name in cls.__slots__ if name not in ("with_", "without", "blocks")}
        return cls(
            **fields,
            with_=tuple(row["with"]),
            without=tuple(row["without"]),
            blocks=tuple(BlockLabel(b["xpath"], _role(b["role"])) for b in row["blocks"]),
        )


def _role(name: str) -> Label:
    if name == NOISE:
        return NOISE
    if name not in ROLES:
        raise ValueError(f"'{name}' is no role; the roles are {', '.join(ROLES)}; and {NOISE}")
    return name


def arrow_schema() -> pa.Schema:
    """Return the schema of a table of pages, in the order of the columns."""
    import pyarrow as pa

    text = pa.string()
    columns = {
        "corpus": text,
        "revision": text,
        "id": text,
        "url": text,
        "host": text,
        "html": pa.binary(),
        "charset": text,
        "text": text,
        "with": pa.list_(text),
        "without": pa.list_(text),
        "comments": text,
        "page_type": text,
        "language": text,
        "split": text,
        "blocks": pa.list_(pa.struct({"xpath": text, "role": text})),
    }
    return pa.schema(columns)


def features() -> Features:
    """Return the schema as `datasets.Features`."""
    from datasets import Features

    return Features.from_arrow_schema(arrow_schema())
