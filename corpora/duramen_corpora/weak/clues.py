"""What one element says about the text in it: its landmark, its ARIA role, its microdata, the words of its class.

`clues(element)` returns every clue, the most trustworthy first. Sources: HTML standard, 4.3 (sections) and 4.10
(forms); WAI-ARIA 1.2, 5.3.4 (landmarks); schema.org (WebPageElement, Comment, Review, BreadcrumbList). The words of
classes are habits of themes and frameworks, collected by us.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal

from lxml.etree import _Element

from duramen.roles import Role

Source = Literal["landmark", "aria", "microdata", "class", "position"]


@dataclass(frozen=True, slots=True)
class Clue:
    """A guess: the role, what kind of thing says so, and the very word that does."""

    role: Role
    source: Source
    evidence: str


_TAGS: Final[dict[str, Role]] = {
    "nav": "navigation",
    "header": "header",
    "footer": "footer",
    "aside": "sidebar",
    "dialog": "notice",
    "search": "control",
    "form": "control",
    **dict.fromkeys(("button", "select", "option", "optgroup", "textarea", "label", "legend"), "control"),
}
_ARIA: Final[dict[str, Role]] = {
    **dict.fromkeys(("navigation", "menu", "menubar", "menuitem", "doc-toc", "doc-pagelist"), "navigation"),
    **dict.fromkeys(("button", "search", "searchbox", "listbox", "combobox", "checkbox", "radio", "switch"), "control"),
    **dict.fromkeys(("dialog", "alertdialog", "alert"), "notice"),
    "banner": "header",
    "contentinfo": "footer",
    "complementary": "sidebar",
}
_ITEM_TYPES: Final[dict[str, Role]] = {
    "sitenavigationelement": "navigation",
    "breadcrumblist": "navigation",
    "wpheader": "header",
    "wpfooter": "footer",
    "wpsidebar": "sidebar",
    "wpadblock": "promotion",
    "comment": "comment",
    "usercomments": "comment",
    "review": "comment",
}
_ITEM_PROPS: Final[dict[str, Role]] = {
    **dict.fromkeys(("comment", "commenttext", "review", "reviews", "reviewbody"), "comment"),
    **dict.fromkeys(("breadcrumb", "itemlistelement"), "navigation"),
    **dict.fromkeys(("author", "creator", "editor", "publisher", "keywords", "articlesection"), "meta"),
    **dict.fromkeys(("datepublished", "datemodified", "datecreated", "dateline", "aggregaterating"), "meta"),
    **dict.fromkeys(("interactioncount", "interactionstatistic"), "meta"),
}

#: Words of class and id. Where two roles' words stand in one name ("footer-newsletter"), the first row that fits says.
_WORDS: Final[tuple[tuple[Role, str], ...]] = (
    ("notice", "cookie cookies consent gdpr ccpa paywall regwall onetrust cmp cybot truste browsehappy outdated"),
    ("promotion", "newsletter newsletters subscribe subscription mailchimp share shares sharing sharebar sharedaddy"),
    (
        "promotion",
        "social socials addthis addtoany ad ads adv advert advertisement advertising adsbygoogle adsense adslot",
    ),
    ("promotion", "adunit adbox dfp gpt sponsor sponsored sponsors promo promos promotion promotions promoted taboola"),
    ("promotion", "outbrain donate donation cta appstore affiliate"),
    ("related", "related recommend recommended recommendation recommendations recirc recirculation similar trending"),
    ("related", "readmore upsell crosssell crosssells upsells youmaylike alsolike mostread mostpopular popular upnext"),
    ("navigation", "breadcrumb breadcrumbs crumbs crumb pagination pager paging paginator pagenav toc skip skiplink"),
    ("navigation", "skiplinks nav navbar navigation menu menus submenu megamenu sitemap navi topnav mainnav subnav"),
    ("meta", "byline author authors bio date dateline datetime posted published timestamp meta metadata postmeta tags"),
    ("meta", "tag taglist postinfo categories source credit credits rating sku price readingtime permalink"),
    (
        "control",
        "search searchform searchbox filter filters facet facets sort sorting toolbar btn button buttons login",
    ),
    ("control", "signin signup register form captcha vote votes actions"),
    ("comment", "comment comments commentlist disqus replies review reviews"),
    ("footer", "footer foot colophon copyright bottombar legal"),
    ("header", "header masthead topbar logo branding tagline sitename"),
    ("sidebar", "sidebar rail widget widgets aside sidecol rightcol leftcol rightcolumn leftcolumn"),
)
_ROLE_OF: Final[dict[str, Role]] = {word: role for role, words in reversed(_WORDS) for word in words.split()}
_RANK: Final[dict[str, int]] = {word: i for i, (_, words) in enumerate(_WORDS) for word in words.split()}
#: Two words that mean together what neither does alone.
_PAIRS: Final[dict[tuple[str, str], Role]] = {
    **dict.fromkeys((("read", "more"), ("more", "from"), ("more", "stories"), ("most", "read")), "related"),
    **dict.fromkeys((("also", "like"), ("read", "next"), ("up", "next"), ("recent", "posts")), "related"),
    **dict.fromkeys((("latest", "news"), ("latest", "posts"), ("more", "news"), ("cross", "sell")), "related"),
    **dict.fromkeys((("table", "contents"), ("skip", "link"), ("skip", "to"), ("back", "top")), "navigation"),
    **dict.fromkeys((("post", "navigation"), ("nav", "links"), ("sub", "menu"), ("page", "numbers")), "navigation"),
    **dict.fromkeys((("side", "bar"), ("right", "column"), ("left", "column"), ("right", "rail")), "sidebar"),
    **dict.fromkeys((("site", "title"), ("site", "description"), ("site", "name"), ("top", "bar")), "header"),
    **dict.fromkeys((("posted", "on"), ("entry", "footer"), ("post", "footer"), ("article", "footer")), "meta"),
    **dict.fromkeys((("post", "info"), ("article", "info"), ("reading", "time")), "meta"),
    **dict.fromkeys((("sign", "up"), ("log", "in"), ("add", "cart")), "control"),
}
#: Before these words, `header` and `footer` speak of a part of the page, not of the site.
_OF_A_PART: Final = frozenset(
    {
        *(
            "entry",
            "post",
            "article",
            "card",
            "section",
            "modal",
            "panel",
            "table",
            "widget",
            "block",
            "story",
            "content",
        ),
        *("page", "product", "comment", "item", "list", "accordion", "tab", "box"),
    }
)
_LONG_NAME: Final = 200  # letters of a class or id that are read; utility-class soup says nothing beyond
_PIECES = re.compile(r"[a-z]+|[A-Z]+(?![a-z])|[A-Z][a-z]*|\d+")


def clues(element: _Element) -> tuple[Clue, ...]:
    """Return what the element says, the most trustworthy first."""
    return (*_landmark(element), *_aria(element), *_microdata(element), *_class(element))


def _landmark(element: _Element) -> Iterator[Clue]:
    role = _TAGS.get(element.tag)
    if role in ("header", "footer") and next(element.iterancestors("article", "blockquote"), None) is not None:
        role = "meta"  # HTML 4.3.7: of the article, not of the page
    if role:
        yield Clue(role, "landmark", str(element.tag))


def _aria(element: _Element) -> Iterator[Clue]:
    name = (element.get("role") or "").strip().lower()
    if name in _ARIA:
        yield Clue(_ARIA[name], "aria", name)
    label = element.get("aria-label")
    found = word_role(label) if label else None
    if found:
        yield Clue(found[0], "aria", found[1])


def _microdata(element: _Element) -> Iterator[Clue]:
    kind = (element.get("itemtype") or "").rstrip("/").rpartition("/")[2].lower()
    if kind in _ITEM_TYPES:
        yield Clue(_ITEM_TYPES[kind], "microdata", kind)
    for name in (element.get("itemprop") or "").lower().split():
        if name in _ITEM_PROPS:
            yield Clue(_ITEM_PROPS[name], "microdata", name)


def _class(element: _Element) -> Iterator[Clue]:
    named = f"{element.get('id') or ''} {element.get('class') or ''}"[:_LONG_NAME]
    found = [pair for name in named.split() if (pair := word_role(name))]
    for role, word in sorted(found, key=lambda pair: _RANK.get(pair[1], -1)):
        yield Clue(role, "class", word)


@lru_cache(maxsize=4096)
def word_role(name: str) -> tuple[Role, str] | None:
    """Return the role that a class, an id or a label names, and the word that does; None where none does."""
    words = [piece.lower() for piece in _PIECES.findall(name)]
    for pair in pairwise(words):
        if pair in _PAIRS:
            return _PAIRS[pair], "-".join(pair)
    known = [word for i, word in enumerate(words) if word in _ROLE_OF and not _partial(words, i)]
    best = min(known, key=lambda word: _RANK[word], default=None)
    return (_ROLE_OF[best], best) if best else None


def _partial(words: list[str], at: int) -> bool:
    return words[at] in ("header", "footer", "foot") and at > 0 and words[at - 1] in _OF_A_PART
