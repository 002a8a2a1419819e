"""MediaWiki: `mw-parser-output` with infobox, contents, edit links, references, navbox and category links."""

from __future__ import annotations

import html
import re

from duramen_corpora.starter import chrome
from duramen_corpora.starter.prose import Topic, topic, topics
from duramen_corpora.starter.site import Design, Draft, Job, Site
from duramen_corpora.starter.stories import each

_LANGUAGES = (
    "Deutsch",
    "Français",
    "Español",
    "Nederlands",
    "Русский",
    "日本語",
    "中文",
    "Ελληνικά",
    "Svenska",
    "Cymraeg",
)
_EDIT = '<span class="mw-editsection"><span class="mw-editsection-bracket">[</span><a href="?action=edit">edit</a><span>]</span></span>'


def make(job: Job) -> Draft:
    """Make an encyclopedia article."""
    source = topic("wiki", job.site.topics[job.number % len(job.site.topics)])
    title = job.write.one(source, "title")
    job.write.slots["title"] = title
    sections = _sections(job, source)
    vector = job.maybe(0.5)
    content = f"""<div id="content" class="mw-body" role="main" ~main><a id="top"></a>
<div id="siteNotice" ~notice>{job.when(0.4, f"<div class='sitenotice'><p>{job.site.name} is run by volunteers. Help us keep the servers on: donate this {job.write.slots['month']}.</p></div>")}</div>
<div class="mw-indicators"></div>
<h1 id="firstHeading" class="firstHeading mw-first-heading" ~title><span class="mw-page-title-main">{title}</span></h1>
<div id="bodyContent" class="vector-body"><div id="siteSub" class="noprint" ~header>From {job.site.name}, {job.site.tagline}</div>
<div id="contentSub" ~navigation></div><div ~navigation><a class="mw-jump-link" href="#mw-head">Jump to navigation</a> <a class="mw-jump-link" href="#searchInput">Jump to search</a></div>
<div id="mw-content-text" class="mw-body-content mw-content-ltr" lang="en" dir="ltr"><div class="mw-parser-output">
{job.when(0.4, _ambox(job))}
{_infobox(job, source, title)}
<p>{_markup(job, job.write.one(source, "intro"))}<sup id="cite_ref-1" class="reference"><a href="#cite_note-1">[1]</a></sup>
</p>
{_contents(sections)}
{"".join(_section(job, head, paragraphs) for head, paragraphs in sections.items())}
{_table(job, source)}
{_references(job, source)}
{_navbox(job) if job.maybe(0.7) else ""}
<!--
NewPP limit report
Parsed by mw{job.rng.randint(1000, 2000)}
Cached time: 20260{job.rng.randint(1, 9)}14093309
CPU time usage: 0.{job.rng.randint(100, 900)} seconds
-->
</div><div class="printfooter" ~meta>Retrieved from "<a dir="ltr" href="https://www.{job.site.host}/w/index.php?title=x">https://www.{job.site.host}/w/index.php?title={chrome.slug(title)}&amp;oldid={job.rng.randint(10**6, 10**9)}</a>"</div></div>
<div id="catlinks" class="catlinks" ~meta><div id="mw-normal-catlinks" class="mw-normal-catlinks"><a href="/wiki/Help:Category">Categories</a>: <ul>{chrome.items(_filled(job, source, "category"))}</ul></div></div>
</div></div>"""
    marked = f"""<!DOCTYPE html>
<html class="client-nojs" lang="en" dir="ltr">
<head>
<meta charset="UTF-8"/>
<title>{title} - {job.site.name}</title>
<meta name="generator" content="MediaWiki 1.{job.rng.randint(31, 43)}.{job.rng.randint(0, 9)}"/>
<script>document.documentElement.className="client-js";RLCONF={{"wgPageName":"{chrome.slug(title)}","wgArticleId":{job.rng.randint(99, 99999)},"wgIsArticle":true}};</script>
<link rel="stylesheet" href="/w/load.php?lang=en&amp;modules=ext.cite.styles%7Cskins.vector.styles.legacy&amp;only=styles&amp;skin=vector"/>
</head>
<body class="mediawiki ltr sitedir-ltr mw-hide-empty-elt ns-0 ns-subject skin-vector action-view">
<div id="mw-page-base" class="noprint"></div>
{_panel(job) + content if vector else content + _panel(job)}
{_footer(job)}
</body></html>"""
    return Draft(marked, f"/wiki/{title.replace(' ', '_')}", "article")


