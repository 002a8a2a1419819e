"""Our ROUGE-LSum and Levenshtein against the scores that the web content extraction benchmark publishes page by page.

The archive `wceb-predictions` holds four tools' predictions and their published scores; a page there is named by the
SHA-256 of its HTML. The golds are made here as upstream's `dataset_readers.py` makes them, for ours differ on purpose:
bench/PARITY.md says how, and what the rest of the scores that are off comes from.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import statistics
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from lxml.etree import _Element

from duramen_bench.rouge import rouge_lsum, similarity
from duramen_corpora import read
from duramen_corpora.archives import unpack
from duramen_corpora.readers.nodes import parsed_copy
from duramen_corpora.readers.pairs import matched
from duramen_corpora.registry import corpus_info

TOOLS = ("justext", "readability", "resiliparse", "trafilatura")
#: What upstream takes for the parents of a new line.
_PARENTS = (
    "address article aside blockquote canvas dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr li main nav noscript ol p pre section table tfoot ul video"
)
PARENTS = frozenset(_PARENTS.split())
#: Eight of the ten pages whose HTML lacks a stretch of bytes in the copy that is read here.
LACKING = ("082e02bd", "0bf24489", "19956250", "2454a2b5", "26ea84f9", "51600d8d", "cb5cb16c", "fab5142d")

pytestmark = [pytest.mark.corpus, pytest.mark.slow]


class Off(NamedTuple):
    """Of `pages` scores, how many differ by more than 1e-3; and by how much the means of ROUGE-LSum do."""

    pages: int
    rouge: int
    levenshtein: int
    shift: float


@pytest.fixture(scope="module")
def outputs(archives: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpacked(archives, "wceb-predictions", tmp_path_factory) / "outputs"


def unpacked(archives: Path, name: str, factory: pytest.TempPathFactory) -> Path:
    folder = factory.mktemp(name) / "unpacked"
    unpack(archives / f"{name}.tar.zst", folder)
    return folder / name


def published(outputs: Path, kind: str, column: str, data: str, tool: str) -> dict[str, float]:
    with (outputs / "metrics-computed" / kind / data / f"{kind}_{tool}.csv").open(encoding="utf-8") as file:
        return {row["hash_key"]: float(row[column]) for row in csv.DictReader(file)}


def answers(outputs: Path, data: str, tool: str) -> Iterator[tuple[str, str]]:
    for line in (outputs / "model-outputs" / data / f"{tool}.jsonl").read_text("utf-8").rstrip("\n").split("\n"):
        row = json.loads(line)
        yield row["page_id"], row["plaintext"] or ""


def compare(outputs: Path, data: str, tool: str, gold: dict[str, str]) -> Off:
    rouge, levenshtein = (
        published(outputs, kind, column, data, tool) for kind, column in (("rouge", "f1"), ("levenshtein", "dist"))
    )
    rows = [(k, rouge_lsum(text, gold[k]).f1, text) for k, text in answers(outputs, data, tool) if k in gold]
    return Off(
        len(rows),
        sum(abs(f1 - rouge[k]) > 1e-3 for k, f1, _ in rows),
        sum(abs(similarity(text, gold[k]) - levenshtein[k]) > 1e-3 for k, _, text in rows),
        abs(statistics.mean(f1 - rouge[k] for k, f1, _ in rows)),
    )


def summed(outputs: Path, data: str, gold: dict[str, str]) -> Off:
    found = [compare(outputs, data, tool, gold) for tool in TOOLS]
    pages, rouge, levenshtein, shift = zip(*found, strict=True)
    return Off(sum(pages), sum(rouge), sum(levenshtein), max(shift))


def ours(archives: Path, corpus: str) -> dict[str, str]:
    pages = read(corpus, archives / corpus_info(corpus).archive)
    return {hashlib.sha256(page.html).hexdigest(): page.text or "" for page in pages}


def leaves(root: _Element, chosen: Callable[[_Element], bool]) -> str:
    """Return the text of chosen elements that hold text alone, as upstream does."""
    pieces = []
    for element in root.iter():
        if isinstance(element.tag, str) and len(element) == 0 and element.text and chosen(element):
            parent = element.getparent()
            pieces.append("\n" if parent is not None and parent.tag in PARENTS else "")
            pieces.append(element.text.strip() + " ")
    return "".join(pieces).strip()


def of_class(name: str) -> Callable[[_Element], bool]:
    return lambda element: name in element.get("class", "").split()


def mended(text: str) -> str:
    """Return text that was UTF-8 and read as windows-1252 as it was. Where that lost a byte, it was most often 9D."""
    return re.sub(r"[^ \n]+", _mended, text)


def _mended(word: re.Match[str]) -> str:
    known = {"\ufffd": b"\x9d", **{chr(byte): bytes([byte]) for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}}
    try:
        return b"".join(known.get(c) or c.encode("cp1252") for c in word[0]).decode("utf-8")
    except UnicodeError:
        return word[0]


@pytest.fixture(scope="module")
def theirs(archives: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """Set → SHA-256 of a page → gold, made as upstream made it."""
    merged = unpacked(archives, "html-cleaning-merged", tmp_path_factory) / "readability"
    l3s = next(unpacked(archives, "l3s-gn1", tmp_path_factory).iterdir())
    trends = unpacked(archives, "google-trends-2017", tmp_path_factory) / "datasets" / "googletrends"
    return {"readability": of_readability(merged), "l3s-gn1": of_l3s(l3s), "google-trends-2017": of_trends(trends)}


def of_readability(folder: Path) -> dict[str, str]:
    """Upstream joins what elements part without white space: `body.text` of the accepted output."""
    return {
        hashlib.sha256(pair.html).hexdigest(): "".join(map(str, parsed_copy(pair.gold, pair.id).itertext()))
        for pair in matched(folder / "input", folder / "GoldStandard")
    }


def of_l3s(folder: Path) -> dict[str, str]:
    """Upstream's gold has all headlines first, then all full text, then what is supplemental."""
    gold = {}
    for pair in matched(folder / "original", folder / "annotated"):
        root = parsed_copy(pair.gold, pair.id)
        parts = (leaves(root, of_class(f"x-nc-sel{number}")) for number in (1, 2, 3))
        gold[hashlib.sha256(pair.html).hexdigest()] = " ".join(part for part in parts if part)
    return gold


