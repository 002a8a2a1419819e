"""Pages to extract, from what a command line names: files, folders, globs, standard input, JSON lines, Parquet.

    for page in pages(["site/", "more/*.html", "crawl.jsonl"]):
        page.name, page.url, page.read()

Folders and globs give HTML files, in order of their names; `.gz` and `.zst` are unpacked. A row of JSON lines or
Parquet has its page in a column (`html`), and may have `url`, `id` and `encoding`.
"""

from __future__ import annotations

import glob
import io
import itertools
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from duramen.errors import DataError, DuramenError, UsageError, unknown_name
from duramen.files import damage, json_rows, kind_of, parquet_rows, unpacking

_Rows = Iterable[tuple[int, dict[str, Any] | str]]
KINDS: Final = ("auto", "html", "jsonl", "parquet")


@dataclass(frozen=True, slots=True)
class Input:
    """One page: `name` tells it from the others, `place` is where its result belongs in a folder of results.

    `html` is None where the page is a file that is still to be read: `read` does so, and raises OSError where that, or
    what came before (`error`), fails.
    """

    name: str
    place: str
    url: str | None = None
    encoding: str | None = None
    html: str | bytes | None = None
    path: Path | None = None
    error: str | None = None

    def read(self, limit: int | None = None) -> str | bytes:
        """Return the page; of a file no more than one byte over `limit`, which is enough to see that it is over."""
        if self.error is not None:
            raise OSError(self.error)
        if self.html is not None or self.path is None:
            return self.html or b""
        try:
            with self.path.open("rb") as packed:
                file = unpacking(packed, self.path.name)
                return file.read() if limit is None else file.read(limit + 1)
        except damage() as error:
            raise OSError(f"damaged: {error}") from error


def pages(
    names: Sequence[str], kind: str = "auto", column: str = "html", written: Sequence[Path] = ()
) -> Iterator[Input]:
    """Yield the pages that `names` name. Raises UsageError for what is not there, DataError where a file is not
    what its name says, or damaged so that nothing after it can be read. A record that is none is a page with an error.

    `written` are the files and folders that results go to: a glob or folder that holds them does not mean them. A file
    that is named outright and written as well raises UsageError, before anything is opened.
    """
    if kind not in KINDS:
        raise unknown_name("kind of input", kind, KINDS)
    places = [Path(os.path.realpath(path)) for path in written]
    found = [(name, list(_files(name, places))) for name in names]
    return _of_names(found, kind, column)


def _of_names(found: list[tuple[str, list[Path]]], kind: str, column: str) -> Iterator[Input]:
    base = _base([path for _, files in found for path in files])
    for name, files in found:
        if name == "-":
            yield from _stdin(kind, column)
        for path in files:
            yield from _of_file(path, kind, column, base)


def are_many(names: Sequence[str], kind: str = "auto") -> bool:
    """Whether `names` can name more than one page."""
    if len(names) != 1 or kind in ("jsonl", "parquet"):
        return True
    path = Path(names[0])
    return path.is_dir() or (not path.exists() and glob.has_magic(names[0])) or _kind(path, kind) != "html"


def read_page(name: str) -> str | bytes:
    """Return one page, for a verb that takes one: a file, or standard input (`-`). Raises UsageError for none."""
    page = next(_stdin("html", "")) if name == "-" else Input(name, name, path=Path(name))
    try:
        return page.read()
    except OSError as error:
        raise unreadable(page, error) from error


def unreadable(page: Input, error: OSError) -> DuramenError:
    """Return the error for a page that cannot be read: the call's fault, or the server's."""
    if page.error:
        return DataError(f"cannot fetch {page.name}: {page.error}")
    cure = "Give an HTML file, or - for standard input"
    return UsageError(f"cannot read {page.name}: {error.strerror or error}. {cure}")


