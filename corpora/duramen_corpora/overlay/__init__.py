"""A page with its gold beside it, as one HTML file (`duramen.overlay`) that fetches nothing and runs nothing of it.

Path("page.html").write_text(overlay(examine(page)), "utf-8")
"""

from __future__ import annotations

from html import escape
from importlib.resources import files

from duramen.overlay import Overlay, attributes, draw
from duramen.overlay import parts as around
from duramen_corpora.examine import Examined
from duramen_corpora.overlay import parts
from duramen_corpora.overlay.gold import gold_pane

__all__ = ["overlay"]


def overlay(examined: Examined) -> str:
    """Return the HTML file of a page: a page without blocks gives one that says why."""
    page, language = examined.page, examined.page.language or ""
    roles = examined.roles.names if any(examined.roles.names) else None
    gold = f'<div id="gold"{attributes(examined.parsed, language)}>\n{"".join(gold_pane(examined))}\n</div>'
    hidden = [i for i, hidden in enumerate(examined.hidden) if hidden]
    drawn = Overlay(
        title=f"{page.id} · {page.corpus} · Duramen",
        name=f"<span>{escape(page.corpus)}</span> {escape(page.id)}",
        url=page.url,
        open_tag=parts.block_tags(examined),
        style=_asset("gold.css"),
        script=_asset("gold.js"),
        aside=f'<h2 id="aside-head">Gold {parts.first_missed(examined)}</h2>\n{gold}',
        facts=parts.facts(examined),
        ribbon=around.ribbon(examined.words, roles, examined.states, "gold"),
        shows=around.shows(parts.states(examined)),
        switch='<label class="switch"><input type="checkbox" id="roles"> roles</label>',
        keys=around.keys(parts.KEYS),
        legend=around.legend(examined.counts(examined.roles.names)),
        first=parts.first_gold(examined),
        hidden=around.hidden_blocks(examined.parsed.texts, hidden),
        state=f'data-roles="{"no" if roles is None else "yes"}"',
        language=language,
    )
    return draw(examined.parsed, drawn)


def _asset(name: str) -> str:
    return files("duramen_corpora.overlay").joinpath(name).read_text("utf-8")