def of_trends(folder: Path) -> dict[str, str]:
    gold = {}
    for number, path in enumerate(sorted((folder / "raw_html").iterdir(), key=lambda path: path.stem), 1):
        copy = (folder / "prepared_html" / f"gt_{number}.html").read_bytes()
        text = leaves(parsed_copy(copy, path.stem), lambda e: e.get("__boilernet_label") == "1")
        gold[hashlib.sha256(path.read_bytes()).hexdigest()] = text
    return gold


def test_scrapinghub_comes_out_page_by_page(archives: Path, outputs: Path) -> None:
    found = summed(outputs, "scrapinghub", ours(archives, "scrapinghub"))
    assert found.pages == len(TOOLS) * 181
    assert found.levenshtein == 0
    assert found.shift < 5e-4
    assert found.rouge == 0


def test_readability_comes_out_page_by_page(outputs: Path, theirs: dict[str, dict[str, str]]) -> None:
    found = summed(outputs, "readability", theirs["readability"])
    assert found.pages == len(TOOLS) * 115  # dev418 is not among the 116 there
    assert found.levenshtein <= 3  # qq, whose gold is of another state of the repository
    assert found.rouge <= found.levenshtein
    assert found.shift < 5e-4


def test_l3s_gn1_comes_out_page_by_page(outputs: Path, theirs: dict[str, dict[str, str]]) -> None:
    found = summed(outputs, "l3s-gn1", theirs["l3s-gn1"])
    assert found.pages == len(TOOLS) * (621 - len(LACKING))
    assert found.levenshtein <= 4  # a page whose gold upstream decoded as windows-1252
    assert found.rouge <= found.levenshtein
    assert found.shift < 5e-4


def test_google_trends_differs_by_mojibake_and_by_the_labels_of_a_quarter_of_its_pages(
    outputs: Path, theirs: dict[str, dict[str, str]]
) -> None:
    """Most prepared copies here were decoded wrongly; those that upstream had were not."""
    gold = theirs["google-trends-2017"]
    as_it_is = compare(outputs, "google-trends-2017", "trafilatura", gold)
    found = compare(outputs, "google-trends-2017", "trafilatura", {k: mended(text) for k, text in gold.items()})
    assert found.pages == 163  # the HTML of 17 has other bytes here
    assert found.levenshtein <= 0.25 * found.pages < 0.6 * as_it_is.pages <= as_it_is.levenshtein
    assert found.shift < 0.005


#: Pages that any tool's ROUGE-LSum is off on under our gold, and of these by how the two golds differ.
CLASSES = [
    ("readability", "readability-wceb", {"letters": 11, "words": 1, "equal": 1}, 12),
    ("l3s-gn1", "l3s-gn1", {"order": 57, "words": 9}, 65),
    ("google-trends-2017", "google-trends-2017", {"letters": 79, "words": 40, "equal": 10}, 85),
]


@pytest.mark.parametrize(("data", "corpus", "classes", "explained"), CLASSES)
def test_what_is_off_under_our_golds(
    data: str,
    corpus: str,
    classes: dict[str, int],
    explained: int,
    archives: Path,
    outputs: Path,
    theirs: dict[str, dict[str, str]],
) -> None:
    own = ours(archives, corpus)
    other = {k: mended(text) if data == "google-trends-2017" else text for k, text in theirs[data].items()}
    off = pages_off(outputs, data, {k: own[k] for k in own.keys() & other.keys()})
    assert Counter(differing(own[k], other[k]) for k in off) == classes
    assert len(off - pages_off(outputs, data, {k: other[k] for k in off})) == explained


def pages_off(outputs: Path, data: str, gold: dict[str, str]) -> set[str]:
    found = set()
    for tool in TOOLS:
        rouge = published(outputs, "rouge", "f1", data, tool)
        rows = ((k, text) for k, text in answers(outputs, data, tool) if k in gold)
        found |= {k for k, text in rows if abs(rouge_lsum(text, gold[k]).f1 - rouge[k]) > 1e-3}
    return found


def differing(one: str, other: str) -> str:
    """Say what two golds differ in: nothing but lines, the order of words, how letters are parted, or words."""
    tokens = [text.split() for text in (one, other)]
    letters = ["".join(text.replace("\u00ad", "").split()) for text in (one, other)]
    if tokens[0] == tokens[1]:
        return "equal"
    if Counter(tokens[0]) == Counter(tokens[1]):
        return "order"
    return "letters" if letters[0] == letters[1] else "words"
