"""A job board's result pages: filters, alerts, and a long list of short advertisements that the page is for."""

from __future__ import annotations

from duramen_corpora.starter import chrome
from duramen_corpora.starter.names import cast, towns
from duramen_corpora.starter.prose import Topic, topics
from duramen_corpora.starter.site import Design, Draft, Job, Site
from duramen_corpora.starter.stories import each


def make(job: Job) -> Draft:
    """Make a page of results."""
    trades = list(topics("jobs").values())
    town = job.write.slots["town"]
    count = job.rng.randint(12, 22)
    total = count + job.rng.randint(3, 400)
    title = job.rng.choice((f"Jobs in {town}", f"{total} jobs near {town}", f"Vacancies: {town} and district"))
    rows = [_row(job, job.rng.choice(trades), i) for i in range(count)]
    rows.insert(job.rng.randint(3, 6), _alert(job, town))
    if job.maybe(0.6):
        rows.insert(job.rng.randint(7, 10), f'<li class="result-ad">{chrome.advertisement(job)}</li>')
    marked = f"""<!DOCTYPE html>
<html lang="en">
<head>
{chrome.head(job, title, job.site.tagline, "ItemList")}
</head>
<body class="search-results">
{_top(job)}
<div class="search-panel" ~control><form><label for="what">What</label><input id="what" placeholder="Job title, skills or company"><label for="where">Where</label>
<input id="where" value="{town}"><select><option>Up to 10 miles</option><option>Up to 20 miles</option><option>Anywhere</option></select><button>Find jobs</button></form></div>
<div class="two-col">
{_filters(job)}
<main class="results" ~main>
<nav class="crumbs" ~navigation><a href="/">Home</a> / <a href="/jobs">Jobs</a> / {town}</nav>
<h1 ~title>{title}</h1>
<p class="results-count" ~control>Showing 1–{count} of {total} · Sort by: <a>Relevance</a> <a>Date</a> <a>Salary</a></p>
<ul class="job-list">{chr(10).join(rows)}</ul>
{_pager(job)}
</main></div>
{_bottom(job, trades)}
</body></html>"""
    return Draft(marked, f"/jobs/in-{chrome.slug(town)}?page={job.number + 1}", "listing")


def _top(job: Job) -> str:
    return f"""<div ~navigation><a class="skip" href="#results">{chrome.word(job, "skip")}</a></div>
<header class="bar"><div class="brand" ~header><a href="/">{job.site.name}</a><span>{job.site.tagline}</span></div>
<nav class="links" ~navigation><ul>{chrome.items(["Find jobs", "Companies", "Salaries", "Career advice", "Courses"][: job.rng.randint(3, 5)])}</ul></nav>
<div class="account" ~control><a href="/in">{chrome.word(job, "login")}</a> <a href="/up">{chrome.word(job, "register")}</a> <a class="recruit" href="/recruiters">Post a job</a></div></header>
{job.when(0.5, f'<div class="cookies" ~notice><p>{chrome.word(job, "cookie")}</p><button>{chrome.word(job, "accept")}</button> <button>{chrome.word(job, "reject")}</button></div>')}"""


def _row(job: Job, source: Topic, index: int) -> str:
    kept, job.write.slots = job.write.slots, job.write.slots | cast(job.rng)  # another employer, another town
    title, firm = (job.write.fill(job.rng.choice(source.lines[key])) for key in ("title", "firm"))
    lines = job.write.some(source, "line", 1)
    place = job.write.slots["town"]
    job.write.slots = kept
    low = job.rng.randint(22, 44) * 1000
    tags = job.rng.sample(
        ("Full-time", "Part-time", "Permanent", "Temporary", "Apprenticeship", "Hybrid", "On site"), 2
    )
    when = job.rng.choice(("Just posted", "1 day ago", "3 days ago", "2 weeks ago", "30+ days ago"))
    return f"""<li class="job-card{" job-card--featured" if index < 2 else ""}" data-job="{job.rng.randint(10**6, 10**7)}"><article>
{'<div class="flag" ~promotion>Featured</div>' if index < 2 else ""}<h2 class="job-card__title"><a href="/job/{chrome.slug(title)}">{title}</a></h2>
<div class="job-card__company">{firm}</div><div class="job-card__location">{place}</div>
<div class="job-card__salary">£{low:,} – £{low + job.rng.randint(2, 9) * 1000:,} a year</div>
<ul class="job-card__tags">{each(tags, lambda _, x: f"<li>{x}</li>")}</ul>
{each(lines, lambda _, x: f'<p class="job-card__snippet">{x}</p>')}
<div class="job-card__foot" ~meta><span>{when}</span>{job.when(0.4, " · Easy apply")}</div>
<div class="job-card__tools" ~control><button>Save</button> <button>Apply</button> <button>Not interested</button></div></article></li>"""


def _alert(job: Job, town: str) -> str:
    return f"""<li class="alert-box" ~promotion><h3>Get new jobs in {town} by email</h3><form><label>{chrome.word(job, "news_field")}</label><input><button>Create alert</button></form>
<p>By creating an alert you agree to our terms. You can unsubscribe at any time.</p></li>"""


def _filters(job: Job) -> str:
    groups = {"Job type": ["Full-time", "Part-time", "Contract"], "Salary": ["£20,000+", "£30,000+", "£40,000+"],
              "Date posted": ["Last 24 hours", "Last 3 days", "Last 7 days"], "Location": towns(job.rng, job.rng.randint(4, 12))}  # fmt: skip
    body = "".join(
        f"<fieldset><legend>{g}</legend><ul>"
        + each(v, lambda _, x: f"<li><a rel=nofollow href='?f'>{x}</a> ({job.rng.randint(1, 80)})</li>")
        + "</ul></fieldset>"
        for g, v in groups.items()
    )
    return f'<aside class="facets" ~control><h2>Filter your search</h2>{body}<button>Reset filters</button></aside>'


def _pager(job: Job) -> str:
    return f'<nav class="pager" ~navigation><ul>{"".join(f"<li><a>{i}</a></li>" for i in range(1, job.rng.randint(4, 9)))}<li><a>Next</a></li></ul></nav>'


def _bottom(job: Job, trades: list[Topic]) -> str:
    searches = [f"{job.write.fill(x)} jobs" for t in trades[:6] for x in t.lines["title"][:1]]
    advice = ["How to write a covering letter", "Ten questions to ask at an interview", "What is a fair notice period?"]
    return f"""<section class="related-searches" ~related><h2>Related searches</h2><ul>{chrome.items(searches)}</ul></section>
{job.when(0.6, f'<section class="advice" ~related><h2>Career advice</h2><ul>{chrome.items(advice)}</ul></section>')}
<footer class="foot" ~footer><h4>Browse jobs by town</h4><ul>{chrome.items(towns(job.rng, 12))}</ul><ul>{chrome.items(chrome.words(job, "foot", 6))}</ul><p>{chrome.word(job, "rights")}</p></footer>"""


DESIGN = Design(
    "jobs",
    (
        Site("Handy Posts", "handyposts.example", "Work near home", (), 4),
        Site("The Situations Page", "situationspage.example", "Vacancies since 1961", (), 3, plain=True),
        Site("Tradewind Jobs", "tradewindjobs.example", "Coast to coast", (), 3),
    ),
    make,
)
