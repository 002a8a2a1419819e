"""The options that the verbs of the core share."""

from __future__ import annotations

from typing import Annotated, Any

import typer

Url = Annotated[str | None, typer.Option("--url", help="The page's address: what its links are relative to.")]
Encoding = Annotated[str | None, typer.Option("--encoding", help="The charset that the server declared.")]
Policy = Annotated[str, typer.Option("--policy", help="What is kept: broad, body, article or comments.")]
Favor = Annotated[float, typer.Option("--favor", help="The dial, from recall (0.0) to precision (1.0).")]
Weights = Annotated[
    str | None,
    typer.Option(
        "--weights", help="Shipped weights by name, a folder of weights, or OWNER/NAME[@REVISION] on the Hub."
    ),
]
Public = Annotated[bool, typer.Option("--public", help="A new repository is for all to see.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="List what would be sent, and send nothing.")]
Roles = Annotated[str | None, typer.Option("--roles", help="Keep exactly these roles, comma-separated.")]


def split_roles(roles: str | None) -> tuple[Any, ...] | None:
    """Return the roles that an option names; the extractor checks them."""
    return None if roles is None else tuple(part.strip() for part in roles.split(",") if part.strip())
