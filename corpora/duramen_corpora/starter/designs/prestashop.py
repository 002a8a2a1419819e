"""A PrestaShop category, as small shops from Poland to Iran run it: facets on the left, miniatures of products, trust blocks."""

from __future__ import annotations

from duramen_corpora.starter import bulk, chrome, tongues
from duramen_corpora.starter.prose import Topic, topic
from duramen_corpora.starter.site import Design, Draft, Job, Site
from duramen_corpora.starter.stories import each

_ICONS = ("cart", "heart", "eye", "truck", "refresh", "lock")
#: What a price looks like: lowest, highest, step, and the text around it.
_PRICES = {
    "pl": (19, 480, 1, "{},00\xa0zł"),
    "it": (8, 190, 1, "{},00\xa0€"),
    "tr": (90, 2400, 10, "{},00\xa0TL"),
    "fa": (45000, 1900000, 5000, "{} تومان"),
}
_SHOPS = {"pl": "pl-sklep", "it": "it-negozio", "tr": "tr-dukkan", "fa": "fa-dokan"}


def make(job: Job) -> Draft:
    """Make a category's page."""
    source = topic(job.site.language, job.site.topics[job.number])
    title, intro = source.lines["title"][0], job.write.one(source, "intro")
    cards = [_card(job, i, x) for i, x in enumerate(_things(job, source, job.rng.randint(9, 14)))]
    direction = ' dir="rtl"' if job.site.language == "fa" else ""
    marked = f"""<!doctype html>
<html lang="{job.site.language}"{direction}>
<head>
{chrome.head(job, title, job.site.tagline, "CollectionPage", css=bulk.sheet(job, "ps", 110))}
{bulk.state(job, "prestashop", 24)}
</head>
<body id="category" class="lang-{job.site.language} {"lang-rtl " if direction else ""}country-xx layout-left-column page-category tax-display-enabled">
{bulk.sprite(job, _ICONS)}
{_header(job, source)}
<section id="wrapper"><div class="container">
<nav data-depth="3" class="breadcrumb" ~navigation><ol><li><a href="/">{chrome.word(job, "home")}</a></li><li><a href="/2">{_shop(job).lines["aisle"][0]}</a></li><li><span>{title}</span></li></ol></nav>
<div class="row">{_left(job, source)}
<div id="content-wrapper" class="col-md-9" ~main>
<div id="js-product-list-header"><div class="block-category card"><h1 class="h1" ~title>{title}</h1><div class="category-description"><p>{intro}</p></div></div></div>
{_subcategories(job)}
{_sorting(job, len(cards))}
<div id="js-product-list"><div class="products row">{chr(10).join(cards)}</div>
{_pager(job)}</div>
</div></div></div></section>
{_blocks(job, source)}
{_footer(job)}
{bulk.loader(job, "gt")}
</body></html>"""
    return Draft(marked, f"/{job.rng.randint(3, 99)}-{chrome.slug(title)}", "collection")


def _shop(job: Job) -> Topic:
    """Return what is the same on all pages of a language's shop: aisles, makers, short remarks."""
    return topic(job.site.language, _SHOPS[job.site.language])


def _price(job: Job) -> str:
    low, high, step, around = _PRICES[job.site.language]
    return around.format(tongues.number(job, low, high, step=step, mark="٬" if job.site.language == "fa" else "."))


def _things(job: Job, source: Topic, count: int) -> list[str]:
    """Return the names of up to `count` different products."""
    known = source.lines["thing"]
    return [tongues.digits(job, job.write.fill(x)) for x in job.rng.sample(known, min(count, len(known)))]


