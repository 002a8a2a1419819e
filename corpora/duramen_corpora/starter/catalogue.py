"""Goods that invented shops sell: names, prices, descriptions, and the same said once more by a careless template."""

from __future__ import annotations

from dataclasses import dataclass

from duramen_corpora.starter.prose import Topic, topic
from duramen_corpora.starter.site import Job


@dataclass(frozen=True, slots=True)
class Good:
    """One product as a card shows it."""

    name: str
    brand: str
    price: str
    line: str


def aisle(job: Job) -> Topic:
    """Return what the site's shop sells."""
    return topic("products", job.site.topics[job.number % len(job.site.topics)])


def good(job: Job, source: Topic, key: str = "thing") -> Good:
    """Return a product. Its one line says what shops say about many things; a `hero` suits the shop's paragraphs."""
    price = f"£{job.rng.randint(6, 340)}.{job.rng.choice(('00', '50', '95', '99'))}"
    name = job.write.fill(job.rng.choice(source.lines[key]))
    brand = job.rng.choice(source.lines["brand"])
    lines = job.write.some(source, "line", 1)
    return Good(name[0].upper() + name[1:], brand, price, lines[0] if lines else "")


def goods(job: Job, source: Topic, count: int) -> list[Good]:
    """Return up to `count` products with different names."""
    found = {g.name: g for g in (good(job, source) for _ in range(count * 2))}
    return list(found.values())[:count]
