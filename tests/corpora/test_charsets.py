"""How upstream stored its files: bytes decide before statements, and golds are read as people saved them."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duramen.decode import decode
from duramen_corpora.readers.charsets import decode_gold, stored_charset

GERMAN = "Der Reiher wartet auf die Flut: schön."
DECLARED = '<meta charset="iso-8859-1"><p>'


@pytest.mark.parametrize("stated", [None, "unset", "iso-8859-1", "utf8"])
def test_well_formed_utf8_beyond_ascii_is_utf8_whatever_is_stated_or_declared(stated: str | None) -> None:
    html = (DECLARED + GERMAN).encode()
    assert stored_charset(html, stated) == "utf-8"
    assert GERMAN in decode(html, stored_charset(html, stated))


@pytest.mark.parametrize(
    ("html", "stated", "charset"),
    [
        (GERMAN.encode("cp1252"), "windows-1252", "windows-1252"),
        (GERMAN.encode("cp1252"), "utf8", None),  # which the bytes refute
        (GERMAN.encode("cp1252"), "unknown-0", None),
        (GERMAN.encode("cp1252"), None, None),
        (b"plain", "iso-8859-1", "iso-8859-1"),
        (b"plain", "utf8", "utf8"),
        (b"plain", None, None),
        ("Цапля".encode("cp1251"), "windows-1251", "windows-1251"),
    ],
)
def test_else_a_statement_holds_that_the_bytes_do_not_refute(html: bytes, stated: str | None, charset: str) -> None:
    assert stored_charset(html, stated) == charset


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\ufeff")))
def test_a_gold_in_utf8_or_utf16_is_what_was_written(text: str) -> None:
    assert decode_gold(text.encode()) == text
    assert decode_gold(codecs.BOM_UTF8 + text.encode()) == text
    assert decode_gold(codecs.BOM_UTF16_LE + text.encode("utf-16-le")) == text
    assert decode_gold(codecs.BOM_UTF16_BE + text.encode("utf-16-be")) == text


def test_a_gold_may_hold_two_charsets() -> None:
    assert decode_gold(GERMAN.encode("cp1252")) == GERMAN
    assert decode_gold("“Schön”\n".encode() + "“Schön”".encode("cp1252")) == "“Schön”\n“Schön”"
    assert decode_gold(b"\x81 and \xff\xfe") == "\ufffd and ÿþ"
    assert decode_gold(codecs.BOM_UTF16_LE + b"a\0b") == "a" + "b"