def _header(job: Job, source: Topic) -> str:
    menu = each(
        _shop(job).lines["aisle"],
        lambda i, x: (
            f'<li class="category" id="category-{i}"><a class="dropdown-item" href="/{i}">{x}</a>'
            + (
                f'<ul class="top-menu" data-depth="1">{chrome.items(x.split(",")[0] for x in _things(job, source, 5))}</ul>'
                if i < 3
                else ""
            )
            + "</li>"
        ),
    )
    return f"""<div ~navigation><a class="sr-only" href="#content-wrapper">{chrome.word(job, "skip")}</a></div>
{job.when(0.5, f'<div class="ps-banner" ~promotion><p>{chrome.word(job, "shipping")}</p></div>')}
<header id="header"><div class="header-nav" ~control><span>{chrome.word(job, "hello")}</span> <a href="/login">{chrome.word(job, "login")}</a> <a href="/wishlist">{chrome.word(job, "wishlist")}</a>
<a href="/cart">{bulk.use("cart")}{chrome.word(job, "cart")} ({tongues.digits(job, "0")})</a></div>
<div class="header-top"><div id="_desktop_logo" ~header><a href="/"><img class="logo" src="/img/logo.jpg" alt=""></a><p>{job.site.name}</p><p>{job.site.tagline}</p></div>
<div id="_desktop_top_menu" class="menu" ~navigation><ul class="top-menu" data-depth="0">{menu}</ul></div>
<div id="search_widget" ~control><form><input type="text" placeholder="{chrome.word(job, "search")}"><button>{chrome.word(job, "search")}</button></form></div></div></header>"""


def _left(job: Job, source: Topic) -> str:
    tree = chrome.items(_shop(job).lines["aisle"], 'data-depth="0"')
    groups = [x.split(" ~~ ") for x in chrome.words(job, "filter", job.rng.randint(3, 4))]
    facets = "".join(
        f'<section class="facet"><p class="h6 facet-title">{name}</p><ul>'
        + each(
            labels,
            lambda _, x: (
                f'<li><label><input type="checkbox"> <a href="?q=">{x}</a> <span class="magnitude">({tongues.digits(job, str(job.rng.randint(1, 60)))})</span></label></li>'
            ),
        )
        + "</ul></section>"
        for name, *labels in groups
    )
    best = each(
        _things(job, source, job.rng.randint(2, 4)),
        lambda i, x: f'<li><a href="/p{i}">{x}</a> <span>{_price(job)}</span></li>',
    )
    return f"""<div id="left-column" class="col-md-3"><div class="block-categories" ~navigation><ul class="category-top-menu"><li><a class="text-uppercase h6" href="/2">{_shop(job).lines["aisle"][0]}</a></li><li><ul>{tree}</ul></li></ul></div>
<div id="search_filters" ~control><p class="text-uppercase h6">{chrome.word(job, "filters")}</p>{facets}</div>
<div class="block-best" ~sidebar><p class="h6">{chrome.word(job, "best")}</p><ul>{best}</ul>{chrome.advertisement(job, "ps-ad")}</div></div>"""


def _subcategories(job: Job) -> str:
    return job.when(
        0.4, f'<div id="subcategories" ~navigation><ul>{chrome.items(_shop(job).lines["aisle"][3:7])}</ul></div>'
    )


def _sorting(job: Job, shown: int) -> str:
    sorts = "".join(
        f'<a class="select-list" href="?order={i}">{x}</a> ' for i, x in enumerate(chrome.words(job, "sort_by", 4))
    )
    total = tongues.digits(job, f"{shown} {chrome.word(job, 'shown')} {shown + job.rng.randint(3, 200)}")
    return f'<div id="js-product-list-top" class="products-selection" ~control><div class="total-products"><p>{total}</p></div><span class="sort-by">{chrome.word(job, "sort")}:</span> {sorts}</div>'


