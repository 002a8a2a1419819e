"""spaCy: pages to `Doc` objects whose blocks are spans, to be piped through any pipeline.

    for doc in nlp.pipe(to_docs(nlp, [(html, url), ...])):
        doc._.webpage["title"], [span.label_ for span in doc.spans["blocks"]]

`doc.text` is the page's content; `doc.spans["blocks"]` has a span a kept block, labelled by its kind (`heading`,
`paragraph`, `item`, `cell`, `code`, `quote`, `caption`): what a heading is, text alone does not say. `doc._.webpage`
has what is known of the page (`duramen.integrations.shared.FIELDS`), and is saved with the Doc.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from duramen.document import Document
from duramen.integrations.shared import Weights, asked, fields, missing

try:
    from spacy.tokens import Doc
except ModuleNotFoundError as error:
    raise missing("spacy", error) from error

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Span

    from duramen.roles import Policy

if not Doc.has_extension("webpage"):
    Doc.set_extension("webpage", default=None)


def to_docs(
    nlp: Language,
    pages: Iterable[str | bytes | tuple[str | bytes, str | None]],
    *,
    policy: Policy = "broad",
    favor: float = 0.5,
    weights: Weights = None,
) -> Iterator[Doc]:
    """Yield a tokenised Doc a page (bytes as served, text, or a pair of either and its address), in order.

    A page with nothing to extract gives an empty Doc, whose `doc._.webpage["problem"]` says why: answers stay beside
    their pages. One of more than `nlp.max_length` characters raises ValueError, as any text does.
    """
    options = asked(weights=weights, policy=policy, favor=favor)
    for page in pages:
        html, url = page if isinstance(page, tuple) else (page, None)
        text, document = options.read(html, url)
        doc = nlp.make_doc(text or "")
        doc._.webpage = fields(document)
        doc.spans["blocks"] = list(_spans(doc, document))
        yield doc


def _spans(doc: Doc, document: Document) -> Iterator[Span]:
    """Yield a span for each kept block that has tokens: the text is the blocks', one after another."""
    end = 0
    for block in document.blocks:
        if block.kept:
            start = document.text.index(block.text, end)
            end = start + len(block.text)
            span = doc.char_span(start, end, label=block.kind, alignment_mode="expand")
            if span is not None:
                yield span
