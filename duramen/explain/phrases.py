"""Kinds of values that features have, each as a function from what it is of to a phrase that says a value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from duramen.blocks import TAGS

Phrase = Callable[[float], str]

_LEVELS: Final = 8  # regions that features climb
_NEVER: Final = 900  # blocks: features write "none" as 999 and more


def share(of: str) -> Phrase:
    return lambda v: f"{round(100 * v)} % {of}"


def count(one: str, many: str | None = None, lead: str = "it has") -> Phrase:
    return lambda v: f"{lead} {v:,.0f} {one if round(v) == 1 else many or one + 's'}"


def number(what: str, digits: int = 0) -> Phrase:
    return lambda v: f"{what} {v:,.{digits}f}"


def either(yes: str, no: str) -> Phrase:
    return lambda v: yes if v > 0.5 else no


def words_of(whose: str) -> Phrase:
    return lambda v: f"{whose} has {v:,.0f} words" if v >= 0 else f"without {whose}"


def tag(what: str) -> Phrase:
    return lambda v: f"{what} is a <{TAGS[int(v)]}>"


def score(whose: str) -> Phrase:
    return lambda v: f"{whose} are those of {'content' if v > 0 else 'noise'}"


def since(what: str, never: str, here: str) -> Phrase:
    """Of a distance in blocks: `here` at 0, `never` where there is nothing to be that far from."""

    def phrase(v: float) -> str:
        return here if v == 0 else never if not 0 < v < _NEVER else f"{v:,.0f} {'block' if v == 1 else 'blocks'} {what}"

    return phrase


def away(what: str) -> Phrase:
    """Of a distance as a share of the page: 0 inside, negative after it."""

    def phrase(v: float) -> str:
        return (
            f"in {what}" if v == 0 else f"{round(100 * abs(v))} % of the page {'before' if v > 0 else 'after'} {what}"
        )

    return phrase


def level(what: str) -> Phrase:
    """Of a distance up the tree: how many regions up from the block another one is inside too."""

    def phrase(v: float) -> str:
        if v > _LEVELS:
            return f"the page has no {what}"
        if v == _LEVELS:
            return f"far from {what} in the tree"
        return f"in one region with {what}" if v == 0 else f"{v:.0f} regions up it meets {what}"

    return phrase
