"""A news portal written from right to left: Arabic, Persian and Hebrew on a mirrored grid, with ticker, polls and channels."""

from __future__ import annotations

from duramen_corpora.starter import bulk, chrome, tongues
from duramen_corpora.starter.prose import topic
from duramen_corpora.starter.site import Design, Draft, Job, Site
from duramen_corpora.starter.stories import Story, body, each, others, story, teasers

_RLM = "\u200f"  # keeps a number or a Latin word where the line reads it
_ICONS = ("facebook", "x", "telegram", "whatsapp", "print", "search", "clock", "menu")


def make(job: Job) -> Draft:
    """Make an article page."""
    told = story(job, paragraphs=5, comments=job.rng.choice((0, 2, 2)))
    section = chrome.menu(job, 8)[1 + job.number % 6]
    marked = f"""<!DOCTYPE html>
<html lang="{job.site.language}" dir="rtl" class="no-js rtl">
<head>
{chrome.head(job, told.title, told.lead, css=bulk.sheet(job, "np", 90))}
<link rel="stylesheet" href="/assets/css/bootstrap-rtl.min.css?v={job.rng.randint(3, 5)}.{job.rng.randint(0, 6)}">
{bulk.state(job, "NP", 14)}
</head>
<body class="rtl single single-news section-{chrome.slug(section)}" data-spy="scroll">
{bulk.sprite(job, _ICONS)}
{job.when(0.4, _cookies(job))}
{_topbar(job)}
{_header(job)}
{_ticker(job, told)}
<div class="container np-wrap"><div class="row">
<div class="col-md-8 col-sm-12 pull-right" role="main" ~main>
{_article(job, told, section)}
{_after(job, told)}
</div>
{_side(job, told)}
</div></div>
{_picks(job, told)}
{_footer(job)}
{bulk.loader(job)}
</body>
</html>"""
    return Draft(marked, f"/news/{job.rng.randint(10000, 99999)}/{chrome.slug(told.title)}", "article")


def _topbar(job: Job) -> str:
    tools = each(
        [chrome.word(job, "login"), chrome.word(job, "register")],
        lambda i, x: f'<li><a href="/user/{i}" data-toggle="modal">{x}</a></li>',
    )
    return f"""<div ~navigation><a class="sr-only sr-only-focusable" href="#news">{chrome.word(job, "skip")}</a></div>
<div class="np-topbar"><div class="container"><div class="pull-right np-date" ~header>{_RLM}{tongues.date(job, 2024)} | {tongues.clock(job)} · \
{tongues.places(job, 1)[0]} {tongues.digits(job, str(job.rng.randint(9, 38)))}°</div>
<ul class="list-inline pull-left" ~control>{tools}</ul></div></div>"""


def _header(job: Job) -> str:
    labels = chrome.menu(job, 13)
    towns = chrome.items(tongues.places(job, 10))
    mega = each(
        labels,
        lambda i, x: (
            f'<li class="nav-item{" active" if i == 2 else ""}"><a href="/s/{i}">{x}</a>'
            + (f'<ul class="dropdown-menu">{towns}</ul>' if i == 2 else "")
            + "</li>"
        ),
    )
    return f"""<header class="np-head"><div class="container"><div class="np-logo" ~header><a href="/"><img src="/assets/logo.svg" alt="" \
width="220" height="70"></a><strong>{job.site.name}</strong><p>{job.site.tagline}</p></div>
{chrome.advertisement(job, "np-leaderboard hidden-xs")}</div>
<nav class="navbar navbar-default np-nav" ~navigation><button class="navbar-toggle collapsed" type="button"><span class="sr-only">\
{chrome.word(job, "sections")}</span></button><ul class="nav navbar-nav navbar-right">{mega}</ul></nav>
<form class="np-search navbar-form navbar-left" action="/search" ~control><input type="search" name="q" placeholder="{chrome.word(job, "search")}">
<button type="submit">{bulk.use("search")} {chrome.word(job, "search")}</button></form></header>"""


def _ticker(job: Job, told: Story) -> str:
    listed = chrome.items(others(job, told, 6), 'class="np-item"')
    return f'<div class="np-ticker" ~related><span class="label label-danger">{chrome.word(job, "breaking")}</span><ul>{listed}</ul></div>'


