"""The starter corpus: what is shipped is what is generated, and every page keeps what the corpus promises."""

from __future__ import annotations

import hashlib
import lzma
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

import duramen
from duramen.errors import DataError
from duramen.roles import CONTENT_ROLES, POLICIES, ROLES
from duramen_corpora.align import labels_from_xpaths
from duramen_corpora.schema import Page
from duramen_corpora.starter import FOLDER, PAGES, REVISION, REVISION_FILE, read
from duramen_corpora.starter.designs import DESIGNS
from duramen_corpora.starter.generate import dump, generate
from duramen_corpora.starter.prose import sentences

PAGE_TYPES = {"article", "forum", "product", "collection", "listing", "documentation", "service"}


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    return list(read())


@pytest.fixture(scope="module")
def parsed(pages: list[Page]) -> dict[str, duramen.ParsedPage]:
    return {page.id: duramen.parse(page.html) for page in pages}


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
    assert (FOLDER / PAGES).stat().st_size < 3 << 20


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
    assert len({page.html for page in pages}) == len(pages)


def test_types_languages_and_charsets(pages: list[Page]) -> None:
    assert {page.page_type for page in pages} == PAGE_TYPES
    assert {"en", "de", "fr", "es", "ru", "el", "zh", "ja"} <= {page.language for page in pages}
    assert {"windows-1251", "iso-8859-1", "iso-8859-7"} <= {page.charset for page in pages}


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
            t
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


def test_pages_decode_as_they_declare(pages: list[Page]) -> None:
    for page in pages:
        assert page.charset is not None
        text = page.html.decode(page.charset)
        assert "\ufffd" not in text
        assert re.search(rf"charset=[\"']?{page.charset}", text, re.IGNORECASE), page.id


def test_no_label_and_no_template_shows(pages: list[Page], parsed: dict[str, duramen.ParsedPage]) -> None:
    for page in pages:
        html = page.html.decode(page.charset or "utf-8")
        assert not re.search(rf" ~({'|'.join(ROLES)})\b|data-mark-of-role", html), page.id
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
    assert f"starter-1-{digest[:12]}" == REVISION
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
