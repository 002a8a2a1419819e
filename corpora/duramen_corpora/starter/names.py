"""People, towns and other names that exist only in the starter corpus, dealt out to one page at a time."""

from __future__ import annotations

from random import Random

from duramen_corpora.starter.prose import topic


def _names(key: str) -> list[str]:
    return topic("names", "en").lines[key][0].split(", ")


def cast(rng: Random) -> dict[str, str]:
    """Return the names one page uses: people (`.f` first name, `.s` surname), towns, streets, dates.

    People are `p1` … `p6`, and, for lines that say "she" or "he", the women `w1` … `w4` and the men `m1` … `m4`.
    `a.town` is the town with its article.
    """
    slots: dict[str, str] = {}
    people = zip(rng.sample(_names("first"), 6), rng.sample(_names("last"), 6), strict=True)
    for number, (first, last) in enumerate(people, 1):
        slots |= {f"p{number}": f"{first} {last}", f"p{number}.f": first, f"p{number}.s": last}
    slots["town"], slots["town2"], slots["town3"] = rng.sample(_names("town"), 3)
    slots |= {f"a.{key}": _with_article(slots[key]) for key in ("town", "town2", "town3")}
    slots["river"] = rng.choice(_names("river"))
    slots["street"], slots["street2"] = rng.sample(_names("street"), 2)
    slots["month"], slots["month2"] = rng.sample(_names("month"), 2)
    slots["weekday"], slots["weekday2"] = rng.sample(_names("weekday"), 2)
    slots["year"] = str(rng.randint(2017, 2026))
    return slots | _women_and_men(slots)


def _women_and_men(slots: dict[str, str]) -> dict[str, str]:
    """Return four women and four men whose names the page does not use yet."""
    rng = Random(f"{slots['p1']}/{slots['p2']}/{slots['town']}")
    used, found = set(slots.values()), dict[str, str]()
    lasts = rng.sample([name for name in _names("last") if name not in used], 8)
    for key, word in (("w", "woman"), ("m", "man")):
        firsts = rng.sample([name for name in _names(word) if name not in used], 4)
        for number, first in enumerate(firsts, 1):
            last = lasts.pop()
            found |= {f"{key}{number}": f"{first} {last}", f"{key}{number}.f": first, f"{key}{number}.s": last}
    return found


def _with_article(name: str) -> str:
    return f"{'an' if name[0] in 'AEIOU' else 'a'} {name}"


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
