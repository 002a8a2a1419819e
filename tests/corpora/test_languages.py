"""The language that a page declares: which statement wins, and what is no language."""

from __future__ import annotations

import pytest

from duramen_corpora.readers.languages import page_language

LANG, XML = ' lang="de-AT"', ' xml:lang="fr"'
HTTP = '<meta http-equiv="Content-Language" content="es, en">'
OPEN_GRAPH = '<meta property="og:locale" content="pt_BR">'


def page(attributes: str = "", head: str = "") -> bytes:
    return f"<!doctype html><html{attributes}><head>{head}</head><body lang=xx><p>Wort</p></body></html>".encode()


@pytest.mark.parametrize(
    ("attributes", "head", "language"),
    [
        (XML + LANG, OPEN_GRAPH + HTTP, "de"),
        (XML, OPEN_GRAPH + HTTP, "fr"),
        ("", OPEN_GRAPH + HTTP, "es"),
        ("", OPEN_GRAPH, "pt"),
        ("", "", None),
        (' LANG="ZH-Hant"', "", "zh"),
        (' lang=" fil "', "", "fil"),
    ],
)
def test_the_root_comes_first(attributes: str, head: str, language: str | None) -> None:
    assert page_language(page(attributes, head)) == language


@pytest.mark.parametrize("lang", ["", "-", "{{ lang }}", "english", "<?php", "1"])
def test_what_is_no_language_gives_way(lang: str) -> None:
    assert page_language(page(f' lang="{lang}"')) is None
    assert page_language(page(f' lang="{lang}"', OPEN_GRAPH)) == "pt"


@pytest.mark.parametrize("html", [b"", b"%PDF-1.7", b"\x00\x01\x02", "<html lang=de>é".encode()[:-1]])
def test_any_bytes_will_do(html: bytes) -> None:
    assert page_language(html) in (None, "de")
