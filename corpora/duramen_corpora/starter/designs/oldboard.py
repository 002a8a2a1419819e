"""A bulletin board of the early 2000s, Polish, Russian or Ukrainian: a table a post, graphics for buttons, a legacy charset."""

from __future__ import annotations

from random import Random

from duramen_corpora.starter import bulk, chrome, tongues
from duramen_corpora.starter.forums import Post
from duramen_corpora.starter.prose import Topic, topic
from duramen_corpora.starter.site import Design, Draft, Job, Site
from duramen_corpora.starter.stories import each

_SMILES = (":)", ":D", ";)", "B)", ":huh:")


def make(job: Job) -> Draft:
    """Make a thread's page."""
    source = topic(job.site.language, job.site.topics[job.number])
    title, posts = job.write.one(source, "title"), _posts(job, source)
    number = job.rng.randint(100, 30000)
    bar = _bar(job, number)
    marked = f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" lang="{job.site.language}">
<head>
<title>{title} - {job.site.name}</title>
{chrome.declaration(job, old=True)}
<style type="text/css" media="all">
{bulk.sheet(job, "ipb", 110)}
</style>
<script type="text/javascript">
<!--
var ipb_var_st="0";var ipb_var_lang="{job.site.language}";var ipb_var_cookieid="{job.rng.getrandbits(32):x}";var ipb_input_t="{number}";
//-->
</script>
</head>
<body><div id="ipbwrapper">
{_top(job)}
{_crumbs(job, source, title)}
{bar}
<div class="borderwrap" ~main>
<div class="maintitle" ~title>{title}</div>
<div class="ipb-options" ~control>{" &middot; ".join(f'<a href="?act={i}">{x}</a>' for i, x in enumerate(chrome.words(job, "options", 4)))}</div>
{each(posts, lambda i, p: _post(job, p, posts, i))}
</div>
{bar}
{_online(job, posts)}
{_similar(job)}
{_bottom(job)}
</div></body></html>"""
    return Draft(marked, f"/index.php?showtopic={number}", "forum")


def _board(job: Job) -> Topic:
    """Return what every thread of the language's boards shares: names, ranks, signatures, short remarks."""
    return topic(job.site.language, f"{job.site.language}-board")


def _posts(job: Job, source: Topic) -> list[Post]:
    asker = source.lines["op"][0]
    names = job.rng.sample([x for x in _board(job).lines["handle"] if x != asker], 7)
    texts = [(job.write.one(source, "ask"), True)]
    for line in job.write.some(source, "reply", job.rng.randint(6, 7)):
        texts.append((line.removeprefix("OP ~~ "), line.startswith("OP ~~ ")))
    if job.maybe(0.6):
        texts.insert(job.rng.randint(2, len(texts) - 1), (job.rng.choice(_board(job).lines["short"]), False))
    year, month, others = job.rng.randint(2003, 2014), job.rng.randint(1, 12), iter(names * 2)
    return [
        Post(asker if own else next(others), tongues.written(job, year, month, 3 + 2 * i), text, (text,), own)
        for i, (text, own) in enumerate(texts)
    ]


def _top(job: Job) -> str:
    links = each(
        [chrome.word(job, key) for key in ("faq", "search", "users", "calendar", "today")],
        lambda i, x: (
            f'<img src="style_images/1/nav_{i}.gif" border="0" alt="" />&nbsp;<a href="?act={i}">{x}</a>&nbsp;'
        ),
    )
    rules = f'<div class="ipb-rules" ~notice><b>!</b> {chrome.word(job, "rules")}</div>'
    banner = f'<td align="right" ~promotion><a href="/go.php?b={job.rng.randint(1, 99)}"><img src="/b/{job.rng.randint(1, 9)}.gif" width="468" height="60" alt="" /><br />{chrome.word(job, "banner")}</a></td>'
    return f"""<div id="logostrip"><table width="100%" cellspacing="0"><tr><td ~header><a href="/"><img src="style_images/1/logo.jpg" border="0" alt="" /></a><h1>{job.site.name}</h1>
<i>{job.site.tagline}</i></td>{job.when(0.7, banner)}</tr></table></div>
<div id="submenu" ~navigation>{links}</div>
<div id="userlinks" ~control><p class="pcen">{chrome.word(job, "greeting")}</p></div>
{job.when(0.5, rules)}"""


