"""People, places, dates and numbers as the sites of one language write them.

What they are made of stands in `prose/names.txt`, a topic a language: `person`, `town`, `month` (lists), `date` (a
pattern), and where the language has its own, `digits` and `era` (years to add to ours).
"""

from __future__ import annotations

from random import Random

from duramen_corpora.starter.prose import topic
from duramen_corpora.starter.site import Job


def people(job: Job, count: int) -> list[str]:
    """Return `count` distinct full names."""
    return job.rng.sample(_listed(job, "person"), count)


def person(job: Job) -> str:
    """Return a full name."""
    return people(job, 1)[0]


def author(job: Job) -> str:
    """Return the name of the one who wrote this page, the same however often it is asked for."""
    return Random(f"{job.site.host}/{job.number}/author").choice(_listed(job, "person"))


def places(job: Job, count: int) -> list[str]:
    """Return up to `count` towns and districts, in the order of the book, as menus list them."""
    known = _listed(job, "town")
    return [known[i] for i in sorted(job.rng.sample(range(len(known)), min(count, len(known))))]


def date(job: Job, first: int = 2019, last: int = 2026) -> str:
    """Return a date between the years `first` and `last`."""
    return written(job, job.rng.randint(first, last), job.rng.randint(1, 12), job.rng.randint(1, 28))


def written(job: Job, year: int, month: int, day: int) -> str:
    """Return a date in the months and digits of the language. The calendar's own years are counted, not its new year."""
    parts = {"d": day, "n": month, "m": _listed(job, "month")[month - 1], "y": year + int(_line(job, "era", "0"))}
    return digits(job, _line(job, "date", "{d}.{n:02}.{y}").format(**parts))


def clock(job: Job) -> str:
    """Return a time of day."""
    return digits(job, f"{job.rng.randint(6, 23):02}:{job.rng.randint(0, 59):02}")


def number(job: Job, low: int, high: int, *, step: int = 1, mark: str = ".") -> str:
    """Return a number between `low` and `high`, its thousands set apart by `mark`."""
    return digits(job, f"{job.rng.randrange(low, high + 1, step):,}".replace(",", mark))


def digits(job: Job, text: str) -> str:
    """Return `text` in the digits of the site's language."""
    own = _line(job, "digits", "")
    return text.translate(str.maketrans("0123456789", own)) if own else text


def _listed(job: Job, key: str) -> list[str]:
    return topic("names", job.site.language).lines[key][0].split(", ")


def _line(job: Job, key: str, default: str) -> str:
    return topic("names", job.site.language).lines.get(key, (default,))[0]
