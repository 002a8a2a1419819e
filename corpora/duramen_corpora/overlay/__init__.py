"""A page as one HTML file: its blocks coloured by role and gold, its gold beside it.

    Path("page.html").write_text(overlay(examine(page)), "utf-8")

The file needs nothing else and fetches nothing. Of the page it holds words and structure, written anew
(`duramen_corpora.overlay.sanitise`); its Content-Security-Policy lets the overlay's own style and script work, by their
hashes, and nothing besides.
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html import escape
from importlib.resources import files
from string import Template
from typing import Final

from duramen_corpora.examine import Examined
from duramen_corpora.overlay import parts
from duramen_corpora.overlay.gold import gold_pane
from duramen_corpora.overlay.sanitise import rebuild

__all__ = ["overlay"]

_LONG: Final = 3000  # blocks
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}")


def overlay(examined: Examined) -> str:
    """Return the HTML file of a page: a page without blocks gives one that says why."""
    style, script = _asset("page.css"), _asset("page.js")
    page, problem = examined.page, examined.parsed.problem
    body = "".join(rebuild(examined.parsed, parts.block_tags(examined)))
    return Template(_asset("page.html")).substitute(
        {f"n_{name}": said for name, said in parts.states(examined).items()},
        style=style,
        script=script,
        policy=_policy(style, script),
        corpus=escape(page.corpus),
        id=escape(page.id),
        url=escape(page.url),
        attributes=_attributes(examined),
        facts=parts.facts(examined),
        first=parts.first_gold(examined),
        lost=parts.first_missed(examined),
        legend=parts.legend(examined),
        ribbon=parts.ribbon(examined),
        problem=f'<p class="none">{_problem(problem, len(examined.parsed))}</p>' if problem else "",
        hidden=parts.hidden_blocks(examined),
        page=body,
        gold="".join(gold_pane(examined)),
        long="yes" if len(examined.parsed) > _LONG else "no",
        labelled="yes" if any(examined.roles.names) else "no",
    )


def _policy(style: str, script: str) -> str:
    sources = (
        (name, b64encode(sha256(text.encode()).digest()).decode())
        for name, text in (("style", style), ("script", script))
    )
    allowed = "; ".join(f"{name}-src 'sha256-{digest}'" for name, digest in sources)
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _attributes(examined: Examined) -> str:
    """Return the page's own language and direction: fonts and the order of letters hang on them."""
    root = examined.parsed.root
    if root is None:
        return ""
    body = root.find("body")
    given = {key: root.get(key) or ("" if body is None else body.get(key)) or "" for key in ("lang", "dir")}
    language = given["lang"].strip() or examined.page.language or ""
    known = f' lang="{language}"' if _LANGUAGE.fullmatch(language) else ""
    return known + (' dir="rtl"' if given["dir"].strip().lower() == "rtl" else ' dir="ltr"')


def _problem(problem: str, blocks: int) -> str:
    return escape(f"Not all of the page is here: {problem}." if blocks else f"There is nothing here: {problem}.")


def _asset(name: str) -> str:
    return files("duramen_corpora.overlay").joinpath(name).read_text("utf-8")
