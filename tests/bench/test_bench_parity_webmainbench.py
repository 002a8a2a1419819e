"""Our ROUGE-5 against WebMainBench's, on the answers of LLM-WebKit that its sample rows carry.

The reference values were computed once as upstream's `text_metrics.py` does it: `_create_ngrams` and `_score_ngrams` of
rouge_score 0.1.2 over `jieba.lcut` of both texts (jieba 0.42.1), six digits kept.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from duramen_bench.rouge import rouge_5
from duramen_corpora.archives import unpack
from duramen_corpora.readers.files import json_lines

#: Precision, recall and F1 by track_id.
REFERENCE = {
    "7cdb7231-9337-4104-a562-9b8f285add7d": (1.0, 1.0, 1.0),
    "3026972b-8a26-48c3-bc00-c181138702f2": (0.974321, 0.963970, 0.969118),
    "ee0a113d-bdd5-48cf-ac9c-a7cadfbfb74b": (0.373944, 0.246404, 0.297063),
    "33e291cd-5b26-48b1-977f-3c63b45e6d13": (0.673469, 0.694737, 0.683938),
}


@pytest.mark.corpus
def test_the_sample_rows_score_as_upstream_scores_them(archives: Path, tmp_path: Path) -> None:
    unpack(archives / "webmainbench-sample.tar.zst", tmp_path / "unpacked")
    rows = json_lines(tmp_path / "unpacked" / "webmainbench-sample" / "data" / "sample_dataset.jsonl")
    found = {row["track_id"]: rouge_5(row["llm_webkit_md"], row["groundtruth_content"]) for row in rows}
    assert found.keys() == REFERENCE.keys()
    for name, overlap in found.items():
        assert (overlap.precision, overlap.recall, overlap.f1) == pytest.approx(REFERENCE[name], abs=1e-6)
