"""CleanPortalEval: pages of four news portals in CleanEval's format, `input/ID.html` and `GoldStandard/ID.txt`.

https://github.com/ppke-nlpg/CleanPortalEval
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from duramen_corpora.info import CorpusInfo
from duramen_corpora.readers.cleaneval import page_of
from duramen_corpora.readers.pairs import pairs
from duramen_corpora.schema import Page


def read(folder: Path) -> Iterator[Page]:
    """Yield the pages in the order of their ids. Raises DataError naming the page at fault."""
    return (page_of(pair, CORPUS) for pair in pairs(folder))


CORPUS = CorpusInfo(
    name="cleanportaleval",
    title="CleanPortalEval",
    description="Articles and lists of four news portals, many of one design; CleanEval's format.",
    read=read,
    revision="",  # read by its format alone: no content of it is known here
    licence="none stated",
    languages=("en",),
    pages={},
    forms=("text",),
    gold="text; paragraphs, headings and list items were marked",
    gold_roles=frozenset({"main", "title"}),
    shippable=False,
    upstream="https://github.com/ppke-nlpg/CleanPortalEval",
    marker="GoldStandard",
    citation="Endrédy, Novák: More Effective Boilerplate Removal, the GoldMiner Algorithm. Polibits 48, 2013.",
    metric="rouge_lsum",
    faults=(
        "Implemented from upstream's description and its format, which is CleanEval's; never run on the real files. "
        "Upstream speaks of 70 pages; which roles the gold keeps is CleanEval's, not measured.",
    ),
)
