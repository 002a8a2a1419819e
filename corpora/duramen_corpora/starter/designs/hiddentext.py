"""A small firm's page with much in it that nobody sees: labels for readers of screens, copies, keywords, words for machines.

What waits behind an accordion is content, hidden or not: a click shows it, and it is what the page is for. Copies of
shown text are `meta`; closed menus and dialogues are what they are when open; text that is never shown, whether written
for search engines or for language models, is `promotion`.
"""

from __future__ import annotations

from typing import Final

from duramen_corpora.starter import chrome, furniture
from duramen_corpora.starter.ballast import Skin, use
from duramen_corpora.starter.furniture import Kit
from duramen_corpora.starter.prose import Topic, topic
from duramen_corpora.starter.site import Design, Draft, Job, Site
from duramen_corpora.starter.stories import each

_SKINS = {
    "steadydriving.example": Skin("hyphen", ""),
    "biscuitfactorystorage.example": Skin("bem", "bf-"),
    "handclinic.example": Skin("utility", "hc"),
    "singingschool.example": Skin("modules", "ss"),
}
#: Attributes that keep an element from being seen, most of them seen in use.
HIDING: Final = (
    "hidden",
    'style="display:none"',
    'aria-hidden="true" style="position:absolute;left:-9999px"',
    'style="display: none !important;" class="seo-text"',
    'class="visually-hidden" style="clip:rect(0 0 0 0)"',
    'style="font-size:0;color:#fff;visibility:hidden"',
)


def make(job: Job) -> Draft:
    """Make a service page."""
    kit = Kit(job, _SKINS[job.site.host], "local")
    source = topic("faqs", job.site.topics[0])
    title, lead = job.write.one(source, "title"), job.write.one(source, "lead")
    content = f"""{_seo(kit)}
<main class="{kit.skin("main")}" ~main>
<h2 class="visually-hidden" ~navigation>Breadcrumb</h2>{furniture.crumbs(kit, "Services")}
<section class="{kit.skin("hero")}"><div class="d-lg-none" aria-hidden="true" ~meta><p class="h1">{title}</p><p>{lead}</p></div>
<h1 class="d-none d-lg-block" ~title>{title}</h1><p class="lead d-none d-lg-block">{lead}</p>
<div ~control><a class="{kit.skin("button")}" href="#book">Book now <span class="visually-hidden">(opens a form)</span></a></div></section>
{_text(kit, source)}
{_accordion(kit, source)}
{_form(kit)}
</main>
{_machines(kit)}
{furniture.rail(kit, 3, "News from us") if kit.trait("rail") else ""}"""
    last = _dialogues(kit)
    marked = furniture.page(kit, title, lead, "LocalBusiness", content, first=_offscreen(kit), last=last)
    return Draft(marked, f"/{job.rng.choice(('services', 'about', 'what-we-do'))}/{chrome.slug(title)}", "service")


def _offscreen(kit: Kit) -> str:
    """Return a menu that slides in, and a message for browsers without scripts."""
    links = chrome.items(["Home", "Prices", "About us", "Questions", "Find us", "Book"])
    return f"""<!-- {furniture.headlines(kit, 1)[0]}: a comment in the source is not text of the page. -->
<div id="offcanvas" class="offcanvas offcanvas-start" tabindex="-1" style="visibility:hidden;transform:translateX(-100%)" ~navigation><p class="offcanvas-title">Menu</p><ul>{links}</ul><button>Close</button></div>
<noscript><div class="noscript" ~notice>{chrome.word(kit.job, "browser")}</div></noscript>"""


def _seo(kit: Kit) -> str:
    """Return words for search engines, hidden in one way or another."""
    line = kit.job.write.fill(kit.job.rng.choice(topic("faqs", "hidden").lines["stuffing"]))
    return f"<div {kit.job.rng.choice(HIDING)} ~promotion>{line}</div>"


def _machines(kit: Kit) -> str:
    """Return instructions for language models, which are no instructions and no content."""
    lines = kit.job.rng.sample(topic("faqs", "hidden").lines["injection"], kit.job.rng.randint(1, 2))
    return each(
        [kit.job.write.fill(x) for x in lines],
        lambda _, x: f'<div {kit.job.rng.choice(HIDING)} ~promotion><p>{x}</p></div>',
    )  # fmt: skip


def _text(kit: Kit, source: Topic) -> str:
    job = kit.job
    paragraphs = job.write.some(source, "para", job.rng.randint(3, 4))
    labels = f'<p class="visually-hidden" ~control>Press tab to move through the {len(paragraphs)} paragraphs of this section.</p>'
    tooltip = f'<div role="tooltip" id="tip-{job.number}" hidden ~control>Opens in a new window</div>'
    return f"""<section class="{kit.skin("text")}">{labels if kit.trait("labels") else ""}
{each(paragraphs, lambda _, x: f"<p>{chrome.linked(job, x)}</p>")}{tooltip}</section>"""


def _accordion(kit: Kit, source: Topic) -> str:
    """Return questions whose answers are folded away, the first one open."""
    job, skin = kit.job, kit.skin
    details = kit.trait("details")

    def one(i: int, line: str) -> str:
        question, answer = line.split(" ~~ ")
        if details:
            return f'<details class="{skin("faq", "item")}"{" open" if i == 0 else ""}><summary>{question}</summary><p>{answer}</p></details>'
        shut = "" if i == 0 else job.rng.choice((" hidden", ' style="display:none"', ' aria-hidden="true"'))
        return f"""<h3 class="{skin("faq", "question")}"><span role="button" aria-expanded="{"true" if i == 0 else "false"}" aria-controls="a{i}">{question}{use("chevron")}</span></h3>
<div class="{skin("faq", "answer")}" id="a{i}" role="region"{shut}><p>{answer}</p></div>"""

    lines = job.write.some(source, "faq", job.rng.randint(5, 7))
    return f'<section class="{skin("faq")}" id="questions"><h2>{job.rng.choice(("Questions", "What people ask us", "Good to know"))}</h2>{each(lines, one)}</section>'


def _form(kit: Kit) -> str:
    names = ("Name", "Telephone", "What is it about?")
    fields = each(names, lambda i, x: f'<label for="f{i}">{x}</label><input id="f{i}">')
    return f"""<section class="{kit.skin("book")}" id="book" ~control><h2>Write to us</h2><form>{fields}<div style="display:none"><label>Leave this field empty</label><input name="url2"></div>
<p class="invalid-feedback d-none">Please tell us your name so that we know whom to ask for.</p><button>Send</button></form></section>"""


def _dialogues(kit: Kit) -> str:
    """Return closed dialogues at the end of the body."""
    return f"""<div class="modal fade" id="thanks" tabindex="-1" aria-hidden="true" ~control><h2>Thank you</h2><p>We have your message and shall ring you before {kit.job.write.slots["weekday"]}.</p><button>Close</button></div>
<dialog id="leaving" ~promotion><h2>Before you go</h2><p>{chrome.word(kit.job, "news_text")}</p><button>{chrome.word(kit.job, "subscribe")}</button></dialog>
<div class="toast" role="status" aria-live="polite" style="display:none" ~notice>Your session is about to end.</div>"""


DESIGN = Design(
    "hiddentext",
    (
        Site("Steady Driving", "steadydriving.example", "Lessons at your pace", ("driving",)),
        Site("The Biscuit Factory", "biscuitfactorystorage.example", "Rooms for things", ("storage",)),
        Site("The Hand Clinic", "handclinic.example", "", ("clinic",)),
        Site("The Singing School", "singingschool.example", "For people who can't", ("choirs",), plain=True),
    ),
    make,
)
