"""A Chinese portal's article: indented by spaces, walled in by codes to scan, applications to open, rankings and disclaimers."""

from __future__ import annotations

from duramen_corpora.starter import bulk, chrome, tongues
from duramen_corpora.starter.site import Design, Draft, Job, Site
from duramen_corpora.starter.stories import Story, each, others, story

_INDENT = ("&emsp;&emsp;", "　　", "&nbsp;&nbsp;&nbsp;&nbsp;")


def make(job: Job) -> Draft:
    """Make an article page."""
    told = story(job, paragraphs=5, comments=job.rng.choice((0, 2)))
    channel = chrome.menu(job, 9)[2 + job.number]
    marked = f"""<!DOCTYPE html>
<html>
<head>
{chrome.declaration(job, old=job.site.charset != "utf-8")}
<meta http-equiv="X-UA-Compatible" content="IE=edge,chrome=1">
<meta name="applicable-device" content="pc">
<title>{told.title}_{channel}_{job.site.name}</title>
<meta name="keywords" content="{",".join(chrome.menu(job, 5))}">
<meta name="description" content="{told.lead}">
<style>{bulk.sheet(job, "wb", 70)}</style>
<style>{bulk.sheet(job, "ct", 60)}</style>
{chrome.analytics(job)}{bulk.state(job, "PAGE_DATA", 16)}
</head>
<body class="pc article-page">
{_top(job)}
{_head(job)}
<div class="wb-path" ~navigation><a href="/">{chrome.word(job, "home")}</a> &gt; <a href="/c/">{channel}</a> &gt; <span>正文</span></div>
<div class="wrapper clearfix">
{_rail(job)}
<div class="ct-left" ~main>
{_article(job, told)}
{_after(job, told)}
</div>
{_side(job, told)}
</div>
{_footer(job)}
{bulk.loader(job, "hm")}
</body></html>"""
    return Draft(
        marked,
        f"/{job.rng.randint(2018, 2026)}-{job.rng.randint(1, 12):02}/{job.rng.randint(1, 28):02}/content_{job.rng.randint(10**6, 10**7)}.htm",
        "article",
    )


def _top(job: Job) -> str:
    channels = each(
        chrome.menu(job, 14), lambda i, x: f'<li><a href="//{i}.{job.site.host}/" target="_blank">{x}</a></li>'
    )
    account = f'<a href="/login">{chrome.word(job, "login")}</a>|<a href="/reg">{chrome.word(job, "register")}</a>|<a href="/wap">{chrome.word(job, "wap")}</a>'
    return f"""<div class="wb-topbar"><ul ~navigation>{channels}</ul><div class="wb-user" ~control>{account}</div>
<div class="wb-weather" ~header>{tongues.places(job, 1)[0]} {chrome.word(job, "weather")} {job.rng.randint(-3, 20)}～{job.rng.randint(21, 36)}℃</div></div>
{job.when(0.3, f'<div class="wb-upgrade" ~notice>{chrome.word(job, "browser")}</div>')}"""


def _head(job: Job) -> str:
    places = chrome.items(tongues.places(job, 12), 'class="sub-{n}"')
    strip = "".join(f'<a href="//ad.{job.site.host}/{i}"><img src="/ad/{i}.gif" alt=""></a>' for i in range(3))
    return f"""<div class="wb-head"><div class="logo" ~header><a href="/"><img src="/images/logo.png" alt=""></a><h2>{job.site.name}</h2><span>{job.site.tagline}</span></div>
<form class="wb-search" action="//so.{job.site.host}/" ~control><input name="q"><input type="submit" value="{chrome.word(job, "search")}"><label>{chrome.word(job, "search")}</label></form>
<div class="wb-banner" ~promotion>{strip}<p>{chrome.word(job, "game")}</p><i>{chrome.word(job, "ad")}</i></div></div>
<div class="wb-local" ~navigation><b>地方</b><ul>{places}</ul></div>"""


