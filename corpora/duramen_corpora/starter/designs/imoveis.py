"""A Brazilian property board's results: filters, a map, alerts and banners around a long list of dwellings."""

from __future__ import annotations

from duramen_corpora.starter import bulk, chrome, tongues
from duramen_corpora.starter.prose import Topic, topic
from duramen_corpora.starter.site import Design, Draft, Job, Site
from duramen_corpora.starter.stories import each

_KINDS = ("pt-venda", "pt-aluguel", "pt-temporada")
_ICONS = ("bed", "bath", "car", "area", "heart", "pin", "filter", "phone")


def make(job: Job) -> Draft:
    """Make a page of results."""
    source = topic("pt", job.site.topics[job.number % len(job.site.topics)])
    place = tongues.places(job, 1)[0]
    job.write.slots["place"] = place
    title = job.write.fill(job.rng.choice(source.lines["title"]))
    cards = [_card(job, source, i) for i in range(job.rng.randint(12, 16))]
    cards.insert(job.rng.randint(3, 5), _alert(job))
    cards.insert(
        job.rng.randint(7, 10), job.when(0.7, f'<li class="ls-ad">{chrome.advertisement(job, "ls-native")}</li>')
    )
    intro = job.write.one(source, "intro") if job.maybe(0.8) else ""
    marked = f"""<!DOCTYPE html>
<html lang="pt-BR">
<head>
{chrome.head(job, title, job.site.tagline, "ItemList", css=bulk.sheet(job, "ls", 120))}
{bulk.state(job, "__RESULTS__", 26)}
</head>
<body class="search search--list">
{bulk.sprite(job, _ICONS)}
{_top(job)}
{_search(job, place)}
<div class="ls-layout">
{_filters(job, source)}
<main class="ls-results" id="resultados" ~main>
{_crumbs(job, source, place)}
<h1 class="ls-title" ~title>{title}</h1>
{_bar(job, len(cards))}
{f'<p class="ls-intro">{intro}</p>' if intro else ""}
<ul class="ls-cards">{chr(10).join(x for x in cards if x)}</ul>
{_pager(job)}
</main>
{_rail(job)}
</div>
{_below(job, place)}
{_footer(job)}
{bulk.loader(job, "fb")}
</body></html>"""
    return Draft(marked, f"/{source.name.partition('-')[2]}/{chrome.slug(place)}/?pagina={job.number + 1}", "listing")


def _top(job: Job) -> str:
    cities = chrome.items(tongues.places(job, 9))
    links = each(
        chrome.menu(job, 9),
        lambda i, x: f'<li><a href="/{i}">{x}</a>{f"<ul>{cities}</ul>" if i in (1, 2) else ""}</li>',
    )
    strip = f'<div class="ls-strip" ~promotion><a href="/credito">{chrome.word(job, "banner")}</a></div>'
    return f"""<div ~navigation><a class="skip" href="#resultados">{chrome.word(job, "skip")}</a></div>{job.when(0.5, strip)}
<header class="ls-head"><div class="ls-logo" ~header><a href="/">{job.site.name}</a> <small>{job.site.tagline}</small></div>
<nav class="ls-nav" ~navigation><ul>{links}</ul></nav><div class="ls-account" ~control><a href="/anunciar">{chrome.word(job, "announce")}</a> <a href="/entrar">{chrome.word(job, "login")}</a>
<a href="/cadastro">{chrome.word(job, "register")}</a></div></header>
{job.when(0.6, f'<div class="ls-lgpd" role="dialog" ~notice><p>{chrome.word(job, "cookie")}</p><button>{chrome.word(job, "accept")}</button> <a href="/p">{chrome.word(job, "reject")}</a></div>')}"""


def _search(job: Job, place: str) -> str:
    tabs = " ".join(f'<a href="?t={i}">{x}</a>' for i, x in enumerate(_deals()))
    return f"""<form class="ls-search" ~control>{tabs}<input name="onde" value="{place}"><select>{"".join(f"<option>{_count(job, i, 'rooms')}</option>" for i in range(1, 5))}</select>
<button>{chrome.word(job, "search")}</button> <a href="#mapa">{bulk.use("pin")}{chrome.word(job, "map")}</a></form>"""


