"""A magazine's article behind a wall: the opening paragraphs, then an offer where the rest would be."""

from __future__ import annotations

import html
import json
from random import Random

from duramen_corpora.starter import chrome, furniture
from duramen_corpora.starter.ballast import Skin, use
from duramen_corpora.starter.furniture import Kit
from duramen_corpora.starter.site import Design, Draft, Job, Site
from duramen_corpora.starter.stories import Story, each, story

_SKINS = {
    "theslowreview.example": Skin("bem", "tsr-"),
    "quarterlight.example": Skin("modules", "ql"),
    "thecountyledger.example": Skin("hyphen", "cl-"),
    "marginalia-post.example": Skin("utility", "mp"),
}


def make(job: Job) -> Draft:
    """Make an article that stops."""
    kit = Kit(job, _SKINS[job.site.host], "press")
    told = story(job, paragraphs=job.rng.randint(2, 4))
    blurred = kit.trait("blurred")
    content = f"""<main class="{kit.skin("main")}" ~main>
{furniture.crumbs(kit, chrome.menu(job, 4)[-1])}
<article class="{kit.skin("article")} is-locked" data-access="metered">
{_opening(kit, told)}
<div class="{kit.skin("body")} paywalled-content">
{_teaser(job, told)}
{_decoys(job, kit) if blurred else ""}
</div>
{"" if blurred else _wall(kit)}
</article>
{_below(kit)}
</main>
{furniture.aside(kit, 2) if kit.trait("aside") else ""}
{furniture.rail(kit, job.rng.randint(4, 8))}"""
    last = f'<div class="{kit.skin("modal")}" role="dialog" aria-modal="true">{_wall(kit)}</div>' if blurred else ""
    marked = furniture.page(
        kit, told.title, told.lead, "NewsArticle", content, first=_access(job, told.title), last=last
    )
    return Draft(marked, f"/{job.rng.choice(('features', 'long-read', 'p'))}/{chrome.slug(told.title)}", "article")


def _access(job: Job, title: str) -> str:
    """Return the structured data that tells search engines what is free and what is not."""
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": html.unescape(title),
        "isAccessibleForFree": False,
        "hasPart": {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".paywalled-content"},
    }
    return f'<script type="application/ld+json">{json.dumps(data)}</script>' if job.maybe(0.7) else ""


def _opening(kit: Kit, told: Story) -> str:
    job, skin = kit.job, kit.skin
    caption = f'<figcaption class="{skin("figure", "caption")}">{told.caption}</figcaption>' if told.caption else ""
    listen = f'<div class="{skin("audio")}" ~control><button type="button">{use("play")}<span>Listen to this story</span></button> <span>{job.rng.randint(8, 40)} min</span></div>'
    return f"""<header class="{skin("opening")}"><p class="{skin("opening", "kicker")}" ~meta>{job.rng.choice(("The long read", "Features", "Report", "Letter from the coast"))} · Subscribers</p>
<h1 class="{skin("opening", "title")}" ~title>{told.title}</h1>
<p class="{skin("opening", "standfirst")}">{told.lead}</p>
{furniture.byline(kit)}
{job.when(0.6, listen)}{furniture.share(kit)}</header>
<figure class="{skin("figure")}">{chrome.image(job, "", skin("figure", "img"))}{caption}</figure>"""


def _teaser(job: Job, told: Story) -> str:
    """Return the paragraphs that are free; the last breaks off where the wall stands."""
    *whole, last = told.paragraphs
    words = last.split()
    cut = " ".join(words[: max(12, len(words) * job.rng.randint(3, 7) // 10)]).rstrip(".,;:")
    free = each(whole, lambda _, text: f"<p>{chrome.linked(job, text)}</p>")
    return f'{free}\n<p class="fade-out">{cut}…</p>'


def _decoys(job: Job, kit: Kit) -> str:
    """Return letters that stand for the rest of the text behind a blur; they are part of the wall."""
    rng = Random(f"{job.site.host}/{job.number}/decoy")

    def run() -> str:
        return " ".join(
            "".join(rng.choices("aeinorstlu", k=rng.randint(2, 9))) for _ in range(rng.randint(40, 70))
        ).capitalize()

    lines = each([run() for _ in range(3)], lambda _, text: f"<p>{text}.</p>")
    return f'<div class="{kit.skin("blur")}" aria-hidden="true" style="filter:blur(5px);user-select:none" ~notice>{lines}</div>'


def _wall(kit: Kit) -> str:
    job, skin = kit.job, kit.skin

    def offer(_: int, line: str) -> str:
        name, price, *gains = line.split(" ~~ ")
        listed = "".join(f"<li>{use('check')}{gain}</li>" for gain in gains)
        return f"""<li class="{skin("offer", "card")}"><h3>{name}</h3><p class="{skin("offer", "price")}">{price}</p><ul>{listed}</ul>
<a class="{skin("button")}" href="/subscribe?plan={chrome.slug(name)}">{kit.word("button", "walls")}</a></li>"""

    offers = each(kit.words("offer", job.rng.randint(1, 3), "walls"), offer)
    gift = f'<form><label>{kit.word("gift", "walls")}</label><input type="email"><button>Send</button></form>'
    return f"""<section class="{skin("paywall")}" data-testid="paywall" ~notice><h2>{kit.word("head", "walls")}</h2>
{each(kit.words("text", job.rng.randint(1, 2), "walls"), lambda _, text: f"<p>{text}</p>")}
<ul class="{skin("offer")}">{offers}</ul>{job.when(0.4, gift)}
<p class="{skin("paywall", "signin")}"><a href="/login">{kit.word("signin", "walls")}</a></p><p class="{skin("paywall", "small")}">{kit.word("small", "walls")}</p></section>"""


def _below(kit: Kit) -> str:
    """Return what some put under the wall: topics, and comments for those who pay."""
    job = kit.job
    topics = chrome.items(chrome.menu(job, 9)[5:], 'class="topic"')
    talk = f'<div class="{kit.skin("talk")}" ~control><h2>{chrome.word(job, "comments")}</h2><p>Comments are for subscribers. {job.rng.randint(4, 240)} so far.</p></div>'
    return f'<ul class="{kit.skin("topics")}" ~meta>{topics}</ul>{talk if kit.trait("talk") else ""}'


DESIGN = Design(
    "paywall",
    (
        Site("The Slow Review", "theslowreview.example", "Reporting that takes its time", ("seeds", "ferry", "signs")),
        Site("Quarterlight", "quarterlight.example", "", ("tuner", "salt", "hospital")),
        Site("The County Ledger", "thecountyledger.example", "Established in a bad winter", ("beavers", "cinema", "seeds"), plain=True),
        Site("Marginalia Post", "marginalia-post.example", "Essays, weekly", ("hospital", "ferry", "tuner")),
    ),
    make,
)  # fmt: skip
