"""An interrupted run is on disk up to its last whole line."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from duramen_bench.journal import Journal

HEAD: dict[str, object] = {"tool": "toy", "version": "1"}


def opened(path: Path, head: dict[str, object] = HEAD) -> Journal:
    return Journal(path, head, head.__eq__)


def test_what_was_added_is_there_again(tmp_path: Path) -> None:
    rows = [{"id": "a", "text": "text\nwith lines", "ms": 1.5}, {"id": "b", "text": None, "error": "lone \ud800"}]
    with opened(tmp_path / "j") as journal:
        for row in rows:
            journal.add(row)
    with opened(tmp_path / "j") as again:
        assert again.rows == rows


def test_another_version_begins_anew(tmp_path: Path) -> None:
    with opened(tmp_path / "j") as journal:
        journal.add({"id": "a"})
    with opened(tmp_path / "j", {**HEAD, "version": "2"}) as other:
        assert other.rows == []


@given(cut=st.integers(min_value=0, max_value=400), texts=st.lists(st.text(max_size=20), max_size=5))
def test_a_journal_cut_anywhere_keeps_its_whole_lines_and_goes_on(
    tmp_path_factory: object, cut: int, texts: list[str]
) -> None:
    path = Path(str(tmp_path_factory.mktemp("journal"))) / "j"  # type: ignore[attr-defined]
    with opened(path) as journal:
        for text in texts:
            journal.add({"text": text})
    raw = path.read_bytes()[:cut]
    path.write_bytes(raw)
    whole = max(0, raw.count(b"\n") - 1)
    with opened(path) as cut_short:
        assert [row["text"] for row in cut_short.rows] == texts[:whole]
        cut_short.add({"text": "after"})
    with opened(path) as again:
        assert [row["text"] for row in again.rows] == [*texts[:whole], "after"]
