"""Many extractions in one process, and what it holds in memory: `python tests/fuzz/steady.py --runs 100000`.

Pages are the fuzzers' seeds and a whole page, in turn, with text, Markdown, HTML and metadata of each. What is printed
is the resident memory after the warm-up (a tenth of the runs), its greatest since, and at the end.
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

from seeds import SEEDS

import duramen


def main() -> None:
    """Read the command line, extract, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=100_000)
    runs = parser.parse_args().runs
    extractor = duramen.Extractor()
    whole = b"<title>t</title><nav><a href=/>Home</a></nav>" + b"<p class=b>Some words, <b>told</b> again.</p>" * 60
    pages = (*SEEDS, whole)
    warm = most = 0
    for run in range(runs):
        document = extractor(pages[run % len(pages)], "https://e.example/a")
        for output in ("text", "markdown", "html"):
            document.render(output)
        assert document.metadata is not None
        if run == runs // 10:
            warm = resident()
        elif warm and run % 100 == 0:
            most = max(most, resident())
    print(json.dumps({"runs": runs, "warm": warm, "most": most, "end": resident()}))


def resident() -> int:
    """Bytes of memory that this process holds (Linux)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")


if __name__ == "__main__":
    main()