def _markup(job: Job, text: str) -> str:
    return chrome.linked(job, html.unescape(text).replace("&", "&amp;"), 0.7)


def _filled(job: Job, source: Topic, key: str) -> list[str]:
    return [html.unescape(job.write.fill(line)) for line in source.lines[key]]


def _sections(job: Job, source: Topic) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in job.write.some(source, "sec", job.rng.randint(6, 9)):
        head, _, text = line.partition(" ~~ ")
        found.setdefault(head, []).append(text)
    return found


def _section(job: Job, head: str, paragraphs: list[str]) -> str:
    name = head.replace(" ", "_")
    heading = f'<h2><span class="mw-headline" id="{name}">{head}</span>{_EDIT if job.maybe(0.9) else ""}</h2>'
    notes = [
        f'<sup class="reference"><a href="#n">[{job.rng.randint(1, 4)}]</a></sup>' if job.maybe(0.6) else ""
        for _ in paragraphs
    ]
    body = "\n".join(f"<p>{_markup(job, p)}{n}\n</p>" for p, n in zip(paragraphs, notes, strict=True))
    thumb = (
        f'<figure class="mw-default-size" typeof="mw:File/Thumb"><a href="/wiki/File:{name}.jpg" class="mw-file-description">'
        f"{chrome.image(job, '', 'mw-file-element')}</a><figcaption>{head}: a view from {job.write.slots['town']}, {job.rng.randint(1890, 2020)}</figcaption></figure>"
    )
    return f"{heading}\n{job.when(0.3, thumb)}{body}\n"


def _ambox(job: Job) -> str:
    return (
        '<table class="box-More_citations_needed plainlinks metadata ambox" role="presentation" ~notice><tbody><tr><td class="mbox-text">'
        '<div class="mbox-text-span">This article <b>needs additional citations for verification</b>. Please help improve this article by '
        f"adding citations to reliable sources. <small><i>({job.write.slots['month']} {job.rng.randint(2012, 2025)})</i></small></div></td></tr></tbody></table>"
    )


def _infobox(job: Job, source: Topic, title: str) -> str:
    rows = (line.split(" ~~ ") for line in _filled(job, source, "fact"))
    body = "\n".join(
        f'<tr><th scope="row" class="infobox-label">{k}</th><td class="infobox-data">{v}</td></tr>' for k, v in rows
    )
    return (
        f'<table class="infobox vcard"><tbody><tr><th colspan="2" class="infobox-above">{title}</th></tr><tr><td colspan="2" '
        f'class="infobox-image">{chrome.image(job, title, "mw-file-element")}</td></tr>{body}</tbody></table>'
    )


def _contents(sections: dict[str, list[str]]) -> str:
    listed = "\n".join(
        f'<li class="toclevel-1 tocsection-{i}"><a href="#{h}"><span class="tocnumber">{i}</span> <span class="toctext">{h}</span></a></li>'
        for i, h in enumerate([*sections, "References"], 1)
    )
    return f'<div id="toc" class="toc" role="navigation" ~navigation><div class="toctitle"><h2 id="mw-toc-heading">Contents</h2></div><ul>{listed}</ul></div>'


def _table(job: Job, source: Topic) -> str:
    heads = source.lines["columns"][0].split(" ~~ ")
    rows = (line.split(" ~~ ") for line in _filled(job, source, "row"))
    body = "\n".join("<tr>" + "".join(f"<td>{x}\n</td>" for x in row) + "</tr>" for row in rows)
    return f'<table class="wikitable sortable"><tbody><tr>{"".join(f"<th>{h}</th>" for h in heads)}</tr>\n{body}</tbody></table>'