def _rail(job: Job) -> str:
    """Return the bar that floats beside the text: sharing and size."""
    share = each(
        chrome.words(job, "share_to", 3), lambda i, x: f'<a class="s-{i}" href="javascript:;"><em></em>{x}</a>'
    )
    sizes = each(["小", "中", "大"], lambda i, x: f'<a href="javascript:doZoom({12 + 2 * i})">{x}</a>')
    return f"""<div class="ct-rail"><div class="ct-share" ~promotion>{share}<div class="ct-qr"><img src="/qr/{job.rng.randint(100, 999)}.png" alt=""><p>{chrome.word(job, "qr")}</p></div></div>
{job.when(0.6, f'<div class="ct-size" ~control><span>{chrome.word(job, "fontsize")}</span>{sizes}</div>')}</div>"""


def _article(job: Job, told: Story) -> str:
    indent = job.rng.choice(_INDENT)
    return f"""<h1 class="ct-title" id="title" ~title>{told.title}</h1>
<div class="ct-info" ~meta><span>{tongues.date(job, 2018)} {tongues.clock(job)}</span> <span>{chrome.word(job, "source")}<a href="/">{chrome.word(job, "source_name")}</a></span> \
<span>{chrome.word(job, "by")}{tongues.author(job)}</span></div>
<div class="ct-body" id="content">
{_body(job, told, indent)}
<p class="ct-editor" ~meta>（{chrome.word(job, "editor")}{tongues.person(job)}）</p>
</div>"""


def _body(job: Job, told: Story, indent: str) -> str:
    parts = [f"<p>{indent}{chrome.linked(job, x, 0.5)}</p>" for x in [told.lead, *told.paragraphs]]
    for head, at in zip(reversed(told.heads[:2]), (5, 3), strict=False):
        parts.insert(at, f"<p>{indent}<strong>{head}</strong></p>")
    figure = f'<p align="center" class="pic">{chrome.image(job, "", "ct-pic", lazy=job.maybe(0.4))}</p><p align="center"><font color="#808080" size="2">{told.caption}</font></p>'
    parts.insert(1, figure)
    scan = f'<div class="ct-app" ~promotion><p>{chrome.word(job, "app_text")}</p><a href="app://news">{chrome.word(job, "app_open")}</a></div>'
    also = f'<div class="ct-also" ~related><b>{chrome.word(job, "related")}：</b><a href="/c_1.htm">{others(job, told, 3)[0]}</a></div>'
    parts.insert(3, job.when(0.6, scan))
    parts.insert(job.rng.randint(4, 6), job.when(0.6, also))
    return "\n".join(x for x in parts if x)


def _after(job: Job, told: Story) -> str:
    tags = "".join(f'<a href="/tag/{i}">{x}</a> ' for i, x in enumerate(chrome.menu(job, 9)[5:]))
    rows = each(
        others(job, told, job.rng.randint(4, 7)),
        lambda i, t: f'<li><a href="/c_{i}.htm">{t}</a><span>{tongues.date(job, 2024)}</span></li>',
    )
    cards = each(
        others(job, told, 6),
        lambda i, t: (
            f'<li class="ct-card"><a href="/g_{i}.htm">{chrome.image(job, "", "g", lazy=True)}<h3>{t}</h3></a></li>'
        ),
    )
    return f"""<div class="ct-tags" ~meta>{chrome.word(job, "tagged")}{tags}</div>
<div class="ct-declare" ~notice><p>{chrome.word(job, "declare")}</p></div>
<div class="ct-code" ~promotion><img src="/images/qr_{job.rng.randint(1, 9)}.png" width="120" alt=""><p>{chrome.word(job, "qr")}</p><p>{chrome.word(job, "app")}</p></div>
<div class="ct-related" ~related><h2>{chrome.word(job, "related")}</h2><ul>{rows}</ul></div>
{_comments(job, told.comments)}
<div class="ct-guess" ~related><h2>{chrome.word(job, "guess")}</h2><ul>{cards}</ul></div>"""