def _article(job: Job, told: Story, section: str) -> str:
    crumbs = f'<li><a href="/">{chrome.word(job, "home")}</a></li><li><a href="/s/2">{section}</a></li><li class="active">{told.title}</li>'
    also = (
        f'<div class="np-inline-related" ~related><h5>{chrome.word(job, "related")}</h5><a href="/news/{job.rng.randint(100, 999)}">'
        f"{bulk.use('clock')}{others(job, told, 4)[-1]}</a></div>"
    )
    tools = (
        f'<div class="np-tools" ~control><span>{chrome.word(job, "font")}</span> <a href="#" data-size="1">A+</a> <a href="#" data-size="-1">A-</a> '
        f'<a href="?print">{bulk.use("print")}{chrome.word(job, "print")}</a></div>'
    )
    channel = f'<div class="np-channel" ~promotion><a href="/channel">{bulk.use("telegram")}<b>{chrome.word(job, "channel")}</b></a></div>'
    extras = [x for x in (job.when(0.7, also), job.when(0.5, channel), chrome.advertisement(job, "np-mpu")) if x]
    parts = body(job, told, '<h2 class="np-sub">{}</h2>', extras=extras)
    return f"""<ol class="breadcrumb" ~navigation>{crumbs}</ol>
<article id="news" class="np-article" itemscope itemtype="https://schema.org/NewsArticle">
<h1 class="np-title" itemprop="headline" ~title>{told.title}</h1>
{_byline(job)}
{job.when(0.7, tools)}
<figure class="np-figure">{chrome.image(job, told.title, "img-responsive", lazy=job.maybe(0.4))}<figcaption>{told.caption}</figcaption></figure>
<p class="np-lead"><strong>{told.lead}</strong></p>
<div class="np-body" itemprop="articleBody">{chr(10).join(parts)}</div>
<p class="np-source" ~meta>{chrome.word(job, "source")}</p>
</article>"""


def _byline(job: Job) -> str:
    updated = f"<span>{chrome.word(job, 'updated')} {tongues.date(job, 2026)}</span> "
    read = f'<span class="np-read">{tongues.digits(job, str(job.rng.randint(2, 6)))} {chrome.word(job, "read")}</span>'
    return (
        f'<div class="np-meta" ~meta><span class="np-author">{chrome.word(job, "by")} <a href="/author/">{tongues.author(job)}</a></span> '
        f'<time itemprop="datePublished">{_RLM}{tongues.date(job, 2021)} - {tongues.clock(job)}</time> '
        f"{job.when(0.6, updated)}{job.when(0.5, read)}</div>"
    )


def _after(job: Job, told: Story) -> str:
    tags = each(chrome.words(job, "tag", 4), lambda i, x: f'<a class="label label-default" href="/tag/{i}">{x}</a>')
    share = each(
        chrome.words(job, "share_to", 4),
        lambda i, x: f'<li><a class="np-share-{i}" href="#">{bulk.use("x")}<span>{x}</span></a></li>',
    )
    cards = each(
        others(job, told, job.rng.randint(3, 6)),
        lambda i, t: (
            f'<div class="col-xs-6 col-md-4 np-card"><a href="/news/{i}">{chrome.image(job, t, "img-responsive", lazy=True)}<h4>{t}</h4></a> '
            f"<small>{tongues.date(job, 2025)}</small></div>"
        ),
    )
    return f"""<div class="np-tags" ~meta><strong>{chrome.word(job, "tagged")}</strong> {tags}</div>
<div class="np-share" ~promotion><h5>{chrome.word(job, "share")}</h5><ul class="list-inline">{share}</ul></div>
<section class="np-related row" ~related><h3>{chrome.word(job, "related")}</h3>{cards}</section>
{_comments(job, told.comments)}"""


def _comments(job: Job, texts: list[str]) -> str:
    names = tongues.people(job, 4)
    listed = each(
        texts,
        lambda i, x: (
            f'<li class="media np-comment"><div class="media-heading" ~meta><b>{names[i]}</b> <small>{tongues.date(job, 2026)}</small></div>'
            f'<div class="media-body" ~comment><p>{x}</p></div><div class="np-comment-tools" ~control><a href="#r">{chrome.word(job, "reply")}</a> '
            f'<a href="#a">{chrome.word(job, "report")}</a></div></li>'
        ),
    )
    head = f'<h3 ~control>{chrome.word(job, "comments")} ({tongues.digits(job, str(len(texts)))})</h3><ul class="media-list">{listed}</ul>'
    return f"""<section class="np-comments">{head if texts else ""}
<form class="np-reply" method="post" ~control><h4>{chrome.word(job, "leave")}</h4><p class="help-block">{chrome.word(job, "leave_note")}</p>
<div class="form-group"><label>{chrome.word(job, "field_name")} *</label><input class="form-control"></div>
<div class="form-group"><label>{chrome.word(job, "field_mail")} *</label><input class="form-control" dir="ltr"></div>
<textarea rows="6" class="form-control"></textarea><button class="btn btn-primary">{chrome.word(job, "send")}</button></form></section>"""


