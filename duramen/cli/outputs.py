"""Where results go: standard output, a file of JSON lines, or a folder that mirrors what was read.

Each can be taken up again: what is there is not made twice. Files of a folder appear whole; of a file of JSON lines, a
last line that was cut short is dropped. What failed, and what had nothing to extract, is told in a side file.
"""

from __future__ import annotations

import json
import os
import sys
from abc import ABC, abstractmethod
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Final
from urllib.parse import quote

from duramen.cli.inputs import Input
from duramen.errors import DataError
from duramen.whole import make_folder, whole_file

_SUFFIXES: Final = {"text": ".txt", "markdown": ".md", "html": ".html", "json": ".json"}
_LONG: Final = 120  # bytes of a name's part: file systems end at 255


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a page: its text as asked for, or why there is none. `record` is its line of JSON."""

    page: str
    place: str
    text: str = ""
    record: dict[str, Any] | None = None
    problem: str | None = None
    failed: bool = False


class Sink(ABC):
    """Takes results."""

    @abstractmethod
    def has(self, page: Input) -> bool:
        """Whether the page's result is there already."""

    @abstractmethod
    def put(self, result: Result) -> None:
        """Take a result that did not fail."""

    @abstractmethod
    def close(self) -> None:
        """End."""


class Stdout(Sink):
    """A line of JSON a page on standard output: nothing is there before, and every line goes out at once."""

    def has(self, page: Input) -> bool:  # noqa: ARG002 - whatever it is
        """Return False."""
        return False

    def put(self, result: Result) -> None:
        """Print a line."""
        append(sys.stdout, result.record or {})

    def close(self) -> None:
        """Leave standard output open: it is not ours."""


class Lines(Sink):
    """A file with a line of JSON a page; each is written at once."""

    def __init__(self, path: Path, overwrite: bool) -> None:
        make_folder(path.parent)
        self._done = set() if overwrite else _names(path)
        self._file = path.open("w" if overwrite else "a", encoding="utf-8")

    def has(self, page: Input) -> bool:
        """Whether the file has a line of that name."""
        return page.name in self._done

    def put(self, result: Result) -> None:
        """Append a line."""
        append(self._file, result.record or {})

    def close(self) -> None:
        """Close the file."""
        _close(self._file)


class Folder(Sink):
    """A file a page, in the place that it had among what was read. A page without content gives an empty file."""

    def __init__(self, folder: Path, output: str, lines: bool, overwrite: bool) -> None:
        self._folder, self._json, self._overwrite = folder, lines, overwrite
        self._suffix = ".json" if lines else _SUFFIXES[output]

    def _path(self, place: str) -> Path:
        return self._folder / (safe_path(place) + self._suffix)

    def has(self, page: Input) -> bool:
        """Whether its file is there; files are whole or not there."""
        return not self._overwrite and self._path(page.place).exists()

    def put(self, result: Result) -> None:
        """Write the file."""
        text = json.dumps(result.record, ensure_ascii=False) if self._json else result.text
        path = self._path(result.place)
        make_folder(path.parent)
        with whole_file(path) as scratch:
            scratch.write_text(text + "\n" if text else "", "utf-8", errors="replace")

    def close(self) -> None:
        """Every file is closed already."""


class Side:
    """The side file: a line of JSON for each page that failed or had nothing; it is there only if there is one.

    What failed is tried again by the next run, so its lines are dropped then; pages that had nothing keep theirs.
    """

    def __init__(self, path: Path | None, overwrite: bool) -> None:
        self._path = path
        self._file: IO[str] | None = None
        if path is not None and path.exists():
            kept = [] if overwrite else [line for line in _records(path) if not line.get("failed")]
            with whole_file(path) as scratch:
                scratch.write_text("".join(_line(record) for record in kept), "utf-8")
            if not kept:
                path.unlink()

    def put(self, result: Result) -> None:
        """Tell of a page, if there is a file to tell it in."""
        if self._path is None:
            return
        if self._file is None:
            make_folder(self._path.parent)
            self._file = self._path.open("a", encoding="utf-8")
        append(self._file, {"id": result.page, "failed": result.failed, "problem": result.problem})

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            _close(self._file)


def append(file: IO[str], record: dict[str, Any]) -> None:
    """Write a line, and hand it to the system at once: a kill loses no line that was told of.

    Raises DataError where there is no room.
    """
    try:
        file.write(_line(record))
        file.flush()
    except BrokenPipeError:  # whoever reads standard output has left
        raise
    except OSError as error:
        raise DataError(f"cannot write {file.name}: {error.strerror}. Make room, and type the same again") from error


def _close(file: IO[str]) -> None:
    with suppress(OSError):  # `append` told of every line that could not be written
        file.close()


def safe_path(name: str) -> str:
    """Return a relative path that stays inside its folder: a name's parts, quoted, long ones cut and told apart."""
    parts = [part for part in name.replace(os.sep, "/").split("/") if part]
    return "/".join(map(_part, parts)) or "page"


def _part(part: str) -> str:
    quoted = quote(part, safe=" !#$&'()+,;=@[]{}~%")
    if not part.strip("."):  # "." and ".." lead elsewhere
        return part.replace(".", "%2E")
    return quoted if len(quoted) <= _LONG else f"{quoted[:_LONG]}-{sha256(part.encode()).hexdigest()[:12]}"


def _line(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "replace").decode() + "\n"


def _names(path: Path) -> set[str]:
    """Return the names of the pages that a file of results has; drop a last line that was cut short."""
    if not path.exists():
        return set()
    with path.open("rb+") as file:
        names, end = set(), 0
        for line in file:
            if not line.endswith(b"\n"):
                break
            end += len(line)
            names.add(_record(path, line)["id"])
        file.truncate(end)
    return names


def _record(path: Path, line: str | bytes) -> dict[str, Any]:
    """Return a line of results. Raises DataError for one that is none: the file is another's."""
    try:
        record = json.loads(line)
        return {"id": record["id"], **record}
    except (ValueError, KeyError, TypeError) as error:
        cure = "Name another file, or add --overwrite"
        raise DataError(f"{path} has lines that are not this command's: {error!r}. {cure}") from error


def _records(path: Path) -> list[dict[str, Any]]:
    return [_record(path, line) for line in path.read_text("utf-8").splitlines() if line.endswith("}")]
