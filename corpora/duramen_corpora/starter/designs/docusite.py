"""A product's manual as documentation generators of today publish it: a tree at the left, the page's contents at the right."""

from __future__ import annotations

import re
from typing import Final

from duramen_corpora.starter import chrome, furniture
from duramen_corpora.starter.ballast import Skin, scripts, styles, use
from duramen_corpora.starter.designs.devlog import coloured, unescaped
from duramen_corpora.starter.furniture import Kit
from duramen_corpora.starter.prose import Topic, topic
from duramen_corpora.starter.site import Design, Draft, Job, Site
from duramen_corpora.starter.stories import each

_SKINS = {
    "heliotrope-docs.example": Skin("bem", "theme-"),
    "sandpiper-manual.example": Skin("hyphen", "md-"),
    "lamprey-home.example": Skin("utility", "lh"),
}
_TREE: Final = {
    "Getting started": ("Introduction", "Installation", "A first project", "Upgrading"),
    "Guides": ("Importing", "Automation", "Troubleshooting", "Recipes", "Translations"),
    "Reference": ("Command line", "Settings", "Exit codes", "File formats", "Glossary"),
    "Project": ("Changelog", "Contributing", "Security", "Licence"),
}
_TICKED: Final = re.compile(r"`([^`]+)`")


def make(job: Job) -> Draft:
    """Make a page of a manual."""
    kit = Kit(job, _SKINS[job.site.host], "software")
    source = topic("manual", job.site.topics[0])
    title, line = source.lines["page"][job.number % len(source.lines["page"])].split(" ~~ ")
    lead = job.write.say(line)
    sections = [x.split(" ~~ ") for x in job.write.some(source, "guide", job.rng.randint(4, 6))]
    heads = [head for head, _ in sections]
    page = f"""<!doctype html>
<html lang="en" dir="ltr" class="docs-wrapper docs-doc-page" data-theme="light">
<head>
{chrome.head(job, title, lead, "TechArticle", css=styles(job, kit.skin, 150), extra=scripts(job))}
<meta name="generator" content="{job.rng.choice(("Docsmith", "Quartzdocs"))} {job.rng.randint(2, 4)}.{job.rng.randint(0, 9)}">
</head>
<body class="navigation-with-keyboard">
{_top(kit)}
<div class="{kit.skin("layout")}">
{_tree(kit, source, title)}
<main class="{kit.skin("doc", "main")}"><div class="row"><div class="col">
{_version(kit)}
{_article(kit, source, title, lead, sections)}
{_pager(kit, source, title)}
</div>
<div class="col col--3">{_contents(kit, heads)}</div></div></main></div>
{furniture.footer(kit, 5)}
</body></html>"""
    return Draft(page, f"/docs/{job.rng.choice(('', 'next/', '2.x/'))}{chrome.slug(title)}", "documentation")


def ticked(text: str) -> str:
    """Return prose with what stands in backticks as code."""
    return _TICKED.sub(r"<code>\1</code>", text)


def _top(kit: Kit) -> str:
    job, skin = kit.job, kit.skin
    links = chrome.items(["Docs", "API", "Blog", "Community", "Showcase"][: job.rng.randint(3, 5)])
    star = f'<div class="{skin("announcement")}" role="banner" ~promotion><p>If you like {job.site.name}, give it a star and tell a friend in {job.write.slots["town"]}.</p><button aria-label="Close">×</button></div>'
    return f"""<div role="region" aria-label="Skip to main content" ~navigation><a class="skipToContent" href="#__skip">{chrome.word(job, "skip")}</a></div>
{job.when(0.4, star)}
<nav aria-label="Main" class="{skin("navbar")}"><div class="{skin("navbar", "inner")}"><div class="{skin("navbar", "brand")}" ~header><a href="/">{use("menu")}<b>{job.site.name}</b></a></div><ul class="{skin("navbar", "items")}" ~navigation>{links}</ul>
<div class="{skin("navbar", "tools")}" ~control><button>{use("search")}<span>Search</span> <kbd>Ctrl</kbd> <kbd>K</kbd></button><select aria-label="Version"><option>Next</option><option>{job.rng.randint(2, 4)}.x</option><option>1.x</option></select><button>Switch between dark and light mode</button></div></div></nav>"""


def _tree(kit: Kit, source: Topic, title: str) -> str:
    pages = [line.split(" ~~ ")[0] for line in source.lines["page"]]

    def branch(_: int, name: str) -> str:
        leaves = [*pages, *_TREE[name]] if name == "Guides" else _TREE[name]
        rows = each(
            leaves,
            lambda _, x: (
                f'<li class="{kit.skin("menu", "item")}"><a class="{kit.skin("menu", "link")}{" active" if x == title else ""}" href="/docs/{chrome.slug(x)}">{x}</a></li>'
            ),
        )
        return f'<li class="{kit.skin("menu", "category")}"><div class="{kit.skin("menu", "collapsible")}"><a href="/docs/{chrome.slug(name)}" aria-expanded="true">{name}</a></div><ul>{rows}</ul></li>'

    return f'<aside class="{kit.skin("sidebar")}"><nav class="{kit.skin("menu")}" aria-label="Docs sidebar" ~navigation><ul>{each(list(_TREE), branch)}</ul></nav></aside>'


