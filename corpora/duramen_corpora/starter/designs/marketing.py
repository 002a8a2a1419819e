"""A company's landing page: a stack of `<section>`s with hero, features, numbers, prices, voices and questions."""

from __future__ import annotations

from duramen_corpora.starter import chrome
from duramen_corpora.starter.prose import Topic, topic
from duramen_corpora.starter.site import Design, Draft, Job, Site
from duramen_corpora.starter.stories import each


def make(job: Job) -> Draft:
    """Make a landing page."""
    source = topic("companies", job.site.topics[job.number % len(job.site.topics)])
    title, hero = job.write.one(source, "title"), job.write.one(source, "hero")
    middle = [_features(job, source), _voices(job, source), _prices(job, source), _questions(job, source)]
    if job.maybe(0.5):
        middle[1], middle[2] = middle[2], middle[1]
    if job.maybe(0.7):
        middle.insert(job.rng.randint(0, 3), _numbers(job, source))
    middle.insert(job.rng.randint(1, len(middle)), _call(job))
    marked = f"""<!doctype html>
<html lang="en" class="scroll-smooth">
<head>
{chrome.head(job, title, hero, "WebPage")}
</head>
<body class="font-sans antialiased text-slate-900">
{job.when(0.6, '<div class="bg-indigo-700 py-2 text-center text-sm text-white" ~promotion><a href="/blog/funding">We are hiring! See open roles <span aria-hidden="true">&rarr;</span></a></div>')}
{_nav(job)}
<main ~main>
<section class="relative isolate overflow-hidden pt-14"><div class="mx-auto max-w-2xl py-32">
<div class="mb-8 hidden sm:flex"><div class="rounded-full px-3" ~promotion>{job.when(0.5, 'Announcing our new app. <a href="/app">Read more</a>')}</div></div>
<h1 class="text-balance text-5xl font-semibold" ~title>{title}</h1>
<p class="mt-8 text-lg text-pretty">{hero}</p>
<div class="mt-10 flex gap-x-6" ~control><a class="btn btn-primary" href="/signup">{job.rng.choice(("Start free", "Get started", "Book a demo"))}</a> <a href="#features">Learn more →</a></div>
</div>{chrome.image(job, "", "hero-shot", lazy=True)}</section>
{job.when(0.6, _logos())}
{chr(10).join(middle)}
</main>
{_footer(job)}
{job.when(0.6, f'<div id="CybotConsent" role="dialog" ~notice><h2>This website uses cookies</h2><p>{chrome.word(job, "cookie")}</p><button>{chrome.word(job, "reject")}</button><button>{chrome.word(job, "accept")}</button></div>')}
<div class="intercom-launcher" ~control><p>Questions? Chat with us.</p></div>
</body></html>"""
    return Draft(marked, job.rng.choice(("/", "/product", "/lp/spring", "/features")), "service")


def _nav(job: Job) -> str:
    labels = ["Product", "Features", "Pricing", "Customers", "Blog", "Docs", "About", "Careers"][
        : job.rng.randint(4, 8)
    ]
    return f"""<header class="absolute inset-x-0 top-0 z-50"><nav class="flex items-center p-6" aria-label="Global" ~navigation><div ~header><a href="/" class="-m-1.5">
<span class="sr-only">{job.site.name}</span>{chrome.icon(job, "logo")}</a></div><div class="hidden lg:flex lg:gap-x-12">{"".join(f'<a href="/{x.lower()}">{x}</a>' for x in labels)}</div>
<div class="lg:flex" ~control><a href="/login">{chrome.word(job, "login")} <span aria-hidden="true">&rarr;</span></a></div></nav>
<div class="lg:hidden mobile-menu" role="dialog" style="display:none" ~navigation><ul>{chrome.items(labels)}</ul></div></header>"""


def _logos() -> str:
    names = ("Copper Pot", "Marlow & Sons", "Quayside Trust", "Fern Hotels", "Tollgate", "Brightwater")
    return f'<section class="py-12" ~promotion><h2 class="text-center text-lg">Trusted by teams everywhere</h2><div class="grid">{"".join(f"<span>{x}</span> " for x in names)}</div></section>'


def _features(job: Job, source: Topic) -> str:
    rows = (x.partition(" ~~ ") for x in job.write.some(source, "feature", job.rng.randint(4, 5)))
    cells = "\n".join(
        f'<div class="relative pl-16"><dt class="font-semibold">{chrome.icon(job, "f")}{h}</dt><dd class="mt-2">{t}</dd></div>'
        for h, _, t in rows
    )
    if job.maybe(0.5):
        cells = cells.replace("<dt", "<h3").replace("</dt", "</h3").replace("<dd", "<p").replace("</dd", "</p")
    return f'<section id="features" class="py-24"><div class="mx-auto max-w-7xl"><p class="text-indigo-600 eyebrow">Features</p><h2>{job.rng.choice(("Everything you need", "How it works", "Built for busy people"))}</h2><dl class="grid">{cells}</dl></div></section>'


