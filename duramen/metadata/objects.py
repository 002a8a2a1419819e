"""Which of a page's JSON-LD objects is about the page, and what its properties say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from duramen.metadata.jsonld import Node, types_of
from duramen.metadata.markup import Markup
from duramen.metadata.strings import LONG, clean, clean_url

#: schema.org types of which a page has one, beside those that end in Article, Posting or Page.
_THINGS: Final = frozenset((
    "Recipe", "Product", "ProductGroup", "Event", "Course", "Book", "Movie", "TVEpisode", "PodcastEpisode",
    "VideoObject", "SoftwareApplication", "Question", "HowTo", "Report", "Review", "Dataset", "Game",
    "VideoGame", "MusicAlbum", "MusicRecording", "Place", "LocalBusiness", "JobPosting", "CreativeWork",
    "Guide", "Legislation", "Claim", "ClaimReview", "Quiz",
))  # fmt: skip
_MANY: Final = 50


def main_object(found: Markup) -> Node:
    """Return the object that the page is about: an article before another thing, that before a page; {} for none."""
    best, highest = {}, 0.0
    for node in found.nodes:
        score = _rank(node, found)
        if score > highest:
            best, highest = node, score
    return best


def _rank(node: Node, found: Markup) -> float:
    rank = max((_rank_of_type(name) for name in types_of(node)), default=0.0)
    if not rank:
        return 0.0
    said = sum(key in node for key in ("headline", "datePublished", "author")) / 2
    return rank + said + (1.0 if _same_page(node, found) else 0.0)


def _rank_of_type(name: str) -> float:
    if name.endswith(("Article", "BlogPosting", "ForumPosting", "BlogPost")) or name == "SocialMediaPosting":
        return 5.0
    if name in _THINGS:
        return 3.0
    return 1.0 if name.endswith("Page") else 0.0


def _same_page(node: Node, found: Markup) -> bool:
    address = next(iter(texts(node, found, "url", "mainEntityOfPage")), "")
    return bool(address) and address.rstrip("/") in {
        value.rstrip("/") for value in (found.url, *found.links.get("canonical", ())) if value
    }


def texts(node: Node, found: Markup, *properties: str, limit: int = LONG) -> list[str]:
    """Return the texts of an object's properties: of a value that is an object, its name, address or identifier."""
    return [text for name in properties for text in _texts(node.get(name), found, limit)]


def _texts(value: Any, found: Markup, limit: int) -> Iterator[str]:
    for one in _listed(value):
        text = clean(_name(resolved(one, found)) if isinstance(one, dict) else one, limit)
        if text:
            yield text


def _listed(value: Any) -> list[Any]:
    return value[:_MANY] if isinstance(value, list) else [value]


def resolved(node: Node, found: Markup) -> Node:
    """Return the object that a reference (an object with an `@id` alone) stands for."""
    name = node.get("@id")
    return found.by_id.get(name, node) if isinstance(name, str) and "name" not in node else node


def _name(node: Node) -> Any:
    for key in ("name", "@value", "url", "contentUrl", "@id"):
        first = next(iter(_listed(node.get(key))), None)
        if isinstance(first, str) and first:
            return first
    return None


def people(node: Node, found: Markup, *properties: str) -> list[tuple[str, str]]:
    """Return (name, type) of whom an object's properties name; a bare text has the type ""."""
    named: list[tuple[str, str]] = []
    for one in (one for name in properties for one in _listed(node.get(name))):
        if isinstance(one, dict):
            person = resolved(one, found)
            kind = next(iter(types_of(person)), "")
            named += [(clean(name, 300), kind) for name in _listed(person.get("name"))]
        else:
            named.append((clean(one, 600), ""))
    return [(name, kind) for name, kind in named if name]


def images(node: Node, found: Markup) -> Iterator[str]:
    """Yield the addresses of an object's images."""
    for one in (*_listed(node.get("image")), *_listed(node.get("thumbnailUrl"))):
        image = resolved(one, found) if isinstance(one, dict) else {"url": one}
        yield clean_url(_listed(image.get("url") or image.get("contentUrl") or [""])[0], found.base)
