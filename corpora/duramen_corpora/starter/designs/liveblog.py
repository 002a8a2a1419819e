"""A live blog: time-stamped entries, newest first, key points above, and a page that never stops asking for attention."""

from __future__ import annotations

from duramen_corpora.starter import chrome
from duramen_corpora.starter.names import person
from duramen_corpora.starter.prose import topic
from duramen_corpora.starter.site import Design, Draft, Job, Site
from duramen_corpora.starter.stories import each, teasers

_CSS = ".live-layout{display:grid;grid-template-columns:1fr 640px 300px}.pinned{background:#fee}.entry{border-top:1px solid #ccc}"


def make(job: Job) -> Draft:
    """Make a live page."""
    source = topic("live", job.site.topics[job.number % len(job.site.topics)])
    title, lead = job.write.one(source, "title"), job.write.one(source, "lead")
    keys = job.write.some(source, "key", 4)
    entries = job.write.some(source, "entry", job.rng.randint(11, 15))
    order = reversed(list(enumerate(entries))) if job.maybe(0.7) else enumerate(entries)
    posts = [_entry(job, i, text) for i, text in order]
    for _ in range(job.rng.randint(1, 3)):
        posts.insert(job.rng.randint(2, len(posts) - 1), _break(job))
    marked = f"""<!DOCTYPE html>
<html lang="en" class="no-js" data-page-id="{job.rng.randint(10**7, 10**8)}">
<head>
{chrome.head(job, title, lead, "LiveBlogPosting", css=_CSS)}
</head>
<body class="page page--live" data-section="news">
<div class="skip-wrap" ~navigation><a class="skip u-visually-hidden" href="#liveblog-body">{chrome.word(job, "skip")}</a></div>
{job.when(0.5, _consent(job))}
{_header(job)}
<div class="live-layout">
{_key_events(title, keys)}
<main id="liveblog-body" class="live-main" ~main>
<div class="headline-wrap"><span class="live-flag">Live</span><h1 data-gu-name="headline" ~title>{title}</h1>
<div class="standfirst"><p>{lead}</p></div>
{_dateline(job)}
{_share(job)}
</div>
<section class="key-points"><h2>Key points</h2><ul>{each(keys, lambda _, k: f"<li>{k}</li>")}</ul></section>
<div class="live-controls" ~control><button type="button" data-live-reload>Show <span>0</span> new updates</button>
<label><input type="checkbox" checked> Show key events only</label> <button class="sort">Oldest first</button></div>
<div class="liveblog__posts" data-component="liveblog-posts">
{chr(10).join(posts)}
</div>
{job.when(0.6, '<nav class="pagination" ~navigation><a>Newest</a> <a>Previous</a> <span>1 of 4</span> <a>Next</a> <a>Oldest</a></nav>')}
</main>
{_rail(job)}
</div>
{_footer(job)}
<script>window.live={{poll:{job.rng.randint(10, 60)}000,lastUpdate:"block-{job.rng.randint(10**8, 10**9)}"}};</script>
</body></html>"""
    return Draft(marked, f"/news/live/{job.rng.randint(2021, 2026)}/{chrome.slug(title)}", "article")


def _entry(job: Job, number: int, told: str) -> str:
    title, _, text = told.rpartition(" ~~ ")  # some entries of the book carry a heading
    hour, minute = divmod(8 * 60 + number * 43, 60)
    clock = f"{hour:02}.{minute:02}"
    heading = f"<h2>{title}</h2>" if title else ""
    author = job.when(0.4, f'<div class="entry__author">{job.write.slots["p5"]}</div>')
    image = job.when(
        0.25,
        f"<figure>{chrome.image(job, '', lazy=True)}<figcaption>{job.write.slots['town']}, {clock}. "
        f"Photograph: {person(job.rng)}/{job.site.name}</figcaption></figure>",
    )
    updated = job.when(
        0.3, f'<p class="block-time updated-time" ~meta>Updated at {hour + 1:02}.{job.rng.randint(0, 59):02} GMT</p>'
    )
    share = '<ul class="entry__share"><li><a href="#">Facebook</a></li><li><a href="#">Share link</a></li></ul>'
    return f"""<article id="block-{job.rng.randint(10**8, 10**9)}" class="block entry" itemprop="liveBlogUpdate">
<header class="entry__head" ~meta><a class="block-time" href="#b{number}"><time>{clock}</time> <span>GMT</span></a>{author}
</header>
<div class="block-elements">{heading}<p>{chrome.linked(job, text)}</p>{image}</div>
{updated}<div class="entry__tools" ~promotion>{share}</div>
</article>"""


