"""A question-and-answer site with votes: one question, ranked answers, remarks in small type, a busy right column."""

from __future__ import annotations

from duramen_corpora.starter import chrome
from duramen_corpora.starter.names import handles
from duramen_corpora.starter.prose import topic, topics
from duramen_corpora.starter.site import Design, Draft, Job, Site
from duramen_corpora.starter.stories import each


def make(job: Job) -> Draft:
    """Make a question's page."""
    source = topic("answers", job.site.topics[job.number % len(job.site.topics)])
    title = job.write.one(source, "title")
    question = job.write.one(source, "ask")
    answers = job.write.some(source, "answer", job.rng.randint(3, 5))
    job.rng.shuffle(answers)
    remarks = job.write.some(source, "remark", 4)
    number = job.rng.randint(10**4, 10**8)
    cells = [_cell(job, "question", question, source.lines["code"][0], remarks[:2])]
    cells += [
        _cell(job, "answer", a, c, remarks[2 + i : 3 + i])
        for i, (a, c) in enumerate(_with_code(job, answers, source.lines["code"]))
    ]
    order = '<div class="d-flex" ~control><label>Sorted by:</label><select><option>Highest score (default)</option><option>Date created (oldest first)</option></select></div>'
    marked = f"""<!DOCTYPE html>
<html itemscope itemtype="https://schema.org/QAPage" class="html__responsive" lang="en">
<head>
{chrome.head(job, title, question[:150], "QAPage")}
</head>
<body class="question-page unified-theme">
<div id="notify-container"></div>
{_topbar(job)}
<div class="container">
{_left(job)}
<div id="content" class="snippet-hidden"><div id="mainbar-header" class="d-flex">
<h1 itemprop="name" class="fs-headline1" ~title><a href="/questions/{number}/x" class="question-hyperlink">{title}</a></h1>
<div class="aside-cta" ~control><a href="/questions/ask" class="s-btn s-btn__filled">Ask Question</a></div></div>
<div class="d-flex fw-wrap pb8 mb16 bb" ~meta><div class="flex--item"><span class="fc-light">Asked</span> <time>{job.rng.randint(2, 14)} years ago</time></div>
<div class="flex--item"><span class="fc-light">Modified</span> <a href="?lastactivity">{job.rng.randint(2, 11)} months ago</a></div>
<div class="flex--item">Viewed {job.rng.randint(1, 400)}k times</div></div>
{job.when(0.4, chrome.advertisement(job, "js-zone-container zone-container-main"))}
<div id="mainbar" role="main" aria-label="question and answers" ~main>
{cells[0]}
<div id="answers"><div id="answers-header" ~control><h2 class="mb0">{len(answers)} Answers</h2>{order}</div>
{chr(10).join(cells[1:])}
<div class="post-form" ~control><h2 class="space">Your Answer</h2><textarea></textarea><p>Thanks for contributing an answer!
Please be sure to <em>answer the question</em>. Provide details and share your research.</p><button>Post Your Answer</button>
<p class="privacy">By clicking “Post Your Answer”, you agree to our terms of service and privacy policy.</p></div>
<h2 class="bottom-notice" ~navigation>Not the answer you're looking for? Browse other questions tagged {_tags(source.lines["tag"])} or <a href="/questions/ask">ask
your own question</a>.</h2></div></div>
{_right(job)}
</div></div>
{_footer(job)}
</body></html>"""
    return Draft(marked, f"/questions/{number}/{chrome.slug(title)}", "forum")


def _with_code(job: Job, answers: list[str], codes: tuple[str, ...]) -> list[tuple[str, str]]:
    rest = list(codes[1:])
    return [(a, rest.pop(0) if rest and job.maybe(0.7) else "") for a in answers]


def _tags(tags: tuple[str, ...]) -> str:
    return "".join(f'<a href="/questions/tagged/{x}" class="s-tag post-tag">{x}</a> ' for x in tags)


def _cell(job: Job, kind: str, text: str, code: str, remarks: list[str]) -> str:
    first, *rest = text.split(" // ")
    shown = f'<pre class="lang-py s-code-block"><code>{_code(code)}</code></pre>' if code else ""
    prose = [f"<p>{_ticks(first)}</p>", shown, *(f"<p>{_ticks(x)}</p>" for x in rest)]
    user = handles(job.rng, 3)
    said = each(
        remarks,
        lambda i, x: (
            f'<li class="comment js-comment"><div class="comment-text"><div class="comment-body"><span class="comment-copy" dir="ltr">'
            f'{_ticks(x)}</span><div class="comment-meta" ~meta>– <a class="comment-user" href="/users/{i}">{user[i]}</a> <span>'
            f"Commented Mar {job.rng.randint(1, 28)}, 2019 at {job.rng.randint(10, 23)}:{job.rng.randint(10, 59)}</span></div></div></div></li>"
        ),
    )
    return f"""<div class="{kind} js-{kind}" data-score="{job.rng.randint(-1, 400)}"><div class="post-layout">
<div class="votecell post-layout--left" ~control><div class="js-voting-container"><button class="js-vote-up-btn">{chrome.icon(job, "up")}</button>
<div class="js-vote-count">{job.rng.randint(-1, 410)}</div><button class="js-vote-down-btn">{chrome.icon(job, "down")}</button>
{job.when(0.2, '<button class="js-saves-btn">Save this answer.</button>')}</div></div>
<div class="{kind}cell post-layout--right"><div class="s-prose js-post-body" itemprop="text">
{chr(10).join(x for x in prose if x)}
</div>
<div class="mt24 d-flex" ~meta><div class="js-post-menu"><a href="/share" class="js-share-link">Share</a> <a href="/edit">Improve this {kind}</a>
<button class="js-follow">Follow</button></div><div class="user-info"><div class="user-action-time">{"asked" if kind == "question" else "answered"}
<span class="relativetime">Feb {job.rng.randint(1, 28)}, 2017 at {job.rng.randint(10, 23)}:{job.rng.randint(10, 59)}</span></div>
<div class="user-details"><a href="/users/1">{user[2]}</a><div class="-flair"><span class="reputation-score">{job.rng.randint(1, 90)},{job.rng.randint(100, 999)}</span>
<span class="badgecount">{job.rng.randint(1, 20)}</span></div></div></div></div></div>
<div class="post-layout--right"><div class="comments js-comments-container"><ul class="comments-list" ~comment>{said}</ul></div>
<div ~control><a class="js-add-link comments-link">Add a comment</a></div></div></div></div>"""


