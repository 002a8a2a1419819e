"""An application's shell: the article is in JSON-LD and in the script's state, and the page itself shows next to nothing.

Gold is what the HTML shows. Three kinds: an empty root with a message to turn scripts on (gold ""), a shell with header
and footer around grey bars (gold ""), and a shell whose `<noscript>` has the title and a summary, which are gold.
"""

from __future__ import annotations

import html
import json
from random import Random

from duramen_corpora.starter import chrome
from duramen_corpora.starter.ballast import Skin, scripts, styles, use
from duramen_corpora.starter.site import Design, Draft, Job, Site
from duramen_corpora.starter.stories import Story, each, story

_SKINS = {
    "plainfare.example": Skin("modules", "pf"),
    "glasshouse-app.example": Skin("utility", "gh"),
    "undertow.example": Skin("bem", "u-"),
    "kestrelmag.example": Skin("modules", "km"),
}


def make(job: Job) -> Draft:
    """Make a shell."""
    told = story(job, paragraphs=job.rng.randint(4, 6))
    skin = _SKINS[job.site.host]
    body = {"plainfare.example": _empty, "glasshouse-app.example": _grey, "undertow.example": _summary}.get(
        job.site.host, _empty if job.number % 2 else _grey
    )
    marked = f"""<!doctype html>
<html lang="en">
<head>
{chrome.head(job, told.title, told.lead, "WebPage", css=styles(job, skin, 40), extra=_article(job, told))}
<link rel="modulepreload" href="/assets/index-{job.rng.randrange(16**8):08x}.js">
</head>
<body class="{skin("app", "body")}">
{body(job, skin, told)}
{_state(job, told)}
{scripts(job)}
</body>
</html>"""
    return Draft(marked, f"/{job.rng.choice(('read', 'app/story', 's'))}/{chrome.slug(told.title)}", "article")


def _plain(told: Story) -> str:
    return html.unescape("\n\n".join([told.lead, *told.paragraphs]))


def _article(job: Job, told: Story) -> str:
    """Return the article as structured data: words of the page's head, not of the page."""
    data = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": html.unescape(told.title),
        "articleBody": _plain(told),
        "author": {"@type": "Person", "name": job.write.slots["p6"]},
        "wordCount": len(_plain(told).split()),
    }
    text = json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
    return f'<script type="application/ld+json">{text}</script>'


def _state(job: Job, told: Story) -> str:
    """Return the application's state, which holds the text once more on some pages."""
    blocks = [{"type": "p", "children": [html.unescape(x)]} for x in told.paragraphs]
    state = {"route": "story", "user": None, "story": {"id": job.rng.randint(10**5, 10**6), "blocks": blocks}}
    text = json.dumps(state, ensure_ascii=False).replace("</", "<\\/")
    return f'<script id="state" type="application/json">{text}</script>' if job.maybe(0.6) else ""


def _empty(job: Job, skin: Skin, _: Story) -> str:
    words = (
        f"You need to enable JavaScript to run {job.site.name}.",
        "We're sorry, but this application does not work properly without JavaScript. Please enable it to continue.",
        f"{job.site.name} is loading. If nothing happens within a few seconds, check that scripts are allowed on this page.",
    )
    chosen = words[Random(job.site.host).randrange(3)]
    return f"""<noscript><p ~notice>{chosen}</p></noscript>
<div id="root" class="{skin("app")}"></div>
<div id="modal-root"></div><div id="toast-root" aria-live="polite" ~notice><p hidden>You appear to be offline.</p></div>"""


def _grey(job: Job, skin: Skin, _: Story) -> str:
    """Return a header, a footer and, between them, bars in the shape of an article."""
    bars = "".join(
        f'<div class="{skin("bar")}" style="width:{job.rng.randint(40, 100)}%"></div>'
        for _ in range(job.rng.randint(9, 20))
    )
    return f"""<div id="app" class="{skin("app")}" data-server-rendered="true"><header class="{skin("app", "header")}"><div ~header><a href="/">{use("menu")}{job.site.name}</a></div>
<nav class="{skin("app", "nav")}" ~navigation><ul>{chrome.items(chrome.menu(job, 7))}</ul></nav><div class="{skin("app", "tools")}" ~control><button>{chrome.word(job, "search")}</button><button>{chrome.word(job, "login")}</button></div></header>
<main aria-busy="true"><div class="{skin("skeleton")}" role="status"><span class="visually-hidden"></span>{bars}</div><p class="{skin("loading")}" ~notice>Loading the story…</p></main>
<footer class="{skin("app", "footer")}" ~footer><ul>{chrome.items(chrome.words(job, "foot", 7))}</ul><p>{chrome.word(job, "rights")}</p></footer></div>
<noscript><div class="{skin("noscript")}" ~notice><p>{chrome.word(job, "browser")}</p></div></noscript>"""


def _summary(job: Job, skin: Skin, told: Story) -> str:
    """Return an empty root and a `<noscript>` with the title and the lead, for those who come without scripts."""
    links = chrome.items(chrome.menu(job, 6))
    return f"""<div id="root" class="{skin("app")}"></div>
<noscript><div class="{skin("fallback")}"><p ~header><a href="/">{job.site.name}</a></p><ul ~navigation>{links}</ul>
<h1 ~title>{told.title}</h1>
<p ~main>{told.lead}</p>
<p ~notice>To read the whole story, please allow scripts for this site and load the page again.</p>
{each(chrome.words(job, "foot", 3), lambda i, x: f'<p ~footer><a href="/{i}">{x}</a></p>')}</div></noscript>"""


DESIGN = Design(
    "spashell",
    (
        Site("Plainfare", "plainfare.example", "", ("cinema", "seeds", "beavers")),
        Site("Glasshouse", "glasshouse-app.example", "", ("salt", "signs", "hospital")),
        Site("Undertow", "undertow.example", "", ("tuner", "ferry", "cinema")),
        Site("Kestrel Magazine", "kestrelmag.example", "", ("hospital", "salt", "signs")),
    ),
    make,
)
