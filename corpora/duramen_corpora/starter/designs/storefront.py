"""A hosted shop's product page: variants to pick, folds, a bar that sticks, questions and many reviews, and the same again in JSON."""

from __future__ import annotations

import html
import json

from duramen_corpora.starter import chrome, furniture
from duramen_corpora.starter.ballast import Skin, use
from duramen_corpora.starter.furniture import Kit
from duramen_corpora.starter.names import person
from duramen_corpora.starter.prose import Topic, topic
from duramen_corpora.starter.site import Design, Draft, Job, Site
from duramen_corpora.starter.stories import each

_SKINS = {
    "lumleylamps.example": Skin("hyphen", ""),
    "saltmarshsailcloth.example": Skin("bem", "s-"),
    "kilnlanepottery.example": Skin("utility", "kl"),
}
_PRAISE = ("Love it", "As described", "Worth the wait", "Nearly", "Third one", "A present that was kept", "Solid")


def make(job: Job) -> Draft:
    """Make a product's page."""
    kit = Kit(job, _SKINS[job.site.host], "maker")
    source = topic("goods", job.site.topics[0])
    heroes = source.lines["hero"]
    name = job.write.fill(heroes[job.number % len(heroes)])
    price, paragraphs = f"£{job.rng.randint(18, 240)}.00", job.write.some(source, "para", job.rng.randint(2, 3))
    content = f"""{furniture.crumbs(kit, source.lines["dept"][0].split(" ~~ ")[job.number % 3], name)}
<main id="MainContent" class="{kit.skin("content")}" role="main" tabindex="-1">
<section class="shopify-section product" data-section-id="template--{job.rng.randint(10**10, 10**11)}__main"><div class="{kit.skin("product")}" ~main>
{_gallery(kit, name)}
<div class="{kit.skin("product", "info")}">
<p class="{kit.skin("product", "vendor")}" ~meta>{source.lines["vendor"][0]}</p>
<div class="{kit.skin("product", "title")}"><h1 ~title>{name}</h1><a href="/products/x" class="product__title-link" style="display:none"><h2 ~meta>{name}</h2></a></div>
{_price(job, price)}
{_variants(kit, source)}
{_folds(kit, source, paragraphs)}
{furniture.share(kit)}</div></div></section>
{_questions(kit, source)}
{_reviews(kit, source)}
</main>
{_sticky(kit, name, price)}
{furniture.rail(kit, job.rng.randint(4, 8), "You may also like")}
{furniture.rail(kit, 4, "Recently viewed") if kit.trait("recent") else ""}
{_data(job, name, price, paragraphs)}"""
    marked = furniture.page(kit, name, paragraphs[0][:150], "Product", content, last=_cart(kit))
    return Draft(marked, f"/products/{chrome.slug(name)}?variant={job.rng.randint(10**10, 10**11)}", "product")


def _gallery(kit: Kit, name: str) -> str:
    slides = each(
        list(range(1, kit.job.rng.randint(4, 7))),
        lambda _, n: (
            f'<li class="{kit.skin("media", "slide")}">{chrome.image(kit.job, f"{name}, {n}", kit.skin("media", "img"), lazy=n > 1)}</li>'
        ),
    )
    return f'<div class="{kit.skin("media")}"><ul role="list">{slides}</ul><div ~control><button>{use("arrow")}<span>Slide left</span></button><span>1 / {kit.job.rng.randint(4, 7)}</span><button><span>Slide right</span></button></div></div>'


def _price(job: Job, price: str) -> str:
    was = job.when(0.4, f"<s class='price-item--regular'>£{job.rng.randint(250, 320)}.00</s> <span>Sale</span>")
    return f"""<div class="price price--large" ~meta><span class="visually-hidden">Regular price</span> <span class="price-item">{price}</span> {was} <small>Tax included. Shipping is worked out at checkout.</small></div>
<div class="rating" ~meta><a href="#reviews">{job.rng.randint(4, 4)}.{job.rng.randint(1, 9)} stars from {job.rng.randint(12, 900)} reviews</a></div>"""


def _variants(kit: Kit, source: Topic) -> str:
    """Return the pickers and the buttons: the words of all variants, which are a form."""
    job = kit.job

    def pick(name: str, values: tuple[str, ...]) -> str:
        choices = each(
            values,
            lambda i, v: (
                f'<input type="radio" name="{name}" id="{name}-{i}" value="{v}"><label for="{name}-{i}">{v}<span class="visually-hidden label-unavailable">Variant sold out or unavailable</span></label>'
            ),
        )
        return f'<fieldset class="product-form__input"><legend>{name}</legend>{choices}</fieldset>'

    options = "".join(
        f"<option>{c} / {s} - £{job.rng.randint(18, 240)}.00</option>"
        for c in source.lines["colour"]
        for s in source.lines["size"]
    )
    return f"""<form class="{kit.skin("form")}" action="/cart/add" ~control>{pick("Colour", source.lines["colour"])}{pick("Size", source.lines["size"])}
<noscript><label>Variant</label><select>{options}</select></noscript>
<label>Quantity</label><button type="button"><span class="visually-hidden">Decrease quantity</span>−</button><input type="number" value="1"><button type="button">+</button>
<button type="submit" name="add"><span>Add to cart</span></button><button type="button">Buy it now</button>
<p class="pickup">{use("pin")}Pickup available at {job.write.slots["town"]}. Usually ready in {job.rng.randint(2, 24)} hours</p></form>"""


