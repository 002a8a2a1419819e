"""WordPress's block editor: personal blogs whose every paragraph, group and button is a `wp-block-…`."""

from __future__ import annotations

from duramen_corpora.starter import chrome
from duramen_corpora.starter.names import date, person
from duramen_corpora.starter.site import Design, Draft, Job, Site
from duramen_corpora.starter.stories import Story, each, story, teasers

_LAYOUT = "is-layout-constrained wp-block-group-is-layout-constrained"


def make(job: Job) -> Draft:
    """Make a blog post."""
    name = job.site.topics[job.number % len(job.site.topics)]
    told = story(job, paragraphs=job.rng.randint(7, 10), comments=job.rng.choice((0, 3, 4)), name=name)
    marked = f"""<!DOCTYPE html>
<html lang="{job.site.language}">
<head>
{chrome.head(job, told.title, told.lead, "BlogPosting")}
<style id='wp-block-library-inline-css'>:root{{--wp--preset--color--base:#f9f9f9;--wp--preset--spacing--50:clamp(30px,5vw,50px)}}
.wp-block-columns{{display:flex;gap:2em}}.alignwide{{max-width:1340px}}.has-small-font-size{{font-size:.8rem}}</style>
</head>
<body class="post-template-default single wp-embed-responsive postid-{job.rng.randint(90, 9000)}">
<div class="wp-site-blocks">
<div ~navigation><a class="skip-link screen-reader-text" href="#wp--skip-link--target">{chrome.word(job, "skip")}</a></div>
{_header(job)}
<main class="wp-block-group {_LAYOUT}" id="wp--skip-link--target" ~main>
{_title(job, told)}
<div class="entry-content alignfull wp-block-post-content has-global-padding {_LAYOUT}">
<p class="has-large-font-size">{told.lead}</p>
{_blocks(job, told)}
</div>
{_after(job, told)}
</main>
{_footer(job)}
</div>
</body></html>"""
    return Draft(marked, f"/{chrome.slug(told.title)}/", "article")


def _header(job: Job) -> str:
    links = each(
        chrome.menu(job, job.rng.randint(3, 6)),
        lambda i, x: (
            f'<li class="wp-block-navigation-item wp-block-navigation-link"><a class="wp-block-navigation-item__content"'
            f' href="/{i}/"><span class="wp-block-navigation-item__label">{x}</span></a></li>'
        ),
    )
    return f"""<header class="wp-block-template-part"><div class="wp-block-group alignfull {_LAYOUT}">
<div class="wp-block-group is-nowrap is-layout-flex" ~header><p class="wp-block-site-title"><a href="/" rel="home">{job.site.name}</a></p>
{job.when(0.6, f'<p class="wp-block-site-tagline">{job.site.tagline}</p>')}</div>
<nav class="is-responsive wp-block-navigation" aria-label="Header" ~navigation><button aria-label="Open menu"></button>
<ul class="wp-block-navigation__container">{links}</ul></nav></div></header>"""


def _title(job: Job, told: Story) -> str:
    day, month, year = date(job.rng, job.rng.randint(2019, 2026))
    when = f"{month} {day}, {year}" if job.site.language == "en" else f"{day}/{job.rng.randint(1, 12)}/{year}"
    meta = (
        f'<div class="wp-block-group post-meta is-layout-flex" ~meta><div class="wp-block-post-date"><time>{when}</time></div>'
        f'<p class="has-small-font-size">—</p><div class="wp-block-post-author-name"><a href="/author/">{job.write.slots["p6"]}'
        f'</a></div><div class="taxonomy-category wp-block-post-terms"><a href="/c/">{chrome.menu(job, 3)[-1]}</a></div></div>'
    )
    heading = f'<h1 class="wp-block-post-title" ~title>{told.title}</h1>'
    image = f'<figure class="wp-block-post-featured-image alignwide">{chrome.image(job, told.title)}</figure>'
    return "\n".join([meta, heading, image] if job.maybe(0.4) else [image, heading, meta])


