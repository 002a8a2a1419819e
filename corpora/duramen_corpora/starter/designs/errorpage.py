"""Pages whose right answer is nothing: not found, refused, broken, empty, gone. All that they say is a notice."""

from __future__ import annotations

from duramen_corpora.starter import chrome, furniture
from duramen_corpora.starter.ballast import Skin, use
from duramen_corpora.starter.furniture import Kit
from duramen_corpora.starter.prose import topic
from duramen_corpora.starter.site import Design, Draft, Job, PageType, Site
from duramen_corpora.starter.stories import each

_SKINS = {
    "millpondpress.example": Skin("bem", "mp-"),
    "ropeandtwine.example": Skin("modules", "rt"),
    "tidytables.example": Skin("utility", "tt"),
    "boroughofash.example": Skin("hyphen", "boa-"),
}
_KINDS: dict[str, tuple[str, PageType]] = {
    "millpondpress.example": ("press", "article"),
    "ropeandtwine.example": ("store", "product"),
    "tidytables.example": ("software", "documentation"),
    "boroughofash.example": ("public", "service"),
}


def make(job: Job) -> Draft:
    """Make an error page. Its `topics` name what went wrong."""
    wrong = job.site.topics[job.number % len(job.site.topics)]
    lines = topic("furniture", "lost").lines[wrong]
    title, text = job.write.fill(lines[(len(job.site.host) + job.number) % len(lines)]).split(" ~~ ")
    if job.site.host not in _KINDS:
        return Draft(_bare(job, title, text), f"/{job.rng.randint(10**5, 10**6)}", "service")
    kind, page_type = _KINDS[job.site.host]
    kit = Kit(job, _SKINS[job.site.host], kind)
    content = f"""{furniture.crumbs(kit, title) if wrong in ("none", "ended") else ""}
<main class="{kit.skin("error")}" role="main">
{_message(kit, wrong, title, text)}
</main>
{_instead(kit)}"""
    return Draft(furniture.page(kit, title, text, "WebPage", content), _path(job, wrong), page_type)


def _path(job: Job, wrong: str) -> str:
    if wrong == "none":
        return f"/search?q={job.rng.choice(('snarf', 'left-handed+ladders', 'xq17', 'square+wheels'))}&page={job.number + 1}"
    return f"/{job.rng.choice(('index.php', 'old', 'p', 'items'))}/{job.rng.randint(10**4, 10**6)}"


def _message(kit: Kit, wrong: str, title: str, text: str) -> str:
    """Return the message, and a form to look again."""
    job, skin = kit.job, kit.skin
    tips = each(kit.words("tip", job.rng.randint(2, 4), "lost"), lambda _, x: f"<li>{x}</li>")
    code = f'<p class="{skin("error", "code")}"><small>{kit.word("code", "lost")}: {job.rng.randrange(16**10):010x}</small></p>'
    big = (
        f'<p class="{skin("error", "big")}" aria-hidden="true">{job.rng.choice(("404", "Hmm.", "Oh."))}</p>'
        if wrong == "gone"
        else ""
    )
    actions = "".join(
        f'<a class="{skin("button")}" href="/{i}">{x}</a> ' for i, x in enumerate(kit.words("action", 2, "lost"))
    )
    search = f'<form class="{skin("error", "search")}" action="/search"><label for="again">Search again</label><input id="again"><button>{use("search")}Search</button></form>'
    return f"""<div class="{skin("error", "message")}" ~notice>{big}<h1 class="{skin("error", "title")}">{title}</h1><p>{text}</p>
{f"<ul>{tips}</ul>" if kit.trait("tips", 0.7) else ""}{code if wrong in ("busy", "forbidden") else ""}</div>
<div ~control>{actions}{search if wrong in ("gone", "none", "ended") else ""}</div>"""


def _instead(kit: Kit) -> str:
    """Return what such pages offer in place of what was asked for."""
    popular = f'<nav class="{kit.skin("popular")}" ~navigation><h2>Popular pages</h2><ul>{chrome.items(chrome.menu(kit.job, 8)[1:])}</ul></nav>'
    return (furniture.rail(kit, kit.job.rng.randint(4, 9), "You may also like") if kit.trait("rail", 0.6) else "") + (
        popular if kit.trait("popular", 0.6) else ""
    )


def _bare(job: Job, title: str, text: str) -> str:
    """Return a page as a server writes it by itself."""
    code = job.rng.choice(("403", "404", "502", "503"))
    first = (
        f"<center><h1>{title}</h1></center>\n<hr>"
        if job.number % 2
        else f"<h1>{title}</h1>\n<hr noshade size=1>\n<p>Error {code}.</p>"
    )
    return f"""<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">
<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<title>{code} {title}</title>
</head><body bgcolor="white" ~notice>
{first}
<p>{text}
<p>The requested URL /{job.rng.randint(10**5, 10**6)} was not served. Additionally, no document could be found that explains this one.
<hr>
<address>harbord/{job.rng.randint(1, 3)}.{job.rng.randint(0, 30)}.{job.rng.randint(0, 9)} Server at www.{job.site.host} Port 80</address>
</body></html>
<!-- padding for old browsers {"x" * 200} -->"""


DESIGN = Design(
    "errorpage",
    (
        Site("Millpond Press", "millpondpress.example", "Books and a magazine", ("gone", "forbidden", "none")),
        Site("Rope & Twine", "ropeandtwine.example", "Chandlers", ("ended", "none", "gone")),
        Site("Tidy Tables", "tidytables.example", "", ("busy", "gone", "forbidden")),
        Site("The Borough of Ash", "boroughofash.example", "Working for Ash", ("none", "ended", "gone"), plain=True),
        Site("harbord default", "static-harbord.example", "", ("forbidden", "gone", "busy")),
    ),
    make,
)
