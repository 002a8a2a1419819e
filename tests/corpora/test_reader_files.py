"""What readers share: every way in which a file fails names the page and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from duramen.errors import DataError
from duramen_corpora.readers.files import json_lines, read_bytes, read_text, snippets, stems
from duramen_corpora.readers.markup import text_of


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"page p7 has no reference: .*gone is missing"):
        read_bytes(tmp_path / "gone", "p7", "reference")
    with pytest.raises(DataError, match=r"page p7: .* cannot be read \(Is a directory\)"):
        read_bytes(tmp_path, "p7")


def test_a_gold_is_utf8_with_one_kind_of_line_end(tmp_path: Path) -> None:
    path = tmp_path / "gold.txt"
    path.write_bytes("\ufeffGrüße\r\n\r\nan alle\n".encode())
    assert read_text(path, "p7") == "Grüße\n\nan alle\n"
    path.write_bytes("Grüße".encode("utf-16"))
    with pytest.raises(DataError, match=r"page p7: .*gold.txt is no UTF-8 .* Save it as UTF-8"):
        read_text(path, "p7")


def test_json_lines_are_objects(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes('{"a": 1}\r\n\n{"a": "\u2028"}\n'.encode())  # a line separator inside a text is no line's end
    assert list(json_lines(path)) == [{"a": 1}, {"a": "\u2028"}]
    path.write_bytes(b'{"a": 1}\n[2]\n')
    with pytest.raises(DataError, match=r"rows.jsonl, line 2, holds a list, not an object"):
        list(json_lines(path))
    path.write_bytes(b'{"a": "\xff"}\n')
    with pytest.raises(DataError, match=r"rows.jsonl, line 1, is no valid JSON"):
        list(json_lines(path))


def test_snippets_are_texts_with_something_in_them() -> None:
    assert snippets(None, "p7", "with") == ()
    assert snippets(["a", " b "], "p7", "with") == ("a", " b ")
    for value in ("a", [""], ["\n"], [None], {"a": 1}, 7):
        with pytest.raises(DataError, match="page p7: its 'with' is no list of snippets"):
            snippets(value, "p7", "with")


def test_stems_are_of_one_suffix(tmp_path: Path) -> None:
    for name in ("a.html", "b.x.html", "a.txt", "c.html.gz"):
        (tmp_path / name).touch()
    assert stems(tmp_path, ".html") == {"a", "b.x"}
    assert stems(tmp_path / "gone", ".html") == set()


def test_markup_becomes_paragraphs() -> None:
    assert text_of(b"<p>Eins&nbsp;<i>zwei</i></p>drei<br>vier<p> </p>") == "Eins zwei\n\ndrei\nvier"
    assert text_of(b"") == ""
