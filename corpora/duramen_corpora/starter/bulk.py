"""What makes the pages of the web heavy and says nothing to a reader: style sheets, sprites, state, loaders."""

from __future__ import annotations

import json
from random import Random

from duramen_corpora.starter.site import Job

_PARTS = (
    "wrap",
    "inner",
    "item",
    "list",
    "title",
    "link",
    "thumb",
    "meta",
    "btn",
    "icon",
    "body",
    "head",
    "label",
    "box",
)
_STATES = (
    "",
    ":hover",
    ":focus",
    ".active",
    ":first-child",
    ":last-child::after",
    "::before",
    " a",
    " > li",
    ".is-open",
)
_DECLARATIONS = (
    "margin:0 auto", "padding:.5rem 1rem", "color:#333", "color:#c00", "background:#fff", "background-color:#f5f5f5",
    "border:1px solid #e1e1e1", "border-radius:4px", "display:flex", "display:none", "display:inline-block", "float:left",
    "float:right", "font-size:13px", "font-size:1.25rem", "font-weight:700", "line-height:1.6", "position:absolute",
    "position:relative", "overflow:hidden", "text-decoration:none", "width:100%", "max-width:1200px", "z-index:99",
    "transition:all .2s ease-in-out", "box-shadow:0 1px 3px rgba(0,0,0,.12)", "justify-content:space-between", "clear:both",
)  # fmt: skip


def sheet(job: Job, prefix: str, count: int) -> str:
    """Return `count` rules over classes that begin with `prefix`, the same on each page of the host."""
    rng = Random(f"{job.site.host}/sheet/{prefix}")
    rules = [
        f".{prefix}-{rng.choice(_PARTS)}{rng.choice(_STATES)}{{{';'.join(rng.sample(_DECLARATIONS, rng.randint(1, 5)))}}}"
        for _ in range(count)
    ]
    wide = "".join(rules[: count // 4])
    return f"{''.join(rules)}@media (max-width:768px){{{wide}}}@media print{{.{prefix}-head,.{prefix}-box{{display:none}}}}"


def sprite(job: Job, names: tuple[str, ...]) -> str:
    """Return a sheet of SVG symbols, one a name."""
    rng = Random(f"{job.site.host}/sprite")
    symbols = "".join(
        f'<symbol id="i-{name}" viewBox="0 0 24 24"><path d="{_path(rng)}"></path></symbol>' for name in names
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" style="display:none">{symbols}</svg>'


def use(name: str) -> str:
    """Return a reference to a symbol of the sprite."""
    return f'<svg class="ico" width="18" height="18" aria-hidden="true"><use xlink:href="#i-{name}"></use></svg>'


def state(job: Job, name: str, size: int) -> str:
    """Return a script with the data that a front end leaves behind, about `size` entries of it."""
    entries = {f"{job.rng.choice(_PARTS)}{i}": _entry(job.rng) for i in range(size)}
    data = {
        "host": job.site.host,
        "lang": job.site.language,
        "build": f"{job.rng.getrandbits(40):x}",
        "modules": entries,
    }
    return f"<script>window.{name}={json.dumps(data, ensure_ascii=False, sort_keys=True)};</script>"


def loader(job: Job, function: str = "load") -> str:
    """Return the script that an advertiser or a counter has everybody paste in, and its picture for those without one."""
    number = job.rng.randint(10**6, 10**7)
    return (
        f"<script>(function(){{var s=document.createElement('script'),{function}=document.getElementsByTagName('script')[0];"
        f"s.type='text/javascript';s.async=true;s.src='//tag.{job.site.host}/{number}.js?r='+Math.random();"
        f"{function}.parentNode.insertBefore(s,{function});}})();</script>"
        f'<noscript><img src="//tag.{job.site.host}/{number}.gif" width="1" height="1" alt=""></noscript>'
    )


def _path(rng: Random) -> str:
    moves = "".join(
        f"{rng.choice('lhvcq')}{rng.randint(-9, 9)} {rng.randint(-9, 9)}" for _ in range(rng.randint(4, 12))
    )
    return f"M{rng.randint(2, 20)} {rng.randint(2, 20)}{moves}z"


def _entry(rng: Random) -> dict[str, object]:
    return {
        "id": rng.randint(1000, 99999),
        "enabled": rng.random() < 0.5,
        "ttl": rng.choice((30, 60, 300, 3600)),
        "path": f"/api/v{rng.randint(1, 3)}/{rng.choice(_PARTS)}/{rng.getrandbits(24):06x}",
    }
