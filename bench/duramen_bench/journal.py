"""The half-done run: one line of JSON for each thing done, so that an interrupted run goes on where it stopped.

The first line says whose run it is. A line that was being written when the end came is dropped; a journal of another
run is begun anew. One process at a time may have it open (see `run`).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

Row = dict[str, Any]


class Journal:
    """What was done so far (`rows`, in order) and the file to which the next are added.

    `same(old)` says whether a journal that begins with the line `old` is of the run that would begin with `head`.
    """

    def __init__(self, path: Path, head: Row, same: Callable[[Row], bool]) -> None:
        self.path = path
        self.rows: list[Row] = []
        path.parent.mkdir(parents=True, exist_ok=True)
        whole = self._read(same)
        self._file = path.open("r+b" if whole else "wb")
        if whole:
            self._file.truncate(whole)
            self._file.seek(whole)
        else:
            self._line(head)

    def _read(self, same: Callable[[Row], bool]) -> int:
        """Fill `rows` and return how many bytes of the file are whole lines of this very run; 0: none."""
        raw = self.path.read_bytes() if self.path.is_file() else b""
        lines = raw[: raw.rfind(b"\n") + 1].splitlines(keepends=True)
        whole = 0
        for number, line in enumerate(lines):
            try:
                row = json.loads(line)
            except ValueError:
                break
            if not isinstance(row, dict) or (number == 0 and not same(row)):
                break
            if number:
                self.rows.append(row)
            whole += len(line)
        return whole

    def _line(self, row: Row) -> None:
        self._file.write(json.dumps(row).encode("ascii") + b"\n")
        self._file.flush()

    def add(self, row: Row) -> None:
        """Keep the row; it outlives this process when this returns."""
        self.rows.append(row)
        self._line(row)

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._file.close()

    def remove(self) -> None:
        """Delete the file: what it holds stands elsewhere now."""
        self._file.close()
        self.path.unlink(missing_ok=True)