def _code(text: str) -> str:
    return text.replace("\\n", "\n").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _ticks(text: str) -> str:
    parts = text.split("`")
    return "".join(f"<code>{x}</code>" if i % 2 else x for i, x in enumerate(parts))


def _topbar(job: Job) -> str:
    return f"""<header class="s-topbar"><div class="s-topbar--container"><div ~navigation><a href="#content" class="s-topbar--skip-link">{chrome.word(job, "skip")}</a></div>
<div class="s-topbar--logo" ~header><a href="/">{job.site.name}</a></div>
<ol class="s-navigation" ~navigation><li><a href="/about" class="s-navigation--item">About</a></li><li><a>Products</a></li><li><a>For Teams</a></li></ol>
<form id="search" class="s-topbar--searchbar" ~control><input placeholder="Search…"><div class="search-hints"><p>[tag] search within a tag</p>
<p>user:1234 search by author</p><p>"words here" exact phrase</p></div></form>
<div ~control><a href="/users/login" class="s-btn">{chrome.word(job, "login")}</a> <a href="/users/signup" class="s-btn">Sign up</a></div></div></header>"""


def _left(job: Job) -> str:
    team = (
        '<li class="js-teams-promo" ~promotion><div class="s-sidebarwidget"><strong>Teams</strong><p>Ask questions, find answers and '
        "collaborate at work with your own private space.</p><a>Try for free</a> <a>Explore Teams</a></div></li>"
    )
    return f"""<div id="left-sidebar" class="left-sidebar" ~navigation><nav role="navigation"><ol class="nav-links">
{chrome.items(["Home", "Questions", "Tags", "Users", "Unanswered", "Saves"][: job.rng.randint(4, 6)])}{job.when(0.6, team)}</ol></nav></div>"""


def _right(job: Job) -> str:
    titles = [job.write.fill(job.rng.choice(t.lines["title"])) for t in topics("answers").values() for _ in (0, 1)]
    job.rng.shuffle(titles)
    hot = each(
        titles[:6], lambda i, t: f'<li><div class="favicon"></div><a href="/hot/{i}" class="js-gps-track">{t}</a></li>'
    )
    linked = each(
        titles[6:],
        lambda i, t: (
            f'<div class="spacer"><a href="/q/{i}"><div class="answer-votes">{job.rng.randint(0, 300)}</div></a>'
            f'<a href="/q/{i}" class="question-hyperlink">{t}</a></div>'
        ),
    )
    return f"""<div id="sidebar" class="show-votes" role="complementary" ~sidebar>
<div class="s-sidebarwidget s-sidebarwidget__yellow"><ul><li class="s-sidebarwidget--header">The Overflow Post</li>
<li><a href="/blog/1">Why we rewrote our search, twice</a></li></ul></div>
{job.when(0.6, chrome.advertisement(job, "everyonelovesads"))}
<div class="module sidebar-linked" ~related><h4 id="h-linked">{job.rng.choice(("Linked", "Related"))}</h4>{linked}</div>
<div id="hot-network-questions" class="module tex2jax_ignore" ~related><h4><a href="/hot">Hot Network Questions</a></h4><ul>{hot}</ul></div>
<div class="js-feed-link"><a href="/feeds" title="Feed">Question feed</a></div></div>"""


def _footer(job: Job) -> str:
    columns = each(
        [
            ("Site", "Questions|Help|Chat"),
            ("Company", "About|Press|Work Here|Legal|Privacy Policy|Contact Us"),
            ("Network", "Technology|Life / Arts|Science|API|Data"),
        ],
        lambda _, x: (
            f'<div class="site-footer--col"><h5><a href="#">{x[0]}</a></h5><ul>{chrome.items(x[1].split("|"))}</ul></div>'
        ),
    )
    consent = (
        f'<div class="js-consent-banner" ~notice><p class="h4">Your privacy</p><p>{chrome.word(job, "cookie")}</p>'
        f"<button>{chrome.word(job, 'accept')}</button> <button>{chrome.word(job, 'reject')}</button></div>"
    )
    return f"""<footer id="footer" class="site-footer" ~footer><div class="site-footer--container">{columns}
<p class="fs-fine">Site design / logo © 2026 {job.site.name}; user contributions licensed under CC BY-SA. rev 2026.{job.rng.randint(1, 12)}.{job.rng.randint(1, 28)}</p></div></footer>
{job.when(0.7, consent)}"""


DESIGN = Design(
    "qanda",
    (
        Site("Stack of Answers", "stackofanswers.example", "", ("index", "generator", "git", "float"), 4),
        Site("Askwell", "askwell.example", "", ("cron", "timezone", "regex"), 3),
        Site(
            "Rubber Duck Exchange", "rubberduckexchange.example", "", ("git", "index", "float", "cron"), 4, plain=True
        ),
    ),
    make,
)