def _deals() -> tuple[str, ...]:
    """Return the words for buying, renting and holidays."""
    return topic("chrome", "pt").lines["menu"][1:4]


def _count(job: Job, number: int, key: str) -> str:
    one, many = chrome.word(job, key).split(", ")
    return f"{number} {one if number == 1 else many}"


def _filters(job: Job, source: Topic) -> str:
    groups = [
        (chrome.word(job, "kinds"), *source.lines["kind"]),
        (chrome.word(job, "traits"), *chrome.words(job, "trait", 8)),
    ]
    groups += [tuple(x.split(" ~~ ")) for x in chrome.words(job, "filter", job.rng.randint(3, 6))]
    body = each(
        groups,
        lambda _, g: (
            f"<fieldset><legend>{g[0]}</legend><ul>"
            + each(
                g[1:], lambda _, x: f'<li><label><input type="checkbox"> {x} ({job.rng.randint(1, 240)})</label></li>'
            )
            + "</ul></fieldset>"
        ),
    )
    return f"""<aside class="ls-filters" ~control><h2>{bulk.use("filter")}{chrome.word(job, "filters")}</h2>{body}<button>{chrome.word(job, "apply")}</button>
<button type="reset">{chrome.word(job, "clear")}</button></aside>"""


def _crumbs(job: Job, source: Topic, place: str) -> str:
    return f'<ol class="ls-crumbs" ~navigation><li><a href="/">{chrome.word(job, "home")}</a></li><li><a href="/1">{_deals()[_KINDS.index(source.name)]}</a></li><li>{place}</li></ol>'


def _bar(job: Job, shown: int) -> str:
    sorts = "".join(f"<option>{x}</option>" for x in chrome.words(job, "sort_by", 4))
    return f'<div class="ls-bar" ~control><p>{shown + job.rng.randint(20, 900)} {chrome.word(job, "found")}</p><label>{chrome.word(job, "sort")}</label><select>{sorts}</select></div>'


