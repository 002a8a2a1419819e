"""The texts that a board brings along, with the answers of tools that join it.

A board's page texts hold every answer as its differences from the gold; a new tool's are put beside them. Where the
page is divided into other blocks than when the board was made, the page is compared anew: answers can be read off their
differences, but for white space and punctuation.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from duramen_bench.inspection import inspection
from duramen_bench.references import refer
from duramen_bench.registry import kind_of
from duramen_bench.report.boards import Board, Carried
from duramen_bench.report.texts import chunked, compact, each_page
from duramen_bench.tables import Gold, Table
from duramen_corpora.predictions import Prediction
from duramen_corpora.schema import Page


def with_answers(board: Board, gold: Gold, tables: Mapping[str, Table], workers: int = 1) -> Carried:
    """Return the board's texts with the answers of these tools, in place of any that they had."""
    from duramen_bench.published import unpack

    shown = {name: page for blob in (board.texts or Carried()).blobs for name, page in unpack(blob).items()}
    if not shown:
        return Carried()
    wanted = {tool: table for tool, table in tables.items() if _kind(table) in ("ours", "rival")}
    places = [i for i, page in enumerate(gold.pages) if page.id in shown]
    pages = [gold.pages[i] for i in places]
    answers = [{tool: table.predictions[i] for tool, table in wanted.items()} for i in places]
    old = [shown[page.id] for page in pages]
    new = each_page(with_old, pages, answers, old, workers=workers, desc=f"pages of {board.score.corpus}")
    return chunked(board.score.corpus, {**shown, **dict(zip((page.id for page in pages), new, strict=True))})


def _kind(table: Table) -> str:
    return table.run.options.get("bench.kind", kind_of(table.run.tool))


def with_old(page: Page, answers: dict[str, Prediction], old: Mapping[str, Any]) -> dict[str, Any]:
    """Return the page as it is shown, with these answers beside the old ones of other tools."""
    reference = refer(page)
    new = compact(inspection(page, reference, answers))
    if [block[0] for block in new["blocks"]] == [block[0] for block in old["blocks"]] and new["gold"] == old["gold"]:
        return _beside(old, new)
    return compact(inspection(page, reference, {**_answers(old), **answers}))


def _beside(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    stay = [i for i, tool in enumerate(old["tools"]) if tool not in new["tools"]]

    def both(mine: list[Any], added: list[Any]) -> list[Any]:
        return [*(mine[i] for i in stay), *added]

    return {
        **new,
        "tools": both(old["tools"], new["tools"]),
        "answers": both(old["answers"], new["answers"]),
        **{
            part: [[*b[:-1], both(a[-1], b[-1])] for a, b in zip(old[part], new[part], strict=True)]
            for part in ("blocks", "snippets")
        },
    }


def _answers(shown: Mapping[str, Any]) -> dict[str, Prediction]:
    pairs = zip(shown["tools"], shown["answers"], strict=True)
    return {tool: Prediction("", _text(shown["gold"] or "", answer), error=answer["error"]) for tool, answer in pairs}


def _text(gold: str, answer: Mapping[str, Any]) -> str:
    """Return an answer, of lengths in the gold (in UTF-16 units) and texts that are not in it."""
    units, at, parts = gold.encode("utf-16-le", "surrogatepass"), 0, []
    for sign, what in answer["ops"]:
        if isinstance(what, str):
            parts.append(what)
            continue
        if sign == "=":
            parts.append(units[2 * at : 2 * (at + what)].decode("utf-16-le", "surrogatepass"))
        at += what
    return "".join(parts)
