"""An explanation as one HTML file: the page, each block tinted by its role, with the reasons beside it.

    Path("why.html").write_text(picture(document.explain()), "utf-8")

The file fetches nothing and runs nothing of the page (`duramen.overlay`). What was removed is listed by role, and text
that the page hides is listed apart: readers do not see it, and programs that read pages do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from duramen.overlay import Overlay, draw, parts
from duramen.overlay.sanitise import SKIPPED
from duramen.roles import ROLES

if TYPE_CHECKING:
    from duramen.explain import Explanation, Why

_LISTED: Final = 100  # removed blocks of a role
_KEYS: Final = (
    ("j k", "next block, the one before"),
    ("1 2 3 4", "all, kept, removed, hidden"),
    ("r", "roles on or off"),
)
_PROMPT: Final = '<p class="none">Point at a block, tap it, or press <kbd>j</kbd>: here is why.</p>'


def picture(explanation: Explanation) -> str:
    """Return the HTML file of an explained page; a page without blocks gives one that says why."""
    document = explanation.document
    words = document.page.table["words"].tolist()
    roles = [why.block.role for why in explanation]
    states = ["kept" if why.block.kept else "removed" for why in explanation]
    first = next((why.block.index for why in explanation if why.block.kept), None)
    around = Overlay(
        title=f"{document.title or document.url or 'A page'} · explained · Duramen",
        name=escape(document.title or "A page without title"),
        url=document.url or "",
        open_tag=_block_tags(explanation, words),
        style=_asset("explain.css"),
        script=_asset("explain.js"),
        aside="".join(_aside(explanation, words)),
        facts=parts.facts(_facts(explanation, words)),
        ribbon=parts.ribbon(words, roles, states, "kept"),
        shows=parts.shows(_shows(explanation, words)),
        switch='<label class="switch"><input type="checkbox" id="roles"> roles</label>',
        keys=parts.keys(_KEYS),
        legend=parts.legend(_counts(explanation, words)),
        first="" if first is None else f'<a href="#b{first}">first kept: block {first}</a>',
        state='data-roles="yes"',
    )
    return draw(document.page, around)


def _block_tags(explanation: Explanation, words: list[int]) -> Callable[[int], str]:
    def start(i: int) -> str:
        why = explanation[i]
        block = why.block
        kind = f"b r-{block.role} g-{'kept' if block.kept else 'removed'}" + (" hid" if block.hidden else "")
        facts = {"w": str(words[i]), "x": parts.short(block.xpath), "v": why.verdict, "y": _lines(why)}
        data = "".join(f' data-{key}="{escape(value)}"' for key, value in facts.items() if value)
        return f'<span class="{kind}" id="b{i}" tabindex="{-1 if i else 0}"{data}>'

    return start


def _lines(why: Why) -> str:
    """Return the reasons as lines: weight, a tab, words."""
    return "\n".join(f"{reason.weight:+.1f}\t{reason.text}" for reason in why.reasons)


def _facts(explanation: Explanation, words: list[int]) -> list[tuple[str, str]]:
    document = explanation.document
    kept = sum(words[why.block.index] for why in explanation if why.block.kept)
    rows = [("policy", document.policy), ("expected F1", f"{document.expected_f1:.2f}")]
    rows.append(("cut", "nothing kept" if explanation.cut is None else f"{explanation.cut:.2f}"))
    rows += [("blocks", f"{len(explanation):,}"), ("words kept", f"{kept:,} of {sum(words):,}")]
    return rows


def _shows(explanation: Explanation, words: list[int]) -> list[tuple[str, str, str]]:
    kept = [why.block.index for why in explanation if why.block.kept]
    gone = [why.block.index for why in explanation if not why.block.kept]
    return [
        ("all", "", f"{len(explanation):,}"),
        ("kept", "●", f"{len(kept):,} · {sum(words[i] for i in kept):,} words"),
        ("removed", "○", f"{len(gone):,} · {sum(words[i] for i in gone):,} words"),
        ("hidden", "", f"{len(explanation.hidden):,}"),
    ]


def _counts(explanation: Explanation, words: list[int]) -> dict[str, tuple[int, int]]:
    blocks: Counter[str] = Counter(why.block.role for why in explanation)
    counted: Counter[str] = Counter()
    for why in explanation:
        counted[why.block.role] += words[why.block.index]
    return {role: (blocks[role], counted[role]) for role in blocks}


# ---------------------------------------------------------------------------------------------------------------------
# Beside the page


def _aside(explanation: Explanation, words: list[int]) -> Iterator[str]:
    yield f'<h2 id="aside-head">Why</h2>\n<div id="why" aria-live="polite">{_PROMPT}</div>\n'
    yield from _hidden(explanation)
    yield "<h3>Removed</h3>\n"
    for role in ROLES:
        gone = [why for why in explanation if not why.block.kept and why.block.role == role]
        if gone:
            yield from _gone(role, gone, words)
    yield _elements(explanation)


def _hidden(explanation: Explanation) -> Iterator[str]:
    texts = explanation.document.page.texts
    kept = sum(why.block.kept for why in explanation.hidden)
    if not explanation.hidden:
        yield '<p class="what">No text is hidden by the page\'s markup.</p>'
        return
    yield "<h3>Hidden text</h3>\n"
    yield f'<p class="what">Readers do not see it, programs do. {kept:,} of its blocks kept.</p>'
    yield parts.hidden_blocks(texts, [why.block.index for why in explanation.hidden], opened=True)


def _gone(role: str, gone: list[Why], words: list[int]) -> Iterator[str]:
    count = sum(words[why.block.index] for why in gone)
    blocks = "block" if len(gone) == 1 else "blocks"
    yield f'<details class="gone r-{role}"><summary>{role} <small>{len(gone):,} {blocks} · {count:,} words</small>'
    yield "</summary><ul>"
    for why in gone[:_LISTED]:
        block = why.block
        against = next((reason.text for reason in why.reasons if reason.weight < 0), why.verdict)
        yield f'<li><a href="#b{block.index}" class="to">{block.index}</a> {parts.start(block.text)}'
        yield f"<small>{block.probability:.2f}: {escape(against)}</small></li>"
    if len(gone) > _LISTED:
        yield f"<li>and {len(gone) - _LISTED:,} more</li>"
    yield "</ul></details>\n"


def _elements(explanation: Explanation) -> str:
    """Say which elements are never read for text: they are not in the picture either."""
    found = Counter(str(e.tag) for e in explanation.document.page.every if e.tag in SKIPPED)
    if not found:
        return ""
    listed = ", ".join(f"{count:,} <{tag}>" for tag, count in found.most_common())
    return f'<p class="what">Never read, and not shown here: {escape(listed)}.</p>'


def _asset(name: str) -> str:
    return files("duramen.explain").joinpath(name).read_text("utf-8")
