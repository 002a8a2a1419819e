"""What was scored once is not scored again, and what has changed is."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from duramen_bench import code_digest, kept, tables
from duramen_bench.columns import Columns, Scorer
from duramen_bench.layout import PageSet, prediction_path, write_page_set
from duramen_bench.score import Rules, score_run
from duramen_corpora.predictions import Prediction, Run, write_predictions
from duramen_corpora.schema import Page


def put(out: Path, pages: Sequence[Page], tool: str, text: Callable[[Page], str | None]) -> None:
    origin = Run(tool, "1.0", "toy", "r1", machine="m")
    write_predictions(prediction_path(out, "toy", tool), origin, [Prediction(p.id, text(p), ms=1.0) for p in pages])


@pytest.fixture
def run_dir(tmp_path: Path, toy_pages: list[Page]) -> Path:
    """A run of three tools that nobody has scored."""
    write_page_set(tmp_path, PageSet("toy", "r1", tuple(page.id for page in toy_pages), len(toy_pages)))
    put(tmp_path, toy_pages, "first", lambda page: page.text)
    put(tmp_path, toy_pages, "second", lambda page: f"Home {page.text}")
    put(tmp_path, toy_pages, "third", lambda page: None)
    return tmp_path


@pytest.fixture
def scored(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The first answer of each tool that is really scored, in turn."""
    seen: list[str | None] = []
    honest = Scorer.__call__

    def watched(self: Scorer, *tools: Sequence[Prediction]) -> list[list[Columns]]:
        seen.extend(predictions[0].text for predictions in tools)
        return honest(self, *tools)

    monkeypatch.setattr(Scorer, "__call__", watched)
    return seen


def score(out: Path, pages: Sequence[Page]) -> str:
    return repr(score_run(out, "toy", pages, rules=Rules(resamples=50)).tools)


class TestScoringAgain:
    def test_nothing_has_changed(self, run_dir: Path, toy_pages: list[Page], scored: list[str | None]) -> None:
        first = score(run_dir, toy_pages)
        assert len(scored) == 3
        assert score(run_dir, toy_pages) == first
        assert len(scored) == 3

    def test_one_tool_has_changed(self, run_dir: Path, toy_pages: list[Page], scored: list[str | None]) -> None:
        score(run_dir, toy_pages)
        put(run_dir, toy_pages, "second", lambda page: "Something else")
        put(run_dir, toy_pages, "fourth", lambda page: "New")
        score(run_dir, toy_pages)
        assert scored[3:] == ["New", "Something else"]

    def test_the_gold_has_changed(self, run_dir: Path, toy_pages: list[Page], scored: list[str | None]) -> None:
        score(run_dir, toy_pages)
        score(run_dir, [*toy_pages[:-1], replace(toy_pages[-1], text="Another gold")])
        assert len(scored) == 6

    def test_the_metrics_have_changed(
        self, run_dir: Path, toy_pages: list[Page], scored: list[str | None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        score(run_dir, toy_pages)
        monkeypatch.setattr(kept, "code_digest", lambda module: "another")
        score(run_dir, toy_pages)
        assert len(scored) == 6

    def test_a_kept_file_is_cut(self, run_dir: Path, toy_pages: list[Page], scored: list[str | None]) -> None:
        first = score(run_dir, toy_pages)
        path = run_dir / "columns" / "toy" / "second.parquet"
        path.write_bytes(path.read_bytes()[:-20])
        assert score(run_dir, toy_pages) == first
        assert len(scored) == 4

    def test_a_run_that_is_cut_short_keeps_what_it_had(
        self, run_dir: Path, toy_pages: list[Page], scored: list[str | None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        honest = Scorer.__call__

        def dies_at_second(self: Scorer, *tools: Sequence[Prediction]) -> list[list[Columns]]:
            if len(scored) == 1:
                raise KeyboardInterrupt
            return honest(self, *tools)

        monkeypatch.setattr(tables, "_BATCH", len(toy_pages))  # a tool at a time
        with monkeypatch.context() as patch:
            patch.setattr(Scorer, "__call__", dies_at_second)
            with pytest.raises(KeyboardInterrupt):
                score(run_dir, toy_pages)
        assert [path.name for path in (run_dir / "columns" / "toy").iterdir()] == ["first.parquet"]
        score(run_dir, toy_pages)
        assert len(scored) == 3

    def test_what_is_kept_is_what_was_found_to_the_last_bit(self, run_dir: Path, toy_pages: list[Page]) -> None:
        store = kept.KeptColumns(run_dir, "toy", toy_pages)
        columns = {"a": np.array([0.1, np.nan, 1 / 3]), "b": np.array([1.0, 2.0, 0.0])}
        path = prediction_path(run_dir, "toy", "first")
        store.write("first", path, columns)
        again = store.read("first", path)
        assert again is not None
        assert {name: values.tobytes() for name, values in again.items()} == {
            n: v.tobytes() for n, v in columns.items()
        }


class TestCodeDigest:
    def test_every_metric_is_in_it_and_new_weights_are_not(self) -> None:
        ours, others = code_digest._closure("duramen_bench.columns")
        assert {f"duramen_bench.{name}" for name in ("metrics", "references", "rouge", "shingles", "snippets")} <= ours
        assert {"duramen_corpora.align", "duramen_corpora.words", "duramen.page", "duramen._walk"} <= ours
        assert not any(name.startswith("duramen.weights") for name in ours)
        assert {"rapidfuzz", "jieba", "numpy", "lxml"} <= others
        assert all(code_digest._version(name) for name in ("rapidfuzz", "jieba", "numpy", "lxml"))

    def test_it_changes_with_a_module_far_below(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        folder = tmp_path / "far_below"
        folder.mkdir()
        (folder / "__init__.py").write_text("from far_below.deep import answer\n")
        (folder / "top.py").write_text("def f():\n    import far_below\n    return far_below.answer()\n")
        (folder / "deep.py").write_text("def answer():\n    return 1\n")
        (folder / "beside.py").write_text("")
        monkeypatch.syspath_prepend(str(tmp_path))
        monkeypatch.setattr(code_digest, "_OURS", ("far_below",))
        importlib.invalidate_caches()

        def digest() -> str:
            code_digest.code_digest.cache_clear()
            return code_digest.code_digest("far_below.top")

        before = digest()
        (folder / "beside.py").write_text("x = 1\n")
        assert digest() == before
        (folder / "deep.py").write_text("def answer():\n    return 2\n")
        assert digest() != before
        code_digest.code_digest.cache_clear()
