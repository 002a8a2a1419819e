"""A Thai shop's product page: coupons and countdowns, a buy box, tabs, buyers' remarks, and much else that it would sell."""

from __future__ import annotations

from html import escape

from duramen_corpora.starter import bulk, chrome, tongues
from duramen_corpora.starter.prose import Topic, topic, topics
from duramen_corpora.starter.site import Design, Draft, Job, Site
from duramen_corpora.starter.stories import each

_ICONS = ("cart", "heart", "line", "truck", "shield", "star", "search")
_SHADES = ("แบบที่ 1", "แบบที่ 2", "แบบที่ 3", "สั่งทำ")


def make(job: Job) -> Draft:
    """Make a product's page."""
    source = topic("th", job.site.topics[job.number])
    title = f"{source.lines['brand'][0]} {source.lines['name'][0]}"
    told = job.write.some(source, "para", 3)
    marked = f"""<!DOCTYPE html>
<html lang="th">
<head>
{chrome.head(job, title, told[0], "Product", css=bulk.sheet(job, "pd", 120))}
{bulk.state(job, "__SHOP__", 22)}
</head>
<body class="product-template product-{job.rng.randint(100, 9999)}">
{bulk.sprite(job, _ICONS)}
{_top(job)}
<div class="pd-wrap container"><ol class="pd-crumbs" ~navigation><li><a href="/">{chrome.word(job, "home")}</a></li><li><a href="/c/">{source.lines["aisle"][0]}</a></li><li>{title}</li></ol>
<main class="pd-main" ~main>
<div class="pd-gallery">{chrome.image(job, title, "pd-thumb")}{chrome.image(job, title, "pd-thumb", lazy=True)}{chrome.image(job, title, "pd-thumb", lazy=True)}</div>
<div class="pd-info">
<h1 class="pd-name" ~title>{title}</h1>
{_price(job)}
{_coupons(job)}
{_buy(job)}
{_promises(job)}
</div>
{_seller(job)}
{_tabs(job, source, told)}
{_reviews(job, source)}
</main>
{_row(job, source, "related")}
{_row(job, source, "recent") if job.maybe(0.5) else ""}
</div>
{_footer(job)}
{bulk.loader(job, "px")}
</body></html>"""
    return Draft(marked, f"/product/{job.rng.randint(10000, 99999)}", "product")


def _top(job: Job) -> str:
    aisles = chrome.words(job, "aisle", 7)
    subs = chrome.items(chrome.words(job, "sub", 8))
    mega = each(
        aisles, lambda i, x: f'<li class="mega-{i}"><a href="/c/{i}">{x}</a><ul>{subs if i % 2 == 0 else ""}</ul></li>'
    )
    notice = f'<div class="pd-notice" ~notice>{chrome.word(job, "notice")}</div>'
    return f"""<div ~navigation><a class="sr-only" href="#main">{chrome.word(job, "skip")}</a></div>{job.when(0.4, notice)}
<div class="pd-strip" ~promotion>{each(chrome.words(job, "strip", 2), lambda _, x: f"<span>{x}</span>")}</div>
<header><div class="pd-brand" ~header><a href="/"><img src="/logo.png" alt="" height="48"></a><b>{job.site.name}</b> <span>{job.site.tagline}</span></div>
<form class="pd-search" ~control><input name="q" placeholder="{chrome.word(job, "search")}"><button>{bulk.use("search")}{chrome.word(job, "search")}</button></form>
<div class="pd-account" ~control><a href="/login">{chrome.word(job, "login")}</a> <a href="/join">{chrome.word(job, "register")}</a> <a href="/cart">{bulk.use("cart")}<em>0</em></a></div>
<nav class="pd-nav" ~navigation><ul>{chrome.items(chrome.menu(job, 10))}</ul><ul class="pd-mega">{mega}</ul></nav></header>"""