def _version(kit: Kit) -> str:
    banner = '<div class="alert alert--warning" role="alert" ~notice><p>This is the documentation of a version that is no longer maintained. For the current one, see the <a href="/docs/">latest version</a>.</p></div>'
    return kit.job.when(0.4, banner)


def _article(kit: Kit, source: Topic, title: str, lead: str, sections: list[list[str]]) -> str:
    job, skin = kit.job, kit.skin
    parts = [
        f'<h2 class="anchor" id="{chrome.slug(head)}">{head}<a href="#{chrome.slug(head)}" class="hash-link" aria-label="Direct link to {head}">\u200b</a></h2>\n<p>{ticked(text)}</p>'
        for head, text in sections
    ]
    notes = [text for line in job.rng.sample(source.lines["note"], 2) if (text := job.write.say(line))]
    for text in notes:
        kind = job.rng.choice(("note", "tip", "warning"))
        parts.insert(job.rng.randint(1, len(parts)), _admonition(kit, kind, text))
    blocks = list(source.lines["code"][: job.rng.randint(2, 3)])
    for i, line in reversed(list(enumerate(blocks))):
        parts.insert(i * 2 + 1, _code(kit, line))
    edit = f'<footer class="{skin("doc", "footer")}"><div ~control><a href="https://code.example/edit">Edit this page</a></div><div ~meta>Last updated on {job.rng.randint(1, 28)} {job.write.slots["month"]} by {job.write.slots["p6"].split()[0].lower()}</div></footer>'
    return f"""<nav class="{skin("crumbs")}" aria-label="Breadcrumbs" ~navigation><ul><li><a href="/">Home</a></li><li>Guides</li><li>{title}</li></ul></nav>
<article ~main><div class="{skin("doc", "markdown")} markdown"><header><h1 ~title>{title}</h1></header>
{f"<p>{lead}</p>" if lead else ""}
{chr(10).join(parts)}</div>
{edit}</article>"""


def _admonition(kit: Kit, kind: str, text: str) -> str:
    return f"""<div class="{kit.skin("admonition", kind)} alert"><div class="{kit.skin("admonition", "heading")}">{use("info")}{kind}</div><div class="{kit.skin("admonition", "content")}"><p>{ticked(text)}</p></div></div>"""


def _code(kit: Kit, line: str) -> str:
    caption, language, text = line.split(" ~~ ", 2)
    skin = kit.skin
    tabs = f'<ul role="tablist" class="{skin("tabs")}" ~control><li role="tab">{language}</li><li role="tab">other</li></ul>'
    return f"""{tabs if kit.trait("tabs", 0.4) else ""}<div class="language-{language} codeBlockContainer theme-code-block"><div class="{skin("code", "title")}">{caption}</div><div class="codeBlockContent"><pre tabindex="0" class="prism-code language-{language}"><code>{coloured(unescaped(text, kit.job), "token t-")}
</code></pre><div class="buttonGroup" ~control><button type="button" aria-label="Copy code to clipboard">{use("share")}Copy</button><button>Toggle word wrap</button></div></div></div>"""


def _pager(kit: Kit, source: Topic, title: str) -> str:
    others = [x for line in source.lines["page"] if (x := line.split(" ~~ ")[0]) != title]
    before, after = kit.job.rng.sample(others, 2)
    return f"""<nav class="pagination-nav" aria-label="Docs pages" ~navigation><a class="pagination-nav__link" href="/p"><div class="pagination-nav__sublabel">Previous</div><div class="pagination-nav__label">{before}</div></a><a class="pagination-nav__link" href="/n"><div>Next</div><div>{after}</div></a></nav>"""


def _contents(kit: Kit, heads: list[str]) -> str:
    links = each(heads, lambda _, x: f'<li><a href="#{chrome.slug(x)}" class="toc-highlight">{x}</a></li>')
    return f'<div class="{kit.skin("toc")}" ~navigation><p>{chrome.word(kit.job, "contents")}</p><ul>{links}</ul></div>'


DESIGN = Design(
    "docusite",
    (
        Site("Heliotrope", "heliotrope-docs.example", "", ("heliotrope",), 4),
        Site("Sandpiper", "sandpiper-manual.example", "", ("sandpiper",), 4, plain=True),
        Site("Lamprey", "lamprey-home.example", "", ("lamprey",), 4),
    ),
    make,
)
