"""The parts that make the starter corpus: marks, prose, names, designs."""

from __future__ import annotations

from random import Random

import pytest
from lxml import etree

from duramen.errors import DataError, UsageError
from duramen_corpora.starter.designs import DESIGNS, design
from duramen_corpora.starter.markup import publish
from duramen_corpora.starter.names import cast
from duramen_corpora.starter.prose import Memory, Topic, Writer, sentences, topic, topics
from duramen_corpora.starter.site import Design

BOOKS = (
    "news",
    "blog",
    "live",
    "forum",
    "answers",
    "wiki",
    "api",
    "products",
    "companies",
    "recipes",
    "jobs",
    "services",
    "essays",
    "columns",
    "briefs",
    "cards",
    "tutorials",
    "tables",
    "manual",
    "faqs",
    "goods",
    "homes",
    "letters",
    "campus",
    "furniture",
)


def writer(seed: int = 1, memory: Memory | None = None) -> Writer:
    rng = Random(seed)
    return Writer(rng, memory or Memory(), cast(rng) | {"site": "A Site", "title": "A Title"})


def test_marks_become_labels_and_leave_no_trace() -> None:
    page = publish('<body ~header>Top<div class="x" ~main><p>Text<p ~meta>By me</div>', "utf-8")
    assert page.html == b'<body>Top<div class="x"><p>Text<p>By me</div>'
    assert list(zip(page.texts, page.roles, strict=True)) == [("Top", "header"), ("Text", "main"), ("By me", "meta")]
    root = etree.HTML(page.html.decode())
    for label in page.labels:
        assert len(root.xpath(label.xpath)) == 1


def test_text_outside_marks_is_an_error() -> None:
    with pytest.raises(DataError, match=r"no mark covers .*: 'stray'"):
        publish("<p ~main>kept</p><p>stray</p>", "utf-8")


def test_a_mark_on_an_inline_element_is_an_error() -> None:
    with pytest.raises(DataError, match="<span>"):
        publish("<p ~main>one <span ~meta>two</span></p>", "utf-8")


def test_characters_that_a_charset_lacks_become_references() -> None:
    page = publish("<p ~main>naïve – 漢</p>", "iso-8859-1")
    assert page.html == b"<p>na\xefve &#8211; &#28450;</p>"
    assert page.texts == ("naïve – 漢",)


def test_choices_slots_and_numbers() -> None:
    made = {writer(seed).fill("[a|b [c|d]] {n:1-3} {n:2000-3000} {id:1000-1000} & {town}") for seed in range(60)}
    assert {text.split(" ")[0] for text in made} == {"a", "b"}
    assert all("&amp;" in text and "{" not in text and "[" not in text and " 1000 " in text for text in made)


def test_years_have_no_comma_and_sums_do() -> None:
    assert writer().fill("{n:1900-1900} {n:5000-5000}") == "1900 5,000"


def test_a_kept_number_stays_the_same_on_a_page() -> None:
    page = writer()
    first = page.fill("{n:1-99999=boats} boats")
    assert {page.fill("{n:1-99999=boats} boats") for _ in range(9)} == {first}
    assert writer(2).fill("{n:1-99999=boats} boats") != first


def test_a_writer_does_not_say_a_sentence_twice() -> None:
    memory = Memory()
    line = "The [first|second] sentence has at least eight different words in it. Short one."
    told = [writer(seed, memory).say(line) for seed in range(3)]
    assert len(set(told)) == 3
    assert told[-1] == "", "a paragraph without its first sentence is left out"


def test_lines_come_in_the_order_of_the_book_least_used_first() -> None:
    source = Topic("t", {"p": tuple(f"Line number {i} of this short book." for i in range(6))})
    memory = Memory()
    first, second = writer(1, memory).some(source, "p", 3), writer(2, memory).some(source, "p", 3)
    assert first == sorted(first)
    assert second == sorted(second)
    assert set(first).isdisjoint(second)


def test_sentences_are_folded_and_long() -> None:
    text = "Too short. But THIS one, surely, has eight words or more! Yes."
    assert sentences(text) == ["but this one surely has eight words or more"]


@pytest.mark.parametrize("book", BOOKS)
def test_every_line_of_a_book_can_be_filled(book: str) -> None:
    for found in topics(book).values():
        for key, lines in found.lines.items():
            for line in lines if key != "code" else ():
                text = writer().fill(line)
                assert text
                assert not {"{", "}"} & set(text)


def test_unknown_names_are_answered_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="Did you mean harbour"):
        topic("news", "harbor")
    with pytest.raises(UsageError, match="news"):
        topics("newss")
    with pytest.raises(UsageError, match="Did you mean genesis"):
        design("genesys")
    with pytest.raises(UsageError, match="slot"):
        writer().fill("{twon}")


@pytest.mark.parametrize("name", DESIGNS)
def test_designs_load_under_their_own_name(name: str) -> None:
    found = design(name)
    assert isinstance(found, Design)
    assert found.name == name
    assert sum(site.pages for site in found.sites) >= 10
    assert len({site.host for site in found.sites}) == len(found.sites)