def _price(job: Job) -> str:
    price, off = job.rng.randrange(159, 1990, 10), job.rng.choice((10, 15, 20, 25, 40))
    was = job.when(0.6, f"<del>฿{price * 100 // (100 - off):,}</del> <em>-{off}%</em>")
    return f"""<div class="pd-price" ~meta><span class="now">฿{price:,}</span> {was}</div>
<div class="pd-stats" ~meta>{chrome.word(job, "rating")} {job.rng.randint(40, 50) / 10} · {chrome.word(job, "sold")} {job.rng.randint(12, 4000):,} {chrome.word(job, "pieces")} · \
{chrome.word(job, "code")} {job.rng.choice("ABKT")}{job.rng.randint(100, 999)} · {chrome.word(job, "stock")}</div>"""


def _coupons(job: Job) -> str:
    rows = each(
        chrome.words(job, "coupon_text", 2),
        lambda i, x: f'<li class="pd-coupon"><span>{x}</span> <a href="#c{i}">{chrome.word(job, "coupon")}</a></li>',
    )
    left = f'<p class="pd-timer">{chrome.word(job, "timer")} <span data-end="{job.rng.randint(10**9, 2 * 10**9)}">{job.rng.randint(10, 23)}:{job.rng.randint(10, 59)}:{job.rng.randint(10, 59)}</span></p>'
    return f'<div class="pd-deals" ~promotion><ul>{rows}</ul>{job.when(0.5, left)}</div>'


def _buy(job: Job) -> str:
    shades = each(
        _SHADES[: job.rng.randint(2, 4)],
        lambda i, x: f'<label class="pd-opt"><input type="radio" name="o" value="{i}">{x}</label>',
    )
    return f"""<form class="pd-buy" ~control><fieldset><legend>{chrome.word(job, "colour")}</legend>{shades}</fieldset><label>{chrome.word(job, "quantity")}</label><input type="number" value="1">
<button class="cart">{bulk.use("cart")}{chrome.word(job, "cart")}</button> <button class="now">{chrome.word(job, "buy")}</button>
<p><a href="#w">{bulk.use("heart")}{chrome.word(job, "wish")}</a> <a href="//line.example/">{bulk.use("line")}{chrome.word(job, "ask")}</a></p></form>"""


def _promises(job: Job) -> str:
    rows = each(chrome.words(job, "guarantee", 3), lambda _, x: f"<li>{bulk.use('shield')}<span>{x}</span></li>")
    share = " ".join(f'<a href="#s{i}">{x}</a>' for i, x in enumerate(chrome.words(job, "share_to", 3)))
    return f'<ul class="pd-usp" ~promotion>{rows}</ul><div class="pd-share" ~promotion>{chrome.word(job, "share")}: {share}</div>'


def _seller(job: Job) -> str:
    return f"""<div class="pd-seller" ~meta><img src="/shop.png" alt="" width="48"><div>{chrome.word(job, "seller")}: <a href="/shop/">{tongues.places(job, 1)[0]} {tongues.author(job)}</a></div>
<div ~control><button>{chrome.word(job, "chat")}</button> <button>{chrome.word(job, "follow")}</button></div></div>"""


def _tabs(job: Job, source: Topic, told: list[str]) -> str:
    heads = " ".join(
        f'<a href="#{key}">{chrome.word(job, key)}</a>' for key in ("detail", "specs", "reviews", "shipping")
    )
    rows = each(
        [x.split(" ~~ ") for x in source.lines["spec"]],
        lambda _, x: f'<tr><th scope="row">{x[0]}</th><td>{x[1]}</td></tr>',
    )
    features = each(source.lines["feature"], lambda _, x: f"<li>{x}</li>")
    breaks = job.maybe(0.4)
    text = "<br><br>\n".join(told) if breaks else each(told, lambda _, x: f"<p>{x}</p>")
    delivery = f"""<div class="pd-tab" id="shipping" ~meta><h2>{chrome.word(job, "shipping")}</h2><p>{chrome.word(job, "shipping_text")}</p><p>{chrome.word(job, "returns")}</p></div>"""
    return f"""<div class="pd-tabs"><div class="pd-tabheads" ~control>{heads}</div>
<div class="pd-tab active" id="detail"><h2>{chrome.word(job, "detail")}</h2><div class="pd-text">{text}</div><ul class="pd-features">{features}</ul></div>
<div class="pd-tab" id="specs"><h2>{chrome.word(job, "specs")}</h2><table class="pd-specs">{rows}</table></div>
{delivery}</div>"""