def _card(job: Job, source: Topic, index: int) -> str:
    area = job.rng.randint(32, 240)
    rooms, baths, cars = min(5, 1 + area // 45), 1 + area // 90, job.rng.randint(0, 3)
    low, high, step = (int(x) for x in source.lines["price"][0].split("-"))
    price = source.lines["unit"][0].replace("#", tongues.number(job, low, high, step=step))
    lines = job.write.some(source, "line", 1)
    extra = f'<div class="ls-fee" ~meta>{chrome.word(job, "fee")} R$ {job.rng.randint(90, 890)} · {chrome.word(job, "tax")} R$ {job.rng.randint(20, 300)}</div>'
    badge = f'<div class="ls-badge" ~promotion>{chrome.word(job, "featured")}</div>' if index < 2 else ""
    gallery = "".join(chrome.image(job, "", "ls-photo", lazy=True) for _ in range(job.rng.randint(1, 3)))
    return f"""<li class="ls-card" data-id="{job.rng.randint(10**6, 10**7)}">{badge}<div class="ls-gallery">{gallery}</div><div class="ls-body">
<h2 class="ls-name"><a href="/imovel/{index}">{job.rng.choice(source.lines["kind"])}, {area} m²</a></h2><address>{tongues.places(job, 1)[0]}</address>
<ul class="ls-amenities"><li>{bulk.use("bed")}{_count(job, rooms, "rooms")}</li><li>{bulk.use("bath")}{_count(job, baths, "baths")}</li><li>{bulk.use("car")}{_count(job, cars, "parking")}</li></ul>
<div class="ls-price">{price}</div>{job.when(0.5, extra)}
{each(lines, lambda _, x: f'<p class="ls-text">{x}</p>')}
<div class="ls-foot" ~meta>{chrome.word(job, "code")} {job.rng.choice("ACV")}{job.rng.randint(100, 9999)} · {chrome.word(job, "updated")} {job.rng.randint(1, 28)}/{job.rng.randint(1, 12):02}/2026</div>
<div class="ls-cta" ~control><button>{bulk.use("phone")}{chrome.word(job, "call")}</button> <button>{chrome.word(job, "message")}</button> <a href="#f">{chrome.word(job, "save")}</a></div></div></li>"""


def _alert(job: Job) -> str:
    return f"""<li class="ls-alert" ~promotion><h3>{chrome.word(job, "news_head")}</h3><p>{chrome.word(job, "news_text")}</p><form><label>{chrome.word(job, "news_field")}</label>
<input type="email"><button>{chrome.word(job, "subscribe")}</button></form></li>"""


def _pager(job: Job) -> str:
    pages = "".join(f'<li><a href="?pagina={i}">{i}</a></li>' for i in range(1, job.rng.randint(4, 10)))
    return f'<nav class="ls-pager" ~navigation><ul><li>{chrome.word(job, "previous")}</li>{pages}<li><a href="?p">{chrome.word(job, "next")}</a></li></ul></nav>'


def _rail(job: Job) -> str:
    seen = each(
        tongues.places(job, 4),
        lambda i, x: f'<li><a href="/v{i}">{x}</a> R$ {tongues.number(job, 180000, 900000, step=5000)}</li>',
    )
    return f"""<aside class="ls-rail" ~sidebar><div class="ls-map" id="mapa"></div>{chrome.advertisement(job, "ls-mpu")}<h3>{chrome.word(job, "recent")}</h3><ul>{seen}</ul>
<div class="ls-safe" ~notice><p>{chrome.word(job, "safe")}</p></div>{job.when(0.5, f'<p class="ls-help">{chrome.word(job, "help")}</p>')}</aside>"""


def _below(job: Job, place: str) -> str:
    searches = [
        f"{x} {y.lower()}"
        for x in topic("pt", job.site.topics[0]).lines["kind"][:4]
        for y in chrome.words(job, "trait", 3)
    ]
    guide = each(
        chrome.words(job, "article_item", 4),
        lambda i, x: f'<li><a href="/blog/{i}">{chrome.image(job, "", "ls-blog", lazy=True)}<span>{x}</span></a></li>',
    )
    return f"""<section class="ls-related" ~related><h2>{chrome.word(job, "searches")}</h2><ul>{chrome.items(searches)}</ul><h2>{chrome.word(job, "near")} – {place}</h2><ul>{chrome.items(tongues.places(job, 12))}</ul></section>
<section class="ls-guide" ~related><h2>{chrome.word(job, "article")}</h2><ul>{guide}</ul></section>"""


def _footer(job: Job) -> str:
    farm = each(
        _deals(),
        lambda _, x: f"<div><h4>{x}</h4><ul>{chrome.items(tongues.places(job, 12))}</ul></div>",
    )
    return f"""<div class="ls-app" ~promotion><p>{chrome.word(job, "app")}</p></div>
<footer class="ls-footer" ~footer>{farm}<ul>{chrome.items(chrome.words(job, "foot", 8))}</ul><p>{chrome.word(job, "address")}</p><p>{chrome.word(job, "rights")}</p><a href="#">{chrome.word(job, "top")}</a></footer>"""


DESIGN = Design(
    "imoveis",
    (
        Site("Chave na Porta", "chavenaporta.example", "Casas com gente dentro das histórias", ("pt-venda", "pt-aluguel"), 4, "pt"),
        Site("Quintal Imóveis", "quintal-imoveis.example", "Do alpendre ao quintal", ("pt-aluguel", "pt-venda"), 3, "pt", "iso-8859-1"),
        Site("Rede na Varanda", "redenavaranda.example", "Temporada sem pressa", ("pt-temporada",), 3, "pt", plain=True),
    ),
    make,
)  # fmt: skip
