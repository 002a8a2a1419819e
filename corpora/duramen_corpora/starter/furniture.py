"""The furniture of large sites: mega menus, footers of sixty links, cookie banners, rails, share bars, whole pages around a text.

A design makes a `Kit` for its page and asks for pieces, each of which comes with its mark. The words are those of
`prose/furniture.txt`, the same on each page of a host; `kind` is the topic there: press, store, software or public.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from duramen_corpora.starter import chrome
from duramen_corpora.starter.ballast import Skin, scripts, sprite, styles, use
from duramen_corpora.starter.names import cast, person
from duramen_corpora.starter.prose import Writer, topic
from duramen_corpora.starter.site import Job
from duramen_corpora.starter.stories import each


@dataclass(frozen=True, slots=True)
class Kit:
    """A page in the making, how its family names classes, and which kind of site it is."""

    job: Job
    skin: Skin
    kind: str

    def trait(self, name: str, chance: float = 0.5) -> bool:
        """Return whether the host has this trait: the same for each of its pages."""
        return Random(f"{self.job.site.host}/{name}").random() < chance

    def words(self, key: str, count: int | None = None, book: str = "") -> list[str]:
        """Return up to `count` lines for `key` in the host's own order, filled with the host's own names."""
        host = self.job.site.host
        lines = list(topic("furniture", book or self.kind).lines[key])
        Random(f"{host}/{key}").shuffle(lines)
        house = Writer(Random(host), self.job.write.memory, cast(Random(host)) | {"site": self.job.site.name})
        return [house.fill(line, Random(f"{host}/{line}")) for line in lines[:count]]

    def word(self, key: str, book: str = "") -> str:
        """Return the host's line for `key`."""
        return self.words(key, 1, book)[0]


def headlines(kit: Kit, count: int) -> list[str]:
    """Return titles of other pages of such a site, which do not exist; they may come back."""
    job = kit.job
    known = topic("furniture", kit.kind).lines.get("teaser") or topic("furniture", "headlines").lines["line"]
    lines = job.rng.sample(known, min(count, len(known)))
    return [Writer(job.rng, job.write.memory, cast(job.rng)).fill(line) for line in lines]


def mega(kit: Kit, sections: int = 8) -> str:
    """Return a menu whose panels hold every section's children; by trait a second copy for telephones follows."""
    skin = kit.skin
    parts = [line.split(" ~~ ") for line in kit.words("section", sections)]

    def panel(i: int, names: list[str]) -> str:
        name, *children = names
        return f"""<li class="{skin("nav", "item")}"><a class="{skin("nav", "link")}" href="/{chrome.slug(name)}/"><span>{name}</span></a>
<button type="button" class="{skin("nav", "toggle")}" aria-expanded="false" aria-controls="panel-{i}">{use("chevron")}<span class="visually-hidden">Show {name} menu</span></button>
<div class="{skin("nav", "panel")}" id="panel-{i}"><ul class="{skin("nav", "children")}">{chrome.items(children, f'class="{skin("nav", "child")}"')}</ul></div></li>"""

    wide = f'<nav class="{skin("nav")}" aria-label="Main" ~navigation><ul class="{skin("nav", "list")}">{each(parts, panel)}</ul></nav>'
    return wide + (drawer(kit, parts) if kit.trait("drawer") else "")


def drawer(kit: Kit, parts: Sequence[Sequence[str]]) -> str:
    """Return the menu once more, off the screen."""
    groups = each(
        parts,
        lambda _, x: f"<li><details><summary>{x[0]}</summary><ul>{chrome.items(x[1:])}</ul></details></li>",
    )
    return f"""<div class="{kit.skin("drawer")}" id="drawer" aria-hidden="true" ~navigation><button type="button" aria-label="Close">{use("close")}<span>Close menu</span></button>
<ul class="{kit.skin("drawer", "list")}">{groups}</ul></div>"""


def masthead(kit: Kit) -> str:
    """Return everything above the content: skip link, tools, name, search, menus."""
    job, skin = kit.job, kit.skin
    tools = f'<div class="{skin("tools")}" ~control><ul class="{skin("tools", "list")}">{chrome.items(kit.words("tool", 6), inner=f"class={skin.prefix}tool")}</ul></div>'
    brand = f"""<div class="{skin("brand")}" ~header><a href="/" rel="home">{use("menu", "logo")}<span class="{skin("brand", "name")}">{job.site.name}</span></a>
{f'<p class="{skin("brand", "tagline")}">{job.site.tagline}</p>' if job.site.tagline else ""}</div>"""
    search = f"""<form class="{skin("search")}" role="search" action="/search" ~control><label for="q">{chrome.word(job, "search")}</label><input id="q" name="q" type="search">
<button type="submit">{use("search")}<span>Go</span></button></form>"""
    rows = [tools, brand + search] if kit.trait("tools-first") else [brand, search + tools]
    return f"""<div class="{skin("skip")}" ~navigation><a href="#content">{chrome.word(job, "skip")}</a></div>
<header class="{skin("masthead")}" role="banner"><div class="{skin("masthead", "inner")}">{"".join(rows)}</div>
{mega(kit)}</header>
{_strip(kit)}"""


