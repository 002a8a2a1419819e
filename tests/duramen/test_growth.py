"""Costs grow with the page and no faster. Calls and bytes are counted, not seconds: any machine gives the same."""

from __future__ import annotations

import importlib.util
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import pytest

import duramen
from duramen.model import TILE
from duramen.render import to_html, to_markdown

_SMALL, _TIMES = 30_000, 8


def _growth() -> ModuleType:
    spec = importlib.util.spec_from_file_location("growth", Path(__file__).parents[2] / "results" / "growth.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


growth = _growth()


def calls(work: Callable[[], Any]) -> int:
    """Return how many functions are called, those in C included."""
    count = 0

    def seen(_: FrameType, event: str, __: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    work()  # what is loaded on first use is loaded
    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("shape", growth.SHAPES)
def test_text_takes_as_many_calls_of_a_large_page_as_of_a_small_one(shape: str) -> None:
    """But for those that each further tile of blocks takes."""
    small, large = (growth.page(shape, size) for size in (_SMALL, _TIMES * _SMALL))
    extractor = duramen.Extractor()
    tiles = (len(extractor(large).page) - 1) // TILE
    assert calls(lambda: extractor(large).text) - calls(lambda: extractor(small).text) <= 20 * tiles


@pytest.mark.parametrize("shape", growth.SHAPES)
@pytest.mark.parametrize("write", [to_markdown, to_html])
def test_calls_grow_with_the_page(shape: str, write: Callable[..., str]) -> None:
    def work(size: int) -> int:
        html = growth.page(shape, size)

        def whole() -> str:
            page = duramen.parse(html)
            return write(page, range(len(page)), "https://e.example/")

        return calls(whole)

    assert work(_TIMES * _SMALL) < 1.02 * _TIMES * work(_SMALL)


@pytest.mark.parametrize("shape", growth.SHAPES)
def test_memory_grows_with_the_page(shape: str) -> None:
    """That of Python and NumPy: columns, matrices and text, which is most of what is held beside the parser's tree."""

    def peak(size: int) -> int:
        html = growth.page(shape, size)
        extractor = duramen.Extractor()
        tracemalloc.start()
        try:
            assert extractor(html).text is not None
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(_SMALL)
    assert peak(_TIMES * _SMALL) < 1.02 * _TIMES * peak(_SMALL)


def test_a_slope_is_that_of_the_logarithms() -> None:
    assert growth.slope([10, 100, 1000], [3, 30, 300]) == pytest.approx(1)
    assert growth.slope([10, 100, 1000], [1, 100, 10_000]) == pytest.approx(2)
