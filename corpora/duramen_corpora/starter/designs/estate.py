"""A property site's results: a map that needs scripts, filters, featured agents, and the cards that the page is for."""

from __future__ import annotations

from duramen_corpora.starter import chrome, furniture
from duramen_corpora.starter.ballast import Skin, use
from duramen_corpora.starter.furniture import Kit
from duramen_corpora.starter.names import cast, towns
from duramen_corpora.starter.prose import topic
from duramen_corpora.starter.site import Design, Draft, Job, Site
from duramen_corpora.starter.stories import each

_SKINS = {
    "doorandgable.example": Skin("modules", "dg"),
    "coasthomes.example": Skin("bem", "ch-"),
    "keysandstairs.example": Skin("utility", "ks"),
}


def make(job: Job) -> Draft:
    """Make a page of results."""
    kit = Kit(job, _SKINS[job.site.host], "agency")
    town, renting = job.write.slots["town"], job.maybe(0.4)
    title = f"{'Homes to rent' if renting else 'Homes for sale'} in {town}"
    cards = [_card(kit, i, town, renting) for i in range(job.rng.randint(10, 14))]
    cards.insert(job.rng.randint(3, 5), f'<li class="{kit.skin("slot")}">{_alert(kit, town)}</li>')
    cards.insert(job.rng.randint(7, 9), f'<li class="{kit.skin("slot")}">{chrome.advertisement(job)}</li>')
    about = job.write.some(topic("homes", "homes"), "about", 1) if job.maybe(0.7) else []
    content = f"""{furniture.crumbs(kit, "Property", town)}
{_filters(kit, town)}
<div class="{kit.skin("split")}">
<main class="{kit.skin("results")}" ~main>
<h1 class="{kit.skin("results", "title")}" ~title>{title}</h1>
<div class="{kit.skin("results", "bar")}" ~control><p>1 – {len(cards) - 2} of {job.rng.randint(40, 900)}</p><label>Sort</label><select><option>Newest listed</option><option>Lowest price</option><option>Highest price</option></select><button>Map view</button><button>Save this search</button></div>
<ul class="{kit.skin("results", "list")}">
{chr(10).join(cards)}
</ul>
{each(about, lambda _, x: f'<section class="{kit.skin("area")}"><h2>Living in {town}</h2><p>{x}</p></section>')}
{_pager(job)}
</main>
<div class="{kit.skin("map")}" ~notice><p>The map needs JavaScript.</p></div></div>
{_elsewhere(kit)}"""
    return Draft(
        furniture.page(kit, title, job.site.tagline, "SearchResultsPage", content),
        f"/{'rent' if renting else 'buy'}/{chrome.slug(town)}/?page={job.number + 1}",
        "listing",
    )


def _card(kit: Kit, index: int, town: str, renting: bool) -> str:
    job, skin, source = kit.job, kit.skin, topic("homes", "homes")
    kept, job.write.slots = job.write.slots, job.write.slots | cast(job.rng) | {"town": town}
    kind, agent = job.write.fill(job.rng.choice(source.lines["kind"])), job.write.fill(job.rng.choice(source.lines["agent"]))  # fmt: skip
    street, found = job.write.slots["street"], job.write.some(source, "line", 1)
    job.write.slots = kept
    price = f"£{job.rng.randint(60, 240) * 10:,} a month" if renting else f"£{job.rng.randint(24, 160) * 5:,},000"
    beds = job.rng.randint(1, 5)
    size, extra = 26 + beds * job.rng.randint(17, 31), job.rng.choice(("Garden", "Parking", "Shed", "Cellar"))
    facts = each([f"{beds} bed", f"{(beds + 1) // 2} bath", f"{size} m²", extra], lambda _, x: f"<li>{x}</li>")
    badge = f'<div class="{skin("home", "badge")}" ~promotion>{job.rng.choice(("Premium listing", "Featured", "Sponsored"))}</div>'
    text = each(found, lambda _, x: f'<p class="{skin("home", "text")}">{x}</p>')
    return f"""<li class="{skin("home")}" data-id="{job.rng.randint(10**7, 10**8)}"><article>{badge if index < 2 else ""}<a class="{skin("home", "media")}" href="/h/{index}">{chrome.image(job, "", skin("home", "img"), lazy=index > 2)}</a><div ~control><span>1/{job.rng.randint(5, 30)}</span><button aria-label="Save">{use("heart")}</button></div>
<p class="{skin("home", "price")}">{price}</p><h2 class="{skin("home", "title")}"><a href="/h/{index}">{kind[0].upper()}{kind[1:]}, {street}</a></h2>
<ul class="{skin("home", "facts")}">{facts}</ul>{text}
<div class="{skin("home", "agent")}" ~meta>{job.rng.choice(("Added today", "Added yesterday", "Reduced on Friday"))} by {agent}</div><div class="{skin("home", "tools")}" ~control><a href="tel:01632960123">Call</a> <a href="/ask">Email agent</a></div></article></li>"""


def _alert(kit: Kit, town: str) -> str:
    return f'<div class="{kit.skin("alert")}" ~promotion><h3>Be the first to know</h3><p>Get an email when something new in {town} is listed.</p><button>Create alert</button></div>'


def _filters(kit: Kit, town: str) -> str:
    groups = {
        "Property type": ("House", "Flat", "Bungalow", "Land", "Houseboat"),
        "Bedrooms": ("Any", "1+", "2+", "3+", "4+"),
        "Price": ("No minimum", "£100,000", "£200,000", "£300,000", "£500,000", "No maximum"),
        "Must have": ("Garden", "Parking", "Sea view", "Lift", "Fireplace"),
        "Added": ("Any time", "Last 24 hours", "Last 7 days"),
    }
    body = each(
        list(groups),
        lambda _, g: (
            f"<fieldset><legend>{g}</legend>{''.join(f'<label><input type=checkbox> {v}</label>' for v in groups[g])}</fieldset>"
        ),
    )
    return f'<form class="{kit.skin("filters")}" role="search" ~control><label for="where">Where</label><input id="where" value="{town}"><select><option>This area only</option><option>+ 1 mile</option><option>+ 5 miles</option></select>{body}<button>Search</button><button type="reset">Clear filters</button></form>'


def _pager(job: Job) -> str:
    links = "".join(f"<li><a>{i}</a></li>" for i in range(1, job.rng.randint(4, 12)))
    return f'<nav class="pager" aria-label="Results" ~navigation><ul>{links}<li><a rel="next">{chrome.word(job, "next")}</a></li></ul></nav>'


def _elsewhere(kit: Kit) -> str:
    """Return links to other searches, as such sites have them for search engines."""
    job = kit.job
    near = [f"Property in {x}" for x in towns(job.rng, job.rng.randint(12, 24))]
    calculator = f'<section class="{kit.skin("loan")}" ~promotion><h2>What could you borrow?</h2><p>Use the calculator of our partner, a building society that was founded in {job.rng.randint(1851, 1899)}.</p><a href="/loan">Calculate</a></section>'
    return f"""{calculator if kit.trait("loan") else ""}<section class="{kit.skin("nearby")}" ~related><h2>Nearby searches</h2><ul>{chrome.items(near)}</ul></section>
{furniture.rail(kit, 3, "Advice") if kit.trait("advice") else ""}"""


DESIGN = Design(
    "estate",
    (
        Site("Door & Gable", "doorandgable.example", "Homes by people who have been inside", (), 4),
        Site("Coast Homes", "coasthomes.example", "", (), 4),
        Site("Keys and Stairs", "keysandstairs.example", "Let and sold since 1969", (), 4, plain=True),
    ),
    make,
)