def _files(name: str, written: list[Path]) -> Iterator[Path]:
    path = Path(name)
    if name == "-":
        return
    if path.is_dir():
        yield from _others(_folder(path), path, written)
    elif path.exists() or not glob.has_magic(name):
        if Path(os.path.realpath(path)) in written:
            raise UsageError(f"{name} would be read and written at once. Give --out another name")
        yield path
    else:
        matches = sorted(glob.glob(name, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
        files = [Path(match) for match in matches if not Path(match).is_dir()]
        others = list(_others(files, Path(*itertools.takewhile(_is_plain, path.parts)), written))
        if not others:
            but = " but what is written itself" if files else ""
            raise UsageError(f"nothing matches {name}{but}. Give files, a folder, or - for standard input")
        yield from others


def _is_plain(part: str) -> bool:
    return not glob.has_magic(part)


def _others(files: Iterable[Path], asked: Path, written: list[Path]) -> Iterator[Path]:
    """Yield the files that are not written to, nor in a folder that is, unless that is the one that was `asked` for."""
    within = Path(os.path.realpath(asked))
    folders = [path for path in written if path != within and path not in within.parents]
    for file in files:
        place = Path(os.path.realpath(file)) if written else file
        if place not in written and not any(folder in place.parents for folder in folders):
            yield file


def _folder(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(place, name) for name in sorted(files) if kind_of(name) not in (None, "warc"))


def _base(paths: list[Path]) -> Path:
    """Return the folder that all files lie in: results keep their places beneath it."""
    parents = {path.absolute().parent for path in paths}
    return Path(os.path.commonpath(parents)) if parents else Path()


def _of_file(path: Path, kind: str, column: str, base: Path) -> Iterator[Input]:
    place = str(path.absolute().relative_to(base))
    what = _kind(path, kind)
    if what == "html":
        yield Input(str(path), place, path=path)
        return
    try:
        with path.open("rb") as packed:
            file = unpacking(packed, path.name)
            rows = json_rows(file) if what == "jsonl" else parquet_rows(file, column, str(path))
            yield from _inputs(rows, column, str(path), place.partition(".")[0])
    except damage() as error:
        raise DataError(f"{path} is damaged: {error}. The rows before that were read") from error
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror or error}") from error


def _stdin(kind: str, column: str) -> Iterator[Input]:
    stdin = sys.stdin.buffer
    if kind in ("auto", "html"):
        yield Input("-", "stdin", html=stdin.read())
        return
    rows = json_rows(stdin) if kind == "jsonl" else parquet_rows(io.BytesIO(stdin.read()), column, "-")
    yield from _inputs(rows, column, "-", "stdin")


def _kind(path: Path, kind: str) -> str:
    if kind != "auto":
        return kind
    found = kind_of(path.name)
    if found == "warc":
        raise UsageError(f"{path} is a WARC file. Type: duramen bulk {path} --out FOLDER")
    return found or "html"


# ---------------------------------------------------------------------------------------------------------------------
# Rows


def _inputs(rows: _Rows, column: str, source: str, place: str) -> Iterator[Input]:
    """Yield rows as pages. One that is none costs itself; where the first is, the file is of something else."""
    for count, (number, row) in enumerate(rows):
        if isinstance(row, dict) and column in row:
            yield _input(row, column, f"{source}:{number}", place, number)
            continue
        wrong = row if isinstance(row, str) else _lacks(row, column)
        if not count:
            raise DataError(f"{source}, line {number}: {wrong}")
        yield Input(f"{source}:{number}", f"{place}/{number}", error=wrong)


def _lacks(row: dict[str, Any], column: str) -> str:
    return f"no '{column}'. It has {', '.join(sorted(row)) or 'nothing'}: name the page with --column"


def _input(record: dict[str, Any], column: str, where: str, place: str, number: int) -> Input:
    html, url, encoding = record[column], record.get("url"), record.get("encoding")
    known = (str(record[key]) for key in ("id", "url") if record.get(key) is not None)
    name = next(filter(None, known), None)  # 0 is a name, "" is none
    is_page = isinstance(html, (str, bytes))
    return Input(
        name or where,
        f"{place}/{name or number}",
        url=url and str(url),
        encoding=encoding and str(encoding),
        html=html if is_page else None,
        error=None if is_page else f"'{column}' holds no page",
    )
