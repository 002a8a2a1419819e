"""What each feature means to a reader: the one table of words, by the features' names.

    >>> say("link_chars_share", 0.62)
    '62 % of its letters are links'

Features that tell the same thing at several distances (the region around, the one around that) are one family: what
they add is summed, and the strongest of them speaks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from duramen.blocks import FLAGS, TAGS

Phrase = Callable[[float], str]

_NEVER: Final = 900  # blocks: features write "none" as 999 and more


class Words(NamedTuple):
    """A feature in words: its family, and what a value of it says."""

    family: str
    phrase: Phrase


def say(feature: str, value: float) -> str:
    """Return what a value of a feature says. Raises KeyError for a name that no stage has."""
    return WORDS[feature].phrase(value)


def family(feature: str) -> str:
    """Return the family of a feature."""
    return WORDS[feature].family


# ---------------------------------------------------------------------------------------------------------------------
# Kinds of values


def _share(of: str) -> Phrase:
    return lambda v: f"{round(100 * v)} % {of}"


def _count(one: str, many: str | None = None, lead: str = "it has") -> Phrase:
    return lambda v: f"{lead} {v:,.0f} {one if round(v) == 1 else many or one + 's'}"


def _number(what: str, digits: int = 0) -> Phrase:
    return lambda v: f"{what} {v:,.{digits}f}"


def _either(yes: str, no: str) -> Phrase:
    return lambda v: yes if v > 0.5 else no


def _words_of(whose: str) -> Phrase:
    return lambda v: f"{whose} has {v:,.0f} words" if v >= 0 else f"without {whose}"


def _tag(what: str) -> Phrase:
    return lambda v: f"{what} is a <{TAGS[int(v)]}>"


def _score(whose: str) -> Phrase:
    return lambda v: f"{whose} are those of {'content' if v > 0 else 'noise'}"


def _odds(what: str, verb: str = "looks") -> Phrase:
    """Of a probability; below 0 there is nothing that it could be of."""
    return lambda v: f"{what} {verb} {round(100 * v)} % like content" if v >= 0 else f"without {what}"


def _since(what: str, never: str, here: str) -> Phrase:
    """Of a distance in blocks: `here` at 0, `never` where there is nothing to be that far from."""

    def phrase(v: float) -> str:
        return here if v == 0 else never if not 0 < v < _NEVER else f"{v:,.0f} {'block' if v == 1 else 'blocks'} {what}"

    return phrase


def _beside(what: str) -> Phrase:
    """Of a distance in blocks, below 0 before `what`."""
    return lambda v: f"{abs(v):,.0f} blocks {'after' if v > 0 else 'before'} {what}" if v else f"it is {what}"


def _meets(what: str) -> Phrase:
    """Of how many regions up a block meets another: `_AROUND` names them; one more is never, two more are for none."""

    def phrase(v: float) -> str:
        if v > len(_AROUND):
            return f"the page is without {what}"
        return f"{what} is in {_AROUND[int(v)] if 0 <= v < len(_AROUND) else 'none of the regions around'}"

    return phrase


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
_SURE: Final = "by itself it is sure content"
_KINDS: Final = {
    "paragraph": "a paragraph", "item": "an item", "cell": "a table's cell", "term": "a term or its definition",
    "container": "text straight in a container", "control": "a form's control", "caption": "a caption",
}  # fmt: skip
_LETTERS: Final = {
    "link_chars": "are links", "punctuation": "are punctuation", "digits": "are digits", "uppercase": "are capitals",
    "non_ascii": "are beyond ASCII", "unspaced": "are of scripts without spaces", "bold_chars": "are bold",
}  # fmt: skip
_BY: Final = {
    "-4": "the fourth block before", "-3": "the third block before", "-2": "the second block before",
    "-1": "the block before", "+1": "the block after", "+2": "the second block after", "+3": "the third block after",
    "+4": "the fourth block after",
}  # fmt: skip
_AROUND: Final = ("its region", "the region around", *(f"the region {k} levels out" for k in range(2, 8)))
_LIKE: Final = ("like its own", "like the one around", *(f"like that {k} levels out" for k in range(2, 8)))


def _own() -> _Entries:
    """The block itself."""
    yield "score_words", "wording", _score("its words")
    yield "score_near", "names", _score("class names at it")
    yield "score_far", "names", _score("class names around it")
    yield "chars", "length", _count("letter")
    yield "words", "length", _count("word")
    yield "of_longest", "length", _share("as long as the page's longest block")
    yield "links", "links", _count("link")
    yield "hash_links", "links", _count("link within the page", "links within the page")
    yield "stops", "sentences", _count("full stop")
    yield "commas", "sentences", _count("comma")
    yield "stops_a_word", "sentences", _number("full stops a word:", 2)
    yield "commas_a_word", "sentences", _number("commas a word:", 2)
    yield "images", "images", _count("image")
    yield "inputs", "inputs", _count("field")
    yield "breaks", "breaks", _count("line break")
    yield "word_length", "letters", _number("letters a word:", 1)
    yield "capitals_a_word", "letters", _number("capitalised words a word:", 2)
    for name, are in _LETTERS.items():
        yield f"{name}_share", "links" if name == "link_chars" else "letters", _share(f"of its letters {are}")
    for name in FLAGS:
        if name == "hidden":
            yield "in_hidden", "hidden", _either("the page hides it", "the page shows it")
        else:
            yield f"in_{name}", f"in {name}", _either(f"it is in {_INSIDE[name]}", f"it is not in {_INSIDE[name]}")
    for name, what in _KINDS.items():
        yield f"is_{name}", "kind", _either(f"it is {what}", f"it is not {what}")
    yield "heading_level", "kind", lambda v: f"it is a heading of level {v:.0f}" if v else "it is no heading"
    yield "depth", "depth", _number("its depth in the tree is")
    yield "run", "run", _number("it is one of several in its element: number", 0)
    yield "in_title_share", "title", _share("of its words are in the page's title")
    yield "of_title_share", "title", _share("of the page's title is in it")
    yield "in_description_share", "description", _share("of its words are in the page's description")
    yield "of_description_share", "description", _share("of the page's description is in it")


def _place() -> _Entries:
    """Where it stands, and what repeats it."""
    yield "place", "place", _share("of the page's blocks come before it")
    yield "place_words", "place", _share("of the page's words come before it")
    yield "blocks_before", "place", _count("block", lead="after")
    yield "words_before", "place", _count("word", lead="after")
    yield "since_heading", "headings", _since("after a heading", "before any heading", "it is a heading")
    yield (
        "words_since_heading",
        "headings",
        lambda v: f"{v:,.0f} words after a heading" if v >= 0 else "before any heading",
    )
    yield "since_h1", "h1", lambda v: _beside("the <h1>")(v) if v > -9000 else "the page has no <h1>"
    yield "h1_level", "h1", _meets("the <h1>")
    yield "longest_level", "longest", _meets("the longest text")
    yield "since_longest", "longest", _beside("the longest text")
    yield "has_h1", "h1", _count("<h1>", "<h1>", lead="the page has")
    yield "heading_score", "heading", _score("names and words of the heading above")
    yield "heading_words", "heading", _score("words of the heading above")
    yield "heading_rank", "heading", lambda v: f"the heading above is of level {v:.0f}" if v else "no heading above"
    yield "same_text", "repeated", lambda v: f"its text is on the page {v:.0f} times" if v > 1 else "its text is unique"
    yield "same_text_before", "repeated", lambda v: "its text was there before" if v else "its text is new"
    yield "same_path", "likes", _count("block", lead="the page has of its kind")
    yield "same_path_share", "likes", _share("of the page's blocks are of its kind")
    yield "same_path_words", "likes", _number("words in a block of its kind:")
    yield "same_path_link_share", "likes", _share("of the letters in blocks of its kind are links")


def _near() -> _Entries:
    """The blocks beside it."""
    for by in ("-2", "-1", "+1", "+2"):
        yield f"words_{by}", "neighbours", _words_of(_BY[by])
        yield f"link_share_{by}", "neighbours", _share(f"of {_BY[by]} is links")
        yield f"score_{by}", "neighbours", _score(f"names and words of {_BY[by]}")
    for by in ("-1", "+1"):
        yield f"same_tag_{by}", "neighbours", _either(f"{_BY[by]} has its tag", f"{_BY[by]} has another tag")
        yield f"same_path_{by}", "neighbours", _either(f"{_BY[by]} is of its kind", f"{_BY[by]} is of another kind")
        yield f"depth_{by}", "neighbours", _number(f"levels that {_BY[by]} is deeper in the tree:")
    for reach in (3, 8, 20):
        near = f"the {reach} blocks each side"
        yield f"words_window{reach}", "neighbours", _number(f"words a block within {near}:")
        yield f"score_window{reach}", "neighbours", _score(f"names and words within {near}")
        yield f"link_window{reach}", "neighbours", _share(f"of {near} is links")


def _regions() -> _Entries:
    """The regions that it stands in, its own first."""
    for k, where in enumerate(_AROUND):
        yield f"region{k}_blocks", "region", _count("block", lead=f"{where} has")
        yield f"region{k}_words", "region", _count("word", lead=f"{where} has")
        yield f"region{k}_share", "region", _share(f"of the page's words are in {where}")
        yield f"region{k}_words_a_block", "region", _number(f"words a block in {where}:")
        yield f"region{k}_link_share", "region", _share(f"of {where} is links")
        yield f"region{k}_stops_a_word", "region", _number(f"full stops a word in {where}:", 2)
        yield f"region{k}_score", "region words", _score(f"names and words of {where}")
        yield f"region{k}_score_words", "region words", _score(f"words of {where}")
        yield f"region{k}_place", "region place", _share(f"of {where} comes before it")
        yield f"region{k}_tag", "region", _tag(where)
        yield f"region{k}_images", "region", _number(f"images a block in {where}:", 1)
        yield f"region{k}_inputs", "region", _number(f"fields a block in {where}:", 1)
        yield f"region{k}_headings", "region", _number(f"headings a block in {where}:", 2)
        yield f"region{k}_digits", "region", _share(f"of the letters of {where} are digits")
        yield f"region{k}_uppercase", "region", _share(f"of the letters of {where} are capitals")
        yield f"region{k}_paragraphs", "region", _share(f"of the words of {where} are in paragraphs")
        yield f"region{k}_hidden", "region", _share(f"of the words of {where} are hidden")
        yield f"region{k}_twins", "twins", _number(f"regions {_LIKE[k]}:")
        yield f"region{k}_twin_share", "twins", _share(f"of the page's words are in regions {_LIKE[k]}")
        yield f"region{k}_head_score", "region head", _score(f"names and words that {where} begins with")
        yield f"region{k}_head_words", "region head", _score(f"words that {where} begins with")


def _page() -> _Entries:
    """The page as a whole, and what is asked of it."""
    for name, one in (("blocks", "block"), ("words", "word"), ("images", "image"), ("inputs", "field")):
        yield f"page_{name}", "page", _count(one, lead="the page has")
    yield "page_headings", "page", _count("heading", lead="the page has")
    yield "page_articles", "page", _count("<article>", "<article>", lead="the page has")
    for name in ("paragraphs", "items", "cells"):
        yield f"page_{name}", "page", _share(f"of the page's words are in {name}")
    yield "page_link_share", "page", _share("of the page's letters are links")
    yield "page_stops", "page", _number("full stops a word on the page:", 2)
    yield "page_digits", "page", _share("of the page's letters are digits")
    yield "page_score", "page", _score("names and words on the page")
    yield "page_score_words", "page", _score("words on the page")
    yield "description_words", "page", _count("word", lead="the page's description has")
    yield "page_longest", "page", _count("word", lead="the page's longest block has")
    yield "page_long_share", "page", _share("of the page's words are in long blocks")
    yield "page_twins", "page", _count("region", lead="alike, the page has at most")
    yield "policy_body", "policy", _either("running text alone is asked for", "all that the page is for is asked for")
    yield "policy_title", "policy", _either("the title is asked for", "no title is asked for")


def _first() -> _Entries:
    """What the first stage thought of the block and of what is around."""
    yield "first", "itself", _odds("by itself it")
    for by, where in _BY.items():
        yield f"first_{by}", "near", _odds(where)
    for reach in (2, 5, 12, 30):
        for name in (f"first_window{reach}", f"first_window{reach}_words"):
            yield name, "near", _odds(f"what is within {reach} blocks")
    for k, where in enumerate(_AROUND):
        yield f"first_region{k}", "around", _odds(f"the rest of {where}")
        yield f"first_region{k}_words", "around", _odds(f"the rest of {where}")
        yield f"first_region{k}_share", "around", _share(f"of what looks like content is in {where}")
        yield f"first_twins{k}", "alike", _odds(f"regions {_LIKE[k]}", "look")
        yield f"first_head{k}", "begins", _odds(f"what {where} begins with")
    yield "first_same_text", "alike", _odds("the same text elsewhere")
    yield "first_same_path", "alike", _odds("other blocks of its kind", "look")
    yield "heading_first", "heading", _odds("the heading above")
    yield "heaviest_level", "around", _meets("the block with most expected content")
    yield "surest_level", "around", _meets("the surest block")
    yield "since_first_sure", "near", _since("after the first sure content", "before the first sure content", _SURE)
    yield "until_last_sure", "near", _since("before the last sure content", "after the last sure content", _SURE)
    yield "since_sure", "near", _since("after sure content", "no sure content before it", _SURE)
    yield "until_sure", "near", _since("before sure content", "no sure content after it", _SURE)
    yield "mass_before", "place", _share("of what looks like content comes before it")


def _cores() -> _Entries:
    """The smallest regions with most of the content, and how sure the page is."""
    for part in (0.5, 0.8):
        core = f"the region with {100 * part:.0f} % of the content"
        yield f"in_core{part}", "core", _either(f"it is in {core}", f"it is outside {core}")
        yield f"core{part}_share", "core", _share(f"of the page's blocks are in {core}")
        yield f"core{part}_mean", "core", _odds(core)
        yield f"core{part}_from", "core", _since(f"after the start of {core}", f"before {core}", f"it begins {core}")
        yield f"core{part}_to", "core", _since(f"before the end of {core}", f"after {core}", f"just after {core}")
    yield "rank_words", "rank", _number("words that look surer, to each word expected:", 1)
    yield "rank_mass", "rank", _share("of the expected content looks surer")
    yield "page_mass", "page", _count("word", lead="expected of the page, in content,")
    yield "page_mass_share", "page", _share("of the page's words look like content")
    yield "page_peak", "page", _number("the page's surest block:", 2)
    yield "page_sure", "page", _share("of the page's blocks look like content")
    yield "page_doubt", "page", _number("the page's doubt:", 2)
    yield "page_sure_words", "page", _count("word", lead="sure content on the page:")
    yield "page_unsure_share", "page", _share("of the page's words are in doubt")


#: Every feature that a stage has, and a few more.
WORDS: Final[dict[str, Words]] = {
    name: Words(kin, phrase)
    for part in (_own, _place, _near, _regions, _page, _first, _cores)
    for name, kin, phrase in part()
}
