"""What every reader does with files: unpack, parse, and say which page is at fault when that fails."""

from __future__ import annotations

import gzip
import json
import zlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duramen.errors import DataError

if TYPE_CHECKING:
    from tldextract import TLDExtract


def gunzip(path: Path, page: str) -> bytes:
    """Return the bytes of a gzipped file. Raises DataError naming `page` where it is missing or broken."""
    try:
        packed = path.read_bytes()
        if not packed:  # which gzip would take for nothing, packed
            raise EOFError("it is empty")
        return gzip.decompress(packed)
    except FileNotFoundError as error:
        raise DataError(f"page {page} has no HTML: {path} is missing") from error
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"page {page}: {path} is no whole gzip file ({error}). Fetch the corpus again") from error


def parse_json(path: Path, page: str) -> dict[str, Any]:
    """Return the object in a JSON file. Raises DataError naming `page` where it is missing or broken."""
    try:
        value = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise DataError(f"page {page} has no gold: {path} is missing") from error
    except ValueError as error:  # of JSON, and of UTF-8
        raise DataError(f"page {page}: {path} is no valid JSON ({error}). Fetch the corpus again") from error
    if not isinstance(value, dict):
        raise DataError(f"page {page}: {path} holds a {type(value).__name__}, not an object")
    return value


def stems(folder: Path, suffix: str) -> set[str]:
    """Return the names, without `suffix`, of the files in `folder` that end in it."""
    return {path.name.removesuffix(suffix) for path in folder.glob(f"*{suffix}")}


def host_of(url: str) -> str:
    """Return the registrable domain of a URL, by the public suffix list that tldextract carries; else its host.

    The list is never fetched, so that folds by host are the same on every machine.
    """
    found = _suffixes()(url)
    return f"{found.domain}.{found.suffix}".lower() if found.domain and found.suffix else found.domain.lower()


@cache
def _suffixes() -> TLDExtract:
    from tldextract import TLDExtract

    return TLDExtract(suffix_list_urls=(), cache_dir=None)
