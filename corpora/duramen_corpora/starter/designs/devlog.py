"""A developer's log: prose between blocks of code whose white space means something, with gutters, tokens and copy buttons."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Final

from duramen_corpora.starter import chrome, furniture
from duramen_corpora.starter.ballast import Skin, styles, use
from duramen_corpora.starter.furniture import Kit
from duramen_corpora.starter.prose import topic
from duramen_corpora.starter.site import Design, Draft, Job, Site
from duramen_corpora.starter.stories import Story, story

_SKINS = {
    "halfopenpull.example": Skin("hyphen", ""),
    "tabsnotspaces.example": Skin("bem", "t-"),
    "sleepingprocess.example": Skin("utility", "sp"),
    "codefolk.example": Skin("modules", "cf"),
}
_NAMES: Final = ("orchard", "tides", "ledger", "harbour", "almanac", "weir", "lantern", "quoin")
_TOKEN: Final = re.compile(
    r"(?P<c>(?:#|//|<-)[^\n]*)|(?P<s>\"[^\"\n]*\"|'[^'\n]*')|(?P<k>\b(?:def|while|for|if|else|elif|try|except|return|yield|raise|from|import|in|with|print|case|const|double|struct|do|done|read|not)\b)"
    r"|(?P<m>\b\d+(?:\.\d+)?\b)|(?P<p>^[-+$][^\n]*)",
    re.MULTILINE,
)


def make(job: Job) -> Draft:
    """Make a post."""
    kit = Kit(job, _SKINS[job.site.host], "software" if job.site.host == "codefolk.example" else "writer")
    told = story(job, paragraphs=8)
    content = f"""<main class="{kit.skin("main")}" ~main>
<article class="{kit.skin("post")}"><header class="{kit.skin("post", "header")}"><h1 class="{kit.skin("post", "title")}" ~title>{told.title}</h1>{furniture.byline(kit)}</header>
{_contents(kit, told) if kit.trait("contents") else ""}
<p>{told.lead}</p>
{chr(10).join(_parts(kit, told))}
<footer class="{kit.skin("post", "footer")}" ~meta><p>Tags: {", ".join(f'<a href="/tags/{x}">{x}</a>' for x in job.rng.sample(("plain-text", "tools", "unix", "workflow", "notes"), 3))}</p></footer></article>
{furniture.share(kit) if kit.trait("share") else ""}
</main>"""
    path = f"/{job.rng.choice(('blog', 'posts', 'notes'))}/{chrome.slug(told.title)}/"
    if job.site.host == "codefolk.example":
        more = furniture.rail(kit, 6, "Recommended reading")
        return Draft(
            furniture.page(kit, told.title, told.lead, "BlogPosting", content + furniture.aside(kit, 2) + more),
            path,
            "article",
        )
    return Draft(_light(kit, told, content), path, "article")


def _parts(kit: Kit, told: Story) -> list[str]:
    """Return paragraphs, headings and blocks of code in the order of the book."""
    job = kit.job
    blocks = list(topic("tutorials", job.site.topics[job.number % len(job.site.topics)]).lines["code"])
    for drop in sorted(job.rng.sample(range(len(blocks)), len(blocks) - job.rng.randint(2, 3)), reverse=True):
        del blocks[drop]
    parts = [f"<p>{chrome.linked(job, text, 0.3)}</p>" for text in told.paragraphs]
    step = max(1, len(parts) // (len(blocks) + 1))
    for i, line in reversed(list(enumerate(blocks))):
        parts.insert(step * (i + 1), _block(kit, line))
    for i, head in reversed(list(enumerate(told.heads))):
        parts.insert(step * (i + 1), f'<h2 id="{chrome.slug(head)}">{head}</h2>')
    return parts


def unescaped(text: str, job: Job) -> str:
    r"""Return code of a book as it is: `\n`, `\t` and `\\` undone, `@name@` and `@n@` filled."""
    plain = re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t"}.get(m[1], m[1]), text)
    name = _NAMES[(len(job.site.host) + job.number) % len(_NAMES)]
    return plain.replace("@name@", name).replace("@n@", str(3 + (len(job.site.host) * 3 + job.number * 5) % 17))


def _block(kit: Kit, line: str) -> str:
    caption, language, text = line.split(" ~~ ", 2)
    return _WAYS[kit.job.site.host](kit, caption, language, unescaped(text, kit.job))


def coloured(code: str, prefix: str) -> str:
    """Return code as HTML with a span around each token; the text is unchanged."""
    parts, at = [], 0
    for token in _TOKEN.finditer(code):
        parts.append(html.escape(code[at : token.start()], quote=False))
        parts.append(f'<span class="{prefix}{token.lastgroup}">{html.escape(token[0], quote=False)}</span>')
        at = token.end()
    return "".join(parts) + html.escape(code[at:], quote=False)


def _gutter(_kit: Kit, _caption: str, language: str, code: str) -> str:
    """Return a table of two cells: line numbers, which are the viewer's and not the code's, and the code."""
    if language == "console":
        return f"""<div class="language-{language} highlighter-rouge"><div class="highlight"><pre class="highlight"><code>{coloured(code, "n")}
