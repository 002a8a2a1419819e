"""phpBB: `dl.postprofile` beside every post, signatures, quotes, and a statistics block beneath the thread."""

from __future__ import annotations

from random import Random

from duramen_corpora.starter import chrome
from duramen_corpora.starter.forums import Post, Thread, thread
from duramen_corpora.starter.names import towns
from duramen_corpora.starter.prose import topics
from duramen_corpora.starter.site import Design, Draft, Job, Site
from duramen_corpora.starter.stories import each

_SIGNATURES = (
    "Measure twice, cut once, swear three times.", "My other shed is also full.", "Never trust a dry joint.",
    "1962 model, one careful owner", "If it moves and shouldn't, tape.", "Sent from my workbench",
    "Please search before posting!", "Kettle on.",
)  # fmt: skip
_RANKS = ("Newbie", "Member", "Senior member", "Moderator", "Site Admin", "Regular", "Old hand")


def make(job: Job) -> Draft:
    """Make a thread's page."""
    told = thread(job, replies=job.rng.randint(7, 12))
    forum, number = job.rng.randint(2, 30), job.rng.randint(100, 60000)
    pages = _pagination(job, len(told.posts))
    old = job.maybe(0.4)  # version 2's tables are still about
    posts = each(list(told.posts), lambda i, _: _row(job, told, i) if old else _post(job, told, i))
    body = f'<table class="tablebg" width="100%" cellspacing="1">{posts}</table>' if old else posts
    marked = f"""<!DOCTYPE html>
<html dir="ltr" lang="en-gb">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<title>{told.title} - {job.site.name}</title>
<link rel="canonical" href="https://www.{job.site.host}/viewtopic.php?t={number}">
<link href="./styles/prosilver/theme/stylesheet.css?assets_version={job.rng.randint(1, 99)}" rel="stylesheet">
{chrome.analytics(job)}
</head>
<body id="phpbb" class="nojs notouch section-viewtopic ltr">
<div id="wrap" class="wrap">
{_top(job, told, forum)}
<div id="page-body" class="page-body" role="main">
<h2 class="topic-title" ~title><a href="./viewtopic.php?f={forum}&amp;t={number}">{told.title}</a></h2>
{job.when(0.4, '<div class="rules" ~notice><strong>Forum rules</strong><br>Please search before posting, one question a thread, no classifieds.</div>')}
<div class="action-bar bar-top" ~control><div class="action-bar-buttons"><a href="./posting.php?mode=reply" class="button">
<span>Post Reply</span></a></div><form class="topic-search"><fieldset><input type="search" placeholder="Search this topic…">
<button>Search</button></fieldset></form>{pages}</div>
<div class="posts-area" ~main>
{body}
</div>
<div class="action-bar bar-bottom" ~control><a href="./posting.php?mode=reply" class="button"><span>Post Reply</span></a>
<form><label>Display:</label> <select><option>All posts</option><option>1 day</option><option>7 days</option></select>
<label>Sort by</label> <select><option>Author</option><option>Post time</option><option>Subject</option></select></form>{pages}</div>
{_similar(job) if job.maybe(0.5) else ""}
{_jumpbox()}
{_stats(job)}
</div>
{_footer(job)}
</div></body></html>"""
    return Draft(marked, f"/viewtopic.php?f={forum}&t={number}", "forum")


def _top(job: Job, told: Thread, forum: int) -> str:
    links = each(
        ["Quick links", "FAQ", chrome.word(job, "register"), chrome.word(job, "login")],
        lambda i, x: (
            f'<li class="{"rightside" if i > 1 else ""}" data-skip-responsive="true"><a href="./{i}.php" role="menuitem">'
            f'<i class="icon fa-fw"></i><span>{x}</span></a></li>'
        ),
    )
    return f"""<div id="page-header"><div class="headerbar" role="banner" ~header><div id="site-description"><a id="logo" href="./">
<span class="site_logo"></span></a><h1>{job.site.name}</h1><p>{job.site.tagline}</p>
<p class="skiplink"><a href="#start_here">{chrome.word(job, "skip")}</a></p></div></div>
<div class="navbar" role="navigation" ~navigation><ul id="nav-main" class="nav-main linklist">{links}</ul>
<ul id="nav-breadcrumbs" class="nav-breadcrumbs linklist navlinks"><li class="breadcrumbs"><span class="crumb"><a href="./">
Board index</a></span> <span class="crumb"><a href="./viewforum.php?f=1">{job.rng.choice(("General", "Projects"))}</a></span>
<span class="crumb"><a href="./viewforum.php?f={forum}">{told.category}</a></span></li></ul></div></div>
{job.when(0.3, chrome.advertisement(job, "ad-leader"))}"""


