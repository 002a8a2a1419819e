"""Our ROUGE-LSum and Levenshtein against the scores that the web content extraction benchmark publishes page by page.

The archive `wceb-predictions` holds four tools' predictions and their published scores; a page there is named by the
SHA-256 of its HTML.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from duramen_bench.rouge import rouge_lsum, similarity
from duramen_corpora import read
from duramen_corpora.archives import unpack
from duramen_corpora.registry import corpus_info

TOOLS = ("justext", "readability", "resiliparse", "trafilatura")

pytestmark = [pytest.mark.corpus, pytest.mark.slow]


@pytest.fixture(scope="module")
def outputs(archives: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wceb") / "unpacked"
    unpack(archives / "wceb-predictions.tar.zst", folder)
    return folder / "wceb-predictions" / "outputs"


def golds(archives: Path, corpus: str) -> dict[str, str]:
    pages = read(corpus, archives / corpus_info(corpus).archive)
    return {hashlib.sha256(page.html).hexdigest(): page.text or "" for page in pages}


def published(outputs: Path, kind: str, column: str, data: str, tool: str) -> dict[str, float]:
    with (outputs / "metrics-computed" / kind / data / f"{kind}_{tool}.csv").open(encoding="utf-8") as file:
        return {row["hash_key"]: float(row[column]) for row in csv.DictReader(file)}


def answers(outputs: Path, data: str, tool: str) -> Iterator[tuple[str, str]]:
    for line in (outputs / "model-outputs" / data / f"{tool}.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        yield row["page_id"], row["plaintext"] or ""


@pytest.mark.parametrize(("corpus", "data"), [("scrapinghub", "scrapinghub")])
def test_the_published_scores_come_out_page_by_page(archives: Path, outputs: Path, corpus: str, data: str) -> None:
    gold, off, count = golds(archives, corpus), {"rouge": 0, "levenshtein": 0}, 0
    for tool in TOOLS:
        rouge = published(outputs, "rouge", "f1", data, tool)
        levenshtein = published(outputs, "levenshtein", "dist", data, tool)
        for page, text in answers(outputs, data, tool):
            if page in gold and page in rouge:
                count += 1
                off["rouge"] += abs(rouge_lsum(text, gold[page]).f1 - rouge[page]) > 1e-3
                off["levenshtein"] += abs(similarity(text, gold[page]) - levenshtein[page]) > 1e-3
    assert count == len(TOOLS) * len(gold)
    assert off["levenshtein"] == 0
    assert off["rouge"] <= 0.01 * count
