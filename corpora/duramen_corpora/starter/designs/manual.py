"""A software manual in Italian or Turkish: a tree of chapters, versions, code, options, notes, and what to read next."""

from __future__ import annotations

from html import escape

from duramen_corpora.starter import bulk, chrome, tongues
from duramen_corpora.starter.prose import Topic, topic
from duramen_corpora.starter.site import Design, Draft, Job, Site
from duramen_corpora.starter.stories import each

_ICONS = ("sun", "moon", "copy", "pen", "github", "search", "chevron")


def make(job: Job) -> Draft:
    """Make one page of the manual."""
    source = topic(job.site.language, job.site.topics[job.number])
    title, lead = job.write.one(source, "title"), job.write.one(source, "lead")
    heads = source.lines["head"]
    marked = f"""<!doctype html>
<html lang="{job.site.language}" dir="ltr" class="docs-wrapper plugin-docs" data-theme="light">
<head>
{chrome.head(job, title, lead, "TechArticle", css=bulk.sheet(job, "docs", 90))}
{bulk.state(job, "__DOCS__", 18)}
</head>
<body class="navigation-with-keyboard">
{bulk.sprite(job, _ICONS)}
<div role="region" ~navigation><a class="skipToContent" href="#docs-content">{chrome.word(job, "skip")}</a></div>
{_announce(job)}
{_navbar(job)}
<div class="docs-layout">
{_tree(job)}
<main class="docs-main" id="docs-content" ~main>
{_crumbs(job, title)}
{job.when(0.5, f'<div class="alert alert--warning docs-old" role="alert" ~notice><p>{chrome.word(job, "old")}</p></div>')}
<article><div class="docs-markdown markdown">
<header><h1 ~title>{title}</h1></header>
<p>{lead}</p>
{_sections(job, source)}
</div>
{_edit(job)}
</article>
{_pager(job)}
</main>
{_onpage(job, heads)}
</div>
{_footer(job)}
{bulk.loader(job)}
</body></html>"""
    return Draft(marked, f"/docs/{job.rng.randint(1, 4)}.x/{chrome.slug(title)}", "documentation")


def _titles(job: Job) -> list[str]:
    return [topic(job.site.language, name).lines["title"][0] for name in job.site.topics]


def _announce(job: Job) -> str:
    return job.when(0.5, f'<div class="docs-announce" role="banner" ~promotion><p>{chrome.word(job, "star")}</p></div>')


def _navbar(job: Job) -> str:
    links = each(chrome.menu(job, 7), lambda i, x: f'<a class="navbar__item navbar__link" href="/{i}/">{x}</a>')
    versions = "".join(f"<li><a class='dropdown__link' href='/docs/{i}.x/'>{i}.x</a></li>" for i in range(4, 0, -1))
    return f"""<nav class="navbar navbar--fixed-top"><div class="navbar__brand" ~header><a href="/"><img src="/img/logo.svg" alt="" height="32"></a><b>{job.site.name}</b> <span>{job.site.tagline}</span></div>
<div class="navbar__items" ~navigation>{links}</div><div class="navbar__versions" ~control><a href="#">{chrome.word(job, "version")} {job.rng.randint(2, 4)}.x</a><ul>{versions}</ul></div>
<div class="navbar__tools" ~control><button>{bulk.use("sun")}{chrome.word(job, "theme")}</button> <a href="#">{chrome.word(job, "language")}</a></div>
<form ~control><label>{bulk.use("search")}{chrome.word(job, "search")}</label><input type="search"><kbd>Ctrl K</kbd></form></nav>"""


def _tree(job: Job) -> str:
    pages, extras = _titles(job), chrome.words(job, "extra", 9)
    chapters = topic("chrome", job.site.language).lines["chapter"]
    groups = [pages[:2], pages[2:], extras[:3], extras[3:6], extras[6:]]
    items = "".join(
        f'<li class="menu__list-item menu__list-item--category"><a class="menu__link" href="#">{name}</a><ul class="menu__list">'
        + each(links, lambda i, x: f'<li class="menu__list-item"><a class="menu__link" href="/docs/{i}">{x}</a></li>')
        + "</ul></li>"
        for name, links in zip(chapters, groups, strict=True)
        if links
    )
    return f'<aside class="docs-sidebar theme-doc-sidebar-container" ~navigation><ul class="theme-doc-sidebar-menu menu__list">{items}</ul></aside>'


def _crumbs(job: Job, title: str) -> str:
    middle = topic("chrome", job.site.language).lines["chapter"][0 if job.number < 2 else 1]
    return f'<nav class="breadcrumbs-nav" ~navigation><ul class="breadcrumbs"><li><a href="/">{chrome.word(job, "home")}</a></li><li>{middle}</li><li>{title}</li></ul></nav>'


