"""Your own pages: a folder of `NAME.html` and `NAME.txt` pairs, in whatever folders below it.

    duramen corpora load folder --from FOLDER

`NAME.html` (or `.htm`, `.html.gz`, `.htm.gz`) is the page as served. `NAME.txt` is its gold in UTF-8, empty where the
right answer is nothing. `NAME.json`, if there is one, is an object with any of `url`, `language`, `page_type`, `split`
("dev" or "test"), `charset` (what the server said), `comments` (their text), `with` and `without` (snippets that must
and must not be there; a page that has some may do without a text). Where it is silent, address and language are those
that the page declares. An id is the path in the folder without the suffix. Other files are passed over, and so is what
is named README or LICENSE.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from duramen.decode import codec_for
from duramen.errors import DataError
from duramen.roles import POLICIES
from duramen_corpora.info import CorpusInfo
from duramen_corpora.readers.addresses import page_url
from duramen_corpora.readers.files import gunzip, page_host, parse_json, read_bytes, read_text, snippets
from duramen_corpora.readers.languages import page_language
from duramen_corpora.schema import Page
from duramen_corpora.validate import SPLITS

_HTML: Final = (".html", ".htm", ".html.gz", ".htm.gz")
_STRINGS: Final = ("url", "language", "page_type", "split", "charset", "comments")
_KEYS: Final = (*_STRINGS, "with", "without")
_NOTES: Final = frozenset({"readme", "license", "licence", "notice", "changelog"})


@dataclass(slots=True)
class _Files:
    """The files of one page."""

    html: list[Path] = field(default_factory=list)
    text: list[Path] = field(default_factory=list)
    facts: list[Path] = field(default_factory=list)


def read(folder: Path) -> Iterator[Page]:
    """Yield the pages in the order of their ids. Raises DataError naming the page at fault, or that there is none."""
    found = _files(folder)
    if not any(files.html for files in found.values()):
        raise DataError(f"there is no page in {folder}: a page is NAME.html beside NAME.txt, its gold")
    for name in sorted(found):
        yield _page(name, found[name])


def _files(folder: Path) -> dict[str, _Files]:
    """Return the files of each page by its id; of JSON files only those beside a page."""
    found: dict[str, _Files] = {}
    facts: list[tuple[str, Path]] = []
    for path in sorted(folder.rglob("*")):
        name, kind = _name(path.relative_to(folder))
        if not kind or not path.is_file():
            continue
        if kind == ".json":
            facts.append((name, path))
        else:
            files = found.setdefault(name, _Files())
            (files.text if kind == ".txt" else files.html).append(path)
    for name, path in facts:
        if name in found:
            found[name].facts.append(path)
    return found


def _name(path: Path) -> tuple[str, str]:
    """Return the page's id and the kind of file; "" for a file that is not a page's."""
    whole = path.as_posix()
    kind = next((suffix for suffix in (".txt", ".json", *_HTML) if whole.lower().endswith(suffix)), "")
    name = whole[: len(whole) - len(kind)]
    hidden = any(part.startswith(".") for part in path.parts)
    return name, "" if hidden or Path(name).name.lower() in _NOTES else kind


def _page(name: str, files: _Files) -> Page:
    path = _only(name, files.html, "HTML")
    if path is None:
        raise DataError(f"page {name} has no HTML: {files.text[0]} stands alone. Put {name}.html beside it")
    html = gunzip(path, name) if path.suffix.lower() == ".gz" else read_bytes(path, name)
    facts = _facts(name, _only(name, files.facts, "JSON"))
    text = _only(name, files.text, "gold")
    gold = {key: snippets(facts.get(key), name, key) for key in ("with", "without")}
    if text is None and not any(gold.values()):
        raise DataError(f"page {name} has no gold: put {name}.txt beside it, or snippets into {name}.json")
    url = facts.get("url") or page_url(html)
    return Page(
        corpus=CORPUS.name,
        revision=CORPUS.revision,
        id=name,
        url=url,
        host=page_host(url, name),
        html=html,
        charset=facts.get("charset"),
        text=None if text is None else read_text(text, name),
        with_=gold["with"],
        without=gold["without"],
        comments=facts.get("comments"),
        page_type=facts.get("page_type"),
        language=facts.get("language") or page_language(html),
        split=facts.get("split") or SPLITS[0],
    )


def _only(name: str, paths: list[Path], what: str) -> Path | None:
    if len(paths) > 1:
        files = " and ".join(path.name for path in paths)
        raise DataError(f"page {name} has more than one {what} file: {files}. Keep one, or rename the others")
    return paths[0] if paths else None


def _facts(name: str, path: Path | None) -> dict[str, Any]:
    facts = {} if path is None else parse_json(path, name)
    unknown = sorted(facts.keys() - set(_KEYS))
    if unknown:
        raise DataError(f"page {name}: {path} has '{unknown[0]}', which means nothing. It may have {', '.join(_KEYS)}")
    for key in _STRINGS:
        if not isinstance(facts.get(key), (str, type(None))):
            raise DataError(f"page {name}: '{key}' in {path} is no text")
    if facts.get("charset") and codec_for(facts["charset"]) is None:
        raise DataError(f"page {name}: {path} gives it the charset '{facts['charset']}', which nobody knows")
    return facts


CORPUS = CorpusInfo(
    name="folder",
    title="A folder of your own pages",
    description="A format: page.html beside page.txt, its gold, and perhaps page.json, which says more.",
    read=read,
    revision="",
    licence="its owner's",
    languages=("any",),
    pages={},
    forms=("text", "snippets"),
    gold="text; snippets that must and must not be there",
    gold_roles=POLICIES["broad"],
    shippable=False,
    cards=True,
    marker=".",
    citation="Whoever made the folder.",
    faults=("What a folder holds, and what its gold keeps, only its owner knows.",),
)