def _comments(job: Job, texts: list[str]) -> str:
    listed = each(
        texts,
        lambda i, x: (
            f'<dl class="cm-item"><dt ~meta><a href="/u/{i}">{tongues.places(job, 1)[0]}网友{job.rng.randint(100, 999)}</a> <span>{job.rng.randint(2, 23)}小时前</span></dt>'
            f'<dd class="cm-text" ~comment>{x}</dd><dd class="cm-do" ~control><a href="#">{chrome.word(job, "agree")}({job.rng.randint(0, 400)})</a> '
            f'<a href="#">{chrome.word(job, "reply")}</a> <a href="#">{chrome.word(job, "report")}</a></dd></dl>'
        ),
    )
    return f"""<div class="cm-box"><h2 ~control>{chrome.word(job, "comments")} <em>{len(texts)}</em>{chrome.word(job, "count")}</h2>
<form ~control><textarea></textarea><p>{chrome.word(job, "login_hint")}</p><button>{chrome.word(job, "post")}</button></form>{listed}</div>"""


def _side(job: Job, told: Story) -> str:
    hot = each(
        others(job, told, 10),
        lambda i, t: f'<li><em class="n{i + 1}">{i + 1}</em><a href="/h_{i}.htm" title="">{t}</a></li>',
    )
    new = each(others(job, told, job.rng.randint(4, 8)), lambda i, t: f'<li>·<a href="/n_{i}.htm">{t}</a></li>')
    special = f'<div class="sd-box sd-special"><a href="/zt/"><img src="/zt.jpg" alt=""><span>{chrome.word(job, "special")}</span></a></div>'
    boxes = [
        f'<div class="sd-box"><h2>{chrome.word(job, "hot")}</h2><ol>{hot}</ol></div>',
        chrome.advertisement(job, "sd-ad"),
        f'<div class="sd-box"><h2>{chrome.word(job, "recent")}</h2><ul>{new}</ul></div>',
        job.when(0.6, special),
        f'<div class="sd-app" ~promotion><img src="/qr/app.png" alt=""><p>{chrome.word(job, "qr")}</p></div>',
    ]
    return f'<div class="ct-right" ~sidebar>{chr(10).join(x for x in boxes if x)}</div>'


def _footer(job: Job) -> str:
    links = "|".join(
        f'<a href="/about/{i}.htm">{x}</a>'
        for i, x in enumerate([*chrome.words(job, "foot", 4), chrome.word(job, "sitemap")])
    )
    friends = " ".join(
        f'<a href="//friend{i}.example/">{x}</a>' for i, x in enumerate(chrome.words(job, "friend_name", 8))
    )
    channels = each(chrome.menu(job, 20), lambda i, x: f'<a href="/ch{i}/">{x}</a>')
    return f"""<div class="wb-float" ~promotion><a href="javascript:void(0)" class="close">×</a><a href="/game">{chrome.word(job, "game")}</a></div>
<div class="wb-footer" ~footer><div class="ft-map"><b>{chrome.word(job, "sitemap")}</b>{channels}</div><div class="ft-friend"><b>{chrome.word(job, "friend")}：</b>{friends}</div>
<p class="ft-link">{links}</p><p>{chrome.word(job, "icp")} {chrome.word(job, "hotline")}</p><p>{chrome.word(job, "rights")}</p><p>{chrome.word(job, "address")}</p>
<a class="ft-top" href="#top">{chrome.word(job, "top")}</a></div>"""


DESIGN = Design(
    "zhportal",
    (
        Site("青石晚报网", "qingshiwanbao.example", "每天傍晚，一城灯火", ("zh-dengta", "zh-caishi", "zh-qiao", "zh-mian"), 4, "zh", "gbk", plain=True, declares="gb2312"),
        Site("江岸新闻", "jiangannews.example", "看见具体的人", ("zh-xueke", "zh-shuku", "zh-yinhua", "zh-jianpu"), 4, "zh"),
        Site("乡音在线", "xiangyin-online.example", "把远方的事说给你听", ("zh-shudian", "zh-zhongbiao", "zh-jingshui", "zh-fengzheng"), 4, "zh", "gb18030", declares="utf-8"),
    ),
    make,
)  # fmt: skip