def _crumbs(job: Job, source: Topic, title: str) -> str:
    return f"""<div id="navstrip" ~navigation><img src="style_images/1/nav.gif" border="0" alt="&gt;" />&nbsp;<a href="/index.php">{chrome.word(job, "board")}</a>&nbsp;&gt;&nbsp;\
<a href="?showforum={job.rng.randint(2, 40)}">{source.lines["category"][0]}</a>&nbsp;&gt;&nbsp;{title}</div>"""


def _bar(job: Job, number: int) -> str:
    pages = f'<span class="pagelink">1 {chrome.word(job, "pages")}</span> <span class="pagecurrent">[1]</span> <a href="?st=15">2</a> <a href="?st=30">3</a>'
    return f"""<table class="ipbtable" cellspacing="1"><tr><td ~navigation>{pages}</td><td align="right" ~control>
<a href="?act=post&amp;t={number}">{chrome.word(job, "reply_b")}</a> <a href="?act=new">{chrome.word(job, "new_topic")}</a></td></tr></table>"""


def _member(job: Job, name: str) -> str:
    rng = Random(f"{job.site.host}/{name}")  # a member is the same member in every post
    board = _board(job)
    rows = [
        f"{chrome.word(job, 'posts')}: {rng.randint(1, 4800)}",
        f"{chrome.word(job, 'joined')}: {rng.randint(1, 28)}.{rng.randint(1, 12)}.{rng.randint(2001, 2008)}",
        f"{chrome.word(job, 'from')}: {tongues.places(Job(rng, job.site, 0, job.write), 1)[0]}",
        f"{chrome.word(job, 'thanks')}: {rng.randint(0, 400)}",
    ]
    avatar = (
        f'<img src="/uploads/av-{rng.randint(1, 999)}.gif" width="80" alt="" /><br />' if rng.random() < 0.6 else ""
    )
    listed = "<br />\n".join([rng.choice(board.lines["rank"]), *rows[: rng.randint(2, 4)]])
    return f'<td valign="top" class="post2" width="160" ~meta><span class="postdetails">{avatar}\n{listed}</span></td>'


def _post(job: Job, post: Post, posts: list[Post], index: int) -> str:
    rng = Random(f"{job.site.host}/{post.author}/sign")
    number = 40000 + job.number * 100 + index
    sign = f'<div class="signature" ~meta>--------------------<br />{rng.choice(_board(job).lines["sign"])}</div>'
    edited = f'<p class="edit" ~meta>{chrome.word(job, "edited")} {post.author} - {post.when}, {tongues.clock(job)}</p>'
    return f"""<table class="ipbtable" cellspacing="1"><tr><td valign="middle" class="row2" width="1%" ~meta><a name="entry{number}"></a><span class="normalname"><a href="?showuser={number}">{post.author}</a></span></td>
<td class="row2" valign="top" ~meta><div style="float:left"><img src="style_images/1/to_post_off.gif" alt="" border="0" /><span class="postdetails">{post.when}, {tongues.clock(job)}</span></div>
<div align="right">{chrome.word(job, "posted")} <a href="#entry{number}">#{index + 1}</a></div></td></tr>
<tr>{_member(job, post.author)}
<td width="100%" valign="top" class="post1"><div class="postcolor">{_text(job, post, posts, index)}</div>
{job.when(0.12, edited)}{sign if rng.random() < 0.5 else ""}</td></tr>
<tr><td class="formbuttonrow" ~control><a href="javascript:scroll(0,0);"><img src="style_images/1/p_up.gif" alt="" /></a></td>
<td class="formbuttonrow" align="right" ~control><a href="?act=profile">{chrome.word(job, "profile")}</a> <a href="?act=msg">{chrome.word(job, "pm")}</a> <a href="?act=quote">{chrome.word(job, "quote")}</a></td></tr></table>"""


