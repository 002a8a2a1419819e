"""A recipe blog: a long story, jump links, promotions between paragraphs, and the recipe card at the very end."""

from __future__ import annotations

from duramen_corpora.starter import chrome
from duramen_corpora.starter.names import date, person
from duramen_corpora.starter.prose import Topic, topic, topics
from duramen_corpora.starter.site import Design, Draft, Job, Site
from duramen_corpora.starter.stories import each


def make(job: Job) -> Draft:
    """Make a recipe's page."""
    source = topic("recipes", job.site.topics[job.number % len(job.site.topics)])
    title, lead = job.write.one(source, "title"), job.write.one(source, "lead")
    story = [f"<p>{chrome.linked(job, x)}</p>" for x in job.write.some(source, "story", 4)]
    story.insert(1, f'<div class="wp-block-image"><figure>{chrome.image(job, title, lazy=True)}</figure></div>')
    story.insert(job.rng.randint(2, 4), job.rng.choice((_pin, _signup, _video))(job, title))
    story.insert(job.rng.randint(3, 5), chrome.advertisement(job, "mv-ad-box adhesion"))
    marked = f"""<!doctype html>
<html lang="en-US">
<head>
{chrome.head(job, title, lead, "Recipe")}
</head>
<body class="post-template-default single foodie-pro wprm-template">
<div ~navigation><a class="skip-link" href="#content">{chrome.word(job, "skip")}</a></div>
{_top(job)}
<div class="site-inner"><main class="content" id="content" ~main>
{job.when(0.6, f'<p class="breadcrumb" ~navigation><a href="/">Home</a> » <a href="/recipes/">Recipes</a> » {title}</p>')}
<article class="entry"><header class="entry-header"><h1 class="entry-title" ~title>{title}</h1>
{_meta(job)}
<div class="wprm-jump" ~navigation><a href="#recipe" class="wprm-recipe-jump">Jump to Recipe</a> <a href="#print" class="wprm-recipe-print">Print Recipe</a></div>
<p class="disclosure" ~notice><em>This post may contain affiliate links. Read our disclosure policy.</em></p></header>
<div class="entry-content"><p>{lead}</p>
{chr(10).join(story)}
{_card(job, source, title)}
</div>
{_after(job)}
</article>
{_comments(job, source)}
</main>
{_sidebar(job)}
</div>
{_footer(job)}
</body></html>"""
    return Draft(marked, f"/{chrome.slug(title)}-{job.rng.randint(2, 40)}/", "article")


def _top(job: Job) -> str:
    links = [
        "Home",
        "About",
        "All recipes",
        "Soups",
        "Bread",
        "Puddings",
        "Weeknight",
        "Vegan",
        "Travel",
        "Shop",
        "Contact",
    ]
    return f"""<nav class="nav-primary" ~navigation><ul class="menu">{chrome.items(links[: job.rng.randint(5, 11)])}</ul></nav>
<header class="site-header" ~header><p class="site-title"><a href="/">{job.site.name}</a></p><p class="site-description">{job.site.tagline}</p></header>
{job.when(0.6, '<div class="before-header" ~promotion><p>My new cookbook is out now! <a href="/book">Order your copy</a></p></div>')}"""


def _meta(job: Job) -> str:
    day, month, year = date(job.rng, job.rng.randint(2016, 2026))
    return (
        f'<p class="entry-meta" ~meta>{job.rng.choice(("Published", "Last updated", "Modified"))}: <time>{month} {day}, {year}</time> by '
        f'<a href="/about">{job.write.slots["p6"]}</a> · <a href="#comments">{job.rng.randint(3, 240)} Comments</a></p>'
    )


def _pin(_: Job, title: str) -> str:
    return f'<div class="pin-box" ~promotion><p>Pin {title} for later! <a href="https://pin.example/">Follow me on Pinterest</a></p></div>'


def _signup(job: Job, _: str) -> str:
    return f"""<div class="convertkit-form" ~promotion><h3>{chrome.word(job, "news_head")}</h3><p>{chrome.word(job, "news_text")}</p>
<form><input placeholder="First name"><label>{chrome.word(job, "news_field")}</label><button>{chrome.word(job, "subscribe")}</button></form></div>"""


def _video(_: Job, title: str) -> str:
    return f'<div class="mv-video" ~promotion><p>Watch: how to make {title} in 60 seconds</p><div class="mv-player"></div></div>'


