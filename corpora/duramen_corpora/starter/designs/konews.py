"""A Korean newspaper's site of the table years: nested tables, the reporter's address in the text, ranked lists, a long imprint."""

from __future__ import annotations

from duramen_corpora.starter import bulk, chrome, tongues
from duramen_corpora.starter.site import Design, Draft, Job, Site
from duramen_corpora.starter.stories import Story, each, others, story

_MOVE = "var bNetscape4plus=(navigator.appName=='Netscape');function CheckUIElements(){{var y=document.body.scrollTop;document.all.quick.style.top=y+{}+'px';setTimeout('CheckUIElements()',10);}}"


def make(job: Job) -> Draft:
    """Make an article page."""
    told = story(job, paragraphs=5, comments=job.rng.choice((0, 1, 2)))
    number = job.rng.randint(10000, 99999)
    marked = f"""<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<html lang="ko">
<head>
{chrome.declaration(job, old=True)}
<title>{job.site.name} - {told.title}</title>
<meta name="description" content="{told.lead[:80]}">
<link rel="stylesheet" href="/css/default.css" type="text/css">
<style type="text/css">td,body{{font-family:돋움,Dotum;font-size:12px}}{bulk.sheet(job, "arl", 60)}</style>
<script language="javascript">{_MOVE.format(job.rng.randint(80, 160))}</script>
{chrome.analytics(job)}
</head>
<body topmargin="0" leftmargin="0" onLoad="CheckUIElements();">
<a name="top"></a>
{_top(job)}
<table width="970" border="0" cellspacing="0" cellpadding="0" align="center"><tr>
<td width="640" valign="top" ~main>
{_article(job, told, number)}
{_after(job, told)}
</td>
<td width="20"></td>
<td width="310" valign="top" ~sidebar>
{_side(job, told)}
</td></tr></table>
{_quick(job)}
{_footer(job)}
{bulk.loader(job, "dn")}
</body></html>"""
    return Draft(marked, f"/news/articleView.html?idxno={number}", "article")


def _top(job: Job) -> str:
    account = f'<a href="/login.html">{chrome.word(job, "login")}</a> | <a href="/join.html">{chrome.word(job, "register")}</a> | <a href="/paper">{chrome.words(job, "quick_item", 7)[0]}</a>'
    cells = each(
        chrome.menu(job, 15),
        lambda i, x: (
            f'<td class="gnb{" on" if i == 3 else ""}" align="center"><a href="/news/list.html?sc={i}">{x}</a></td>'
        ),
    )
    towns = "".join(f'<td><a href="/area/{i}">{x}</a></td>' for i, x in enumerate(tongues.places(job, 9)))
    return f"""<div id="skip" ~navigation><a href="#article">{chrome.word(job, "skip")}</a></div>
{job.when(0.3, f'<div class="pop-notice" ~notice>{chrome.word(job, "notice")}</div>')}
<table width="970" align="center" cellspacing="0" cellpadding="0"><tr><td ~header><a href="/"><img src="/image/logo.gif" alt="{job.site.name}" border="0"></a></td>
<td ~header><b>{job.site.name}</b> {job.site.tagline}<br>{tongues.date(job, 2024)} | {chrome.word(job, "stock")} {job.rng.randint(-5, 33)}℃</td>
<td align="right" ~control>{account}<form action="/search.html"><input name="q" size="16"><input type="image" src="/image/btn.gif" alt="{chrome.word(job, "search")}"></form></td></tr>
<tr><td colspan="3" ~promotion><a href="/ad/1"><img src="/banner/top_{job.rng.randint(1, 9)}.gif" width="728" height="90" border="0" alt=""></a><p>{chrome.word(job, "promo")}</p></td></tr></table>
<table width="100%" bgcolor="#1b3a6b" cellspacing="0" ~navigation><tr><td><table width="970" align="center" class="gnb"><tr>{cells}</tr></table></td></tr>
<tr bgcolor="#eeeeee"><td><table width="970" align="center"><tr>{towns}</tr></table></td></tr></table>"""


