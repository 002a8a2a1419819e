"""The starter corpus: what is shipped is what is generated, and every page keeps what the corpus promises."""

from __future__ import annotations

import hashlib
import html
import lzma
import re
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

import pytest

import duramen
from duramen.decode import codec_for, declared_charset, decode, is_utf8
from duramen.errors import DataError
from duramen.roles import CONTENT_ROLES, POLICIES, ROLES
from duramen_corpora.align import labels_from_xpaths
from duramen_corpora.schema import Page
from duramen_corpora.starter import FOLDER, PAGES, REVISION, REVISION_FILE, read
from duramen_corpora.starter.designs import DESIGNS
from duramen_corpora.starter.generate import dump, generate, plain
from duramen_corpora.starter.prose import sentences

#: The scripts that a language's text is written in, as Unicode names its letters.
SCRIPTS = {
    "ar": "ARABIC", "fa": "ARABIC", "he": "HEBREW", "hi": "DEVANAGARI", "th": "THAI", "ko": "HANGUL", "zh": "CJK",
    "ja": "HIRAGANA", "el": "GREEK", "ru": "CYRILLIC", "uk": "CYRILLIC",
}  # fmt: skip
RIGHT_TO_LEFT = {"ar", "fa", "he"}
PAGE_TYPES = {"article", "forum", "product", "collection", "listing", "documentation", "service"}


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    return list(read())


@pytest.fixture(scope="module")
def parsed(pages: list[Page]) -> dict[str, duramen.ParsedPage]:
    return {page.id: duramen.parse(page.html, encoding=page.charset) for page in pages}


def design_of(page: Page) -> str:
    return page.id.partition("-")[0]


def test_the_shipped_corpus_is_what_the_generator_makes(pages: list[Page]) -> None:
    made = generate()
    assert dump(made) == lzma.decompress((FOLDER / PAGES).read_bytes()), (
        "type: python -m duramen_corpora.starter.generate"
    )
    assert made == pages


def test_another_seed_makes_other_pages() -> None:
    assert dump(generate(7)) != lzma.decompress((FOLDER / PAGES).read_bytes())


def test_the_archive_is_small(pages: list[Page]) -> None:
    assert (FOLDER / PAGES).stat().st_size < 5 << 20


def test_designs_pages_and_hosts(pages: list[Page]) -> None:
    count = Counter(design_of(page) for page in pages)
    assert set(count) == set(DESIGNS)
    assert len(count) >= 30
    assert len(pages) >= 350
    assert min(count.values()) >= 10
    hosts = defaultdict(set)
    for page in pages:
        hosts[page.host].add(design_of(page))
        assert page.host.endswith(".example")
        assert page.host in page.url
    assert all(len(designs) == 1 for designs in hosts.values()), "hosts are disjoint between designs"
    assert min(Counter(next(iter(d)) for d in hosts.values()).values()) >= 3


def test_ids_and_addresses_are_unique(pages: list[Page]) -> None:
    assert len({page.id for page in pages}) == len(pages)
    assert len({page.url for page in pages}) == len(pages)
    assert len({page.html for page in pages}) == len(pages)


def test_all_types_occur_in_english_and_outside(pages: list[Page]) -> None:
    assert {page.page_type for page in pages if page.language == "en"} == PAGE_TYPES
    assert {page.page_type for page in pages if page.language != "en"} == PAGE_TYPES


def test_languages_scripts_and_charsets(pages: list[Page]) -> None:
    languages = Counter(page.language for page in pages)
    assert len(languages) >= 19
    assert {"en", "de", "fr", "es", "it", "pl", "pt", "tr", *SCRIPTS} <= set(languages)
    assert set(SCRIPTS.values()) | {"LATIN"} == {script_of(page) for page in pages if page.text}
    assert {
        "windows-1251", "koi8-r", "iso-8859-1", "iso-8859-2", "iso-8859-7", "iso-8859-9", "windows-1254",
        "windows-1255", "windows-1256", "tis-620", "shift_jis", "euc-jp", "euc-kr", "gbk", "gb18030",
    } <= {page.charset for page in pages}  # fmt: skip


def script_of(page: Page) -> str:
    """Return the script of most letters of the gold."""
    names = (unicodedata.name(c, "").split(" ")[0] for c in page.text or "" if c.isalpha())
    return Counter(names).most_common(1)[0][0]


def test_a_page_is_in_the_script_of_its_language(pages: list[Page]) -> None:
    for page in (page for page in pages if page.text):
        assert script_of(page) == SCRIPTS.get(page.language or "", "LATIN"), page.id


def test_arabic_persian_and_hebrew_run_from_right_to_left(
    pages: list[Page], parsed: dict[str, duramen.ParsedPage]
) -> None:
    turned = {page.id for page in pages if (root := parsed[page.id].root) is not None and root.get("dir") == "rtl"}
    assert turned == {page.id for page in pages if page.language in RIGHT_TO_LEFT}
    assert len(turned) >= 12


def test_all_roles_occur(pages: list[Page]) -> None:
    assert {block.role for page in pages for block in page.blocks} == set(ROLES)


def test_every_block_with_words_has_a_role(pages: list[Page], parsed: dict[str, duramen.ParsedPage]) -> None:
    for page in pages:
        roles = labels_from_xpaths(parsed[page.id], page.blocks)
        bare = [t for t, r in zip(parsed[page.id].texts, roles, strict=True) if r is None and re.search(r"\w", t)]
        assert not bare, page.id


