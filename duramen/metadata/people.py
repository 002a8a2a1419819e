"""Names of authors: taken apart where a field holds several, freed of what is no part of a name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from duramen.metadata.strings import clean, words_of

MAX_AUTHORS: Final = 50
_MAX_NAME: Final = 100
#: What stands before a name: "By", "Written by", "Von", "Par", "文：". Languages of the news sites that were looked at.
_BY: Final = (
    r"(?:(?:(?:story|article|post|posted|published|written|reviewed|words|text|report|reported|created|authored|"
    r"submitted|contributed|photos and story)\s+)?by|authors?(?:\(s\))?|from|von|autor(?:in|en|es|a)?|"
    r"texte?(?:\s+(?:von|de|par))?|par|auteurs?|por|escrito\s+por|di|a\s+cura\s+di|autore|door|av|af|tekst|"
    r"kirjoittanut|przez|автор|текст|yazan|oleh|作者|記者|记者|文|글|기자|著者|كتب|بقلم)"
)
BYLINE: Final = re.compile(rf"\s*{_BY}(?:\s*[:：]\s*|\s+)", re.IGNORECASE)
_TAIL: Final = re.compile(
    r"\s*(?:[|•·/\n]|\s[-–—]\s|\(|\bon\s+(?:\w+day\b|\w+\.?\s+\d|\d)|\bon behalf\b|(?:published|updated|posted|"
    r"last updated|last modified|read more|more about)\b|\s(?:is|are|was)\s(?:an?|the)\s|"
    r"\d{1,2}[:/.]\d|\b(?:19|20)\d\d\b|\s@|https?:|\bfollow\b|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s+\d|©).*",
    re.IGNORECASE | re.DOTALL,
)
_FOR: Final = re.compile(r"\s+[Ff](?:or|OR)\s+[A-Z].*", re.DOTALL)  # "By Jane Doe for The Paper"
_BETWEEN: Final = re.compile(
    r"\s*(?:[;|\n]|,?\s+(?:and|und|et|y|e|og|och|en|i|и|ve|dan|with)\s+|\s&\s|、|,)\s*", re.IGNORECASE
)
#: After a comma: a degree or generation, no further name. So is a short word all in capitals.
_CAPITALS: Final = re.compile(r"[A-Z][A-Z®.-]{1,7}(?:\s\d+)?")
_DEGREE: Final = re.compile(
    r"(?:ph\.?\s?d|m\.?d|j\.?d|m\.?s|m\.?a|b\.?a|b\.?s|r\.?n|r\.?d|jr|sr|esq|msc)\.?", re.IGNORECASE
)
#: What stands in such fields and names nobody.
_NOBODY: Final = re.compile(
    r"(?:admin(?:istrator)?|authors?|staff|user|guest|anonymous|unknown|none|null|undefined|n/?a|editor|webmaster|root|"
    r"wordpress|default|topic author|original poster|(?:(?:senior|staff|contributing|associate|deputy|managing|news|"
    r"breaking news|digital) )*(?:writer|reporter|editor|correspondent|contributor|columnist|journalist)s?|share|"
    r"comments?|home|about the author|more|view all posts.*|see all.*|contact.*|by|written by|the author)\W*",
    re.IGNORECASE,
)
#: What somebody is, after the name: "Jane Doe, Senior Reporter".
_ROLE: Final = re.compile(
    r"\b(?:writer|reporter|editor|correspondent|contributor|columnist|journalist|analyst|producer|photographer|"
    r"director|manager|professor|ceo|cto|founder|specialist|expert|intern|officer|president|head of|chief|partner|"
    r"attorney|consultant|strategist|dietitian|engineer|scientist|researcher|educator|marketer|coach)s?\b",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(r"https?:|www\.|@|facebook\.|[{}<>\[\]=]")


def names_of(fields: Iterable[str], *, loose: bool = False) -> tuple[str, ...]:
    """Return the names in fields that name people, in order, each once.

    `loose` is for text of a page, where a name must look like one.
    """
    names: dict[str, str] = {}
    for field in fields:
        for name in _names(clean(field, 600)):
            if not loose or looks_like_name(name):
                names.setdefault(" ".join(words_of(name)), name)
            if len(names) >= MAX_AUTHORS:
                break
    return tuple(names.values())


def looks_like_name(text: str) -> bool:
    """Return whether running text could be the name of a person: two to five words, capitals, no digit, no sentence."""
    words = text.split()
    if len(text) > 50 or any(c.isdigit() or c in ":#" for c in text) or text.endswith(("!", "?", ":", "...")):
        return False
    if not 2 <= len(words) <= 5:
        return bool(words) and len(words) == 1 and not text.isascii() and 2 <= len(text) <= 12  # 王小明
    small = sum(word[0].islower() for word in words)
    return small <= len(words) - 2 and words[0][0].isalpha() and not _ROLE.search(text) and not _NOBODY.fullmatch(text)


def _names(field: str) -> list[str]:
    match = BYLINE.match(field)
    field = _FOR.sub("", field[match.end() :]) if match else field
    kept: list[str] = []
    for part in _BETWEEN.split(_TAIL.sub("", field)):
        name = part.strip(" \t,.;:|-–—·•*\"'“”«»") + ("." if part.rstrip().lower().endswith(("jr.", "sr.")) else "")
        if kept and (_DEGREE.fullmatch(name) or _CAPITALS.fullmatch(name) or _ROLE.search(name)):
            continue
        if name and len(name) <= _MAX_NAME and not _NOBODY.fullmatch(name) and not _ADDRESS.search(name):
            kept.append(name)
    return [name for name in kept if any(c.isalpha() for c in name)]
