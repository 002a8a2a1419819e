"""The whole of `duramen bulk` on thousands of real pages: what docs/how-to/bulk.md says was measured.

    DURAMEN_CORPORA=../shared/corpora python tests/duramen/bulk/check.py --work /tmp/bulk-check

writes WARCs of the published corpora's pages, with one bad record for ten, runs them here and on Ray, kills a run ten
times, and times `extract_many` and the other extractors on the same pages. It prints a line of JSON for each
step; it fails where a page is lost, twice there, or not what `duramen.extract` makes of it.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import psutil

sys.path.insert(0, str(Path(__file__).parent))
import warcs

CORPORA = (
    "wcxb", "scrapinghub", "article-extraction-dataset", "trafilatura", "cleaneval", "dragnet", "l3s-gn1", "daniel",
)  # fmt: skip
COMMAND = [str(Path(sys.executable).with_name("duramen")), "bulk"]


def real_pages(limit: int | None = None, corpora: Sequence[str] = CORPORA) -> Iterator[tuple[str, bytes, str | None]]:
    """Yield pages of the published corpora in turn, with an address, and no charset but their own."""
    from duramen_corpora.load import stream

    streams = [stream(name) for name in corpora]
    turns = itertools.chain.from_iterable(itertools.zip_longest(*streams))
    found = ((page.url or f"https://example.org/{page.corpus}/{page.id}", page.html, None) for page in turns if page)
    return itertools.islice(found, limit)


def rows_of(out: Path) -> dict[str, dict[str, Any]]:
    """Return the rows of a run by id. Raises AssertionError for one that is there twice."""
    import pyarrow.parquet as pq

    found: dict[str, dict[str, Any]] = {}
    for path in sorted(out.glob("data/*.parquet")):
        for row in pq.read_table(path).to_pylist():
            assert row["id"] not in found, f"{row['id']} is there twice"
            found[row["id"]] = row
    return found


def verify(out: Path, made: warcs.Made) -> str:
    """Check a run against what was written. Return a digest of its rows."""
    summary, rows = json.loads((out / "summary.json").read_text()), rows_of(out)
    assert summary["done"] == summary["tasks"], summary
    assert summary["records"] == {name: made.counts[name] for name in summary["records"]}, (summary, made.counts)
    pages = {identity: row for identity, row in rows.items() if identity in made.pages}
    assert pages.keys() == made.pages.keys()
    assert sum(summary["pages"].values()) == len(made.pages)
    assert len(rows) == len(made.pages) + made.counts["broken"] == summary["rows"]
    assert all(row["text"] or row["error"] for row in rows.values())
    assert all(row["error"] and not row["text"] for identity, row in rows.items() if identity not in pages)
    return hashlib.sha256(json.dumps(sorted(rows.items())).encode()).hexdigest()


def killed(crawl: Path, out: Path, times: int, tasks: int) -> int:
    """Kill a run `times` times, each time when one more task in `times` is done, and end it. Return runs it took."""
    for kill in range(times):
        process = subprocess.Popen([*COMMAND, str(crawl), "--out", str(out)], stderr=subprocess.DEVNULL)
        wanted = (kill + 1) * tasks // (times + 2)
        while process.poll() is None and len(list(out.glob("logs/completions/*"))) < wanted:
            time.sleep(0.05)  # looks, and does not wait: what happens next is the kill
        process.send_signal(signal.SIGKILL)
        process.wait()
    subprocess.run([*COMMAND, str(crawl), "--out", str(out)], check=True, stderr=subprocess.DEVNULL)
    return times + 1


class Watch:
    """The largest memory (proportional set size, MB) of a process and its children, in tenths of its time."""

    def __init__(self, pid: int) -> None:
        self.seen: list[float] = []
        self._root, self._end = psutil.Process(pid), threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._end.wait(0.5):
            try:
                tree = [self._root, *self._root.children(recursive=True)]
                self.seen.append(sum(one.memory_full_info().pss for one in tree) / 1e6)
            except psutil.Error:
                continue

    def tenths(self) -> list[int]:
        self._end.set()
        self._thread.join()
        step = max(1, len(self.seen) // 10)
        return [round(max(self.seen[i : i + step])) for i in range(0, len(self.seen), step)]


def timed(crawl: Path, out: Path, *options: str) -> tuple[float, list[int]]:
    """Run the command. Return seconds and memory."""
    shutil.rmtree(out, ignore_errors=True)
    start = time.perf_counter()
    process = subprocess.Popen([*COMMAND, str(crawl), "--out", str(out), *options])
    watch = Watch(process.pid)
    assert process.wait() == 0
    return time.perf_counter() - start, watch.tenths()


def working(out: Path) -> float:
    """Return the seconds between the first task's first line and the last task's last: a run without its start."""
    logs = [path.read_text("utf-8").splitlines() for path in out.glob("logs/logs/*.log")]
    stamps = [line[:23] for lines in logs for line in lines if line[:2] == "20"]
    first, last = (time.mktime(time.strptime(stamp[:19], "%Y-%m-%d %H:%M:%S")) + float(stamp[19:]) for stamp in
                   (min(stamps), max(stamps)))  # fmt: skip
    return last - first


def many(made: warcs.Made, workers: int) -> tuple[float, float]:
    """Return seconds, by the clock and of the CPU, of `duramen.extract_many` on the pages of the same files."""
    import duramen
    from duramen.bulk.reader import records
    from duramen.bulk.sources import find

    sources = find([str(path) for path in made.files])
    pages = (one.html for source in sources for one in records(source) if one.outcome == "page")
    start, used = time.perf_counter(), cpu()
    assert sum(1 for _ in duramen.extract_many((page or b"" for page in pages), workers)) == len(made.pages)
    return time.perf_counter() - start, cpu() - used


def cpu() -> float:
    """Return the seconds of CPU that this process and those that it waited for have had."""
    every = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in every)


def alone(made: warcs.Made, crawl: Path, out: Path) -> dict[str, float]:
    """Return milliseconds of CPU a page of the command and of `extract_many`: other work on the machine costs them
    little. One worker, for what that does is all waited for; a run of one page is taken off, as the start."""
    pages = len(made.pages)
    _, baseline = many(made, 1)
    small = crawl.with_name("small")
    warcs.mixed(warcs.toys(1), small, 1)
    used = []
    for source in (small, crawl):
        before = cpu()
        timed(source, out, "--workers", "1")
        used.append(cpu() - before)
    return {"bulk": round((used[1] - used[0]) / pages * 1e3, 2), "extract_many": round(baseline / pages * 1e3, 2),
            "start": round(used[0], 1), "share": round(baseline / (used[1] - used[0]), 3)}  # fmt: skip


def rival(crawl: Path, out: Path, name: str, workers: int) -> tuple[float, float, int]:
    """Run the same reader and writer around an extractor. Return seconds, seconds of CPU, and pages with text."""
    from datatrove.pipeline.extractors import Trafilatura

    import duramen.bulk.pipeline as bulk
    from duramen.bulk.engines import executor
    from duramen.bulk.sources import find

    shutil.rmtree(out, ignore_errors=True)
    job = bulk.Job(tuple(find([str(crawl)])), str(out))
    steps = bulk.pipeline(job)
    steps[0].decoded = True
    if name != "duramen":
        steps[1] = Trafilatura(timeout=30) if name == "trafilatura" else Resiliparse()
    start, used = time.perf_counter(), cpu()
    executor(steps, job, "local", workers).run()
    spent, used = time.perf_counter() - start, cpu() - used
    return spent, used, sum(bool(row["text"]) for row in rows_of(out).values())


def say(step: str, **facts: Any) -> None:
    print(json.dumps({"step": step, "load": round(os.getloadavg()[0], 1), **facts}), flush=True)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--work", type=Path, required=True, help="a folder for WARCs and rows (1 GB)")
    asked.add_argument("--pages", type=int, help="at most so many (default: all there are, over 7,000)")
    asked.add_argument("--files", type=int, default=40)
    asked.add_argument("--steps", default="local,cpu,ray,kill,rivals", help="which of these")
    args = asked.parse_args()
    crawl, workers = args.work / "crawl", 2
    made = warcs.mixed(real_pages(args.pages), crawl, args.files)
    size = sum(map(len, made.pages.values()))
    say("made", pages=len(made.pages), megabytes=round(size / 1e6), counts=dict(made.counts))
    assert len(made.pages) >= min(args.pages or 5000, 5000)
    digests = {}
    if "local" in args.steps:
        for turn in range(2):
            baseline, _ = many(made, workers)
            spent, memory = timed(crawl, args.work / "local", "--workers", str(workers))
            digests[f"local {turn}"] = verify(args.work / "local", made)
            net = working(args.work / "local")
            say("local", seconds=round(spent, 1), net=round(net, 1), extract_many=round(baseline, 1), memory=memory,
                pages_a_second=round(len(made.pages) / net), share=round(baseline / net, 3))  # fmt: skip
    if "cpu" in args.steps:
        say("cpu", **alone(made, crawl, args.work / "alone"))
    if "ray" in args.steps:
        spent, memory = timed(crawl, args.work / "ray", "--engine", "ray", "--workers", str(workers))
        digests["ray"] = verify(args.work / "ray", made)
        say("ray", seconds=round(spent, 1), memory=memory)
    if "kill" in args.steps:
        shutil.rmtree(args.work / "killed", ignore_errors=True)
        runs = killed(crawl, args.work / "killed", 10, args.files)
        digests["killed"] = verify(args.work / "killed", made)
        say("killed", runs=runs)
    assert len(set(digests.values())) <= 1, digests
    if "rivals" in args.steps:
        for name in ("duramen", "resiliparse", "trafilatura"):
            spent, used, texts = rival(crawl, args.work / "rival", name, workers)
            say("rival", name=name, seconds=round(spent, 1), cpu=round(used, 1), texts=texts, pages=len(made.pages))


from datatrove.pipeline.extractors.base import BaseExtractor  # noqa: E402 - below the rest, for it is for one step


class Resiliparse(BaseExtractor):
    """resiliparse as datatrove would have it: it ships none."""

    name = "Resiliparse"

    def __init__(self) -> None:
        super().__init__(timeout=30)

    def extract(self, text: str) -> str:
        from resiliparse.extract.html2text import extract_plain_text

        return extract_plain_text(text, main_content=True) if text else ""


if __name__ == "__main__":
    main()