def _side(job: Job, told: Story) -> str:
    def ranked(key: str, count: int) -> str:
        rows = each(
            others(job, told, count),
            lambda i, t: (
                f'<li class="media"><span class="np-rank">{tongues.digits(job, str(i + 1))}</span><div class="media-body"><a href="/news/{i}">{t}</a> '
                f"<small>{tongues.date(job, 2026)}</small></div></li>"
            ),
        )
        return f'<div class="panel panel-default np-box"><div class="panel-heading">{chrome.word(job, key)}</div><ul class="media-list">{rows}</ul></div>'

    boxes = [ranked("popular", 7), ranked("recent", job.rng.randint(5, 9)), _poll(job), _times(job), _signup(job)]
    boxes.append(chrome.advertisement(job, "np-halfpage"))
    shown = [x for x in boxes if job.maybe(0.8)] or boxes[:1]
    return f'<aside class="col-md-4 hidden-xs np-side" ~sidebar>{chr(10).join(shown)}</aside>'


def _poll(job: Job) -> str:
    lines = each(
        chrome.words(job, "poll_choice", 3),
        lambda i, x: f'<label class="radio"><input type="radio" name="poll" value="{i}"> {x}</label>',
    )
    return f'<form class="np-poll well" ~control><h4>{chrome.word(job, "poll")}</h4>{lines}<button class="btn">{chrome.word(job, "vote")}</button></form>'


def _times(job: Job) -> str:
    names = topic("chrome", job.site.language).lines["prayer_name"]
    clocks = sorted(tongues.clock(job) for _ in names)
    rows = each(list(zip(names, clocks, strict=True)), lambda _, x: f"<tr><td>{x[0]}</td><td>{x[1]}</td></tr>")
    return f'<div class="np-times panel"><h4>{chrome.word(job, "prayer")}</h4><table class="table table-condensed">{rows}</table></div>'


def _signup(job: Job) -> str:
    return (
        f'<div class="np-newsletter" ~promotion><h4>{chrome.word(job, "news_head")}</h4><p>{chrome.word(job, "news_text")}</p><form>'
        f'<label>{chrome.word(job, "news_field")}</label><input type="email" dir="ltr"><button>{chrome.word(job, "subscribe")}</button></form></div>'
    )


def _picks(job: Job, told: Story) -> str:
    cards = each(
        others(job, told, 4),
        lambda i, t: (
            f'<div class="np-slide"><a href="/news/{i}">{chrome.image(job, "", "lazy", lazy=True)}<span>{t}</span></a></div>'
        ),
    )
    return f'<section class="np-picks container-fluid" ~related><h3>{chrome.word(job, "picks")}</h3><div class="np-carousel">{cards}</div></section>'


def _footer(job: Job) -> str:
    columns = each(
        [("sections", chrome.menu(job, 14)), ("follow", chrome.words(job, "share_to", 5)), ("recent", teasers(job, 5))],
        lambda _, x: (
            f'<div class="col-sm-3"><h5>{chrome.word(job, x[0])}</h5><ul>{chrome.items(x[1], "class=np-link")}</ul></div>'
        ),
    )
    return f"""<div class="np-appbar" ~promotion><p>{chrome.word(job, "app")}</p><a href="/app"><img src="/assets/store.png" alt=""></a></div>
<footer class="np-footer" ~footer><div class="container"><div class="row">{columns}<div class="col-sm-3"><h5>{job.site.name}</h5><p>{chrome.word(job, "address")}</p>
</div></div><ul class="list-inline">{chrome.items(chrome.words(job, "foot", 8))}</ul><p class="np-copy">{chrome.word(job, "rights")}</p>
<a href="#" class="np-top">{chrome.word(job, "top")}</a></div></footer>"""


def _cookies(job: Job) -> str:
    return (
        f'<div class="np-consent navbar-fixed-bottom" role="dialog" ~notice><p>{chrome.word(job, "cookie")}</p><button class="btn">'
        f'{chrome.word(job, "accept")}</button> <a href="/privacy">{chrome.word(job, "reject")}</a></div>'
    )


DESIGN = Design(
    "rtlportal",
    (
        Site("صدى الميناء", "sadaalmina.example", "أخبار المدينة وأهلها منذ 1974", ("ar-mina", "ar-maktaba", "ar-nakhla", "ar-khubz"), 4, "ar"),
        Site("بريد الواحة", "baridalwaha.example", "صحيفة إلكترونية مستقلة", ("ar-sikka", "ar-madrasa", "ar-bahr"), 3, "ar", "windows-1256", plain=True),
        Site("روزنامهٔ کوچه", "kuchenews.example", "خبرهای کوچک یک شهر بزرگ", ("fa-qanat", "fa-ketab", "fa-nan"), 3, "fa"),
        Site("עיתון הנמל", "itonhanamal.example", "סיפורים מהחוף ומהעיר", ("he-migdal", "he-gina", "he-psanter"), 3, "he", "windows-1255", declares=""),
    ),
    make,
)  # fmt: skip