def _numbers(job: Job, source: Topic) -> str:
    rows = each([job.write.fill(x) for x in source.lines["stat"]], lambda _, x: f'<div class="stat">{x}</div>')
    return f'<section class="bg-slate-900 py-24 text-white"><div class="stats">{rows}</div></section>'


def _voices(job: Job, source: Topic) -> str:
    rows = (x.partition(" ~~ ") for x in job.write.some(source, "quote", job.rng.randint(2, 3)))
    cells = "\n".join(
        f'<figure class="rounded-2xl p-8"><blockquote><p>“{t}”</p></blockquote><figcaption><img alt="" src="/i/{i}.png"><div>{who}</div></figcaption></figure>'
        for i, (t, _, who) in enumerate(rows)
    )
    return f'<section class="testimonials py-24"><h2>{job.rng.choice(("What people say", "Loved by our customers"))}</h2><div class="columns">{cells}</div></section>'


def _prices(job: Job, source: Topic) -> str:
    rows = (job.write.fill(x).split(" ~~ ") for x in source.lines["plan"])
    cells = "\n".join(
        f'<div class="pricing-card"><h3>{name}</h3><p class="price"><span>{price}</span></p><ul>{each(what.split(", "), lambda _, x: f"<li>{x}</li>")}</ul>'
        f'<div ~control><a class="btn" href="/signup">Choose plan</a></div></div>'
        for name, price, what in rows
    )
    toggle = '<div class="toggle" ~control><button>Monthly</button><button>Annual</button></div>'
    return f'<section id="pricing" class="py-24"><h2>Pricing</h2>{job.when(0.5, toggle)}<div class="grid grid-cols-3">{cells}</div></section>'


def _questions(job: Job, source: Topic) -> str:
    rows = [x.partition(" ~~ ") for x in job.write.some(source, "faq", job.rng.randint(3, 4))]
    if job.maybe(0.5):
        cells = "\n".join(f"<details><summary>{q}</summary><p>{a}</p></details>" for q, _, a in rows)
    else:
        cells = "\n".join(
            f'<div class="accordion-item"><h3><button aria-expanded="false">{q}</button></h3><div class="panel" hidden><p>{a}</p></div></div>'
            for q, _, a in rows
        )
    return f'<section class="faq py-24"><h2>Frequently asked questions</h2>{cells}</section>'


def _call(job: Job) -> str:
    return f"""<section class="cta bg-indigo-600" ~promotion><h2>{job.rng.choice(("Ready to dive in?", "Try it today", "See it for yourself"))}</h2><p>Start your free trial today. No card required.</p>
<form ~control><label>{chrome.word(job, "news_field")}</label><input type="email"><button>Get started</button></form></section>"""


def _footer(job: Job) -> str:
    columns = {"Solutions": ["For teams", "For sites", "Integrations"], "Support": ["Help centre", "Status", "API reference"],
               "Company": ["About", "Blog", "Jobs", "Press"], "Legal": ["Privacy", "Terms", "Imprint"]}  # fmt: skip
    cells = "".join(f"<div><h3>{k}</h3><ul>{chrome.items(v)}</ul></div>" for k, v in columns.items())
    letter = f'<div class="mt-10" ~promotion><h3>{chrome.word(job, "news_head")}</h3><p>{chrome.word(job, "news_text")}</p></div>'
    return f"""<footer class="bg-white" aria-labelledby="footer-heading" ~footer><h2 id="footer-heading" class="sr-only">Footer</h2><p>{job.site.tagline}</p>{cells}{job.when(0.6, letter)}
<p>&copy; 2026 {job.site.name}, Inc. All rights reserved.</p></footer>"""


DESIGN = Design(
    "marketing",
    (
        Site("Tidyshift", "tidyshift.example", "Rotas, without the drama.", ("rota",), 2),
        Site("Pedal & Post", "pedalandpost.example", "Your parcels, our legs.", ("parcels",), 2, plain=True),
        Site("Kinfolio", "kinfolio.example", "Every face has a name.", ("archive",), 2),
        Site("Nightfold", "nightfold.example", "Light, folded away.", ("lamps",), 2, plain=True),
        Site("Hedge & Haulm", "hedgeandhaulm.example", "Meadows with a memory.", ("seeds",), 2),
    ),
    make,
)
