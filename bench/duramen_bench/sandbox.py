"""A tool behind a wall: one child process, a deadline a page, a memory cap, and a new child whenever one dies.

    with Sandbox(tool, Limits(deadline_s=30)) as run:
        prediction = run(page)        # always a Prediction; what went wrong is in its `error`

Kinds of error: `timeout`, `crash` (a signal or exit of the process), `memory` (the cap, or the system's killer) and
`exception`. An empty answer is none of them. What a worker started, and what it left in its temporary folder, goes when
it goes.
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from contextlib import ExitStack, suppress
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
_LOG_BYTES = 1 << 20  # of what a worker has said, as much is looked at
#: How a process that dies for want of memory says so: Node, C++, Rust, Python while it handles the first such error.
_OUT_OF_MEMORY = ("heap out of memory", "std::bad_alloc", "memory allocation of", "MemoryError")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one page may cost: seconds of wall clock, MiB of address space on top of the loaded tool."""

    deadline_s: float = 30.0
    memory_mb: int = 4096
    load_s: float = 120.0


@dataclass(frozen=True, slots=True)
class Bench:
    """What holds still while times are taken: the core that the worker has (None: any), garbage collected before."""

    core: int | None = None
    collect: bool = False


class Sandbox:
    """One tool's worker, restarted when it dies.

    `baseline_mb` is its peak memory once loaded and warmed up, `resident_mb` what it held after the last page, `cpu_ms`
    how long a processor worked on that page.
    """

    def __init__(self, tool: Tool, limits: Limits, bench: Bench | None = None) -> None:
        self.tool = tool
        self.limits = limits
        self.bench = bench or Bench()
        self.restarts = -1
        self.baseline_mb = 0.0
        self.resident_mb = 0.0
        self.cpu_ms = 0.0
        self._child: subprocess.Popen[bytes] | None = None
        self._stack = ExitStack()

    def __enter__(self) -> Sandbox:
        self._log: IO[bytes] = self._stack.enter_context(tempfile.TemporaryFile("a+b"))
        folder = tempfile.TemporaryDirectory(prefix="duramen-bench-", ignore_cleanup_errors=True)
        self._folder = self._stack.enter_context(folder)
        try:
            self._start()
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._stop()
        self._stack.close()

    def __call__(self, page: Page) -> Prediction:
        """Return what the tool answers for the page, or how it failed. A dead worker is replaced before the next."""
        child = self._child or self._start()
        self._log.truncate(0)  # a talkative tool must not fill the disk, nor explain the next page's crash
        try:
            answer = self._ask(child, page)
        except protocol.DeadlineError:
            self._stop()
            return Prediction(page.id, None, error=f"timeout: no answer in {self.limits.deadline_s:g} s")
        except protocol.GarbledError:
            self._stop()
            return Prediction(page.id, None, error="crash: the worker's channel holds something that is no answer")
        except protocol.WorkerGoneError:
            return Prediction(page.id, None, error=self._last_words())
        self.resident_mb = answer.get("resident_mb") or self.resident_mb
        self.cpu_ms = answer.get("cpu_ms") or 0.0
        error = _clean(answer.get("error"))
        if error and error.startswith("memory:"):
            self._stop()  # a heap that has hit its cap is no place to time the next page
        return Prediction(page.id, _clean(answer.get("text")), answer.get("ms"), answer.get("peak_mb"), error)

    def kill(self) -> None:
        """End the worker from another thread: the page that it is at counts as failed, if anyone still counts."""
        child = self._child
        if child is not None and child.returncode is None:
            _kill_group(child)

    def _ask(self, child: subprocess.Popen[bytes], page: Page) -> dict[str, Any]:
        return self._say(child, protocol.encode(*self._question(page)), self.limits.deadline_s)

    def _say(self, child: subprocess.Popen[bytes], frame: bytes, seconds: float) -> dict[str, Any]:
        assert child.stdin is not None
        assert child.stdout is not None
        protocol.write_all(child.stdin.fileno(), frame, seconds)
        # A process that the tool has forked may hold the pipe open when the worker is dead: its end is not awaited.
        return protocol.read_frame(protocol.reader(child.stdout.fileno(), seconds, lambda: _has_ended(child, 0)))[0]

    def _question(self, page: Page) -> tuple[dict[str, Any], bytes]:
        head = {"url": page.url, "charset": page.charset}
        if not self.tool.environment:
            return head, page.html
        from duramen.decode import decode  # by the same rules as everyone's; such a worker has no Duramen to do it with

        return head, decode(page.html, page.charset).encode("utf-8", "replace")

    def _start(self) -> subprocess.Popen[bytes]:
        self._log.truncate(0)
        self._child = child = self._process()
        order = {"tool": {**asdict(self.tool)}, "memory_mb": self.limits.memory_mb, "collect": self.bench.collect}
        try:
            hello = self._say(child, protocol.encode(order), self.limits.load_s)
        except protocol.DeadlineError:
            self._stop()
            raise UsageError(f"'{self.tool.name}' does not start: not loaded in {self.limits.load_s:g} s") from None
        except (protocol.WorkerGoneError, protocol.GarbledError):
            raise UsageError(f"'{self.tool.name}' does not start: {self._last_words()}") from None
        if "error" in hello:
            self._stop()
            raise UsageError(f"'{self.tool.name}' does not start: {hello['error']}")
        self.baseline_mb = max(self.baseline_mb, hello["baseline_mb"])
        self.restarts += 1
        return child

    def _process(self) -> subprocess.Popen[bytes]:
        command, cleared = environments.worker_command(self.tool, self.limits.memory_mb)
        inherited = {name: value for name, value in os.environ.items() if name not in cleared}
        child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            env=inherited | _ENVIRONMENT | {"TMPDIR": self._folder},
            bufsize=0,
            start_new_session=True,  # Ctrl-C is for the harness, which then stops its workers
        )
        assert child.stdin is not None
        os.set_blocking(child.stdin.fileno(), False)
        if self.bench.core is not None:
            # Before it has loaded anything: threads that it starts later inherit the core.
            os.sched_setaffinity(child.pid, {self.bench.core})
        return child

    def _stop(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        if child.returncode is None:
            _kill_group(child)
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                pipe.close()

    def _last_words(self) -> str:
        """Return how the worker ended, and end what it started. One that has only closed its pipe is not waited for."""
        child = self._child
        ended = child is not None and _has_ended(child)
        self._stop()
        code = child.returncode if child and ended else None
        said = self._said()
        if code == -signal.SIGKILL:
            return "memory: killed by the system, which does that when memory runs out"
        for line in said:
            if any(words in line for words in _OUT_OF_MEMORY):
                return f"memory: {line[:300]}"
        name = f"signal {signal.Signals(-code).name}" if code and code < 0 else f"exit {code}"
        first = next((line for line in said if line.startswith("Fatal")), said[-1] if said else "")
        return f"crash: {name if ended else 'it closed its channel'}" + (f" ({first[:300]})" if first else "")

    def _said(self) -> list[str]:
        size = self._log.seek(0, os.SEEK_END)
        self._log.seek(max(0, size - _LOG_BYTES))
        return self._log.read().decode("utf-8", "replace").strip().splitlines()


def _clean(text: str | None) -> str | None:
    """Return text that a file can hold: a lone surrogate, which JSON lets through, is none."""
    return text.encode("utf-8", "replace").decode("utf-8") if text else None


def _kill_group(child: subprocess.Popen[bytes]) -> None:
    """Kill the worker and what it started. It has not been waited for, so its number is nobody else's yet."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)


def _has_ended(child: subprocess.Popen[bytes], seconds: float = 5.0) -> bool:
    """Whether the worker ends by itself within `seconds`; it is not reaped, so that its group can still be named."""
    if not hasattr(os, "waitid"):  # macOS before Python 3.13: reaped, and what it started goes on
        with suppress(subprocess.TimeoutExpired):
            child.wait(seconds)
        return child.returncode is not None
    end = time.monotonic() + seconds
    while os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is None:
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True
