"""A university department's pages: what it is, who is in it, what it teaches; three menus, quick links, tabs of news and events."""

from __future__ import annotations

from duramen_corpora.starter import chrome, furniture
from duramen_corpora.starter.ballast import Skin, use
from duramen_corpora.starter.furniture import Kit
from duramen_corpora.starter.prose import Topic, topic
from duramen_corpora.starter.site import Design, Draft, Job, PageType, Site
from duramen_corpora.starter.stories import each

_SKINS = {
    "estuary-university.example": Skin("bem", "eu-"),
    "tarnhill-college.example": Skin("hyphen", ""),
    "timberinstitute.example": Skin("modules", "ti"),
}
_MENU = ("About us", "People", "Undergraduate", "Taught master's", "Doctoral study", "Research", "Facilities", "Alumni")


def make(job: Job) -> Draft:
    """Make a page about the department, its people or its modules, in turn."""
    kit = Kit(job, _SKINS[job.site.host], "college")
    source = topic("campus", job.site.topics[0])
    unit, turn = source.lines["unit"][0], job.number % 4
    title = (unit, "Our people", "Modules", f"{unit}: at a glance")[turn]
    lead = "".join(job.write.some(source, "lead", 1))
    body = (_about, _people, _modules, _about)[turn](kit, source)
    kind: PageType = ("service", "listing", "listing", "service")[turn]
    content = f"""{furniture.crumbs(kit, "Departments", unit)}
<div class="{kit.skin("columns")}">
{_local(kit, unit)}
<main class="{kit.skin("main")}" ~main>
<div class="{kit.skin("hero")}">{chrome.image(job, "", kit.skin("hero", "img"), lazy=True)}<h1 ~title>{title}</h1></div>
{f'<p class="{kit.skin("intro")}">{lead}</p>' if lead else ""}
{body}
</main>
{_side(kit)}
</div>
{_news(kit, source)}"""
    return Draft(
        furniture.page(kit, title, lead or title, "CollegeOrUniversity", content),
        f"/departments/{chrome.slug(unit)}/{chrome.slug(title)}.html",
        kind,
    )


def _local(kit: Kit, unit: str) -> str:
    links = each(
        _MENU,
        lambda i, x: (
            f'<li class="{kit.skin("local", "item")}{" is-active" if i == 0 else ""}"><a href="/{chrome.slug(x)}">{x}</a></li>'
        ),
    )
    return f'<nav class="{kit.skin("local")}" aria-label="{unit}" ~navigation><h2>{unit}</h2><ul>{links}</ul></nav>'


def _about(kit: Kit, source: Topic) -> str:
    """Return paragraphs, and some of the modules as a taste."""
    job = kit.job
    paragraphs = [f"<p>{chrome.linked(job, x)}</p>" for x in job.write.some(source, "about", 3)]
    call = f'<div class="{kit.skin("call")}" ~promotion><h2>Come and see us</h2><p>The next open day is on {job.rng.randint(1, 28)} {job.write.slots["month"]}.</p><a class="button" href="/open-day">Book a place</a></div>'
    paragraphs.insert(2, call)
    head = f'<h2 class="{kit.skin("head")}">{source.lines["head"][0]}</h2>'
    return f"{head}\n{chr(10).join(paragraphs)}\n{_cards(kit, source, 'module', 2)}"


def _people(kit: Kit, source: Topic) -> str:
    sort = f'<div class="{kit.skin("sort")}" ~control><label>Filter by role</label><select><option>All</option><option>Academic</option><option>Professional services</option></select><label>Surname</label><input></div>'
    return sort + _cards(kit, source, "person", 4)


def _modules(kit: Kit, source: Topic) -> str:
    note = f'<p class="{kit.skin("note")}" ~notice>Modules may change. Those listed ran in {kit.job.write.slots["year"]}.</p>'
    return _cards(kit, source, "module", 4) + note


def _cards(kit: Kit, source: Topic, key: str, count: int) -> str:
    job, skin = kit.job, kit.skin

    def one(_: int, line: str) -> str:
        head, *middle, text = line.split(" ~~ ")
        post = each(middle, lambda _, x: f'<p class="{skin("person", "post")}">{x}</p>')
        contact = f'<p class="{skin("person", "contact")}" ~meta>{use("mail")}{chrome.slug(head).replace("-", ".")}@{job.site.host} · Room {job.rng.randint(1, 5)}.{job.rng.randint(10, 48)}</p>'
        credits = f'<p class="{skin("module", "credits")}" ~meta>{job.rng.choice((10, 15, 20, 30))} credits · {job.rng.choice(("Autumn", "Spring", "Both terms"))}</p>'
        return f"""<li class="{skin(key)}">{chrome.image(job, "", skin(key, "img"), lazy=True) if key == "person" else ""}<h3 class="{skin(key, "title")}"><a href="/{chrome.slug(head)}">{head}</a></h3>{post}<p>{text}</p>{contact if key == "person" else credits}</li>"""

    return f'<ul class="{skin(key, "list")}">{each(job.write.some(source, key, count), one)}</ul>'


def _side(kit: Kit) -> str:
    job = kit.job
    contact = f"""<div class="{kit.skin("contact")}"><h2>Contact</h2><address>{job.site.name}<br>{job.rng.randint(1, 90)} {job.write.slots["street2"]}<br>{job.write.slots["town"]}</address><p>{use("bell")}01632 960{job.rng.randint(100, 999)}</p></div>"""
    quick = f'<div class="{kit.skin("quick")}"><h2>Quick links</h2><ul>{chrome.items(["Timetables", "Library", "IT help", "Staff directory", "Learning site", "Intranet"])}</ul></div>'
    return f'<aside class="{kit.skin("aside")}" ~sidebar>{contact}{quick}{chrome.advertisement(job) if kit.trait("ad", 0.2) else ""}</aside>'


def _news(kit: Kit, source: Topic) -> str:
    """Return teasers of the department's news, which stand elsewhere in full."""
    lines = [kit.job.write.fill(x).split(" ~~ ") for x in source.lines["news"]]
    cards = each(
        lines,
        lambda i, x: (
            f'<li class="{kit.skin("news", "card")}"><a href="/news/{i}"><h3>{x[0]}</h3></a><p>{x[1]}</p><time>{kit.job.rng.randint(1, 28)} {kit.job.write.slots["month2"]}</time></li>'
        ),
    )
    events = chrome.items(furniture.headlines(kit, 4))
    return f"""<section class="{kit.skin("news")}" ~related><div role="tablist" class="{kit.skin("news", "tabs")}"><span role="tab">News</span> <span role="tab">Events</span></div><ul>{cards}</ul><ul hidden>{events}</ul><a href="/news">All news</a></section>"""


DESIGN = Design(
    "campus",
    (
        Site("Estuary University", "estuary-university.example", "", ("geography",), 4),
        Site("Tarnhill College", "tarnhill-college.example", "Founded 1876", ("music",), 4),
        Site("The Timber Institute", "timberinstitute.example", "", ("materials",), 4, plain=True),
    ),
    make,
)
