"""What the page inspector lists: every page's scores by every tool. They carry no text: any report may hold them."""

from __future__ import annotations

from typing import Any

import numpy as np

from duramen_bench.metrics import METRICS
from duramen_bench.page_table import PageTable
from duramen_bench.report.boards import Board, Carried
from duramen_bench.report.pack import Blob, pack
from duramen_bench.report.texts import Texts, pack_texts


def blobs(board: Board, table: PageTable, texts: Texts) -> list[Blob]:
    """Return the blobs of one corpus: `pages/CORPUS`, and `texts/CORPUS/N` where texts are carried."""
    carried = board.texts or (pack_texts(board, texts) if texts.wanted(board.score.corpus) else Carried())
    return [pack(f"pages/{board.score.corpus}", {**page_scores(board, table), "texts": carried.places}), *carried.blobs]


def page_scores(board: Board, table: PageTable) -> dict[str, Any]:
    """Return every page's scores, in thousandths, by each ranking metric and tool; null where there is none.

    pages: [id, host, type, language]; tools, best first: [name, title, kind]; scores: metric → tool → one
    a page; failures: tool → page → kind.
    """
    tools = {tool.tool: tool for tool in board.score.tools if tool.tool in table.columns}
    return {
        "pages": table.pages,
        "tools": [[name, tool.title, tool.kind] for name, tool in tools.items()],
        "scores": {metric: {name: _thousandths(metric, table, name) for name in tools} for metric in board.score.pairs},
        "failures": {name: table.failures[name] for name in tools if table.failures[name]},
    }


def _thousandths(metric: str, table: PageTable, tool: str) -> list[int | None]:
    values = table.scores(tool, METRICS[metric])
    return [round(value * 1000) if np.isfinite(value) else None for value in values.tolist()]
