"""What weighs most in a page of today and says nothing: style sheets, scripts, settings, sprites, how classes are named.

All of it is the same on each page of a host but for a few numbers, as it is out there.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from random import Random
from typing import Final, Literal

from duramen_corpora.starter.prose import topic
from duramen_corpora.starter.site import Job

_LETTERS: Final = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
_PROPERTIES: Final = {
    "color": ("#1a1a1a", "#0b5cad", "#6b7280", "inherit", "var(--c-ink)", "rgba(0,0,0,.62)"),
    "background": ("transparent", "#fff", "var(--c-paper)", "#f5f3ee", "linear-gradient(180deg,#fff,#f2f2f2)"),
    "margin": ("0", "0 auto", "0 0 1.25rem", "-1px", "var(--s-3) 0"),
    "padding": ("0", "8px 16px", "var(--s-2)", "1.5rem 1rem", "0 0 0 1.25em"),
    "font": ("400 1rem/1.5 var(--f-text)", "700 1.75rem/1.15 var(--f-head)", "500 .8125rem/1.4 var(--f-ui)"),
    "display": ("block", "flex", "grid", "inline-block", "none", "contents"),
    "border": ("0", "1px solid var(--c-line)", "solid currentColor;border-width:0 0 2px"),
    "transition": ("none", "opacity .2s ease-in-out", "transform .3s cubic-bezier(.4,0,.2,1)"),
    "position": ("relative", "absolute;inset:0", "sticky;top:0", "fixed;bottom:0;left:0;right:0"),
    "grid-template-columns": ("repeat(12,minmax(0,1fr))", "2fr 1fr", "repeat(auto-fill,minmax(240px,1fr))"),
    "max-width": ("100%", "72rem", "42em", "none"),
}


def _words(key: str) -> list[str]:
    return topic("furniture", "ballast").lines[key][0].split(", ")


Style = Literal["bem", "hyphen", "modules", "utility"]


@dataclass(frozen=True, slots=True)
class Skin:
    """How a family names its classes; call it with a block and a part of it. `prefix` tells hosts apart."""

    style: Style
    prefix: str = ""

    def __call__(self, block: str, part: str = "") -> str:
        """Return the value of a class attribute, always the same for the same part."""
        if self.style == "bem":
            return f"{self.prefix}{block}__{part}" if part else f"{self.prefix}{block}"
        if self.style == "hyphen":
            return f"{self.prefix}{block}-{part}" if part else f"{self.prefix}{block}"
        rng = Random(f"{self.prefix}/{block}/{part}")
        if self.style == "utility":
            return " ".join(rng.sample(_words("utility"), rng.randint(3, 7)))
        return f"{block.title()}_{part or 'root'}__{''.join(rng.sample(_LETTERS, 5))}"


def styles(job: Job, skin: Skin, rules: int = 160) -> str:
    """Return a style sheet of about `rules` rules, some of them in media queries, without its element."""
    rng = Random(f"{job.site.host}/styles")
    made = [_variables(rng), *(_rule(rng, skin) for _ in range(rules))]
    for width in (480, 640, 768, 1024, 1280):
        inner = "".join(_rule(rng, skin) for _ in range(rules // 20))
        made.append(f"@media (min-width:{width}px){{{inner}}}")
    return "".join(made)


def _variables(rng: Random) -> str:
    colours = "".join(
        f"--c-{x}:#{rng.randrange(16**6):06x};" for x in ("ink", "paper", "line", "brand", "accent", "wash")
    )
    sizes = "".join(f"--s-{i}:{i * 4}px;" for i in range(1, 9))
    fonts = '--f-text:"Source Text",Georgia,serif;--f-head:"Display Head",serif;--f-ui:system-ui,sans-serif;'
    return f":root{{{colours}{sizes}{fonts}}}"


def _rule(rng: Random, skin: Skin) -> str:
    part = skin(rng.choice(_words("part")), rng.choice(_words("part"))).split()[0].replace(":", "\\:")
    state = rng.choice(("", "", "", ":hover", ":focus-visible", "::before", ">a", " li+li", ".is-open", "[hidden]"))
    chosen = rng.sample(sorted(_PROPERTIES), rng.randint(1, 5))
    return f".{part}{state}{{{';'.join(f'{name}:{rng.choice(_PROPERTIES[name])}' for name in chosen)}}}"


def scripts(job: Job) -> str:
    """Return inline scripts: settings, feature flags, an event queue, and tags that load more."""
    host, rng = job.site.host, Random(f"{job.site.host}/scripts")
    flags = {flag: rng.random() < 0.5 for flag in _words("flag")}
    settings = {
        "page": {"id": job.rng.randint(10**7, 10**8), "edition": job.site.language, "section": rng.randint(1, 40)},
        "flags": flags,
        "slots": [
            {"id": f"slot-{i}", "sizes": [[300, 250], [728, 90]], "lazy": rng.random() < 0.5}
            for i in range(rng.randint(3, 9))
        ],
        "endpoints": {
            x: f"https://api.{host}/v{rng.randint(1, 4)}/{x}" for x in ("user", "search", "comments", "events")
        },
    }
    loaded = "".join(
        f'<script {rng.choice(("async", "defer"))} src="https://static.{host}/assets/{name}.{rng.randrange(16**8):08x}.js"></script>\n'
        for name in ("runtime", "vendor", "app", "consent", "ads", "player")[: rng.randint(3, 6)]
    )
    return f"""<script>window.__SETTINGS__={json.dumps(settings, sort_keys=True)};</script>
<script>!function(q){{q.cmd=q.cmd||[];q.push=function(f){{q.cmd.push(f)}};document.documentElement.className=document.documentElement.className.replace("no-js","js");
try{{if(localStorage.getItem("theme")==="dark")document.documentElement.dataset.theme="dark"}}catch(e){{}}
addEventListener("error",function(e){{(new Image).src="https://log.{host}/e?m="+encodeURIComponent(e.message)}})}}(window.queue=window.queue||{{}});</script>
{loaded}"""


def sprite(job: Job, symbols: int = 18) -> str:
    """Return a hidden sheet of icons, as sites put first thing into the body."""
    rng = Random(f"{job.site.host}/sprite")
    names = rng.sample(_words("icon"), symbols)
    made = "".join(
        f'<symbol id="icon-{name}" viewBox="0 0 24 24"><path d="{_path(rng)}"/></symbol>\n' for name in names
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" style="display:none" aria-hidden="true">{made}</svg>'


def _path(rng: Random) -> str:
    steps = "".join(
        f"{rng.choice('lhvcsqa')}{rng.randint(-9, 9)}.{rng.randint(0, 99)} {rng.randint(-9, 9)}.{rng.randint(0, 99)}"
        for _ in range(rng.randint(3, 9))
    )
    return f"M{rng.randint(1, 20)} {rng.randint(1, 20)}{steps}z"


def use(name: str, classes: str = "icon") -> str:
    """Return a reference to an icon of the sprite."""
    return (
        f'<svg class="{classes} {classes}-{name}" aria-hidden="true" focusable="false"><use href="#icon-{name}"/></svg>'
    )
