"""A page built by a component framework: nothing but divs, and class names that a machine made up."""

from __future__ import annotations

import json
from random import Random

from duramen_corpora.starter import chrome
from duramen_corpora.starter.names import date, person
from duramen_corpora.starter.site import Design, Draft, Job, Site
from duramen_corpora.starter.stories import Story, each, story, teasers

_LETTERS = "abcdefghijkmnpqrstuvwxyz0123456789"


class _Names:
    """Class names that mean nothing, the same for the same part of a host."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.style = Random(host).choice(("css-{}", "sc-{} {}", "_{}_{}", "jsx-{}"))

    def __getitem__(self, part: str) -> str:
        rng = Random(f"{self.host}/{part}")
        made = ("".join(rng.choice(_LETTERS) for _ in range(rng.randint(5, 7))) for _ in range(self.style.count("{}")))
        return self.style.format(*made)


def make(job: Job) -> Draft:
    """Make an article page."""
    told = story(job, paragraphs=job.rng.randint(7, 10), comments=job.rng.choice((0, 3, 5)))
    css = _Names(job.site.host)
    parts = [
        _top(job, css),
        _article(job, css, told),
        _side(job, css),
        _discussion(job, css, told.comments),
        _bottom(job, css),
    ]
    state = json.dumps(
        {
            "props": {"pageProps": {"id": job.rng.randint(10**6, 10**7), "locale": job.site.language}},
            "buildId": css["build"],
        }
    )
    marked = f"""<!doctype html><html lang="{job.site.language}"><head>{chrome.head(job, told.title, told.lead)}</head>
