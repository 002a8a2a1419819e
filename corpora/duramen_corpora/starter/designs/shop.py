"""A shop's product page: gallery, price, tabs, reviews, the same description for another screen, and hidden dumps of data."""

from __future__ import annotations

from html import escape

from duramen_corpora.starter import chrome
from duramen_corpora.starter.catalogue import aisle, good, goods
from duramen_corpora.starter.names import person
from duramen_corpora.starter.prose import Topic
from duramen_corpora.starter.site import Design, Draft, Job, Site
from duramen_corpora.starter.stories import each


def make(job: Job) -> Draft:
    """Make a product's page."""
    source = aisle(job)
    item = good(job, source, "hero")
    paragraphs = job.write.some(source, "para", job.rng.randint(2, 4))
    features = [job.write.fill(x) for x in source.lines["feature"]]
    section = source.lines["aisle"][0]
    title = f"{item.brand} {item.name}"
    gallery = f"""<div class="product-gallery woocommerce-product-gallery" data-columns="4">{chrome.image(job, title, "wp-post-image")}
{chrome.image(job, title + " (2)", "thumb", lazy=True)}{chrome.image(job, title + " (3)", "thumb", lazy=True)}</div>"""
    marked = f"""<!DOCTYPE html>
<html lang="en">
<head>
{chrome.head(job, title, paragraphs[0][:140], "Product", css=".d-none{display:none}.d-lg-block{display:block}")}
</head>
<body class="catalog-product-view product-{chrome.slug(item.name)} page-layout-1column">
{_top(job, source)}
<main id="maincontent" class="page-main" ~main>
<nav class="breadcrumbs" aria-label="Breadcrumb" ~navigation><ol><li><a href="/">Home</a></li><li><a href="/{chrome.slug(section)}">{section}</a></li><li aria-current="page">{title}</li></ol></nav>
<div class="columns"><div class="product media">{gallery}</div>
<div class="product-info-main">
<div class="d-lg-none mobile-title" aria-hidden="true" ~meta>{title}</div>
<h1 class="page-title d-none d-lg-block" ~title><span class="base" data-ui-id="page-title-wrapper" itemprop="name">{title}</span></h1>
{_price(job, item.price)}
<div class="product attribute overview"><div class="value" itemprop="description"><p>{paragraphs[0]}</p></div></div>
{_buy(job)}
{_delivery(job)}
</div></div>
{_tabs(job, source, paragraphs[1:], features)}
{_reviews(job, source)}
{_hidden(job, title, paragraphs[0], source)}
</main>
{_related(job, source)}
{_footer(job)}
</body></html>"""
    return Draft(marked, f"/{chrome.slug(section)}/{chrome.slug(title)}", "product")


def _top(job: Job, source: Topic) -> str:
    mega = "".join(
        f'<li class="level0 nav-{i} parent"><a href="/{chrome.slug(x)}" class="level-top"><span>{x}</span></a><ul class="level0 submenu">'
        f"{chrome.items(_submenu(job, source))}</ul></li>"
        for i, x in enumerate(source.lines["aisle"])
    )
    strip = job.rng.choice(
        ("Free delivery on orders over £50", "Spring sale now on: up to 30% off", "Order by 2pm for next-day delivery")
    )
    return f"""<div class="message global demo" ~notice>{job.when(0.4, f"<p>{chrome.word(job, 'browser')}</p>")}</div>
<div class="usp-bar" ~promotion><p>{strip}</p><p>{job.rng.randint(30, 100)}-day returns</p></div>
<div ~navigation><a class="action skip contentarea" href="#maincontent"><span>{chrome.word(job, "skip")}</span></a></div>
<header class="page-header"><div class="header content" ~header><a class="logo" href="/">{job.site.name}</a><p class="tagline">{job.site.tagline}</p></div>
<div class="header-tools" ~control><form class="minisearch"><label for="search">Search</label><input id="search" placeholder="Search entire store here..."><button>Search</button></form>
<a href="/account">{chrome.word(job, "login")}</a><a class="action showcart" href="/basket"><span class="text">My basket</span> <span class="counter">0 items</span></a></div>
<nav class="navigation" ~navigation><ul>{mega}</ul></nav></header>"""


