"""What overlays set around a page: facts, switches, the legend of roles, the page as a ribbon, its hidden blocks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import accumulate, chain, groupby
from typing import Final

from duramen.roles import Role

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
_START: Final = 80  # characters of a block in a list


def facts(rows: Iterable[tuple[str, str]]) -> str:
    """Return facts about the page, as the entries of a `dl`."""
    return "".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in rows)


def keys(rows: Iterable[tuple[str, str]]) -> str:
    """Return the entries of the list of keys: "j k" with what they do."""
    caps = ((" ".join(f"<kbd>{key}</kbd>" for key in names.split()), said) for names, said in rows)
    return "\n".join(f"<div><dt>{names}</dt><dd>{said}</dd></div>" for names, said in caps)


def shows(rows: Iterable[tuple[str, str, str]]) -> str:
    """Return the switches that say what is shown: name, sign, counts. The first is on."""
    return "\n".join(_show(*row, on=not i) for i, row in enumerate(rows))


def _show(name: str, sign: str, count: str, on: bool) -> str:
    mark = f'<i aria-hidden="true">{sign}</i> ' if sign else ""
    radio = f'<input type="radio" name="show" value="{name}"{" checked" if on else ""}>'
    return f"<label>{radio}<span>{mark}{name} <small>{count}</small></span></label>"


def legend(counts: Mapping[str, tuple[int, int]]) -> str:
    """Return a button a role, with the number of blocks and words: pressed, only its blocks are shown."""
    return "".join(_chip(role, *counts[role]) for role in CODES if role in counts)


def _chip(role: Role, blocks: int, words: int) -> str:
    said = f'<b aria-hidden="true">{CODES[role]}</b> {role} <small>{blocks:,} · {words:,} words</small>'
    return f'<button type="button" class="chip r-{role}" data-role="{role}" aria-pressed="false">{said}</button>'


def ribbon(words: Sequence[int], roles: Sequence[str | None] | None, states: Sequence[str], below: str) -> str:
    """Return the page as a strip, as wide as it has words: roles above, states below; `below` says what those are.

    `words`, `roles` and `states` have one entry a block; without roles there is one row. A state gives class `g-…`.
    """
    ends = list(accumulate(max(n, 1) for n in words))
    if not ends:
        return ""
    middles = [(i + 0.5) * ends[-1] / _BINS for i in range(_BINS)]
    blocks = [bisect_right(ends, middle) for middle in middles]
    lower = _row([f"g-{states[block]}" for block in blocks], blocks, 8, 4)
    if roles is None:
        return _strip(below, 8, 4, lower)
    upper = _row([f"r-{roles[block] or 'none'}" for block in blocks], blocks, 0, 7)
    return _strip(f"roles above, {below} below", 0, 12, chain(upper, lower))


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


def hidden_blocks(texts: Sequence[str], every: Sequence[int], opened: bool = False) -> str:
    """Return the list of the blocks `every` that the page hides, or nothing where it hides none."""
    if not every:
        return ""
    items = "".join(f'<li><a href="#b{i}" class="to">{i}</a> {start(texts[i])}</li>' for i in every[:_LISTED])
    more = f"<li>and {len(every) - _LISTED:,} more</li>" if len(every) > _LISTED else ""
    noun = "block is" if len(every) == 1 else "blocks are"
    said = f"{len(every):,} {noun} hidden by the page"
    state = " open" if opened else ""
    return f'<details class="hides"{state}><summary>{said}</summary><ul>{items}{more}</ul></details>'


def start(text: str) -> str:
    """Return the beginning of a block's text, on one line, escaped."""
    words = " ".join(text.split())
    return escape(words if len(words) <= _START else words[: _START - 1] + "…", quote=False)


def short(xpath: str) -> str:
    """Return an XPath, or the end of one that is very long."""
    return xpath if len(xpath) <= _LONG_PATH else "…" + xpath[-_LONG_PATH:]