def _break(job: Job) -> str:
    if job.maybe(0.5):
        return chrome.advertisement(job, "ad-slot ad-slot--inline")
    return (
        f'<aside class="newsletter-embed" ~promotion><h3>{chrome.word(job, "news_head")}</h3>'
        f"<p>{chrome.word(job, 'news_text')}</p><form><label>{chrome.word(job, 'news_field')}</label><input>"
        f"<button>{chrome.word(job, 'subscribe')}</button></form></aside>"
    )


def _dateline(job: Job) -> str:
    desk = " and ".join(job.write.slots[p] for p in ("p5", "p6")[: job.rng.randint(1, 2)])
    return (
        f'<div class="dateline" ~meta><address class="byline">{desk}</address><p>{job.write.slots["weekday"]} '
        f"{job.rng.randint(1, 28)} {job.write.slots['month']} {job.write.slots['year']} "
        f"{job.rng.randint(10, 23)}.{job.rng.randint(10, 59)} GMT</p></div>"
    )


def _share(job: Job) -> str:
    links = chrome.items(chrome.words(job, "share_to", 3), 'class="share-bar__item"', 'data-link-name="social"')
    return f'<ul class="share-bar" ~promotion>{links}</ul>'


def _header(job: Job) -> str:
    mega = "".join(
        f'<li class="pillar"><a href="/{i}">{x}</a><ul class="pillar__sub">{chrome.items(_submenu(job))}</ul></li>'
        for i, x in enumerate(chrome.menu(job, job.rng.randint(5, 8)))
    )
    return f"""<header class="top" role="banner"><div class="top__bar" ~header><a href="/" class="logo">{chrome.icon(job, "logo")}
<span>{job.site.name}</span></a><p class="strap">{job.site.tagline}</p></div>
<div class="top__user" ~control><a href="/signin">{chrome.word(job, "login")}</a> <form><label for="q">{chrome.word(job, "search")}
</label><input id="q"></form></div>
{job.when(0.5, f'<div class="contribute" ~promotion><p>{chrome.word(job, "support")}</p><a href="/support">Support us</a></div>')}
<nav class="pillars" ~navigation><ul>{mega}</ul></nav></header>"""


def _submenu(job: Job) -> list[str]:
    return chrome.menu(job, 12)[job.rng.randint(4, 7) :][: job.rng.randint(2, 5)]


def _key_events(title: str, keys: list[str]) -> str:
    listed = each(keys, lambda i, k: f'<li><time>{9 + i}.{10 + i * 7}</time> <a href="#b{i}">{k}</a></li>')
    return (
        f'<div class="live-left" ~navigation><p class="series"><a href="/series/">{title.split(":", maxsplit=1)[0]}</a></p>'
        f'<h3>Key events</h3><ol class="key-events">{listed}</ol></div>'
    )


def _rail(job: Job) -> str:
    listed = each(
        teasers(job, job.rng.randint(5, 10)), lambda i, t: f'<li><span>{i + 1}</span><a href="/m/{i}">{t}</a></li>'
    )
    return f"""<aside class="rail">{chrome.advertisement(job, "mpu")}
<div class="most-viewed" ~sidebar><h3>{chrome.word(job, "popular")}</h3><ol>{listed}</ol></div></aside>
<section class="onward" ~related><h2>{chrome.word(job, "related")}</h2>{
        each(
            teasers(job, job.rng.randint(4, 8)),
            lambda i, t: (
                f'<div class="fc-item">{chrome.image(job, "", "fc-img")}<h3><a href="/o/{i}">{t}</a></h3></div>'
            ),
        )
    }</section>"""


def _footer(job: Job) -> str:
    return f"""<footer class="l-footer" ~footer><ul>{chrome.items(chrome.words(job, "foot", 10))}</ul>
<p><a href="#top">{chrome.word(job, "top")}</a></p><p class="copyright">{chrome.word(job, "rights")}</p></footer>"""


def _consent(job: Job) -> str:
    return (
        f'<div class="site-message js-consent" role="region" ~notice><p>{chrome.word(job, "cookie")}</p>'
        f"<button>{chrome.word(job, 'accept')}</button><button>{chrome.word(job, 'reject')}</button></div>"
    )


DESIGN = Design(
    "liveblog",
    (
        Site(
            "The Ledger",
            "ledgerlive.example",
            "Facts first, then opinions",
            ("storm", "election", "cycling", "launch"),
            4,
        ),
        Site("Coastline 24", "coastline24.example", "Your coast, around the clock", ("launch", "storm", "cycling"), 3),
        Site("Daily Meridian", "dailymeridian.example", "The day as it happens", ("election", "cycling", "launch"), 3),
    ),
    make,
)
