"""The tools that read metadata: adapters `load_metadata` that answer with JSON, {"title", "authors", "date"}."""

from __future__ import annotations

from typing import Final

from duramen.errors import unknown_name
from duramen_bench.tool import Tool

TOOLS: Final[dict[str, Tool]] = {
    tool.name: tool
    for tool in (
        Tool(
            "duramen",
            "Duramen",
            "duramen_bench.tools.duramen:load_metadata",
            kind="ours",
            packages=("duramen", "lxml"),
            summary="extract_metadata: parse and metadata, no extraction of text",
        ),
        Tool(
            "trafilatura",
            "trafilatura",
            "duramen_bench.tools.trafilatura:load_metadata",
            packages=("trafilatura", "htmldate", "lxml"),
            summary="extract_metadata with its defaults, which asks htmldate for the date",
        ),
        Tool(
            "newspaper4k",
            "newspaper4k",
            "duramen_bench.tools.newspaper4k:load_metadata",
            packages=("newspaper4k", "lxml"),
            environment="newspaper4k",
            summary="Article.parse, which extracts the text as well",
            trained_on={"article-extraction-dataset": "made by newspaper4k's author, who measures versions on it"},
        ),
        Tool(
            "htmldate",
            "htmldate",
            "duramen_bench.tools.htmldate:load_metadata",
            packages=("htmldate", "lxml"),
            summary="find_date with original_date, the rest its defaults; a date and nothing else",
        ),
    )
}


def choose(names: str) -> list[Tool]:
    """Return the tools of a comma-separated list, or all of them for "all". Raises UsageError for an unknown name."""
    if names == "all":
        return list(TOOLS.values())
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    for name in wanted:
        if name not in TOOLS:
            raise unknown_name("metadata tool", name, TOOLS)
    return [TOOLS[name] for name in wanted]
