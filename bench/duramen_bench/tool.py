"""What a tool is: its row in the table, what it is told about a page, and what it is to the harness."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

#: `research` is ours too, by weights that nobody is given: it shows what they would be worth, and has no rank.
Kind = Literal["ours", "rival", "research", "floor", "ceiling"]


@dataclass(frozen=True, slots=True)
class Input:
    """All that a tool is told about a page; gold, labels and page type are not among it.

    `text` is `html` decoded by the WHATWG rules before the clock starts, the same for every tool: nobody loses, or is
    slower, for a charset. A tool takes whichever of the two it likes.
    """

    html: bytes
    text: str
    url: str


Extract = Callable[[Input], str | None]


@dataclass(frozen=True, slots=True)
class Tool:
    """One row of the leaderboard before it has any numbers.

    `adapter` is "module:object" of a `load(**options) -> Extract`. `packages` are the distributions whose versions are
    shown, the tool's own first. `trained_on` maps a corpus to the source that says so; `trained_on_probe` is
    "module:object" of a function that finds it out (weights know what they saw), `trained_hosts_probe` of one that
    returns corpus → hosts. `ranked` is False for rows that are
    there for their timing alone. `environment` names the environment of its own that the tool runs in (see
    `environments`); without one it runs in the bench's. `unavailable` says why a tool that others quote is not run
    here: its row stays, so that a table can say so.
    """

    name: str
    title: str
    adapter: str
    kind: Kind = "rival"
    packages: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    summary: str = ""
    homepage: str = ""
    licence: str = ""
    trained_on: Mapping[str, str] = field(default_factory=dict)
    trained_on_probe: str | None = None
    trained_hosts_probe: str | None = None
    ranked: bool = True
    default: bool = True
    environment: str = ""
    unavailable: str = ""
