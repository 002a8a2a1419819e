"""The pipeline: three steps, to read and to change.

job = Job(sources=tuple(find(["crawl/"])), out="texts")
steps = pipeline(job)                                      # [PageReader, DuramenExtractor, WholeParquet]
steps.insert(2, LanguageFilter("en"))                      # any step of datatrove's, or a function of your own
executor(steps, job, engine="local", workers=8).run()      # or any of datatrove's executors
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

from datatrove.pipeline.base import PipelineStep

from duramen.bulk import MAX_BYTES
from duramen.bulk.reader import PageReader
from duramen.bulk.sources import Source, tasks_for
from duramen.bulk.writer import WholeJsonl, WholeParquet
from duramen.errors import unknown_name
from duramen.integrations.datatrove import DuramenExtractor

FORMATS: Final = {"parquet": WholeParquet, "jsonl": WholeJsonl}


@dataclass(frozen=True, slots=True)
class Job:
    """What is asked of a run. It is plain data: it is written beside the rows, and goes to other machines.

    `tasks` is how many parts the run is cut into, each a file of rows and done whole or again; by default one a
    source, and of HTML files one for a thousand.
    """

    sources: tuple[Source, ...]
    out: str
    format: str = "parquet"
    output: Any = "text"
    policy: Any = "broad"
    favor: float = 0.5
    roles: tuple[Any, ...] | None = None
    links: Any = "inline"
    images: bool = True
    weights: str | None = None
    column: str = "html"
    max_bytes: int | None = MAX_BYTES
    timeout: float = 30.0
    tasks: int | None = None

    @property
    def world(self) -> int:
        """How many tasks there are."""
        return min(self.tasks or tasks_for(self.sources), len(self.sources))

    @property
    def logs(self) -> str:
        """Where datatrove keeps logs, statistics and the markers of tasks that are done."""
        return f"{self.out.rstrip('/')}/logs"

    def settings(self) -> dict[str, Any]:
        """Return what decides about the rows: all but the sources and the place."""
        return {name: value for name, value in asdict(self).items() if name not in ("sources", "out", "tasks")}


def pipeline(job: Job) -> list[PipelineStep]:
    """Return the steps of a run. Raises UsageError or DataError for what does not exist: options, weights."""
    if job.format not in FORMATS:
        raise unknown_name("format", job.format, FORMATS)
    return [
        PageReader(job.sources, job.column, job.max_bytes),
        DuramenExtractor(
            output=job.output,
            policy=job.policy,
            favor=job.favor,
            roles=job.roles,
            links=job.links,
            images=job.images,
            weights=job.weights,
            max_bytes=job.max_bytes,
            timeout=job.timeout,
            keep=True,  # a page without text is a row that says why
        ),
        FORMATS[job.format](f"{job.out.rstrip('/')}/data"),
    ]