def _strip(kit: Kit) -> str:
    """Return what some hosts have under the menu: what is on today, or an offer."""
    job, skin = kit.job, kit.skin
    topics = each(headlines(kit, 4), lambda i, t: f'<li><a href="/t/{i}">{t}</a></li>')
    now = f'<div class="{skin("strip")}" ~related><strong>{chrome.word(job, "popular")}</strong><ul>{topics}</ul></div>'
    plea = chrome.word(job, "support" if kit.kind == "press" else "news_text")
    offer = f'<aside class="{skin("offer")}" ~promotion><p>{plea}</p><a href="/offer">{chrome.word(job, "subscribe")}</a></aside>'
    return (now if kit.trait("strip", 0.4) else "") + (offer if kit.trait("offer", 0.4) else "")


def footer(kit: Kit, columns: int = 6) -> str:
    """Return a footer of some sixty links, with the newsletter's form above it by trait."""
    job, skin = kit.job, kit.skin
    parts = [line.split(" ~~ ") for line in kit.words("column", columns)]
    body = each(
        parts,
        lambda _, x: (
            f'<div class="{skin("footer", "column")}"><h2 class="{skin("footer", "heading")}">{x[0]}</h2><ul>{chrome.items(x[1:])}</ul></div>'
        ),
    )
    social = each(
        ["Facebook", "Instagram", "YouTube", "Mastodon", "LinkedIn"],
        lambda _, x: (
            f'<li><a href="https://social.example/{x.lower()}" rel="me noopener">{use("link")}<span class="visually-hidden">{job.site.name} on {x}</span></a></li>'
        ),
    )
    return f"""{signup(kit) if kit.trait("signup-footer") else ""}
<footer class="{skin("footer")}" role="contentinfo" ~footer><div class="{skin("footer", "columns")}">{body}</div>
<ul class="{skin("footer", "social")}">{social}</ul><p class="{skin("footer", "address")}">{chrome.word(job, "address")}</p>
<ul class="{skin("footer", "legal")}">{chrome.items(kit.words("legal"))}</ul><p class="{skin("footer", "small")}">{chrome.word(job, "rights")}</p>
<p><a href="#top">{chrome.word(job, "top")}</a></p></footer>"""


def signup(kit: Kit) -> str:
    """Return the form for the newsletter."""
    job, skin = kit.job, kit.skin
    return f"""<section class="{skin("signup")}" ~promotion><h2>{chrome.word(job, "news_head")}</h2><p>{chrome.word(job, "news_text")}</p>
<form><label for="mail-{job.number}">{chrome.word(job, "news_field")}</label><input id="mail-{job.number}" type="email"><button>{chrome.word(job, "subscribe")}</button></form>
<p class="{skin("signup", "small")}">You can unsubscribe at any time. See our privacy notice.</p></section>"""


def share(kit: Kit) -> str:
    """Return a bar of share buttons."""
    links = each(
        chrome.words(kit.job, "share_to", 6),
        lambda _, x: (
            f'<li class="{kit.skin("share", "item")}"><a href="#" rel="nofollow">{use("share")}<span>{x}</span></a></li>'
        ),
    )
    return f'<div class="{kit.skin("share")}" ~promotion><span class="{kit.skin("share", "label")}">{chrome.word(kit.job, "share")}</span><ul>{links}</ul></div>'


def byline(kit: Kit, minutes: bool = True) -> str:
    """Return who wrote it and when."""
    job, skin = kit.job, kit.skin
    month, year = job.write.slots["month"], job.rng.randint(2019, 2026)
    read = f"<span>{job.rng.randint(3, 22)} {chrome.word(job, 'read')}</span>" if minutes else ""
    return f"""<div class="{skin("byline")}" ~meta><span class="{skin("byline", "author")}">{chrome.word(job, "by")} <a href="/people/x" rel="author">{job.write.slots["p6"]}</a></span>
<time datetime="{year}-{job.rng.randint(1, 12):02}-{job.rng.randint(1, 28):02}">{job.rng.randint(1, 28)} {month} {year}</time> {read}</div>"""


