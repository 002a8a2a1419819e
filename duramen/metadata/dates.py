"""Dates as pages write them, to ISO 8601 with the precision that they have.

    parse_date("Dec. 22nd, 2023 at 10:30 AM")      # "2023-12-22T10:30"
    parse_date("vor 3 Tagen")                      # None: it would depend on when it is read

The time zone stays where one is written, and none is made up. A day that the calendar lacks is no date.
"""

from __future__ import annotations

import datetime
import re
from typing import Final

from duramen.metadata.months import MONTHS, fold

_LOOKED_AT: Final = 300
_DIGIT: Final = re.compile(r"[0-9]")
_YEAR: Final = r"(?P<year>(?:19|20)\d\d)"
_CLOCK: Final = re.compile(
    r"(?P<hour>\d{1,2})(?:[:h](?P<minute>[0-5]\d)(?::?(?P<second>[0-5]\d)(?:[.,]\d{1,9})?)?)?"
    r"\s?(?P<half>[ap]\.?\s?m\b\.?)?\s{0,3}(?P<zone>Z\b|UTC\b|GMT\b|(?:UTC|GMT)?[+-]\d\d:?(?:\d\d)?(?!\d))?",
    re.IGNORECASE,
)
_BEFORE_CLOCK: Final = re.compile(
    r"[\s,;|–—•·T/-]{0,5}(?:at|um|a|à|om|alle|ore|a las|kl\.?|klo|в)?\s{0,2}", re.IGNORECASE
)
#: The year first: ISO 8601 and what looks like it, also the units of Chinese, Japanese and Korean.
_YEAR_FIRST: Final = re.compile(
    rf"(?<![\d/.]){_YEAR}(?:\s?(?P<mark>[-/.年년])\s?(?P<month>1[0-2]|0?[1-9])(?:\s?(?:(?P=mark)|[月월])\s?"
    r"(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)[日일]?|(?=$|[^\d.])[月월]?))"
)
_BASIC: Final = re.compile(
    rf"(?<!\d){_YEAR}(?P<month>1[0-2]|0[1-9])(?P<day>3[01]|[12]\d|0[1-9])(?=T?\d{{6}}|(?:T\d{{4}})?(?!\d))"
)
_BASIC_CLOCK: Final = re.compile(
    r"T?(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?P<second>[0-5]\d)?(?P<zone>Z|[+-]\d{4})?"
)
_YEAR_LAST: Final = re.compile(
    r"(?<![\d.])(?P<one>\d{1,2})\s?(?P<mark>[-/.])\s?(?P<two>\d{1,2})\s?(?P=mark)\s?(?P<year>(?:19|20)?\d\d)(?!\d)"
)
_WORD: Final = r"[^\W\d_][^\s\d.,;:/|()-]{2,14}"  # marks of Indic scripts are no \w
_DAY: Final = r"(?P<day>3[01]|[12]\d|0?[1-9])"
_DAY_MONTH: Final = re.compile(
    rf"(?<!\d){_DAY}(?:st|nd|rd|th|er|º|°|ª|\.)?[\s-]{{0,3}}(?:(?:of|de|di)\s|d')?(?P<month>{_WORD})\.?,?[\s-]{{0,3}}"
    rf"(?:(?:de|del)\s)?{_YEAR}(?!\d)"
)
_MONTH_DAY: Final = re.compile(rf"(?P<month>{_WORD})\.?[\s-]{{0,3}}{_DAY}(?:st|nd|rd|th)?[\s,.-]{{1,4}}{_YEAR}(?!\d)")
_MONTH_YEAR: Final = re.compile(rf"(?<!\d )(?P<month>{_WORD})\.?,?\s?(?:de\s)?{_YEAR}(?!\d)")
_YEAR_ALONE: Final = re.compile(rf"{_YEAR}")
_EPOCH: Final = re.compile(r"(1\d{9})(\d{3})?")
_MONTH_FIRST: Final = ("en", "en-us", "en-ca", "en-ph")


def parse_date(text: str, language: str = "") -> str | None:
    """Return the first date in a short text as ISO 8601, or None.

    `language` (BCP 47) decides 03/04/2023: the month comes first in American English, or where the language is not
    known; anywhere else the day does. Only the first 300 characters are looked at.
    """
    text = text[:_LOOKED_AT].strip()
    if not _DIGIT.search(text):
        return None
    epoch = _EPOCH.fullmatch(text)
    if epoch:
        moment = datetime.datetime.fromtimestamp(int(epoch[1]), datetime.timezone.utc)
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    folded = fold(text)
    return (
        _numbers(_YEAR_FIRST, text)
        or _basic(text)
        or _named(_MONTH_DAY, folded)
        or _named(_DAY_MONTH, folded)
        or _year_last(text, language)
        or _named(_MONTH_YEAR, folded)
        or (text if _YEAR_ALONE.fullmatch(text) else None)
    )


def _numbers(pattern: re.Pattern[str], text: str) -> str | None:
    for match in pattern.finditer(text):
        found = _iso(match["year"], match["month"], match["day"])
        if found:
            return found + _time(text, match.end()) if match["day"] else found
    return None


def _basic(text: str) -> str | None:
    match = _BASIC.search(text)
    found = match and _iso(match["year"], match["month"], match["day"])
    if not match or not found:
        return None
    clock = _BASIC_CLOCK.match(text, match.end())
    return found + _written(clock, clock["zone"]) if clock else found


def _named(pattern: re.Pattern[str], folded: str) -> str | None:
    for match in pattern.finditer(folded):
        month = MONTHS.get(match["month"])
        groups = match.groupdict()
        found = _iso(match["year"], str(month), groups.get("day")) if month else None
        if found:
            return found + _time(folded, match.end()) if groups.get("day") else found
    return None


def _year_last(text: str, language: str) -> str | None:
    month_first = not language or language.lower().replace("_", "-") in _MONTH_FIRST
    for match in _YEAR_LAST.finditer(text):
        one, two = match["one"], match["two"]
        month, day = (one, two) if month_first and match["mark"] != "." else (two, one)
        if int(month) > 12:
            month, day = day, month
        year = match["year"] if len(match["year"]) == 4 else f"20{match['year']}"
        found = _iso(year, month, day)
        if found:
            return found + _time(text, match.end())
    return None


def _iso(year: str, month: str | None, day: str | None) -> str | None:
    if not month:
        return year
    try:
        whole = datetime.date(int(year), int(month), int(day or 1))
    except ValueError:
        return None
    return whole.isoformat() if day else whole.isoformat()[:7]


def _time(text: str, at: int) -> str:
    """Return the time of day that follows a date, as ISO 8601 has it, or ""."""
    gap = _BEFORE_CLOCK.match(text, at)
    clock = _CLOCK.match(text, gap.end() if gap else at)
    if not clock or not (clock["minute"] or clock["half"]):
        return ""
    return _written(clock, clock["zone"], clock["half"])


def _written(clock: re.Match[str], zone: str | None, half: str | None = None) -> str:
    hour = int(clock["hour"])
    if half:
        if not 1 <= hour <= 12:
            return ""
        hour = hour % 12 + (12 if half[0].lower() == "p" else 0)
    if hour > 23:
        return ""
    second = f":{clock['second']}" if clock["second"] else ""
    return f"T{hour:02}:{clock['minute'] or '00'}{second}{_zone(zone)}"


def _zone(zone: str | None) -> str:
    if not zone:
        return ""
    offset = re.sub(r"(?i)utc|gmt|z|:", "", zone)
    return f"{offset[:3]}:{offset[3:] or '00'}" if offset else "Z"
