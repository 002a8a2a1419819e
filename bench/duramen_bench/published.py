"""A board that was published: the files that `duramen bench report` wrote, read back.

    boards = read_published(Path("results"))        # or results/leaderboard.html: the others lie beside it

leaderboard.json has every row. leaderboard.parquet has what the ranking metrics are means of, a row a corpus, tool and
page (float32: equal to what was scored to seven digits), and no text. A board that was published without it has its
pages in leaderboard.html, whose inspector knows every page's scores in thousandths; it has the texts as well.
"""

from __future__ import annotations

import base64
import gzip
import html
import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from duramen.errors import DataError, UsageError
from duramen.whole import whole_file
from duramen_bench.metrics import RANKING, find_metric
from duramen_bench.page_table import GOLD, PAGE, PageTable, is_mean, page_table
from duramen_bench.report.boards import Board, Carried, readable
from duramen_bench.report.pack import Blob
from duramen_bench.results import CorpusScore, score_of
from duramen_bench.stats import Floats

if TYPE_CHECKING:
    import pyarrow as pa

PAGES: Final = "leaderboard.parquet"
_SCORES, _HTML = "leaderboard.json", "leaderboard.html"
_BLOB = re.compile(r'<script type="application/gzip" data-blob="((?:pages|texts)/[^"]*)">([^<]*)</script>')
#: How far a mean of page scores in thousandths may be from the mean that was published.
_ROUNDED = 1e-3


def read_published(place: Path) -> list[Board]:
    """Return the boards of a folder with a leaderboard, or of one of its files, in their order.

    Raises UsageError where there is no board, DataError where a file is not whole or the files are of two boards.
    """
    folder = place if place.is_dir() else place.parent
    scores = _read_scores(folder / _SCORES)
    blobs = read_blobs(folder / _HTML)
    tables = _read_tables(folder / PAGES) if (folder / PAGES).is_file() else {}
    boards = []
    for score in scores:
        packed = blobs.get(f"pages/{score.corpus}")
        shown = unpack(packed) if packed else {}
        table = tables.get(score.corpus) or (_shown_table(shown, folder / _HTML) if shown else None)
        if table is not None:
            _check(score, table, folder)
        boards.append(Board(readable(score), table=table, texts=_carried(score.corpus, shown, blobs)))
    return boards


def _read_scores(path: Path) -> list[CorpusScore]:
    if not path.is_file():
        raise UsageError(f"no board at {path}. Name the folder that: duramen bench report RUN_DIR --out FOLDER wrote")
    try:
        return [score_of(row) for row in json.loads(path.read_text("utf-8"))]
    except (ValueError, TypeError, KeyError) as error:
        raise DataError(f"{path} is no whole leaderboard ({type(error).__name__}: {error}). {_AGAIN}") from error


_AGAIN = "Fetch it again, or type: duramen bench report RUN_DIR --out FOLDER"


def read_blobs(path: Path) -> dict[str, Blob]:
    """Return name → blob of what a leaderboard's HTML page packs of pages; nothing where there is no page."""
    text = path.read_text("utf-8") if path.is_file() else ""
    names = ((html.unescape(found[1]), found[2]) for found in _BLOB.finditer(text))
    return {name: Blob(name, packed) for name, packed in names}


def unpack(blob: Blob) -> Any:
    """Return what `pack` made a blob of. Raises DataError where it is cut."""
    try:
        return json.loads(gzip.decompress(base64.b64decode(blob.packed)))
    except (OSError, EOFError, ValueError) as error:
        raise DataError(f"{blob.name} of the board's HTML page is not whole ({error}). {_AGAIN}") from error


def _carried(corpus: str, shown: Mapping[str, Any], blobs: Mapping[str, Blob]) -> Carried:
    places = dict(shown.get("texts", {}))
    names = [f"texts/{corpus}/{number}" for number in sorted(set(places.values()))]
    return Carried(places, [blobs[name] for name in names if name in blobs])


def _shown_table(shown: Mapping[str, Any], path: Path) -> PageTable:
    """Return the inspector's list of pages as a page table. Raises DataError for another list."""
    try:
        return _listed(shown)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise DataError(
            f"{path} lists no pages that can be read ({type(error).__name__}: {error}). {_AGAIN}"
        ) from error


