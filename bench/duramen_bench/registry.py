"""The table of extractors: one row a tool (`rows`, `rows_apart`), its adapter imported only when it runs.

An adapter is a function `load(**options)` that returns an `Extract`: called once a page, in the worker process, with
what the tool may know about it. `find_tool` also takes `module:function` for any callable from HTML text to text, and
`cmd:COMMAND` for any program that reads HTML and writes text, `duramen@WEIGHTS` for Duramen with other weights.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.metadata
import importlib.util
import re
import shlex
import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from duramen.errors import UsageError, unknown_name
from duramen.hub.fetch import located
from duramen_bench import environments, rows_apart
from duramen_bench.environments import Environment
from duramen_bench.rows import DURAMEN, ROWS
from duramen_bench.tool import Extract, Kind, Tool

#: Built once; a name that stands twice would silently shadow a tool, so it raises.
TOOLS: dict[str, Tool] = {}
for _row in (*ROWS, *rows_apart.ROWS):
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
            **DURAMEN,
        )
        for weights in further_weights()
    }
    return {**TOOLS, **extra}


def find_tool(name: str) -> Tool:
    """Return the row called `name`, or one made for `module:function`, `cmd:COMMAND` or `duramen@WEIGHTS`.

    Weights are a folder, or a repository on the Hub, `owner/name` or `owner/name@revision`, which `choose` fetches.
    Raises UsageError for any other name.
    """
    tools = all_tools()
    if name in tools:
        return tools[name]
    if name.startswith("duramen@"):
        weights = name.partition("@")[2]
        options = {"weights": weights}
        return Tool(name, f"Duramen ({Path(weights).name})", options=options, summary=f"weights: {weights}", **DURAMEN)
    if name.startswith("cmd:"):
        return Tool(
            name,
            name,
            "duramen_bench.tools.command:load",
            options={"command": name.removeprefix("cmd:")},
            summary="a command that reads HTML and writes text, started anew for each page",
        )
    if ":" in name:
        return Tool(
            name,
            name,
            "duramen_bench.tools.callable:load",
            options={"target": name},
            packages=(name.split(":", maxsplit=1)[0].split(".", maxsplit=1)[0],),
            summary="any function from HTML text to text",
        )
    raise unknown_name("tool", name, [*tools, "duramen@WEIGHTS", "module:function", "cmd:COMMAND"])


def kind_of(name: str) -> Kind:
    """Return the kind of the row called `name`; of a file from elsewhere, a guess.

    What the trainer writes is ours and says so in its name: `duramen (how)`, or `duramen-RECIPE (how)` of a recipe that
    no weights are shipped from.
    """
    tool = all_tools().get(name)
    if tool:
        return tool.kind
    if name.startswith("duramen-") and name.endswith(")"):
        return "research"
    return "ours" if name.startswith("duramen") else "rival"


def choose(names: str) -> list[Tool]:
    r"""Return the tools of a comma-separated list; `default` and `all` stand for sets. No tool twice.

    A comma inside a command is written `\,`.
    """
    tools = all_tools()
    chosen: dict[str, Tool] = {}
    for name in filter(None, (part.strip() for part in re.split(r"(?<!\\),", names))):
        if name in ("all", "default"):
            chosen |= {t.name: t for t in tools.values() if t.default or name == "all"}
        else:
            chosen[name] = _at_hand(find_tool(name))
    if not chosen:
        raise UsageError("no tools chosen. Type: --tools default, or names from `duramen bench tools`")
    return list(chosen.values())


def _at_hand(tool: Tool) -> Tool:
    """Return the tool with its weights in a folder: once, here, and not in each of its workers."""
    if not tool.name.startswith("duramen@"):
        return tool
    return replace(tool, options={**tool.options, "weights": located(str(tool.options["weights"]))})


def environments_of(names: Iterable[str]) -> list[tuple[Environment, list[str]]]:
    """Return the environments that these tools (`all`: all tools) need, each with the tools that live in it.

    Raises UsageError for a tool that has none of its own.
    """
    tools = all_tools()
    wanted: dict[str, list[str]] = {}
    for name in names:
        if name != "all" and not find_tool(name).environment:
            reason = why_missing(find_tool(name)) or "it runs in the bench's own environment"
            raise UsageError(f"there is nothing to set up for '{name}': {reason}")
        for tool in tools.values() if name == "all" else [find_tool(name)]:
            if tool.environment:
                wanted.setdefault(tool.environment, []).append(tool.name)
    return [(environments.environment(name), living) for name, living in wanted.items()]


def versions(tool: Tool) -> dict[str, str]:
    """Return distribution → version from the installed metadata; distributions that are not there are left out.

    An environment of its own is named as well, since its name stands for all its versions. A command has no metadata:
    what stands there is a digest of its program and of the files among its arguments.
    """
    if _is_command(tool):
        return _digests(shlex.split(str(tool.options["command"])))
    if tool.environment:
        home = environments.environment(tool.environment)
        asked = {package: home.version(package) for package in tool.packages}
        known = {package: version for package, version in asked.items() if version}
        return known | {"environment": home.folder.name} if known else {}
    found = {}
    for package in tool.packages:
        try:
            found[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def _is_command(tool: Tool) -> bool:
    return tool.adapter.endswith("command:load")


def _digests(words: list[str]) -> dict[str, str]:
    program = shutil.which(words[0]) or words[0]
    files = [Path(word) for word in (program, *words[1:]) if Path(word).is_file()]
    return {path.name: f"sha256 {hashlib.sha256(path.read_bytes()).hexdigest()[:12]}" for path in files}


def why_missing(tool: Tool) -> str | None:
    """Return why the tool cannot run here, or None."""
    if tool.unavailable:
        return tool.unavailable
    if _is_command(tool):
        return _why_no_command(str(tool.options["command"]))
    if tool.adapter.endswith("callable:load"):
        module = str(tool.options["target"]).split(":")[0]
        try:
            return None if importlib.util.find_spec(module) else f"there is no module '{module}'"
        except ImportError as error:
            return str(error)
    absent = [package for package in tool.packages if package not in versions(tool)]
    if absent and tool.environment:
        return f"its environment is not made yet. Type: duramen bench setup {tool.name}"
    return f"not installed: {', '.join(absent)} (pip install 'duramen[bench]')" if absent else None


def _why_no_command(command: str) -> str | None:
    try:
        words = shlex.split(command)
    except ValueError as error:
        return f"'{command}' is no command: {error}"
    if not words:
        return "there is no command after 'cmd:'"
    return None if shutil.which(words[0]) else f"there is no program '{words[0]}' on PATH"


def resolve(target: str) -> Any:
    """Import "module:object". Raises UsageError where either is missing."""
    module, _, name = target.partition(":")
    try:
        return getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise UsageError(f"cannot import '{target}': {error}") from error


def load(tool: Tool) -> Extract:
    """Import the tool's adapter and return its extraction function; called in the worker process only."""
    if tool.unavailable:
        raise UsageError(f"'{tool.name}' cannot run here: {tool.unavailable}")
    if not tool.adapter:
        raise UsageError(f"'{tool.name}' is made by the harness from the gold and is no tool that runs on a page")
    return cast(Extract, resolve(tool.adapter)(**tool.options))


def trained_on(tool: Tool) -> dict[str, str]:
    """Return corpus → source for the corpora that the tool, or the weights it loads, was trained or tuned on."""
    probed = resolve(tool.trained_on_probe)(**tool.options) if tool.trained_on_probe else {}
    return {**tool.trained_on, **probed}
