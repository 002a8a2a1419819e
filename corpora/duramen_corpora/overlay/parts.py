"""What stands around the two panes: facts, legend, ribbon, hidden blocks; and the start tag of a block."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from itertools import accumulate, chain, groupby
from typing import Final

from duramen.roles import Role
from duramen.xpaths import paths
from duramen_corpora.examine import Examined

#: Two letters a role: told apart without colours.
CODES: Final[dict[Role, str]] = {
    "main": "Ma",
    "title": "Ti",
    "comment": "Co",
    "meta": "Me",
    "navigation": "Na",
    "header": "He",
    "sidebar": "Si",
    "footer": "Fo",
    "related": "Re",
    "promotion": "Pr",
    "notice": "No",
    "control": "Ct",
}
_BINS: Final = 600  # of the ribbon: finer than a screen shows
_LISTED: Final = 200  # hidden blocks
_LONG_PATH: Final = 300  # characters of an XPath: pages nested a thousand deep would fill the file with them


def block_tags(examined: Examined) -> Callable[[int], str]:
    """Return what writes a block's start tag; it must be asked in order, since XPaths are made one by one."""
    names, reasons, words = examined.roles.names, examined.roles.reasons, examined.words
    xpaths = paths(examined.parsed.elements)
    shares = None if examined.alignment is None else examined.alignment.matched.tolist()

    def start(i: int) -> str:
        kind = f"b r-{names[i] or 'none'} g-{examined.states[i]}" + (" hid" if examined.hidden[i] else "")
        facts = {"w": str(words[i]), "s": "" if shares is None else f"{shares[i]:.2f}", "x": _short(next(xpaths))}
        facts["y"] = reasons[i] if reasons else ""
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
    return "".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in rows)


def legend(examined: Examined) -> str:
    """Return a button a role, with the number of blocks and words: pressed, only its blocks are shown."""
    counts = examined.counts(examined.roles.names)
    return "".join(_chip(role, *counts[role]) for role in CODES if role in counts)


def _chip(role: Role, blocks: int, words: int) -> str:
    said = f'<b aria-hidden="true">{CODES[role]}</b> {role} <small>{blocks:,} · {words:,} words</small>'
    return f'<button type="button" class="chip r-{role}" data-role="{role}" aria-pressed="false">{said}</button>'


def states(examined: Examined) -> dict[str, str]:
    """Return, per state of gold, what the switches say beside its name."""
    counts = examined.counts(examined.states)
    whole, part, noise = (counts.get(state, (0, 0)) for state in ("gold", "part", "noise"))
    missed = 0 if examined.alignment is None else int((examined.alignment.found < 0).sum())
    return {
        "all": f"{len(examined.parsed):,}",
        "gold": f"{whole[0] + part[0]:,} · {whole[1] + part[1]:,} words",
        "noise": f"{noise[0]:,} · {noise[1]:,} words",
        "missed": f"{missed:,} gold words",
    }


def first_gold(examined: Examined) -> str:
    """Return a link to the first block that is gold: menus often fill the screens before it."""
    first = next((i for i, state in enumerate(examined.states) if state == "gold"), None)
    return "" if first is None else f'<a href="#b{first}">first gold: block {first}</a>'


def first_missed(examined: Examined) -> str:
    """Return a link to the first gold that is not in the page."""
    missed = examined.alignment is not None and bool((examined.alignment.found < 0).any())
    return '<a href="#missed">next missed</a>' if missed else ""


def ribbon(examined: Examined) -> str:
    """Return the page as a strip, as wide as it has words: roles above, gold below."""
    ends = list(accumulate(max(n, 1) for n in examined.words))
    if not ends:
        return ""
    middles = [(i + 0.5) * ends[-1] / _BINS for i in range(_BINS)]
    blocks = [bisect_right(ends, middle) for middle in middles]
    gold = _row([f"g-{examined.states[block]}" for block in blocks], blocks, 8, 4)
    if not any(examined.roles.names):
        return _strip("gold", 8, 4, gold)
    roles = _row([f"r-{examined.roles.names[block] or 'none'}" for block in blocks], blocks, 0, 7)
    return _strip("roles above, gold below", 0, 12, chain(roles, gold))


def _strip(what: str, top: int, height: int, boxes: Iterable[str]) -> str:
    said = f"The page from start to end, by words: {what}"
    size = f'viewBox="0 {top} {_BINS} {height}" preserveAspectRatio="none"'
    return f'<svg id="ribbon" {size} role="img" aria-label="{said}">{"".join(boxes)}</svg>'


def _row(kinds: Sequence[str], blocks: Sequence[int], top: int, height: int) -> Iterator[str]:
    """Yield a rectangle for each stretch of bins of one kind."""
    for kind, places in groupby(range(len(kinds)), key=lambda i: kinds[i]):
        stretch = list(places)
        box = f'x="{stretch[0]}" y="{top}" width="{len(stretch)}" height="{height}"'
        yield f'<rect class="{kind}" {box} data-b="{blocks[stretch[0]]}"/>'


def hidden_blocks(examined: Examined) -> str:
    """Return the list of the blocks that the page hides, or nothing where it hides none."""
    every = [i for i, hidden in enumerate(examined.hidden) if hidden]
    if not every:
        return ""
    items = "".join(
        f'<li><a href="#b{i}" class="to">{i}</a> {_start(examined.parsed.texts[i])}</li>' for i in every[:_LISTED]
    )
    more = f"<li>and {len(every) - _LISTED:,} more</li>" if len(every) > _LISTED else ""
    noun = "block is" if len(every) == 1 else "blocks are"
    said = f"{len(every):,} {noun} hidden by the page"
    return f'<details class="hides"><summary>{said}</summary><ul>{items}{more}</ul></details>'


def _start(text: str) -> str:
    words = " ".join(text.split())
    return escape(words if len(words) <= 80 else words[:79] + "…", quote=False)


def _short(xpath: str) -> str:
    return xpath if len(xpath) <= _LONG_PATH else "…" + xpath[-_LONG_PATH:]
