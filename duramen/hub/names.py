"""What a repository on the Hub is called, and at which revision: `owner/name`, `owner/name@v1`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from duramen.errors import UsageError

#: As `huggingface_hub.utils.validate_repo_id` has it, with an owner.
_ID: Final = r"\b[\w.-]+\b/\b[\w.-]{1,96}\b"
_NAMED: Final = re.compile(rf"(?P<id>{_ID})(?:@(?P<revision>[^\s@]+))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Named:
    """A repository, and the branch, tag or commit that is meant (None: the default branch)."""

    id: str
    revision: str | None = None

    def __str__(self) -> str:
        return f"{self.id} at {self.revision}" if self.revision else self.id


def named(text: str) -> Named | None:
    """Return the repository that `owner/name` or `owner/name@revision` names; None where it names none."""
    found = _NAMED.fullmatch(text)
    if found is None or "--" in found["id"] or ".." in found["id"] or found["id"].endswith(".git"):
        return None
    return Named(found["id"], found["revision"])


def check_repository(repository: str, example: str = "YOURNAME/NAME") -> None:
    """Raise UsageError for what is no repository's name; `example` is what to type instead."""
    found = named(repository)
    if found is None or found.revision is not None:
        raise UsageError(f"'{repository}' is no repository on the Hub. Type: {example}")
