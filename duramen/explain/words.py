"""What each feature means to a reader: the one table of words, by the features' names.

    >>> say("link_chars_share", 0.62)
    '62 % of its letters are links'

Features that tell the same thing at several distances (the region around, the one around that) are one family: what
they add is summed, and the strongest of them speaks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from duramen.blocks import FLAGS
from duramen.explain.phrases import Phrase, away, count, either, level, number, score, share, since, tag, words_of


class Words(NamedTuple):
    """A feature in words: its family, and what a value of it says."""

    family: str
    phrase: Phrase


def say(feature: str, value: float) -> str:
    """Return what a value of a feature says. Raises KeyError for a name that no feature has."""
    return WORDS[feature].phrase(value)


def family(feature: str) -> str:
    """Return the family of a feature."""
    return WORDS[feature].family


# ---------------------------------------------------------------------------------------------------------------------
# The table, by what features are about

_Entries = Iterator[tuple[str, str, Phrase]]
_INSIDE: Final = {
    "nav": "navigation (<nav>)", "header": "a header", "footer": "a footer", "aside": "an aside",
    "article": "an <article>", "main": "<main>", "section": "a <section>", "form": "a form", "table": "a table",
    "list": "a list", "item": "an item", "definitions": "a list of definitions", "noscript": "<noscript>",
    "figure": "a figure", "button": "a button", "quote": "a quote", "pre": "preformatted text",
    "heading": "a heading", "link": "a link", "details": "a fold-out", "label": "a label", "select": "a picker",
    "dialog": "a dialog", "code": "code",
}  # fmt: skip
_KINDS: Final = {
    "paragraph": "a paragraph", "item": "an item", "cell": "a table's cell", "term": "a term or its definition",
    "container": "text straight in a container", "control": "a form's control", "caption": "a caption",
}  # fmt: skip
_LETTERS: Final = {
    "link_chars": "are links", "punctuation": "are punctuation", "digits": "are digits", "uppercase": "are capitals",
    "non_ascii": "are beyond ASCII", "unspaced": "are of scripts without spaces", "bold_chars": "are bold",
}  # fmt: skip
_BY: Final = {
    "-2": "the second block before", "-1": "the block before", "+1": "the block after", "+2": "the second block after",
}  # fmt: skip
_AROUND: Final = ("its region", "the region around", *(f"the region {k} levels out" for k in range(2, 8)))
_LIKE: Final = ("like its own", "like the one around", *(f"like that {k} levels out" for k in range(2, 8)))


def _own() -> _Entries:
    """The block itself."""
    yield "score_words", "wording", score("its words")
    yield "score_near", "names", score("class names at it")
    yield "score_far", "names", score("class names around it")
    yield "chars", "length", count("letter")
    yield "words", "length", count("word")
    yield "of_longest", "length", share("as long as the page's longest block")
    yield "links", "links", count("link")
    yield "hash_links", "links", count("link within the page", "links within the page")
    yield "stops", "sentences", count("full stop")
    yield "commas", "sentences", count("comma")
    yield "stops_a_word", "sentences", number("full stops a word:", 2)
    yield "commas_a_word", "sentences", number("commas a word:", 2)
    yield "images", "images", count("image")
    yield "inputs", "inputs", count("field")
    yield "breaks", "breaks", count("line break")
    yield "word_length", "letters", number("letters a word:", 1)
    yield "capitals_a_word", "letters", number("capitalised words a word:", 2)
    for name, are in _LETTERS.items():
        yield f"{name}_share", "links" if name == "link_chars" else "letters", share(f"of its letters {are}")
    for name in FLAGS:
        if name == "hidden":
            yield "in_hidden", "hidden", either("the page hides it", "the page shows it")
        else:
            yield f"in_{name}", f"in {name}", either(f"it is in {_INSIDE[name]}", f"it is not in {_INSIDE[name]}")
    for name, what in _KINDS.items():
        yield f"is_{name}", "kind", either(f"it is {what}", f"it is not {what}")
    yield "heading_level", "kind", lambda v: f"it is a heading of level {v:.0f}" if v else "it is no heading"
    yield "depth", "depth", number("its depth in the tree is")
    yield "run", "run", number("it is one of several in its element: number", 0)
    yield "in_title_share", "title", share("of its words are in the page's title")
    yield "of_title_share", "title", share("of the page's title is in it")
    yield "in_description_share", "title", share("of its words are in the page's own description")
    yield "of_description_share", "title", share("of the page's own description is in it")
    yield "description_words", "title", count("word", lead="the page's own description has")


def _place() -> _Entries:
    """Where it stands, and what repeats it."""
    yield "place", "place", share("of the page's blocks come before it")
    yield "place_words", "place", share("of the page's words come before it")
    yield "blocks_before", "place", count("block", lead="after")
    yield "words_before", "place", count("word", lead="after")
    yield "since_heading", "headings", since("after a heading", "before any heading", "it is a heading")
    yield (
        "words_since_heading",
        "headings",
        lambda v: f"{v:,.0f} words after a heading" if v >= 0 else "before any heading",
    )
    yield "since_h1", "h1", _since_h1
    yield "h1_level", "h1", level("the first <h1>")
    yield "longest_level", "longest", level("the longest text on the page")
    yield "since_longest", "longest", _since_longest
    yield "has_h1", "h1", count("<h1>", "<h1>", lead="the page has")
    yield "heading_score", "heading", score("names and words of the heading above")
    yield "heading_words", "heading", score("words of the heading above")
    yield "heading_rank", "heading", lambda v: f"the heading above is of level {v:.0f}" if v else "no heading above"
    yield "same_text", "repeated", lambda v: f"its text is on the page {v:.0f} times" if v > 1 else "its text is unique"
    yield "same_text_before", "repeated", lambda v: "its text was there before" if v else "its text is new"
    yield "same_path", "likes", count("block", lead="the page has of its kind")
    yield "same_path_share", "likes", share("of the page's blocks are of its kind")
    yield "same_path_words", "likes", number("words in a block of its kind:")
    yield "same_path_link_share", "likes", share("of the letters in blocks of its kind are links")


def _since_h1(v: float) -> str:
    if v < -9000:
        return "the page has no <h1>"
    where = "after" if v > 0 else "before"
    return "it is the page's <h1>" if v == 0 else f"{abs(v):,.0f} blocks {where} the <h1>"


def _since_longest(v: float) -> str:
    where = "after" if v > 0 else "before"
    return "it is the longest text on the page" if v == 0 else f"{abs(v):,.0f} blocks {where} the longest text"


def _near() -> _Entries:
    """The blocks beside it."""
    for by, whose in _BY.items():
        yield f"words_{by}", "neighbours", words_of(whose)
        yield f"link_share_{by}", "neighbours", share(f"of {whose} is links")
        yield f"score_{by}", "neighbours", score(f"names and words of {whose}")
    for by in ("-1", "+1"):
        yield f"same_tag_{by}", "neighbours", either(f"{_BY[by]} has its tag", f"{_BY[by]} has another tag")
        yield f"same_path_{by}", "neighbours", either(f"{_BY[by]} is of its kind", f"{_BY[by]} is of another kind")
        yield f"depth_{by}", "neighbours", number(f"levels that {_BY[by]} is deeper in the tree:")
    for reach in (3, 8, 20):
        near = f"the {reach} blocks each side"
        yield f"words_window{reach}", "neighbours", number(f"words a block within {near}:")
        yield f"score_window{reach}", "neighbours", score(f"names and words within {near}")
        yield f"link_window{reach}", "neighbours", share(f"of {near} is links")


def _regions() -> _Entries:
    """The regions that it stands in, its own first."""
    for k, where in enumerate(_AROUND):
        yield f"region{k}_blocks", "region", count("block", lead=f"{where} has")
        yield f"region{k}_words", "region", count("word", lead=f"{where} has")
        yield f"region{k}_share", "region", share(f"of the page's words are in {where}")
        yield f"region{k}_words_a_block", "region", number(f"words a block in {where}:")
        yield f"region{k}_link_share", "region", share(f"of {where} is links")
        yield f"region{k}_stops_a_word", "region", number(f"full stops a word in {where}:", 2)
        yield f"region{k}_score", "region words", score(f"names and words of {where}")
        yield f"region{k}_score_words", "region words", score(f"words of {where}")
        yield f"region{k}_place", "region place", share(f"of {where} comes before it")
        yield f"region{k}_tag", "region", tag(where)
        yield f"region{k}_images", "region", number(f"images a block in {where}:", 1)
        yield f"region{k}_inputs", "region", number(f"fields a block in {where}:", 1)
        yield f"region{k}_headings", "region", number(f"headings a block in {where}:", 2)
        yield f"region{k}_digits", "region", share(f"of the letters of {where} are digits")
        yield f"region{k}_uppercase", "region", share(f"of the letters of {where} are capitals")
        yield f"region{k}_paragraphs", "region", share(f"of the words of {where} are in paragraphs")
        yield f"region{k}_hidden", "region", share(f"of the words of {where} are hidden")
        yield f"region{k}_twins", "twins", number(f"regions {_LIKE[k]}:")
        yield f"region{k}_twin_share", "twins", share(f"of the page's words are in regions {_LIKE[k]}")
        yield f"region{k}_head_score", "region head", score(f"names and words that {where} begins with")
        yield f"region{k}_head_words", "region head", score(f"words that {where} begins with")


def _anchors() -> _Entries:
    """Where the page's prose hangs, and where its likely words stand together."""
    yield "prose", "prose", number("points for its length and commas:")
    yield "prose_region0", "prose", share("as much prose in its region as in the page's best")
    yield "prose_region1", "prose", share("as much prose in the region around as in the page's best")
    yield "prose_around", "prose", share("as much prose around it as in the page's best region")
    yield "in_prose", "prose", either("it is in the region that most prose hangs from", "it is not where most prose is")
    yield "from_prose", "prose", away("the region that most prose hangs from")
    yield "prose_level", "prose", level("the region that most prose hangs from")
    yield "in_likely_run", "likely", either("it is in the run of likely words", "it is not in the run of likely words")
    yield "from_likely_run", "likely", away("the run of likely words")
    yield "of_likely_run", "likely", share("of the run of likely words is behind it")
    yield "in_likely_region", "likely", either("it is in the likeliest region", "it is not in the likeliest region")
    yield "from_likely_region", "likely", away("the likeliest region")
    yield "likely_region_level", "likely", level("the likeliest region")


