"""WordPress with the Genesis framework: a local newspaper with skip links, a primary sidebar and footer widgets."""

from __future__ import annotations

from duramen_corpora.starter import chrome
from duramen_corpora.starter.names import date, person, towns
from duramen_corpora.starter.site import Design, Draft, Job, Site
from duramen_corpora.starter.stories import Story, body, each, story, teasers

_CSS = (
    ".site-container{max-width:1140px;margin:auto}.content{float:left;width:66%}.sidebar{float:right;width:30%}"
    ".footer-widgets{clear:both}.screen-reader-shortcut{position:absolute}.genesis-nav-menu li{display:inline-block}"
)


def make(job: Job) -> Draft:
    """Make an article page."""
    told = story(job, paragraphs=job.rng.randint(7, 9), comments=job.rng.choice((0, 2, 4, 5)))
    sidebar, content = _sidebar(job), _content(job, told)
    layout = "sidebar-content" if job.maybe(0.3) else "content-sidebar"
    columns = f"{sidebar}\n{content}" if layout == "sidebar-content" else f"{content}\n{sidebar}"
    marked = f"""<!DOCTYPE html>
<html lang="{job.site.language}">
<head>
{chrome.head(job, told.title, told.lead, css=_CSS)}
<meta name="generator" content="WordPress 6.{job.rng.randint(0, 7)}">
</head>
<body class="post-template-default single single-post header-full-width {layout} genesis-breadcrumbs-visible">
{job.when(0.6, _cookie(job))}
<div class="site-container">
<ul class="genesis-skip-link" ~navigation><li><a href="#genesis-content" class="screen-reader-shortcut"> \
{chrome.word(job, "skip")}</a></li></ul>
{_masthead(job)}
<div class="site-inner"><div class="content-sidebar-wrap">
{columns}
</div></div>
{_footer(job)}
</div>
<script src="/wp-content/themes/genesis/lib/js/menu/superfish.min.js?ver=1.7.10"></script>
</body>
</html>"""
    return Draft(
        marked, f"/{job.rng.randint(2017, 2026)}/{job.rng.randint(1, 12):02}/{chrome.slug(told.title)}/", "article"
    )


def _masthead(job: Job) -> str:
    welcome = f'<div class="widget-area header-widget-area"><p>{job.site.tagline}</p></div>'
    second = f'<ul class="menu genesis-nav-menu menu-secondary">{chrome.items(chrome.words(job, "foot", 4))}</ul>'
    return f"""<header class="site-header" ~header><div class="wrap"><div class="title-area">
<p class="site-title"><a href="/">{job.site.name}</a></p>
<p class="site-description">{job.site.tagline}</p></div>{job.when(0.3, welcome)}</div></header>
<nav class="nav-primary" aria-label="Main" ~navigation><div class="wrap">
<ul id="menu-main" class="menu genesis-nav-menu menu-primary js-superfish">
{chrome.items(chrome.menu(job, job.rng.randint(6, 12)), 'id="menu-item-{n}" class="menu-item menu-item-type-taxonomy"')}
{job.when(0.5, _places(job))}</ul>{job.when(0.4, second)}</div></nav>"""


def _places(job: Job) -> str:
    return (
        f'<li class="menu-item menu-item-has-children"><a href="#">{chrome.menu(job, 4)[-1]}</a><ul class="sub-menu">'
        f"{chrome.items(towns(job.rng, job.rng.randint(5, 20)))}</ul></li>"
    )


