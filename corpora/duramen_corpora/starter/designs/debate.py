"""An opinion column with more discussion than column: nested threads of readers' comments, in three ways of writing them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from duramen_corpora.starter import chrome, furniture
from duramen_corpora.starter.ballast import Skin, use
from duramen_corpora.starter.furniture import Kit
from duramen_corpora.starter.names import handles, person
from duramen_corpora.starter.site import Design, Draft, Job, Site
from duramen_corpora.starter.stories import Story, each, story

_SKINS = {
    "theletterspage.example": Skin("hyphen", ""),
    "townandtalk.example": Skin("bem", "tt-"),
    "secondopinion.example": Skin("modules", "so"),
    "speakerscorner-mag.example": Skin("utility", "sc"),
}
_SHORT = ("Well said.", "Hear, hear.", "No.", "This is the one.", "Source?", "I laughed.", "Thank you for this.", "+1")


@dataclass(slots=True)
class _Remark:
    """One comment, and those that answer it."""

    text: str
    author: str
    answers: list[_Remark] = field(default_factory=list)


def make(job: Job) -> Draft:
    """Make a column and its discussion."""
    kit = Kit(job, _SKINS[job.site.host], "press")
    told = story(job, paragraphs=job.rng.randint(3, 4), comments=40)
    content = f"""{furniture.crumbs(kit, "Opinion")}
<main class="{kit.skin("main")}">
{_column(kit, told)}
{_discussion(kit, told.comments)}
</main>
{furniture.aside(kit, 3) if kit.trait("aside", 0.7) else ""}
{furniture.rail(kit, job.rng.randint(4, 6), "More opinion")}"""
    marked = furniture.page(kit, told.title, told.lead, "OpinionNewsArticle", content)
    return Draft(marked, f"/opinion/{chrome.slug(told.title)}?commentpage=1", "article")


def _column(kit: Kit, told: Story) -> str:
    job, skin = kit.job, kit.skin
    text = each(told.paragraphs, lambda _, x: f"<p>{chrome.linked(job, x)}</p>")
    about = f'<p class="{skin("column", "about")}" ~meta><em>{job.write.slots["p6"]} {chrome.word(job, "bio")}</em></p>'
    return f"""<article class="{skin("column")}" ~main><header><h1 ~title>{told.title}</h1>{furniture.byline(kit)}{furniture.share(kit)}</header>
<p class="{skin("column", "lead")}">{told.lead}</p>
{text}
{job.when(0.6, about)}{chrome.advertisement(job, skin("slot"))}</article>"""


def _threads(job: Job, texts: list[str]) -> list[_Remark]:
    """Return the comments as threads: a line that begins with `RE ~~` answers the one before it, or its answer."""
    names = handles(job.rng, 12) + [person(job.rng) for _ in range(14)]
    job.rng.shuffle(names)
    made: list[_Remark] = []
    for i, line in enumerate(texts):
        mark, _, text = line.rpartition("RE ~~ ")
        remark = _Remark(text, names[i % len(names)])
        if (line == text and not mark) or not made:
            made.append(remark)
        else:
            home = made[-1]
            while home.answers and job.maybe(0.6):
                home = home.answers[-1]
            home.answers.append(remark)
    for _ in range(job.rng.randint(1, 4)):
        job.rng.choice(made).answers.append(_Remark(job.rng.choice(_SHORT), person(job.rng)))
    return made


def _discussion(kit: Kit, texts: list[str]) -> str:
    job, skin = kit.job, kit.skin
    threads = _threads(job, texts)
    write = _WAYS[job.site.host]
    sorts = "".join(f'<button type="button">{x}</button>' for x in ("Newest", "Oldest", "Most liked"))
    form = f"""<form class="{skin("compose")}"><label for="say">{chrome.word(job, "leave")}</label><textarea id="say" placeholder="What are your thoughts?"></textarea><p>{chrome.word(job, "leave_note")}</p><button>Post</button></form>"""
    more = (
        f'<button class="{skin("talk", "more")}" type="button">Load {job.rng.randint(11, 400)} more comments</button>'
    )
    return f"""<section class="{skin("talk")}" id="comments" aria-label="Comments"><div class="{skin("talk", "bar")}" ~control><h2>{chrome.word(job, "comments")} <span>({job.rng.randint(40, 900)})</span></h2>{sorts}</div>
