"""Scripts and languages: is the gold written as the page is, and are both in the language that the corpus says?"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from duramen_corpora.audit.check import Check
from duramen_corpora.audit.subject import Subject

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

#: Letters of a script, by its name. Chinese and Japanese share theirs; Serbian has two scripts and is not judged.
_LETTERS: Final = {
    name: re.compile(f"[{letters}]")
    for name, letters in {
        "Latin": "A-Za-z\u00c0-\u024f\u1e00-\u1eff",
        "Greek": "\u0370-\u03ff\u1f00-\u1fff",
        "Cyrillic": "\u0400-\u052f",
        "Hebrew": "\u0590-\u05ff",
        "Arabic": "\u0600-\u06ff\u0750-\u077f",
        "Devanagari": "\u0900-\u097f",
        "Thai": "\u0e00-\u0e7f",
        "Hangul": "\u1100-\u11ff\uac00-\ud7af",
        "Han": "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff",
    }.items()
}
_SCRIPT_OF: Final = {
    "el": "Greek", "ru": "Cyrillic", "uk": "Cyrillic", "bg": "Cyrillic", "he": "Hebrew", "ar": "Arabic", "fa": "Arabic",
    "hi": "Devanagari", "th": "Thai", "ko": "Hangul", "zh": "Han", "ja": "Han",
    **dict.fromkeys(("en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "no", "fi", "cs", "tr"), "Latin"),
}  # fmt: skip
#: Letters of a text that are enough to judge its script, and its language.
_FEW, _MANY = 40, 200
#: What the identifier must be sure of, and how much of a text it is shown.
_SURE, _SHOWN = 0.95, 5000
#: Languages that no identifier tells apart by a page.
_SAME: Final = {"nb": "no", "nn": "no", "hr": "sh", "bs": "sh", "sr": "sh", "ms": "id", "yue": "zh"}


def wrong_script(subject: Subject) -> str | None:
    """Most of the gold's letters are of a script that the page hardly has, or its language is not written in."""
    gold, page = script(subject.gold), _counts(subject.text)
    if gold is None:
        return None
    if page[gold] < 0.05 * sum(page.values()):
        return f"the gold is in {gold} script, and {page[gold]} of the page's {sum(page.values()):,} letters are"
    given = subject.page.language
    meant = _SCRIPT_OF.get(_short(given), gold)
    return f"the gold is in {gold} script, and the language is given as {given}" if meant != gold else None


def wrong_language(subject: Subject) -> str | None:
    """The page, and its gold where it has one, is for certain in a language that is not the one the corpus gives."""
    given = _short(subject.page.language)
    texts = [text for text in (subject.text, subject.gold) if len(text) >= _MANY]
    if not given or not texts:
        return None
    found = {language(text) for text in texts}
    if len(found) > 1 or found <= {None, given}:
        return None
    return f"it is in '{found.pop()}', and its language is given as {subject.page.language}"


def script(text: str) -> str | None:
    """Return the script of most letters of a text, None for one of a few letters."""
    counts = _counts(text)
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] >= _FEW else None


def language(text: str) -> str | None:
    """Return the language of a text (ISO 639-1), None where it is not certain."""
    code, sure = _identifier().classify(text[:_SHOWN])
    return _SAME.get(code, code) if sure >= _SURE else None


def _counts(text: str) -> dict[str, int]:
    return {name: len(letters.findall(text)) for name, letters in _LETTERS.items()}


def _short(given: str | None) -> str:
    code = (given or "").lower().replace("_", "-").partition("-")[0]
    return _SAME.get(code, code)


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


CHECKS: Final = (
    Check("wrong-script", "doubtful", "the gold is in another script than the page or its language", wrong_script),
    Check("wrong-language", "doubtful", "gold and page are in another language than is given", wrong_language),
)