def _blocks(job: Job, told: Story) -> str:
    parts = [f'<p class="wp-block-paragraph">{chrome.linked(job, text, 0.5)}</p>' for text in told.paragraphs]
    parts = [x.replace(' class="wp-block-paragraph"', "") if job.maybe(0.7) else x for x in parts]
    third = max(2, len(parts) // 3)
    quote = f'<blockquote class="wp-block-quote is-layout-flow"><p>{told.quote}</p></blockquote>'
    if job.maybe(0.5):
        quote = f'<figure class="wp-block-pullquote"><blockquote><p>{told.quote}</p></blockquote></figure>'
    listed = each(told.items, lambda _, x: f"<li>{x}</li>")
    image = (
        f'<figure class="wp-block-image size-large">{chrome.image(job, "", "wp-image-81", lazy=True)}'
        f'<figcaption class="wp-element-caption">{told.caption}</figcaption></figure>'
    )
    if told.items:
        parts.append(f'<ul class="wp-block-list">{listed}</ul>')
    for head, at in reversed(list(zip(told.heads, range(third, len(parts), third), strict=False))):
        parts.insert(at, f'<h2 class="wp-block-heading" id="h-{chrome.slug(head)}">{head}</h2>')
    parts.insert(2, image)
    parts.insert(job.rng.randint(4, len(parts) - 2), quote)
    parts.insert(job.rng.randint(3, len(parts) - 1), job.rng.choice((_newsletter, _button, _toc))(job, told))
    spacer = '<div style="height:40px" aria-hidden="true" class="wp-block-spacer"></div>'
    return "\n\n".join([*parts[:3], job.when(0.5, spacer), *parts[3:]])


def _newsletter(job: Job, _: Story) -> str:
    return (
        f'<div class="wp-block-group has-background has-border-color" ~promotion><h3 class="wp-block-heading">'
        f'{chrome.word(job, "news_head")}</h3><p class="has-text-align-center">{chrome.word(job, "news_text")}</p>'
        f'<div class="wp-block-jetpack-subscriptions"><form><label>{chrome.word(job, "news_field")}</label>'
        f'<input type="email"><button class="wp-block-button__link">{chrome.word(job, "subscribe")}</button></form></div></div>'
    )


def _button(job: Job, _: Story) -> str:
    return (
        f'<div class="wp-block-buttons is-layout-flex" ~promotion><div class="wp-block-button"><a class="wp-block-button__link '
        f'wp-element-button" href="/support/">{chrome.word(job, "support")}</a></div></div>'
    )


def _toc(job: Job, told: Story) -> str:
    listed = each(told.heads, lambda _, x: f'<li><a href="#h-{chrome.slug(x)}">{x}</a></li>')
    return f'<nav class="wp-block-table-of-contents" ~navigation><p>{chrome.word(job, "contents")}</p><ol>{listed}</ol></nav>'


def _after(job: Job, told: Story) -> str:
    tags = ", ".join(f'<a href="/tag/{i}" rel="tag">{x}</a>' for i, x in enumerate(chrome.menu(job, 6)[2:]))
    previous, following = teasers(job, 2)
    share = each(
        chrome.words(job, "share_to", 3),
        lambda i, x: (
            f'<li class="share-{i}"><a class="sd-button share-icon" href="?share={i}"><span>{x}</span></a></li>'
        ),
    )
    parts = [
        f'<div class="taxonomy-post_tag wp-block-post-terms" ~meta><span>{chrome.word(job, "tagged")}</span> {tags}</div>',
        f'<div class="sharedaddy" ~promotion><h3 class="sd-title">{chrome.word(job, "share")}</h3><ul>{share}</ul></div>',
        f'<nav class="wp-block-group post-nav" aria-label="Posts" ~navigation><div class="post-navigation-link-previous">'
        f'<a href="/a/" rel="prev">← {previous}</a></div><div class="post-navigation-link-next"><a href="/b/" rel="next">'
        f"{following} →</a></div></nav>",
        _comments(job, told.comments),
        _more(job) if job.maybe(0.6) else "",
    ]
    return "\n".join(x for x in parts if job.maybe(0.85))


def _comments(job: Job, texts: list[str]) -> str:
    def one(i: int, text: str) -> str:
        return (
            f'<li id="comment-{i + 20}" class="comment depth-1"><div class="wp-block-columns"><div class="wp-block-column" ~meta>'
            f'<div class="wp-block-comment-author-name has-small-font-size">{person(job.rng).split()[0]}</div>'
            f'<div class="wp-block-comment-date"><time>{job.rng.randint(1, 28)}/{job.rng.randint(1, 12)}/2025</time></div></div>'
            f'<div class="wp-block-comment-content" ~comment><p>{text}</p></div>'
            f'<div class="wp-block-comment-reply-link" ~control><a rel="nofollow" href="#r">{chrome.word(job, "reply")}</a></div>'
            f"</div></li>"
        )

    form = f'<div class="comment-respond" ~control><h3>{chrome.word(job, "leave")}</h3><p>{chrome.word(job, "leave_note")}</p></div>'
    head = f'<h2 class="wp-block-comments-title" ~control>{len(texts)} · {chrome.word(job, "comments")}</h2>'
    listed = f'{head}<ol class="wp-block-comment-template">{each(texts, one)}</ol>' if texts else ""
    return f'<div class="wp-block-comments">{listed}{form}</div>'


def _more(job: Job) -> str:
    cards = each(
        teasers(job, job.rng.randint(3, 6)),
        lambda i, t: (
            f'<li class="wp-block-post post-{i}"><h3 class="wp-block-post-title"><a href="/p{i}/">{t}</a></h3>'
            f'<div class="wp-block-post-excerpt"><p class="wp-block-post-excerpt__more-text">{chrome.word(job, "more")}</p></div></li>'
        ),
    )
    return (
        f'<div class="wp-block-query alignwide" ~related><h2 class="wp-block-heading">{chrome.word(job, "related")}</h2>'
        f'<ul class="wp-block-post-template is-layout-grid columns-3">{cards}</ul></div>'
    )


def _footer(job: Job) -> str:
    lists = each(
        [chrome.items(chrome.words(job, "foot", 4)), chrome.items(chrome.menu(job, 5))][: job.rng.randint(1, 2)],
        lambda _, x: f'<div class="wp-block-column"><ul>{x}</ul></div>',
    )
    return f"""<footer class="wp-block-template-part" ~footer><div class="wp-block-columns">
<div class="wp-block-column"><p><strong>{job.site.name}</strong></p><p class="has-small-font-size">{job.site.tagline}</p></div>
{lists}</div><p class="has-small-font-size">{chrome.word(job, "rights")}</p>
<p class="has-small-font-size">{chrome.word(job, "made")}</p></footer>
<div id="jp-relatedposts-consent" class="hide-on-button" ~notice><form><p>{chrome.word(job, "cookie")}</p>
<input type="submit" value="{chrome.word(job, "accept")}"></form></div>"""


DESIGN = Design(
    "gutenberg",
    (
        Site(
            "Oil & Ink",
            "oilandink.example",
            "Things I fixed, and things I wrote down",
            ("chain", "radio", "map"),
            3,
            menu="menu_blog",
        ),
        Site(
            "The Slow Jar",
            "slowjar.example",
            "A small kitchen with a long memory",
            ("starter", "hens", "overnight"),
            3,
            menu="menu_blog",
        ),
        Site(
            "Kerb & Compass",
            "kerbandcompass.example",
            "Walking, mostly",
            ("map", "overnight", "chain"),
            3,
            menu="menu_blog",
        ),
        Site(
            "Carnet de farine",
            "carnetdefarine.example",
            "Pain, canaux et autres lenteurs",
            ("fr-pain", "fr-canal"),
            2,
            "fr",
        ),
    ),
    make,
)
