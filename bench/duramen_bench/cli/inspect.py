"""`duramen bench inspect`: one page, what each tool made of it, and which of its blocks got through."""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from duramen_bench.cli.options import Json, Out, Source

if TYPE_CHECKING:
    from duramen.errors import UsageError
    from duramen_corpora.predictions import Prediction
    from duramen_corpora.schema import Page

_PageName = Annotated[
    str, typer.Argument(metavar="PAGE", help="A page's id (its start, if no other starts so), or an HTML file.")
]
_Corpus = Annotated[str | None, typer.Option("--corpus", help="The page's corpus, where several have that id.")]
_Tools = Annotated[
    str | None,
    typer.Option("--tools", help="Comma-separated; default: all with predictions, for a file the set 'default'."),
]
_Full = Annotated[bool, typer.Option("--full", help="Leave out nothing: whole texts, and blocks that nobody kept.")]
_TEXTS: Final = 4  # tools whose answers are written out if none were named; more fill screens
#: As in `duramen corpora show`: half or more of a block, some of it, nothing.
_SIGNS: Final = ((0.5, "●"), (1e-9, "◐"), (0.0, "○"))


def inspect(
    page: _PageName,
    corpus: _Corpus = None,
    tools: _Tools = None,
    out: Out = Path("out/bench"),
    source: Source = None,
    full: _Full = False,
    as_json: Json = False,
) -> None:
    """Look at one page: gold, answers with missing and extra words marked, scores, and who kept which block.

    A page with predictions is read from the run directory. An HTML file is run through the tools here and now; it has
    no gold, so answers are held against the one that agrees best with all others.
    """
    from duramen_bench.inspection import agreement, inspection, page_scores
    from duramen_bench.references import refer

    known, answers = _find(page, corpus, tools, out, source)
    reference = refer(known)
    found = inspection(known, reference, answers)
    for tool, prediction in answers.items():
        found["answers"][tool]["scores"] = page_scores(known, reference, prediction)
    if known.text is None:
        found["agreement"] = agreement({tool: p.text or "" for tool, p in answers.items() if not p.error})
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    chosen = list(answers) if tools or full or len(answers) <= _TEXTS else []
    for line in _lines(found, {tool: p.text or "" for tool, p in answers.items()}, chosen, full):
        typer.echo(line, color=_colour())
    if not chosen:
        typer.echo(f"{len(answers)} answers: name some with --tools to read them", err=True)


def _find(
    name: str, corpus: str | None, tools: str | None, out: Path, source: str | None
) -> tuple[Page, dict[str, Prediction]]:
    from duramen.errors import DataError, UsageError
    from duramen_bench import at_hand

    place = at_hand.find_page(out, name, corpus) if corpus or (out / "predictions").is_dir() else None
    if place is None and Path(name).is_file():
        return _run(Path(name), tools or "default")
    if place is None:
        raise _no_page(name, corpus, out)
    where, page_id = place
    named = [part.strip() for part in (tools or "").split(",") if part.strip()]
    files = at_hand.choose_tools(out, where, named)
    pages = at_hand.pages(out, where, {page_id}, source)
    if page_id not in pages:
        raise UsageError(
            f"{where} has no page {page_id} any more: another revision? Type: duramen corpora info {where}"
        )
    answers = at_hand.answers(files, [page_id])[page_id]
    lacking = [tool for tool in files if tool not in answers]
    if lacking:
        raise DataError(f"{lacking[0]} has no answer for {page_id}: {files[lacking[0]]} is over other pages")
    return pages[page_id], answers


def _run(path: Path, tools: str) -> tuple[Page, dict[str, Prediction]]:
    from duramen_bench.live import read_page, run_page
    from duramen_bench.registry import choose
    from duramen_bench.sandbox import Limits

    chosen = choose(tools)
    page = read_page(path)
    return page, run_page(page, chosen, Limits())


