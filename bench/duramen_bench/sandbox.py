"""A tool behind a wall: one child process, a deadline a page, a memory cap, and a new child whenever one dies.

    with Sandbox(tool, Limits(deadline_s=30)) as run:
        prediction = run(page)        # always a Prediction; what went wrong is in its `error`

Kinds of error: `timeout`, `crash` (a signal or exit of the process), `memory` (the cap, or the system's killer) and
`exception`. An empty answer is none of them.
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from dataclasses import asdict, dataclass
from types import TracebackType
from typing import IO, Any

from duramen.errors import UsageError
from duramen_bench import environments, protocol
from duramen_bench.tool import Tool
from duramen_corpora.predictions import Prediction
from duramen_corpora.schema import Page

#: One thread, stated: numeric libraries would otherwise take every core and be timed against those that do not.
_ENVIRONMENT = {
    f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM", "RAYON")
} | {"PYTHONHASHSEED": "0", "PYTHONWARNINGS": "ignore", "TOKENIZERS_PARALLELISM": "false"}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one page may cost: seconds of wall clock, MiB of address space on top of the loaded tool."""

    deadline_s: float = 30.0
    memory_mb: int = 4096
    load_s: float = 120.0


class Sandbox:
    """One tool's worker, restarted when it dies. `baseline_mb` is its peak memory once loaded and warmed up."""

    def __init__(self, tool: Tool, limits: Limits) -> None:
        self.tool = tool
        self.limits = limits
        self.restarts = -1
        self.baseline_mb = 0.0
        self._child: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (closed in __exit__)

    def __enter__(self) -> Sandbox:
        try:
            self._start()
        except UsageError:
            self._log.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._stop()
        self._log.close()

    def __call__(self, page: Page) -> Prediction:
        """Return what the tool answers for the page, or how it failed. A dead worker is replaced before the next."""
        child = self._child or self._start()
        try:
            answer = self._ask(child, page)
        except protocol.DeadlineError:
            self._stop()
            return Prediction(page.id, None, error=f"timeout: no answer in {self.limits.deadline_s:g} s")
        except protocol.WorkerGoneError:
            return Prediction(page.id, None, error=self._last_words())
        if answer.get("error", "").startswith("memory:"):
            self._stop()  # a heap that has hit its cap is no place to time the next page
        return Prediction(page.id, answer.get("text"), answer.get("ms"), answer.get("peak_mb"), answer.get("error"))

    def _ask(self, child: subprocess.Popen[bytes], page: Page) -> dict[str, Any]:
        assert child.stdin is not None
        assert child.stdout is not None
        protocol.write_all(child.stdin.fileno(), protocol.encode(*self._question(page)))
        return protocol.read_frame(protocol.reader(child.stdout.fileno(), self.limits.deadline_s))[0]

    def _question(self, page: Page) -> tuple[dict[str, Any], bytes]:
        head = {"url": page.url, "charset": page.charset}
        if not self.tool.environment:
            return head, page.html
        from duramen.decode import decode  # by the same rules as everyone's; such a worker has no Duramen to do it with

        return head, decode(page.html, page.charset).encode("utf-8", "replace")

    def _start(self) -> subprocess.Popen[bytes]:
        self._log.seek(0)
        self._log.truncate()
        command, cleared = environments.worker_command(self.tool, self.limits.memory_mb)
        inherited = {name: value for name, value in os.environ.items() if name not in cleared}
        child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            env=inherited | _ENVIRONMENT,
            bufsize=0,
            start_new_session=True,  # Ctrl-C is for the harness, which then stops its workers
        )
        self._child = child
        assert child.stdin is not None
        assert child.stdout is not None
        order = {"tool": {**asdict(self.tool)}, "memory_mb": self.limits.memory_mb}
        try:
            protocol.write_all(child.stdin.fileno(), protocol.encode(order))
            hello, _ = protocol.read_frame(protocol.reader(child.stdout.fileno(), self.limits.load_s))
        except (protocol.WorkerGoneError, protocol.DeadlineError) as error:
            what = self._last_words() if isinstance(error, protocol.WorkerGoneError) else "it did not load in time"
            self._stop()
            raise UsageError(f"the tool '{self.tool.name}' does not start: {what}") from error
        if "error" in hello:
            self._stop()
            raise UsageError(f"the tool '{self.tool.name}' does not start: {hello['error']}")
        self.baseline_mb = max(self.baseline_mb, hello["baseline_mb"])
        self.restarts += 1
        return child

    def _stop(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)  # the group: a command that it runs hangs on its own
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                pipe.close()

    def _last_words(self) -> str:
        child = self._child
        code = child.wait() if child else None
        self._stop()
        if code == -signal.SIGKILL:
            return "memory: killed by the system, which does that when memory runs out"
        self._log.seek(0)
        said = self._log.read().decode("utf-8", "replace").strip().splitlines()
        if any("heap out of memory" in line for line in said):  # what Node says before it aborts
            return "memory: JavaScript heap out of memory"
        name = f"signal {signal.Signals(-code).name}" if code and code < 0 else f"exit {code}"
        first = next((line for line in said if line.startswith("Fatal")), said[-1] if said else "")
        return f"crash: {name}" + (f" ({first[:300]})" if first else "")