def _content(job: Job, told: Story) -> str:
    section = chrome.menu(job, 5)[job.rng.randint(1, 4)]
    promo = (
        f'<div class="in-article-promo" ~promotion><h4>{chrome.word(job, "news_head")}</h4>'
        f'<p>{chrome.word(job, "news_text")}</p><a class="button" href="/newsletter/">'
        f"{chrome.word(job, 'subscribe')}</a></div>"
    )
    readmore = (
        f'<p class="read-also" ~related><strong>{chrome.word(job, "related")}:</strong> '
        f'<a href="/p/{job.rng.randint(100, 999)}/">{teasers(job, 9)[-1]}</a></p>'
    )
    extras = [x for x in (job.when(0.6, promo), job.when(0.7, readmore), chrome.advertisement(job)) if x]
    crumbs = " ".join(
        f'<span class="breadcrumb-link-wrap"><a href="/">{x}</a></span> <span aria-label="breadcrumb separator">/</span>'
        for x in (chrome.word(job, "home"), section)
    )
    return f"""<main class="content" id="genesis-content">
<div class="breadcrumb" ~navigation>{crumbs} {told.title}</div>
<article class="post-{job.rng.randint(900, 90000)} post type-post status-publish format-standard entry" ~main>
<header class="entry-header"><h1 class="entry-title" itemprop="headline" ~title>{told.title}</h1>
{_byline(job)}</header>
{job.when(0.7, _share(job))}
<div class="entry-content" itemprop="text">
{_figure(job, told)}
<p class="intro">{told.lead}</p>
{chr(10).join(body(job, told, extras=extras))}
</div>
<footer class="entry-footer" ~meta><p class="entry-meta"><span class="entry-categories">{chrome.word(job, "filed")} \
<a href="/category/x/" rel="category tag">{section}</a></span> <span class="entry-tags">{chrome.word(job, "tagged")} \
{", ".join(f'<a href="/tag/{chrome.slug(x)}/" rel="tag">{x}</a>' for x in chrome.menu(job, 9)[6:])}</span></p></footer>
</article>
{job.when(0.7, _author_box(job))}
{_related(job)}
{_comments(job, told.comments)}
</main>"""


def _byline(job: Job) -> str:
    day, month, year = date(job.rng, job.rng.randint(2018, 2026))
    when = f"{day}.{job.rng.randint(1, 12)}.{year}" if job.site.language != "en" else f"{month} {day}, {year}"
    count = job.when(
        0.4, f' <span class="entry-comments-link"><a href="#respond">{chrome.word(job, "leave")}</a></span>'
    )
    return (
        f'<p class="entry-meta" ~meta><time class="entry-time" itemprop="datePublished">{when}</time> '
        f'{chrome.word(job, "by")} <span class="entry-author" itemprop="author"><a href="/author/x/" rel="author">'
        f"{job.write.slots['p6']}</a></span>{count}</p>"
    )


def _share(job: Job) -> str:
    links = chrome.items(chrome.words(job, "share_to", 4), 'class="share-{n}"', 'rel="nofollow noopener"')
    return (
        f'<div class="sharedaddy sd-sharing-enabled" ~promotion><h3 class="sd-title">{chrome.word(job, "share")}</h3>'
        f"<ul>{links}</ul></div>"
    )


def _figure(job: Job, told: Story) -> str:
    caption = f'<figcaption class="wp-caption-text">{told.caption}</figcaption>' if told.caption else ""
    return (
        f'<figure class="wp-caption alignnone" style="width: 1034px">{chrome.image(job, told.title, lazy=job.maybe(0.5))}'
        f"{caption}</figure>"
    )


def _author_box(job: Job) -> str:
    name = job.write.slots["p6"]
    return (
        f'<section class="author-box" ~meta><h4 class="author-box-title">{chrome.word(job, "by")} {name}</h4>'
        f'<div class="author-box-content"><p>{name} {chrome.word(job, "bio")}</p></div></section>'
    )


def _related(job: Job) -> str:
    cards = each(
        teasers(job, job.rng.randint(3, 6)),
        lambda i, t: (
            f'<li class="related-post"><a href="/p/{i}/">{chrome.image(job, "", "thumb")}<span>{t}</span></a></li>'
        ),
    )
    return f'<div class="related-posts" ~related><h3>{chrome.word(job, "related")}</h3><ul>{cards}</ul></div>'


def _comments(job: Job, texts: list[str]) -> str:
    def one(i: int, text: str) -> str:
        day, month, year = date(job.rng, 2025)
        return (
            f'<li class="comment {"even" if i % 2 else "odd"} depth-1" id="comment-{4100 + i}"><article>'
            f'<header class="comment-header" ~meta><p class="comment-author"><span>{person(job.rng)}</span> says</p>'
            f'<p class="comment-meta"><time>{month} {day}, {year} at {job.rng.randint(1, 12)}:{job.rng.randint(10, 59)} pm'
            f'</time></p></header><div class="comment-content" ~comment><p>{text}</p></div>'
            f'<div class="comment-reply" ~control><a rel="nofollow" href="#respond">{chrome.word(job, "reply")}</a></div>'
            f"</article></li>"
        )

    listed = f'<h3 ~control>{chrome.word(job, "comments")}</h3><ol class="comment-list">{each(texts, one)}</ol>'
    form = f"""<div id="respond" class="comment-respond" ~control><h3 class="comment-reply-title">{chrome.word(job, "leave")}
</h3><form><p class="comment-notes">{chrome.word(job, "leave_note")}</p><p><label for="comment">*</label>
<textarea id="comment" cols="45" rows="8"></textarea></p><input type="submit" value="OK"></form></div>"""
    return f'<div class="entry-comments" id="comments">{listed if texts else ""}</div>{job.when(0.8, form)}'


