"""`duramen bench inspect`: one page, what each tool made of it, and which of its blocks got through."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
_Html = Annotated[
    Path | None, typer.Option("--html", help="Write one self-contained HTML file instead, and print its path.")
]


def inspect(
    page: _PageName,
    corpus: _Corpus = None,
    tools: _Tools = None,
    out: Out = Path("out/bench"),
    source: Source = None,
    full: _Full = False,
    html: _Html = None,
    as_json: Json = False,
) -> None:
    """Look at one page: gold, answers with missing and extra words marked, scores, and who kept which block.

    A page with predictions is read from the run directory. An HTML file is run through the tools here and now; it has
    no gold, so answers are held against the one that agrees best with all others. An HTML file that --html writes holds
    the page's text: what others publish is for your own eyes there.
    """
    known, answers = _find(page, corpus, tools, out, source)
    found = _inspected(known, answers)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=1))
    elif html:
        from duramen_bench.report.inspected import write_inspected

        write_inspected(found, list(answers) if tools else None, html)
        typer.echo(html)
    else:
        _print(found, {tool: p.text or "" for tool, p in answers.items()}, bool(tools), full)


def _inspected(page: Page, answers: Mapping[str, Prediction]) -> dict[str, Any]:
    """Return the page's `inspection`, with scores by tool, and who agrees with whom where there is no gold text."""
    from duramen_bench.inspection import agreement, inspection, page_scores
    from duramen_bench.references import refer

    reference = refer(page)
    found = inspection(page, reference, answers)
    for tool, prediction in answers.items():
        found["answers"][tool]["scores"] = page_scores(page, reference, prediction)
    if page.text is None:
        found["agreement"] = agreement({tool: p.text or "" for tool, p in answers.items() if not p.error})
    return found


def _print(found: Mapping[str, Any], texts: Mapping[str, str], named: bool, full: bool) -> None:
    from duramen_bench.cli.inspected import FEW, coloured, inspected_lines

    chosen = list(texts) if named or full or len(texts) <= FEW else []
    for line in inspected_lines(found, texts, chosen, full):
        typer.echo(line, color=coloured())
    if not chosen:
        typer.echo(f"{len(texts)} answers: name some with --tools to read them", err=True)


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
