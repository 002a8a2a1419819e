"""Threads: a question, replies in the order they make sense, and who wrote them when."""

from __future__ import annotations

from dataclasses import dataclass

from duramen_corpora.starter.names import handles
from duramen_corpora.starter.prose import Topic, topic
from duramen_corpora.starter.site import Job

_SHORT = (
    "Following.", "Same here.", "Thanks, that makes sense.", "Any update on this?", "Bump.", "This. Exactly this.",
    "Photos please!", "Great thread.", "Good luck!", "^ what they said", "Welcome to the forum.", "Subscribed.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Post:
    """One post; `own` says that the asker wrote it."""

    author: str
    when: str
    text: str
    paragraphs: tuple[str, ...]
    own: bool


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread; the first post asks."""

    title: str
    category: str
    tags: tuple[str, ...]
    posts: tuple[Post, ...]


def thread(job: Job, replies: int) -> Thread:
    """Write a thread on the site's next topic."""
    source = topic("forum", job.site.topics[job.number % len(job.site.topics)])
    names = handles(job.rng, 12)
    day, month, year = job.rng.randint(1, 12), job.write.slots["month"][:3], job.rng.randint(2012, 2026)
    texts = [(job.write.one(source, "ask"), True), *_replies(job, source, replies)]
    posts = []
    for i, (text, own) in enumerate(texts):
        clock = f"{job.rng.randint(1, 12)}:{job.rng.randint(10, 59)} {'ap'[i % 2]}m"
        author = names[0] if own else names[1 + (i * 7) % 11]
        when = f"{month} {day + i}, {year}, {clock}"
        posts.append(Post(author, when, text, _paragraphs(job, text), own))
    tags = tuple(job.rng.sample(("diy", "beginner", "advice", "winter", "repair", "budget", "old-house"), 3))
    return Thread(job.write.one(source, "title"), source.lines["category"][0], tags, tuple(posts))


def _replies(job: Job, source: Topic, count: int) -> list[tuple[str, bool]]:
    """Return replies in the book's order, the asker's own (`OP ~~` in the book) told apart, short remarks among them."""
    told = []
    for line in job.write.some(source, "reply", count):
        mark, _, text = line.rpartition("OP ~~ ")
        told.append((text, line != text and not mark))
    for _ in range(job.rng.randint(0, 2)):
        told.insert(job.rng.randint(1, len(told)), (job.rng.choice(_SHORT), False))
    return told


def _paragraphs(job: Job, text: str) -> tuple[str, ...]:
    """Return the post's text in one paragraph or two."""
    parts = text.split(". ")
    if len(parts) < 4 or job.maybe(0.4):
        return (text,)
    middle = job.rng.randint(2, len(parts) - 2)
    return (". ".join(parts[:middle]) + ".", ". ".join(parts[middle:]))