def _sidebar(job: Job) -> str:
    heads = ("popular", "recent", "categories", "archives")
    widgets = []
    for key in job.rng.sample(heads, job.rng.randint(1, 4)):
        labels = teasers(job, job.rng.randint(4, 8)) if key in heads[:2] else chrome.menu(job, 9)[1:]
        if key == "archives":
            labels = [f"{job.rng.randint(1, 12):02}/{2026 - i}" for i in range(job.rng.randint(5, 12))]
        widgets.append(
            f'<h4 class="widget-title widgettitle">{chrome.word(job, key)}</h4><ul>{chrome.items(labels)}</ul>'
        )
    search = (
        f'<form class="search-form" ~control><label>{chrome.word(job, "search")}</label><input type="search">'
        f"<input type='submit' value='{chrome.word(job, 'search')}'></form>"
    )
    about = f'<h4 class="widget-title">{job.site.name}</h4><p>{job.site.tagline}</p>'
    widgets += [x for x in (job.when(0.6, search), job.when(0.4, about), job.when(0.6, chrome.advertisement(job))) if x]
    job.rng.shuffle(widgets)
    wrapped = each(
        widgets, lambda i, w: f'<section id="w-{i}" class="widget"><div class="widget-wrap">{w}</div></section>'
    )
    return f'<aside class="sidebar sidebar-primary widget-area" aria-label="Primary Sidebar" ~sidebar>{wrapped}</aside>'


def _footer(job: Job) -> str:
    columns = (
        f"<h4>{job.site.name}</h4><p>{chrome.word(job, 'address')}</p>",
        f"<h4>{chrome.word(job, 'recent')}</h4><ul>{chrome.items(teasers(job, 4))}</ul>",
        f"<h4>{chrome.word(job, 'follow')}</h4><ul>{chrome.items(['Facebook', 'Instagram', 'Mastodon'])}</ul>",
    )
    widgets = each(
        list(columns[: job.rng.randint(1, 3)]), lambda i, c: f'<div class="footer-widgets-{i + 1}">{c}</div>'
    )
    links = chrome.items(chrome.words(job, "foot", 6), 'class="menu-item"')
    return f"""<div class="footer-widgets" ~footer><div class="wrap">{widgets}</div></div>
<footer class="site-footer" ~footer><div class="wrap"><nav class="nav-footer" aria-label="Footer">
<ul class="menu genesis-nav-menu">{links}</ul></nav>
<p>{chrome.word(job, "rights")} &middot; {chrome.word(job, "made")} &middot; <a href="/wp-login.php">\
{chrome.word(job, "login")}</a></p></div></footer>"""


def _cookie(job: Job) -> str:
    return (
        f'<div id="cookie-notice" role="dialog" class="cookie-notice-hidden" ~notice><div class="cn-container"><span>'
        f'{chrome.word(job, "cookie")}</span> <a href="#" class="cn-set-cookie">{chrome.word(job, "accept")}</a>'
        f'<a href="/privacy/">{chrome.word(job, "reject")}</a></div></div>'
    )


DESIGN = Design(
    "genesis",
    (
        Site("The Thornwick Courier", "thornwickcourier.example", "News for the coast and the dales since 1887",
             ("harbour", "budget", "flood")),
        Site("Northern Harbour Times", "harbourtimes.example", "Tides, trade and talk",
             ("dig", "orchestra", "library")),
        Site("Parish & Field", "parishandfield.example", "Independent, weekly and free of charge",
             ("bees", "running", "chess")),
        Site("Lindauer Landbote", "landbote-lindau.example", "Unabhängige Zeitung für Stadt und Land",
             ("de-muehle",), 1, "de"),
        Site("El Correo del Valle", "correodelvalle.example", "Noticias de la comarca", ("es-faro",), 1, "es"),
    ),
    make,
)  # fmt: skip
