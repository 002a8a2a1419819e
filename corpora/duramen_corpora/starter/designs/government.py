"""A council's service pages: phase banner, steps, contents, "is this page useful?" and a very long footer."""

from __future__ import annotations

from duramen_corpora.starter import chrome
from duramen_corpora.starter.names import towns
from duramen_corpora.starter.prose import Topic, topic, topics
from duramen_corpora.starter.site import Design, Draft, Job, Site
from duramen_corpora.starter.stories import each


def make(job: Job) -> Draft:
    """Make a service's page."""
    job.write.slots["town"] = job.site.name.partition(" ")[0]
    source = topic("services", job.site.topics[job.number % len(job.site.topics)])
    title, lead = job.write.one(source, "title"), job.write.one(source, "lead")
    told = job.write.some(source, "para", 7)
    heads = [text.partition(" ~~ ")[0] for text in told if " ~~ " in text]
    marked = f"""<!DOCTYPE html>
<html lang="en" class="govuk-template">
<head>
{chrome.head(job, title, lead, "GovernmentService")}
</head>
<body class="govuk-template__body">
<script>document.body.className += ' js-enabled';</script>
{job.when(0.7, _cookies())}
<div ~navigation><a href="#main-content" class="govuk-skip-link">{chrome.word(job, "skip")}</a></div>
{_top(job)}
<div class="govuk-width-container">
<div class="govuk-breadcrumbs" ~navigation><ol><li><a href="/">Home</a></li><li><a href="/services">Services</a></li><li>{job.rng.choice(("Housing and planning", "Streets and parking", "Leisure"))}</li></ol></div>
<main class="govuk-main-wrapper" id="main-content" role="main" ~main>
<div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds">
<h1 class="govuk-heading-xl" ~title>{title}</h1>
<p class="govuk-body-l">{lead}</p>
{job.when(0.6, _contents(heads))}
{_body(job, source, told)}
<p ~control><a href="/start" role="button" class="govuk-button govuk-button--start">Start now {chrome.icon(job, "start")}</a></p>
{_updated(job)}
</div>
{_aside(job)}
</div>
</main></div>
{_feedback(job)}
{_footer(job)}
</body></html>"""
    return Draft(marked, f"/{job.rng.choice(('services', 'apply', 'guidance'))}/{chrome.slug(title)}", "service")


def _top(job: Job) -> str:
    alert = f'<div class="alert-bar" role="region" ~notice><p><strong>Bank holiday:</strong> our offices are closed on {job.rng.randint(1, 28)} {job.write.slots["month"]}. Bins will be collected a day later.</p></div>'
    return f"""{job.when(0.4, alert)}<header class="govuk-header" role="banner"><div class="govuk-header__logo" ~header><a href="/">{job.site.name}</a></div>
<form class="site-search" ~control><label>{chrome.word(job, "search")}</label><input><button>{chrome.word(job, "search")}</button></form>
<nav class="service-nav" ~navigation><ul>{chrome.items(["Pay", "Report", "Apply", "Bins", "Council tax", "Planning", "My account"][: job.rng.randint(4, 7)])}</ul></nav></header>
{job.when(0.5, '<div class="govuk-phase-banner" ~notice><p><strong class="govuk-tag">Beta</strong> <span>This is a new service – your <a href="/feedback">feedback</a> will help us to improve it.</span></p></div>')}"""


def _contents(heads: list[str]) -> str:
    listed = each(
        heads, lambda _, h: f'<li class="gem-c-contents-list__list-item"><a href="#{chrome.slug(h)}">{h}</a></li>'
    )
    return f'<nav aria-label="Pages in this guide" class="gem-c-contents-list" ~navigation><h2>Contents</h2><ol>{listed}</ol></nav>'


def _body(job: Job, source: Topic, told: list[str]) -> str:
    parts = []
    for line in told:
        head, _, text = line.rpartition(" ~~ ")
        if head:
            parts.append(f'<h2 class="govuk-heading-m" id="{chrome.slug(head)}">{head}</h2>')
        parts.append(f'<p class="govuk-body">{chrome.linked(job, text, 0.3)}</p>')
    items = each(job.write.some(source, "item", 4), lambda _, x: f"<li>{x}</li>")
    parts.append(
        f'<h2 class="govuk-heading-m">How to apply</h2><p class="govuk-body">You will need:</p><ul class="govuk-list govuk-list--bullet">{items}</ul>'
    )
    warning = '<div class="govuk-warning-text"><span aria-hidden="true">!</span><strong><span class="govuk-visually-hidden">Warning</span> Wrong details may mean a charge.</strong></div>'
    parts.insert(job.rng.randint(3, len(parts)), job.when(0.5, warning))
    return "\n".join(parts)


def _updated(job: Job) -> str:
    year = job.rng.randint(2021, 2026)
    return f'<p class="page-meta" ~meta>Last updated: {job.rng.randint(1, 28)} {job.write.slots["month"]} {year}</p>'


def _aside(job: Job) -> str:
    others = [job.write.fill(x) for t in topics("services").values() for x in t.lines["title"]]
    contact = f"""<div class="contact-box" ~sidebar><h2>Contact us</h2><p>Customer services<br>{job.rng.randint(2, 90)} {job.write.slots["street"]}<br>{job.write.slots["town"]}</p><p>Telephone: 01632 960{job.rng.randint(100, 999)}</p>
<p>Monday to Friday, 9am to 5pm</p></div>"""
    return f"""<aside class="govuk-grid-column-one-third" role="complementary">{job.when(0.7, contact)}
<div class="gem-c-related-navigation" ~related><h2>Related content</h2><ul>{chrome.items(job.rng.sample(others, job.rng.randint(3, 5)))}</ul></div></aside>"""


def _feedback(job: Job) -> str:
    return f"""<div class="gem-c-feedback" ~control><form><h2>Is this page useful?</h2><button>Yes</button> <button>No</button> <button>Report a problem with this page</button></form>
<div class="hidden" hidden><h3>Help us improve {job.site.name}</h3><p>Do not include personal or financial information.</p><label>What were you doing?</label><label>What went wrong?</label><button>Send</button></div></div>"""


def _footer(job: Job) -> str:
    return f"""<footer class="govuk-footer" role="contentinfo" ~footer><div class="footer-cols"><h2>Parishes</h2><ul>{chrome.items(towns(job.rng, job.rng.randint(6, 14)))}</ul>
<h2>Council and democracy</h2><ul>{chrome.items(["Councillors", "Meetings", "Elections", "Budgets", "Consultations"])}</ul></div>
<ul class="govuk-footer__inline-list">{chrome.items(chrome.words(job, "foot", 6))}</ul><p>All content is available under the open licence, except where otherwise stated</p><p>© {job.site.name}</p></footer>"""


def _cookies() -> str:
    return """<div class="govuk-cookie-banner" role="region" aria-label="Cookies" ~notice><h2>Cookies on this website</h2><p>We use some essential cookies to make this website work.</p>
<p>We'd like to set additional cookies to understand how you use it.</p><button>Accept additional cookies</button><button>Reject additional cookies</button><a href="/cookies">View cookies</a></div>"""


DESIGN = Design(
    "government",
    (
        Site("Marrowby District Council", "marrowby-council.example", "", ("allotment", "parking", "hall"), 4),
        Site("Ellerton City Council", "ellerton-city.example", "", ("parking", "hall", "allotment"), 3),
        Site("Wexcombe Borough", "wexcombe-borough.example", "", ("hall", "allotment", "parking"), 3, plain=True),
    ),
    make,
)
