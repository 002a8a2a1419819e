"""Haystack: a converter in the place of `HTMLToDocument`.

    pipeline.add_component("fetch", LinkContentFetcher())
    pipeline.add_component("convert", DuramenToDocument(output="markdown"))
    pipeline.connect("fetch.streams", "convert.sources")

Documents' meta has `url`, `title`, `authors` (joined by "; ": document stores take scalars), `date`, `language`,
`description`, `sitename`, `page_type` and `expected_f1`, as far as known; what sources and `run` bring stands before.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duramen.integrations.shared import Asked, Options, missing, scalars

try:
    from haystack import Document, component, default_from_dict, default_to_dict, logging
    from haystack.components.converters.utils import get_bytestream_from_source, normalize_metadata
    from haystack.dataclasses import ByteStream
except ModuleNotFoundError as error:
    raise missing("haystack-ai", error) from error

if TYPE_CHECKING:
    from typing_extensions import Unpack

_log = logging.getLogger(__name__)


@component
class DuramenToDocument:
    """Converts HTML files and byte streams to Documents. Options are those of `duramen.integrations.shared.Options`.

    As with Haystack's own converters, a source that cannot be read, or has nothing to extract, is skipped with a
    warning in the log. Weights are read in the constructor, for the process: there is nothing to warm up.
    """

    def __init__(self, *, store_full_path: bool = False, **options: Unpack[Asked]) -> None:
        self.store_full_path, self.options = store_full_path, Options(**options)

    def to_dict(self) -> dict[str, Any]:
        """Return the component as a dictionary, of plain values."""
        plain: dict[str, Any] = default_to_dict(self, store_full_path=self.store_full_path, **asdict(self.options))
        return plain

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> DuramenToDocument:
        """Return the component of a dictionary."""
        made: DuramenToDocument = default_from_dict(cls, data)
        return made

    @component.output_types(documents=list[Document])
    def run(
        self, sources: list[str | Path | ByteStream], meta: dict[str, Any] | list[dict[str, Any]] | None = None
    ) -> dict[str, list[Document]]:
        """Convert sources: paths, or byte streams, whose `url` in `meta` is where the page is from.

        `meta` is one dictionary for all documents, or one for each source.
        """
        documents = []
        for source, given in zip(sources, normalize_metadata(meta, len(sources)), strict=True):
            try:
                stream = get_bytestream_from_source(source)
            except (OSError, ValueError) as error:
                _log.warning("Could not read {source}. Skipping it. Error: {error}", source=source, error=error)
                continue
            known = {**stream.meta, **given}
            if "file_path" in stream.meta and not self.store_full_path:
                known["file_path"] = Path(stream.meta["file_path"]).name
            text, page = self.options.read(stream.data, known.get("url"))
            if text is None:
                _log.warning("Skipping {source}: {problem}.", source=source, problem=page.trouble)
                continue
            documents.append(Document(content=text, meta={**scalars(page), **known}))
        return {"documents": documents}
