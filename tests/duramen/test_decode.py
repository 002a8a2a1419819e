"""Charsets are decided by rule: BOM, transport, declaration, then UTF-8 if it can be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duramen._kernels import encoded
from duramen.decode import codec_for, declared_charset, decode, is_utf8, to_utf8


@pytest.mark.parametrize(
    ("html", "encoding", "text"),
    [
        (b"\xef\xbb\xbf<p>\xc3\xa9", "iso-8859-1", "<p>é"),
        ("<p>é".encode("utf-16"), "utf-8", "<p>é"),
        (b"<meta charset=utf-8><p>\xe9", "iso-8859-1", "<meta charset=utf-8><p>é"),
        (b"<meta charset='iso-8859-1'><p>\x93q\x94", None, "<meta charset='iso-8859-1'><p>“q”"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><p>\xcf', None, None),
        (b"<p>\xc3\xa9", None, "<p>é"),
        (b"<p>\xe9", None, "<p>é"),
        (b"<meta charset=no-such-charset><p>\xe9", None, "<meta charset=no-such-charset><p>é"),
        ("<meta charset=shift_jis><p>日本".encode("cp932"), None, "<meta charset=shift_jis><p>日本"),
    ],
)
def test_the_order_is_the_standards(html: bytes, encoding: str | None, text: str | None) -> None:
    expected = html.decode("cp1251") if text is None else text
    assert decode(html, encoding) == expected


@pytest.mark.parametrize(
    ("meta", "bytes_", "text"),
    [
        (b"<meta charset=iso-8859-2>", b"\xb1", "ą"),
        (b"<meta charset=iso-8859-2>", "ą".encode(), "ą"),  # what is UTF-8 stays UTF-8
        (b"<!-- <meta charset=iso-8859-2>", b"\xb1", "±"),
        (b"<meta charset=no-such-charset>", b"\xb1", "±"),
    ],
)
def test_a_meta_beyond_the_prescan_is_heard_where_else_one_would_guess(meta: bytes, bytes_: bytes, text: str) -> None:
    assert decode(b"<title>" + b" " * 2000 + meta + b"<p>" + bytes_).endswith(f"<p>{text}")


@pytest.mark.parametrize("opening", [b"<meta ", b"<!-- ", b"<meta charset"])
def test_a_page_of_openings_is_read_in_linear_time(opening: bytes) -> None:
    assert decode(opening * 500_000 + b"\xe9").endswith("é")  # in quadratic time this would take hours


def test_a_meta_in_a_comment_declares_nothing() -> None:
    assert declared_charset(b"<!-- <meta charset=koi8-r> --><p>") is None


def test_utf16_cannot_be_declared_in_ascii() -> None:
    assert declared_charset(b"<meta charset=utf-16>") == "utf-8"


@pytest.mark.parametrize("label", ["windows-874", "TIS-620", "iso-8859-11"])
def test_thai_has_one_codec_under_its_three_names(label: str) -> None:
    assert decode(b"<p>\xa1\xd2\xe1\xbf", label) == "<p>กาแฟ"


@pytest.mark.parametrize("label", ["hex", "rot13", "base64", "zip", "idna-no", "\0", ""])
def test_what_is_no_charset_is_none(label: str) -> None:
    assert codec_for(label) is None


@given(st.binary(max_size=400), st.sampled_from([None, "utf-8", "gbk", "euc-kr", "utf-16", "big5", "nonsense"]))
def test_no_bytes_raise_and_all_become_utf8_without_nul(html: bytes, encoding: str | None) -> None:
    utf8 = to_utf8(html, encoding)
    assert b"\0" not in utf8
    utf8.decode("utf-8")


@given(st.text(max_size=200).filter(lambda t: not t.startswith("\ufeff")))
def test_text_survives(text: str) -> None:
    assert to_utf8(text).decode() == text.replace("\0", "\ufffd")
    assert decode(text.encode("utf-8"), "utf-8") == text


@pytest.mark.parametrize("characters", [0x100, 0x10000, 0x110000], ids=["latin-1", "one plane", "all"])
def test_every_character_is_written_as_python_writes_it(characters: int) -> None:
    text = "".join(map(chr, range(characters)))
    assert encoded(text) == text.encode("utf-8", "replace")


@given(st.lists(st.text(st.characters(), max_size=3) | st.integers(0, 40).map("-".__mul__), max_size=12).map("".join))
def test_stretches_of_ascii_change_nothing(text: str) -> None:
    assert encoded(text) == text.encode("utf-8", "replace")


def test_lone_surrogates_become_question_marks() -> None:
    assert to_utf8("a\ud800b") == b"a?b"


@given(st.binary(max_size=80) | st.text(max_size=60).map(lambda t: t.encode("utf-8", "surrogatepass")))
def test_utf8_is_what_python_can_read_as_such(html: bytes) -> None:
    assert is_utf8(html) == (html.decode("utf-8", "replace").encode() == html)


@pytest.mark.parametrize("ascii_before", [0, 1, 31, 32, 65])
def test_every_two_bytes_and_every_edge_of_longer_forms(ascii_before: int) -> None:
    pairs = [bytes((a, b)) for a in range(256) for b in range(256)]
    triples = [
        bytes((a, b, c))
        for a in (0xE0, 0xE1, 0xED, 0xEF, 0xF4)
        for b in range(0x70, 0xD0)
        for c in (0x7F, 0x80, 0xBF, 0xC0)
    ]
    fours = [
        bytes((a, b, 0x80, c))
        for a in (0xF0, 0xF1, 0xF4, 0xF5)
        for b in range(0x70, 0xD0)
        for c in (0x7F, 0x80, 0xBF, 0xC0)
    ]
    for some in (*pairs, *triples, *fours):
        html = b"a" * ascii_before + some
        assert is_utf8(html) == (html.decode("utf-8", "replace").encode() == html), html
