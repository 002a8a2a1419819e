"""datatrove's executors, set up for a run: this machine, a Ray cluster, Slurm.

Each task that ends well is marked by a file in `logs/completions`, and a run passes over those that are: it may be
killed at any time, and go on with another engine.
"""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import multiprocess
import multiprocess.forkserver
from datatrove.executor import LocalPipelineExecutor, RayPipelineExecutor, SlurmPipelineExecutor
from datatrove.executor.base import PipelineExecutor
from datatrove.pipeline.base import PipelineStep
from datatrove.utils.logging import logger
from datatrove.utils.stats import PipelineStats

from duramen.bulk.pipeline import Job
from duramen.errors import UsageError, missing_extra, unknown_name

ENGINES: Final = ("local", "ray", "slurm")
_MEMORY: Final = 2  # GB a task: five times what one was seen to take (docs/how-to/bulk.md)


class _Noted:
    """What makes an executor keep the reason why a task failed, and its own talk in the log files."""

    logging_dir: Any
    #: Whether the other tasks go on. datatrove's local executor ends them all with the first that fails.
    goes_on = False

    def _run_for_rank(self, rank: int, local_rank: int = 0, node_rank: int = -1) -> PipelineStats:
        try:
            # Of rank 0 datatrove prints every line; the log files have them anyway.
            return super()._run_for_rank(rank, local_rank + 1, node_rank)  # type: ignore[misc]
        except Exception as error:
            with self.logging_dir.open(f"failed/{rank:05d}", "w") as file:
                file.write(f"{type(error).__name__}: {error}")
            if not self.goes_on:
                raise
            return PipelineStats()
        finally:
            logger.remove()  # datatrove has just put its talk on stderr back


class Local(_Noted, LocalPipelineExecutor):  # type: ignore[misc]
    """Tasks on processes of this machine."""

    goes_on = True

    def run(self) -> Any:
        """Run the tasks that are not done. What this process forks ends with it, also where it is killed (Linux).

        datatrove's tasks are watched by `duramen.bulk.reader`; its `multiprocess.Manager` is watched by nobody.
        """
        if self.workers > 1 and threading.current_thread() is threading.main_thread():
            _begin_deaf()
        _forking.add(os.getpid())
        try:
            return super().run()
        finally:
            _forking.discard(os.getpid())


class Ray(_Noted, RayPipelineExecutor):  # type: ignore[misc]
    """Tasks on a Ray cluster."""


class Slurm(_Noted, SlurmPipelineExecutor):  # type: ignore[misc]
    """Tasks of a Slurm job array."""


_forking: set[int] = set()


def _begin_deaf() -> None:
    """Start the process that forks the workers, so that it and they hear no Ctrl-C: this one does, and ends them."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        multiprocess.forkserver.ensure_running()
    finally:
        signal.signal(signal.SIGINT, before)


def _end_with_parent() -> None:
    """Ask Linux to end a process that was just forked when its parent ends (prctl(2), PR_SET_PDEATHSIG)."""
    if os.getppid() in _forking:
        _prctl(1, signal.SIGKILL)


if sys.platform == "linux":
    _prctl = ctypes.CDLL(None).prctl  # found before the fork: a child of threads may load nothing
    os.register_at_fork(after_in_child=_end_with_parent)


def executor(
    steps: Sequence[PipelineStep], job: Job, engine: str, workers: int, slurm: Mapping[str, str] | None = None
) -> PipelineExecutor:
    """Return an executor of the steps, to `run()`.

    `slurm` are `partition` and `time`, which it must have, `venv` (what to source first), and options of sbatch.
    Raises UsageError for an engine that does not exist, is not installed, or lacks what it needs.
    """
    common: dict[str, Any] = {"pipeline": list(steps), "tasks": job.world, "logging_dir": job.logs}
    if engine == "local":
        return Local(workers=workers, **common)
    if engine == "ray":
        _ray(workers)
        return Ray(workers=workers, mem_per_cpu_gb=_MEMORY, **common)
    if engine == "slurm":
        return Slurm(workers=workers, mem_per_cpu_gb=_MEMORY, **_slurm(dict(slurm or {})), **common)
    raise unknown_name("engine", engine, ENGINES)


def _ray(workers: int) -> None:
    """Join the cluster that RAY_ADDRESS names, else begin one on this machine, with as many CPUs as workers."""
    try:
        import ray
    except ModuleNotFoundError as error:
        raise missing_extra("bulk-ray", error.name) from error
    if not ray.is_initialized():
        size: dict[str, Any] = (
            {} if os.environ.get("RAY_ADDRESS") else {"num_cpus": workers, "include_dashboard": False}
        )
        ray.init(log_to_driver=False, logging_level=logging.WARNING, **size)


def _slurm(asked: dict[str, str]) -> dict[str, Any]:
    missing = [name for name in ("partition", "time") if name not in asked]
    if missing:
        raise UsageError(f"Slurm wants to know: add --slurm {'=… --slurm '.join(missing)}=…, as sbatch calls it")
    venv = asked.pop("venv", None) or _environment()
    known: dict[str, Any] = {name: asked.pop(name) for name in ("partition", "time", "qos") if name in asked}
    return {"job_name": "duramen-bulk", "qos": "", "venv_path": venv, "sbatch_args": asked, **known}


def _environment() -> str | None:
    """Return what activates the environment that this runs in, if it is one."""
    script = Path(sys.prefix, "bin", "activate")
    return str(script) if script.is_file() else None
