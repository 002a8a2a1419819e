"""How costs grow: with a page's size, with the number of pages, with workers and threads; start-up; rivals beside it.

python results/growth.py > results/speed.md     # some ten minutes on a quiet machine; talk goes to stderr

Needs the corpora WCXB and scrapinghub. Each measurement of growth is a process of its own, so that its peak memory is
its own; time is processor time, the least of as many runs as fit in a second. A slope is that of a line through the
logarithms of size and cost: 1 is linear. Small pages have the costs of any page on top, which makes a slope flatter;
large ones leave the processor's caches, which makes it steeper, for lxml's parse as for us: so lxml's stands beside it.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np

#: How often the pages are read that workers and threads are measured with.
_TIMES: Final = 4
_PROSE: Final = "<p>Some words of a <a href='/x'>paragraph</a>, with <b>stress</b>, told again and again.</p>"
#: A page of any size: what it starts with, what is said again and again, and how it ends.
SHAPES: Final[dict[str, tuple[str, str, str]]] = {
    "flat siblings": ("<main>", _PROSE, "</main>"),
    "deep nesting": ("<main>", "<div>" * 400 + "<p>Words that are deep in a page.</p>" + "</div>" * 400, "</main>"),
    "one text node": ("<p>", "words of one text ", "</p>"),
    "tables": ("<table>", "<tr>" + "<td class=cell>12 of it</td>" * 8 + "</tr>", "</table>"),
    "links with attributes": (
        "<ul>",
        "<li class='card card-7 wide'><a href='/things/7?from=list' title='A thing' data-id='7' rel=nofollow>Thing</a>",
        "</ul>",
    ),
}
SIZES: Final = (10_000, 100_000, 1_000_000, 10_000_000, 50_000_000)
_MARKDOWN_SIZES: Final = SIZES[:4]
#: What is compared by memory at one size, for patience: trafilatura needs a minute and more for larger ones.
_RIVAL_SIZE: Final = 10_000_000
_RIVAL_SECONDS: Final = 120
#: All page types of today, and news alone, whose pages are smaller.
_TIMED: Final = ("wcxb", "scrapinghub")
_TOOLS: Final = "duramen,duramen-article,resiliparse,trafilatura,trafipy,chromerag"
_HERE: Final = Path(__file__)
_STARTS: Final = {
    "`import numpy, lxml.etree`": ["-c", "import numpy, lxml.etree"],
    "`from duramen import extract`": ["-c", "from duramen import extract"],
    "`duramen.Extractor()`": ["-c", "import duramen; duramen.Extractor()"],
    "`import typer`": ["-c", "import typer"],
    "`duramen --help`": ["-m", "duramen", "--help"],
}


def page(shape: str, size: int) -> bytes:
    """Return a page of a shape, of `size` bytes or a little more."""
    start, piece, end = SHAPES[shape]
    return (start + piece * (1 + size // len(piece)) + end).encode()


# ---------------------------------------------------------------------------------------------------------------------
# In a process of its own


def _call(what: str) -> Callable[[bytes], Any]:
    if what == "lxml":
        from lxml import etree

        return lambda html: etree.fromstring(html, etree.HTMLParser(encoding="utf-8", huge_tree=True))
    if what == "trafilatura":
        import trafilatura

        return trafilatura.extract
    import duramen
    from duramen.render import to_markdown

    if what == "text":
        return duramen.extract

    def every(html: bytes) -> str:  # every block, whatever is thought of it
        parsed = duramen.parse(html)
        return to_markdown(parsed, range(len(parsed)))

    return every


def _peak() -> int:
    """Return the most bytes that this process held; `ru_maxrss` would count what its parent held when it forked."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


def measure(shape: str, size: int, what: str) -> dict[str, float]:
    """Return the seconds of one call, the bytes that the process ever held, and by how many the call raised that."""
    html, call = page(shape, size), _call(what)
    call(page(shape, 2_000))
    before, times, end = _peak(), [], time.monotonic() + 1
    while not times or (time.monotonic() < end and len(times) < 200):
        start = time.process_time()
        call(html)
        times.append(time.process_time() - start)
    return {"seconds": min(times), "peak": _peak(), "more": _peak() - before}


def measure_pages(pages: int) -> dict[str, float]:
    """Return the seconds a page, and the bytes held at the end, of extracting so many pages one after another."""
    import duramen
    from duramen_corpora.load import stream

    htmls = [entry.html for entry in stream("starter")]
    for html in htmls:
        duramen.extract(html)
    start = time.process_time()
    for i in range(pages):
        duramen.extract(htmls[i % len(htmls)])
    held = int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
    return {"seconds": (time.process_time() - start) / pages, "held": held}


