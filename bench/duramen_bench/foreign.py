"""Predictions that others made, in the JSON that the field exchanges, as a predictions file like any other.

Read are `{id: text}`, scrapinghub's `{id: {"articleBody": text}}`, and either of them wrapped as
`{"version": …, "output": {…}}`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from duramen.errors import DataError, UsageError
from duramen_corpora import provenance
from duramen_corpora.predictions import Prediction, Run
from duramen_corpora.schema import Page


def read_json(path: Path) -> tuple[str, dict[str, str | None]]:
    """Return the version (“” where none is given) and text by page id. Raises DataError for anything else."""
    if not path.is_file():
        raise UsageError(f"there is no file {path}")
    try:
        data = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise DataError(f"{path} is no whole JSON file: {error}") from error
    wrapped = isinstance(data, dict) and isinstance(data.get("output"), dict) and set(data) <= {"version", "output"}
    version, output = (str(data.get("version") or ""), data["output"]) if wrapped else ("", data)
    if not isinstance(output, dict):
        raise DataError(f"{path} holds no object of page ids; known are {{id: text}} and {{id: {{articleBody: text}}}}")
    return version, {str(key): _text(path, key, value) for key, value in output.items()}


def _text(path: Path, key: str, value: Any) -> str | None:
    body = value.get("articleBody") if isinstance(value, dict) else value
    if not (body is None or isinstance(body, str)):
        raise DataError(f"{path}: page {key} has {type(body).__name__} where its text should be")
    return body or None


def to_predictions(
    path: Path,
    tool: str,
    pages: Sequence[Page],
    version: str | None = None,
    options: Mapping[str, str] | None = None,
) -> tuple[Run, list[Prediction]]:
    """Return the file's answers for `pages`. Raises DataError if it lacks one; others that it has are left out.

    `options` are the run's (`contamination.declared`).
    """
    found, texts = read_json(path)
    missing = [page.id for page in pages if page.id not in texts]
    if missing:
        raise DataError(f"{path} lacks {len(missing)} of {len(pages)} pages, the first is {missing[0]}")
    run = Run(
        tool=tool,
        version=version or found,
        corpus=pages[0].corpus,
        revision=pages[0].revision,
        options=dict(options or {}),
        date=provenance.now(),
        commit=provenance.commit(),
        command=provenance.command(),
        note=f"imported from {path.name}; neither timed nor run here",
    )
    return run, [Prediction(page.id, texts[page.id]) for page in pages]