def test_the_gold_is_the_labelled_blocks(pages: list[Page], parsed: dict[str, duramen.ParsedPage]) -> None:
    for page in pages:
        roles = labels_from_xpaths(parsed[page.id], page.blocks)
        kept = [
            plain(t)
            for t, r in zip(parsed[page.id].texts, roles, strict=True)
            if r in POLICIES["broad"] and re.search(r"\w", t)
        ]
        assert page.text == "\n\n".join(kept), page.id
        assert len(page.text) < 12_000, page.id
        assert len(page.text) > 60 or not page.text, page.id
        said = [t for t, r in zip(parsed[page.id].texts, roles, strict=True) if r == "comment" and re.search(r"\w", t)]
        assert (page.comments or "") == "\n\n".join(said), page.id


def test_each_page_has_one_title_and_some_noise(pages: list[Page], parsed: dict[str, duramen.ParsedPage]) -> None:
    for page in pages:
        roles = Counter(labels_from_xpaths(parsed[page.id], page.blocks))
        assert roles["title"] == (1 if page.text else 0), page.id
        assert len(set(roles) - CONTENT_ROLES) >= (4 if page.text else 1), page.id


def test_only_errors_and_shells_have_nothing_to_give(pages: list[Page]) -> None:
    empty = Counter(design_of(page) for page in pages if not page.text)
    assert set(empty) == {"errorpage", "spashell"}
    assert sum(empty.values()) >= 20


def test_pages_decode_by_the_charset_of_their_row(pages: list[Page]) -> None:
    for page in pages:
        assert codec_for(page.charset or ""), page.id
        assert "\ufffd" not in decode(page.html, page.charset), page.id


def test_legacy_pages_are_bytes_in_their_charset(pages: list[Page]) -> None:
    legacy = [page for page in pages if codec_for(page.charset or "") != "utf-8" and page.language != "en"]
    assert len(legacy) >= 50
    for page in legacy:
        assert not is_utf8(page.html), page.id
        served = html.unescape(re.sub(r"<[^>]*>", "", page.html.decode(page.charset or "")))
        gold = (page.text or "").partition("\n\n")[0]
        assert re.sub(r"\W", "", gold) in re.sub(r"\W", "", served), page.id


def test_some_pages_declare_another_charset_or_none(pages: list[Page]) -> None:
    said = {page.id: declared_charset(page.html) for page in pages}
    wrong = [page for page in pages if said[page.id] not in (None, codec_for(page.charset or ""))]
    assert {page.charset for page in wrong} == {"gb18030"}
    assert all("\ufffd" in decode(page.html) for page in wrong), "only the transport's charset reads them"
    silent = {page.charset for page in pages if said[page.id] is None}
    assert {"utf-8", "windows-1251", "windows-1255", "iso-8859-2", "euc-jp"} <= silent
    assert sum(codec is None for codec in said.values()) + len(wrong) < len(pages) / 8


def test_no_label_and_no_template_shows(pages: list[Page], parsed: dict[str, duramen.ParsedPage]) -> None:
    for page in pages:
        source = decode(page.html, page.charset)
        assert not re.search(rf" ~({'|'.join(ROLES)})\b|data-mark-of-role", source), page.id
        text = "\n".join(parsed[page.id].texts)
        assert not re.search(r"\{(?:n|id|p\d|town|street|river|month)\b|\[\w[^\]\n]*\|[^\]\n]*\]| ~~ ", text), page.id


def test_no_content_sentence_comes_back(pages: list[Page], parsed: dict[str, duramen.ParsedPage]) -> None:
    seen: dict[str, str] = {}
    for page in pages:
        blocks = parsed[page.id]
        roles = labels_from_xpaths(blocks, page.blocks)
        told = zip(blocks.texts, roles, blocks.table.flag("pre").tolist(), strict=True)
        prose = "\n".join(text for text, role, code in told if role in CONTENT_ROLES and not code)
        for sentence in set(sentences(prose)):
            assert seen.setdefault(sentence, page.id) == page.id, sentence


def test_repetition_would_be_seen_in_every_script(pages: list[Page], parsed: dict[str, duramen.ParsedPage]) -> None:
    """The test above proves nothing about a language whose sentences it does not find."""
    found: Counter[str] = Counter()
    for page in pages:
        found[page.language or ""] += len(sentences(page.text or ""))
    each_page = {language: count / sum(p.language == language for p in pages) for language, count in found.items()}
    assert min(each_page.values()) >= 3, each_page


def test_snippets_tell_content_from_noise(pages: list[Page]) -> None:
    for page in pages:
        assert len(page.with_) >= (2 if page.text else 0), page.id
        assert len(page.without) >= 2, page.id
        assert page.text is not None
        assert all(snippet in page.text for snippet in page.with_), page.id
        assert all(snippet not in page.text for snippet in page.without), page.id


def test_discourse_posts_stand_in_noscript(pages: list[Page]) -> None:
    shells = [page for page in pages if design_of(page) == "discourse" and b"<noscript><header" in page.html]
    assert len(shells) >= 3


def test_the_revision_names_the_content(pages: list[Page]) -> None:
    digest = hashlib.sha256(lzma.decompress((FOLDER / PAGES).read_bytes())).hexdigest()
    assert f"starter-2-{digest[:12]}" == REVISION
    assert {page.revision for page in pages} == {REVISION}


@pytest.mark.parametrize("damage", ["missing", "short", "other"])
def test_a_damaged_archive_is_an_error(tmp_path: Path, damage: str) -> None:
    (tmp_path / REVISION_FILE).write_text(REVISION)
    whole = (FOLDER / PAGES).read_bytes()
    if damage == "short":
        (tmp_path / PAGES).write_bytes(whole[: len(whole) // 2])
    if damage == "other":
        (tmp_path / PAGES).write_bytes(lzma.compress(b"{}\n"))
    with pytest.raises(DataError, match=r"starter\.generate"):
        list(read(tmp_path))
