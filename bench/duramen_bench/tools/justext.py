"""jusText: good paragraphs under the stop list of the language that the page declares, else under all of them."""

from __future__ import annotations

import functools
import re

from duramen_bench.tool import Extract, Input

_LANG = re.compile(r"<html[^>]*?\slang\s*=\s*[\"']?([a-zA-Z]{2})", re.IGNORECASE)

# A caller must name a stop list; the declared language is what it can know. Labels of the corpus are not told. Most old
# pages declare none: with English for those, Greek and Russian pages come out empty; with all lists together they do
# not, and English pages come out as well.
_STOPLISTS = {
    "ar": "Arabic", "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "es": "Spanish",
    "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian",
    "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian",
    "nl": "Dutch", "no": "Norwegian_Bokmal", "nb": "Norwegian_Bokmal", "pl": "Polish", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish",
    "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese",
}  # fmt: skip


def load() -> Extract:
    """Return the extractor."""
    import justext

    stoplist = functools.cache(justext.get_stoplist)
    every = frozenset().union(*(stoplist(language) for language in justext.get_stoplists()))

    def run(page: Input) -> str | None:
        declared = _LANG.search(page.text[:4000])
        language = _STOPLISTS.get(declared.group(1).lower()) if declared else None
        paragraphs = justext.justext(page.text, stoplist(language) if language else every)
        return "\n\n".join(p.text for p in paragraphs if not p.is_boilerplate)

    return run
