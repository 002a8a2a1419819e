"""trafilatura's evaluation set in upstream's layout: `tests/evaldata.json`, `tests/cache/FILE`, `tests/eval/FILE`.

The JSON file gives each URL its `file`, snippets `with` and `without`, and perhaps snippets of `comments`: no page has
a gold text. HTML that it does not name (43 files) is no part of the set. An id is the file's name without `.html`.
https://github.com/adbar/trafilatura
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from duramen.errors import DataError
from duramen.roles import POLICIES
from duramen_corpora.info import CorpusInfo
from duramen_corpora.readers.addresses import page_url
from duramen_corpora.readers.files import page_host, parse_json, read_bytes, snippets
from duramen_corpora.readers.languages import page_language
from duramen_corpora.schema import Page

_FOLDERS: Final = ("cache", "eval")
_GROUP: Final = re.compile(r"[a-z]+::")
_SOFT_HYPHEN: Final = "\u00ad"


def read(folder: Path) -> Iterator[Page]:
    """Yield the pages in the order of their ids. Raises DataError naming the page at fault."""
    records = parse_json(folder / "tests" / "evaldata.json", "of every URL")
    files = {url: _file(url, record) for url, record in records.items()}
    for url in sorted(records, key=lambda url: (files[url], url)):
        yield _page(folder / "tests", url, files[url], records[url])


def _file(url: str, record: Any) -> str:
    file = record.get("file") if isinstance(record, dict) else None
    if not isinstance(file, str) or not file:
        raise DataError(f"page {url} has no HTML: evaldata.json gives it no file")
    return file


def _page(folder: Path, url: str, file: str, record: dict[str, Any]) -> Page:
    name = file.removesuffix(".html")
    html = read_bytes(_path(folder, file, name), name)
    if _GROUP.match(url):  # the name of a hard page, and no address
        url = page_url(html)
    gold = {key: _snippets(record, key, name) for key in ("with", "without", "comments")}
    for key in ("with", "without"):
        if not gold[key]:
            raise DataError(f"page {name} has no gold: evaldata.json gives it no '{key}'")
    return Page(
        corpus=CORPUS.name,
        revision=CORPUS.revision,
        id=name,
        url=url,
        host=page_host(url, name),
        html=html,
        with_=gold["with"],
        without=gold["without"],
        # Where none are noted, nobody says whether the page has comments.
        comments="\n\n".join(gold["comments"]) or None,
        language=page_language(html),
    )


def _path(folder: Path, file: str, name: str) -> Path:
    """Return where the HTML is. Raises DataError where it is in neither folder, or in both."""
    found = [folder / part / file for part in _FOLDERS if (folder / part / file).is_file()]
    if len(found) > 1:
        raise DataError(f"page {name} has two HTML files: {found[0]} and {found[1]}. Keep upstream's")
    return found[0] if found else folder / _FOLDERS[0] / file


def _snippets(record: dict[str, Any], key: str, name: str) -> tuple[str, ...]:
    """Return snippets without soft hyphens: nobody who reads the page sees them, and most extractors drop them."""
    found = record.get(key)
    if key == "comments" and isinstance(found, list):  # one page has three blank ones
        found = [snippet for snippet in found if snippet != ""]
    return tuple(snippet.replace(_SOFT_HYPHEN, "") for snippet in snippets(found, name, key))


CORPUS = CorpusInfo(
    name="trafilatura",
    title="trafilatura's evaluation set",
    description="News, magazines, blogs and company pages, half of them German, each with a few snippets as its gold.",
    read=read,
    revision="e90b0ef51ab026fdb905fb6c5b3c84dd3d784fd5",
    licence="Apache-2.0",
    languages=("de", "en", "es", "fr", "pl", "pt", "it", "fi", "ar", "hu", "ja", "no"),
    pages={"dev": 990},
    forms=("snippets",),
    gold="snippets that must and must not be there; snippets of comments",
    gold_roles=POLICIES["body"],
    shippable=True,
    content_hash="289452dfd2b8372a2326c03df89088ac5ea6f9b38b7a6839a63d50890328e3e5",
    upstream="https://github.com/adbar/trafilatura",
    marker="tests/evaldata.json",
    archive="trafilatura-eval.tar.zst",
    citation="Barbaresi, Adrien: Trafilatura: A Web Scraping Library and Command-Line Tool for Text Discovery and "
    "Extraction. ACL-IJCNLP 2021: System Demonstrations, 122-131.",
    metric="snippet_f1",
    faults=(
        "43 HTML files have no entry in evaldata.json; they are no part of the set.",
        "Files are as they were fetched: 965 of 990 are well-formed UTF-8, the others have one of several legacy "
        "charsets. Under the WHATWG rules 982 decode without U+FFFD; in 4 it came with the page, 4 have bytes that "
        "their charset does not. On 3 pages only a <meta> beyond the first 1,024 bytes tells the charset.",
        "9 snippets had soft hyphens (U+00AD), which no reader sees; they are taken out here, and are to be taken "
        "out of an extraction.",
        "366 of 2,966 without-snippets have a word that no block of the page has: no extractor that keeps whole "
        "words can fail them.",
        "15 of 2,951 with-snippets, on 7 pages, are in no text of the page: in a script (chocolate.com.pregnant, "
        "homify.de-Tischdecke, scmp.com.playbook), or parted by ruby or formulas, or composed otherwise "
        "(adac.de.kindersitze, en.wikipedia.org.tsne, nhk.or.jp.k100, ukbdnews.com.23646).",
        "141 pages have snippets of their comments, 345 in all; 100 of these are not in the HTML. Of the other pages "
        "nobody says whether they have comments.",
        "Titles are hardly judged: of 845 pages whose title upstream noted, 20 have it in a with-snippet and 21 in a "
        "without-snippet. Of 514 authors, 3 and 25.",
        "The language is what a page declares: 67 declare none, and 23 another than their commonest words are of, 16 "
        "of them 'en' for German.",
    ),
)