def _pagination(job: Job, count: int) -> str:
    return (
        f'<div class="pagination" ~navigation>{count} posts <ul><li class="active"><span>1</span></li>'
        f"{job.when(0.4, '<li><a>2</a></li><li class=arrow><a>Next</a></li>')}</ul></div>"
    )


def _profile(post: Post) -> str:
    rng = Random(post.author)  # a member is the same member in every post
    rows = {
        "Posts:": f"{rng.randint(1, 9000)}",
        "Joined:": f"{rng.choice(('Mon', 'Tue', 'Sat'))} Apr {rng.randint(1, 28)}, {rng.randint(2003, 2020)}",
        "Location:": towns(rng, 1)[0],
        "Has thanked:": f"{rng.randint(0, 300)} times",
    }
    listed = "".join(f"<dd><strong>{k}</strong> {v}</dd>" for k, v in list(rows.items())[: rng.randint(2, 4)])
    return (
        f'<dl class="postprofile" id="profile{rng.randint(1, 9999)}" ~meta><dt class="has-avatar"><a href="./u" class="username">'
        f'{post.author}</a></dt><dd class="profile-rank">{rng.choice(_RANKS)}</dd>{listed}</dl>'
    )


def _content(job: Job, told: Thread, index: int) -> str:
    text = (
        "<br><br>\n".join(told.posts[index].paragraphs)
        if job.maybe(0.7)
        else "<br>\n".join(told.posts[index].paragraphs)
    )
    long = [i for i in range(index - 1) if len(told.posts[i].text) > 80]
    if long and job.maybe(0.25):
        other = told.posts[job.rng.choice(long)]
        text = f"<blockquote><div><cite>{other.author} wrote:</cite>{other.paragraphs[-1]}</div></blockquote>{text}"
    return text


def _post(job: Job, told: Thread, index: int) -> str:
    post = told.posts[index]
    signature = f'<div class="signature" ~meta>{job.rng.choice(_SIGNATURES)}</div>'
    edited = '<div class="notice" ~meta>Last edited by <a href="./u">{}</a> on {}, edited 1 time in total.</div>'
    return f"""<div id="p{5000 + index}" class="post has-profile bg{1 + index % 2}"><div class="inner">
{_profile(post)}
<div class="postbody"><div id="post_content{5000 + index}"><h3 ~meta><a href="#p{5000 + index}">{"Re: " if index else ""}{told.title}</a></h3>
<ul class="post-buttons" ~control><li><a href="./posting.php?mode=quote" title="Reply with quote"><span>Quote</span></a></li></ul>
<p class="author" ~meta><a class="unread" href="./p"><span class="sr-only">Post</span></a> <span class="responsive-hide">by <strong>
<a href="./u" class="username">{post.author}</a></strong> » </span><time>{post.when}</time></p>
<div class="content">{_content(job, told, index)}</div>
{job.when(0.15, edited.format(post.author, post.when))}{job.when(0.4, signature)}
</div></div>
<div class="back2top" ~navigation><a href="#wrap" class="top" title="Top"><i></i><span class="sr-only">Top</span></a></div>
</div></div>
<hr class="divider" />"""


