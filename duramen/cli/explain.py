"""`duramen explain`: why each block of a page is kept or removed, in the terminal, as JSON, or as an HTML file."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Final

import typer

from duramen.cli.options import Encoding, Favor, Policy, Roles, Url, Weights, split_roles
from duramen.cli.terminal import STYLES, clip, echo, write_html
from duramen.errors import UsageError, unknown_name
from duramen.roles import ROLES

if TYPE_CHECKING:
    from duramen.explain import Explanation, Why

_KINDS: Final = ("kept", "removed", "hidden", *ROLES)
_LEAST: Final = 20  # columns of text, however narrow the terminal
_REASONS: Final = 3  # a block

_Html = Annotated[
    str | None, typer.Option("--html", metavar="FILE", help="Write the page, tinted, with its reasons; - is stdout.")
]
_Only = Annotated[
    str | None,
    typer.Option("--only", metavar="WHAT", help="Only blocks that are kept, removed, hidden, or of this role."),
]


def explain(
    page: Annotated[str, typer.Argument(help="An HTML file, or - for standard input.")],
    html: _Html = None,
    only: _Only = None,
    url: Url = None,
    encoding: Encoding = None,
    policy: Policy = "broad",
    favor: Favor = 0.5,
    roles: Roles = None,
    weights: Weights = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON: all blocks, with all reasons.")] = False,
) -> None:
    """Say of every block of a page why it is kept or removed.

    A line a block: ● kept or ○ removed, ~ where the page hides it, its probability, its role, its text; beneath it what
    moved it, in log-odds, towards content (+) or noise (-).
    """
    from duramen.cli.inputs import read_page
    from duramen.extractor import Extractor
    from duramen.hub.fetch import located

    if html is not None and (only or as_json):
        raise UsageError("--html goes with no other view: the file has switches of its own, and --json has everything")
    if only is not None and only not in _KINDS:
        raise unknown_name("kind of block", only, _KINDS)
    asked = {"policy": policy, "favor": favor, "roles": split_roles(roles), "tree": True}
    document = Extractor(located(weights))(read_page(page), url, encoding=encoding, **asked)  # type: ignore[arg-type]
    explanation = document.explain()
    if html is not None:
        from duramen.explain.picture import picture

        write_html(picture(explanation), html, len(explanation))
    elif as_json:
        typer.echo(json.dumps(explanation.to_dict(), ensure_ascii=False, indent=1))
    else:
        for line in _lines(explanation, only):
            echo(line)
    if document.problem:
        typer.echo(f"duramen: {page}: {document.problem}", err=True)


def _lines(explanation: Explanation, only: str | None) -> Iterator[str]:
    room = shutil.get_terminal_size().columns
    yield explanation.summary
    for why in explanation:
        if only is None or _is(why, only):
            yield ""
            yield _line(why, room)
            for reason in why.reasons[:_REASONS]:
                yield typer.style(f"            {reason.weight:+.1f} {clip(reason.text, room - 18)}", dim=True)
    if explanation.hidden and only is None:
        yield ""
        yield f"{len(explanation.hidden):,} blocks are hidden by the page (~): --only hidden lists them"


def _is(why: Why, what: str) -> bool:
    block = why.block
    return {"kept": block.kept, "removed": not block.kept, "hidden": block.hidden}.get(what, block.role == what)


def _line(why: Why, room: int) -> str:
    block = why.block
    start = f"{block.index:5} {'●' if block.kept else '○'}{'~' if block.hidden else ' '}{block.probability:.2f} "
    start += f"{block.role:10} "
    weight = {"bold": True} if block.kept else {"dim": True}
    return typer.style(start, **STYLES[block.role]) + typer.style(
        clip(block.text, max(room - len(start), _LEAST)), **weight
    )
