"""What a folder of rows was made of, so that going on there goes on with the same.

datatrove marks tasks as done by their number, and a number is a place in a list of sources. One more file in a folder,
and every number means another file: some would be read twice and some never. The plan says what the numbers mean.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, Final

from datatrove.io import DataFolder, get_datafolder

import duramen
from duramen.bulk.pipeline import Job
from duramen.errors import DataError, UsageError

_NAME: Final = "plan.json"
_AGAIN: Final = "name another --out, or add --overwrite to begin anew"


def agree(job: Job, overwrite: bool = False) -> None:
    """Write the plan, or check that the one that is there is this job's. Raises UsageError where it is another's."""
    folder = get_datafolder(job.out)
    wanted = _plan(job)
    if overwrite:
        clear(folder)
    if folder.isfile(_NAME):
        _compare(_read(folder, job.out), wanted, job.out)
        return
    if folder.isdir("logs") or folder.isdir("data"):
        raise UsageError(f"{job.out} holds logs or data of something else: name another --out")
    _write(folder, wanted)


def clear(folder: DataFolder) -> None:
    """Remove what runs leave in a folder, and nothing else; the plan last, which says that it is ours."""
    if not folder.isfile(_NAME):
        return
    for name in ("data", "logs"):
        if folder.isdir(name):
            folder.rm(name, recursive=True)
    for name in ("summary.json", _NAME):
        if folder.isfile(name):
            folder.rm(name)


def _plan(job: Job) -> dict[str, Any]:
    plan = {
        "made_by": f"duramen {duramen.__version__}",
        "tasks": job.world,
        "settings": job.settings(),
        "sources": [asdict(source) for source in job.sources],
    }
    told: dict[str, Any] = json.loads(json.dumps(plan))
    return told


def _read(folder: DataFolder, out: str) -> dict[str, Any]:
    try:
        plan: dict[str, Any] = json.loads(folder.cat_file(_NAME))
        return {name: plan[name] for name in ("made_by", "tasks", "settings", "sources")}
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(f"{out}/{_NAME} is damaged ({error!r}): {_AGAIN}") from error


def _compare(there: dict[str, Any], wanted: dict[str, Any], out: str) -> None:
    if there["sources"] != wanted["sources"]:
        raise UsageError(f"{out} was made of other sources ({_difference(there, wanted)}): {_AGAIN}")
    changed = [
        f"{name} {there['settings'].get(name)} and not {value}"
        for name, value in wanted["settings"].items()
        if there["settings"].get(name) != value
    ]
    changed += [
        f"{name} {there[name]} and not {wanted[name]}" for name in ("tasks", "made_by") if there[name] != wanted[name]
    ]
    if changed:
        raise UsageError(f"{out} was made with {'; '.join(changed)}: {_AGAIN}")


def _difference(there: dict[str, Any], wanted: dict[str, Any]) -> str:
    before, now = ({source["path"]: source for source in plan["sources"]} for plan in (there, wanted))
    for said, paths in (("new", now.keys() - before.keys()), ("gone", before.keys() - now.keys())):
        if paths:
            return f"{said}: {min(paths)}{f' and {len(paths) - 1:,} more' if len(paths) > 1 else ''}"
    changed = sorted(path for path in now if now[path] != before[path])
    return f"changed: {changed[0]}" if changed else "in another order"


def _write(folder: DataFolder, plan: dict[str, Any]) -> None:
    """Write the plan, whole or not at all."""
    folder.makedirs("", exist_ok=True)
    with folder.open(f".{_NAME}.part", "w") as file:
        json.dump(plan, file, indent=1)
    folder.mv(f".{_NAME}.part", _NAME)