def _folds(kit: Kit, source: Topic, paragraphs: list[str]) -> str:
    """Return the description, and the folds beneath it."""
    job, skin = kit.job, kit.skin
    features = job.write.some(source, "feature", 4)
    specs = (job.write.fill(x).split(" ~~ ") for x in source.lines["spec"])
    rows = "".join(f"<tr><th>{k}</th><td>{v}</td></tr>" for k, v in specs)
    delivery = f"We send on the next working day. Parcels take {job.rng.randint(2, 3)} to {job.rng.randint(4, 6)} days; returns are free for {job.rng.randint(30, 100)}."
    return f"""<div class="{skin("product", "description")} rte">{each(paragraphs, lambda _, x: f"<p>{chrome.linked(job, x, 0.2)}</p>")}</div>
<details class="{skin("fold")}" open><summary>{use("check")}<h2>Details</h2></summary><ul>{each(features, lambda _, x: f"<li>{x}</li>")}</ul></details>
<details class="{skin("fold")}"><summary><h2>Dimensions</h2></summary><table>{rows}</table></details>
<details class="{skin("fold")}" ~meta><summary><h2>Shipping and returns</h2></summary><p>{delivery}</p></details>"""


def _questions(kit: Kit, source: Topic) -> str:
    rows = each(
        kit.job.write.some(source, "question", 1),
        lambda _, x: "<dt>{}</dt><dd>{}</dd>".format(*x.split(" ~~ ")),
    )
    ask = f'<div ~control><button>Ask a question</button><p>Questions are answered by the makers, as a rule within {kit.job.rng.randint(2, 9)} days.</p></div>'  # fmt: skip
    return (
        f'<section class="{kit.skin("questions")}" ~main><h2>Questions</h2><dl>{rows}</dl>{ask}</section>'
        if rows
        else ""
    )


def _reviews(kit: Kit, source: Topic) -> str:
    job, skin = kit.job, kit.skin
    bars = each([5, 4, 3, 2, 1], lambda _, n: f"<li><span>{n} stars</span> <span>{job.rng.randint(0, 90)}%</span></li>")
    rows = each(
        job.write.some(source, "review", job.rng.randint(3, 5)),
        lambda _, x: (
            f'<li class="{skin("review")}"><div class="{skin("review", "head")}" ~meta><span>{job.rng.randint(3, 5)} of 5</span> <strong>{job.rng.choice(_PRAISE)}</strong> <span>{person(job.rng).split()[0]} {chr(65 + job.rng.randrange(26))}.</span> <time>{job.rng.randint(1, 12)}/{job.rng.randint(1, 28)}/2026</time></div>'
            f'<div class="{skin("review", "body")}" ~comment><p>{x}</p></div><div class="{skin("review", "foot")}" ~control><button>Helpful ({job.rng.randint(0, 30)})</button><button>Report</button></div></li>'
        ),
    )
    return f"""<section class="{skin("reviews")}" id="reviews"><div class="{skin("reviews", "head")}" ~control><h2>Customer reviews</h2><ul>{bars}</ul><select><option>Most recent</option><option>Highest rating</option></select><button>Write a review</button></div>
<ul>{rows}</ul></section>"""


def _sticky(kit: Kit, name: str, price: str) -> str:
    """Return the bar that appears when the button is scrolled away: the page restating itself, and a button."""
    return f'<div class="{kit.skin("sticky")}" aria-hidden="true"><p class="{kit.skin("sticky", "title")}" ~meta>{name} {price}</p><div ~control><button>Add to cart</button></div></div>'


def _cart(kit: Kit) -> str:
    return f"""<div class="{kit.skin("cart")} drawer" role="dialog" aria-hidden="true" style="visibility:hidden" ~control><h2>Your cart is empty</h2><a href="/collections/all">Continue shopping</a><p>Have an account? Log in to check out faster.</p></div>
<div class="country-modal" hidden ~control><h2>Where are we sending it?</h2><ul><li>United Kingdom (£)</li><li>Ireland (€)</li><li>Norway (kr)</li><li>Japan (¥)</li></ul></div>"""


def _data(job: Job, name: str, price: str, paragraphs: list[str]) -> str:
    data = {
        "title": html.unescape(name),
        "description": html.unescape(" ".join(paragraphs)),
        "variants": [{"id": job.rng.randint(10**10, 10**11), "price": price, "available": True} for _ in range(6)],
    }
    return f'<script type="application/json" data-product-json>{json.dumps(data, ensure_ascii=False)}</script>'


DESIGN = Design(
    "storefront",
    (
        Site("Lumley & Sons", "lumleylamps.example", "Lamps that can be mended", ("lamps",), 4),
        Site("Saltmarsh Sailcloth", "saltmarshsailcloth.example", "Bags from sails", ("bags",), 4),
        Site("Kiln Lane", "kilnlanepottery.example", "", ("pots",), 4, plain=True),
    ),
    make,
)
