"""What became of every record of a run: counts over all tasks that are done, in whichever run they were."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from datatrove.io import get_datafolder

from duramen.bulk.pipeline import Job
from duramen.bulk.records import OUTCOMES

#: What can become of a page; with `unread`, its record was broken.
ANSWERS: Final = ("extracted", "empty", "timeout", "broken_process", "clean_error")


@dataclass(frozen=True)
class Summary:
    """Counts of a run.

    `records` are those of the sources: `page`, `redirect`, `http_error`, `not_html`, `other` and `broken`. `pages` are
    what became of the first: `extracted`, `empty`, `timeout`, `broken_process` and `clean_error`; the five add up to
    it. `rows` is pages and broken records. `cut` pages were not whole when the crawler stored them. `failed` are tasks
    that could not be done, and why.
    """

    tasks: int
    done: int
    records: dict[str, int]
    pages: dict[str, int]
    cut: int
    rows: int
    failed: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        page = self.pages
        lost = page["timeout"] + page["broken_process"] + page["clean_error"]
        said = (
            f"{sum(self.records.values()):,} records, {self.records['page']:,} pages: {page['extracted']:,} extracted"
        )
        said += f", {page['empty']:,} without content, {lost:,} failed; no pages: "
        rest = ", ".join(f"{self.records[name]:,} {name}" for name in OUTCOMES if name != "page")
        return f"{said}{rest}; {self.done:,} of {self.tasks:,} tasks done"


def summarise(job: Job) -> Summary:
    """Return the counts of the tasks that are done so far."""
    logs = get_datafolder(job.logs)
    ranks = [name.rpartition("/")[2] for name in logs.list_files("completions")] if logs.isdir("completions") else []
    count = Counter[str]()
    for rank in ranks:
        count.update(_counts(json.loads(logs.cat_file(f"stats/{rank}.json"))))
    failed = {}
    if logs.isdir("failed"):
        for name in logs.list_files("failed"):
            if (rank := name.rpartition("/")[2]) not in ranks:
                failed[rank] = logs.cat_file(name).decode()
    return Summary(
        job.world,
        len(ranks),
        {name: count[f"read {name}"] for name in OUTCOMES},
        {name: count[f"took {name}"] for name in ANSWERS},
        count["read cut"],
        count["wrote total"],
        failed,
    )


def write(job: Job, summary: Summary) -> None:
    """Write `summary.json` beside the rows."""
    with get_datafolder(job.out).open("summary.json", "w") as file:
        json.dump(asdict(summary), file, indent=1)


def _counts(stats: list[dict[str, Any]]) -> Counter[str]:
    """Return a task's counts. The reader is its first step, the extractor is known by its name, the writer is last."""
    found = Counter[str]()
    for step in stats:
        who = (
            "read"
            if step is stats[0]
            else "wrote"
            if step is stats[-1]
            else "took"
            if "Duramen" in step["name"]
            else ""
        )
        if who:
            found.update({f"{who} {label}": _total(one) for label, one in step["stats"].items()})
    return found


def _total(one: Any) -> int:
    """Return a statistic's sum: datatrove writes a number where every document counted for one."""
    return int(one["total"] if isinstance(one, dict) else one)