def _row(job: Job, told: Thread, index: int) -> str:
    post = told.posts[index]
    return f"""<tr class="row{1 + index % 2}"><td align="center" valign="middle" ~meta><a name="p{index}"></a><b class="postauthor">
{post.author}</b></td><td width="100%" height="25" ~meta><table width="100%"><tr><td class="gensmall"><b>Post subject:</b> \
{"Re: " if index else ""}{told.title}</td><td class="gensmall" align="right"><b>Posted:</b> {post.when}</td></tr></table></td></tr>
<tr class="row{1 + index % 2}"><td valign="top" class="profile" ~meta><span class="postdetails">{Random(post.author).choice(_RANKS)}<br><br>
<b>Posts:</b> {Random(post.author).randint(1, 9000)}</span></td><td valign="top"><table width="100%"><tr><td>
<div class="postbody">{_content(job, told, index)}</div>{job.when(0.4, f'<div class="sig" ~meta>_________________<br>{job.rng.choice(_SIGNATURES)}</div>')}
</td></tr></table></td></tr>
<tr class="row{1 + index % 2}"><td class="profile" ~navigation><strong><a href="#wrapheader">Top</a></strong></td>
<td ~control><a href="./memberlist.php">Profile</a> &nbsp; <a href="./posting.php">Reply with quote</a></td></tr>
<tr><td class="spacer" colspan="2" height="1"><img src="images/spacer.gif" alt="" width="1" height="1" /></td></tr>"""


def _similar(job: Job) -> str:
    rows = each(
        [job.write.fill(job.rng.choice(t.lines["title"])) for t in topics("forum").values()],
        lambda i, t: (
            f'<li class="row bg{1 + i % 2}"><dl><dt><a href="./t{i}" class="topictitle">{t}</a><br>by <a>guest</a></dt>'
            f"<dd class='posts'>{job.rng.randint(0, 80)} <dfn>Replies</dfn></dd><dd class='views'>{job.rng.randint(9, 9999)} "
            f"<dfn>Views</dfn></dd></dl></li>"
        ),
    )
    return f'<div class="forumbg" ~related><div class="inner"><h3>Similar topics</h3><ul class="topiclist topics">{rows}</ul></div></div>'


def _jumpbox() -> str:
    names = [t.lines["category"][0] for t in topics("forum").values()]
    listed = each(
        names,
        lambda i, x: f'<li><a href="./viewforum.php?f={i}" class="jumpbox-forum-link">↳ <span>{x}</span></a></li>',
    )
    return (
        f'<div class="action-bar actions-jump" ~navigation><p class="jumpbox-return"><a href="./viewforum.php">Return to '
        f'“{names[0]}”</a></p><div class="jumpbox dropdown-container"><span>Jump to</span><ul>{listed}</ul></div></div>'
    )


def _stats(job: Job) -> str:
    return f"""<div class="stat-block online-list" ~footer><h3>Who is online</h3><p>Users browsing this forum: No registered users
and {job.rng.randint(1, 90)} guests</p></div>{
        job.when(
            0.4,
            f'''<div class="stat-block statistics" ~footer><h3>Statistics</h3>
<p>Total posts <strong>{job.rng.randint(9000, 900000)}</strong> • Total members <strong>{job.rng.randint(400, 90000)}</strong></p></div>''',
        )
    }"""


def _footer(job: Job) -> str:
    return f"""<div id="page-footer" class="page-footer" role="contentinfo" ~footer><div class="navbar"><ul class="nav-footer linklist">
<li><a href="./">Board index</a></li><li>All times are <span title="UTC">UTC</span></li><li><a>Delete cookies</a></li></ul></div>
<div class="copyright"><p class="footer-row"><span class="footer-copyright">Powered by <a href="https://www.phpbb.com/">phpBB</a>®
Forum Software © phpBB Limited</span></p><p class="footer-row"><a>Privacy</a> | <a>Terms</a></p></div></div>
{job.when(0.4, f'<div class="cookie-bar" ~notice><p>{chrome.word(job, "cookie")}</p><a>{chrome.word(job, "accept")}</a></div>')}"""


DESIGN = Design(
    "phpbb",
    (
        Site("Estuary Sailors", "estuarysailors.example", "Small boats, big opinions", ("boat", "switch", "damp"), 3),
        Site("Cob, Clay & Fire", "cobclayfire.example", "The outdoor oven board", ("bread_oven", "tomatoes"), 2),
        Site("Light Leak", "lightleak.example", "For people who still wind on", ("film", "boat"), 2),
        Site(
            "Old House Forum",
            "oldhouseforum.example",
            "Lime, lath and patience since 2004",
            ("damp", "switch", "bread_oven"),
            3,
        ),
    ),
    make,
)
