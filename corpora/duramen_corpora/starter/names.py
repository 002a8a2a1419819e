"""People, towns and other names that exist only in the starter corpus, dealt out to one page at a time."""

from __future__ import annotations

from random import Random

from duramen_corpora.starter.prose import topic


def _names(key: str) -> list[str]:
    return topic("names", "en").lines[key][0].split(", ")


def cast(rng: Random) -> dict[str, str]:
    """Return the names one page uses: `p1` … `p6` (`.f` first name, `.s` surname), towns, streets, dates."""
    slots: dict[str, str] = {}
    people = zip(rng.sample(_names("first"), 6), rng.sample(_names("last"), 6), strict=True)
    for number, (first, last) in enumerate(people, 1):
        slots |= {f"p{number}": f"{first} {last}", f"p{number}.f": first, f"p{number}.s": last}
    slots["town"], slots["town2"], slots["town3"] = rng.sample(_names("town"), 3)
    slots["river"] = rng.choice(_names("river"))
    slots["street"], slots["street2"] = rng.sample(_names("street"), 2)
    slots["month"], slots["month2"] = rng.sample(_names("month"), 2)
    slots["weekday"], slots["weekday2"] = rng.sample(_names("weekday"), 2)
    slots["year"] = str(rng.randint(2017, 2026))
    return slots


def handles(rng: Random, count: int) -> list[str]:
    """Return `count` distinct forum names."""
    return rng.sample(_names("handle"), count)


def towns(rng: Random, count: int) -> list[str]:
    """Return `count` distinct towns in alphabetical order, as menus list them."""
    return sorted(rng.sample(_names("town"), count))


def person(rng: Random) -> str:
    """Return a full name."""
    return f"{rng.choice(_names('first'))} {rng.choice(_names('last'))}"


def date(rng: Random, year: int) -> tuple[int, str, int]:
    """Return a day, a month's name and `year`; the day exists in every month."""
    return rng.randint(1, 28), rng.choice(_names("month")), year
