"""Labelled web pages: one schema, readers for the published corpora, the starter corpus, alignment, folds.

    from duramen_corpora import load, pages
    for page in pages(load("starter")): ...     # a table, memory-mapped
    for page in stream("starter"): ...          # a batch in memory at a time

Importing this is light: `datasets`, `pyarrow` and the readers are imported by the functions that need them.
"""

from __future__ import annotations

# Eager, not lazy: three of these functions share their module's name, and what is bound here last is what callers get.
from duramen_corpora.align import Alignment, align, labels_from_xpaths, oracle
from duramen_corpora.folds import host_folds
from duramen_corpora.info import CorpusInfo
from duramen_corpora.load import content_hash, load, pages, read, stream
from duramen_corpora.registry import CORPORA, corpus_info
from duramen_corpora.schema import BlockLabel, Page, features

__all__ = [
    "CORPORA",
    "Alignment",
    "BlockLabel",
    "CorpusInfo",
    "Page",
    "align",
    "content_hash",
    "corpus_info",
    "features",
    "host_folds",
    "labels_from_xpaths",
    "load",
    "oracle",
    "pages",
    "read",
    "stream",
]