def rail(kit: Kit, count: int = 6, head: str = "") -> str:
    """Return a row of teasers for other pages."""
    job, skin = kit.job, kit.skin

    def said() -> str:
        shop = kit.kind in ("store", "maker")
        return f"£{job.rng.randint(8, 190)}.00" if shop else f"{person(job.rng)} · {job.rng.randint(1, 9)} h"

    cards = each(
        headlines(kit, count),
        lambda i, t: (
            f'<li class="{skin("card")}"><article><a class="{skin("card", "media")}" href="/r/{i}">{chrome.image(job, "", skin("card", "img"), lazy=True)}</a>'
            f'<h3 class="{skin("card", "title")}"><a href="/r/{i}">{t}</a></h3><p class="{skin("card", "meta")}">{said()}</p></article></li>'
        ),
    )
    return f'<section class="{skin("rail")}" ~related><h2 class="{skin("rail", "head")}">{head or chrome.word(job, "related")}</h2><ul class="{skin("rail", "list")}">{cards}</ul></section>'


def aside(kit: Kit, boxes: int = 3) -> str:
    """Return a sidebar: most read, an advertisement, the newsletter, what is on."""
    job, skin = kit.job, kit.skin
    read = each(
        headlines(kit, 6),
        lambda i, t: (
            f'<li><span class="{skin("rank", "number")}">{i + 1}</span> <a class="{skin("rank", "link")}" href="/m/{i}">{t}</a></li>'
        ),
    )
    events = each(
        headlines(kit, 3),
        lambda _, t: f"<li><time>{job.rng.randint(1, 28)} {job.write.slots['month2']}</time> {t}</li>",
    )
    made = [
        f'<div class="{skin("rank")}"><h2>{chrome.word(job, "popular")}</h2><ol>{read}</ol></div>',
        chrome.advertisement(job, skin("slot")),
        signup(kit),
        f'<div class="{skin("diary")}"><h2>Coming up</h2><ul>{events}</ul></div>',
    ]
    job.rng.shuffle(made)
    return f'<aside class="{skin("aside")}" role="complementary" ~sidebar>{"".join(made[:boxes])}</aside>'


def cookies(kit: Kit) -> str:
    """Return a cookie banner: a bar on some hosts, on others a dialogue with switches."""
    job, skin = kit.job, kit.skin
    buttons = "".join(f'<button type="button">{chrome.word(job, x)}</button>' for x in ("accept", "reject"))
    text = f'<p class="{skin("cookies", "text")}">{chrome.word(job, "cookie")}</p>'
    if kit.trait("cookie-bar"):
        return f'<div class="{skin("cookies")}" role="region" aria-label="Cookies" ~notice>{text}{buttons}</div>'
    switches = each(
        ["Strictly necessary", "Preferences", "Statistics", "Marketing"],
        lambda i, x: f'<li><input type="checkbox" id="cc-{i}"> <label for="cc-{i}">{x}</label></li>',
    )
    return f"""<div class="{skin("cookies")}" role="dialog" aria-modal="true" ~notice><h2>{job.site.name} and your privacy</h2>{text}
<ul class="{skin("cookies", "switches")}">{switches}</ul>{buttons}</div>"""


def crumbs(kit: Kit, *names: str) -> str:
    """Return breadcrumbs below the front page."""
    links = each([chrome.word(kit.job, "home"), *names], lambda _, x: f'<li><a href="/{chrome.slug(x)}/">{x}</a></li>')
    return f'<nav class="{kit.skin("crumbs")}" aria-label="Breadcrumb" ~navigation><ol>{links}</ol></nav>'


def page(kit: Kit, title: str, lead: str, schema: str, content: str, *, first: str = "", last: str = "") -> str:
    """Return a page with `content` between masthead and footer; `first` opens the body and `last` closes it."""
    job, skin = kit.job, kit.skin
    heavy = styles(job, skin, 90 + len(job.site.host) * 5)
    banner = cookies(kit) if kit.trait("cookies", 0.7) else ""
    return f"""<!DOCTYPE html>
<html class="no-js" lang="en">
<head>
{chrome.head(job, title, lead, schema, css=heavy, extra=scripts(job))}
</head>
<body class="{skin("page")} {chrome.slug(kit.kind)}-site" id="top">
{first}{sprite(job)}
{masthead(kit)}
<div class="{skin("wrap")}" id="content">
{content}
</div>
{footer(kit)}
{banner}{last}
</body>
</html>"""
