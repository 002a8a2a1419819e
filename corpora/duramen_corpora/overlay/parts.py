"""What stands around the page and its gold: facts, switches, links, keys; and the start tag of a block."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Final

from duramen.overlay import parts as around
from duramen.xpaths import paths
from duramen_corpora.examine import Examined

KEYS: Final = (
    ("j k", "next block, the one before"),
    ("Enter", "from a block to its gold"),
    ("m", "next gold that is not in the page"),
    ("1 2 3 4", "all, gold, noise, missed"),
    ("r", "roles on or off"),
)


def block_tags(examined: Examined) -> Callable[[int], str]:
    """Return what writes a block's start tag; it must be asked in order, since XPaths are made one by one."""
    names, reasons, words = examined.roles.names, examined.roles.reasons, examined.words
    xpaths = paths(examined.parsed.elements)
    shares = None if examined.alignment is None else examined.alignment.matched.tolist()

    def start(i: int) -> str:
        kind = f"b r-{names[i] or 'none'} g-{examined.states[i]}" + (" hid" if examined.hidden[i] else "")
        facts = {"w": str(words[i]), "s": "" if shares is None else f"{shares[i]:.2f}"}
        facts |= {"x": around.short(next(xpaths)), "y": reasons[i] if reasons else ""}
        data = "".join(f' data-{key}="{escape(value)}"' for key, value in facts.items() if value)
        return f'<span class="{kind}" id="b{i}" tabindex="{-1 if i else 0}"{data}>'

    return start


def facts(examined: Examined) -> str:
    """Return the facts about the page, as the entries of a `dl`."""
    page, alignment = examined.page, examined.alignment
    rows = [("type", page.page_type or "unknown"), ("language", page.language or "unknown"), ("split", page.split)]
    rows += [("blocks", f"{len(examined.parsed):,}"), ("words", f"{sum(examined.words):,}")]
    if alignment is not None:
        rows += [("gold words", f"{len(alignment.found):,}"), ("gold found", f"{alignment.gold_found:.1%}")]
    if examined.oracle_f1 is not None:
        rows += [("oracle word F1", f"{examined.oracle_f1:.3f}")]
    if examined.roles.source:
        rows += [("roles from", examined.roles.source)]
    return around.facts(rows)


def states(examined: Examined) -> list[tuple[str, str, str]]:
    """Return, per state of gold, its name, its sign, and what the switch says beside them."""
    counts = examined.counts(examined.states)
    whole, part, noise = (counts.get(state, (0, 0)) for state in ("gold", "part", "noise"))
    missed = 0 if examined.alignment is None else int((examined.alignment.found < 0).sum())
    return [
        ("all", "", f"{len(examined.parsed):,}"),
        ("gold", "●", f"{whole[0] + part[0]:,} · {whole[1] + part[1]:,} words"),
        ("noise", "○", f"{noise[0]:,} · {noise[1]:,} words"),
        ("missed", "⌀", f"{missed:,} gold words"),
    ]


def first_gold(examined: Examined) -> str:
    """Return a link to the first block that is gold: menus often fill the screens before it."""
    first = next((i for i, state in enumerate(examined.states) if state == "gold"), None)
    return "" if first is None else f'<a href="#b{first}">first gold: block {first}</a>'


def first_missed(examined: Examined) -> str:
    """Return a link to the first gold that is not in the page."""
    missed = examined.alignment is not None and bool((examined.alignment.found < 0).any())
    return '<a href="#missed">next missed</a>' if missed else ""
