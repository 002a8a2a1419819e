"""Batches: by hand, and through `datasets.map`, whose cache must know other weights and other options."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import duramen
from duramen.integrations.batches import ExtractBatch
from duramen.integrations.shared import FIELDS

datasets = pytest.importorskip("datasets", reason="needs datasets: pip install --group integrations")


@pytest.fixture
def pages(html: bytes, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path)
    columns = {"id": [1, 2, 3, 4], "html": [None, b"", html, html], "url": [None, url, url, None]}
    types = {"id": datasets.Value("int64"), "html": datasets.Value("binary"), "url": datasets.Value("string")}
    return datasets.Dataset.from_dict(columns, features=datasets.Features(types))


def test_a_batch_and_a_row(html: bytes, url: str) -> None:
    extract = ExtractBatch(output="markdown", keep=["id"])
    batch = extract({"id": [1, 2], "html": [html, None], "url": [url, url]})
    assert list(batch) == ["id", "text", *FIELDS]
    assert batch["text"][0].startswith("# Keeping apples\n")
    assert (batch["text"][1], batch["url"][1], batch["authors"][1]) == (None, url, [])
    row = extract({"id": 1, "html": html, "url": url})
    assert row == {name: values[0] for name, values in batch.items()}
    assert extract({"id": 1, "html": None, "url": url})["text"] is None
    assert ExtractBatch(html="page", url=None)({"page": bytearray(html)})["title"] == "Keeping apples"


@pytest.mark.parametrize("batched", [True, False])
def test_map_keeps_rows_and_columns(pages: Any, batched: bool) -> None:
    extract = ExtractBatch()
    features = extract.features(pages.features, remove_columns=["html"])
    found = pages.map(extract, batched=batched, batch_size=1, remove_columns="html", features=features)
    assert found.num_rows == 4
    assert set(found.column_names) == {"id", "text", *FIELDS}
    assert [text is None for text in found["text"]] == [True, True, False, False]
    assert "Apples from Malmö" in found["text"][2]
    assert found["authors"][2] == ["Ada Lund"]
    assert found.filter(lambda row: row["text"] is not None).num_rows == 2


@pytest.mark.slow
def test_map_on_processes(pages: Any) -> None:
    extract = ExtractBatch()
    found = pages.map(extract, batched=True, num_proc=2, features=extract.features(pages.features))
    assert found["text"][:] == pages.map(ExtractBatch(), batched=True)["text"][:]


def test_the_cache_knows_what_was_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    name = datasets.fingerprint.Hasher.hash
    assert name(ExtractBatch()) == name(ExtractBatch()) == name(pickle.loads(pickle.dumps(ExtractBatch())))
    assert name(ExtractBatch()) != name(ExtractBatch(policy="body"))
    before = name(ExtractBatch())
    monkeypatch.setattr(duramen, "__version__", "99.0")
    assert name(ExtractBatch()) != before


def test_other_weights_have_another_version(tmp_path: Path) -> None:
    from duramen import weights

    model = weights.load()
    broad = model.calibration["broad"]
    calibration = {**model.calibration, "broad": replace(broad, values=broad.values * 0.5)}
    weights.save(tmp_path / "mine", replace(model, calibration=calibration), "")
    assert ExtractBatch(weights=tmp_path / "mine").version != ExtractBatch().version