</code></pre></div></div>"""
    numbers = "\n".join(str(i + 1) for i in range(code.count("\n") + 1))
    return f"""<figure class="highlight"><table class="rouge-table"><tbody><tr><td class="gutter gl" ~control><pre class="lineno">{numbers}
</pre></td><td class="code"><pre>{coloured(code, "n")}
</pre></td></tr></tbody></table></figure>"""


def _headed(kit: Kit, caption: str, language: str, code: str) -> str:
    """Return a block under a bar with the file's name and a button."""
    return f"""<div class="{kit.skin("code")}" data-lang="{language}"><div class="{kit.skin("code", "bar")}"><p class="{kit.skin("code", "name")}">{caption}</p><button type="button" class="{kit.skin("code", "copy")}" ~control>{use("share")}Copy</button></div>
<pre tabindex="0" class="language-{language}"><code class="language-{language}">{coloured(code, "token t-")}</code></pre></div>"""


def _lines(kit: Kit, caption: str, language: str, code: str) -> str:
    """Return a block with an element a line, as those do that can point at lines."""
    rows = "\n".join(f'<span class="line">{coloured(x, "s-")}</span>' for x in code.split("\n"))
    return f"""<figure data-rehype-pretty-code-figure=""><figcaption>{caption}</figcaption><pre class="shiki {kit.skin("code")}" style="background-color:#22272e;color:#adbac7" data-language="{language}"><code style="display:grid">{rows}</code></pre>
<div ~control><button class="copy">Copy code</button></div></figure>"""


_WAYS: Final[dict[str, Callable[[Kit, str, str, str], str]]] = {
    "halfopenpull.example": _gutter,
    "tabsnotspaces.example": _headed,
    "sleepingprocess.example": _lines,
    "codefolk.example": _headed,
}


def _contents(kit: Kit, told: Story) -> str:
    links = "".join(f'<li><a href="#{chrome.slug(x)}">{x}</a></li>' for x in told.heads)
    return f'<details class="{kit.skin("toc")}" open ~navigation><summary>Table of contents</summary><ul>{links}</ul></details>'


def _light(kit: Kit, told: Story, content: str) -> str:
    """Return a page with little around it, as people have who write their own."""
    job, skin = kit.job, kit.skin
    older = "".join(f'<li><a href="/{i}/">{x}</a></li>' for i, x in enumerate(furniture.headlines(kit, 3)))
    theme = f'<button class="{skin("theme")}" title="Toggle dark mode">{use("star")}Dark</button>'
    return f"""<!doctype html>
<html lang="en" data-theme="light">
<head>
{chrome.head(job, told.title, told.lead, "BlogPosting", css=styles(job, skin, 60))}
<link rel="alternate" type="application/feed+json" href="/feed.json">
</head>
<body>
<header class="{skin("site")}"><p class="{skin("site", "title")}" ~header><a href="/">{job.site.name}</a></p><nav ~navigation><ul>{chrome.items(["About", "Archive", "Projects", "Uses", "RSS"][: job.rng.randint(3, 5)])}</ul></nav><div ~control>{theme}</div></header>
{content}
<nav class="{skin("older")}" ~navigation><a rel="prev" href="/p">← Older</a> <a rel="next" href="/n">Newer →</a></nav>
<section class="{skin("more")}" ~related><h2>{chrome.word(job, "related")}</h2><ul>{older}</ul></section>
<div class="{skin("webmentions")}" ~control><p>Have you written a reply to this? Send me its address:</p><form><input type="url"><button>Send webmention</button></form></div>
<footer ~footer><p>{chrome.word(job, "rights")}</p><p>Set in plain text. No cookies, no counters. <a href="/source">View source</a></p></footer>
</body></html>"""


DESIGN = Design(
    "devlog",
    (
        Site("half-open pull", "halfopenpull.example", "", ("make", "patches", "columns")),
        Site("Tabs, Not Spaces", "tabsnotspaces.example", "", ("retries", "make", "pipeline")),
        Site("Sleeping Process", "sleepingprocess.example", "", ("pipeline", "columns", "retries")),
        Site("Codefolk", "codefolk.example", "A place for people who type", ("patches", "retries", "make"), plain=True),
    ),
    make,
)  # fmt: skip
