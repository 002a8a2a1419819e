"""What the verbs of the core share: options, and reading one page."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from duramen.errors import UsageError

Url = Annotated[str | None, typer.Option("--url", help="The page's address: what its links are relative to.")]
Encoding = Annotated[str | None, typer.Option("--encoding", help="The charset that the server declared.")]
Policy = Annotated[str, typer.Option("--policy", help="What is kept: broad, body, article or comments.")]
Favor = Annotated[float, typer.Option("--favor", help="The dial, from recall (0.0) to precision (1.0).")]
Weights = Annotated[str | None, typer.Option("--weights", help="Shipped weights by name, or a folder of weights.")]


def read_page(page: str) -> bytes:
    """Return the bytes of a file, or of standard input (`-`). Raises UsageError where they cannot be read."""
    if page == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(page).read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {page}: {error.strerror}. Give an HTML file, or - for standard input") from error
