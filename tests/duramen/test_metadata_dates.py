"""Dates in many spellings, and names in many fields."""

from __future__ import annotations

import pytest

from duramen.metadata.dates import parse_date
from duramen.metadata.people import looks_like_name, names_of


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2023-12-22T10:00:00.123Z", "2023-12-22T10:00:00Z"),
        ("2023-12-22 10:00 +0200", "2023-12-22T10:00+02:00"),
        ("2023-12-21T18:55:21-0500", "2023-12-21T18:55:21-05:00"),
        ("2023-12-22", "2023-12-22"),
        ("2023/12", "2023-12"),
        ("2023", "2023"),
        ("20231222T101500Z", "2023-12-22T10:15:00Z"),
        ("20231222", "2023-12-22"),
        ("1703239200", "2023-12-22T10:00:00Z"),
        ("1703239200000", "2023-12-22T10:00:00Z"),
        ("Fri, 22 Dec 2023 10:00:00 GMT", "2023-12-22T10:00:00Z"),
        ("Dec. 22nd, 2023 at 10:30 PM EST", "2023-12-22T22:30"),
        ("Friday, December 22, 2023 | 12:05 a.m.", "2023-12-22T00:05"),
        ("Fri, 12/22/2023 - 05:00", "2023-12-22T05:00"),
        ("22 décembre 2023 à 10h30", "2023-12-22T10:30"),
        ("22. März 2023, 14:05 Uhr", "2023-03-22T14:05"),
        ("1er août 2023", "2023-08-01"),
        ("22 de diciembre de 2023", "2023-12-22"),
        ("22 de dezembro de 2023", "2023-12-22"),
        ("22 dicembre 2023", "2023-12-22"),
        ("22 grudnia 2023", "2023-12-22"),
        ("22. joulukuuta 2023", "2023-12-22"),
        ("22 Aralık 2023", "2023-12-22"),
        ("22 декабря 2023", "2023-12-22"),
        ("22 Δεκεμβρίου 2023", "2023-12-22"),
        ("22 ديسمبر 2023", "2023-12-22"),
        ("2023年12月22日 10:30", "2023-12-22T10:30"),
        ("2023년 12월 22일", "2023-12-22"),
        ("22 दिसंबर 2023", "2023-12-22"),
        ("December 2023", "2023-12"),
        ("3.4.2023", "2023-04-03"),
        ("03/04/2023", "2023-03-04"),
        ("25/04/2023", "2023-04-25"),
    ],
)
def test_dates(text: str, date: str) -> None:
    assert parse_date(text) == date


def test_the_language_decides_what_is_ambiguous() -> None:
    assert parse_date("03/04/2023", "en-US") == "2023-03-04"
    assert parse_date("03/04/2023", "en-GB") == "2023-04-03"
    assert parse_date("03/04/2023", "fr") == "2023-04-03"


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "vor 3 Tagen", "2023-13-40", "31 February 2023", "32/01/2023", "call 555-2023", "99999999999999",
     "1234", "12:30", "9" * 100_000, "²⁰²³", "٢٠٢٣-١٢-٢٢"],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("Ada Lund", ("Ada Lund",)),
        ("By Ada Lund and Bo Ek", ("Ada Lund", "Bo Ek")),
        ("Ada Lund, Bo Ek & Cy Orr", ("Ada Lund", "Bo Ek", "Cy Orr")),
        ("Ada Lund; Ada Lund", ("Ada Lund",)),
        ("Ada Lund, Ph.D.", ("Ada Lund",)),
        ("Ada Lund, MS, RD, FAND", ("Ada Lund",)),
        ("Ada Lund, Chief Editor", ("Ada Lund",)),
        ("Ada Lund | The Paper", ("Ada Lund",)),
        ("Ada Lund on Tuesday", ("Ada Lund",)),
        ("Ada Lund Published 3 May", ("Ada Lund",)),
        ("By Ada Lund for The Paper", ("Ada Lund",)),
        ("Bo Ek Jr.", ("Bo Ek Jr.",)),
        ("Center for Bees", ("Center for Bees",)),
        ("admin", ()),
        ("Staff Writer", ()),
        ("https://www.facebook.com/ada", ()),
        ("ada@paper.example", ()),
        ("  ", ()),
    ],
)
def test_names(field: str, names: tuple[str, ...]) -> None:
    assert names_of([field]) == names


def test_names_in_running_text() -> None:
    assert all(map(looks_like_name, ("Ada Lund", "Ludwig van Beethoven", "José de la Cruz", "王小明")))
    assert not any(map(looks_like_name, ("", "Bees", "they left", "Read This Now!", "Page 3 of 5", "Senior Reporter")))