def _reviews(job: Job, source: Topic) -> str:
    names = tongues.people(job, 3)
    rows = each(
        job.write.some(source, "review", 3),
        lambda i, x: (
            f'<li class="pd-review"><div class="who" ~meta><b>{names[i][0]}***</b> <span>{"★" * job.rng.randint(4, 5)}</span> <small>{tongues.date(job, 2023)} · {chrome.word(job, "bought")}</small></div>'
            f'<div class="said" ~comment>{x}</div><div ~control><a href="#h">{chrome.word(job, "helpful")} ({job.rng.randint(0, 40)})</a></div></li>'
        ),
    )
    return f"""<section class="pd-reviews" id="reviews"><h2 ~control>{chrome.word(job, "reviews")}</h2><ul>{rows}</ul><div ~control><button>{chrome.word(job, "write")}</button></div></section>"""


def _row(job: Job, source: Topic, key: str) -> str:
    others = [t for name, t in topics("th").items() if name.startswith("th-") and name != source.name]
    cards = each(
        job.rng.sample(others, job.rng.randint(5, 8)),
        lambda i, t: (
            f'<li class="pd-card"><a href="/product/{i}">{chrome.image(job, "", "pd-img", lazy=True)}<h3>{escape(t.lines["name"][0])}</h3></a>'
            f'<span class="p">฿{job.rng.randrange(99, 2400, 10):,}</span> <span class="s">{chrome.word(job, "sold")} {job.rng.randint(3, 900)}</span></li>'
        ),
    )
    return f'<section class="pd-row" ~related><h2>{chrome.word(job, key)}</h2><ul>{cards}</ul></section>'


def _footer(job: Job) -> str:
    banks = each(chrome.words(job, "bank_name", 4), lambda i, x: f'<li><img src="/pay{i}.png" alt=""> {x}</li>')
    return f"""<div class="pd-mail" ~promotion><h4>{chrome.word(job, "news_head")}</h4><p>{chrome.word(job, "news_text")}</p><form><label>{chrome.word(job, "news_field")}</label><input><button>{chrome.word(job, "subscribe")}</button></form></div>
<div class="pd-float" ~promotion><a href="//line.example/">{bulk.use("line")}{chrome.word(job, "line")}</a></div>
<footer class="pd-foot" ~footer><div><h4>{job.site.name}</h4><ul>{chrome.items(chrome.words(job, "foot", 7))}</ul></div><div><h4>{chrome.word(job, "bank")}</h4><ul>{banks}</ul></div>
<div><h4>{chrome.word(job, "follow_us")}</h4><ul>{chrome.items(chrome.words(job, "aisle", 7))}</ul></div><p>{chrome.word(job, "address")}</p><p>{chrome.word(job, "rights")} · {chrome.word(job, "visitors")} {job.rng.randint(100, 9000)}</p>
<a href="#">{chrome.word(job, "top")}</a></footer>
{job.when(0.6, f'<div class="pd-cookie" ~notice><p>{chrome.word(job, "cookie")}</p><button>{chrome.word(job, "accept")}</button> <button>{chrome.word(job, "reject")}</button></div>')}"""


DESIGN = Design(
    "thaishop",
    (
        Site("ครัวชาวคลอง", "khruakhlong.example", "เครื่องครัวจากมือช่าง", ("th-mo", "th-pinto", "th-phadan", "th-khrok"), 4, "th"),
        Site("ฝ้ายกับไผ่", "faikapphai.example", "ของใช้ที่อยู่ด้วยกันนาน", ("th-phaa", "th-saan", "th-rom"), 3, "th", plain=True, declares=""),
        Site("ของฝากปากน้ำ", "khongfak-paknam.example", "รสมือบ้านเรา", ("th-kluai", "th-nampla", "th-kafae"), 3, "th", "tis-620"),
    ),
    make,
)  # fmt: skip
