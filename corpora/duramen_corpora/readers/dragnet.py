"""Dragnet: `dragnet_data/input/ID.html`, and its article and comments in `GoldStandard/ID.txt`.

A line like "!@#$%^&*()  COMMENTS" parts the article from the readers' comments; annotators wrote it in several ways.
https://github.com/seomoz/dragnet_data, brought into this layout by the repository of merged sets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from duramen.roles import POLICIES
from duramen_corpora.info import CorpusInfo
from duramen_corpora.readers.addresses import page_url
from duramen_corpora.readers.charsets import decode_gold, stored_charset
from duramen_corpora.readers.files import page_host
from duramen_corpora.readers.pairs import Pair, pairs
from duramen_corpora.schema import Page

_SEPARATOR: Final = re.compile(r"^[ \t]*!*@#\$%[^\n]*$", re.MULTILINE)


def read(folder: Path) -> Iterator[Page]:
    """Yield the pages in the order of their ids. Raises DataError naming the page at fault."""
    return (_page(pair) for pair in pairs(folder / "dragnet_data"))


def _page(pair: Pair) -> Page:
    text, comments = divided(decode_gold(pair.gold))
    url = page_url(pair.html)
    return Page(
        corpus=CORPUS.name,
        revision=CORPUS.revision,
        id=pair.id,
        url=url,
        host=page_host(url, pair.id),
        html=pair.html,
        charset=stored_charset(pair.html),
        text=text,
        comments=comments,
        language="en",
    )


def divided(gold: str) -> tuple[str, str | None]:
    """Return the article and the comments of a gold; None where nothing parts them."""
    article, *comments = _SEPARATOR.split(gold)
    return article.strip(), ("\n".join(map(str.strip, comments)) if comments else None)


CORPUS = CorpusInfo(
    name="dragnet",
    title="Dragnet's training and test pages (Moz)",
    description="Articles of news sites and blogs, most of 2012, with the comments beneath them.",
    read=read,
    revision="46e01a04b47051838a228bf23631430b2c9de375",
    licence="AGPL-3.0",
    languages=("en",),
    pages={"dev": 1381},
    forms=("text",),
    gold="text of the article; beside it the comments",
    gold_roles=POLICIES["broad"],
    shippable=False,
    content_hash="58903cc10029227eafb36cb977aaa761c8e7cf7d96a7d783ed8dac58389961f7",
    upstream="https://github.com/j-szulc/html-cleaning-dataset-merged",
    marker="dragnet_data/GoldStandard",
    archive="html-cleaning-merged.tar.zst",
    citation="Peters, Lecocq: Content extraction using diverse feature sets. WWW 2013 Companion.",
    metric="rouge_lsum",
    faults=(
        "The authors' division into training and test pages is in their own repository (seomoz/dragnet_data) and not "
        "here: all pages are in split dev.",
        "R237 and R427 are pages of a script and no text; their golds are of the pages that the script would load.",
        "417 golds have comments. The line that parts them from the article is written in eleven ways; in 419 and "
        "R136 it lacks its first sign or its word, in 248 it says CORRECTED.",
        "5 golds are UTF-16 (27, 39, 42, 49, 158), 38 others hold bytes that are not UTF-8; the reader reads both.",
        "8 pages are stored as UTF-8 and declare another charset (R421, R424, R441, R442, R446, R801, R802, T84): "
        "their golds agree with UTF-8, so `charset` says it. 1,365 pages decode without U+FFFD; 10 others hold U+FFFD "
        "themselves (R621 to R626, R817 to R820), 6 hold bytes that their charset does not have (R121, R736, R757, T2, "
        "T19, T31).",
        "The gold has the heading on 950 of 1,053 pages whose heading is known; the byline on 484 of 790, so meta is "
        "neither in nor out; captions on 53 of 192; comments on 19 of 527, for they stand apart.",
        "228 pages give no address: each is a host of its own.",
        "Of 3 golds less than 75% is found in the page: much of R35 and T49 is worded otherwise there, or missing; "
        "part of 201 is text of images.",
        "T77 and T146 are one page, T162 and T177 another.",
        "109, 135, 267, 312, 452 and 32 others have golds of less than 30 words.",
    ),
)
