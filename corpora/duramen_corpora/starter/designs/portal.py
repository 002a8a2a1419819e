"""Index pages whose right answer is their cards: a newspaper's front, a city guide, a directory of other sites."""

from __future__ import annotations

from duramen_corpora.starter import chrome, furniture
from duramen_corpora.starter.ballast import Skin, use
from duramen_corpora.starter.furniture import Kit
from duramen_corpora.starter.names import cast, person
from duramen_corpora.starter.prose import topic
from duramen_corpora.starter.site import Design, Draft, Job, PageType, Site

_SKINS = {
    "dailyharbinger.example": Skin("modules", "dh"),
    "twovalleys.example": Skin("bem", "tv-"),
    "cityguide-coast.example": Skin("utility", "cg"),
    "linkcupboard.example": Skin("hyphen", "lc-"),
}
_HEADS = {
    "news": ("Top stories", "Around the county", "Life", "Reports", "Watch and listen", "Opinion"),
    "guides": ("This weekend", "Food", "Walks", "With children", "Out of season", "Practical matters"),
    "sites": ("Science", "History", "Hobbies", "Collections", "Clubs", "Nature"),
}


def make(job: Job) -> Draft:
    """Make an index page."""
    book = job.site.topics[job.number % len(job.site.topics)]
    kit = Kit(job, _SKINS[job.site.host], "links" if book == "sites" else "press")
    day = f"{job.rng.randint(1, 28)} {job.write.slots['month']}"
    title = {"news": f"{job.site.name}, {day}", "guides": f"What to do in {job.write.slots['month']}", "sites": f"Directory: {job.rng.choice(_HEADS['sites'])}"}[book]  # fmt: skip
    heads = job.rng.sample(_HEADS[book], 3)
    hidden = ' class="visually-hidden"' if book == "news" and kit.trait("hidden-title") else ""
    cards, size = _cards(kit, book), job.rng.randint(6, 8)
    parts = [cards[i * size : (i + 1) * size] for i in range(3)]
    regions = "\n".join(_region(kit, i, heads[i], part) for i, part in enumerate(parts) if part)
    content = f"""{_alert(kit)}
<main class="{kit.skin("front")}" ~main>
<h1{hidden} ~title>{title}</h1>
{_intro(kit, book)}
{regions}
{_pager(job) if book != "news" else ""}
</main>
{furniture.aside(kit, job.rng.randint(2, 4)) if kit.trait("aside", 0.6) else ""}
{furniture.rail(kit, 6, "Partner content") if kit.trait("partners") else ""}"""
    kind: PageType = "listing" if book == "sites" else "collection"
    path = {
        "news": f"/?edition={job.number}",
        "guides": f"/guides/{chrome.slug(title)}",
        "sites": f"/browse/{job.number}",
    }[book]
    return Draft(furniture.page(kit, title, job.site.tagline, "CollectionPage", content), path, kind)


def _alert(kit: Kit) -> str:
    text = furniture.headlines(kit, 1)[0]
    return kit.job.when(
        0.5,
        f'<div class="{kit.skin("breaking")}" role="alert" ~related><strong>Breaking</strong> <a href="/live">{text}</a></div>',
    )


def _intro(kit: Kit, book: str) -> str:
    """Return what a directory says of itself and how its list can be sorted."""
    if book == "news":
        return ""
    count = kit.job.rng.randint(90, 2400)
    return f"""<div class="{kit.skin("sort")}" ~control><p>{count} entries</p><label>Sort by</label><select><option>Newest</option><option>A to Z</option><option>Most visited</option></select><button>Suggest an entry</button></div>"""


