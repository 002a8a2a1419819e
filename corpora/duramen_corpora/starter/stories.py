"""Articles: a topic's lines drawn together for one page, and teasers for other pages that do not exist."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from duramen_corpora.starter.chrome import linked
from duramen_corpora.starter.names import cast
from duramen_corpora.starter.prose import Writer, topic, topics
from duramen_corpora.starter.site import Job

_T = TypeVar("_T")
#: English books of articles, in the order in which a site's topics are looked for; "news" has the rest.
_BOOKS: Final = ("blog", "essays", "columns", "tutorials")


@dataclass(frozen=True, slots=True)
class Story:
    """One article. Lists may be empty where a topic has no such lines."""

    title: str
    lead: str
    paragraphs: list[str]
    heads: list[str]
    quote: str
    items: list[str]
    caption: str
    comments: list[str]


def book(job: Job) -> str:
    """Return the book of prose that articles in the site's language come from: one named after it, or `other`."""
    if job.site.language != "en":
        return "other" if set(job.site.topics) <= set(topics("other")) else job.site.language
    return next((name for name in _BOOKS if set(job.site.topics) <= set(topics(name))), "news")


def story(job: Job, *, paragraphs: int, comments: int = 0, name: str | None = None) -> Story:
    """Write an article on the site's next topic, with up to so many paragraphs and comments."""
    source = topic(book(job), name or job.site.topics[job.number % len(job.site.topics)])
    write = job.write

    def some(key: str, count: int) -> list[str]:
        return write.some(source, key, count) if key in source.lines and count else []

    return Story(
        title=write.one(source, "title"),
        lead=write.one(source, "lead"),
        paragraphs=some("para", paragraphs),
        heads=some("head", 3),
        quote="".join(some("quote", 1)),
        items=some("item", 5),
        caption="".join(some("caption", 1)),
        comments=some("comment", comments),
    )


def teasers(job: Job, count: int, *, fresh: bool = False) -> list[str]:
    """Return titles of other articles in the site's language; unless `fresh`, they may come back on other pages."""
    lines = list(dict.fromkeys(x for t in topics(book(job)).values() if _speaks(t.name, job) for x in _titles(t.lines)))
    chosen = job.rng.sample(lines, min(count, len(lines)))
    writers = [Writer(job.rng, job.write.memory, cast(job.rng)) for _ in chosen]
    told = [w.say(line) if fresh else w.fill(line) for w, line in zip(writers, chosen, strict=True)]
    return [text for text in told if text]


def others(job: Job, told: Story, count: int) -> list[str]:
    """Return up to `count` teasers, none of them the title of the page they stand on."""
    return [text for text in teasers(job, count + 1) if text != told.title][:count]


def body(job: Job, told: Story, heading: str = "<h2>{}</h2>", *, extras: list[str] | None = None) -> list[str]:
    """Return the article's paragraphs as HTML in order, with headings, quote, list and `extras` set among them."""
    parts = [f"<p>{linked(job, text)}</p>" for text in told.paragraphs]
    third = max(2, len(parts) // 3)
    inserts: list[tuple[int, str]] = [(third * (i + 1), heading.format(h)) for i, h in enumerate(told.heads[:2])]
    if told.quote:
        inserts.append((third + 1, f"<blockquote><p>{told.quote}</p></blockquote>"))
    if told.items:
        inserts.append((len(parts), "<ul>\n" + "\n".join(f"<li>{x}</li>" for x in told.items) + "\n</ul>"))
    inserts += [(job.rng.randint(1, max(1, len(parts) - 1)), extra) for extra in extras or []]
    for at, fragment in sorted(inserts, key=lambda pair: -pair[0]):
        parts.insert(min(at, len(parts)), fragment)
    return parts


def each(things: Sequence[_T], render: Callable[[int, _T], str]) -> str:
    """Return `render(number, thing)` for each thing, joined by line ends."""
    return "\n".join(render(i, thing) for i, thing in enumerate(things))


def _titles(lines: Mapping[str, tuple[str, ...]]) -> list[str]:
    return [*lines.get("title", ()), *lines.get("teaser", ())]


def _speaks(name: str, job: Job) -> bool:
    return job.site.language == "en" or name.startswith(f"{job.site.language}-")
