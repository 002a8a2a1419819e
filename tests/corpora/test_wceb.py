"""The reader of WCEB's combined layout, on a toy folder in it."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from duramen.errors import DataError, UsageError
from duramen_corpora.load import load, pages
from duramen_corpora.readers.wceb import read
from duramen_corpora.registry import corpus_info
from duramen_corpora.sources import locate

HTML = {text: f"<html lang=en><meta charset=latin1><p>{text}</p></html>" for text in ("Grün", "Blau", "Rot")}
IDS = {text: sha256(html.encode()).hexdigest() for text, html in HTML.items()}


def gold(text: str, **row: Any) -> dict[str, Any]:
    return {"page_id": IDS[text], "plaintext": text, "source": ["a", "case"]} | row


def write(root: Path, name: str, *rows: dict[str, Any], without: str = "") -> None:
    """Write a set: its rows, and the HTML of each but of the text `without`."""
    (root / "ground-truth").mkdir(parents=True, exist_ok=True)
    (root / "html" / name).mkdir(parents=True, exist_ok=True)
    (root / "ground-truth" / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    for text, html in HTML.items():
        if text != without and IDS[text] in [row["page_id"] for row in rows]:
            (root / "html" / name / f"{IDS[text]}.html").write_bytes(html.encode())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "datasets" / "combined"
    write(root, "cetd", gold("Rot"), gold("Grün", url="https://www.example.org/g"))
    write(root, "readability", gold("Rot"))
    return root


def test_the_sets_are_read_as_one(folder: Path) -> None:
    found = {page.id: page for page in read(folder)}
    # The same page may stand in two sets, whose golds differ: the set is part of the id.
    assert list(found) == [*sorted(f"cetd/{IDS[text]}" for text in ("Rot", "Grün")), f"readability/{IDS['Rot']}"]
    page = found[f"cetd/{IDS['Grün']}"]
    assert (page.text, page.url, page.host, page.charset, page.language) == (
        "Grün", "https://www.example.org/g", "example.org", "utf-8", "en",
    )  # fmt: skip
    assert found[f"cetd/{IDS['Rot']}"].host == f"unknown-cetd/{IDS['Rot']}"


def test_the_folder_above_will_do(folder: Path) -> None:
    assert locate(corpus_info("wceb"), folder.parent) == folder
    assert len(list(pages(load("wceb", folder.parent)))) == 3


def test_a_page_that_lacks_half_is_named(folder: Path) -> None:
    write(folder, "cetd", gold("Rot"), gold("Blau"), without="Blau")
    with pytest.raises(DataError, match=f"page cetd/({IDS['Grün']} has no gold|{IDS['Blau']} has no HTML)"):
        list(read(folder))
    (folder / "ground-truth/cetd.jsonl").unlink()
    with pytest.raises(DataError, match="the pages in html/cetd have no gold"):
        list(read(folder))


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([gold("Rot"), gold("Rot", plaintext="Rosa")], "has two golds: it stands twice"),
        ([gold("Rot", plaintext=None)], "has no gold"),
        ([gold("Rot", page_id="")], "a row without a page_id"),
    ],
)
def test_a_row_that_is_no_gold_is_named(folder: Path, rows: list[dict[str, Any]], fault: str) -> None:
    write(folder, "cetd", *rows)
    with pytest.raises(DataError, match=fault):
        list(read(folder))


def test_a_format_is_never_guessed_nor_cloned() -> None:
    for source in (None, "git"):
        with pytest.raises(UsageError, match=r"wceb is a format.*\n.*load wceb --from FOLDER"):
            locate(corpus_info("wceb"), source)
