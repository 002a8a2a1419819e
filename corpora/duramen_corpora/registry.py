"""The corpora there are: a row each, and nothing imported until one is read.

A row says where a corpus lives (upstream and the pinned commit), under which licence, what its gold is, and what is
known to be wrong with it. `duramen corpora list` prints the table. To add a corpus, add a reader to `readers/` and a
row here; `tests/corpora/test_corpora_registry.py` holds every row to its contract.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Protocol, cast

from duramen.errors import unknown_name
from duramen.roles import POLICIES, Policy, Role

if TYPE_CHECKING:
    from duramen_corpora.schema import Page


class Reader(Protocol):
    """What a row's `reader` names: pages of a folder in upstream's layout, in the order of their ids."""

    def __call__(self, folder: Path | None) -> Iterator[Page]: ...


@dataclass(frozen=True, slots=True)
class CorpusInfo:
    """One corpus.

    `reader` is "module:object"; `revision` upstream's pinned commit (the starter corpus: its edition); `marker` a path
    that every folder in upstream's layout has; `archive` the file name under which `$DURAMEN_CORPORA` may hold the
    corpus; `pages` the number of pages of each split; `gold_roles` what its gold text includes; `shippable` whether
    weights that are shipped may be trained on it; `content_hash` of its dev split (`load.content_hash`), "" where
    nothing is pinned.
    """

    name: str
    title: str
    description: str
    reader: str
    revision: str
    licence: str
    languages: tuple[str, ...]
    pages: Mapping[str, int]
    gold: str
    gold_roles: frozenset[Role]
    shippable: bool
    upstream: str = ""
    marker: str = ""
    archive: str = ""
    citation: str = ""
    content_hash: str = ""
    faults: tuple[str, ...] = field(default=())

    @property
    def policy(self) -> Policy:
        """The policy that keeps what the gold keeps."""
        return next(policy for policy, roles in POLICIES.items() if roles == self.gold_roles)

    @property
    def packaged(self) -> bool:
        """Whether the pages ship with Duramen, so that no source is needed."""
        return not self.upstream

    def read(self, folder: Path | None) -> Iterator[Page]:
        """Return the reader's pages. `folder` is None for a packaged corpus."""
        module, _, name = self.reader.partition(":")
        return cast(Reader, getattr(import_module(module), name))(folder)


def corpus_info(name: str) -> CorpusInfo:
    """Return the row of a corpus. Raises UsageError, with the nearest names, for one that is not there."""
    if name not in CORPORA:
        raise unknown_name("corpus", name, CORPORA)
    return CORPORA[name]


def _edition(path: Path) -> str:
    """Return the starter corpus's edition and content hash, which its generator writes; "" before it is made."""
    return path.read_text(encoding="ascii").strip() if path.is_file() else ""


_STARTER = CorpusInfo(
    name="starter",
    title="Duramen starter corpus",
    description="Pages that the project wrote, in markup families that people meet, every block labelled.",
    reader="duramen_corpora.starter:read",
    revision=_edition(Path(__file__).parent / "starter" / "revision.txt"),
    licence="Apache-2.0",
    languages=(
        *("en", "ar", "de", "el", "es", "fa", "fr", "he", "hi", "it"),
        *("ja", "ko", "pl", "pt", "ru", "th", "tr", "uk", "zh"),
    ),
    pages={"dev": 170},
    gold="a role for every block; text of main and title",
    gold_roles=POLICIES["broad"],
    shippable=True,
    citation="The Duramen authors: the Duramen starter corpus.",
    faults=(
        "Generated: a score on it says what an extractor does with a family of markup, not how it fares on the web.",
    ),
)

_WCXB = CorpusInfo(
    name="wcxb",
    title="WCXB: Web Content Extraction Benchmark",
    description="Articles, services, forums, listings, products, collections and documentation, reviewed by people.",
    reader="duramen_corpora.readers.wcxb:read",
    revision="c039d5ee9f5a3a984a0e167e63aacd04e76e78a9",
    licence="CC-BY-4.0",
    languages=("en",),
    pages={"dev": 1358, "test": 511},
    gold="text; snippets that must and must not be there",
    gold_roles=POLICIES["broad"],
    shippable=True,
    content_hash="28580498425ee0449e4b481da0431dbf90817ad47d55bfc8dd0cdcd59246bdce",
    upstream="https://github.com/Murrough-Foley/web-content-extraction-benchmark",
    marker="dev/ground-truth",
    archive="wcxb.tar.zst",
    citation="Foley, Murrough: WCXB: A Multi-Type Web Content Extraction Benchmark. 2026.",
    faults=(
        "139 of upstream's 511 test pages also stand in its dev folder with the same bytes; the reader gives them to "
        "test alone (dev 1,497 becomes 1,358, the number that metadata.json gives).",
        "154 hosts have pages in both of upstream's splits.",
        "19 dev pages have an empty gold: the right answer is nothing.",
        "2 dev pages (4802, 4893) have snippets and no gold text: their text is null, and no text metric counts them.",
        "6 dev pages are Discourse shells whose posts are not in the HTML; others have theirs inside <noscript>.",
        "4 dev pages have their gold only in scripts or attributes.",
        "With-snippets may be cut in mid-word (match them as substrings).",
        "33 without-snippets occur in their own page's gold.",
        "The gold of long threads and job lists often stops after the first screens.",
        "3 dev pages (0551, 4281, 4314) have neither URL nor domain: each is a host of its own.",
    ),
)

_SCRAPINGHUB = CorpusInfo(
    name="scrapinghub",
    title="Article extraction benchmark (Scrapinghub, now Zyte)",
    description="News articles and blog posts of 2019; the gold is the article's body alone.",
    reader="duramen_corpora.readers.scrapinghub:read",
    revision="4a3bc979f76c0df73cb95fe272e2fc1b96f9f010",
    licence="MIT",
    languages=("en",),
    pages={"dev": 181},
    gold="text",
    gold_roles=POLICIES["body"],
    shippable=True,
    content_hash="9714663022ed35b0c6c0cbd5c5641d6989739ee34a5cb3532d8d9f0616672be6",
    upstream="https://github.com/scrapinghub/article-extraction-benchmark",
    marker="ground-truth.json",
    archive="scrapinghub.tar.zst",
    citation="Scrapinghub: Article Extraction Benchmark. 2019. https://github.com/scrapinghub/article-extraction-benchmark",
    faults=("Upstream stored every page as UTF-8, whatever its <meta> declares; the reader says so in `charset`.",),
)

#: Every corpus, by name.
CORPORA: Final[Mapping[str, CorpusInfo]] = MappingProxyType(
    {info.name: info for info in (_STARTER, _WCXB, _SCRAPINGHUB)}
)
