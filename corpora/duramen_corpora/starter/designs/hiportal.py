"""An Indian district's or town's portal in Hindi: tools for reading on top, scrolling notices, a service's steps, papers and fees."""

from __future__ import annotations

from duramen_corpora.starter import bulk, chrome, tongues
from duramen_corpora.starter.prose import Topic, topic
from duramen_corpora.starter.site import Design, Draft, Job, Site
from duramen_corpora.starter.stories import each

_ICONS = ("home", "print", "mail", "phone", "arrow", "pdf")


def make(job: Job) -> Draft:
    """Make a service's page."""
    source = topic("hi", job.site.topics[job.number])
    title, lead = job.write.one(source, "title"), job.write.one(source, "lead")
    told = [line.partition(" ~~ ")[::2] for line in job.write.some(source, "para", 5)]
    marked = f"""<!DOCTYPE html>
<html lang="hi" class="site-content">
<head>
{chrome.head(job, title, lead, "GovernmentService", css=bulk.sheet(job, "gov", 110))}
{bulk.state(job, "portal", 12)}
</head>
<body class="page-template page-template-service high-contrast-off">
{bulk.sprite(job, _ICONS)}
{_access(job)}
{_masthead(job)}
{_ticker(job)}
<div id="main-content" class="gov-wrap" role="main">
{_crumbs(job, title)}
<div class="row">
{_aside(job)}
<section class="gov-col-content" ~main>
<h1 class="gov-title" ~title>{title}</h1>
{_tools(job)}
<p class="gov-lead">{lead}</p>
{_steps(job, told)}
{_papers(job, source)}
{_fees(job, source)}
{_apply(job)}
<p class="gov-updated" ~meta>{chrome.word(job, "updated")}: {tongues.date(job, 2022)}</p>
</section>
</div>
{_helpful(job)}
</div>
{_footer(job)}
{bulk.loader(job)}
</body></html>"""
    return Draft(marked, f"/service/{job.rng.randint(100, 999)}-{chrome.slug(title)}/", "service")


def _access(job: Job) -> str:
    """Return the bar for people who need other letters, another contrast or another language."""
    sizes = each(
        ("A-", "A", "A+"), lambda i, x: f'<li><a href="#" title="{chrome.words(job, "sizes", 3)[i]}">{x}</a></li>'
    )
    languages = each(chrome.words(job, "languages", 3), lambda i, x: f'<li><a href="/l{i}/" hreflang="x">{x}</a></li>')
    beta = f'<div class="gov-beta" ~notice><p>{chrome.word(job, "beta")}</p></div>'
    return f"""{job.when(0.4, beta)}<div class="gov-topbar"><ul ~navigation><li><a href="#main-content">{chrome.word(job, "skip")}</a></li>
<li><a href="/reader/">{chrome.word(job, "reader")}</a></li></ul>
<ul class="gov-size" ~control>{sizes}<li><a href="#">{chrome.word(job, "contrast")}</a></li></ul>
<ul class="gov-lang" ~control>{languages}</ul>
<form role="search" ~control><label>{chrome.word(job, "search")}</label><input type="search"><button>{chrome.word(job, "search")}</button> <a href="/login">{chrome.word(job, "login")}</a></form></div>"""


def _masthead(job: Job) -> str:
    links = chrome.menu(job, 13)
    services = chrome.items(chrome.words(job, "service", 8))
    places = chrome.items(tongues.places(job, 10))
    drop = {2: f"<ul>{places}</ul>", 3: f"<ul>{services}</ul>"}
    listed = each(
        links,
        lambda i, x: f'<li class="menu-item-{i}"><a href="/{i}/" aria-haspopup="true">{x}</a>{drop.get(i, "")}</li>',
    )
    campaign = f'<div class="gov-campaign" ~promotion><a href="/campaign/"><img src="/c.png" alt=""><span>{chrome.word(job, "campaign")}</span></a></div>'
    return f"""<header class="gov-head"><div class="gov-brand" ~header><img src="/emblem.svg" alt="" width="60"><div><strong>{job.site.name}</strong> <span>{job.site.tagline}</span></div></div>
{job.when(0.6, campaign)}<nav class="gov-menu" ~navigation><ul>{listed}</ul></nav></header>"""


def _ticker(job: Job) -> str:
    rows = each(
        chrome.words(job, "notice_item", job.rng.randint(3, 6)),
        lambda i, x: f'<li><a href="/notice/{i}">{x}</a> <img src="/new.gif" alt="{chrome.word(job, "new")}"></li>',
    )
    return f'<div class="gov-ticker" ~related><h2>{chrome.word(job, "news")}</h2><marquee behavior="scroll" direction="up"><ul>{rows}</ul></marquee></div>'


def _crumbs(job: Job, title: str) -> str:
    return f"""<div class="gov-crumbs" ~navigation><ul><li><a href="/">{bulk.use("home")} {chrome.word(job, "home")}</a></li><li><a href="/services/">{chrome.menu(job, 5)[-1]}</a></li>
<li>{title}</li></ul></div>"""


