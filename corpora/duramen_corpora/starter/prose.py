"""Prose of our own: handwritten lines with slots, and a writer that never says the same sentence twice.

The lines live in `prose/*.txt`, one a line, `key: text`, under `# topic` headings. In a text, `[a|b]` is a choice,
`{p1}` or `{town}` a name from the page's cast, `{n:3-9}` a number
(`{id:3-9}` one without commas, `{n:3-9=boats}` one that stays the same on the page). One `Memory` is shared by all pages of a corpus: a
sentence of eight words or more that any page has said is drawn again with other choices, or left out. A choice may
hold one sentence, never two: a line is cut into sentences before its choices are made.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

from duramen.errors import DataError, unknown_name

_FOLDER = Path(__file__).parent / "prose"
_CHOICE = re.compile(r"\[([^\[\]|]*\|[^\[\]]*)\]")
_SLOT = re.compile(r"\{([^{}]+)\}")
#: What a sentence can begin with: a capital, a letter of a script that has none, an opening mark, a choice or slot.
_OPENING = (
    'A-ZÀ-ÖØ-ÞĄĆĘŁŚŹŻĞİŞΆΈ-ΏΑ-ΫЀ-ЯҐ“„«¿¡"{\\[`/'
    "\u05d0-\u05ea\u0620-\u064a\u066e-\u06d3\u0900-\u0dff\u0e00-\u0eff\u1100-\u11ff\u3040-\u9fff\uac00-\ud7a3"
)
#: Chinese and Japanese put no space between sentences; a stop before a closing quote ends none of the line's own.
_SENTENCE = re.compile(rf"(?<=[.!?…”\"»؟।])\s+(?=[{_OPENING}])|(?<=[。！？])(?![。！？」』”’）|\]])(?=[^\s])")
#: Thai has no full stop: a space between letters is where a clause ends.
_CLAUSE = re.compile(r"(?<=[\u0e01-\u0e4e])\s+(?=[\u0e01-\u0e4e])")
# Vowel signs and tone marks are no `\w`, nor are the joiners of Persian, and yet they stand inside words.
_MARKS = "".join(chr(c) for c in range(0x300, 0xE80) if unicodedata.category(chr(c)).startswith("M"))
_WORD = re.compile(rf"[\w{_MARKS}\u200c\u200d]+")
_UNSPACED_STOPS = ("。", "！", "？")
_IDEOGRAPH = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_THAI = re.compile("[\u0e01-\u0e4e]")
_LONG = 8  # words; shorter sentences ("Thanks, that worked.") may come back, as they do everywhere
_TRIES = 40


@dataclass(frozen=True, slots=True)
class Topic:
    """What the corpus can say about one thing: lines by key (`title`, `lead`, `para`, `comment`, …)."""

    name: str
    lines: Mapping[str, tuple[str, ...]]


@dataclass(slots=True)
class Memory:
    """What the corpus has said so far: sentences, and how often each line was used."""

    said: set[str] = field(default_factory=set)
    uses: Counter[str] = field(default_factory=Counter)


@cache
def topics(book: str) -> dict[str, Topic]:
    """Return the topics of `prose/BOOK.txt`, in order."""
    path = _FOLDER / f"{book}.txt"
    if not path.is_file():
        raise unknown_name("book of prose", book, (p.stem for p in _FOLDER.glob("*.txt")))
    found: dict[str, dict[str, list[str]]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("# "):
            current = found.setdefault(line[2:].strip(), {})
        elif line.strip():
            key, colon, text = line.partition(": ")
            if not colon:
                raise DataError(f"{path}:{number} is not 'key: text'")
            current.setdefault(key, []).append(text.strip())
    return {n: Topic(n, {k: tuple(v) for k, v in lines.items()}) for n, lines in found.items()}


def topic(book: str, name: str) -> Topic:
    """Return one topic of a book. Raises UsageError for a name that the book has not."""
    known = topics(book)
    if name not in known:
        raise unknown_name(f"topic of {book}", name, known)
    return known[name]


def sentences(text: str) -> list[str]:
    """Return the sentences of eight words or more, folded for comparison.

    Where words are not set apart, twelve Chinese or Japanese characters count as eight words, as do 32 Thai ones.
    """
    lines = text.replace(" ~~ ", "\n").splitlines()
    parts = (part for line in lines for sentence in _SENTENCE.split(line) for part in _CLAUSE.split(sentence))
    runs = (_WORD.findall(part.lower()) for part in parts)
    return [" ".join(run) for run in runs if sum(map(_words, run)) >= _LONG]


def _words(run: str) -> float:
    """Return how many words a run of letters makes."""
    return len(_IDEOGRAPH.findall(run)) / 1.5 + len(_THAI.findall(run)) / 4 or 1


class Writer:
    """Fills the lines of topics for one page. What it returns is safe inside HTML."""

    def __init__(self, rng: Random, memory: Memory, slots: Mapping[str, str]) -> None:
        self.rng = rng
        self.memory = memory
        self.slots = dict(slots)

    def fill(self, line: str, rng: Random | None = None) -> str:
        """Return `line` with choices made and slots filled, escaped; it may repeat what was said before."""
        dice, made = rng or self.rng, 1
        while made:
            line, made = _CHOICE.subn(lambda m: dice.choice(m[1].split("|")), line)
        return html.escape(_SLOT.sub(lambda m: self._slot(m[1], dice), line), quote=False)

    def say(self, line: str) -> str:
        """Return `line` filled, less the sentences that cannot be told apart from said ones; "" where none is left."""
        self.memory.uses[line] += 1
        kept: list[str] = []
        for part in _SENTENCE.split(line):
            fresh = self._fresh(part)
            if fresh is None and not kept:
                return ""  # a paragraph that lost its first sentence rarely stands
            if fresh is not None:
                kept.append(fresh)
        return "".join(x if x.endswith(_UNSPACED_STOPS) else f"{x} " for x in kept).strip()

    def some(self, source: Topic, key: str, count: int) -> list[str]:
        """Return up to `count` lines in the order of the book, those the corpus has used least."""
        lines = self._lines(source, key)
        order = sorted(range(len(lines)), key=lambda i: (self.memory.uses[lines[i]], self.rng.random()))
        said: dict[int, str] = {}
        for index in order:
            if len(said) == count:
                break
            if text := self.say(lines[index]):
                said[index] = text
        return [said[i] for i in sorted(said)]

    def one(self, source: Topic, key: str) -> str:
        """Return one line. Raises DataError where the book has nothing new left to say."""
        found = self.some(source, key, 1)
        if not found:
            raise DataError(f"topic '{source.name}' has no fresh '{key}' left; write more lines or more choices")
        return found[0]

    def _lines(self, source: Topic, key: str) -> tuple[str, ...]:
        if key not in source.lines:
            raise unknown_name(f"key of topic '{source.name}'", key, source.lines)
        return source.lines[key]

    def _fresh(self, sentence: str) -> str | None:
        before = dict(self.slots)
        for _ in range(_TRIES):
            self.slots = dict(before)  # a number that the page keeps is kept only with the sentence
            text = self.fill(sentence)
            found = sentences(html.unescape(text))
            if not self.memory.said.intersection(found):
                self.memory.said.update(found)
                return text
        return None

    def _slot(self, name: str, dice: Random) -> str:
        name, _, kept = name.partition("=")
        if kept in self.slots:
            return self.slots[kept]
        if kept:
            self.slots[kept] = self._slot(name, dice)
            return self.slots[kept]
        if name.startswith("id:"):
            return str(dice.randint(*(int(x) for x in name[3:].split("-"))))
        if name.startswith("n:"):
            low, high = (int(x) for x in name[2:].split("-"))
            number = dice.randint(low, high)
            year = low >= 1400 and high <= 2040  # no comma in what reads as a year
            return str(number) if year else f"{number:,}"
        if name not in self.slots:
            raise unknown_name("slot", name, self.slots)
        return self.slots[name]