def _card(job: Job, index: int, name: str) -> str:
    flag = job.when(
        0.3,
        f'<ul class="product-flags" ~meta><li class="product-flag">{chrome.word(job, job.rng.choice(("sale", "new")))}</li></ul>',
    )
    line = job.when(0.6, f'<p class="product-note">{job.rng.choice(_shop(job).lines["line"])}</p>')
    stars = job.when(
        0.5, f'<div class="comments-note" ~meta><span>({tongues.digits(job, str(job.rng.randint(1, 70)))})</span></div>'
    )
    return f"""<article class="product-miniature js-product-miniature" data-id-product="{job.rng.randint(10, 9999)}"><div class="thumbnail-container">{chrome.image(job, "", "product-thumbnail", lazy=index > 2)}{flag}
<div class="product-description"><h2 class="h3 product-title"><a href="/{index}.html">{name}</a></h2><div class="manufacturer">{job.rng.choice(_shop(job).lines["brand"])}</div>
<div class="product-price-and-shipping"><span class="price">{_price(job)}</span></div>{line}{stars}</div>
<div class="highlighted-informations" ~control><a class="quick-view" href="#">{bulk.use("eye")}{chrome.word(job, "quick")}</a> <button>{chrome.word(job, "add")}</button> <a href="#c">{chrome.word(job, "compare")}</a></div></div></article>"""


def _pager(job: Job) -> str:
    pages = "".join(
        f'<li><a href="?page={i}">{tongues.digits(job, str(i))}</a></li>' for i in range(1, job.rng.randint(3, 8))
    )
    return f'<nav class="pagination" ~navigation><ul class="page-list">{pages}</ul></nav>'


def _blocks(job: Job, source: Topic) -> str:
    seen = each(
        _things(job, source, 4),
        lambda i, x: (
            f'<div class="product-mini"><a href="/v{i}">{chrome.image(job, "", "mini", lazy=True)}<span>{x}</span></a> <b>{_price(job)}</b></div>'
        ),
    )
    trust = each(chrome.words(job, "shipping", 3), lambda i, x: f"<li>{bulk.use(_ICONS[3 + i])}<span>{x}</span></li>")
    return f"""<section class="featured-products viewed" ~related><h2 class="h2">{chrome.word(job, "viewed")}</h2>{seen}</section>
<div class="blockreassurance" ~promotion><ul>{trust}</ul></div>
<div class="block_newsletter" ~promotion><p class="h4">{chrome.word(job, "news_head")}</p><form><label>{chrome.word(job, "news_field")}</label><input type="email"><button>{chrome.word(job, "subscribe")}</button></form><p>{chrome.word(job, "shop_news")}</p></div>"""


def _footer(job: Job) -> str:
    columns = each(
        [
            ("company", chrome.words(job, "shop_foot", 6)),
            ("account", chrome.words(job, "account_item", 4)),
            ("best", _shop(job).lines["aisle"]),
        ],
        lambda _, x: (
            f'<div class="col-md-3 links"><p class="h3">{chrome.word(job, x[0])}</p><ul>{chrome.items(x[1], "class=lnk")}</ul></div>'
        ),
    )
    return f"""<footer id="footer" ~footer><div class="footer-container">{columns}<div class="block-contact"><p class="h4">{chrome.word(job, "info")}</p><p>{chrome.word(job, "address")}</p></div></div>
<p class="text-sm-center">{chrome.word(job, "shop_rights")}</p></footer>
{job.when(0.5, f'<div class="ps-cookie" ~notice><p>{chrome.word(job, "cookie")}</p><button>{chrome.word(job, "accept")}</button> <a href="#">{chrome.word(job, "reject")}</a></div>')}"""


DESIGN = Design(
    "prestashop",
    (
        Site("Jedna Śrubka", "jednasrubka.example", "Rzeczy, które da się naprawić", ("pl-odnowione", "pl-warsztat", "pl-chleb", "pl-ogrod"), 4, "pl", "iso-8859-2", declares=""),
        Site("La Bottega di Irene", "bottegadirene.example", "Cose fatte per durare", ("it-nuovi", "it-caffe", "it-carta"), 3, "it"),
        Site("Taş Köprü Çarşısı", "taskopru-carsi.example", "Ustasından evinize", ("tr-bakir", "tr-dokuma"), 2, "tr", "windows-1254", plain=True),
        Site("دکان نگین", "dokan-negin.example", "هنر دست، بی‌واسطه", ("fa-sofal", "fa-gelim"), 2, "fa"),
    ),
    make,
)  # fmt: skip
