"""A page from a file through the tools, here and now: what nobody has run yet, and nobody has a gold for."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from duramen.errors import UsageError
from duramen_bench.ceiling import why_no_ceiling
from duramen_bench.registry import why_missing
from duramen_bench.sandbox import Limits, Sandbox
from duramen_bench.talk import progress, talk
from duramen_bench.tool import Tool
from duramen_corpora.predictions import Prediction
from duramen_corpora.readers.addresses import page_url
from duramen_corpora.readers.files import host_of
from duramen_corpora.readers.languages import page_language
from duramen_corpora.schema import Page


def read_page(path: Path) -> Page:
    """Return the file as a page without gold: address and language are those that it states itself."""
    try:
        html = path.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}. Give an HTML file") from error
    url = page_url(html)
    return Page("", "", path.name, url, host_of(url) if url else "", html, language=page_language(html))


def run_page(page: Page, tools: Iterable[Tool], limits: Limits) -> dict[str, Prediction]:
    """Return tool → answer, each from a process of its own, warmed up; tools that cannot run are named on stderr.

    Raises UsageError where none can.
    """
    answers: dict[str, Prediction] = {}
    reasons: dict[str, str] = {}
    for tool in progress(list(tools), desc=page.id, unit="tool", disable=None):
        reason = why_no_ceiling([page]) if tool.kind == "ceiling" else why_missing(tool)
        try:
            if reason:
                raise UsageError(reason)
            with Sandbox(tool, limits) as run:
                answers[tool.name] = run(page)
        except UsageError as error:
            reasons[tool.name] = str(error)
    for name, why in reasons.items():
        talk(f"{name}: left out, {why}")
    if not answers:
        raise UsageError("no tool could run. Type: duramen bench tools")
    return answers