def _no_page(name: str, corpus: str | None, out: Path) -> UsageError:
    """Return the error for what is neither a page of a run nor a file."""
    import difflib

    from duramen.errors import UsageError
    from duramen_bench import layout

    if not (out / "predictions").is_dir():
        cure = f"Give an HTML file, or type: duramen bench run CORPUS --out {out}"
        return UsageError(f"'{name}' is no file, and there are no predictions under {out}. {cure}")
    there = [corpus] if corpus else layout.corpora_of(out)
    ids = [page for found in there for page in layout.read_page_set(out, found).ids]
    close = difflib.get_close_matches(name, ids, n=3, cutoff=0.5)
    hint = f" Did you mean {' or '.join(close)}?" if close else f" Ids there look like {ids[0]}." if ids else ""
    return UsageError(f"'{name}' is no page of {', '.join(there)} under {out}, and no file.{hint}")


def _colour() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def _lines(found: Mapping[str, Any], texts: Mapping[str, str], chosen: Sequence[str], full: bool) -> Iterator[str]:
    from duramen_bench.cli.aligned import fitted, width
    from duramen_bench.cli.marked import marked

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
    middle = _middle(found)
    for tool in chosen:
        yield ""
        yield from _heading(tool, found, middle)
        yield from marked(_ops(tool, found, texts, middle), width() - 1, _colour(), full)
    yield from _blocks(found, full)


def _count(text: str) -> int:
    from duramen_corpora.words import tokeniser

    return len(tokeniser(text)(text))


def _no_gold(found: Mapping[str, Any]) -> Iterator[str]:
    from duramen_bench.cli.aligned import number, table

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


def _middle(found: Mapping[str, Any]) -> str | None:
    """Return the tool that agrees best with the others; None where there is a gold, or nobody to agree."""
    shares = {tool: share for tool, share in found.get("agreement", {}).items() if math.isfinite(share)}
    return max(shares, key=lambda tool: shares[tool]) if len(shares) > 1 else None


def _heading(tool: str, found: Mapping[str, Any], middle: str | None) -> Iterator[str]:
    from duramen_bench.cli.aligned import wrapped

    answer = found["answers"][tool]
    if answer["error"]:
        yield from wrapped(f"{tool} failed: {answer['error']}")
    elif found["gold"] is not None:
        yield f"{tool}, {answer['missing']:,} words missing, {answer['extra']:,} extra"
    else:
        yield f"{tool}" if tool == middle or middle is None else f"{tool}, against {middle}"


def _ops(tool: str, found: Mapping[str, Any], texts: Mapping[str, str], middle: str | None) -> list[list[str]]:
    from duramen_bench.wording import compare_words

    answer = found["answers"][tool]
    if answer["error"]:
        return []
    if found["gold"] is None and middle is not None and tool != middle:
        return compare_words(texts[middle], texts[tool])
    ops: list[list[str]] = answer["ops"]
    return ops


def _scores(answers: Mapping[str, Any]) -> Iterator[str]:
    """Yield every metric: a column a tool where few, a row a tool where many."""
    from duramen_bench.cli.aligned import number, table

    metrics = list(dict.fromkeys(name for answer in answers.values() for name in answer["scores"]))
    if not metrics:
        return
    rows = [["", *answers]]
    rows += [[name, *(number(answer["scores"].get(name, math.nan)) for answer in answers.values())] for name in metrics]
    if any(answer["error"] for answer in answers.values()):
        rows.append(["failed", *("x" if answer["error"] else "" for answer in answers.values())])
    yield ""
    yield from table(rows if len(answers) <= _TEXTS else [list(row) for row in zip(*rows, strict=True)])


def _snippets(found: Mapping[str, Any]) -> Iterator[str]:
    from duramen_bench.cli.aligned import fitted

    if not found["snippets"]:
        return
    yield ""
    yield from _legend("snippets (● in the answer, ○ not)", found["answers"])
    for snippet in found["snippets"]:
        signs = "".join("●" if snippet["by"][tool] else "○" for tool in found["answers"])
        yield fitted(f"  {signs}  {'wanted  ' if snippet['wanted'] else 'unwanted'}  ", snippet["text"])


def _legend(what: str, tools: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the columns of signs are."""
    from duramen_bench.cli.aligned import wrapped

    yield from wrapped(f"{what}, from left to right: {', '.join(tools)}")


def _blocks(found: Mapping[str, Any], full: bool) -> Iterator[str]:
    from duramen_bench.cli.aligned import fitted

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