def _submenu(job: Job, source: Topic) -> list[str]:
    names = [job.write.fill(x).split(",")[0] for x in source.lines["thing"]]
    return job.rng.sample(names, job.rng.randint(3, 6))


def _price(job: Job, price: str) -> str:
    was = job.when(0.4, f'<span class="old-price">RRP £{job.rng.randint(350, 520)}.00</span>')
    return f"""<div class="product-info-price" ~meta><div class="price-box price-final_price"><span class="special-price"><span class="price">{price}</span></span> {was}
<span class="tax">incl. VAT</span></div><div class="stock available"><span>In stock</span></div>
<div class="reviews-summary"><a href="#reviews">{job.rng.randint(3, 4)}.{job.rng.randint(0, 9)} out of 5 ({job.rng.randint(4, 400)} reviews)</a></div></div>"""


def _buy(job: Job) -> str:
    choices = "".join(
        f"<option>{x}</option>"
        for x in ("Choose an option", "Small", "Medium", "Large", "Moss", "Slate")[: job.rng.randint(3, 6)]
    )
    return f"""<form class="product-add-form" ~control><label>Size</label><select>{choices}</select><label>Qty</label><input type="number" value="1">
<button type="submit" title="Add to basket" class="action primary tocart"><span>Add to basket</span></button>
<div class="product-addto-links"><a href="#" class="towishlist"><span>Add to wish list</span></a> <a href="#" class="tocompare"><span>Add to compare</span></a></div>
{job.when(0.5, "<p>Pay in 3 interest-free instalments. Learn more</p>")}</form>"""


def _delivery(job: Job) -> str:
    rows = [
        f"Free UK delivery over £{job.rng.randint(30, 60)}",
        f"Free returns within {job.rng.randint(30, 100)} days",
        "Secure checkout",
    ]
    return f'<ul class="usp-list" ~promotion>{each(rows, lambda _, x: f"<li>{chrome.icon(job, chr(116))}<span>{x}</span></li>")}</ul>'


def _tabs(job: Job, source: Topic, paragraphs: list[str], features: list[str]) -> str:
    specs = (job.write.fill(x).split(" ~~ ") for x in source.lines["spec"])
    rows = "\n".join(
        f'<tr><th class="col label" scope="row">{k}</th><td class="col data" data-th="{escape(k)}">{v}</td></tr>'
        for k, v in specs
    )
    listed = each(features, lambda _, x: f"<li>{x}</li>")
    body = f"""<div class="data item content" id="description">{each(paragraphs, lambda _, p: f"<p>{chrome.linked(job, p, 0.2)}</p>")}<ul>{listed}</ul></div>
<div class="data item content" id="additional"><h2>More Information</h2><table class="data table additional-attributes">{rows}</table></div>"""
    heads = '<div class="data item title" ~control><a href="#description">Description</a> <a href="#additional">Specification</a> <a href="#delivery">Delivery</a></div>'
    returns = f"""<div class="data item content" id="delivery" ~meta><h3>Delivery and returns</h3><p>Standard delivery takes {job.rng.randint(2, 3)} to
{job.rng.randint(4, 6)} working days. Large items are brought by a carrier who will telephone first.</p></div>"""
    return f'<div class="product info detailed"><div class="product data items">{heads}{body}{job.when(0.6, returns)}</div></div>'


