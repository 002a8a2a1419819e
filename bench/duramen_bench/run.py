"""Pages through tools: the first of the three steps.

    run_tools(pages, len(pages), tools, Setup(out=Path("out")))

One worker process a tool, one page at a time in all (unless `jobs` says otherwise): by default the tools take turns,
page by page, so that a machine that slows down slows everyone down. What is finished is not repeated; what was
interrupted goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from duramen.errors import DataError, DuramenError, UsageError
from duramen_bench.contamination import trained_hosts
from duramen_bench.journal import Journal
from duramen_bench.layout import PageSet, prediction_path, write_left_out, write_page_set
from duramen_bench.registry import trained_on, versions, why_missing
from duramen_bench.sandbox import Limits, Sandbox
from duramen_bench.talk import progress, talk
from duramen_bench.tool import Tool
from duramen_corpora import provenance
from duramen_corpora.predictions import Prediction, Run, read_predictions, write_predictions
from duramen_corpora.schema import Page

WARM_UP_PAGES = 2  # of the corpus, besides the worker's own; their answers and times are thrown away


@dataclass(frozen=True, slots=True)
class Setup:
    """How to run: where to, under which limits, afresh or not, tools taking turns or one after the other."""

    out: Path
    limits: Limits = field(default_factory=Limits)
    fresh: bool = False
    interleave: bool = True
    jobs: int = 1
    source: str | None = None


def run_tools(pages: Sequence[Page], of: int, tools: Iterable[Tool], setup: Setup) -> list[Path]:
    """Run every tool over every page and return the predictions files, in the order of `tools`.

    `of` is how many pages the corpus has. A tool that is not installed, or does not start, is named on standard error
    with the reason; it is an error only if no tool is left.
    """
    corpus, revision = pages[0].corpus, pages[0].revision
    write_page_set(setup.out, PageSet(corpus, revision, tuple(p.id for p in pages), of, setup.source))
    chosen = list(tools)
    left_out: dict[str, str] = {}
    runs: list[ToolRun] = []
    for tool in chosen:
        try:
            runs += _prepare(tool, pages, setup)
        except (DuramenError, ImportError) as error:
            left_out[tool.name] = str(error)
    with ExitStack() as stack:
        _drive([stack.enter_context(run) for run in runs if not run.finished()], pages, setup)
    left_out |= {run.tool.name: run.trouble for run in runs if run.trouble}
    for name, why in left_out.items():
        talk(f"{name}: left out, {why}")
    write_left_out(setup.out, corpus, left_out)
    if len(left_out) == len(chosen):
        raise UsageError("no tool could run. Type: duramen bench tools")
    return [prediction_path(setup.out, corpus, tool.name) for tool in chosen if tool.name not in left_out]


def _prepare(tool: Tool, pages: Sequence[Page], setup: Setup) -> list[ToolRun]:
    """Return the tool's run; none for the ceiling, which is written here and now. Raises DuramenError."""
    reason = why_missing(tool)
    if reason:
        raise UsageError(reason)
    path = prediction_path(setup.out, pages[0].corpus, tool.name)
    if tool.kind != "ceiling":
        return [ToolRun(tool, pages, path, setup)]
    _oracle(tool, pages, path)
    return []


class ToolRun:
    """One tool over one list of pages: worker, journal and, in the end, predictions file."""

    def __init__(self, tool: Tool, pages: Sequence[Page], path: Path, setup: Setup) -> None:
        self.tool, self.pages, self.path, self.setup = tool, pages, path, setup
        self.trouble = ""
        self.run = _describe(tool, pages, setup)
        self._stack = ExitStack()

    def finished(self) -> bool:
        """Whether a predictions file of this very run stands there already."""
        if self.setup.fresh or not self.path.is_file():
            return False
        try:
            old, predictions = read_predictions(self.path)
        except DataError as error:
            talk(f"{self.tool.name}: run again, {error}")
            return False
        if _key(old) != _key(self.run) or {p.id for p in predictions} != {p.id for p in self.pages}:
            return False
        talk(f"{self.tool.name}: kept, {self.path.name} of {old.date} is this very run (--fresh repeats it)")
        return True

    def __enter__(self) -> ToolRun:
        journal_path = self.path.with_name(f".{self.path.stem}.journal.jsonl")
        if self.setup.fresh:
            journal_path.unlink(missing_ok=True)
        self.journal = self._stack.enter_context(Journal(journal_path, _key(self.run)))
        if self.journal.done:
            talk(f"{self.tool.name}: goes on after {len(self.journal.done)} pages")
        try:
            self._sandbox = self._stack.enter_context(Sandbox(self.tool, self.setup.limits))
            for page in self.pages[:WARM_UP_PAGES]:
                self._sandbox(page)
        except UsageError as error:
            self.trouble = str(error)
        return self

    def __exit__(self, *error: Any) -> None:
        self._stack.close()

    def measure(self, page: Page) -> None:
        """Have the page's prediction, from the journal or from the tool."""
        if self.trouble or page.id in self.journal.done:
            return
        try:
            self.journal.add(self._sandbox(page))
        except UsageError as error:  # it died and does not start again: the others go on without it
            self.trouble = str(error)

    def finish(self) -> None:
        """Write the predictions file and drop the journal."""
        if self.trouble:
            return
        run = self.run
        run.options["bench.baseline_mb"] = f"{self._sandbox.baseline_mb:.1f}"
        run.options["bench.restarts"] = str(self._sandbox.restarts)
        predictions = [self.journal.done[p.id] for p in self.pages]
        errors = [p.error for p in predictions if p.error]
        if errors:
            talk(f"{self.tool.name}: {len(errors)} of {len(predictions)} pages failed, the first: {errors[0][:200]}")
        write_predictions(self.path, run, predictions)
        self.journal.remove()


