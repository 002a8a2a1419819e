"""A morning briefing: several `<article>`s that are the page together, among others that only lead away from it."""

from __future__ import annotations

from duramen_corpora.starter import chrome, furniture
from duramen_corpora.starter.ballast import Skin
from duramen_corpora.starter.furniture import Kit
from duramen_corpora.starter.names import cast
from duramen_corpora.starter.prose import Topic, topics
from duramen_corpora.starter.site import Design, Draft, Job, Site
from duramen_corpora.starter.stories import each

_SKINS = {
    "thebreakfastsheet.example": Skin("bem", "bs-"),
    "sixthingsdaily.example": Skin("modules", "six"),
    "harbourmorning.example": Skin("hyphen", "hm-"),
    "theferrymansbrief.example": Skin("bem", "c-"),
}
_LEADS = (
    "Good morning from {town}, where it is {n:2-14} degrees and the {n:6-7}.{n:10-58} has gone. Here are the [few|handful of] things that you need to know before {n:9-11} o'clock, and one that you do not.",
    "It is {weekday}. Overnight {p1} and {p2} put this together from {town} with {n:2-4} pots of tea, so that you can read it in {n:4-8} minutes on the way to somewhere else.",
    "Rain in {town} before {n:9-11}, clearing later, and this is your briefing for {weekday}, number {n:300-2900}. If a friend sent it to you, the friend is up early.",
)
_ENDS = (
    "That is all from {town} this morning. Tell {p1.f} what we missed, and if you saw the {n:2-9} camels on {street}, please say so.",
    "The next briefing leaves {town} at {n:5-6} tomorrow. Thank you to the {n:30-400} of you who wrote about the owl.",
    "We are back on {weekday2} with news from {town2}, a recipe and {n:2-4} corrections. Go well.",
)


def make(job: Job) -> Draft:
    """Make one day's briefing."""
    kit = Kit(job, _SKINS[job.site.host], "press")
    title = f"{job.rng.choice(('Briefing', 'Morning report', 'The day in brief'))}: {job.write.slots['weekday']} {job.rng.randint(1, 28)} {job.write.slots['month']}"
    lead, end = (job.write.say(job.rng.choice(lines)) for lines in (_LEADS, _ENDS))
    content = f"""<main class="{kit.skin("briefing")}" ~main>
{furniture.crumbs(kit, "Briefings")}
<header class="{kit.skin("briefing", "head")}"><h1 ~title>{title}</h1>{furniture.byline(kit, minutes=False)}<p class="{kit.skin("briefing", "lead")}">{lead}</p>{furniture.share(kit)}</header>
<div class="{kit.skin("stream")}">
{chr(10).join(_stream(kit))}
</div>
{f'<p class="{kit.skin("briefing", "end")}">{end}</p>' if end else ""}
<nav class="{kit.skin("pager")}" ~navigation><a href="/y">Yesterday's briefing</a> <a href="/archive">All briefings</a></nav>
</main>
{furniture.aside(kit, 2) if kit.trait("aside", 0.6) else ""}
{_teasers(kit)}"""
    marked = furniture.page(kit, title, lead, "NewsArticle", content)
    return Draft(marked, f"/briefing/{job.rng.randint(2020, 2026)}/{chrome.slug(title)}", "article")


def _stream(kit: Kit) -> list[str]:
    """Return the day's stories, with teasers and a sponsor's piece between them in the same element."""
    job = kit.job
    books = list(topics("briefs").values())
    shift = (len(job.site.host) * 5 + job.number * 7) % len(books)
    chosen = [books[(shift + i) % len(books)] for i in range(job.rng.randint(5, 7))]
    parts = [_story(kit, i, source) for i, source in enumerate(chosen)]
    parts.insert(2, _teaser(kit))
    parts.insert(job.rng.randint(4, len(parts)), _sponsor(kit))
    parts.insert(job.rng.randint(3, len(parts)), _teaser(kit))
    return parts


def _story(kit: Kit, index: int, source: Topic) -> str:
    job, skin = kit.job, kit.skin
    kept, job.write.slots = job.write.slots, job.write.slots | cast(job.rng)
    title, text = job.write.one(source, "title"), job.write.some(source, "para", job.rng.randint(1, 2))
    job.write.slots = kept
    more = f'<p class="{skin("story", "more")}" ~related><a href="/n/{index}">{chrome.word(job, "more")}</a></p>'
    number = f'<span class="{skin("story", "number")}">{index + 1}.</span> ' if kit.trait("numbers") else ""
    picture = job.when(0.4, f"<figure>{chrome.image(job, '', skin('story', 'img'), lazy=True)}</figure>")
    return f"""<article class="{skin("story")}" id="story-{index + 1}"><h2 class="{skin("story", "title")}">{number}{title}</h2>{picture}
{each(text, lambda _, x: f"<p>{chrome.linked(job, x, 0.4)}</p>")}
{job.when(0.5, more)}</article>"""


def _teaser(kit: Kit) -> str:
    title = furniture.headlines(kit, 1)[0]
    return f"""<article class="{kit.skin("story")} {kit.skin("story", "promo")}" ~related><h2 class="{kit.skin("story", "title")}"><a href="/long/{chrome.slug(title)}">{title}</a></h2>
<p>{kit.job.rng.choice(("The long read, from the weekend magazine.", "Our podcast this week.", "From the archive, with photographs.", "One for the train home."))}</p><a href="/long">{chrome.word(kit.job, "more")}</a></article>"""


def _sponsor(kit: Kit) -> str:
    return f"""<article class="{kit.skin("story")} {kit.skin("story", "native")}" ~promotion><p class="{kit.skin("story", "label")}">{chrome.word(kit.job, "ad")}</p><h2><a href="/partner">A bank that answers the telephone</a></h2>
<p>{chrome.word(kit.job, "support")} This briefing is brought to you by people who hope that you will remember their name.</p></article>"""


def _teasers(kit: Kit) -> str:
    cards = each(
        furniture.headlines(kit, kit.job.rng.randint(4, 8)),
        lambda i, t: (
            f'<article class="{kit.skin("card")}"><a href="/c/{i}">{chrome.image(kit.job, "", kit.skin("card", "img"), lazy=True)}<h3>{t}</h3></a></article>'
        ),
    )
    return f'<section class="{kit.skin("grid")}" ~related><h2>{chrome.word(kit.job, "related")}</h2>{cards}</section>'


DESIGN = Design(
    "digest",
    (
        Site("The Breakfast Sheet", "thebreakfastsheet.example", "Read it before the toast is cold"),
        Site("Six Things", "sixthingsdaily.example", ""),
        Site("Harbour Morning", "harbourmorning.example", "From the quay, at six"),
        Site("The Ferryman's Brief", "theferrymansbrief.example", "A crossing's worth of news"),
    ),
    make,
)
