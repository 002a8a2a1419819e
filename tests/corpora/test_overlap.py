"""Overlap of toy pages: each kind of pair, counts by part, and the same answer in whatever order pages come."""

from __future__ import annotations

import random
import tracemalloc
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from duramen_corpora.load import read
from duramen_corpora.overlap import Overlap, Part, overlap
from duramen_corpora.schema import Page

DEV, TEST, OTHER = Part("toy", "dev"), Part("toy", "test"), Part("other", "dev")


def words(seed: int, count: int = 80) -> str:
    return " ".join(f"w{seed}x{i}" for i in range(count))


def page(name: str, body: str, part: Part = DEV, **given: object) -> Page:
    fields = {"url": f"https://{name}.org/{name}", "host": f"{name}.org", "text": body} | given
    html = f"<html><body><p>{body}</p></body></html>".encode()
    return Page(part.corpus, "1", name, html=html, split=part.split, **fields)  # type: ignore[arg-type]


def found(*pages: Page) -> list[tuple[tuple[str, ...], str, str]]:
    return [(pair.kinds, pair.first.name, pair.second.name) for pair in overlap(pages).pairs]


def test_pages_with_nothing_in_common_are_no_pair() -> None:
    whole = overlap([page("a", words(1)), page("b", words(2))])
    assert (whole.pairs, whole.shared(), whole.hosts()) == ((), [], {})
    assert overlap([]) == Overlap((), (), whole.threshold)


def test_the_strongest_kind_of_content_is_told() -> None:
    one = page("a", words(1))
    case = page("b", words(1).upper().replace(" ", "\n "))
    edited = page("c", f"{words(1)} and an end of its own")
    assert found(one, page("d", words(1))) == [(("bytes",), "toy/a", "toy/d")]
    assert found(one, case) == [(("text",), "toy/a", "toy/b")]
    assert found(one, edited) == [(("main",), "toy/a", "toy/c")]
    assert found(one, page("e", f"{words(1)} no gold", text=None, with_=("no",))) == [(("main",), "toy/a", "toy/e")]


def test_a_url_is_found_however_it_is_written() -> None:
    one = page("a", words(1), url="http://www.site.org/x/?utm_source=feed")
    other = page("b", words(2), url="https://site.org/x#top")
    (pair,) = overlap([one, other]).pairs
    assert (pair.kinds, pair.similarity) == (("url",), 0.0)
    assert found(one, page("b", words(1), url=other.url)) == [(("url", "bytes"), "toy/a", "toy/b")]
    assert found(page("a", words(1), url="https://site.org"), page("b", words(2), url="https://site.org/")) == []


def test_little_text_is_no_evidence() -> None:
    stub = "Please enable JavaScript"
    whole = overlap([page("a", stub, text=words(1)), page("b", f"{stub} ", text=None, with_=("x",)), page("c", stub)])
    assert [(pair.kinds, pair.first.id, pair.second.id) for pair in whole.pairs] == [(("bytes",), "a", "c")]
    assert [seen.judged for seen in whole.pages] == [True, False, False]


def test_similarity_is_that_of_the_texts() -> None:
    one, other = words(1, 100).split(), words(1, 90).split()
    (pair,) = overlap([page("a", " ".join(one)), page("b", " ".join(other))]).pairs
    assert pair.similarity == pytest.approx(86 / 96)


def test_rows_count_pairs_pages_and_hosts_by_part() -> None:
    pages = [
        page("a", words(1), DEV, host="site.org"),
        page("b", words(1), TEST, host="site.org"),
        page("c", words(1), OTHER),
        page("d", words(4), DEV, host="site.org"),
        page("e", words(5), OTHER, host="unknown-e", url=""),
        page("f", words(6), TEST, host="unknown-e", url=""),
    ]
    rows = {(row.first, row.second): row for row in overlap(pages).shared()}
    assert set(rows) == {(DEV, TEST), (DEV, OTHER), (TEST, OTHER)}
    across = rows[DEV, TEST]
    assert (across.same_url, across.same_page, across.near, across.pages) == (0, 1, 0, (1, 1))
    assert (across.hosts, across.host_pages) == (1, (2, 1))
    assert (rows[DEV, OTHER].pages, rows[DEV, OTHER].hosts) == ((1, 1), 0)
    assert overlap(pages).hosts() == {"site.org": {DEV: 2, TEST: 1}}


def test_a_part_has_a_row_with_itself_where_it_holds_a_page_twice() -> None:
    (row,) = overlap(
        [page("a", words(1), host="x.org"), page("b", words(1), host="x.org"), page("c", words(3))]
    ).shared()
    assert (row.first, row.second, row.same_page, row.pages, row.host_pages) == (DEV, DEV, 1, (2, 2), (2, 2))


def test_one_id_in_two_splits_is_two_pages() -> None:
    (row,) = overlap([page("a", words(1), DEV), page("a", words(1), TEST)]).shared()
    assert row.pages == (1, 1)


@pytest.mark.parametrize("seed", range(5))
def test_the_order_within_parts_does_not_matter(seed: int) -> None:
    pages = [page(f"p{i}", words(i % 4, 80 + i), [DEV, TEST][i % 2]) for i in range(12)]
    mixed = [pages[0], pages[1], *random.Random(seed).sample(pages[2:], 10)]
    assert overlap(mixed) == overlap(pages)


def test_memory_holds_signatures_not_pages() -> None:
    rng = random.Random(1)
    vocabulary = words(0, 500).split()

    def stream(count: int) -> Iterator[Page]:
        for i in range(count):
            yield page(f"p{i}", " ".join(rng.choices(vocabulary, k=3000)))

    def peak(count: int) -> int:
        tracemalloc.start()
        overlap(stream(count))
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    peak(1)  # what is imported and cached once
    assert peak(40) - peak(10) < 30 * 5_000  # bytes; a page's text has 20,000, its shingles as many again


@pytest.mark.corpus
@pytest.mark.slow
def test_wcxb_holds_pages_twice(archives: Path) -> None:
    whole = overlap(page for page in read("wcxb", archives / "wcxb.tar.zst") if page.split == "dev")
    assert [(pair.kinds, pair.first.id, pair.second.id) for pair in whole.pairs] == [
        (("url", "bytes"), "0463", "3035"),
        (("whole",), "0648", "2927"),
        (("bytes",), "0670", "2863"),
        (("text",), "4720", "4721"),
        (("text",), "4720", "4722"),
        (("text",), "4721", "4722"),
    ]
    assert sum(not page.judged for page in whole.pages) == 6


@pytest.mark.corpus
@pytest.mark.slow
def test_wcxb_and_scrapinghub_share_hosts_and_no_page(archives: Path) -> None:
    pages = chain.from_iterable(read(name, archives / f"{name}.tar.zst") for name in ("wcxb", "scrapinghub"))
    rows = {
        (row.first.corpus, row.second.corpus): row for row in overlap(p for p in pages if p.split == "dev").shared()
    }
    across = rows["wcxb", "scrapinghub"]
    assert (across.pages, across.hosts, across.host_pages) == ((0, 0), 16, (18, 22))