<body><div id="__next"><div class="{css["app"]}">{"".join(x for x in parts if x)}</div></div>
{job.when(0.6, _consent(job, css))}
<script id="__NEXT_DATA__" type="application/json">{state.replace("</", "<")}</script></body></html>"""
    return Draft(
        marked,
        f"/{job.rng.choice(('a', 'story', 'p'))}/{chrome.slug(told.title)}-{job.rng.randint(10**5, 10**6)}",
        "article",
    )


def _div(css: _Names, part: str, inner: str, mark: str = "") -> str:
    return f'<div class="{css[part]}"{mark}>{inner}</div>'


def _top(job: Job, css: _Names) -> str:
    links = each(
        chrome.menu(job, job.rng.randint(5, 10)),
        lambda i, x: _div(
            css, "menuitem", f'<a class="{css["link"]}" href="/{i}"><span class="{css["label"]}">{x}</span></a>'
        ),
    )
    actions = each(
        [chrome.word(job, "search"), chrome.word(job, "login"), chrome.word(job, "subscribe")],
        lambda _, x: _div(css, "action", f'<div role="button" tabindex="0">{x}</div>'),
    )
    wall = _div(css, "wall", f"<div>{chrome.word(job, 'wall')}</div>", " ~notice") if job.maybe(0.4) else ""
    return (
        _div(css, "bar", _div(css, "logo", f'<a href="/">{job.site.name}</a>', " ~header") + _div(css, "menu", links, " ~navigation")
             + _div(css, "actions", actions, " ~control"))
        + wall
    )  # fmt: skip


def _article(job: Job, css: _Names, told: Story) -> str:
    text = [_div(css, "p", chrome.linked(job, p)) for p in told.paragraphs]
    third = max(2, len(text) // 3)
    for i, head in reversed(list(enumerate(told.heads[:2], 1))):
        text.insert(third * i, _div(css, "h", head))
    if told.quote:
        text.insert(third + 1, _div(css, "q", f"<div>{told.quote}</div>"))
    if told.items:
        text.append(_div(css, "ul", "".join(_div(css, "li", f"<span>•</span> {x}") for x in told.items)))
    text.insert(job.rng.randint(3, len(text) - 1), chrome.advertisement(job, css["slot"]))
    if job.maybe(0.7):
        text.insert(job.rng.randint(2, len(text)), _also(job, css))
    if job.maybe(0.5):
        box = f'<div>{chrome.word(job, "news_head")}</div><div>{chrome.word(job, "news_text")}</div><div role="button">{chrome.word(job, "subscribe")}</div>'
        text.insert(job.rng.randint(2, len(text)), _div(css, "letter", box, " ~promotion"))
    heading = (
        f'<h1 class="{css["title"]}" ~title>{told.title}</h1>'
        if job.maybe(0.6)
        else _div(css, "title", told.title, " ~title")
    )
    picture = _div(
        css, "picture", chrome.image(job, "", css["img"]) + (_div(css, "cap", told.caption) if told.caption else "")
    )
    inner = heading + _byline(job, css) + _share(job, css) + picture + _div(css, "lead", told.lead) + "\n".join(text)
    return _div(css, "page", _div(css, "column", inner, " ~main"))


def _byline(job: Job, css: _Names) -> str:
    day, month, year = date(job.rng, job.rng.randint(2020, 2026))
    when = f"{day} {month} {year}" if job.site.language == "en" else f"{year}-{job.rng.randint(1, 12):02}-{day:02}"
    name = {"zh": "林晓舟", "ja": "佐伯 透"}.get(job.site.language, job.write.slots["p6"])
    read = f"{job.rng.randint(2, 9)} {chrome.word(job, 'read')}"
    return _div(
        css,
        "by",
        _div(css, "author", f"{chrome.word(job, 'by')} {name}") + _div(css, "date", f"{when} · {read}"),
        " ~meta",
    )


def _share(job: Job, css: _Names) -> str:
    return _div(
        css,
        "share",
        each(
            chrome.words(job, "share_to", 4),
            lambda _, x: _div(css, "sharebtn", f"{chrome.icon(job, 's')}<span>{x}</span>"),
        ),
        " ~promotion",
    )


def _also(job: Job, css: _Names) -> str:
    return _div(
        css,
        "also",
        _div(css, "alsohead", chrome.word(job, "related"))
        + each(teasers(job, 2), lambda i, t: _div(css, "alsoitem", f'<a href="/{i}">{t}</a>')),
        " ~related",
    )


def _side(job: Job, css: _Names) -> str:
    listed = each(
        teasers(job, job.rng.randint(4, 8)),
        lambda i, t: _div(css, "ranked", f'<span>{i + 1}</span><a href="/r{i}">{t}</a>'),
    )
    cards = each(
        teasers(job, job.rng.randint(3, 6)),
        lambda i, t: _div(
            css, "card", f'<a href="/c{i}">{chrome.image(job, "", css["thumb"], lazy=True)}{_div(css, "cardt", t)}</a>'
        ),
    )
    return _div(css, "rail", _div(css, "railhead", chrome.word(job, "popular")) + listed, " ~sidebar") + _div(
        css, "grid", _div(css, "gridhead", chrome.word(job, "related")) + cards, " ~related"
    )


def _discussion(job: Job, css: _Names, texts: list[str]) -> str:
    def one(_: int, text: str) -> str:
        name = {"zh": "网友", "ja": "読者"}.get(job.site.language) or person(job.rng)
        meta = _div(css, "cmeta", f"{name} · {job.rng.randint(1, 23)}h", " ~meta")
        tools = _div(
            css,
            "ctools",
            f"<div>{job.rng.randint(0, 90)}</div><div>{chrome.word(job, 'reply')}</div><div>{chrome.word(job, 'report')}</div>",
            " ~control",
        )
        return _div(css, "comment", meta + _div(css, "ctext", text, " ~comment") + tools)

    head = _div(css, "chead", chrome.word(job, "comments"), " ~control")
    box = _div(css, "cform", f"<div>{chrome.word(job, 'leave_note')}</div>", " ~control")
    return _div(css, "discussion", head + each(texts, one) + box) if texts else ""


def _bottom(job: Job, css: _Names) -> str:
    app = _div(css, "app", f"<div>{chrome.word(job, 'app')}</div>", " ~promotion") if job.maybe(0.5) else ""
    links = each(chrome.words(job, "foot", 8), lambda i, x: _div(css, "footlink", f'<a href="/f{i}">{x}</a>'))
    return app + _div(css, "foot", links + _div(css, "rights", chrome.word(job, "rights")), " ~footer")


def _consent(job: Job, css: _Names) -> str:
    buttons = "".join(f'<div role="button">{chrome.word(job, key)}</div>' for key in ("accept", "reject"))
    return _div(css, "consent", f"<div>{chrome.word(job, 'cookie')}</div>{buttons}", " ~notice")


DESIGN = Design(
    "divsoup",
    (
        Site("Longform Weekly", "longformweekly.example", "", ("telescope", "dig", "running"), 3),
        Site("Plainspoken", "plainspoken.example", "", ("flood", "chess", "harbour"), 3),
        Site("The Current", "thecurrent.example", "", ("budget", "orchestra", "library"), 3),
        Site("青石日报", "qingshiribao.example", "", ("zh-cha",), 1, "zh"),
        Site("谷あいの便り", "taniai-dayori.example", "", ("ja-tomeishi",), 1, "ja"),
    ),
    make,
)