def _card(job: Job, source: Topic, title: str) -> str:
    ingredients = each(
        job.write.some(source, "ingredient", 7),
        lambda _, x: f'<li class="wprm-recipe-ingredient"><span class="wprm-checkbox"></span>{x}</li>',
    )
    steps = each(
        job.write.some(source, "step", 5),
        lambda i, x: (
            f'<li id="wprm-step-{i}" class="wprm-recipe-instruction"><div class="wprm-recipe-instruction-text">{x}</div></li>'
        ),
    )
    notes = each(job.write.some(source, "note", 2), lambda _, x: f"<p>{x}</p>")
    times = {
        "Prep Time": f"{job.rng.randint(10, 30)} minutes",
        "Cook Time": f"{job.rng.randint(25, 60)} minutes",
        "Servings": f"{job.rng.randint(4, 8)}",
        "Calories": f"{job.rng.randint(180, 520)}kcal",
    }
    facts = "".join(
        f'<div class="wprm-recipe-block"><span class="label">{k}</span> <span>{v}</span></div>'
        for k, v in times.items()
    )
    scale = '<div class="wprm-scale" ~control><button>1x</button><button>2x</button><button>3x</button></div>'
    ask = f'<div class="wprm-call-to-action" ~promotion><h4>Tried this recipe?</h4><p>Mention @{chrome.slug(job.site.name)} or leave a star rating!</p></div>'
    return f"""<div id="recipe" class="wprm-recipe-container"><div class="wprm-recipe"><h2 class="wprm-recipe-name">{title}</h2>
<div class="wprm-recipe-rating" ~control><span>★★★★★</span> <span>4.{job.rng.randint(1, 9)} from {job.rng.randint(4, 300)} votes</span></div>
<div class="wprm-actions" ~control><a>Print</a> <a>Pin</a> <a>Save</a></div>
<div class="wprm-times">{facts}</div>
<h3 class="wprm-recipe-header">Ingredients</h3>{scale}<ul class="wprm-recipe-ingredients">{ingredients}</ul>
<h3 class="wprm-recipe-header">Instructions</h3><ol class="wprm-recipe-instructions">{steps}</ol>
<h3 class="wprm-recipe-header">Notes</h3><div class="wprm-recipe-notes">{notes}</div></div></div>{job.when(0.6, ask)}"""


def _cards(job: Job, count: int) -> str:
    titles = [job.write.fill(line) for t in topics("recipes").values() for line in t.lines["title"]]
    return each(
        job.rng.sample(titles, count),
        lambda i, t: (
            f'<li class="fsri-list-item"><a href="/r{i}">{chrome.image(job, "", "fsri")}<div class="fsri-title">{t}</div></a></li>'
        ),
    )


def _after(job: Job) -> str:
    share = chrome.items(chrome.words(job, "share_to", 3))
    return f"""<div class="grow-social" ~promotion><ul>{share}</ul></div>
<div class="feast-related" ~related><h2>More recipes you'll love</h2><ul class="fsri-list">{_cards(job, job.rng.randint(3, 6))}</ul></div>"""


def _comments(job: Job, source: Topic) -> str:
    rows = each(
        job.write.some(source, "review", job.rng.randint(2, 3)),
        lambda _, x: (
            f'<li class="comment"><div class="comment-author" ~meta>{person(job.rng).split()[0]} says</div><div class="comment-date" ~meta>'
            f'{job.write.slots["month"]} {job.rng.randint(1, 28)} at {job.rng.randint(1, 11)}:{job.rng.randint(10, 59)} pm</div><div class="comment-text" ~comment><p>{x}</p></div>'
            f'<div class="reply" ~control><a>Reply</a></div></li>'
        ),
    )
    return f"""<section id="comments"><h3 ~control>Reader Interactions</h3><ol class="comment-list">{rows}</ol>
<div id="respond" ~control><h3>{chrome.word(job, "leave")}</h3><p>{chrome.word(job, "leave_note")}</p><label>Recipe Rating</label><label>Comment *</label><textarea></textarea></div></section>"""


def _sidebar(job: Job) -> str:
    name = job.write.slots["p6"].split()[0]
    return f"""<aside class="sidebar sidebar-primary" ~sidebar><section class="widget"><h3>Hi, I'm {name}!</h3>
<p>Cook, gleaner, washer-up. I live in {job.write.slots["town"]} with a tree and too many jars. <a href="/about">More about me →</a></p></section>
<section class="widget"><h3>{chrome.word(job, "popular")}</h3><ul>{_cards(job, job.rng.randint(3, 5))}</ul></section>{job.when(0.6, chrome.advertisement(job))}</aside>"""


def _footer(job: Job) -> str:
    return f"""<footer class="site-footer" ~footer><ul>{chrome.items(["About", "Privacy Policy", "Contact", "Accessibility"])}</ul><p>As an affiliate I earn from qualifying purchases.</p>
<p>{chrome.word(job, "rights")}</p></footer>{job.when(0.5, f'<div class="cky-consent" ~notice><p>{chrome.word(job, "cookie")}</p><button>{chrome.word(job, "accept")}</button></div>')}"""


DESIGN = Design(
    "recipe",
    (
        Site(
            "Salt & Ladle", "saltandladle.example", "Plain food, cooked slowly", ("soup", "bread", "plums", "curry"), 4
        ),
        Site("The Windfall Kitchen", "windfallkitchen.example", "Cooking what falls", ("plums", "curry", "soup"), 3),
        Site("Crumbs & Co", "crumbsandco.example", "A baker's notebook", ("bread", "plums", "curry"), 3, plain=True),
    ),
    make,
)
