"""A news site whose consent manager is served before the article: purposes, switches and a long list of partners first."""

from __future__ import annotations

from random import Random

from duramen_corpora.starter import chrome, furniture
from duramen_corpora.starter.ballast import Skin, use
from duramen_corpora.starter.furniture import Kit
from duramen_corpora.starter.prose import topic
from duramen_corpora.starter.site import Design, Draft, Job, Site
from duramen_corpora.starter.stories import Story, body, each, story

_SKINS = {
    "tidewaynews.example": Skin("bem", "tw-"),
    "provincial-observer.example": Skin("hyphen", "po-"),
    "hereandnow-daily.example": Skin("bem", "hn-"),
    "northerndispatch.example": Skin("utility", "nd"),
}
_BLOCKS = {
    "tidewaynews.example": "cmp",
    "provincial-observer.example": "privacy-manager",
    "hereandnow-daily.example": "consent-layer",
    "northerndispatch.example": "gdpr",
}


def make(job: Job) -> Draft:
    """Make an article under a wall of consent."""
    kit = Kit(job, _SKINS[job.site.host], "press")
    told = story(job, paragraphs=job.rng.randint(8, 9))
    content = f"""{furniture.crumbs(kit, chrome.menu(job, 5)[-1])}
<main class="{kit.skin("main")}" ~main>{_article(kit, told)}</main>
{furniture.aside(kit, job.rng.randint(2, 4))}
{furniture.rail(kit, job.rng.randint(4, 8))}
{furniture.rail(kit, 4, "Sponsored stories") if kit.trait("second-rail") else ""}"""
    if kit.trait("inert"):
        # While its dialogue is open, the page behind it is hidden from screen readers; it is still the page.
        content = f'<div class="{kit.skin("behind")}" aria-hidden="true" inert>{content}</div>'
    marked = furniture.page(kit, told.title, told.lead, "NewsArticle", content, first=_wall(kit))
    return Draft(marked, f"/{job.rng.randint(2019, 2026)}/{chrome.slug(told.title)}.html", "article")


def _wall(kit: Kit) -> str:
    job, block, skin = kit.job, _BLOCKS[kit.job.site.host], kit.skin
    tabs = each(kit.words("tab", 3, "consent"), lambda i, x: f'<li role="tab" id="tab-{i}">{x}</li>')
    buttons = each(
        [kit.word(x, "consent") for x in ("deny", "options", "button")],
        lambda i, x: f'<button type="button" class="{skin(block, "button")} {skin(block, f"button-{i}")}">{x}</button>',
    )
    return f"""<div id="{block}-root" class="{skin(block)}" role="dialog" aria-modal="true" aria-label="Consent" ~notice>
<div class="{skin(block, "header")}"><span class="{skin(block, "logo")}">{job.site.name}</span><h2>{job.rng.choice(("Your choices about cookies", "Before you go on", "We value your privacy"))}</h2></div>
<ul role="tablist" class="{skin(block, "tabs")}">{tabs}</ul>
<div class="{skin(block, "text")}">{each(kit.words("intro", job.rng.randint(2, 4), "consent"), lambda _, x: f"<p>{x}</p>")}</div>
{_purposes(kit, block)}
{_partners(kit, block)}
<div class="{skin(block, "buttons")}">{buttons}</div></div>"""


def _purposes(kit: Kit, block: str) -> str:
    def one(i: int, line: str) -> str:
        name, text = line.split(" ~~ ")
        return f"""<div class="{kit.skin(block, "purpose")}"><h3>{name}</h3><label class="{kit.skin(block, "switch")}"><input type="checkbox" name="purpose-{i}"><span>{"On" if i % 5 == 4 else "Off"}</span></label>
<p>{text}</p><button type="button">{kit.job.rng.randint(40, 700)} partners want to use this</button></div>"""

    lines = kit.words("purpose", kit.job.rng.randint(6, 12), "consent")
    return f'<div class="{kit.skin(block, "purposes")}">{each(lines, one)}</div>'


def _partners(kit: Kit, block: str) -> str:
    """Return the partners, the same on each page of the host."""
    rng, source = Random(f"{kit.job.site.host}/partners"), topic("furniture", "consent").lines
    first, last, form = (source[f"vendor.{key}"][0].split(", ") for key in ("first", "last", "form"))

    def one(_: int, name: str) -> str:
        days = rng.randint(1, 730)
        return f"""<li class="{kit.skin(block, "partner")}"><strong>{name}</strong> <a href="#policy">Privacy policy</a><label><input type="checkbox"> Consent</label>
<label><input type="checkbox" checked> Legitimate interest</label><span>Cookies last {days} days</span></li>"""

    names = sorted({f"{rng.choice(first)}{rng.choice(last)} {rng.choice(form)}" for _ in range(rng.randint(25, 60))})
    return (
        f'<div class="{kit.skin(block, "partners")}"><h3>Partners ({len(names)})</h3><ul>{each(names, one)}</ul></div>'
    )


def _article(kit: Kit, told: Story) -> str:
    job, skin = kit.job, kit.skin
    caption = f"<figcaption>{told.caption}</figcaption>" if told.caption else ""
    also = f'<p class="{skin("also")}" ~related>{chrome.word(job, "related")}: <a href="/x">{furniture.headlines(kit, 1)[0]}</a></p>'
    extras = [chrome.advertisement(job, skin("slot")), job.when(0.7, also), job.when(0.5, furniture.signup(kit))]
    return f"""<article class="{skin("article")}"><header><h1 class="{skin("article", "title")}" ~title>{told.title}</h1>
<p class="{skin("article", "lead")}">{told.lead}</p>{furniture.byline(kit)}{furniture.share(kit)}</header>
<figure>{chrome.image(job, "", skin("article", "img"), lazy=True)}{caption}</figure>
<div class="{skin("article", "body")}" itemprop="articleBody">
{chr(10).join(body(job, told, extras=[x for x in extras if x]))}
</div>
<footer class="{skin("article", "footer")}"><p ~meta>{use("info")}Filed under {", ".join(chrome.menu(job, 6)[3:])}. Corrections to the editor.</p>{furniture.share(kit) if kit.trait("share-twice") else ""}</footer></article>"""


DESIGN = Design(
    "consentwall",
    (
        Site("Tideway News", "tidewaynews.example", "All day, both banks", ("ferry", "salt", "beavers")),
        Site("The Provincial Observer", "provincial-observer.example", "", ("signs", "cinema", "tuner")),
        Site("Here & Now", "hereandnow-daily.example", "The daily for two valleys", ("seeds", "hospital", "ferry"), plain=True),
        Site("Northern Dispatch", "northerndispatch.example", "", ("beavers", "tuner", "salt")),
    ),
    make,
)  # fmt: skip