def measure_together(folder: str) -> dict[str, float]:
    """Return pages a second of each number of workers and of threads, by the clock on the wall, the best of three.

    The start of the processes is in it: hence the pages several times over. Processes that were born with their pages
    and answer nobody say what the machine has to give.
    """
    import duramen

    htmls = [path.read_bytes() for path in sorted(Path(folder).iterdir())] * _TIMES

    def processes(count: int) -> None:
        for _ in duramen.extract_many(htmls, count):
            pass

    def work(start: int, count: int) -> None:
        for html in htmls[start::count]:
            duramen.extract(html)

    def crew(kind: Callable[..., Any], count: int) -> None:
        members = [kind(target=work, args=(i, count)) for i in range(count)]
        for member in members:
            member.start()
        for member in members:
            member.join()

    threads = partial(crew, threading.Thread)
    alone = partial(crew, multiprocessing.get_context("fork").Process)
    asked = [
        *((f"{count} workers", partial(processes, count)) for count in (1, 2)),
        *((f"{count} threads", partial(threads, count)) for count in (1, 2, 16)),
        *((f"{count} processes with pages of their own", partial(alone, count)) for count in (1, 2)),
    ]
    best = dict.fromkeys((name for name, _ in asked), 0.0)
    for _ in range(3):
        for name, run in asked:
            start = time.perf_counter()
            run()
            best[name] = max(best[name], len(htmls) / (time.perf_counter() - start))
    return best


def _measured(arguments: list[str]) -> dict[str, float]:
    if len(arguments) == 3:
        shape, size, what = arguments
        return measure(shape, int(size), what)
    return measure_together(arguments[1]) if arguments[0] == "together" else measure_pages(int(arguments[0]))


def _apart(*arguments: object, timeout: float | None = None) -> dict[str, float]:
    """Return what this very program measures in a process of its own; {} where it takes too long or dies."""
    command = [sys.executable, str(_HERE), "--measure", *map(str, arguments)]
    print(" ".join(command[3:]), file=sys.stderr)
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=timeout)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return {}
    found: dict[str, float] = json.loads(done.stdout)
    return found


# ---------------------------------------------------------------------------------------------------------------------
# Tables


def slope(sizes: Iterable[int], costs: Iterable[float]) -> float:
    """Return the slope of the line through the logarithms of both."""
    return float(np.polyfit(np.log(list(sizes)), np.log(list(costs)), 1)[0])


def table(head: list[str], rows: Iterable[list[str]]) -> str:
    """Return a Markdown table whose first column is of names, the others of numbers."""
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def sizes(largest: int) -> str:
    """Return the tables of growth with size: time, then memory."""
    times, memory = [], []
    upto = [size for size in SIZES if size <= largest]
    for shape in SHAPES:
        found = {what: [_apart(shape, size, what) for size in upto] for what in ("lxml", "text")}
        small = [size for size in upto if size in _MARKDOWN_SIZES]
        found["markdown"] = [_apart(shape, size, "markdown") for size in small]
        cost = {what: [run["seconds"] for run in runs] for what, runs in found.items()}
        slopes = [f"{slope(upto[: len(cost[what])], cost[what]):.2f}" for what in cost]
        times.append([shape, *(f"{1000 * seconds:,.2f}" for seconds in cost["text"]), *slopes])
        memory.append([shape, *_memory(found, shape, upto)])
    ms = [f"{size / 1e6:g} MB, ms" for size in upto]
    first = table(["text of", *ms, "slope", "slope of lxml", "slope of Markdown"], _reordered(times, len(upto)))
    mb = [f"{size / 1e6:g} MB" for size in upto]
    rivals = [f"{name} at {_RIVAL_SIZE / 1e6:g} MB" for name in ("lxml", "text", "Markdown", "trafilatura")]
    second = table(["peak MB for text of", *mb, "slope from 1 MB", *rivals], memory)
    return f"{first}\n\n{second}"


def _reordered(rows: list[list[str]], n: int) -> Iterable[list[str]]:
    """Put our own slope before lxml's."""
    for row in rows:
        lxml, text, markdown = row[1 + n :]
        yield [*row[: 1 + n], text, lxml, markdown]


