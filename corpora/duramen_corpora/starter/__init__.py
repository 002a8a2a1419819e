"""The starter corpus: labelled pages that the project wrote itself, shipped in the wheel, read without a network.

Families of markup (`designs`), several invented hosts each, every block labelled with its role by construction. Some are
hard cases in their own right: paywalls, walls of consent, error pages with nothing to extract, shells, hidden text.
`python -m duramen_corpora.starter.generate` makes it; what its gold includes is said there.
"""

from __future__ import annotations

import base64
import hashlib
import json
import lzma
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from duramen.errors import DataError
from duramen.roles import POLICIES
from duramen_corpora.info import CorpusInfo
from duramen_corpora.schema import Page

FOLDER: Final = Path(__file__).parent
PAGES: Final = "pages.jsonl.xz"
REVISION_FILE: Final = "revision.txt"
_CURE: Final = "Reinstall duramen, or make the corpus again: python -m duramen_corpora.starter.generate"


def revision(folder: Path = FOLDER) -> str:
    """Return edition and content hash of the corpus in `folder` (default: the shipped one); "" before it is made."""
    path = folder / REVISION_FILE
    return path.read_text(encoding="ascii").strip() if path.is_file() else ""


REVISION: Final = revision()


def read(folder: Path = FOLDER) -> Iterator[Page]:
    """Yield the pages in order. Raises DataError for a file that is missing, cut short or not the revision it says."""
    path = folder / PAGES
    try:
        lines = lzma.decompress(path.read_bytes())
    except (OSError, lzma.LZMAError) as error:
        raise DataError(f"{path} cannot be read ({error}). {_CURE}") from error
    known = revision(folder)
    if known.rpartition("-")[2] != hashlib.sha256(lines).hexdigest()[:12]:
        raise DataError(f"{path} is not revision '{known}'. {_CURE}")
    for line in lines.splitlines():
        yield _page(json.loads(line), known)


def _page(row: dict[str, Any], known: str) -> Page:
    html = row["html"]
    row["html"] = html.encode() if isinstance(html, str) else base64.b64decode(html["base64"])
    return Page.from_row(row | {"corpus": "starter", "revision": known})


CORPUS: Final = CorpusInfo(
    name="starter",
    title="Duramen starter corpus",
    description="Pages that the project wrote, in markup families that people meet, every block labelled.",
    read=read,
    folder=FOLDER,
    revision=REVISION,
    licence="Apache-2.0",
    languages=(
        *("en", "ar", "de", "el", "es", "fa", "fr", "he", "hi", "it"),
        *("ja", "ko", "pl", "pt", "ru", "th", "tr", "uk", "zh"),
    ),
    pages={"dev": 462},
    forms=("text", "nodes"),
    gold="a role for every block; text of main and title",
    gold_roles=POLICIES["broad"],
    shippable=True,
    cards=True,
    citation="The Duramen authors: the Duramen starter corpus.",
    faults=(
        "Generated: a score on it says what an extractor does with a family of markup, not how it fares on the web.",
    ),
)