<div ~control>{form}</div>
{write(kit, threads, 1)}
<div ~control>{more}</div></section>"""


def _listed(kit: Kit, threads: list[_Remark], depth: int) -> str:
    """Return threads as a weblog's: list items that hold an article and a list."""
    job = kit.job
    rows = each(
        threads,
        lambda _, r: (
            f'<li class="comment depth-{depth} {"parent" if r.answers else ""}" id="comment-{job.rng.randint(10**4, 10**6)}"><article class="comment-body"><footer class="comment-meta" ~meta><b class="fn">{r.author}</b> <span class="says">says:</span> <a href="#c"><time>{job.rng.randint(1, 28)} {job.write.slots["month"]} at {job.rng.randint(1, 12)}:{job.rng.randint(10, 59)} pm</time></a></footer>\n'
            f'<div class="comment-content" ~comment><p>{r.text}</p></div><div class="reply" ~control><a rel="nofollow" class="comment-reply-link" href="#respond">{chrome.word(job, "reply")}</a></div></article>'
            f"{_listed(kit, r.answers, depth + 1) if r.answers else ''}</li>"
        ),
    )
    return f'<ol class="{"children" if depth > 1 else "comment-list"}">{rows}</ol>'


def _boxed(kit: Kit, threads: list[_Remark], depth: int) -> str:
    """Return threads as a component draws them: nested divisions, votes beside each."""
    job, skin = kit.job, kit.skin
    return each(
        threads,
        lambda _, r: (
            f'<div class="{skin("remark")}" data-depth="{depth}" role="article"><div class="{skin("remark", "votes")}" ~control><button aria-label="Up">{use("arrow")}</button><span>{job.rng.randint(0, 240)}</span><button aria-label="Down">{use("chevron")}</button></div>\n'
            f'<div class="{skin("remark", "head")}" ~meta><a href="/u/x">{r.author}</a> <span>{job.rng.randint(1, 23)} hours ago</span>{job.when(0.15, " <span>Subscriber</span>")}</div><div class="{skin("remark", "text")}" ~comment>{r.text}</div>'
            f'<div class="{skin("remark", "tools")}" ~control><button>{chrome.word(job, "reply")}</button><button>Share</button><button>{chrome.word(job, "report")}</button></div>'
            f'<div class="{skin("remark", "answers")}">{_boxed(kit, r.answers, depth + 1) if r.answers else ""}</div></div>'
        ),
    )


def _defined(kit: Kit, threads: list[_Remark], depth: int) -> str:
    """Return threads as an older script did: a definition list whose answers are quoted."""
    rows = each(
        threads,
        lambda _, r: (
            f'<dt class="c-author" ~meta>{r.author}, {kit.job.rng.randint(1, 28)} {kit.job.write.slots["month"]}</dt><dd class="c-text level{depth}" ~comment><p>{r.text}</p>'
            f"{_defined(kit, r.answers, depth + 1) if r.answers else ''}</dd>"
        ),
    )
    return f'<dl class="c-list">{rows}</dl>'


_WAYS: dict[str, Callable[[Kit, list[_Remark], int], str]] = {
    "theletterspage.example": _listed,
    "townandtalk.example": _boxed,
    "secondopinion.example": _boxed,
    "speakerscorner-mag.example": _defined,
}

DESIGN = Design(
    "debate",
    (
        Site("The Letters Page", "theletterspage.example", "Where readers have the last word", ("bins", "tea", "bench")),
        Site("Town & Talk", "townandtalk.example", "", ("homework", "bins", "tea")),
        Site("Second Opinion", "secondopinion.example", "Argue well", ("bench", "homework", "bins")),
        Site("Speakers' Corner", "speakerscorner-mag.example", "", ("tea", "bench", "homework"), plain=True),
    ),
    make,
)  # fmt: skip