def _reviews(job: Job, source: Topic) -> str:
    rows = each(
        job.write.some(source, "review", job.rng.randint(2, 4)),
        lambda _, x: (
            f'<li class="item review-item"><div class="review-ratings" ~meta><span>{job.rng.randint(3, 5)}/5</span> <strong>{job.rng.choice(("Love it", "Great", "Nearly perfect", "Would buy again"))}</strong></div>'
            f'<div class="review-content" ~comment>{x}</div><div class="review-details" ~meta><p>Review by {person(job.rng).split()[0]} '
            f"on {job.rng.randint(1, 28)}/{job.rng.randint(1, 12)}/2025 · Verified buyer</p></div></li>"
        ),
    )
    return f"""<div id="reviews" class="review-list"><div class="block-title" ~control><strong>Customer Reviews</strong></div><ol class="items review-items">{rows}</ol>
<div class="review-add" ~control><h3>You're reviewing this product</h3><label>Nickname</label><label>Summary</label><label>Review</label><button>Submit Review</button></div></div>"""


def _hidden(job: Job, title: str, text: str, source: Topic) -> str:
    dump = "".join(f"<div>{k}: {v}</div>" for k, v in {
        "short_description": text, "meta_title": title, "image_url": f"https://cdn.{job.site.host}/media/{chrome.slug(title)}.jpg",
        "visibility": "4", "tax_class_id": "2", "url_key": chrome.slug(title), "manufacturer": source.lines["brand"][0],
    }.items())  # fmt: skip
    mobile = f'<div class="d-lg-none product-mobile-description" ~meta><p>{text}</p></div>'
    modal = '<div class="modal-popup" role="dialog" aria-hidden="true" ~control><h2>Just added to your basket</h2><button>View basket</button> <button>Continue shopping</button></div>'
    return mobile + job.when(0.7, f'<div class="product-data hidden" style="display:none" ~meta>{dump}</div>') + modal


def _related(job: Job, source: Topic) -> str:
    def row(title: str) -> str:
        cards = each(
            goods(job, source, job.rng.randint(4, 8)),
            lambda _, g: (
                f'<li class="product-item"><div class="product-item-info"><a href="/p/{chrome.slug(g.name)}">{chrome.image(job, "", "product-image-photo", lazy=True)}</a>'
                f'<strong class="product-item-name"><a href="/p">{g.brand} {g.name}</a></strong><div class="price-box">{g.price}</div><button>Add to basket</button></div></li>'
            ),
        )
        return f'<div class="block related" ~related><div class="block-title"><strong>{title}</strong></div><ol class="products list items">{cards}</ol></div>'

    return row("You may also like") + job.when(0.5, row("Recently viewed"))


def _footer(job: Job) -> str:
    columns = each(
        [
            ("Help", chrome.words(job, "foot", 5)),
            ("About us", chrome.words(job, "foot", 10)[5:]),
            ("Shop", ["Gift cards", "New in", "Sale"]),
        ],
        lambda _, x: f"<div class='footer-col'><h4>{x[0]}</h4><ul>{chrome.items(x[1])}</ul></div>",
    )
    return f"""<footer class="page-footer"><div class="block newsletter" ~promotion><h4>{chrome.word(job, "news_head")}</h4><p>Get 10% off your first order when you sign up.</p>
<form><label>{chrome.word(job, "news_field")}</label><input><button>{chrome.word(job, "subscribe")}</button></form></div>
<div class="footer content" ~footer>{columns}<p>{chrome.word(job, "address")}</p><small class="copyright"><span>{chrome.word(job, "rights")}</span></small></div></footer>
{job.when(0.7, f'<div class="cookie-modal" ~notice><h3>Cookies</h3><p>{chrome.word(job, "cookie")}</p><button>{chrome.word(job, "accept")}</button></div>')}"""


DESIGN = Design(
    "shop",
    (
        Site("Pan & Peel", "panandpeel.example", "Honest things for kitchens", ("kitchen",), 4, plain=True),
        Site("Cairn Supply Co.", "cairnsupply.example", "Kit for weather", ("outdoor",), 4),
        Site("Lowe & Daughter", "loweanddaughter.example", "Instruments since 1951", ("instruments",), 4),
    ),
    make,
)
