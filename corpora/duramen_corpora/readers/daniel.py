"""DAnIEL in upstream's layout: `corpora/Corpus_daniel_v2.1/` with `doc_lg.json`, `html/ID` and `reference/ID`.

An id is DATE_SITE_HASH; `doc_lg.json` gives each its language. A gold is paragraphs in `<p>`, a line each.
https://github.com/rundimeco/waddle
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from duramen.errors import DataError
from duramen.roles import POLICIES
from duramen_corpora.info import CorpusInfo
from duramen_corpora.readers.addresses import page_url
from duramen_corpora.readers.files import host_of, parse_json, read_bytes, read_text
from duramen_corpora.readers.markup import text_of
from duramen_corpora.schema import Page

_ROOT: Final = Path("corpora", "Corpus_daniel_v2.1")
_LANGUAGES: Final = {"Chinese": "zh", "English": "en", "Greek": "el", "Polish": "pl", "Russian": "ru"}
#: `<p>` and `</p>`, and what annotators typed for them: `<:p>`, and `<p` without its end. A parser would lose words.
_PARAGRAPH: Final = re.compile(r"</?:?p>?")


def read(folder: Path) -> Iterator[Page]:
    """Yield the pages in the order of their ids. Raises DataError naming the page at fault."""
    root = folder / _ROOT
    languages = parse_json(root / "doc_lg.json", "of every id")
    # There are references without a page and languages without either: what is no page is no part of the set.
    for name in sorted(path.name for path in (root / "html").iterdir() if path.is_file()):
        yield _page(root, name, languages.get(name))


def _page(root: Path, name: str, language: Any) -> Page:
    if language not in _LANGUAGES:
        raise DataError(f"page {name}: doc_lg.json gives it no language of {', '.join(_LANGUAGES)}")
    html = read_bytes(root / "html" / name, name)
    host = host_of(name.split("_")[1])
    url = page_url(html)
    return Page(
        corpus=CORPUS.name,
        revision=CORPUS.revision,
        id=name,
        url=url if host_of(url) == host and urlsplit(url).path.strip("/") else "",  # not a template's, not the site's
        host=host,
        html=html,
        charset="utf-8",  # every file is well-formed UTF-8: upstream rewrote them, whatever their <meta> declares
        text=_gold(read_text(root / "reference" / name, name)),
        page_type="article",
        language=_LANGUAGES[language],
    )


def _gold(markup: str) -> str:
    if "<html" in markup:  # a reference that is a whole page
        return text_of(markup.encode())
    paragraphs = (entities.unescape(part).strip() for part in _PARAGRAPH.split(markup))
    return "\n\n".join(part for part in paragraphs if part)


CORPUS = CorpusInfo(
    name="daniel",
    title="DAnIEL v2.1",
    description="News of 2011 and 2012 in five languages, collected to find epidemics; the gold is what people kept.",
    read=read,
    revision="be875ce12ad9e23ef68ef7f3b0605db6d06bcdb1",
    licence="GPL-3.0",
    languages=("en", "zh", "pl", "el", "ru"),
    pages={"dev": 1689},
    forms=("text",),
    gold="text",
    gold_roles=POLICIES["broad"],
    shippable=False,
    content_hash="807bd6a80e59f25077c361b828012428cd73cb66a0edcbcd12c90768106a4a11",
    upstream="https://github.com/rundimeco/waddle",
    marker=_ROOT.as_posix(),
    archive="daniel.tar.zst",
    citation="Lejeune, Gaël, and Adrien Barbaresi: Bien choisir son outil d'extraction de contenu à partir du Web. "
    "TALN 2020, démonstrations, 46-49.",
    faults=(
        "All 1,689 files are well-formed UTF-8, which upstream rewrote them as, and are read so; 13 declare a legacy "
        "charset. 73 hold U+FFFD, where what the page said is lost; so do 10 golds.",
        "10 pages are mojibake in part or in whole: upstream read them in a wrong charset. Of 4 most is lost "
        "(northnews.cn e23d84fd, sohu.com 71b0d2b3, nto.pl 0888d1dc, we-dwoje.pl 96e88944).",
        "On 38 pages less than 80% of the gold's words are found, on 19 less than half: pages fetched again later, "
        "or articles of several pages joined. 'duramen corpora align daniel --worst 38' lists them.",
        "The gold has the title: the <h1> on 980 of 1,122 pages that have one, at its start on 973. It has a byline "
        "on 22 of 474, comments on 9 of 176.",
        "1 reference is a whole HTML page, menus and all (newsru.co.il 3ad15acc); 2 hold most of their text twice "
        "(stockstar.com ea996c90, iatronet.gr 7b13aab2).",
        "4 references have broken tags, `<:p>` or `<p` without its end; the reader takes them as they are meant.",
        "18 golds are another page's: the same article, collected on several days. No split may part them.",
        "431 references have no HTML, and 400 languages no page; they are no part of the set.",
        "A host is the site in the file's name; 680 pages also give an address on it, the others have none.",
    ),
)
