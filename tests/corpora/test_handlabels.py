"""The labels that a reader gave: they are whole, in order, and each names one block of its page."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

import duramen
from duramen.errors import DataError
from duramen.roles import ROLES
from duramen_corpora.handlabels import LABELS, REVISION, HandLabel, hand_labels
from duramen_corpora.load import read
from duramen_corpora.registry import corpus_info
from duramen_corpora.words import tokens

_GOOD = {"id": "0001", "xpath": "/html/body/p", "role": "main"}


def written(tmp_path: Path, *rows: object) -> Path:
    path = tmp_path / "labels.jsonl"
    path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows))
    return path


def test_there_are_enough_of_them_and_every_role_is_there() -> None:
    labels = hand_labels()
    assert len(labels) >= 300
    assert {label.role for label in labels} == set(ROLES)
    assert len({label.id for label in labels}) == 140


def test_a_second_role_is_another_one() -> None:
    for label in hand_labels():
        assert label.or_ is None or (label.or_ in ROLES and label.or_ != label.role)


def test_they_are_in_order_and_none_stands_twice() -> None:
    keys = [(label.id, label.xpath) for label in hand_labels()]
    assert keys == sorted(set(keys))


def test_the_file_holds_labels_and_nothing_of_a_page() -> None:
    for line in LABELS.read_text("ascii").splitlines():
        assert json.loads(line).keys() <= {"id", "xpath", "role", "or"}


def test_the_readme_says_how_many_of_each_role_there_are() -> None:
    count = Counter(label.role for label in hand_labels())
    lines = (LABELS.parent / "README.md").read_text("utf-8").splitlines()
    assert f"| | {' | '.join(ROLES)} |" in lines
    assert f"| all | {' | '.join(str(count[role]) for role in ROLES)} |" in lines


def test_they_belong_to_the_pinned_revision() -> None:
    assert corpus_info("wcxb").revision == REVISION


def test_a_second_role_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, _GOOD | {"or": "title"}, _GOOD | {"xpath": "/html/body/h1"})
    assert hand_labels(path) == (
        HandLabel("0001", "/html/body/p", "main", "title"),
        HandLabel("0001", "/html/body/h1", "main"),
    )


@pytest.mark.parametrize(
    ("line", "cure"),
    [
        (_GOOD | {"role": "heading"}, "'heading' is no role. Write one of main, title"),
        (_GOOD | {"or": "heading"}, "'heading' is no role"),
        (_GOOD | {"or": "main"}, "both 'main'. Delete or"),
        ({"id": "0001", "role": "main"}, "Check xpath"),
        (_GOOD | {"text": "Of a page."}, "Check text"),
        (_GOOD | {"id": 1}, "Check id"),
        (["0001", "main"], "holds a list. Write an object"),
        ('{"id": "0001"', "no valid JSON"),
        ("", "no valid JSON"),
        (_GOOD, "has a label for /html/body/p in line 1. Delete one"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_cure(tmp_path: Path, line: object, cure: str) -> None:
    with pytest.raises(DataError) as caught:
        hand_labels(written(tmp_path, _GOOD, line))
    assert "labels.jsonl, line 2" in str(caught.value)
    assert cure in str(caught.value)


def test_no_file_and_an_empty_one_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"cannot be read .* Reinstall duramen"):
        hand_labels(tmp_path / "none.jsonl")
    with pytest.raises(DataError, match="holds no label"):
        hand_labels(written(tmp_path))


@pytest.mark.corpus
def test_each_names_one_block_with_words(archives: Path) -> None:
    wanted: dict[str, list[HandLabel]] = {}
    for label in hand_labels():
        wanted.setdefault(label.id, []).append(label)
    for page in read("wcxb", archives / "wcxb.tar.zst"):
        if page.split != "dev" or page.id not in wanted:
            continue
        parsed = duramen.parse(page.html, encoding=page.charset)
        count = Counter(parsed.xpaths)
        text = dict(zip(parsed.xpaths, parsed.texts, strict=True))
        for label in wanted.pop(page.id):
            assert count[label.xpath] == 1, (label.id, label.xpath)
            assert tokens(text[label.xpath]), (label.id, label.xpath)
    assert not wanted
