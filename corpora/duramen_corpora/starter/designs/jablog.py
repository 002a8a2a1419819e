"""A Japanese blog service: date above title, lines broken by hand, ruby, a side menu with calendar and counter, trackback."""

from __future__ import annotations

import re

from duramen_corpora.starter import bulk, chrome, tongues
from duramen_corpora.starter.site import Design, Draft, Job, Site
from duramen_corpora.starter.stories import Story, each, others, story

_READING = re.compile("([\u3400-\u9fff々]+)《([\u3041-\u3096]+)》")  # as Aozora Bunko types it
_DOCTYPE = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">'


def make(job: Job) -> Draft:
    """Make an entry's page."""
    told = story(job, paragraphs=5, comments=job.rng.choice((0, 1, 2)))
    entry = job.rng.randint(1000, 9999)
    columns = [_side(job, told), _main(job, told, entry)]
    if job.maybe(0.4):
        columns.reverse()
    marked = f"""{_DOCTYPE}
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="ja" lang="ja">
<head>
{chrome.declaration(job, old=True)}
<meta http-equiv="Content-Style-Type" content="text/css" />
<title>{told.title}:{job.site.name}</title>
<meta name="description" content="{told.lead[:60]}" />
<link rel="alternate" type="application/rss+xml" title="RSS" href="http://{job.site.host}/index.rdf" />
<style type="text/css"><!--
{bulk.sheet(job, "blog", 80)}.tate{{writing-mode:vertical-rl;-webkit-writing-mode:vertical-rl;height:14em}}
--></style>
{chrome.analytics(job)}{bulk.state(job, "blogData", 10)}
</head>
<body id="entry" class="layout-two-column">
{_service(job)}
<div id="blog-container">
<div id="blog-banner" ~header><div id="banner-inner"><h1><a href="/">{job.site.name}</a></h1><h2>{job.site.tagline}</h2></div></div>
{chrome.advertisement(job, "blog-ad-top")}
<div id="blog-body">
{chr(10).join(columns)}
</div>
{_footer(job)}
</div>
{bulk.loader(job)}
</body></html>"""
    return Draft(
        marked, f"/archives/{job.rng.randint(2012, 2025)}/{job.rng.randint(1, 12):02}/entry-{entry}.html", "article"
    )


def _ruby(text: str) -> str:
    """Return the text with readings above its characters, and in brackets for browsers that know none."""
    return _READING.sub(r"<ruby>\1<rp>（</rp><rt>\2</rt><rp>）</rp></ruby>", text)


def _service(job: Job) -> str:
    links = each(
        chrome.words(job, "service", 6),
        lambda i, x: f'<li class="svc-{i}"><a href="//portal.{job.site.host}/{i}">{x}</a></li>',
    )
    notice = f'<div class="service-info" ~notice><p>{chrome.word(job, "notice")}</p></div>'
    return f"""<div id="service-bar"><ul ~navigation>{links}</ul><form action="/search" ~control><input type="text" name="q" value="" />
<input type="submit" value="検索" /><label><input type="radio" name="t" checked="checked" />{chrome.word(job, "search")}</label></form>
<div class="svc-login" ~control><a href="/login">{chrome.word(job, "login")}</a> <a href="/new">{chrome.word(job, "register")}</a></div></div>
{job.when(0.4, notice)}"""


def _main(job: Job, told: Story, entry: int) -> str:
    before, after = (others(job, told, 2) * 2)[:2]
    pager = (
        f'<div class="entry-nav" ~navigation><a href="entry-{entry - 1}.html">&laquo; {before}</a> | <a href="/">{chrome.word(job, "home")}</a> | '
        f'<a href="entry-{entry + 1}.html">{after} &raquo;</a></div>'
    )
    return f"""<div id="main-column" ~main>
{pager}
<div class="entry" id="e{entry}">
<div class="entry-date" ~meta><span>{tongues.date(job, 2009, 2025)}</span></div>
<h3 class="entry-title" ~title><a href="entry-{entry}.html">{told.title}</a></h3>
<div class="entry-theme" ~meta>{chrome.word(job, "theme")}<a href="/theme1.html">{chrome.words(job, "theme_name", 6)[job.number % 6]}</a></div>
<div class="entry-body">{_body(job, told, entry)}</div>
{_ranking(job)}
<div class="entry-foot" ~meta>{chrome.word(job, "by")}{tongues.author(job)} ｜ {tongues.clock(job)} ｜ <a href="#comments">{chrome.word(job, "comments")}（{len(told.comments)}）</a> \
｜ <a href="#trackback">{chrome.word(job, "trackback")}（0）</a></div>
</div>
{_related(job, told)}
{_trackback(job, entry)}
{_comments(job, told.comments)}
</div>"""


