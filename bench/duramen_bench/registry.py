"""The table of extractors: one row a tool, its adapter imported only when it runs.

An adapter is a function `load(**options)` that returns an `Extract`: called once a page, in the worker process, with
what the tool may know about it. `find_tool` also takes `module:function` for any callable from HTML text to text.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
from pathlib import Path
from typing import Any, cast

from duramen.errors import UsageError, unknown_name
from duramen_bench.tool import Extract, Tool

_TRAFILATURA: dict[str, Any] = {
    "adapter": "duramen_bench.tools.trafilatura:load",
    "packages": ("trafilatura", "lxml"),
    "homepage": "https://github.com/adbar/trafilatura",
    "licence": "Apache-2.0",
    "trained_on": {"trafilatura-eval": "its rules are developed against its own evaluation set (tests/eval_gate.py)"},
}
_RESILIPARSE: dict[str, Any] = {
    "adapter": "duramen_bench.tools.resiliparse:load",
    "packages": ("resiliparse",),
    "homepage": "https://github.com/chatnoir-eu/chatnoir-resiliparse",
    "licence": "Apache-2.0",
}
_BOILERPY3: dict[str, Any] = {
    "adapter": "duramen_bench.tools.boilerpy3:load",
    "packages": ("boilerpy3",),
    "homepage": "https://github.com/jmriebold/BoilerPy3",
    "licence": "Apache-2.0",
    "trained_on": {"l3s-gn1": "its rules were learned on L3S-GN1 (Kohlschütter et al., WSDM 2010)"},
}
_DURAMEN: dict[str, Any] = {
    "adapter": "duramen_bench.tools.duramen:load",
    "kind": "ours",
    "packages": ("duramen", "lxml", "numpy"),
    "licence": "Apache-2.0",
    "trained_on_probe": "duramen_bench.tools.duramen:trained_on",
}

_ROWS: tuple[Tool, ...] = (
    Tool("duramen", "Duramen", summary="shipped weights, policy broad (main content and title)", **_DURAMEN),
    Tool(
        "duramen-body",
        "Duramen (body only)",
        options={"policy": "body"},
        summary="shipped weights, policy body (no title)",
        **_DURAMEN,
    ),
    Tool("trafilatura", "trafilatura", summary="defaults (with comments)", **_TRAFILATURA),
    Tool(
        "trafilatura-nocomments",
        "trafilatura (no comments)",
        options={"include_comments": False},
        summary="include_comments=False",
        default=False,
        **_TRAFILATURA,
    ),
    Tool(
        "trafilatura-fast",
        "trafilatura (fast)",
        options={"fast": True},
        summary="fast=True (no fall-back extractors)",
        default=False,
        **_TRAFILATURA,
    ),
    Tool(
        "trafilatura-precision",
        "trafilatura (precision)",
        options={"favor_precision": True},
        summary="favor_precision=True",
        default=False,
        **_TRAFILATURA,
    ),
    Tool(
        "trafilatura-recall",
        "trafilatura (recall)",
        options={"favor_recall": True},
        summary="favor_recall=True",
        default=False,
        **_TRAFILATURA,
    ),
    Tool(
        "readability-lxml",
        "readability-lxml",
        "duramen_bench.tools.readability:load",
        packages=("readability-lxml", "html-text", "lxml"),
        summary="Document.summary(html_partial=True), made text by html-text inside the clock",
        homepage="https://github.com/buriy/python-readability",
        licence="Apache-2.0",
    ),
    Tool(
        "justext",
        "jusText",
        "duramen_bench.tools.justext:load",
        packages=("justext", "lxml"),
        summary="stop list of the page's own <html lang> where jusText has one, else English",
        homepage="https://github.com/miso-belica/jusText",
        licence="BSD-2-Clause",
    ),
    Tool("boilerpy3", "BoilerPy3", summary="DefaultExtractor", options={"extractor": "DefaultExtractor"}, **_BOILERPY3),
    Tool(
        "boilerpy3-article",
        "BoilerPy3 (article)",
        options={"extractor": "ArticleExtractor"},
        summary="ArticleExtractor",
        default=False,
        **_BOILERPY3,
    ),
    Tool(
        "resiliparse",
        "resiliparse",
        options={"alt_texts": False, "list_bullets": False},
        summary="main_content=True, alt_texts=False, list_bullets=False",
        **_RESILIPARSE,
    ),
    Tool(
        "resiliparse-plain",
        "resiliparse (as it comes)",
        summary="main_content=True, other options at their defaults",
        default=False,
        **_RESILIPARSE,
    ),
    Tool(
        "html-text",
        "html-text",
        "duramen_bench.tools.html_text:load",
        packages=("html-text", "lxml"),
        summary="everything that html-text sees",
        homepage="https://github.com/zytedata/html-text",
        licence="MIT",
    ),
    Tool(
        "inscriptis",
        "inscriptis",
        "duramen_bench.tools.inscriptis:load",
        packages=("inscriptis", "lxml"),
        summary="everything, laid out as text",
        homepage="https://github.com/weblyzard/inscriptis",
        licence="Apache-2.0",
    ),
    Tool(
        "everything",
        "Everything",
        "duramen_bench.tools.floors:everything",
        "floor",
        packages=("duramen", "lxml"),
        summary="every block of duramen.parse: what a page says",
    ),
    Tool("nothing", "Nothing", "duramen_bench.tools.floors:nothing", "floor", summary="never answers"),
    Tool(
        "lxml-parse",
        "lxml parse alone",
        "duramen_bench.tools.floors:lxml_parse",
        "floor",
        packages=("lxml",),
        summary="parses and returns nothing: the floor under every time",
        homepage="https://lxml.de",
        licence="BSD-3-Clause",
        ranked=False,
    ),
    Tool(
        "oracle",
        "Oracle over blocks",
        "",
        "ceiling",
        packages=("duramen",),
        summary="the best subset of duramen.parse's blocks, chosen with the gold: no block classifier can do better",
    ),
)

#: Built once; a name that stands twice would silently shadow a tool, so it raises.
TOOLS: dict[str, Tool] = {}
for _row in _ROWS:
    if _row.name in TOOLS:
        raise ValueError(f"tool '{_row.name}' is registered twice")
    TOOLS[_row.name] = _row


def all_tools() -> dict[str, Tool]:
    """Return the table, with one more row for each further set of weights that the library ships."""
    from duramen_bench.tools.duramen import further_weights

    extra = {
        f"duramen-{weights}": Tool(
            f"duramen-{weights}",
            f"Duramen ({weights})",
            options={"weights": weights},
            summary=f"shipped weights '{weights}', policy broad",
            **_DURAMEN,
        )
        for weights in further_weights()
    }
    return {**TOOLS, **extra}


def find_tool(name: str) -> Tool:
    """Return the row called `name`, or one made for `module:function` or `duramen@FOLDER`.

    The folder holds weights. Raises UsageError for any other name.
    """
    tools = all_tools()
    if name in tools:
        return tools[name]
    if name.startswith("duramen@"):
        folder = name.partition("@")[2]
        options = {"weights": folder}
        return Tool(name, f"Duramen ({Path(folder).name})", options=options, summary=f"weights in {folder}", **_DURAMEN)
    if ":" in name:
        return Tool(
            name,
            name,
            "duramen_bench.tools.callable:load",
            options={"target": name},
            packages=(name.split(":", maxsplit=1)[0].split(".", maxsplit=1)[0],),
            summary="any function from HTML text to text",
        )
    raise unknown_name("tool", name, [*tools, "duramen@FOLDER", "module:function"])


def choose(names: str) -> list[Tool]:
    """Return the tools of a comma-separated list; `default` and `all` stand for sets. No tool twice."""
    tools = all_tools()
    chosen: dict[str, Tool] = {}
    for name in filter(None, (part.strip() for part in names.split(","))):
        if name in ("all", "default"):
            chosen |= {t.name: t for t in tools.values() if t.default or name == "all"}
        else:
            chosen[name] = find_tool(name)
    if not chosen:
        raise UsageError("no tools chosen. Type: --tools default, or names from `duramen bench tools`")
    return list(chosen.values())


def versions(tool: Tool) -> dict[str, str]:
    """Return distribution → version from the installed metadata; distributions that are not there are left out."""
    found = {}
    for package in tool.packages:
        try:
            found[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def why_missing(tool: Tool) -> str | None:
    """Return why the tool cannot run here, or None."""
    if tool.adapter.endswith("callable:load"):
        module = str(tool.options["target"]).split(":")[0]
        try:
            return None if importlib.util.find_spec(module) else f"there is no module '{module}'"
        except ImportError as error:
            return str(error)
    absent = [package for package in tool.packages if package not in versions(tool)]
    return f"not installed: {', '.join(absent)} (pip install 'duramen[bench]')" if absent else None


def resolve(target: str) -> Any:
    """Import "module:object". Raises UsageError where either is missing."""
    module, _, name = target.partition(":")
    try:
        return getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise UsageError(f"cannot import '{target}': {error}") from error


def load(tool: Tool) -> Extract:
    """Import the tool's adapter and return its extraction function; called in the worker process only."""
    if not tool.adapter:
        raise UsageError(f"'{tool.name}' is made by the harness from the gold and is no tool that runs on a page")
    return cast(Extract, resolve(tool.adapter)(**tool.options))


def trained_on(tool: Tool) -> dict[str, str]:
    """Return corpus → source for the corpora that the tool, or the weights it loads, was trained or tuned on."""
    probed = resolve(tool.trained_on_probe)(**tool.options) if tool.trained_on_probe else {}
    return {**tool.trained_on, **probed}
