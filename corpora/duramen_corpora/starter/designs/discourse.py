"""Discourse: a script-only shell whose posts stand in `<noscript>` for crawlers, with the data once more in an attribute."""

from __future__ import annotations

import json
from html import escape

from duramen_corpora.starter import chrome
from duramen_corpora.starter.forums import Post, Thread, thread
from duramen_corpora.starter.prose import topics
from duramen_corpora.starter.site import Design, Draft, Job, Site
from duramen_corpora.starter.stories import each


def make(job: Job) -> Draft:
    """Make a topic page as a crawler gets it."""
    told = thread(job, replies=job.rng.randint(7, 12))
    number = job.rng.randint(900, 99000)
    path = f"/t/{chrome.slug(told.title)}/{number}"
    preloaded = json.dumps({"topic": {"id": number, "posts_count": len(told.posts), "slug": chrome.slug(told.title)}})
    marked = f"""<!DOCTYPE html>
<html lang="en">
<head>
{chrome.head(job, told.title, told.posts[0].text[:150], "DiscussionForumPosting")}
<meta name="generator" content="Discourse 3.{job.rng.randint(1, 4)}.0.beta{job.rng.randint(1, 5)}">
<link rel="search" type="application/opensearchdescription+xml" href="/opensearch.xml" title="{job.site.name} Search">
</head>
<body class="crawler {"browser-update" if job.maybe(0.5) else ""}">
<discourse-assets><div class="hidden" id="data-preloaded" data-preloaded="{escape(preloaded)}"></div></discourse-assets>
<section id="main"><div id="d-splash"><div class="preloader-text" ~notice>Loading</div></div></section>
{_page(job, told, path) if job.number % 2 else f"<noscript>{_page(job, told, path)}</noscript>"}
<script type="text/javascript" src="/assets/discourse-{job.rng.randint(10**7, 10**8)}.br.js" defer></script>
</body></html>"""
    return Draft(marked, path, "forum")


def _page(job: Job, told: Thread, path: str) -> str:
    crumbs = each(
        [told.category, *job.rng.sample(("Questions", "Show & Tell", "Builds", "Beginners"), job.rng.randint(0, 1))],
        lambda i, c: (
            f'<span itemprop="itemListElement"><a href="/c/{chrome.slug(c)}/{i + 4}" class="badge-wrapper bullet">'
            f'<span class="badge-category-bg" style="background-color:#0088CC"></span><span itemprop="name">{c}</span></a></span>'
        ),
    )
    tags = ", ".join(f"<a href='/tag/{x}' class='discourse-tag' rel='tag'>{x}</a>" for x in told.tags)
    upgrade = '<p class="browser-unsupported" ~notice>{}</p>'.format(chrome.words(job, "browser", 1)[0])
    return f"""<header ~header><a href="/">{job.site.name}</a></header>
<div id="main-outlet" class="wrap" role="main" ~main>
{job.when(0.4, upgrade)}
<div id="topic-title"><h1 ~title><a href="{path}">{told.title}</a></h1>
<div class="topic-category" ~navigation>{crumbs}</div>
{f'<div class="topic-category" ~navigation><div class="discourse-tags list-tags">{tags}</div></div>' if job.maybe(0.6) else ""}
</div>
{each(told.posts, lambda i, _: _post(job, i, told))}
{job.when(0.5, f'<div role="navigation" class="topic-body crawler-post" ~navigation><b><a href="{path}?page=2">next page →</a></b></div>')}
{_suggested(job) if job.maybe(0.7) else ""}
</div>
<footer class="container wrap" ~footer><nav class="crawler-nav"><ul><li><a href="/">Home</a></li><li><a href="/categories">
Categories</a></li><li><a href="/guidelines">Guidelines</a></li><li><a href="/tos">Terms of Service</a></li>
<li><a href="/privacy">Privacy Policy</a></li></ul></nav><p class="powered-by-link">Powered by
<a href="https://www.discourse.org">Discourse</a>, best viewed with JavaScript enabled</p></footer>"""


def _post(job: Job, index: int, told: Thread) -> str:
    post = told.posts[index]
    likes = job.rng.choice((0, *range(2, 24)))
    long = [i for i in range(index - 1) if len(told.posts[i].text) > 80]
    quoted = _quote(told, job.rng.choice(long)) if long and len(post.text) > 80 and job.maybe(0.3) else ""
    return f"""<div id="post_{index + 1}" itemprop="{"comment" if index else "mainEntity"}" class="topic-body crawler-post">
<div class="crawler-post-meta" ~meta><span class="creator" itemprop="author"><a rel="nofollow" href="/u/{post.author}">
<span itemprop="name">{post.author}</span></a>{job.when(0.15, " (Regular)")}</span>
<span class="crawler-post-infos"><time datetime="2025-03-0{1 + index % 9}" class="post-time">{post.when}</time>
<meta itemprop="dateModified"><span itemprop="position">{index + 1}</span></span></div>
<div class="post" itemprop="text">{quoted}{_paragraphs(post)}</div>
<div itemprop="interactionStatistic" ~meta><meta itemprop="userInteractionCount" content="{likes}">
<span class="post-likes">{f"{likes} Likes" if likes else ""}</span></div>
</div>"""


def _paragraphs(post: Post) -> str:
    return "\n".join(f"<p>{text}</p>" for text in post.paragraphs)


def _quote(told: Thread, index: int) -> str:
    post = told.posts[index]
    return (
        f'<aside class="quote no-group" data-username="{post.author}" data-post="{index + 1}"><div class="title" ~meta>'
        f"{post.author}:</div><blockquote><p>{post.paragraphs[0]}</p></blockquote></aside>"
    )


def _suggested(job: Job) -> str:
    titles = [job.write.fill(job.rng.choice(t.lines["title"])) for t in topics("forum").values()]
    rows = each(
        titles,
        lambda i, t: (
            f'<tr class="topic-list-item"><td class="main-link"><a href="/t/{i}" class="title raw-link">{t}</a>'
            f'</td><td class="replies"><span class="posts">{job.rng.randint(0, 60)}</span></td><td>{job.rng.randint(12, 9999)}'
            f"</td><td>{job.write.slots['month']} {job.rng.randint(1, 28)}</td></tr>"
        ),
    )
    return (
        f'<div id="related-topics" class="more-topics__list" ~related><h3>{job.rng.choice(("Related topics", "Suggested Topics"))}'
        f"</h3><table class='topic-list'><thead><tr><th>Topic</th><th>Replies</th><th>Views</th><th>Activity</th></tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )


DESIGN = Design(
    "discourse",
    (
        Site("Spanners & Spirit Levels", "spannersforum.example", "", ("damp", "bread_oven", "switch", "film"), 4),
        Site("Home Wiring Talk", "homewiringtalk.example", "", ("switch", "tomatoes", "damp"), 3),
        Site("The Potting Bench", "pottingbench.example", "", ("tomatoes", "bread_oven", "boat", "film"), 4),
    ),
    make,
)
