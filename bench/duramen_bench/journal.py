"""The half-done run: one line of JSON a finished page, so that an interrupted run goes on where it stopped.

The first line says whose run it is. A line that was being written when the power went is dropped; a journal of another
version, other options or other pages is begun anew.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from types import TracebackType

from duramen_corpora.predictions import Prediction


class Journal:
    """Predictions so far (`done`, by page id) and the file to which the next are added."""

    def __init__(self, path: Path, key: dict[str, object]) -> None:
        self.path = path
        self.done: dict[str, Prediction] = {}
        path.parent.mkdir(parents=True, exist_ok=True)
        whole = self._read(key)
        self._file = path.open("r+b" if whole else "wb")
        if whole:
            self._file.truncate(whole)
            self._file.seek(whole)
        else:
            self._line(key)

    def _read(self, key: dict[str, object]) -> int:
        """Fill `done` and return how many bytes of the file are whole lines of this very run; 0: none."""
        raw = self.path.read_bytes() if self.path.is_file() else b""
        lines = raw[: raw.rfind(b"\n") + 1].splitlines(keepends=True)
        whole = 0
        for number, line in enumerate(lines):
            try:
                row = json.loads(line)
                if number == 0 and row != json.loads(json.dumps(key)):
                    return 0
                if number:
                    self.done[row["id"]] = Prediction(**row)
            except (ValueError, TypeError, KeyError):
                break
            whole += len(line)
        return whole

    def _line(self, row: dict[str, object]) -> None:
        self._file.write(json.dumps(row).encode("ascii") + b"\n")
        self._file.flush()

    def add(self, prediction: Prediction) -> None:
        """Keep the prediction; it is on disk when this returns (as far as the system goes)."""
        self.done[prediction.id] = prediction
        self._line(asdict(prediction))

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._file.close()

    def remove(self) -> None:
        """Delete the file: its predictions stand elsewhere now."""
        self._file.close()
        self.path.unlink(missing_ok=True)