def _memory(found: dict[str, list[dict[str, float]]], shape: str, upto: list[int]) -> list[str]:
    large = [(size, run["more"]) for size, run in zip(upto, found["text"], strict=True) if size >= 1_000_000]
    grown = f"{slope(*zip(*large, strict=True)):.2f}" if len(large) > 1 and min(more for _, more in large) > 0 else "–"
    rival = _apart(shape, _RIVAL_SIZE, "trafilatura", timeout=_RIVAL_SECONDS)
    at = upto.index(_RIVAL_SIZE) if _RIVAL_SIZE in upto else -1
    beside = [*(found[what][at] for what in ("lxml", "text", "markdown")), rival]
    return [*(_mb(run) for run in found["text"]), grown, *map(_mb, beside)]


def _mb(run: dict[str, float]) -> str:
    return f"{run['peak'] / 1e6:,.0f}" if run else "–"


def numbers() -> str:
    """Return the table of growth with the number of pages."""
    counts = (100, 1_000, 10_000, 100_000)
    runs = [_apart(count) for count in counts]
    rows = [
        [f"{count:,}", f"{1000 * run['seconds']:.3f}", f"{run['held'] / 1e6:.0f}"]
        for count, run in zip(counts, runs, strict=True)
    ]
    return table(["pages, one after another", "ms a page", "MB held at the end"], rows)


def _children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def starts() -> str:
    """Return the table of start-up: processor time, the least of ten, in turns."""
    best = dict.fromkeys(_STARTS, float("inf"))
    for _ in range(10):
        for name, command in _STARTS.items():
            start = _children()
            subprocess.run([sys.executable, *command], check=True, capture_output=True)
            best[name] = min(best[name], _children() - start)
    ms = {name: 1000 * seconds for name, seconds in best.items()}
    core, typer = ms["`import numpy, lxml.etree`"], ms["`import typer`"]
    beyond = {"`from duramen import extract`": core, "`duramen.Extractor()`": core, "`duramen --help`": typer}
    rows = [[name, f"{at:.0f}", f"{at - beyond[name]:+.0f}" if name in beyond else ""] for name, at in ms.items()]
    return table(["start of a process", "ms", "beyond numpy and lxml, or typer"], rows)


def together(htmls: list[bytes]) -> str:
    """Return the table of workers and threads: pages a second by the clock on the wall, the best of three."""
    with TemporaryDirectory() as folder:
        for i, html in enumerate(htmls):
            Path(folder, f"{i:04}.html").write_bytes(html)
        rates = _apart("together", folder)
    rows = [
        [name, f"{rate:.0f}", f"{rate / rates['1 ' + name.split(maxsplit=1)[1]]:.2f}"] for name, rate in rates.items()
    ]
    return table([f"{len(htmls)} pages of WCXB dev, {_TIMES} times over", "pages a second", "× one"], rows)


def rivals(pages: int) -> str:
    """Return `duramen bench time`'s tables: tools in turn on the same pages, on one core."""
    from duramen_bench.clock import Setup, time_tools
    from duramen_bench.layout import read_corpus
    from duramen_bench.registry import choose
    from duramen_bench.timing import as_table

    with TemporaryDirectory() as out:
        setup = Setup(Path(out), fresh=True, pages=pages, repeats=3)
        timed = [as_table(time_tools(read_corpus(name, None), choose(_TOOLS), setup)) for name in _TIMED]
    return "\n\n".join(f"```\n{table}\n```" for table in timed)


# ---------------------------------------------------------------------------------------------------------------------


def main() -> None:
    """Print the page, or measure one thing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--largest", type=float, default=50, help="MB of the largest page")
    parser.add_argument("--pages", type=int, default=60, help="pages on which tools are timed, and stages")
    parser.add_argument("--measure", nargs="+", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        print(json.dumps(_measured(asked.measure)))
        return
    from stages import stages, wcxb

    from duramen_corpora import provenance

    htmls = wcxb()
    some = htmls[:: max(len(htmls) // asked.pages, 1)]
    about = f"commit {provenance.commit()}, {provenance.now()}, {provenance.machine()}"
    print(f"# Speed and memory\n\n`python results/growth.py`, {about}\n")
    for title, made in (
        ("Beside others", lambda: rivals(asked.pages)),
        ("Stages", lambda: stages(some)),
        ("Growth with size", lambda: sizes(int(asked.largest * 1e6))),
        ("Growth with the number of pages", numbers),
        ("Workers and threads", lambda: together(htmls[::3])),
        ("Start-up", starts),
    ):
        print(f"## {title}\n\n{made()}\n", flush=True)


if __name__ == "__main__":
    main()