def _body(job: Job, told: Story, entry: int) -> str:
    texts = [chrome.linked(job, _ruby(x), 0.5) for x in [told.lead, *told.paragraphs]]
    photo = f'<div class="photo">{chrome.image(job, "", "entry-photo", lazy=job.maybe(0.3))}</div>'
    ad = chrome.advertisement(job, "in-entry-ad")
    if job.maybe(0.5):
        parts = [f"<p>{x}</p>" for x in texts]
    else:  # typed into the form with the return key
        parts = [f"{x.replace('。', '。<br />' + chr(10), 1)}<br />\n<br />" for x in texts]
    parts.insert(1, photo)
    parts.insert(3, f'<a name="more" id="more{entry}"></a>')
    parts.insert(job.rng.randint(4, 6), job.when(0.6, ad))
    return "\n".join(x for x in parts if x)


def _ranking(job: Job) -> str:
    buttons = "".join(
        f'<a href="//ranking.{job.site.host}/{i}"><img src="//ranking.{job.site.host}/b{i}.gif" width="88" height="31" alt="" /><br />{x}</a> '
        for i, x in enumerate(chrome.words(job, "rank_button", 2))
    )
    friend = f'<p><a href="/reader">{chrome.word(job, "friend")}</a> <a href="/iine">{chrome.word(job, "like")}</a></p>'
    return f'<div class="ranking" ~promotion><p>{chrome.word(job, "rank")}</p><div>{buttons}</div>{job.when(0.5, friend)}</div>'


def _related(job: Job, told: Story) -> str:
    rows = each(
        others(job, told, job.rng.randint(3, 6)),
        lambda i, t: (
            f'<li><a href="entry-{i}.html"><img src="/thumb/{i}.jpg" width="60" height="60" alt="" />{t}</a></li>'
        ),
    )
    return f'<div class="related-entries" ~related><h4>{chrome.word(job, "related")}</h4><ul>{rows}</ul></div>'


def _trackback(job: Job, entry: int) -> str:
    return f"""<div id="trackback" ~control><h4>{chrome.word(job, "trackback")}</h4><p>{chrome.word(job, "trackback_url")}<br />
<input type="text" value="http://{job.site.host}/tb.cgi/{entry}" readonly="readonly" /></p></div>"""


def _comments(job: Job, texts: list[str]) -> str:
    names = tongues.people(job, 3)
    listed = each(
        texts,
        lambda i, x: (
            f'<li class="comment-item"><div class="comment-head" ~meta>{i + 1}. {names[i].split()[-1]} <span>{tongues.date(job, 2024)} {tongues.clock(job)}</span></div>'
            f'<div class="comment-text" ~comment>{_ruby(x)}</div></li>'
        ),
    )
    fields = "".join(
        f'<dt><label>{chrome.word(job, key)}</label></dt><dd><input type="text" name="{key}" /></dd>'
        for key in ("field_name", "field_mail", "field_url")
    )
    head = f"<h4 ~control>{chrome.word(job, 'comments')}</h4><ol>{listed}</ol>" if texts else ""
    return f"""<div id="comments">{head}<form class="comment-form" ~control><h4>{chrome.word(job, "leave")}</h4><dl>{fields}</dl><textarea cols="40" rows="6"></textarea>
<p><label><input type="checkbox" />{chrome.word(job, "secret")}</label></p><p>{chrome.word(job, "leave_note")}</p><input type="submit" value="OK" /></form></div>"""


def _side(job: Job, told: Story) -> str:
    boxes = [_calendar(job), _links(job, told), _profile(job), _archive(job), _vertical(job), _counter(job)]
    return f'<div id="side-column" ~sidebar>\n{chr(10).join(x for x in boxes if x)}\n{chrome.advertisement(job, "side-ad")}</div>'


def _box(title: str, content: str) -> str:
    return f'<div class="side-box"><h4 class="side-title">{title}</h4><div class="side-body">{content}</div></div>'


