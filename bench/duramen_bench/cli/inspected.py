"""One page as lines for a terminal: gold, answers with their differences marked, scores, and who kept which block."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from duramen_bench.cli.aligned import fitted, number, table, width, wrapped
from duramen_bench.cli.marked import marked
from duramen_bench.inspection import middle
from duramen_bench.wording import compare_words
from duramen_corpora.words import tokeniser

FEW: Final = 4  # tools whose answers are written out if none were named; more fill screens
#: As in `duramen corpora show`: half or more of a block, some of it, nothing.
_SIGNS: Final = ((0.5, "●"), (1e-9, "◐"), (0.0, "○"))


def coloured() -> bool:
    """Whether standard output shows colours, and nobody asked for none."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def inspected_lines(
    found: Mapping[str, Any], texts: Mapping[str, str], chosen: Sequence[str], full: bool
) -> Iterator[str]:
    """Yield an `inspection` with `scores` by tool, and `agreement` where there is no gold; `chosen` are written out.

    `texts` are the answers as they came. Without `full`, long pieces and blocks that nobody kept are left out.
    """
    yield found["id"]  # whole, to be copied
    if found["url"]:
        yield fitted("", found["url"])
    yield from filter(None, [" ".join(filter(None, (found["host"], found["type"], found["language"])))])
    if found["gold"] is None:
        yield from _no_gold(found)
    else:
        yield ""
        yield f"gold, {_count(found['gold']):,} words"
        yield from marked([["=", found["gold"]]], width() - 1, False, full)
    yield from _scores(found["answers"])
    yield from _snippets(found)
    best = middle(found.get("agreement", {}))
    for tool in chosen:
        yield ""
        yield from _heading(tool, found, best)
        yield from marked(_ops(tool, found, texts, best), width() - 1, coloured(), full)
    yield from _blocks(found, full)


def _count(text: str) -> int:
    return len(tokeniser(text)(text))


def _no_gold(found: Mapping[str, Any]) -> Iterator[str]:
    yield "no gold text: what follows says who agrees with whom, not who is right"
    yield ""
    header = ("", "words", "agreement (mean word F1 with the others)")
    rows = [
        (tool, "failed", "")
        if answer["error"]
        else (tool, f"{sum(_count(text) for _, text in answer['ops']):,}", number(found["agreement"][tool]))
        for tool, answer in found["answers"].items()
    ]
    yield from table([header, *rows])


def _heading(tool: str, found: Mapping[str, Any], best: str | None) -> Iterator[str]:
    answer = found["answers"][tool]
    if answer["error"]:
        yield from wrapped(f"{tool} failed: {answer['error']}")
    elif found["gold"] is not None:
        yield f"{tool}, {answer['missing']:,} words missing, {answer['extra']:,} extra"
    else:
        yield f"{tool}" if tool == best or best is None else f"{tool}, against {best}"


def _ops(tool: str, found: Mapping[str, Any], texts: Mapping[str, str], best: str | None) -> list[list[str]]:
    answer = found["answers"][tool]
    if answer["error"]:
        return []
    if found["gold"] is None and best is not None and tool != best:
        return compare_words(texts[best], texts[tool])
    ops: list[list[str]] = answer["ops"]
    return ops


def _scores(answers: Mapping[str, Any]) -> Iterator[str]:
    """Yield every metric: a column a tool where few, a row a tool where many."""
    metrics = list(dict.fromkeys(name for answer in answers.values() for name in answer["scores"]))
    if not metrics:
        return
    rows = [["", *answers]]
    rows += [[name, *(number(answer["scores"].get(name, math.nan)) for answer in answers.values())] for name in metrics]
    if any(answer["error"] for answer in answers.values()):
        rows.append(["failed", *("x" if answer["error"] else "" for answer in answers.values())])
    yield ""
    yield from table(rows if len(answers) <= FEW else [list(row) for row in zip(*rows, strict=True)])


def _snippets(found: Mapping[str, Any]) -> Iterator[str]:
    if not found["snippets"]:
        return
    yield ""
    yield from _legend("snippets (● in the answer, ○ not)", found["answers"])
    for snippet in found["snippets"]:
        signs = "".join("●" if snippet["by"][tool] else "○" for tool in found["answers"])
        yield fitted(f"  {signs}  {'wanted  ' if snippet['wanted'] else 'unwanted'}  ", snippet["text"])


def _legend(what: str, tools: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the columns of signs are."""
    yield from wrapped(f"{what}, from left to right: {', '.join(tools)}")


def _blocks(found: Mapping[str, Any], full: bool) -> Iterator[str]:
    blocks = [block for block in found["blocks"] if full or block["kept"] or any(block["by"].values())]
    if not blocks:
        return
    yield ""
    known = found["gold"] is not None or blocks[0]["kept"] is not None
    signs = "● half or more, ◐ some, ○ none"
    if known and not all(block["kept"] or block["judged"] for block in blocks):
        signs += ", ~ does not count: the gold has the same text elsewhere"
    yield from _legend(f"blocks ({signs})", ({"gold": 0} if known else {}) | found["answers"])
    roles = max(len(block["role"] or "") for block in blocks)
    for block in blocks:
        gold = ("●" if block["kept"] else "○" if block["judged"] else "~") + " " if known else ""
        signs = "".join(next(sign for least, sign in _SIGNS if share >= least) for share in block["by"].values())
        role = f"{(block['role'] or '').ljust(roles)}  " if roles else ""
        yield fitted(f"  {gold}{signs}  {role}", block["text"])
    hidden = len(found["blocks"]) - len(blocks)
    if hidden:
        yield f"  and {hidden:,} blocks that nobody kept (--full shows them)"
