"""The corpora there are: a name each, and nothing imported until it is asked for.

`duramen corpora list` prints the table. To add a corpus, write a reader whose module ends in its `CORPUS` row and name
it here; `tests/corpora/test_corpora_registry.py` holds every row to its contract.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Final

from duramen.errors import unknown_name
from duramen_corpora.info import CorpusInfo

_ROWS: Final[dict[str, str]] = {
    # what shipped weights may learn from
    "starter": "duramen_corpora.starter:CORPUS",
    "wcxb": "duramen_corpora.readers.wcxb:CORPUS",
    "scrapinghub": "duramen_corpora.readers.scrapinghub:CORPUS",
    "article-extraction-dataset": "duramen_corpora.readers.article_extraction:CORPUS",
    "trafilatura": "duramen_corpora.readers.trafilatura:CORPUS",
    "mozilla-readability": "duramen_corpora.readers.mozilla:CORPUS",
    # zero-shot: looked at and never trained on
    "cleaneval": "duramen_corpora.readers.cleaneval:CORPUS",
    "dragnet": "duramen_corpora.readers.dragnet:CORPUS",
    "l3s-gn1": "duramen_corpora.readers.l3s_gn1:CORPUS",
    "l3s-gn1-text": "duramen_corpora.readers.l3s_gn1_text:CORPUS",
    "google-trends-2017": "duramen_corpora.readers.google_trends_2017:CORPUS",
    "daniel": "duramen_corpora.readers.daniel:CORPUS",
    # the rest
    "readability-wceb": "duramen_corpora.readers.readability_wceb:CORPUS",
    "webmainbench": "duramen_corpora.readers.webmainbench:CORPUS",
    # formats: whatever folder their owner names
    "wceb": "duramen_corpora.readers.wceb:CORPUS",
    "cleanportaleval": "duramen_corpora.readers.cleanportaleval:CORPUS",
    "canola": "duramen_corpora.readers.canola:CORPUS",
    "folder": "duramen_corpora.readers.folder:CORPUS",
}


class _Registry(Mapping[str, CorpusInfo]):
    """Name to row; a row's module is imported when the row is looked up."""

    def __getitem__(self, name: str) -> CorpusInfo:
        return _row(_ROWS[name])

    def __iter__(self) -> Iterator[str]:
        return iter(_ROWS)

    def __len__(self) -> int:
        return len(_ROWS)


#: Every corpus, by name.
CORPORA: Final[Mapping[str, CorpusInfo]] = _Registry()


def corpus_info(name: str) -> CorpusInfo:
    """Return the row of a corpus. Raises UsageError, with the nearest names, for one that is not there."""
    if name not in _ROWS:
        raise unknown_name("corpus", name, _ROWS)
    return CORPORA[name]


@cache
def _row(where: str) -> CorpusInfo:
    module, _, name = where.partition(":")
    row = getattr(import_module(module), name)
    assert isinstance(row, CorpusInfo)
    return row
