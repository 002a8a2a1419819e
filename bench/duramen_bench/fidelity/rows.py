"""The tools that keep form: adapters that answer in Markdown or HTML, and which of the two each answers in."""

from __future__ import annotations

from typing import Final, Literal

from duramen.errors import UsageError, unknown_name
from duramen_bench.registry import TOOLS as TEXT_TOOLS
from duramen_bench.tool import Tool

Form = Literal["markdown", "html"]


#: Of a row that converts the page and chooses nothing of it, as converters do.
_WHOLE: Final = "-whole"


def _row(name: str, adapter: str, summary: str, options: dict[str, object] | None = None) -> Tool:
    """Return the row of a tool that the table of text tools knows, with another adapter and other options."""
    of = TEXT_TOOLS[name.removesuffix(_WHOLE)]
    return Tool(
        name,
        of.title + (" (every block)" if name.endswith(_WHOLE) else ""),
        adapter,
        kind=of.kind,
        packages=of.packages,
        options=options or {},
        summary=summary,
        homepage=of.homepage,
        licence=of.licence,
        environment=of.environment,
    )


_TRAFILATURA: Final[dict[str, object]] = {
    "output_format": "markdown", "include_links": True, "include_images": True, "include_formatting": True,
}  # fmt: skip
_RESILIPARSE: Final[dict[str, object]] = {"preserve_formatting": "minimal_html", "links": True}

TOOLS: Final[dict[str, Tool]] = {
    tool.name: tool
    for tool in (
        _row("duramen", "duramen_bench.tools.duramen:load_markdown", "Markdown, policy broad"),
        _row("duramen-whole", "duramen_bench.tools.duramen:load_markdown", "every block, none chosen", {"whole": True}),
        _row("trafilatura", "duramen_bench.tools.trafilatura:load", "Markdown with links and images", _TRAFILATURA),
        _row("html-to-markdown", "duramen_bench.tools.html_to_markdown:load_markdown", "the page but for navigation"),
        _row("resiliparse", "duramen_bench.tools.resiliparse:load", "main content as minimal HTML", _RESILIPARSE),
        _row("defuddle", "tools/defuddle.mjs", "Markdown, offline", {"markdown": True}),
        _row("chromerag", "duramen_bench.tools.chromerag:load_markdown", "Markdown, front matter dropped"),
        _row("trafipy", "duramen_bench.tools.trafipy:load_markdown", "Markdown"),
        _row("markitdown", "duramen_bench.tools.markitdown:load_markdown", "the whole page"),
        _row("html2text", "duramen_bench.tools.html2text:load_markdown", "the whole page"),
        _row("readability-js", "tools/readability.mjs", "HTML of the reader view", {"html": True}),
    )
}
#: Tools that answer in HTML; all others answer in Markdown.
_IN_HTML: Final = frozenset({"resiliparse", "readability-js"})


def form(name: str) -> Form:
    """Return what a tool answers in."""
    return "html" if name in _IN_HTML else "markdown"


def choose(names: str) -> list[Tool]:
    """Return the tools of a comma-separated list, or all for "all". Raises UsageError for an unknown name, or none."""
    if names == "all":
        return list(TOOLS.values())
    wanted = dict.fromkeys(name.strip() for name in names.split(",") if name.strip())
    for name in wanted:
        if name not in TOOLS:
            raise unknown_name("tool that answers in Markdown or HTML", name, TOOLS)
    if not wanted:
        raise UsageError(f"no tools chosen. Type: --tools all, or names from {', '.join(TOOLS)}")
    return [TOOLS[name] for name in wanted]
