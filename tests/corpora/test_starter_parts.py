"""The parts that make the starter corpus: marks, prose, names, designs."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from lxml import etree

import duramen
from duramen.errors import DataError, UsageError
from duramen_corpora.starter import bulk, chrome, tongues
from duramen_corpora.starter.designs import DESIGNS, design
from duramen_corpora.starter.markup import publish
from duramen_corpora.starter.names import cast
from duramen_corpora.starter.prose import Memory, Topic, Writer, sentences, topic, topics
from duramen_corpora.starter.site import Design, Job, Site
from duramen_corpora.starter.stories import others, story

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
    "other",
    "chrome",
    *("ar", "fa", "he", "hi", "it", "ja", "ko", "pl", "pt", "ru", "th", "tr", "uk", "zh"),
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
    return Writer(rng, memory or Memory(), cast(rng) | {"site": "A Site", "title": "A Title", "place": "A Town"})


def job(language: str, host: str = "toy.example", **more: Any) -> Job:
    page = writer()
    return Job(page.rng, Site("Toy", host, "", language=language, **more), 0, page)


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


@pytest.mark.parametrize("declared", ["", '<meta charset="utf-8">', '<meta charset="euc-kr">'])
def test_a_page_is_read_by_its_charset_whatever_it_declares(declared: str) -> None:
    page = publish(f"<head>{declared}</head><body><p ~main>새벽 시장</p>", "euc-kr")
    assert page.texts == ("새벽 시장",)
    assert "새벽".encode("euc-kr") in page.html


def test_a_site_declares_its_charset_another_or_none() -> None:
    assert chrome.declaration(job("zh", charset="gbk")) == '<meta charset="gbk">'
    assert "charset=gb2312" in chrome.declaration(job("zh", charset="gbk", declares="gb2312"), old=True)
    assert chrome.declaration(job("zh", charset="gbk", declares="")) == ""


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


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("他修了四十六年的伞。雨停了。风大的时候要把伞朝着风走！", ["风大的时候要把伞朝着风走"]),
        ("「音が出なくても、引き出しにします。」と笑う。雪の深い家が預かるのだそうです。", 2),
        ("ฝาชั้นในช่วยเก็บไอน้ำให้หมุนเวียนกลับลงไปที่เมล็ดข้าว ใช้ 15 นาที", 1),
        ("ล้างด้วยน้ำเปล่า ไม่ต้องใช้น้ำยา", 0),
        ("बस के नंबर और समय लिखकर भेजिए। गीली मिट्टी की जाँच कभी भी ठीक से नहीं होती।", 1),
        ("كتب المعلم على اللوح كلمة واحدة ثم خرج من الغرفة. عاد؟ لا.", 1),
        (
            "Ósmego dnia zegar znowu stanął. Żaden z zegarmistrzów nie umiał wtedy powiedzieć, dlaczego tak się stało.",
            1,
        ),
        ("می‌گویند آب قنات هر سال کمی سردتر می‌شود.", ["می‌گویند آب قنات هر سال کمی سردتر می‌شود"]),
    ],
)
def test_sentences_are_found_in_every_script(text: str, found: list[str] | int) -> None:
    told = sentences(text)
    assert (told if isinstance(found, list) else len(told)) == found


@pytest.mark.parametrize(
    "line",
    [
        "钟楼[慢七分钟|快七分钟]，镇上的人却从来没有迟到过。很好。",
        "นาฬิกาบนหอคอย[เดินช้าไปเจ็ดนาที|เดินเร็วไปเจ็ดนาที]แต่ไม่มีใครในเมืองมาสายเลย",
        "गाँव की घड़ी [सात|आठ] मिनट धीमी है और फिर भी कोई देर से नहीं आता। ठीक।",
    ],
)
def test_a_writer_repeats_nothing_in_scripts_without_capitals(line: str) -> None:
    memory = Memory()
    told = [writer(seed, memory).say(line) for seed in range(3)]
    assert len(set(told)) == 3
    assert told[-1] == ""
    assert not {" 很", "。 "} & {told[0][i : i + 2] for i in range(len(told[0]))}, "no space in a Chinese line"


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


LANGUAGES = [name for name in topics("names") if name != "en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_people_places_and_dates(language: str) -> None:
    toy = job(language)
    assert len(set(tongues.people(toy, 8))) == 8
    assert len(set(tongues.places(toy, 8))) == 8
    dates = {tongues.written(toy, 2024, month, 7) for month in range(1, 13)}
    assert len(dates) == 12
    assert not any({"{", "}"} & set(date) for date in dates)
    assert tongues.author(toy) == tongues.author(toy)


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name in BOOKS])
def test_nobody_reports_about_himself(language: str) -> None:
    prose = "\n".join(line for found in topics(language).values() for lines in found.lines.values() for line in lines)
    assert [name for name in topic("names", language).lines["person"][0].split(", ") if name in prose] == []


def test_dates_follow_calendar_and_digits() -> None:
    assert tongues.written(job("fa"), 2024, 1, 7) == "۷ فروردین ۱۴۰۳"
    assert tongues.written(job("th"), 2024, 1, 7) == "7 ม.ค. 2567"
    assert tongues.written(job("ko"), 2024, 1, 7) == "2024.01.07"
    assert tongues.number(job("pt"), 1_250_000, 1_250_000) == "1.250.000"


def test_bulk_weighs_and_says_nothing() -> None:
    toy = job("zh")
    heavy = f"<style>{bulk.sheet(toy, 'x', 60)}</style>{bulk.sprite(toy, ('a', 'b'))}{bulk.state(toy, 'S', 9)}"
    heavy += bulk.loader(toy)
    assert len(heavy) > 4000
    assert len(duramen.parse(f"<body>{heavy}{bulk.use('a')}</body>")) == 0
    assert bulk.sheet(toy, "x", 60) == bulk.sheet(job("ja"), "x", 60) != bulk.sheet(job("zh", "b.example"), "x", 60)


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("قال المعلم إن الماء يعود إلى البستان كل ربيع.", True),
        ("他把《牧羊人星图》放在桌上。", True),
        ("彼は黙って歩いた。", False),
    ],
)
def test_links_cut_no_word_in_any_script(text: str, linked: bool) -> None:
    made = chrome.linked(job("zh"), text, 1)
    assert ("<" in made) == linked
    assert duramen.parse(f"<p>{made}</p>").texts == [text]


def test_a_page_does_not_point_to_itself() -> None:
    toy = job("ar", topics=("ar-mina",))
    told = story(toy, paragraphs=2)
    assert told.title in topic("ar", "ar-mina").lines["title"]
    assert all(told.title not in others(toy, told, 8) for _ in range(30))


def test_readings_stand_above_their_characters_alone() -> None:
    from duramen_corpora.starter.designs.jablog import _ruby

    assert _ruby("青い琺瑯《ほうろう》の鍋") == "青い<ruby>琺瑯<rp>（</rp><rt>ほうろう</rt><rp>）</rp></ruby>の鍋"
    assert _ruby("「本《もと》」") != _ruby("「本」")
    assert _ruby("《牧人》と道") == "《牧人》と道"
