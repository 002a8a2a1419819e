"""Pages of cards: a shop's category with filters and sorting, or a magazine's index; the cards are what the page is for."""

from __future__ import annotations

from duramen_corpora.starter import chrome
from duramen_corpora.starter.catalogue import Good, aisle, goods
from duramen_corpora.starter.names import date
from duramen_corpora.starter.prose import Topic, topics
from duramen_corpora.starter.site import Design, Draft, Job, Site
from duramen_corpora.starter.stories import each, teasers

_SECTIONS = (
    "New in",
    "Sale",
    "Staff favourites",
    "Gifts under £350",
    "Back in stock",
    "The spring shop",
    "Made nearby",
)


def make(job: Job) -> Draft:
    """Make a category page."""
    return _magazine(job) if job.site.topics[0] in topics("news") else _shop(job)


def _page(job: Job, title: str, top: str, content: str, side: str) -> str:
    columns = side + content if job.maybe(0.6) else content + side
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
{chrome.head(job, title, job.site.tagline, "CollectionPage")}
</head>
<body class="archive category">
{top}
<div class="page-wrapper">{columns}</div>
{_footer(job)}
</body></html>"""


def _top(job: Job, labels: list[str]) -> str:
    return f"""<div ~navigation><a class="visually-hidden" href="#content">{chrome.word(job, "skip")}</a></div>
{job.when(0.5, f'<div class="announcement" ~promotion><p>{chrome.word(job, "app")}</p></div>')}
<header class="site-head" ~header><a class="brand" href="/">{job.site.name}</a> <span>{job.site.tagline}</span></header>
<nav class="mainnav" ~navigation><ul>{chrome.items(labels)}</ul></nav>
<div class="tools" ~control><form><input type="search"><button>{chrome.word(job, "search")}</button></form><a href="/account">{chrome.word(job, "login")}</a></div>
{job.when(0.4, f'<div class="gdpr" ~notice><p>{chrome.word(job, "cookie")}</p><button>{chrome.word(job, "accept")}</button></div>')}"""


def _shop(job: Job) -> Draft:
    source = aisle(job)
    section = _SECTIONS[(len(job.site.name) + job.number) % len(_SECTIONS)]
    found = goods(job, source, job.rng.randint(12, 24))
    intro = job.write.some(source, "about", 1) if job.maybe(0.6) else []
    crumbs = f'<nav class="crumbs" ~navigation><a href="/">Home</a> › <a href="/shop">Shop</a> › <span>{section}</span></nav>'
    content = f"""<main id="content" class="category-main" ~main>
{crumbs}
<h1 ~title>{section}</h1>
{each(intro, lambda _, x: f'<div class="category-description"><p>{x}</p></div>')}
{_toolbar(job, len(found))}
<ul class="product-grid">{each(found, lambda i, g: _card(job, i, g))}</ul>
{_pager(job)}
</main>"""
    return Draft(
        _page(job, section, _top(job, list(source.lines["aisle"])), content, _filters(job, source)),
        f"/shop/{chrome.slug(section)}",
        "collection",
    )


def _card(job: Job, index: int, item: Good) -> str:
    rating = f'<div class="product-card__rating" ~meta><span>{job.rng.randint(3, 4)}.{job.rng.randint(0, 9)}</span> <span>({job.rng.randint(2, 400)})</span></div>'
    stock = f'<div class="product-card__stock" ~meta>{job.rng.choice(("In stock", "Only 2 left", "Usually ships in 3 days", "Pre-order"))}</div>'
    badge = job.when(0.2, f'<div class="badge" ~meta>{job.rng.choice(("New", "Sale", "Last few"))}</div>')
    line = f'<p class="product-card__text">{item.line}</p>' if item.line and job.maybe(0.8) else ""
    promo = ""
    if index == 5:
        promo = f'<li class="product-grid__promo" ~promotion><h3>{chrome.word(job, "news_head")}</h3><p>{chrome.word(job, "news_text")}</p></li>'
    return f"""{promo}<li class="product-card" data-id="{job.rng.randint(1000, 9999)}">{badge}<a href="/p/{chrome.slug(item.name)}">{chrome.image(job, "", "product-card__image", lazy=index > 3)}</a>
<div class="product-card__brand">{item.brand}</div><h3 class="product-card__title"><a href="/p/{chrome.slug(item.name)}">{item.name}</a></h3>{line}
<div class="product-card__price">{item.price}</div>{job.when(0.5, rating)}{job.when(0.5, stock)}
<div class="product-card__actions" ~control><button>Add to basket</button> <a href="#q">Quick view</a>{job.when(0.5, "<label><input type=checkbox> Compare</label>")}</div></li>"""


def _toolbar(job: Job, count: int) -> str:
    return f"""<div class="toolbar" ~control><p class="toolbar-amount">Items 1-{count} of {count + job.rng.randint(4, 300)}</p><label>Sort by</label>
