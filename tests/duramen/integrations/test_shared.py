"""What every adapter keeps to: options that pickle, fields that are plain, frameworks that are asked for by name."""

from __future__ import annotations

import importlib
import json
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

import duramen.integrations
from duramen.errors import UsageError
from duramen.integrations.shared import FIELDS, Options, asked, fields, scalars

_FOLDER = Path(duramen.integrations.__file__).parent
#: Adapters that are made of a framework's classes, and what they cannot be imported without.
_ADAPTERS = {
    "haystack": "haystack",
    "langchain": "langchain_core",
    "llama_index": "llama_index",
    "nemo_curator": "nemo_curator",
    "scrapy": "scrapy",
    "spacy": "spacy",
}


def test_options_are_checked_when_they_are_made(tmp_path: Path) -> None:
    for wrong, said in (
        ({"policy": "bread"}, "unknown policy 'bread'. Did you mean broad"),
        ({"output": "pdf"}, "unknown output 'pdf'"),
        ({"links": "all"}, "unknown links 'all'"),
        ({"favor": 1.5}, r"favor is 1\.5"),
        ({"weights": "heavy"}, "unknown weights 'heavy'"),
        ({"weights": tmp_path}, "config.json is missing"),
        ({"max_bytes": 0}, "max_bytes"),
    ):
        with pytest.raises(UsageError, match=said):
            Options(**wrong)
    with pytest.raises(TypeError, match="include_links"):
        Options(include_links=True)


def test_options_pickle_without_weights(html: bytes) -> None:
    options = Options(policy="article", output="markdown")
    packed = pickle.dumps(options)
    assert len(packed) < 500
    again = pickle.loads(packed)
    assert again == options
    assert again.extractor.model is options.extractor.model  # read once in a process
    assert again.read(html)[0] == options.read(memoryview(html))[0] == options.read(bytearray(html))[0]
    assert asked(output="markdown") is asked(output="markdown")


def test_fields_are_plain_and_say_what_is_known(html: bytes, nothing: bytes, url: str) -> None:
    text, document = Options().read(html, url)
    assert text
    found = fields(document)
    assert tuple(found) == FIELDS
    assert json.loads(json.dumps(found)) == found
    assert (found["url"], found["authors"], found["problem"]) == (url, ["Ada Lund"], None)
    assert scalars(document) == {**{k: v for k, v in found.items() if v is not None}, "authors": "Ada Lund"}
    text, document = Options().read(nothing, url)
    assert text is None
    assert fields(document)["problem"]
    assert set(scalars(document)) == {"url", "expected_f1", "problem"}


def test_a_page_that_was_cut_says_so(html: bytes) -> None:
    text, document = Options(max_bytes=1500).read(html)
    assert text
    assert "1,500 bytes" in scalars(document)["problem"]


@pytest.mark.parametrize(("adapter", "package"), _ADAPTERS.items())
def test_a_framework_that_is_not_there_is_named(adapter: str, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = [name for name in sys.modules if name.startswith(f"{package}.")]
    for name in (package, *loaded):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.delitem(sys.modules, f"duramen.integrations.{adapter}", raising=False)
    for expected in (ImportError, UsageError):
        with pytest.raises(expected, match=r"is not installed\. Type: pip install '[\w\[\]-]+'"):
            importlib.import_module(f"duramen.integrations.{adapter}")


def test_the_others_load_no_framework() -> None:
    names = sorted(
        {path.stem for path in _FOLDER.glob("*.py")} & {"batches", "commoncrawl", "frames", "polite", "shared"}
    )
    assert len(names) == 5
    code = f"import sys, {', '.join(f'duramen.integrations.{name}' for name in names)}; print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    frameworks = {"datasets", "pandas", "polars", "ray", "pyspark", "requests", "fastwarc", "pyarrow"}
    assert not frameworks & set(json.loads(done.stdout.replace("'", '"')))


def test_an_adapter_is_short() -> None:
    for name in (*_ADAPTERS, "batches", "commoncrawl", "frames"):
        assert len((_FOLDER / f"{name}.py").read_text("utf-8").splitlines()) < 80, name
