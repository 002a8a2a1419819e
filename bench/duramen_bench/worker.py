"""The process that runs one tool: `python -m duramen_bench.worker`, spoken to over its standard input and output.

It loads the tool once, then answers each page with its text and milliseconds. Whatever the tool prints goes to standard
error; the descriptors that carry pages and answers are not those that it knows. It may hang, crash or be killed: see
`sandbox`.

All but the two functions that `main` hands over runs on the standard library alone: `foreign_worker` serves with it in
environments where Duramen is not installed.
"""

from __future__ import annotations

import ctypes
import faulthandler
import gc
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from duramen_bench import protocol
from duramen_bench.tool import Extract, Input, Tool

_PR_SET_PDEATHSIG = 1  # linux/prctl.h
#: An answer may be so many times as long as its page, and a MiB besides: the harness holds a run's answers in memory.
_TIMES_THE_PAGE = 16

WARM_UP_PAGE = b"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Warm up</title></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/about">About</a></li></ul></nav>
<article><h1>A page to warm up on</h1>
<p>The first call of a library pays for its imports, its compiled expressions and its caches; none of that is part of
the time that a page takes, so these few sentences are read and thrown away before any clock is started.</p>
<table><tr><td>1</td><td>2</td></tr></table><p>A second paragraph, with <a href="/x">a link</a> and <em>stress</em>.</p>
<ul><li>first</li><li>second</li></ul></article><div class="comments"><p>A comment.</p></div><footer>The end.</footer>
</body></html>"""


def main() -> None:
    """Serve the tools of the bench's own environment until standard input ends."""
    serve(_load, _read)


def _load(tool: dict[str, Any]) -> Extract:
    from duramen_bench.registry import load

    return load(Tool(**tool))


def _read(head: dict[str, Any], body: bytes) -> Input:
    from duramen.decode import decode

    return Input(body, decode(body, head.get("charset")), head["url"])


def serve(load: Callable[[dict[str, Any]], Extract], read: Callable[[dict[str, Any], bytes], Input]) -> None:
    """Answer pages until standard input ends; `load` makes the tool of its row, `read` the page of its frame."""
    die_with_harness()
    pages, answers, log = _channels()
    ask = protocol.reader(pages)
    order, _ = protocol.read_frame(ask)
    try:
        extract = load(order["tool"])
        run_page(extract, read({"url": "http://example.org/warm-up"}, WARM_UP_PAGE))
    except Exception as error:
        protocol.write_all(answers, protocol.encode({"error": f"{type(error).__name__}: {error}"}))
        return
    baseline = memory()["peak_mb"]
    limit_memory(order["memory_mb"])
    if order.get("collect"):
        gc.collect()
        gc.freeze()  # what the tool has loaded stays; only what pages leave is looked for between them
    protocol.write_all(answers, protocol.encode({"ready": True, "baseline_mb": baseline}))
    while True:
        try:
            page = read(*protocol.read_frame(ask))
        except protocol.WorkerGoneError:
            return
        if order.get("collect"):
            gc.collect()
        protocol.write_all(answers, protocol.encode(_answer_alone(extract, page, log)))


def _channels() -> tuple[int, int, int]:
    """Return descriptors for pages, answers and log, and give the tool others in their place.

    What it prints must not reach the harness, and what it closes must not cost the next page.
    """
    pages, answers, log = os.dup(0), os.dup(1), os.dup(2)
    nowhere = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nowhere, 0)
    os.close(nowhere)
    _let_it_print(log)
    faulthandler.enable(log)  # the stack of a segmentation fault
    return pages, answers, log


def _let_it_print(log: int) -> None:
    os.dup2(log, 1)
    os.dup2(log, 2)
    sys.stdout = sys.stderr = open(2, "w", encoding="utf-8", errors="replace", buffering=1, closefd=False)  # noqa: SIM115


def _answer_alone(extract: Extract, page: Input, log: int) -> dict[str, Any]:
    """Return the answer. A process that the tool has forked ends here, and what would cost the next page is undone."""
    me = os.getpid()
    said = run_page(extract, page)
    if os.getpid() != me:
        os._exit(0)
    signal.setitimer(signal.ITIMER_REAL, 0)  # a clock that it left ticking
    if sys.stdout is None or sys.stderr is None or sys.stdout.closed or sys.stderr.closed:
        _let_it_print(log)
    return said


def die_with_harness() -> None:
    """Ask Linux to end this process when the harness ends: killed, it could not stop a tool that hangs."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def run_page(extract: Extract, page: Input) -> dict[str, Any]:
    """Return the answer to one page, or the error's kind and message.

    The answer is text and, of the call alone, milliseconds by the clock on the wall (`ms`) and of a processor's work
    (`cpu_ms`).
    """
    try:
        start, busy = time.perf_counter(), processor_s()
        text = extract(page)
        cpu_ms, ms = (processor_s() - busy) * 1e3, (time.perf_counter() - start) * 1e3
    except MemoryError:
        return {"error": "memory: MemoryError under the cap"}
    except BaseException as error:  # KeyboardInterrupt too: nobody but the tool can have raised it here
        return {"error": f"exception: {type(error).__name__}: {_words(error)}"[:2000], **memory()}
    return answer(text, len(page.html)) | {"ms": ms, "cpu_ms": cpu_ms, **memory()}


def processor_s() -> float:
    """Return the seconds that a processor has worked for this process, all its threads, and programs that it ran."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _words(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:
        return "(its message cannot be read)"


def answer(text: object, page_bytes: int) -> dict[str, Any]:
    """Return what a tool gave, as text that a file can hold (a lone surrogate is none), or an error."""
    if isinstance(text, str):
        # Of a subclass, the text and none of its own ideas.
        text = str.encode(text, "utf-8", "replace").decode("utf-8") if str.__len__(text) else None
    if text is None:
        return {"text": None}
    if not isinstance(text, str):
        return {"error": f"exception: TypeError: the tool returned {type(text).__name__}, not str or None"}
    if len(text) > _TIMES_THE_PAGE * page_bytes + (1 << 20):
        return {"error": f"exception: OverflowError: {len(text):,} characters from a page of {page_bytes:,} bytes"}
    return {"text": text}


def memory() -> dict[str, float]:
    """Return peak and present resident memory in MiB; the peak is that of the largest program that ran, if larger.

    Linux's VmHWM where there is one: `ru_maxrss` of a child starts at what its parent held when it forked.
    """
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / unit
    status = Path("/proc/self/status")
    if not status.is_file():
        return {"peak_mb": max(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit, children)}
    rows = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
    peak, now = (int(rows[name].split()[0]) / 1024 for name in ("VmHWM", "VmRSS"))
    return {"peak_mb": max(peak, children), "resident_mb": now}


def limit_memory(megabytes: int) -> None:
    """Let the address space grow by so much from here on (Linux; elsewhere there is no cap)."""
    statm = Path("/proc/self/statm")
    if not statm.is_file():
        return
    now = int(statm.read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + (megabytes << 20), resource.RLIM_INFINITY))


if __name__ == "__main__":
    main()
