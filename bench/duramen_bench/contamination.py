"""What a tool has met before: the corpora that it was trained or tuned on, and the hosts that they share with others.

    met = hosts_met(run)        # met.hosts, met.unknown
    run.options["bench.trained_on"]         # JSON: corpus → the source that says so
    run.options["bench.trained_hosts"]      # JSON: corpus → hosts, where weights know better than the list

A site's pages share their template, so a tool that has learned from one page of a host is no stranger to the next, in
whatever corpus it stands. Hosts of the published corpora are listed in `duramen_corpora.hosts`; of a corpus that is not
there, or of pages without an address, nobody can say, and that is said.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from duramen.errors import UsageError
from duramen_bench.registry import all_tools, resolve
from duramen_bench.tool import Tool
from duramen_corpora.hosts import known_hosts
from duramen_corpora.predictions import Run
from duramen_corpora.registry import CORPORA, corpus_info
from duramen_corpora.schema import host_is_known

#: Pages without a known host that may be passed over: a few make no difference to any score.
_LITTLE = 0.01


@dataclass(frozen=True, slots=True)
class Met:
    """The `hosts` that a tool has met; of the corpora `unknown`, more than one page in 100 has a host unknown."""

    hosts: frozenset[str]
    unknown: tuple[str, ...]


def trained_on(run: Run) -> dict[str, str]:
    """Return corpus → source, as the run recorded it and as the registry has it now.

    What is found out about a tool after its run holds for that run as well; what weights saw only the run can tell. Who
    was trained on a corpus has seen the pages of another that has the same ones with another gold.
    """
    found = _said(run)
    twins = {twin: f"its pages are those of {name}: {why}" for name, why in found.items() for twin in _twins(name)}
    return twins | found


def _said(run: Run) -> dict[str, str]:
    row = all_tools().get(run.tool)
    return {**(row.trained_on if row else {}), **json.loads(run.options.get("bench.trained_on", "{}"))}


def _twins(corpus: str) -> list[str]:
    same = CORPORA[corpus].pages_of if corpus in CORPORA else ""
    return [name for name, info in CORPORA.items() if name == same or info.pages_of == corpus]


def hosts_met(run: Run) -> Met:
    """Return the hosts of all corpora that the tool was trained on."""
    told = json.loads(run.options.get("bench.trained_hosts", "{}"))
    hosts, unknown = set[str](), []
    for corpus in _said(run):
        known = known_hosts(corpus)
        hosts |= set(told.get(corpus, known.hosts if known else ()))
        if corpus not in told and (known is None or known.unplaced > _LITTLE * known.pages):
            unknown.append(corpus)
    return Met(frozenset(hosts), tuple(sorted(unknown)))


def trained_hosts(tool: Tool, here: Iterable[str]) -> dict[str, list[str]]:
    """Return corpus → those of the hosts `here` that a tool's weights say they saw, where the list says otherwise."""
    if not tool.trained_hosts_probe:
        return {}
    told: Mapping[str, list[str]] = resolve(tool.trained_hosts_probe)(**tool.options)
    return {name: sorted(set(hosts) & set(here)) for name, hosts in told.items() if not _listed(name, hosts)}


def _listed(corpus: str, hosts: Iterable[str]) -> bool:
    """Whether the list says as much: training leaves out a page or two, whose hosts it may call met all the same."""
    known = known_hosts(corpus)
    if known is None:
        return False
    named = {host for host in hosts if host_is_known("", host)}
    return named <= known.hosts and len(named) >= (1 - _LITTLE) * len(known.hosts)


def declared(pairs: Iterable[str], like: Tool | None = None) -> dict[str, Any]:
    """Return the options of a run by a tool that is not in the registry.

    `pairs` are CORPUS=SOURCE, and what is known of the row `like`, another version of the same tool, holds as well.
    Raises UsageError for a corpus that does not exist, or a claim without a source.
    """
    found = dict(like.trained_on) if like else {}
    for pair in pairs:
        corpus, _, source = (part.strip() for part in pair.partition("="))
        if not source:
            raise UsageError(f"'{pair}' does not say where that is known from. Type: --trained-on 'CORPUS=SOURCE'")
        found[corpus_info(corpus).name] = source
    kind = {"bench.kind": like.kind} if like else {}
    return {"bench.trained_on": json.dumps(found, sort_keys=True), **kind}
