"""What every reader does with files: unpack, parse, and say which page is at fault when that fails."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duramen.errors import DataError
from duramen_corpora.schema import UNKNOWN_HOST

if TYPE_CHECKING:
    from tldextract import TLDExtract


def read_bytes(path: Path, page: str, what: str = "HTML") -> bytes:
    """Return the bytes of a file. Raises DataError naming `page`, and `what` it lacks, where they cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise DataError(f"page {page} has no {what}: {path} is missing") from error
    except OSError as error:
        raise DataError(f"page {page}: {path} cannot be read ({error.strerror}). See to its permissions") from error


def read_text(path: Path, page: str) -> str:
    """Return the text of a gold in UTF-8, its line ends as \\n. Raises DataError naming `page` as `read_bytes` does."""
    try:
        text = read_bytes(path, page, "gold").decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(f"page {page}: {path} is no UTF-8 ({error}). Save it as UTF-8") from error
    return text.replace("\r\n", "\n")


def gunzip(path: Path, page: str) -> bytes:
    """Return the bytes of a gzipped file. Raises DataError naming `page` where it is missing or broken."""
    packed = read_bytes(path, page)
    try:
        if not packed:  # which gzip would take for nothing, packed
            raise EOFError("it is empty")
        return gzip.decompress(packed)
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"page {page}: {path} is no whole gzip file ({error}). Fetch the corpus again") from error


def parse_json(path: Path, page: str) -> dict[str, Any]:
    """Return the object in a JSON file. Raises DataError naming `page` where it is missing or broken."""
    return _object(read_bytes(path, page, "gold"), f"page {page}: {path}")


def json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON Lines file. Raises DataError naming the line that is broken."""
    rows = read_bytes(path, "of every line", "gold").split(b"\n")
    for number, row in enumerate(rows, start=1):
        if row.strip():
            yield _object(row, f"{path}, line {number},")


def _object(raw: bytes, where: str) -> dict[str, Any]:
    try:
        value = json.loads(raw)
    except ValueError as error:  # of JSON, and of UTF-8
        raise DataError(f"{where} is no valid JSON ({error}). Mend it, or fetch the corpus again") from error
    if not isinstance(value, dict):
        raise DataError(f"{where} holds a {type(value).__name__}, not an object")
    return value


def snippets(value: Any, page: str, name: str) -> tuple[str, ...]:
    """Return the snippets in a JSON list, which may be null or absent. Raises DataError naming `page` for no such list.

    A snippet without a word would be found, or missed, everywhere.
    """
    found = () if value is None else value
    if not isinstance(found, (list, tuple)) or not all(isinstance(s, str) and s.strip() for s in found):
        raise DataError(f"page {page}: its '{name}' is no list of snippets, each a text that is not blank")
    return tuple(found)


def by_stem(folder: Path, what: str = "HTML", suffixes: tuple[str, ...] = ()) -> dict[str, Path]:
    """Return the files of a folder, of all suffixes or of some, by their names without the suffix.

    Raises DataError where there is no such folder, and where two files have one name: nobody can say which is meant.
    """
    if not folder.is_dir():
        raise DataError(f"there is no {what}: {folder} is missing. Fetch the corpus again")
    found: dict[str, Path] = {}
    for path in sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")):
        if suffixes and path.suffix.lower() not in suffixes:
            continue
        other = found.setdefault(path.stem, path)
        if other != path:
            raise DataError(f"page {path.stem} has its {what} twice: {other} and {path}. Keep the right one")
    return found


def stems(folder: Path, suffix: str) -> set[str]:
    """Return the names, without `suffix`, of the files in `folder` that end in it."""
    return {path.name.removesuffix(suffix) for path in folder.glob(f"*{suffix}")}


def host_of(url: str) -> str:
    """Return the registrable domain of a URL, by the public suffix list that tldextract carries; else its host.

    The list is never fetched, so that folds by host are the same on every machine.
    """
    found = _suffixes()(url)
    return f"{found.domain}.{found.suffix}".lower() if found.domain and found.suffix else found.domain.lower()


def page_host(url: str, page: str) -> str:
    """Return the host of a page's URL; without one, a host that is the page's own."""
    return host_of(url) or f"{UNKNOWN_HOST}{page}"


@cache
def _suffixes() -> TLDExtract:
    from tldextract import TLDExtract

    return TLDExtract(suffix_list_urls=(), cache_dir=None)