<select><option>Position</option><option>Product name</option><option>Price: low to high</option><option>Newest</option></select><label>Show</label><select><option>24</option><option>48</option></select></div>"""


def _filters(job: Job, source: Topic) -> str:
    groups = {"Brand": source.lines["brand"], "Category": source.lines["aisle"], "Price": ("Under £25", "£25–£50", "£50–£100", "Over £100"),
              "Colour": ("Moss", "Slate", "Rust", "Natural"), "Rating": ("4 & up", "3 & up")}  # fmt: skip
    chosen = job.rng.sample(sorted(groups), job.rng.randint(2, 5))
    body = each(
        chosen,
        lambda _, g: (
            f'<fieldset class="filter"><legend>{g}</legend><ul>'
            + each(
                list(groups[g]),
                lambda _, v: (
                    f"<li><label><input type=checkbox> {v} <span>({job.rng.randint(1, 60)})</span></label></li>"
                ),
            )
            + "</ul></fieldset>"
        ),
    )
    return f'<aside class="filters" ~control><h2>Shop By</h2>{body}<button>Clear all</button></aside>'


def _pager(job: Job) -> str:
    pages = "".join(f'<li><a href="?p={i}">{i}</a></li>' for i in range(1, job.rng.randint(3, 9)))
    return f'<nav class="pages" aria-label="Page" ~navigation><ul>{pages}<li><a href="?p=2">{chrome.word(job, "next")}</a></li></ul></nav>'


def _magazine(job: Job) -> Draft:
    section = chrome.menu(job, 9)[job.number + 1]
    count = job.rng.randint(12, 18)
    titles = teasers(job, count, fresh=True)
    cards = [_teaser(job, i, t, job.site.topics[i % len(job.site.topics)]) for i, t in enumerate(titles)]
    cards.insert(job.rng.randint(3, 7), f'<div class="card card--ad">{chrome.advertisement(job)}</div>')
    content = f"""<main id="content" class="index-main" ~main><header class="archive-head"><h1 class="archive-title" ~title>{section}</h1></header>
<div class="card-grid">{chr(10).join(cards)}</div>
{_pager(job)}</main>"""
    popular = f"<h3>{chrome.word(job, 'popular')}</h3><ol>{chrome.items(teasers(job, 5))}</ol>"
    tags = f"<h3>Tags</h3><div class=tagcloud>{' '.join(f'<a>{x}</a>' for x in chrome.menu(job, 12)[4:])}</div>"
    letter = f'<div class="signup" ~promotion><h3>{chrome.word(job, "news_head")}</h3><p>{chrome.word(job, "news_text")}</p></div>'
    side = f'<aside class="index-side" ~sidebar>{popular}{job.when(0.6, tags)}{job.when(0.6, letter)}</aside>'
    return Draft(
        _page(job, section, _top(job, chrome.menu(job, 9)), content, side),
        f"/{chrome.slug(section)}/page/{job.number + 1}/",
        "collection",
    )


def _teaser(job: Job, index: int, title: str, name: str) -> str:
    source = topics("news")[name]
    excerpt = job.write.some(source, "lead", 1) if index % 4 == 0 else []
    day, month, year = date(job.rng, 2025)
    text = f'<p class="card__excerpt">{excerpt[0]}</p>' if excerpt else ""
    return f"""<article class="card card--{"lead" if index == 0 else "std"}"><a href="/a/{index}">{chrome.image(job, "", "card__img", lazy=True)}</a>
<div class="card__body"><p class="card__kicker" ~meta>{name.title()}</p><h2 class="card__title"><a href="/a/{index}">{title}</a></h2>{text}
<p class="card__meta" ~meta>{month} {day}, {year} · {job.write.slots[f"p{1 + index % 6}"]}</p>{job.when(0.5, f'<div ~control><a class="more-link" href="/a/{index}">{chrome.word(job, "more")}</a></div>')}</div></article>"""


def _footer(job: Job) -> str:
    return f"""<section class="prefooter" ~related><h2>{chrome.word(job, "related")}</h2><ul>{chrome.items(teasers(job, 4))}</ul></section>
<footer class="site-foot" ~footer><ul>{chrome.items(chrome.words(job, "foot", 8))}</ul><p>{chrome.word(job, "address")}</p><p>{chrome.word(job, "rights")}</p></footer>"""


DESIGN = Design(
    "category",
    (
        Site("Larder & Loft", "larderandloft.example", "Everything with a handle", ("kitchen",), 3, plain=True),
        Site("Weatherworn", "weatherworn.example", "Tents, packs, boots", ("outdoor",), 3),
        Site("Quaver House", "quaverhouse.example", "Music made here", ("instruments",), 3, plain=True),
        Site(
            "Tideline Magazine", "tidelinemag.example", "Stories from the edge", ("harbour", "flood", "bees", "dig"), 3
        ),
    ),
    make,
)
