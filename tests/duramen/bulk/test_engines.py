"""The same rows, whoever works: this machine, Ray, Slurm."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import warcs

from duramen.bulk.engines import executor
from duramen.bulk.pipeline import Job, pipeline
from duramen.bulk.run import run
from duramen.bulk.sources import find
from duramen.errors import UsageError

_SBATCH = """#!/bin/bash
# Slurm, for a test: runs a job's array on this machine, one after the other, before it says that it took the job.
script="${@: -1}"
last=$(sed -n 's/^#SBATCH --array=0-\\([0-9]*\\).*/\\1/p' "$script")
grep '^#SBATCH' "$script" >> "$SLURM_SEEN"
for i in $(seq 0 "${last:-0}"); do
  SLURM_ARRAY_TASK_ID=$i SLURM_JOB_ID=7 SLURM_NODELIST=localhost bash "$script" >> "$SLURM_SEEN.out" 2>&1
done
echo "Submitted batch job 7"
"""
_SRUN = """#!/bin/bash
while [[ "$1" == -* ]]; do [[ "$1" == -n ]] && shift; shift; done
exec "$@"
"""


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    warcs.mixed(warcs.toys(60), tmp_path / "crawl", 3)
    return tmp_path / "crawl"


def _rows(out: Path) -> list[dict[str, Any]]:
    return [row for path in sorted((out / "data").glob("*.parquet")) for row in pq.read_table(path).to_pylist()]


def _here(crawl: Path, out: Path) -> list[dict[str, Any]]:
    assert run(Job(tuple(find([str(crawl)])), str(out))) is not None
    return _rows(out)


def _command(crawl: Path, out: Path, *more: str, **environment: str) -> str:
    command = [sys.executable, "-m", "duramen", "bulk", str(crawl), "--out", str(out), *more]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    return done.stderr


@pytest.mark.slow
def test_ray_makes_the_same_rows(tmp_path: Path, crawl: Path) -> None:
    pytest.importorskip("ray")
    said = _command(crawl, tmp_path / "ray", "--engine", "ray", "-j", "2", RAY_ADDRESS="")
    assert "3 of 3 tasks done" in said
    assert _rows(tmp_path / "ray") == _here(crawl, tmp_path / "local")


@pytest.mark.slow
def test_slurm_is_given_an_array_and_the_command_typed_again_counts(tmp_path: Path, crawl: Path) -> None:
    tools, seen = tmp_path / "bin", tmp_path / "seen"
    tools.mkdir()
    for name, text in {"sbatch": _SBATCH, "srun": _SRUN, "scontrol": "#!/bin/bash\necho localhost\n"}.items():
        (tools / name).write_text(text)
        (tools / name).chmod(0o755)
    environment = {"PATH": f"{tools}:{Path(sys.executable).parent}:{os.environ['PATH']}", "SLURM_SEEN": str(seen)}
    asked = ["--engine", "slurm", "--slurm", "partition=cpu", "--slurm", "time=01:00:00", "--slurm", "account=web"]
    _command(crawl, tmp_path / "slurm", *asked, "-j", "2", **environment)
    options = seen.read_text()
    for option in ("--array=0-2%2", "--partition=cpu", "--time=01:00:00", "--account=web", "--cpus-per-task=1"):
        assert f"#SBATCH {option}" in options
    assert "3 of 3 tasks done" in _command(crawl, tmp_path / "slurm", *asked, "-j", "2", **environment)
    assert _rows(tmp_path / "slurm") == _here(crawl, tmp_path / "local")


def test_engines_say_what_they_lack(tmp_path: Path, crawl: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    job = Job(tuple(find([str(crawl)])), str(tmp_path / "out"))
    with pytest.raises(UsageError, match="--slurm partition=… --slurm time=…"):
        executor(pipeline(job), job, "slurm", 1)
    with pytest.raises(UsageError, match="Did you mean local"):
        executor(pipeline(job), job, "locl", 1)
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(UsageError, match=r"duramen\[bulk-ray\]"):
        executor(pipeline(job), job, "ray", 1)
