"""`duramen extract`: the main content of pages."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from duramen.cli.options import Encoding, Favor, Policy, Url, Weights, read_page


def extract(
    page: Annotated[str, typer.Argument(help="An HTML file, or - for standard input.")],
    url: Url = None,
    encoding: Encoding = None,
    policy: Policy = "broad",
    favor: Favor = 0.5,
    weights: Weights = None,
    output: Annotated[str, typer.Option("--format", help="What is printed: text, markdown, html or json.")] = "text",
    links: Annotated[str, typer.Option(help="Links of Markdown and HTML: inline, reference or none.")] = "inline",
    with_metadata: Annotated[bool, typer.Option("--with-metadata", help="Put title, authors, date … first.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Short for --format json: all blocks, with roles.")] = False,
) -> None:
    """Print the main content of a page. Exits 1 where there is none, and says why."""
    from duramen.extractor import Extractor

    document = Extractor(weights)(read_page(page), url, encoding=encoding, policy=policy, favor=favor)  # type: ignore[arg-type]
    if as_json or output == "json":
        typer.echo(json.dumps(document.to_dict(), ensure_ascii=False, indent=1))
    elif rendered := document.render(output, links):  # type: ignore[arg-type]
        if with_metadata and output != "html":
            typer.echo(document.metadata.front_matter())
        typer.echo(rendered)
    if document.problem:
        typer.echo(f"duramen: {page}: {document.problem}", err=True)
    if not document.text:
        if not document.problem:
            typer.echo(f"duramen: {page}: nothing on it looks like main content", err=True)
        raise typer.Exit(1)
