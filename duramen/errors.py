"""The exceptions of all four packages.

    DuramenError            a message for people, with the cure in it; the command prints it and exits with `exit_code`
    ├── UsageError          exit 2: an unknown name, a wrong option, a missing file, a missing extra
    └── DataError           exit 1: an archive cut short, a half-written results file, weights that fail their checksum

Pages never raise: a page that is not HTML, or has nothing to extract, gives an empty result that says why.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import ClassVar


class DuramenError(Exception):
    """Base of everything that Duramen raises on purpose."""

    exit_code: ClassVar[int] = 1


class UsageError(DuramenError):
    """The call cannot be carried out as asked; the message says what to type instead."""

    exit_code: ClassVar[int] = 2


class DataError(DuramenError):
    """A file does not hold what it should; the message names the file and what is wrong with it."""


def unknown_name(kind: str, name: str, known: Iterable[str]) -> UsageError:
    """Return the error for a name that no registry has, with the nearest names and all that there are."""
    names = sorted(known)
    close = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
    hint = f" Did you mean {' or '.join(close)}?" if close else ""
    return UsageError(f"unknown {kind} '{name}'.{hint} There are: {', '.join(names)}.")


def missing_extra(extra: str, module: str | None) -> UsageError:
    """Return the error for a part of Duramen whose optional dependencies are not installed."""
    what = module or "a package"
    return UsageError(f"this needs {what}, which is not installed. Type: pip install 'duramen[{extra}]'")
