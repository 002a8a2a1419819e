"""What is said to the person: on standard error, so that standard output is data alone."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any


def talk(message: str) -> None:
    """Say something without breaking a progress bar."""
    from tqdm import tqdm

    tqdm.write(message, file=sys.stderr)


def progress(over: Iterable[Any] | None = None, **options: Any) -> Any:
    """Return a tqdm bar; in a log, where a bar is a line each time, it moves every ten seconds."""
    from tqdm import tqdm

    pause = 0.1 if sys.stderr.isatty() else 10.0
    return tqdm(over, file=sys.stderr, mininterval=pause, **options)
