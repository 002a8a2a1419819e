"""An interrupted run is on disk up to its last whole line."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from duramen_bench.journal import Journal
from duramen_corpora.predictions import Prediction

KEY: dict[str, object] = {"tool": "toy", "version": "1"}


def test_what_was_added_is_there_again(tmp_path: Path) -> None:
    path = tmp_path / "j"
    with Journal(path, KEY) as journal:
        journal.add(Prediction("a", "text\nwith lines", 1.5, 20.0))
        journal.add(Prediction("b", None, error="timeout: no answer"))
    with Journal(path, KEY) as again:
        assert list(again.done) == ["a", "b"]
        assert again.done["a"].text == "text\nwith lines"
        assert again.done["b"].error == "timeout: no answer"


def test_another_version_begins_anew(tmp_path: Path) -> None:
    path = tmp_path / "j"
    with Journal(path, KEY) as journal:
        journal.add(Prediction("a", "x"))
    with Journal(path, {**KEY, "version": "2"}) as other:
        assert other.done == {}


@given(cut=st.integers(min_value=0, max_value=400), texts=st.lists(st.text(max_size=20), max_size=5))
def test_a_journal_cut_anywhere_keeps_its_whole_lines_and_goes_on(
    tmp_path_factory: object, cut: int, texts: list[str]
) -> None:
    path = Path(str(tmp_path_factory.mktemp("journal"))) / "j"  # type: ignore[attr-defined]
    with Journal(path, KEY) as journal:
        for i, text in enumerate(texts):
            journal.add(Prediction(str(i), text))
    raw = path.read_bytes()[:cut]
    path.write_bytes(raw)
    whole = max(0, raw.count(b"\n") - 1)
    with Journal(path, KEY) as cut_short:
        assert [p.text for p in cut_short.done.values()] == texts[:whole]
        cut_short.add(Prediction("new", "after"))
    with Journal(path, KEY) as again:
        assert [*again.done] == [*map(str, range(whole)), "new"]
