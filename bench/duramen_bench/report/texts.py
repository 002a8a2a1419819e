"""What the page inspector shows of a page: the gold, every answer against it word by word, and the blocks.

Texts of a corpus go into a report that is published only where the project wrote the corpus itself; `Texts` says which
are wanted. They are packed some pages at a time, so that a browser unpacks little more than it shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final, TypeVar

from duramen.errors import DataError, unknown_name
from duramen_bench.inspection import inspection
from duramen_bench.layout import predictions_dir, read_corpus, read_page_set, select
from duramen_bench.references import refer
from duramen_bench.report.boards import Board, Carried
from duramen_bench.report.pack import pack
from duramen_bench.talk import progress
from duramen_corpora.predictions import Prediction, read_predictions
from duramen_corpora.schema import Page

T = TypeVar("T")

WHICH: Final = ("none", "own", "all")
_CHUNK = 24  # pages: what is unpacked to show one
_FEW = 50  # pages: for fewer, starting processes costs more than they save


@dataclass(frozen=True, slots=True)
class Texts:
    """Whose texts a report carries: of no corpus, of those that the project wrote (they ship with it), or of all.

    `limit` keeps it to so many pages a corpus, spread evenly; `workers` processes compare them. Raises UsageError for
    another choice.
    """

    which: str = "own"
    limit: int | None = None
    workers: int = 1

    def __post_init__(self) -> None:
        if self.which not in WHICH:
            raise unknown_name("choice of texts", self.which, WHICH)

    def wanted(self, corpus: str) -> bool:
        """Whether this corpus's texts are to be carried."""
        from duramen_corpora import CORPORA

        return self.which == "all" or (self.which == "own" and corpus in CORPORA and CORPORA[corpus].packaged)


def pack_texts(board: Board, texts: Texts) -> Carried:
    """Return the packed pages, and page → which of the blobs it is in; nothing where the predictions are not there.

    Raises DataError where predictions are over another revision than the scores.
    """
    corpus, run_dir = board.score.corpus, board.run_dir
    if run_dir is None or not predictions_dir(run_dir, corpus).is_dir():
        return Carried()
    page_set = read_page_set(run_dir, corpus)
    known = {page.id: page for page in read_corpus(corpus, page_set.source)}
    pages = select([known[name] for name in page_set.ids if name in known], texts.limit)
    answers = _answers(board, run_dir)
    theirs = [{tool: by[page.id] for tool, by in answers.items() if page.id in by} for page in pages]
    shown = each_page(_inspected, pages, theirs, workers=texts.workers, desc=f"pages of {corpus}")
    return chunked(corpus, dict(zip((page.id for page in pages), shown, strict=True)))


def chunked(corpus: str, shown: Mapping[str, Any]) -> Carried:
    """Return page → what is shown of it, packed some pages at a time."""
    names = list(shown)
    chunks = [{name: shown[name] for name in names[i : i + _CHUNK]} for i in range(0, len(names), _CHUNK)]
    places = {name: number for number, chunk in enumerate(chunks) for name in chunk}
    return Carried(places, [pack(f"texts/{corpus}/{number}", chunk) for number, chunk in enumerate(chunks)])


def each_page(function: Callable[..., T], *lists: Sequence[Any], workers: int, desc: str) -> list[T]:
    """Return function(page, …) for each page of the first list with what the others have in its place."""
    with ExitStack() as stack:
        found: Iterable[T] = map(function, *lists)
        if workers > 1 and len(lists[0]) >= _FEW:
            pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))  # not a fork: see `columns.Scorer`
            found = stack.enter_context(pool).map(function, *lists)
        return list(progress(found, total=len(lists[0]), desc=desc, unit="page"))


def _answers(board: Board, run_dir: Path) -> dict[str, dict[str, Prediction]]:
    """Return tool → page → answer, of the tools on the board whose predictions lie in the run directory."""
    wanted = {tool.tool for tool in board.score.tools if tool.kind in ("ours", "rival")}
    found = {}
    for path in sorted(predictions_dir(run_dir, board.score.corpus).glob("*.parquet")):
        run, predictions = read_predictions(path)
        if run.tool in wanted and run.revision != board.score.revision:
            raise DataError(f"{path} is over another revision than the scores. Type: duramen bench score {run_dir}")
        if run.tool in wanted:
            found[run.tool] = {p.id: p for p in predictions}
    return found


def _inspected(page: Page, answers: dict[str, Prediction]) -> dict[str, Any]:
    return compact(inspection(page, refer(page), answers))


def compact(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return an `inspection` as the browser wants it: what of an answer is in the gold is a length, not a text.

    Lengths are in UTF-16 units, as a browser counts. Shares of blocks are percents, in the order of `tools`; what is
    kept is 1 or 0, and None where nobody says.
    """
    tools = list(found["answers"])
    return {
        "url": found["url"],
        "gold": found["gold"],
        "tools": tools,
        "answers": [
            {
                "error": answer["error"],
                "missing": answer["missing"],
                "extra": answer["extra"],
                "ops": list(_shortened(answer["ops"])),
            }
            for answer in found["answers"].values()
        ],
        "blocks": [
            [
                *(block["text"], block["role"], block["kind"]),
                None if block["kept"] is None else int(block["kept"]),
                int(block["judged"]),
                [round(100 * block["by"][tool]) for tool in tools],
            ]
            for block in found["blocks"]
        ],
        "snippets": [[s["text"], int(s["wanted"]), [int(s["by"][tool]) for tool in tools]] for s in found["snippets"]],
    }


def _shortened(ops: Sequence[Sequence[str]]) -> Iterator[list[str | int]]:
    for sign, text in ops:
        yield [sign, len(text.encode("utf-16-le", "surrogatepass")) // 2 if sign in "=-" else text]
