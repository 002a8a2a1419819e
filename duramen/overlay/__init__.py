"""A page as one HTML file: its blocks coloured by role, with switches, and whatever an overlay sets beside it.

    draw(parsed, Overlay(title=…, …, open_tag=lambda i: f'<span class="b" id="b{i}">'))

The file needs nothing else and fetches nothing. Of the page it holds words and structure, written anew
(`duramen.overlay.sanitise`); its Content-Security-Policy lets the overlay's own style and script work, by their hashes,
and nothing besides. `duramen explain` sets reasons beside the page, `duramen corpora show` its gold.
"""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from importlib.resources import files
from string import Template
from typing import Final

from duramen.overlay.sanitise import OpenTag, rebuild
from duramen.page import ParsedPage

__all__ = ["Overlay", "draw"]

_LONG: Final = 3000  # blocks
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}")


@dataclass(frozen=True, slots=True)
class Overlay:
    """What stands around a page. All but `title`, `url` and `language` is HTML, escaped by who made it.

    `open_tag(i)` is the start tag of the `span` around block `i`: class `b`, id `b{i}`, its role as class `r-{role}`.
    `style` and `script` are added to the shell's own; `state` is attributes of the body.
    """

    title: str
    name: str
    url: str
    open_tag: OpenTag
    style: str
    script: str
    aside: str
    facts: str = ""
    ribbon: str = ""
    shows: str = ""
    switch: str = ""
    keys: str = ""
    legend: str = ""
    first: str = ""
    hidden: str = ""
    state: str = ""
    language: str = ""


def draw(parsed: ParsedPage, around: Overlay) -> str:
    """Return the HTML file of a page; one without blocks gives a file that says why."""
    style = _asset("shell.css") + around.style
    script = f"(() => {{\n{_asset('shell.js')}{around.script}}})();\n"
    names = ("name", "aside", "facts", "ribbon", "shows", "switch", "keys", "legend", "first", "hidden", "state")
    return Template(_asset("shell.html")).substitute(
        {name: getattr(around, name) for name in names},
        title=escape(around.title),
        url=escape(around.url),
        style=style,
        script=script,
        policy=_policy(style, script),
        attributes=attributes(parsed, around.language),
        problem=_problem(parsed),
        page="".join(rebuild(parsed, around.open_tag)),
        long="yes" if len(parsed) > _LONG else "no",
    )


def attributes(parsed: ParsedPage, language: str = "") -> str:
    """Return the page's own language and direction: fonts and the order of letters hang on them."""
    root = parsed.root
    if root is None:
        return ""
    body = root.find("body")
    given = {key: root.get(key) or ("" if body is None else body.get(key)) or "" for key in ("lang", "dir")}
    language = given["lang"].strip() or language
    known = f' lang="{language}"' if _LANGUAGE.fullmatch(language) else ""
    return known + (' dir="rtl"' if given["dir"].strip().lower() == "rtl" else ' dir="ltr"')


def _policy(style: str, script: str) -> str:
    sources = (
        (name, b64encode(sha256(text.encode()).digest()).decode())
        for name, text in (("style", style), ("script", script))
    )
    allowed = "; ".join(f"{name}-src 'sha256-{digest}'" for name, digest in sources)
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _problem(parsed: ParsedPage) -> str:
    if not parsed.problem:
        return ""
    said = "Not all of the page is here" if len(parsed) else "There is nothing here"
    return f'<p class="none">{escape(f"{said}: {parsed.problem}.")}</p>'


def _asset(name: str) -> str:
    return files("duramen.overlay").joinpath(name).read_text("utf-8")