def _page() -> _Entries:
    """The page as a whole, and what is asked of it."""
    for name, one in (("blocks", "block"), ("words", "word"), ("images", "image"), ("inputs", "field")):
        yield f"page_{name}", "page", count(one, lead="the page has")
    yield "page_headings", "page", count("heading", lead="the page has")
    yield "page_articles", "page", count("<article>", "<article>", lead="the page has")
    for name in ("paragraphs", "items", "cells"):
        yield f"page_{name}", "page", share(f"of the page's words are in {name}")
    yield "page_link_share", "page", share("of the page's letters are links")
    yield "page_stops", "page", number("full stops a word on the page:", 2)
    yield "page_digits", "page", share("of the page's letters are digits")
    yield "page_score", "page", score("names and words on the page")
    yield "page_score_words", "page", score("words on the page")
    yield "page_longest", "page", count("word", lead="the page's longest block has")
    for name, what in (
        ("prose", "the region that most prose hangs from"),
        ("likely_run", "the run of likely words"),
        ("likely_region", "the likeliest region"),
    ):
        yield f"page_{name}", "page", number(f"points of {what}:")
        yield f"page_{name}_share", "page", share(f"of the page is {what}")
    yield "page_long_share", "page", share("of the page's words are in long blocks")
    yield "page_twins", "page", count("region", lead="alike, the page has at most")
    yield "policy_body", "policy", either("running text alone is asked for", "all that the page is for is asked for")
    yield "policy_title", "policy", either("the title is asked for", "no title is asked for")


#: Every feature, and a few more.
WORDS: Final[dict[str, Words]] = {
    name: Words(kin, phrase)
    for part in (_own, _place, _near, _regions, _anchors, _page)
    for name, kin, phrase in part()
}