def _drive(runs: Sequence[ToolRun], pages: Sequence[Page], setup: Setup) -> None:
    with progress(total=len(runs) * len(pages), unit="page", disable=not runs) as bar:
        try:
            if setup.jobs > 1:
                with ThreadPoolExecutor(setup.jobs) as pool:
                    list(pool.map(lambda run: _one_tool(run, pages, bar), runs))
            elif setup.interleave:
                for page in pages:
                    for run in runs:
                        run.measure(page)
                        bar.update()
                for run in runs:
                    run.finish()
            else:
                for run in runs:
                    bar.set_description(run.tool.name)
                    _one_tool(run, pages, bar)
        except KeyboardInterrupt:
            talk(f"interrupted; what is done is kept under {setup.out}. The same command goes on from here.")
            raise


def _one_tool(run: ToolRun, pages: Sequence[Page], bar: Any) -> None:
    for page in pages:
        run.measure(page)
        bar.update()
    run.finish()


def _describe(tool: Tool, pages: Sequence[Page], setup: Setup) -> Run:
    found = versions(tool)
    seen = trained_on(tool)
    options = {name: str(value) for name, value in tool.options.items()}
    options |= {
        "bench.title": tool.title,
        "bench.kind": tool.kind,
        "bench.deadline_s": f"{setup.limits.deadline_s:g}",
        "bench.memory_mb": str(setup.limits.memory_mb),
        "bench.order": "tools take turns" if setup.interleave and setup.jobs == 1 else "one tool after the other",
        "bench.jobs": str(setup.jobs),
        "bench.pages": hashlib.sha256("\n".join(p.id for p in pages).encode()).hexdigest()[:12],
        "bench.trained_on": json.dumps(seen, sort_keys=True),
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
        version=_version(tool, found),
        corpus=pages[0].corpus,
        revision=pages[0].revision,
        options=options,
        machine=provenance.machine(),
        date=provenance.now(),
        commit=provenance.commit(),
        command=provenance.command(),
        note=tool.summary,
    )


def _version(tool: Tool, found: dict[str, str]) -> str:
    return found.get(tool.packages[0], "") if tool.packages else ""


def _key(run: Run) -> dict[str, Any]:
    """Return what makes two runs the same run. When and by which command it was made does not."""
    measured = ("bench.baseline_mb", "bench.restarts")
    options = {name: value for name, value in run.options.items() if name not in measured}
    return {
        "tool": run.tool,
        "version": run.version,
        "corpus": run.corpus,
        "revision": run.revision,
        "machine": run.machine,
        "options": options,
    }


def _oracle(tool: Tool, pages: Sequence[Page], path: Path) -> None:
    """Write the row that no tool can beat by choosing blocks. It alone sees the gold, so no worker makes it."""
    run = _describe(tool, pages, Setup(path.parent))
    bar = progress(pages, desc=tool.name, unit="page")
    write_predictions(path, run, list(_oracle_answers(bar)))


def _oracle_answers(pages: Iterable[Page]) -> Iterator[Prediction]:
    import duramen
    from duramen_corpora.align import oracle

    for page in pages:
        texts = duramen.parse(page.html, encoding=page.charset).texts
        kept: Iterable[bool] = oracle(texts, page.text).tolist() if page.text else ()
        chosen = [text for text, keep in zip(texts, kept, strict=False) if keep]
        yield Prediction(page.id, "\n\n".join(chosen) or None)