def _calendar(job: Job) -> str:
    heads = "".join(f"<th>{x}</th>" for x in chrome.word(job, "weekdays"))
    shift, rows = job.rng.randint(0, 6), []
    for week in range(5):
        cells = (day - shift + 1 for day in range(week * 7, week * 7 + 7))
        rows.append("".join(f"<td>{_day(job, n)}</td>" for n in cells))
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f'<table class="calendar" ~navigation summary=""><caption>{tongues.date(job, 2024).partition("月")[0]}月</caption><tr>{heads}</tr>{body}</table>'


def _day(job: Job, number: int) -> str:
    if not 1 <= number <= 30:
        return "&nbsp;"
    return f'<a href="/day/{number}">{number}</a>' if job.maybe(0.2) else str(number)


def _links(job: Job, told: Story) -> str:
    recent = chrome.items(others(job, told, 8))
    themes = each(
        chrome.words(job, "theme_name", 6),
        lambda i, x: f'<li><a href="/theme{i}.html">{x}（{job.rng.randint(3, 240)}）</a></li>',
    )
    return _box(chrome.word(job, "recent"), f"<ul>{recent}</ul>") + _box(
        chrome.word(job, "categories"), f"<ul>{themes}</ul>"
    )


def _profile(job: Job) -> str:
    name = tongues.author(job)
    return _box(
        chrome.word(job, "profile"),
        f'<img src="/me.jpg" alt="" width="120" /><p>{name}</p><p>{chrome.word(job, "profile_text")}</p>',
    )


def _archive(job: Job) -> str:
    months = each(
        list(range(job.rng.randint(8, 24))),
        lambda i, _: (
            f'<li><a href="/{2025 - i // 12}-{12 - i % 12:02}.html">{2025 - i // 12}年{12 - i % 12}月（{job.rng.randint(1, 15)}）</a></li>'
        ),
    )
    return _box(chrome.word(job, "archives"), f"<ul>{months}</ul>")


def _vertical(job: Job) -> str:
    menu = "".join(f'<li><a href="/s/{i}">{x}</a></li>' for i, x in enumerate(chrome.menu(job, 6)))
    return f'<div class="tate-menu tate" ~navigation><p>{chrome.word(job, "vertical")}</p><ul>{menu}</ul></div>'


def _counter(job: Job) -> str:
    today, total = job.rng.randint(3, 400), job.rng.randint(20000, 900000)
    numbers = f"<p>{chrome.word(job, 'today')}：{today}　{chrome.word(job, 'visitors')}：{total}</p>"
    mobile = f'<p>{chrome.word(job, "mobile")}</p><img src="/qr.gif" alt="" />'
    return _box(chrome.word(job, "counter"), numbers) + job.when(
        0.6, _box("RSS", f'<p><a href="/index.rdf">{chrome.word(job, "rss")}</a></p>{mobile}')
    )


def _footer(job: Job) -> str:
    links = each(
        chrome.words(job, "foot", 4) + chrome.words(job, "service", 8), lambda i, x: f'<a href="/f/{i}">{x}</a> |'
    )
    return f"""<div id="blog-footer" ~footer><p>{links}</p><p>{chrome.word(job, "rights")}</p><p>{chrome.word(job, "made")}</p>
<p><a href="#blog-banner">{chrome.word(job, "top")}</a></p></div>
<div class="overlay-app" ~promotion><a href="/app">{chrome.word(job, "app")}</a></div>"""


DESIGN = Design(
    "jablog",
    (
        Site("がらくた修理日記", "garakuta-nikki.example", "こわれたものと暮らしています", ("ja-rajio", "ja-kutsu", "ja-jisho", "ja-ginkgo"), 4, "ja", "shift_jis", declares="x-sjis"),
        Site("山の台所だより", "yamanodaidokoro.example", "畑と鍋のあいだで", ("ja-nukadoko", "ja-soba", "ja-yukigatsu", "ja-amazake"), 4, "ja"),
        Site("岬と路地の手帖", "misakitoroji.example", "海の見える町を歩く", ("ja-toudai", "ja-fune", "ja-kasa", "ja-kaidan"), 4, "ja", "euc-jp", plain=True, declares=""),
    ),
    make,
)  # fmt: skip
