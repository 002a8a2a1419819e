"""`duramen bench import` and `setup`: others' predictions, and the environments of tools that have one of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from duramen_bench.cli.options import Out, Source


def import_(
    file: Annotated[Path, typer.Argument(help="JSON: {id: text} or scrapinghub's {id: {articleBody: text}}.")],
    tool: Annotated[str, typer.Option("--tool", help="Name of the row.")],
    corpus: Annotated[str, typer.Option("--corpus", help="Name of the corpus that it is over.")],
    out: Out = Path("out/bench"),
    source: Source = None,
    version: Annotated[str | None, typer.Option("--version", help="The tool's version (default: the file's).")] = None,
    like: Annotated[
        str | None, typer.Option("--like", help="Another version of this tool of ours: it was trained on the same.")
    ] = None,
    trained_on: Annotated[
        list[str] | None,
        typer.Option("--trained-on", help="CORPUS=SOURCE: a corpus it was trained on, and who says so (may repeat)."),
    ] = None,
) -> None:
    """Turn others' predictions into a predictions file and print its path."""
    from duramen_bench import contamination, foreign, layout
    from duramen_bench.registry import find_tool
    from duramen_corpora.predictions import write_predictions

    options = contamination.declared(trained_on or [], find_tool(like) if like else None)
    foreign.read_json(file)  # a bad file is known before a corpus is loaded
    pages = layout.read_corpus(corpus, source)
    if not (layout.predictions_dir(out, corpus) / "pages.json").is_file():
        ids = tuple(page.id for page in pages)
        layout.write_page_set(out, layout.PageSet(corpus, pages[0].revision, ids, len(ids), source))
    wanted = set(layout.read_page_set(out, corpus).ids)
    path = layout.prediction_path(out, corpus, tool)
    write_predictions(path, *foreign.to_predictions(file, tool, [p for p in pages if p.id in wanted], version, options))
    typer.echo(path)


def setup(
    tools: Annotated[
        list[str] | None, typer.Argument(help="Tools whose environments to make, or 'all'. Without: list them.")
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Make again what is there already.")] = False,
) -> None:
    """Make the environments of tools that have one of their own (another Python, Node), and print their paths."""
    from duramen_bench.registry import environments_of
    from duramen_bench.setting_up import make_all

    if not tools:
        for environment, names in environments_of(["all"]):
            state = environment.folder if environment.folder.is_dir() else "not made yet"
            typer.echo(f"{environment.name:14} {', '.join(names)}: {state}")
        return
    for folder in make_all([environment for environment, _ in environments_of(tools)], fresh):
        typer.echo(folder)
