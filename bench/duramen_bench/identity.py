"""What makes two runs the same run, so that what is finished is kept and what is half-done goes on.

The same are tool, version, options, packages, limits, pages, machine, and for Duramen the library's and the weights'
digests. When, by which command and how many at a time does not matter, nor does what the table says *about* a tool.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from duramen_bench.contamination import trained_hosts
from duramen_bench.registry import trained_on, versions
from duramen_bench.sandbox import Limits
from duramen_bench.tool import Tool
from duramen_corpora import provenance
from duramen_corpora.predictions import Run
from duramen_corpora.schema import Page

#: Said about the tool, from its row: renewed in a file that is kept.
_ABOUT = ("bench.title", "bench.kind", "bench.trained_on", "bench.trained_hosts")
#: How it went, and how many went at once: recorded, and no part of what the run is.
_CIRCUMSTANCES = ("bench.baseline_mb", "bench.restarts", "bench.order", "bench.jobs")


def describe(tool: Tool, pages: Iterable[Page], limits: Limits) -> Run:
    """Return where the tool's answers to these pages come from: everything needed to make them again."""
    pages, found = list(pages), versions(tool)
    options = {name: str(value) for name, value in tool.options.items()}
    options |= {
        "bench.title": tool.title,
        "bench.kind": tool.kind,
        "bench.deadline_s": f"{limits.deadline_s:g}",
        "bench.memory_mb": str(limits.memory_mb),
        "bench.pages": hashlib.sha256("\n".join(p.id for p in pages).encode()).hexdigest()[:12],
        "bench.trained_on": json.dumps(trained_on(tool), sort_keys=True),
        "bench.packages": json.dumps(found, sort_keys=True),
    }
    if hosts := trained_hosts(tool, [page.host for page in pages]):
        options["bench.trained_hosts"] = json.dumps(hosts, sort_keys=True)
    if "duramen" in tool.packages:
        options["bench.library"] = provenance.library_digest()
    config = Path(str(tool.options.get("weights", ""))) / "config.json"
    if config.is_file():  # weights that are not the library's own: its digest does not cover them
        options["bench.weights"] = hashlib.sha256(config.read_bytes()).hexdigest()[:12]
    return Run(
        tool=tool.name,
        version=found.get(tool.packages[0], "") if tool.packages else "",
        corpus=pages[0].corpus,
        revision=pages[0].revision,
        options=options,
        machine=provenance.machine(),
        date=provenance.now(),
        commit=provenance.commit(),
        command=provenance.command(),
        note=tool.summary,
    )


def head(run: Run) -> dict[str, Any]:
    """Return the first line of the run's journal."""
    return {name: getattr(run, name) for name in ("tool", "version", "corpus", "revision", "machine", "options")}


def key(head: dict[str, Any]) -> dict[str, Any]:
    """Return what is equal in the heads of two runs if they are the same run."""
    options = {name: value for name, value in head["options"].items() if name not in _ABOUT + _CIRCUMSTANCES}
    return {**head, "options": options}


def same(head_: dict[str, Any], run: Run) -> bool:
    """Whether a journal with this first line is of this run; one that lacks what a head has is of none."""
    return {"options", *head_} == {*head(run)} and key(head_) == key(head(run))


def renewed(old: Run, new: Run) -> Run:
    """Return the kept run `old` with what the table says about its tool today."""
    about = {name: new.options[name] for name in _ABOUT if name in new.options}
    kept = {name: value for name, value in old.options.items() if name not in _ABOUT}
    return replace(old, options={**kept, **about}, note=new.note)
