"""What surrounds the text of a page: words in the site's language, and the head, images, advertisements and scripts.

A site keeps its words: the same host says "Skip to content" on each of its pages. Everything else is drawn per page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from html import escape
from random import Random

from duramen_corpora.starter.prose import topic
from duramen_corpora.starter.site import Job

_ICON_PATHS = (
    "M12 2L2 7l10 5 10-5-10-5zM2 17l10 5 10-5M2 12l10 5 10-5",
    "M4 4h16v12H5.17L4 17.17V4m0-2c-1.1 0-1.99.9-1.99 2L2 22l4-4h14c1.1 0 2-.9 2-2V4c0-1.1-.9-2-2-2H4z",
    "M10 20v-6h4v6h5v-8h3L12 3 2 12h3v8z",
    "M18 16.08c-.76 0-1.44.3-1.96.77L8.91 12.7c.05-.23.09-.46.09-.7s-.04-.47-.09-.7l7.05-4.11c.54.5 1.25.81 2.04.81z",
)
_CSS_VALUES = {
    "color": ("#222", "#0a4b78", "#595959", "inherit", "var(--accent)"),
    "margin": ("0", "0 auto 1.5rem", "2em 0", "0 0 20px"),
    "padding": ("0", "10px 20px", "1rem", ".5em 1.25em"),
    "font-size": ("14px", "1.125rem", ".875em", "clamp(1rem,2vw,1.25rem)"),
    "display": ("block", "flex", "inline-block", "grid"),
    "border": ("0", "1px solid #ddd", "2px solid currentColor"),
    "line-height": ("1.4", "1.75", "normal"),
    "max-width": ("100%", "1140px", "60ch"),
}
_SMALL = "a-zà-ÿąćęłńśźżğışőœа-яёґєіїα-ωά-ώ\u05d0-\u05ea\u0620-\u065f\u066e-\u06d3\u200c\u0900-\u0963\uac00-\ud7a3"
_SPAN = re.compile(rf"(?<=[{_SMALL},،] )([{_SMALL}]{{3,}} [{_SMALL}]{{3,}}(?: [{_SMALL}]{{3,}})?)(?=[ ,.،])")
#: Where words are not set apart, what the writer put in quotation marks can be a link without cutting a word.
_QUOTED = re.compile("(?<=[「“《])([\u3040-\u30ff\u3400-\u9fff]{2,12})(?=[」”》])")


def word(job: Job, key: str) -> str:
    """Return the site's words for `key`, the same on each page of the host."""
    lines = topic("chrome", job.site.language).lines[key]
    line = Random(f"{job.site.host}/{key}").choice(lines)
    return _filled(job, line, f"{job.site.host}/{key}/fill")


def words(job: Job, key: str, count: int) -> list[str]:
    """Return up to `count` of the lines for `key`, in the site's own order."""
    lines = list(topic("chrome", job.site.language).lines[key])
    Random(f"{job.site.host}/{key}").shuffle(lines)
    return [_filled(job, line, f"{job.site.host}/{line}") for line in lines[:count]]


def menu(job: Job, count: int) -> list[str]:
    """Return menu words: the home page first, then the site's own choice."""
    first, *rest = topic("chrome", job.site.language).lines[job.site.menu]
    Random(f"{job.site.host}/menu").shuffle(rest)
    return [escape(x, quote=False) for x in [first, *rest[: count - 1]]]


def items(labels: Iterable[str], attributes: str = "", inner: str = "") -> str:
    """Return list items with a link each. `{n}` in `attributes` is the item's number."""
    return "\n".join(
        f"<li{' ' + attributes.replace('{n}', str(100 + i)) if attributes else ''}>"
        f'<a href="/{slug(label)}/"{" " + inner if inner else ""}>{label}</a></li>'
        for i, label in enumerate(labels)
    )


def slug(text: str) -> str:
    """Return the words of `text` as a URL has them."""
    found = "-".join(re.findall(r"[a-z0-9]+", text.lower()))
    return found[:60].strip("-") or f"{sum(text.encode()) % 99999}"


def linked(job: Job, text: str, chance: float = 0.35) -> str:
    """Return prose with, by chance, a few words of it a link or emphasised, as writers do."""
    spots = list(_SPAN.finditer(text)) or list(_QUOTED.finditer(text))
    if not spots or not job.maybe(chance):
        return text
    spot = job.rng.choice(spots)
    opening, closing = job.rng.choice(
        (
            (f'<a href="/{slug(spot[1])}/">', "</a>"),
            (f'<a href="https://www.{slug(spot[1])}.example/" target="_blank" rel="noopener">', "</a>"),
            ("<em>", "</em>"),
            ("<strong>", "</strong>"),
        )
    )
    return f"{text[: spot.start()]}{opening}{spot[1]}{closing}{text[spot.end() :]}"


def icon(job: Job, name: str) -> str:
    """Return an inline SVG; its `<title>` is for screen readers and no text of the page."""
    path = job.rng.choice(_ICON_PATHS)
    return (
        f'<svg class="icon icon-{name}" width="24" height="24" viewBox="0 0 24 24" aria-hidden="true" role="img">'
        f'<title>{name}</title><path d="{path}"></path></svg>'
    )


