"""L3S-GN1 as text: `page-signal-master/input/ID.html`, and in `GoldStandard/ID.txt` the annotated copy, HTML as it is.

The pages and their gold are those of `l3s-gn1`, byte for byte; this row has no node labels, and needs no `l3s-gn1`.
https://github.com/geodrome/page-signal, brought into this layout by the repository of merged sets.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from duramen_corpora.info import CorpusInfo
from duramen_corpora.readers.l3s_gn1 import FAULTS, annotated_runs, page_of
from duramen_corpora.readers.pairs import pairs
from duramen_corpora.schema import Page


def read(folder: Path) -> Iterator[Page]:
    """Yield the pages in the order of their ids. Raises DataError naming the page at fault."""
    return (page_of(pair, annotated_runs(pair), CORPUS) for pair in pairs(folder / "page-signal-master"))


CORPUS = CorpusInfo(
    name="l3s-gn1-text",
    title="L3S-GN1, text gold (Google News 2008)",
    description="Articles of 408 news sites that Google News named in 2008, labelled by seven people.",
    read=read,
    revision="46e01a04b47051838a228bf23631430b2c9de375",
    licence="research only",
    languages=("en",),
    pages={"dev": 621},
    forms=("text",),
    gold="text of headline, article and supplements; beside it the comments",
    gold_roles=frozenset({"main", "title", "meta"}),
    shippable=False,
    content_hash="bc2f1e2544100a27a458f1beb2d319411164d0211017399593cfba72857b1e37",
    upstream="https://github.com/j-szulc/html-cleaning-dataset-merged",
    marker="page-signal-master/GoldStandard",
    archive="html-cleaning-merged.tar.zst",
    citation="Kohlschütter, Fankhauser, Nejdl: Boilerplate Detection using Shallow Text Features. WSDM 2010.",
    metric="rouge_lsum",
    pages_of="l3s-gn1",
    faults=(
        "The pages and golds are those of l3s-gn1, byte for byte: never count both.",
        "The gold files are the annotated copies, HTML; the gold is what they label headline, full text or "
        "supplemental.",
        *FAULTS,
    ),
)