def _references(job: Job, source: Topic) -> str:
    rows = "\n".join(
        f'<li id="cite_note-{i}"><span class="mw-cite-backlink"><b><a href="#cite_ref-{i}">^</a></b></span> <span class="reference-text">{r}</span></li>'
        for i, r in enumerate((html.unescape(x) for x in job.write.some(source, "ref", 3)), 1)
    )
    return (
        f'<h2><span class="mw-headline" id="References">References</span>{_EDIT}</h2><ol class="references">{rows}</ol>'
    )


def _navbox(job: Job) -> str:
    names = [job.write.fill(line) for t in topics("wiki").values() for line in t.lines["title"]]
    groups = [names[i : i + 4] for i in range(0, len(names), 4)]
    rows = each(
        ["Places", "Customs", "Nature"][: len(groups)],
        lambda i, g: (
            f'<tr><th scope="row" class="navbox-group">{g}</th><td class="navbox-list hlist"><ul>{chrome.items(groups[i])}</ul></td></tr>'
        ),
    )
    return (
        f'<div class="navbox" role="navigation" ~navigation><table class="nowraplinks mw-collapsible"><tbody><tr><th class="navbox-title" colspan="2">'
        f'<div class="navbar"><ul><li>v</li><li>t</li><li>e</li></ul></div><div>{job.write.slots["town"]} and the {job.write.slots["river"]} valley</div></th></tr>{rows}</tbody></table></div>'
    )


def _panel(job: Job) -> str:
    main = chrome.items(["Main page", "Contents", "Random article", "Recent changes", f"About {job.site.name}"])
    tools = chrome.items(["What links here", "Related changes", "Special pages", "Permanent link", "Cite this page"])
    languages = chrome.items(job.rng.sample(_LANGUAGES, job.rng.randint(0, 8)), 'class="interlanguage-link"')
    return f"""<div id="mw-navigation"><h2 ~navigation>Navigation menu</h2><div id="mw-head"><nav id="p-personal" class="vector-menu" ~control><h3><span>Personal tools</span></h3>
<ul><li id="pt-anonuserpage">Not logged in</li><li><a>Talk</a></li><li><a>Contributions</a></li><li><a>Create account</a></li><li><a>Log in</a></li></ul></nav>
<div id="left-navigation" ~navigation><ul><li id="ca-nstab-main" class="selected"><a>Article</a></li><li><a>Talk</a></li></ul></div>
<div id="right-navigation" ~control><ul><li><a>Read</a></li><li><a>Edit</a></li><li><a>View history</a></li></ul><form id="searchform"><h3><label for="searchInput">Search</label></h3><input type="search"></form></div></div>
<div id="mw-panel" ~navigation><nav id="p-navigation"><h3>Navigation</h3><ul>{main}</ul></nav><nav id="p-tb"><h3>Tools</h3><ul>{tools}</ul></nav>
<nav id="p-lang"><h3>Languages</h3><ul>{languages}</ul></nav></div></div>"""


def _footer(job: Job) -> str:
    updated = f"{job.rng.randint(1, 28)} {job.write.slots['month2']} {job.rng.randint(2019, 2026)}, at {job.rng.randint(10, 23)}:{job.rng.randint(10, 59)}"
    return f"""<footer id="footer" class="mw-footer" role="contentinfo" ~footer><ul id="footer-info"><li id="footer-info-lastmod"> This page was last edited on {updated}.</li>
<li id="footer-info-copyright">Text is available under the <a rel="license" href="/license">Creative Commons Attribution-ShareAlike License</a>; additional terms may apply.</li></ul>
<ul id="footer-places"><li><a>Privacy policy</a></li><li><a>About {re.sub("^The ", "", job.site.name)}</a></li><li><a>Disclaimers</a></li><li><a>Mobile view</a></li></ul></footer>"""


DESIGN = Design(
    "mediawiki",
    (
        Site(
            "Commonplace",
            "commonplacewiki.example",
            "the encyclopedia of small places",
            ("canal", "dance", "cheese", "engine"),
            4,
        ),
        Site("Valleypedia", "valleypedia.example", "everything between the hills", ("moth", "canal", "engine"), 3),
        Site("The Heath Wiki", "heathwiki.example", "natural and unnatural history", ("cheese", "moth", "dance"), 3),
    ),
    make,
)