def image(job: Job, alt: str, classes: str = "attachment-large size-large", *, lazy: bool = False) -> str:
    """Return an image; a lazy one comes with its `<noscript>` copy."""
    name = f"/uploads/{job.rng.randint(2015, 2026)}/{job.rng.randint(1, 12):02}/IMG_{job.rng.randint(1000, 9999)}.jpg"
    size = job.rng.choice(("1024x683", "768x512", "1200x800"))
    width, height = size.split("x")
    tail = f'width="{width}" height="{height}" alt="{escape(alt)}"'
    plain = f'<img {tail} class="{classes}" src="https://cdn.{job.site.host}{name}">'
    if not lazy:
        return plain
    blank = "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4="
    return (
        f'<img {tail} class="{classes} lazyload" src="{blank}" data-src="https://cdn.{job.site.host}{name}" '
        f'data-srcset="https://cdn.{job.site.host}{name} {width}w"><noscript>{plain}</noscript>'
    )


def advertisement(job: Job, classes: str = "ad-slot") -> str:
    """Return an advertisement's place, with or without a label and a house advertisement in it."""
    unit = f"div-gpt-ad-{job.rng.randint(10**12, 10**13)}-{job.rng.randint(0, 9)}"
    script = f"<script>window.adq=window.adq||[];adq.push(function(){{adq.display('{unit}');}});</script>"
    house = job.when(0.4, f'<p class="ad-house"><a href="/support/">{word(job, "support")}</a></p>')
    label = job.when(0.7, f'<span class="ad-label">{word(job, "ad")}</span>')
    return f'<div class="{classes}" id="{unit}" ~promotion>{label}{script}{house}</div>'


def head(job: Job, title: str, description: str, kind: str = "NewsArticle", *, css: str = "", extra: str = "") -> str:
    """Return what a modern `<head>` holds: metadata, cards for other sites, structured data, styles and scripts."""
    site, address = job.site, f"https://www.{job.site.host}/{slug(title)}/"
    return f"""{declaration(job)}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} {job.rng.choice("|–-")} {escape(site.name)}</title>
<meta name="description" content="{escape(description)}">
<link rel="canonical" href="{address}">
<meta property="og:title" content="{escape(title)}">
<meta property="og:type" content="article">
<meta property="og:site_name" content="{escape(site.name)}">
<meta property="og:url" content="{address}">
<meta name="twitter:card" content="summary_large_image">
<link rel="alternate" type="application/rss+xml" title="{escape(site.name)} &raquo; Feed" href="/feed/">
{_structured(job, title, description, kind)}
<style>{css}{_styles(job)}</style>
{analytics(job)}{extra}"""


def declaration(job: Job, *, old: bool = False) -> str:
    """Return the `<meta>` by which the site's pages declare a charset, right or wrong; "" where they declare none."""
    said = job.site.charset if job.site.declares is None else job.site.declares
    plain, long = f'<meta charset="{said}">', f'<meta http-equiv="Content-Type" content="text/html; charset={said}">'
    return (long if old else plain) if said else ""


def analytics(job: Job) -> str:
    """Return the usual inline script."""
    return (
        f"<script>(function(w,d,s,l,i){{w[l]=w[l]||[];w[l].push({{start:new Date().getTime(),event:'page'}});"
        "var f=d.getElementsByTagName(s)[0],j=d.createElement(s);j.async=true;"
        f"j.src='https://stats.{job.site.host}/t.js?id='+i;f.parentNode.insertBefore(j,f);"
        f"}})(window,document,'script','layer','T-{job.rng.randint(10**5, 10**6)}');"
        f"var pageConfig={json.dumps(_settings(job), sort_keys=True)};</script>"
    )


def _settings(job: Job) -> dict[str, object]:
    names = ("lazy", "comments", "consent", "paywall", "darkMode", "abTest", "webVitals", "sticky", "video", "push")
    return {name: job.rng.choice((True, False, job.rng.randint(1, 4000))) for name in names}


def _structured(job: Job, title: str, description: str, kind: str) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": kind,
        "headline" if kind.endswith("Article") else "name": title,
        "description": description,
        "publisher": {"@type": "Organization", "name": job.site.name, "url": f"https://www.{job.site.host}/"},
    }
    text = json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
    return f'<script type="application/ld+json">{text}</script>'


def _styles(job: Job) -> str:
    rng = Random(f"{job.site.host}/css")
    stems = ("site", "entry", "nav", "widget", "btn", "card", "col", "wrap", "hero", "post", "meta", "footer", "form")
    rules = ["img{max-width:100%;height:auto}"]
    for _ in range(rng.randint(12, 40)):
        name = f".{rng.choice(stems)}-{rng.choice(('title', 'inner', 'item', 'list', 'link', 'box', 'head', 'icon'))}"
        chosen = rng.sample(sorted(_CSS_VALUES), rng.randint(1, 4))
        rules.append(name + "{" + ";".join(f"{p}:{rng.choice(_CSS_VALUES[p])}" for p in chosen) + "}")
    return "".join(rules)


def _filled(job: Job, line: str, seed: str) -> str:
    # The same words on every page of the host; "The {site} briefing" of The Courier is "The Courier briefing".
    return job.write.fill(line, Random(seed)).replace("The The ", "The ")