def _article(job: Job, told: Story, number: int) -> str:
    section = chrome.menu(job, 8)[job.number + 2]
    tools = f"""<table width="100%" class="tools" ~control><tr><td>{chrome.word(job, "fontsize")} <a href="javascript:fs(1)">{chrome.word(job, "larger")}+</a> \
<a href="javascript:fs(-1)">{chrome.word(job, "larger")}-</a></td><td align="right"><a href="javascript:print()">{chrome.word(job, "print")}</a> \
<a href="/scrap.html?idxno={number}">{chrome.word(job, "scrap")}</a></td></tr></table>"""
    when = f"{chrome.word(job, 'input')} {tongues.date(job, 2012)} {tongues.clock(job)}"
    late = f" | {chrome.word(job, 'updated')} {tongues.date(job, 2026)} {tongues.clock(job)}"
    return f"""<table width="100%" ~navigation><tr><td class="loc"><a href="/">{chrome.word(job, "home")}</a> &gt; <a href="/s/2">{section}</a></td></tr></table>
<table width="100%" id="article"><tr><td class="view_t" ~title><font size="5"><b>{told.title}</b></font></td></tr>
<tr><td class="view_date" ~meta>{when}{job.when(0.5, late)}</td></tr></table>
{tools}
<table width="100%"><tr><td class="view_r" id="articleBody">
{_text(job, told)}
</td></tr></table>
{_reporter(job)}"""


def _text(job: Job, told: Story) -> str:
    opening = job.rng.choice(("[{paper}={name} 기자]", "[{name} 기자]", "({paper}) {name} ="))
    texts = [f"{opening.format(paper=job.site.name, name=tongues.author(job))} {told.lead}"]
    texts += [chrome.linked(job, x, 0.3) for x in told.paragraphs]
    for head, at in zip(reversed(told.heads[:2]), (5, 3), strict=False):
        texts.insert(at, f"<b>■ {head}</b>")
    lines = "<br><br>\n".join(texts) if job.maybe(0.5) else "\n".join(f"<p>{x}</p>" for x in texts)
    photo = f"""<table width="300" align="center" class="photo"><tr><td><img src="/photo/{job.rng.randint(2010, 2026)}/{job.rng.randint(1000, 9999)}.jpg" width="300" alt=""></td></tr>
<tr><td class="cap">▲ {told.caption}</td></tr></table>"""
    inside = f'<table align="right" width="250" class="in-ad" ~promotion><tr><td><a href="/ad/9">{chrome.word(job, "promo")}</a></td></tr></table>'
    return f"{photo}\n{job.when(0.6, inside)}\n{lines}"


def _reporter(job: Job) -> str:
    mail = f"{job.rng.choice(('press', 'desk', 'local', 'news'))}{job.rng.randint(10, 99)}@{job.site.host}"
    return f"""<table width="100%" class="reporter" ~meta><tr><td>{tongues.author(job)} {chrome.word(job, "by")} <a href="mailto:{mail}">{mail}</a></td>
<td align="right"><a href="/r.html">{chrome.word(job, "reporter_more")}</a></td></tr><tr><td colspan="2">{chrome.word(job, "copyright")}</td></tr></table>"""


def _after(job: Job, told: Story) -> str:
    rows = each(
        others(job, told, job.rng.randint(3, 6)),
        lambda i, t: f'<tr><td>· <a href="/news/articleView.html?idxno={i}">{t}</a></td></tr>',
    )
    moods = each(
        chrome.words(job, "emotion", 4), lambda _, x: f"<td><a href='#'>{x}</a> <em>{job.rng.randint(0, 300)}</em></td>"
    )
    share = each(chrome.words(job, "share_to", 4), lambda i, x: f'<td><a href="#" class="sns{i}">{x}</a></td>')
    tags = ", ".join(f"<a href='/tag/{i}'>#{x}</a>" for i, x in enumerate(chrome.menu(job, 9)[6:]))
    return f"""<table class="tag" ~meta><tr><td>{chrome.word(job, "tagged")} {tags}</td></tr></table>
<table class="mood" ~control><tr><th colspan="4">{chrome.word(job, "feeling")}</th></tr><tr>{moods}</tr></table>
<table class="sns" ~promotion><tr><td>{chrome.word(job, "share")}</td>{share}</tr></table>
<table width="100%" class="rel" ~related><tr><th align="left">{chrome.word(job, "related")}</th></tr>{rows}</table>
{_comments(job, told.comments)}"""