def _listed(shown: Mapping[str, Any]) -> PageTable:
    columns: dict[str, dict[str, Floats]] = {name: {} for name, _, _ in shown["tools"]}
    for metric, by_tool in shown["scores"].items():
        for tool, values in by_tool.items():
            columns[tool][PAGE + metric] = np.array([math.nan if v is None else v / 1000 for v in values], np.float64)
    failures = {tool: {int(i): kind for i, kind in found.items()} for tool, found in shown["failures"].items()}
    failures = {tool: failures.get(tool, {}) for tool in columns}
    return PageTable(tuple((page[0], page[1], page[2], page[3]) for page in shown["pages"]), columns, failures)


def _check(score: CorpusScore, table: PageTable, folder: Path) -> None:
    """Raise DataError where pages and rows are not of one board."""
    lacking = [tool.tool for tool in score.tools if tool.tool not in table.columns]
    means = [metric for metric in map(find_metric, score.pairs) if metric.ranks and is_mean(metric)]
    apart = [
        tool.tool
        for tool in score.tools
        if not lacking
        for metric in means
        if abs(_mean(table.scores(tool.tool, metric)) - tool.scores[metric.name].value) > _ROUNDED
    ]
    if len(table.pages) != score.pages or lacking or apart:
        what = f"of {(lacking or apart)[0]}" if lacking or apart else f"{len(table.pages)} and not {score.pages}"
        raise DataError(
            f"the pages of {score.corpus} ({what}) beside {folder / _SCORES} are not those of its rows: of another "
            f"report? {_AGAIN}; or delete {folder / PAGES} to go by {_HTML}"
        )


def _mean(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else math.nan


# ---------------------------------------------------------------------------------------------------------------------
# leaderboard.parquet


def write_pages(path: Path, boards: Sequence[Board]) -> None:
    """Write the pages of all boards; the file is removed where none has any, for it would be another report's."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with_pages = [(board.score, board.pages) for board in boards if board.pages is not None]
    if not with_pages:
        path.unlink(missing_ok=True)
        return
    # A column that a tool lacks becomes null in its rows.
    table = pa.concat_tables(
        [part for score, pages in with_pages for part in _parts(score, pages)], promote_options="default"
    )
    golds = {score.corpus: pages.gold for score, pages in with_pages}
    numbers = [name for name in table.column_names if name not in _TEXTS]
    with whole_file(path) as scratch:
        pq.write_table(
            table.replace_schema_metadata({GOLD: json.dumps(golds)}),
            scratch,
            compression="zstd",
            compression_level=19,
            use_dictionary=list(_TEXTS),
            use_byte_stream_split=numbers,  # half the size for such numbers
        )


_TEXTS = ("corpus", "tool", "id", "host", "page_type", "language", "failure")


def _parts(score: CorpusScore, pages: PageTable) -> Iterator[pa.Table]:
    """Yield each tool's pages: the columns that ranking metrics are made of, or the metrics where these are unknown."""
    import pyarrow as pa

    about = dict(zip(_TEXTS[2:6], zip(*pages.pages, strict=True), strict=True))
    wanted = [name for metric in RANKING for name in (*find_metric(metric).columns, PAGE + metric)]
    for tool in (row.tool for row in score.tools if row.tool in pages.columns):
        failures = [pages.failures.get(tool, {}).get(i) for i in range(len(pages.pages))]
        texts = {"corpus": [score.corpus] * len(failures), "tool": [tool] * len(failures), **about, "failure": failures}
        arrays = {name: pa.array(values, pa.string()) for name, values in texts.items()}
        numbers = {name: pages.columns[tool][name] for name in wanted if name in pages.columns[tool]}
        yield pa.table(arrays | {name: pa.array(values.astype(np.float32)) for name, values in numbers.items()})


def _read_tables(path: Path) -> dict[str, PageTable]:
    """Return corpus → pages."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path)
        golds = json.loads((table.schema.metadata or {}).get(GOLD) or b"{}")
        corpora = pc.unique(table["corpus"]).to_pylist()
        parts = {name: table.filter(pc.equal(table["corpus"], name)).drop_columns(["corpus"]) for name in corpora}
        return {name: page_table(part, golds.get(name, "")) for name, part in parts.items()}
    except (pa.ArrowInvalid, OSError, KeyError, ValueError) as error:
        raise DataError(f"{path} is no whole table of pages ({error}). {_AGAIN}") from error
