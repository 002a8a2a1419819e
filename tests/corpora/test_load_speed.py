"""How fast a table is loaded, and that passing over one holds memory flat. Nothing is asserted of a time.

pytest tests/corpora/test_load_speed.py --benchmark-enable --benchmark-sort=mean

Without the flag they run once each, as tests.
"""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from duramen_corpora import registry
from duramen_corpora.load import load, pages, stored, stream
from duramen_corpora.registry import corpus_info
from duramen_corpora.schema import Page
from duramen_corpora.sources import fingerprint, locate

Benchmark = Callable[..., Any]

_BIG, _SIZE = 400, 500_000  # pages, bytes each: 200 MB, far beyond what a batch holds

# A child of its own: the largest memory that the system has seen of this process is of some other test. Mapped files
# count as memory there, which is why `stream` does not map.
_CHILD = """
import json, resource, sys
from pathlib import Path
from duramen_corpora.load import batches
from duramen_corpora.schema import Page
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
marks, count = [], 0
for batch in batches(Path(sys.argv[1])):
    for row in batch.to_pylist():
        count += len(Page.from_row(row).html)
    marks.append(peak())
print(json.dumps([count, marks[2], marks[-1]]))
"""


def _toy(folder: Path) -> Iterator[Page]:
    """Yield large pages, one at a time: writing the table must not hold them either."""
    for i in range(_BIG):
        body = f"<p>Page {i} has many words, and all of them are alike.</p>".encode()
        html = (body * (_SIZE // len(body) + 1))[:_SIZE]
        yield Page(corpus="wcxb", revision="1", id=f"{i:04}", url="", host=f"h{i}.example", html=html, text="words")


@pytest.fixture
def big(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make wcxb a corpus of 400 pages of half a megabyte; what is imported for it is imported."""
    list(stream("starter"))
    row = dataclasses.replace(corpus_info("wcxb"), read=_toy)
    monkeypatch.setattr(registry, "_row", lambda where: row)


@pytest.mark.usefixtures("big")
def test_writing_and_streaming_hold_a_batch_and_not_the_corpus(wcxb: Path) -> None:
    tracemalloc.start()
    kept = stored("wcxb", wcxb)
    written = tracemalloc.get_traced_memory()[1]
    tracemalloc.reset_peak()
    assert sum(1 for _ in stream("wcxb", wcxb)) == _BIG
    streamed = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert kept.bytes == _BIG * _SIZE
    assert max(written, streamed) < kept.bytes / 4


@pytest.mark.usefixtures("big")
def test_the_system_sees_flat_memory_too(wcxb: Path) -> None:
    kept = stored("wcxb", wcxb)
    done = subprocess.run([sys.executable, "-c", _CHILD, kept.path], capture_output=True, text=True, check=True)
    count, early, late = json.loads(done.stdout)
    assert count == kept.bytes
    assert late - early < kept.bytes / 4


def _first(made: Iterator[Page]) -> int:
    return len(list(islice(made, 64)))


def test_first_batch_of_a_table(benchmark: Benchmark) -> None:
    assert benchmark(lambda: _first(pages(load("starter")))) == 64


def test_first_batch_of_a_stream(benchmark: Benchmark) -> None:
    assert benchmark(lambda: _first(stream("starter"))) == 64


def test_whole_pass_of_a_table(benchmark: Benchmark) -> None:
    assert benchmark(lambda: sum(1 for _ in pages(load("starter")))) == stored("starter").pages


def test_whole_pass_of_a_stream(benchmark: Benchmark) -> None:
    assert benchmark(lambda: sum(1 for _ in stream("starter"))) == stored("starter").pages


@pytest.fixture(scope="module")
def kept_cache(archives: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that holds the table of the largest corpus at hand, which is made before anything is timed."""
    folder = tmp_path_factory.mktemp("wcxb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DURAMEN_CACHE", str(folder))
        stored("wcxb", archives / "wcxb.tar.zst")
    return folder


@pytest.fixture
def published(archives: Path, kept_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DURAMEN_CACHE", str(kept_cache))
    return archives / "wcxb.tar.zst"


@pytest.mark.corpus
def test_wcxb_fingerprint(benchmark: Benchmark, published: Path) -> None:
    info = corpus_info("wcxb")
    assert benchmark(fingerprint, info, locate(info, published))


@pytest.mark.corpus
def test_wcxb_first_batch_of_a_table(benchmark: Benchmark, published: Path) -> None:
    assert benchmark(lambda: _first(pages(load("wcxb", published)))) == 64


@pytest.mark.corpus
def test_wcxb_first_batch_of_a_stream(benchmark: Benchmark, published: Path) -> None:
    assert benchmark(lambda: _first(stream("wcxb", published))) == 64


@pytest.mark.corpus
def test_wcxb_whole_pass_of_a_table(benchmark: Benchmark, published: Path) -> None:
    assert benchmark(lambda: sum(1 for _ in pages(load("wcxb", published)))) == 1358


@pytest.mark.corpus
def test_wcxb_whole_pass_of_a_stream(benchmark: Benchmark, published: Path) -> None:
    assert benchmark(lambda: sum(1 for _ in stream("wcxb", published))) == 1358