def _sections(job: Job, source: Topic) -> str:
    parts = [
        f'<h2 class="anchor" id="s{i}">{head}<a class="hash-link" href="#s{i}" title=""></a></h2>\n<p>{chrome.linked(job, job.write.say(text), 0.4)}</p>'
        for i, (head, text) in enumerate(zip(source.lines["head"], source.lines["para"], strict=True))
    ]
    name = chrome.word(job, "note")
    note = f'<div class="theme-admonition alert alert--info"><div class="admonitionHeading">{name}</div><div class="admonitionContent"><p>{job.write.one(source, "note")}</p></div></div>'
    parts.insert(2, _code(job, source))
    parts.insert(job.rng.randint(3, 5), note)
    return "\n".join([*parts, _options(job, source)])


def _code(job: Job, source: Topic) -> str:
    lines = job.write.fill(source.lines["code"][0]).split(" ~~")
    text = "\n".join(line.removeprefix(" ") for line in lines)
    caption = f'<div class="docs-codehead" ~control>{chrome.word(job, "example")} <button>{bulk.use("copy")}{chrome.word(job, "copy")}</button></div>'
    return f'<div class="docs-codeblock">{caption}<pre class="prism-code language-text"><code>{text}</code></pre></div>'


def _options(job: Job, source: Topic) -> str:
    heads = "".join(f"<th>{x}</th>" for x in chrome.word(job, "option_head").split(", "))
    rows = each(
        [x.split(" ~~ ") for x in source.lines["option"]],
        lambda _, x: f"<tr><td><code>{escape(x[0])}</code></td><td>{x[1]}</td></tr>",
    )
    return f'<h2 class="anchor" id="options">{chrome.word(job, "options")}</h2>\n<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'


def _edit(job: Job) -> str:
    helpful = f'<div class="docs-helpful" ~control><p>{chrome.word(job, "helpful")}</p><button>{chrome.word(job, "yes")}</button> <button>{chrome.word(job, "no")}</button></div>'
    return f"""<footer class="theme-doc-footer"><div class="docs-edit" ~control><a href="//git.{job.site.host}/">{bulk.use("pen")}{chrome.word(job, "edit")}</a> <a href="/bug">{chrome.word(job, "report")}</a></div>
<div class="theme-last-updated" ~meta>{chrome.word(job, "updated")} {tongues.date(job, 2023)}, {tongues.author(job)}</div></footer>{job.when(0.6, helpful)}"""


def _pager(job: Job) -> str:
    titles = _titles(job)
    before, after = titles[job.number - 1], titles[(job.number + 1) % len(titles)]
    return f"""<nav class="pagination-nav docusaurus-mt-lg" ~navigation><a class="pagination-nav__link" href="/a"><div class="pagination-nav__sublabel">{chrome.word(job, "previous")}</div><div class="pagination-nav__label">{before}</div></a>
<a class="pagination-nav__link" href="/b"><div class="pagination-nav__sublabel">{chrome.word(job, "next")}</div><div class="pagination-nav__label">{after}</div></a></nav>
<div class="docs-see" ~related><h2>{chrome.word(job, "see")}</h2><ul>{chrome.items(chrome.words(job, "extra", 3))}</ul></div>"""


def _onpage(job: Job, heads: tuple[str, ...]) -> str:
    links = each(heads, lambda i, x: f'<li><a href="#s{i}" class="table-of-contents__link">{x}</a></li>')
    return f'<div class="docs-toc theme-doc-toc-desktop" ~navigation><b>{chrome.word(job, "contents")}</b><ul class="table-of-contents">{links}</ul></div>'


def _footer(job: Job) -> str:
    columns = each(
        [chrome.menu(job, 8)[:4], chrome.menu(job, 8)[4:], chrome.words(job, "foot", 5)],
        lambda _, x: (
            f'<div class="col footer__col"><ul class="footer__items">{chrome.items(x, "class=footer__item")}</ul></div>'
        ),
    )
    mail = f'<div class="docs-mail" ~promotion><p>{chrome.word(job, "newsletter")}</p><form><input type="email"><button>{chrome.word(job, "subscribe")}</button></form></div>'
    return f"""{job.when(0.5, mail)}<footer class="footer footer--dark" ~footer><div class="row footer__links">{columns}</div><p>{chrome.word(job, "rights")}</p><p>{chrome.word(job, "made")}</p></footer>
{job.when(0.5, f'<div class="docs-cookie" ~notice><p>{chrome.word(job, "cookie")}</p><button>{chrome.word(job, "accept")}</button></div>')}"""


DESIGN = Design(
    "manual",
    (
        Site("Setaccio", "setaccio.example", "tabelle pulite", ("it-install", "it-regole", "it-rapporti"), 3, "it"),
        Site("Torchio", "torchio-libri.example", "dai testi ai libri", ("it-forno", "it-note", "it-immagini", "it-errori"), 4, "it", "iso-8859-15"),
        Site("Değirmen", "degirmen-belgeler.example", "günlükleri öğütür", ("tr-kurulum", "tr-suzgec", "tr-zaman"), 3, "tr", "iso-8859-9", plain=True),
    ),
    make,
)  # fmt: skip