def _cards(kit: Kit, book: str) -> list[str]:
    """Return cards, each from another line of the book and about other people."""
    job, kept, made = kit.job, kit.job.write.slots, list[str]()
    lines = list(topic("cards", book).lines["card"])
    job.rng.shuffle(lines)
    for line in lines:
        job.write.slots = kept | cast(job.rng)
        title, _, text = job.write.say(line).partition(" ~~ ")
        if text:
            made.append(_entry(kit, title, text) if book == "sites" else _card(kit, title, text, not made))
    job.write.slots = kept
    return made[:24]


def _region(kit: Kit, index: int, head: str, cards: list[str]) -> str:
    """Return a region of cards under its heading, advertisements between them."""
    job, skin = kit.job, kit.skin
    parts = list(cards)
    parts.insert(job.rng.randint(2, 5), chrome.advertisement(job, skin("slot")))
    if index == 1:
        parts.insert(3, furniture.signup(kit))
    more = f'<p class="{skin("region", "more")}" ~navigation><a href="/{chrome.slug(head)}/">More: {head}</a></p>'
    return f"""<section class="{skin("region")} {skin("region", str(index))}" aria-labelledby="r{index}"><h2 id="r{index}">{head}</h2>
<div class="{skin("region", "cards")}">{chr(10).join(parts)}</div>{job.when(0.7, more)}</section>"""


def _card(kit: Kit, title: str, text: str, large: bool) -> str:
    job, skin = kit.job, kit.skin
    kicker = f'<p class="{skin("tile", "kicker")}" ~meta>{job.rng.choice(chrome.menu(job, 10)[1:])}</p>'
    by = f'<p class="{skin("tile", "by")}" ~meta>{person(job.rng)} · {job.rng.randint(1, 50)} min ago {job.when(0.3, f"· {job.rng.randint(2, 90)} comments")}</p>'
    save = f'<div class="{skin("tile", "tools")}" ~control><button type="button">{use("heart")}<span>Save</span></button></div>'
    return f"""<article class="{skin("tile")} {skin("tile", "large" if large else "small")}"><a class="{skin("tile", "media")}" href="/a/{job.rng.randint(10**5, 10**6)}">{chrome.image(job, "", skin("tile", "img"), lazy=not large)}</a>
{job.when(0.6, kicker)}<h3 class="{skin("tile", "title")}"><a href="/a/{chrome.slug(title)}">{title}</a></h3><p class="{skin("tile", "text")}">{text}</p>
{job.when(0.6, by)}{job.when(0.4, save)}</article>"""


def _entry(kit: Kit, title: str, text: str) -> str:
    """Return an entry of a directory: a name, an address, a description, votes."""
    job, host = kit.job, f"www.{chrome.slug(title)[:24].strip('-')}.example"
    return f"""<dl class="{kit.skin("entry")}"><dt><a href="https://{host}/" rel="nofollow">{title}</a></dt><dd class="{kit.skin("entry", "text")}">{text}</dd>
<dd class="{kit.skin("entry", "foot")}" ~meta>{host} · added {job.rng.randint(1, 28)} {job.rng.choice(("May", "June", "October"))} {job.rng.randint(2003, 2026)}</dd><dd ~control><a href="#v">Vote</a> <a href="#b">Report broken link</a></dd></dl>"""


def _pager(job: Job) -> str:
    links = "".join(f'<li><a href="?page={i}">{i}</a></li>' for i in range(1, job.rng.randint(4, 9)))
    return f'<nav class="pagination" aria-label="Pages" ~navigation><ul>{links}<li><a href="?page=2">{chrome.word(job, "next")}</a></li></ul></nav>'


DESIGN = Design(
    "portal",
    (
        Site("The Daily Harbinger", "dailyharbinger.example", "All the news from the far end", ("news",)),
        Site("Two Valleys", "twovalleys.example", "Independent since Tuesday", ("news", "guides")),
        Site("Coast & City Guide", "cityguide-coast.example", "Where to go when it rains", ("guides",)),
        Site("The Link Cupboard", "linkcupboard.example", "Small sites, sorted by hand", ("sites",), plain=True),
    ),
    make,
)
