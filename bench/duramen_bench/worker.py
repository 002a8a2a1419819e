"""The process that runs one tool: `python -m duramen_bench.worker`, spoken to over its standard input and output.

It loads the tool once, then answers each page with its text and milliseconds. Whatever the tool prints goes to standard
error; the descriptor that carries answers is out of its reach. It may hang, crash or be killed: see `sandbox`.

All but the two functions that `main` hands over runs on the standard library alone: `foreign_worker` serves with it in
environments where Duramen is not installed.
"""

from __future__ import annotations

import ctypes
import faulthandler
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
    answers = os.dup(1)
    os.dup2(2, 1)  # print() in a tool must not reach the harness
    sys.stdout = sys.stderr
    faulthandler.enable()  # the stack of a segmentation fault, for the log
    ask = protocol.reader(0)
    order, _ = protocol.read_frame(ask)
    try:
        extract = load(order["tool"])
        run_page(extract, read({"url": "http://example.org/warm-up"}, WARM_UP_PAGE))
    except Exception as error:
        protocol.write_all(answers, protocol.encode({"error": f"{type(error).__name__}: {error}"}))
        return
    baseline = peak_mb()
    limit_memory(order["memory_mb"])
    protocol.write_all(answers, protocol.encode({"ready": True, "baseline_mb": baseline}))
    while True:
        try:
            head, body = protocol.read_frame(ask)
        except protocol.WorkerGoneError:
            return
        protocol.write_all(answers, protocol.encode(run_page(extract, read(head, body))))


def die_with_harness() -> None:
    """Ask Linux to end this process when the harness ends: killed, it could not stop a tool that hangs."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def run_page(extract: Extract, page: Input) -> dict[str, Any]:
    """Return the answer to one page: text and milliseconds of the call alone, or the error's kind and message."""
    try:
        start = time.perf_counter()
        text = extract(page)
        ms = (time.perf_counter() - start) * 1e3
    except MemoryError:
        return {"error": "memory: MemoryError under the cap"}
    except (Exception, SystemExit) as error:
        return {"error": f"exception: {type(error).__name__}: {error}"[:2000], "peak_mb": peak_mb()}
    return answer(text) | {"ms": ms, "peak_mb": peak_mb()}


def answer(text: object) -> dict[str, Any]:
    """Return what a tool gave, as text that a file can hold (a lone surrogate is none), or an error."""
    if isinstance(text, str):
        return {"text": text.encode("utf-8", "replace").decode("utf-8") or None}
    if text is None:
        return {"text": None}
    return {"error": f"exception: TypeError: the tool returned {type(text).__name__}, not str or None"}


def peak_mb() -> float:
    """Return the peak resident memory in MiB of this process or of the largest program that it ran, if that is larger.

    Linux's VmHWM where there is one: `ru_maxrss` of a child starts at what its parent held when it forked.
    """
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1024)
    status = Path("/proc/self/status")
    if status.is_file():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return max(int(line.split()[1]) / 1024, children)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return max(peak / (1 << 20 if sys.platform == "darwin" else 1024), children)


def limit_memory(megabytes: int) -> None:
    """Let the address space grow by so much from here on (Linux; elsewhere there is no cap)."""
    statm = Path("/proc/self/statm")
    if not statm.is_file():
        return
    now = int(statm.read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + (megabytes << 20), resource.RLIM_INFINITY))


if __name__ == "__main__":
    main()
