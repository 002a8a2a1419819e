"""Which pages corpora share, and which a corpus holds twice: by URL, by content, nearly, and by host.

    found = overlap(pages(load("wcxb")))        # or the pages of many corpora, one after another
    found.shared()      # for each two parts (splits of corpora): how many pages, how many hosts
    found.pairs         # the pages themselves, each pair with its kinds and its similarity
    found.hosts()       # the hosts that have pages in more than one part

Of a page only digests and signatures are kept (`duramen_corpora.nearby`), so pages may come from a stream. A page is
the same as another where its bytes are, or its visible text but for white space and case; a text of a few words is no
evidence (every shell of a script says "Please enable JavaScript"), so such pages are compared by URL and bytes alone.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, combinations_with_replacement
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from duramen_corpora.nearby import LITTLE, THRESHOLD, NearDuplicates, page_words
from duramen_corpora.schema import host_is_known
from duramen_corpora.urls import address

if TYPE_CHECKING:
    from duramen_corpora.schema import Page

#: Why two pages are a pair: one URL; equal bytes; equal visible text; near-duplicate main text, or whole text.
Kind = Literal["url", "bytes", "text", "main", "whole"]
SAME: Final[tuple[Kind, ...]] = ("bytes", "text")
NEAR: Final[tuple[Kind, ...]] = ("main", "whole")
_Two = tuple[int, int]


class Part(NamedTuple):
    """A split of a corpus."""

    corpus: str
    split: str

    def __str__(self) -> str:
        return f"{self.corpus} {self.split}"


@dataclass(frozen=True, slots=True)
class Seen:
    """What is kept of a page. `judged`: whether it has a text of enough words to be compared by what it says."""

    part: Part
    id: str
    url: str
    host: str
    page_type: str
    judged: bool
    address: str
    bytes_digest: bytes
    text_digest: bytes

    @property
    def name(self) -> str:
        """The page's id, with its corpus: wcxb/0001."""
        return f"{self.part.corpus}/{self.id}"

    @property
    def site(self) -> str:
        """The host where pages can share it; "" for one that stands for a page whose host nobody knows."""
        return self.host if host_is_known(self.url, self.host) else ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two pages that are one, or nearly: `url` and one of the other kinds, or either.

    `similarity` of the text that makes them near, 1 for the same text, else the greater of both texts'; None where
    there is too little text to say.
    """

    first: Seen
    second: Seen
    kinds: tuple[Kind, ...]
    similarity: float | None


@dataclass(frozen=True, slots=True)
class Shared:
    """What two parts have in common, or one part with itself.

    Pairs of pages: `same_url`, `same_page`, `near`. `pages`: how many of the first part and of the second stand in such
    pairs. `hosts` that a page of the first shares with another page of the second; `host_pages`: their pages in each.
    """

    first: Part
    second: Part
    same_url: int
    same_page: int
    near: int
    pages: tuple[int, int]
    hosts: int
    host_pages: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Overlap:
    """All pages, by part and id in the order of the parts, and the pairs among them, in the same order."""

    pages: tuple[Seen, ...]
    pairs: tuple[Pair, ...]
    threshold: float

    @property
    def parts(self) -> list[Part]:
        """The parts, as they came."""
        return list(dict.fromkeys(page.part for page in self.pages))

    def shared(self) -> list[Shared]:
        """Return a row for every two parts that share a page or a host, and for every part that holds a page twice."""
        pairs: dict[tuple[Part, Part], list[Pair]] = {}
        for pair in self.pairs:
            pairs.setdefault((pair.first.part, pair.second.part), []).append(pair)
        hosts = list(self._by_host().values())
        rows = (
            _shared(first, second, pairs.get((first, second), []), hosts)
            for first, second in combinations_with_replacement(self.parts, 2)
        )
        return [row for row in rows if any(row.pages) or (row.hosts and row.first != row.second)]

    def hosts(self) -> dict[str, Counter[Part]]:
        """Return the hosts that have pages in more than one part, with the number of their pages in each."""
        return {host: counts for host, counts in sorted(self._by_host().items()) if len(counts) > 1}

    def _by_host(self) -> dict[str, Counter[Part]]:
        counted: dict[str, Counter[Part]] = {}
        for page in self.pages:
            if page.site:
                counted.setdefault(page.site, Counter())[page.part] += 1
        return counted


def overlap(pages: Iterable[Page], *, threshold: float = THRESHOLD) -> Overlap:
    """Compare all pages with each other. `threshold`: how similar near-duplicates are, in [0.5, 1]."""
    with NearDuplicates(threshold) as near:
        seen = [_seen(page, near) for page in pages]
        reasons = _reasons(seen, near)
    rank = {part: i for i, part in enumerate(dict.fromkeys(page.part for page in seen))}
    place = [(rank[page.part], page.id) for page in seen]
    turned = {(i, j) if place[i] <= place[j] else (j, i): reason for (i, j), reason in reasons.items()}
    found = sorted(turned.items(), key=lambda item: [place[i] for i in item[0]])
    return Overlap(
        pages=tuple(seen[i] for i in sorted(range(len(seen)), key=place.__getitem__)),
        pairs=tuple(Pair(seen[i], seen[j], *reason) for (i, j), reason in found),
        threshold=threshold,
    )


def _seen(page: Page, near: NearDuplicates) -> Seen:
    import duramen

    parsed = duramen.parse(page.html, encoding=page.charset)
    main, whole = page_words(page, parsed)
    visible = " ".join(" ".join(parsed.texts).split()).casefold()
    return Seen(
        part=Part(page.corpus, page.split),
        id=page.id,
        url=page.url,
        host=page.host,
        page_type=page.page_type or "unknown",
        judged=near.add(main, whole),
        address=address(page.url),
        bytes_digest=_digest(page.html),
        text_digest=_digest(visible.encode("utf-8", "surrogatepass")) if len(whole) >= LITTLE else b"",
    )


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def _reasons(seen: Sequence[Seen], near: NearDuplicates) -> dict[_Two, tuple[tuple[Kind, ...], float | None]]:
    """Return why two pages are a pair, and how similar they are, for every pair that there is."""
    content: dict[_Two, tuple[Kind, float]] = {(n.first, n.second): (n.by, n.similarity) for n in near.pairs()}
    content |= dict.fromkeys(_alike(page.text_digest for page in seen), ("text", 1.0))
    content |= dict.fromkeys(_alike(page.bytes_digest for page in seen), ("bytes", 1.0))
    reasons: dict[_Two, tuple[tuple[Kind, ...], float | None]] = {
        pair: ((kind,), similarity) for pair, (kind, similarity) in content.items()
    }
    for pair in _alike(page.address for page in seen):
        kinds, similarity = reasons.get(pair) or ((), near.similarity(*pair))
        reasons[pair] = (("url", *kinds), similarity)
    return reasons


def _alike(keys: Iterable[bytes | str]) -> Iterator[_Two]:
    """Yield the pairs of places at which a key stands that is not empty."""
    places: dict[bytes | str, list[int]] = {}
    for place, key in enumerate(keys):
        places.setdefault(key, []).append(place)
    for key, alike in places.items():
        if key:
            yield from combinations(alike, 2)


def _shared(first: Part, second: Part, pairs: Sequence[Pair], hosts: Iterable[Counter[Part]]) -> Shared:
    touched = {(page.part, page.id) for pair in pairs for page in (pair.first, pair.second)}
    common = [at for at in hosts if at[first] and at[second] > (first == second)]
    return Shared(
        first=first,
        second=second,
        same_url=sum("url" in pair.kinds for pair in pairs),
        same_page=sum(pair.kinds[-1] in SAME for pair in pairs),
        near=sum(pair.kinds[-1] in NEAR for pair in pairs),
        pages=(sum(part == first for part, _ in touched), sum(part == second for part, _ in touched)),
        hosts=len(common),
        host_pages=(sum(at[first] for at in common), sum(at[second] for at in common)),
    )
