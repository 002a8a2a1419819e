"""Readability.js's test pages in upstream's layout: `test/test-pages/ID/` with `source.html` and `expected.html`.

`expected.html` is what the tool gave when somebody accepted it; its text is the gold. `expected-metadata.json` there
says whether upstream knows the page's language.
https://github.com/mozilla/readability
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from duramen.roles import POLICIES
from duramen_corpora.info import CorpusInfo
from duramen_corpora.readers.addresses import page_url
from duramen_corpora.readers.files import page_host, read_bytes
from duramen_corpora.readers.languages import page_language
from duramen_corpora.readers.markup import text_of
from duramen_corpora.schema import Page


def read(folder: Path) -> Iterator[Page]:
    """Yield the pages in the order of their ids. Raises DataError naming the page at fault."""
    for page in sorted(path for path in (folder / "test" / "test-pages").iterdir() if path.is_dir()):
        yield _page(page)


def _page(folder: Path) -> Page:
    name = folder.name
    html = read_bytes(folder / "source.html", name)
    url = page_url(html)
    return Page(
        corpus=CORPUS.name,
        revision=CORPUS.revision,
        id=name,
        url=url,
        host=page_host(url, name),
        html=html,
        charset="utf-8",  # as upstream's tests read every file (test/utils.js), whatever its <meta> declares
        text=text_of(read_bytes(folder / "expected.html", name, "gold")),
        page_type="article",
        language=page_language(html),
    )


CORPUS = CorpusInfo(
    name="mozilla-readability",
    title="Readability.js's test pages (Mozilla)",
    description="Articles and hard cases of Firefox's reader view; the gold is what the tool gave and people accepted.",
    read=read,
    revision="ab4027a8b37669745016869a37a504727992b2ba",
    licence="Apache-2.0",
    languages=("en", "fr", "es", "cs", "pt", "de", "zh", "ja"),
    pages={"dev": 130},
    forms=("text",),
    gold="text of a tool's accepted output",
    gold_roles=POLICIES["body"],
    shippable=True,
    content_hash="48e364ae25f02b2adf28a4deae19abe91ca2ce02de83e8fe8f882239f0d69ba2",
    upstream="https://github.com/mozilla/readability",
    marker="test/test-pages",
    archive="mozilla-readability.tar.zst",
    citation="Mozilla: Readability.js, test pages. https://github.com/mozilla/readability",
    faults=(
        "The gold is a tool's accepted output: a set to find regressions with, not the truth.",
        "All 130 files are well-formed UTF-8 and are read so, as upstream's tests do; one (qq) declares gb2312.",
        "The gold is the body: it has the <h1> on 14 of 85 pages that have one, a byline on 6 of 51, comments on 1 "
        "of 10, and, unlike the news sets', half of the captions on 15 of 29.",
        "31 pages are made of lorem ipsum, and 14 golds are word for word another page's: no split may part them.",
        "5 golds are shorter than 25 words (005-unescape-html-entities, invalid-attributes, js-link-replacement, "
        "lazy-image-3, ol).",
        "56 pages give no address: each is a host of its own. 54 declare no language.",
        "On 3 pages whole blocks cannot reach the gold: wikipedia-3 has each formula twice, its gold once; "
        "hukumusume's gold joins words that the page sets apart; visibility-hidden's has half of a block.",
    ),
)