def _text(job: Job, post: Post, posts: list[Post], index: int) -> str:
    """Return the post as people typed it: lines broken by hand, now and then a quotation or a smile."""
    text = post.text
    stops = [i for i, c in enumerate(text) if text[i : i + 2] in (". ", "? ", "! ")]
    if len(stops) > 2 and job.maybe(0.6):
        cut = stops[len(stops) // 2] + 1
        text = f"{text[:cut]}<br />{'<br />' if job.maybe(0.5) else ''}\n{text[cut:].strip()}"
    if index > 1 and job.maybe(0.3):
        other = posts[job.rng.randint(0, index - 2)]
        said = other.text.partition(". ")[0]
        text = f'<div class="quotetop">{other.author} {chrome.word(job, "wrote")}:</div><div class="quotemain">{said}.</div>{text}'
    return text + job.when(0.2, f" {job.rng.choice(_SMILES)}")


def _online(job: Job, posts: list[Post]) -> str:
    names = ", ".join(f'<a href="?u={i}">{x}</a>' for i, x in enumerate(sorted({p.author for p in posts})[:3]))
    return f"""<div class="borderwrap ipb-box" ~footer><div class="formsubtitle">{chrome.word(job, "online")}: {job.rng.randint(1, 40)} ({chrome.word(job, "guests")})</div>
<div class="row1">{names}</div></div>"""


def _similar(job: Job) -> str:
    heads = "".join(f"<th>{chrome.word(job, key)}</th>" for key in ("topic", "author", "answers", "views"))
    handles = _board(job).lines["handle"]
    rows = each(
        job.rng.sample(_board(job).lines["other"], 5),
        lambda i, x: (
            f'<tr><td class="row1"><a href="?showtopic={900 + i}">{x}</a></td><td class="row2">{handles[i]}</td><td class="row2">{job.rng.randint(0, 90)}</td>'
            f'<td class="row2">{job.rng.randint(40, 9000)}</td></tr>'
        ),
    )
    return f'<div class="borderwrap" ~related><div class="maintitle">{chrome.word(job, "similar")}</div><table class="ipbtable"><tr>{heads}</tr>{rows}</table></div>'


def _bottom(job: Job) -> str:
    names = [x.lines["category"][0] for x in (topic(job.site.language, t) for t in job.site.topics)]
    options = "".join(f"<option>|-- {x}</option>" for x in [*names, *_board(job).lines["other"][3:6]])
    friends = " :: ".join(
        f'<a href="//friend{i}.example/">{x}</a>' for i, x in enumerate(chrome.words(job, "friend_name", 4))
    )
    stats = f'<div class="ipb-stats">{chrome.word(job, "stats")}: {job.rng.randint(20000, 900000)} / {job.rng.randint(400, 9000)}</div>'
    return f"""<form class="ipb-quick" method="post" ~control><b>{chrome.word(job, "quick")}</b><textarea cols="70" rows="8"></textarea><input type="submit" value="{chrome.word(job, "send")}" /></form>
<form class="ipb-jump" ~control>{chrome.word(job, "jump")}: <select name="f">{options}</select><input type="submit" value="{chrome.word(job, "go")}" /></form>
<div class="ipb-foot" ~footer>{job.when(0.6, stats)}<a href="/lofi">{chrome.word(job, "lofi")}</a> | {chrome.word(job, "zone")}<br />{chrome.word(job, "friends")}: {friends}
<div class="copyright">Invented Board v1.{job.rng.randint(1, 3)} &copy; {job.rng.randint(2003, 2009)} | {job.site.name}</div></div>
{job.when(0.4, f'<div class="ipb-cookie" ~notice>{chrome.word(job, "cookie")} <a href="#">{chrome.word(job, "accept")}</a></div>')}"""


DESIGN = Design(
    "oldboard",
    (
        Site("Сам починю", "sam-pochinyu.example", "Форум неторопливых мастеров", ("ru-pech", "ru-lodka", "ru-karetka"), 3, "ru", "windows-1251"),
        Site("Грибное радио", "gribnoe-radio.example", "О лесе, лампах и прочем хозяйстве", ("ru-griby", "ru-radio"), 2, "ru", "koi8-r"),
        Site("Majsterkowo", "majsterkowo.example", "Forum ludzi z jedną śrubką w kieszeni", ("pl-piec", "pl-rower", "pl-zegar", "pl-pomidory"), 4, "pl", "iso-8859-2", plain=True),
        Site("Хата скраю", "khata-skraiu.example", "Форум господарів", ("uk-pasika", "uk-krynytsia"), 2, "uk", "windows-1251", declares=""),
    ),
    make,
)  # fmt: skip