def _tools(job: Job) -> str:
    share = each(chrome.words(job, "share_to", 3), lambda i, x: f'<li><a href="#s{i}">{x}</a></li>')
    return f"""<div class="gov-tools"><div class="gov-print" ~control><a href="#">{bulk.use("print")} {chrome.word(job, "print")}</a></div>
<ul class="gov-share" ~promotion><li>{chrome.word(job, "share")}:</li>{share}</ul></div>"""


def _steps(job: Job, told: list[tuple[str, str]]) -> str:
    contents = each(told, lambda i, x: f'<li><a href="#p{i}">{x[0]}</a></li>')
    index = f'<nav class="gov-contents" ~navigation><h2>{chrome.word(job, "contents")}</h2><ol>{contents}</ol></nav>'
    open_or_not = job.rng.choice(("accordion", "plain"))
    parts = each(
        told,
        lambda i, x: (
            f'<div class="gov-{open_or_not}-item" id="p{i}"><h2 class="gov-{open_or_not}-head">{x[0]}</h2><div class="gov-{open_or_not}-body"><p>{chrome.linked(job, x[1], 0.3)}</p></div></div>'
        ),
    )
    return f"{job.when(0.6, index)}\n{parts}"


def _papers(job: Job, source: Topic) -> str:
    items = each(source.lines["item"], lambda _, x: f"<li>{x}</li>")
    return f'<h2>{chrome.word(job, "documents")}</h2>\n<ul class="gov-list">{items}</ul>'


def _fees(job: Job, source: Topic) -> str:
    rows = [job.write.fill(x).split(" ~~ ") for x in source.lines["spec"]]
    heads = "".join(f"<th scope='col'>{x}</th>" for x in topic("chrome", "hi").lines["fee_head"])
    body = each(rows, lambda _, x: f"<tr><td>{x[0]}</td><td>{x[1]}</td></tr>")
    return f"""<h2>{chrome.word(job, "fees")}</h2><div class="table-responsive"><table class="gov-table data-table"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"""


def _apply(job: Job) -> str:
    return f"""<div class="gov-actions" ~control><a class="btn" href="/apply">{chrome.word(job, "apply")}</a> <a class="btn" href="/track">{chrome.word(job, "track")}</a>
<a href="/form.pdf">{bulk.use("pdf")} {chrome.word(job, "download")} (PDF, {job.rng.randint(90, 900)} KB)</a></div>"""


def _aside(job: Job) -> str:
    services = chrome.items(chrome.words(job, "service", job.rng.randint(6, 10)))
    contact = f"""<div class="gov-contact"><h3>{chrome.word(job, "contact")}</h3><p>{tongues.author(job)}, {chrome.word(job, "officer")}</p><p>{chrome.word(job, "contact_text")}</p>
<p>{chrome.word(job, "phone")}</p><p>{chrome.word(job, "hours")}</p></div>"""
    return f"""<aside class="gov-col-side" ~sidebar><h3>{chrome.word(job, "quick")}</h3><ul>{services}</ul>{job.when(0.7, contact)}
<div class="gov-related" ~related><h3>{chrome.word(job, "related")}</h3><ul>{chrome.items(chrome.words(job, "service", 4))}</ul></div></aside>"""


def _helpful(job: Job) -> str:
    return f"""<div class="gov-feedback" ~control><form><h3>{chrome.word(job, "helpful")}</h3><button>{chrome.word(job, "yes")}</button> <button>{chrome.word(job, "no")}</button>
<label>{chrome.word(job, "rate")}</label><textarea></textarea></form></div>"""


def _footer(job: Job) -> str:
    partners = each(
        chrome.words(job, "partner", 4),
        lambda i, x: (
            f'<div class="gov-slide"><a href="//p{i}.example/"><img src="/p{i}.png" alt=""><span>{x}</span></a></div>'
        ),
    )
    return f"""<div class="gov-partners" ~footer>{partners}</div>
<footer class="gov-foot" ~footer><ul>{chrome.items(chrome.words(job, "foot", 8))}</ul><p>{chrome.word(job, "owned")}</p><p>{chrome.word(job, "visitors")}: {job.rng.randint(10**5, 10**7)}</p><p>{chrome.word(job, "rights")}</p>
<a href="#top">{chrome.word(job, "top")}</a></footer>
{job.when(0.6, f'<div class="gov-cookie" ~notice><p>{chrome.word(job, "cookie")}</p><button>{chrome.word(job, "accept")}</button></div>')}
<div class="modal" id="outside" style="display:none" ~notice><p>{chrome.word(job, "outside")}</p></div>"""


DESIGN = Design(
    "hiportal",
    (
        Site("चंदनपुर नगर परिषद", "chandanpur-parishad.example", "नागरिक सेवा पोर्टल", ("hi-jal", "hi-ped", "hi-dukaan", "hi-kachra"), 4, "hi"),
        Site("नीमगढ़ ज़िला प्रशासन", "neemgarh-zila.example", "जनता की सेवा में", ("hi-janm", "hi-pustak", "hi-bus"), 3, "hi"),
        Site("हरितपुर ग्रामीण सेवा", "haritpur-seva.example", "गाँव से गाँव तक", ("hi-kisan", "hi-bijli", "hi-kala"), 3, "hi", plain=True, declares=""),
    ),
    make,
)  # fmt: skip