def _comments(job: Job, texts: list[str]) -> str:
    listed = each(
        texts,
        lambda _, x: (
            f'<tr><td class="rp_i" ~meta><b>{job.rng.choice(("봄날", "느림보", "샘물", "달팽이", "나그네"))}{job.rng.randint(1, 99)}</b> ({job.rng.randint(1, 250)}.{job.rng.randint(1, 250)}.*.*) '
            f'{tongues.date(job, 2024)} {tongues.clock(job)}</td></tr><tr><td class="rp_t" ~comment>{x}</td></tr>'
            f'<tr><td align="right" ~control><a href="#">{chrome.word(job, "agree")} {job.rng.randint(0, 60)}</a> <a href="#">{chrome.word(job, "report")}</a></td></tr>'
        ),
    )
    sorts = " | ".join(f"<a href='#'>{x}</a>" for x in chrome.words(job, "sort", 2))
    return f"""<table width="100%" class="rp"><tr><td ~control><b>{chrome.word(job, "comments")} {len(texts)}</b> {sorts}</td></tr>{listed}
<tr><td ~control><form><b>{chrome.word(job, "leave")}</b><textarea rows="4" cols="70"></textarea><p>{chrome.word(job, "leave_note")}</p><input type="submit" value="{chrome.word(job, "send")}"></form></td></tr></table>"""


def _side(job: Job, told: Story) -> str:
    def ranked(key: str, count: int) -> str:
        rows = each(
            others(job, told, count),
            lambda i, t: (
                f'<tr><td class="rank"><img src="/image/n{i + 1}.gif" alt=""></td><td><a href="/news/articleView.html?idxno={i}">{t}</a></td></tr>'
            ),
        )
        return f'<table width="300" class="box"><tr><th colspan="2" align="left">{chrome.word(job, key)}</th></tr>{rows}</table>'

    letter = f"""<table width="300" ~promotion><tr><td><b>{chrome.word(job, "news_head")}</b><br>{chrome.word(job, "news_text")}<form><input size="20"><input type="submit" value="{chrome.word(job, "subscribe")}"></form></td></tr></table>"""
    parts = [
        ranked("popular", 8),
        chrome.advertisement(job, "ad300"),
        ranked("recent", job.rng.randint(5, 9)),
        ranked("picks", 4),
        letter,
    ]
    return "\n".join(parts[:2] + [x for x in parts[2:] if job.maybe(0.7)])


def _quick(job: Job) -> str:
    links = each(chrome.words(job, "quick_item", 6), lambda i, x: f'<tr><td><a href="/q/{i}">{x}</a></td></tr>')
    return f"""<div id="quick" style="position:absolute;left:985px;top:120px" ~navigation><table width="80"><tr><th>{chrome.word(job, "quick")}</th></tr>{links}
<tr><td><a href="#top">{chrome.word(job, "top")}</a></td></tr></table></div>"""


def _footer(job: Job) -> str:
    links = " | ".join(f'<a href="/com/{i}.html">{x}</a>' for i, x in enumerate(chrome.words(job, "foot", 8)))
    family = "".join(f"<option>{x}</option>" for x in chrome.words(job, "family_item", 4))
    menu = each(chrome.menu(job, 18), lambda i, x: f'<td><a href="/m/{i}">{x}</a></td>')
    return f"""<table width="970" align="center" ~footer><tr><td><table class="allmenu"><tr>{menu}</tr></table></td></tr><tr><td class="foot">{links}</td></tr>
<tr><td>{chrome.word(job, "address")}<br>{chrome.word(job, "officer")}<br>{chrome.word(job, "rights")}</td></tr>
<tr><td ~control><form><select><option>{chrome.word(job, "family")}</option>{family}</select></form></td></tr></table>
{job.when(0.4, f'<div id="cookieBar" ~notice>{chrome.word(job, "cookie")} <a href="#">{chrome.word(job, "accept")}</a></div>')}"""


DESIGN = Design(
    "konews",
    (
        Site("솔내신문", "sollaenews.example", "우리 동네의 하루", ("ko-banjjok", "ko-gamnamu", "ko-gangdang", "ko-bang-a"), 4, "ko", "euc-kr"),
        Site("노을항일보", "noeulhang.example", "바다를 보고 씁니다", ("ko-haenyeo", "ko-gireogi", "ko-pyeonji"), 3, "ko", "euc-kr", declares="ks_c_5601-1987"),
        Site("달빛동 사람들", "dalbitdong.example", "천천히 읽는 지역 신문", ("ko-seojeom", "ko-jihacheol", "ko-sijang"), 3, "ko"),
    ),
    make,
)  # fmt: skip
