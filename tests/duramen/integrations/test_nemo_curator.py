"""NeMo Curator's algorithm, by the interface of its 1.4: the package brings torch, too large to ask for."""

from __future__ import annotations

import importlib
import pickle
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterator
from types import ModuleType

import pytest

ENGLISH = frozenset({"are", "in", "and", "the", "is", "those", "that", "one", "was", "as", "of", "to", "than", "which"})


@pytest.fixture
def adapter(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The adapter, on Curator if it is there, and else on a base class with its interface."""
    try:
        import nemo_curator.stages.text.download.html_extractors  # noqa: F401
    except ModuleNotFoundError:
        name = "nemo_curator.stages.text.download.html_extractors"
        parts = name.split(".")
        for end in range(1, len(parts) + 1):
            monkeypatch.setitem(sys.modules, ".".join(parts[:end]), ModuleType(".".join(parts[:end])))
        sys.modules[name].HTMLExtractorAlgorithm = HTMLExtractorAlgorithm  # type: ignore[attr-defined]
    yield importlib.import_module("duramen.integrations.nemo_curator")
    sys.modules.pop("duramen.integrations.nemo_curator")


class HTMLExtractorAlgorithm(ABC):
    NON_SPACED_LANGUAGES = frozenset(["THAI", "CHINESE", "JAPANESE", "KOREAN"])

    @abstractmethod
    def extract_text(self, html: str, stop_words: frozenset[str], language: str) -> list[str] | None: ...


def test_a_page_is_a_list_of_paragraphs(adapter: ModuleType, html: bytes) -> None:
    algorithm = pickle.loads(pickle.dumps(adapter.DuramenExtractor(policy="article")))
    assert isinstance(algorithm, sys.modules[adapter.HTMLExtractorAlgorithm.__module__].HTMLExtractorAlgorithm)
    found = algorithm.extract_text(html.decode("latin-1"), ENGLISH, "ENGLISH")
    assert found[0] == "Keeping apples"
    assert found[1].startswith("Apples from Malmö")
    assert all(found)


def test_stop_words_count_where_they_are_asked_for(adapter: ModuleType, html: bytes) -> None:
    page = html.decode("latin-1")
    strict = adapter.DuramenExtractor(required_stopword_density=0.32)
    assert strict.extract_text(page, ENGLISH, "ENGLISH")[0].startswith("Apples from Malmö")  # a heading has none
    assert strict.extract_text(page, frozenset(), "ENGLISH") is None
    assert strict.extract_text(page, frozenset(), "JAPANESE")[0] == "Keeping apples"


@pytest.mark.parametrize(
    "page", ["", "<html><body></body></html>", "<nav><a href=/>Home</a><a href=/a>About us</a></nav>"]
)
def test_nothing_is_none(adapter: ModuleType, page: str) -> None:
    assert adapter.DuramenExtractor().extract_text(page, ENGLISH, "ENGLISH") is None


def test_without_the_package_the_cure_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nemo_curator", None)
    with pytest.raises(ImportError, match=r"Type: pip install 'nemo-curator\[text_cpu\]'"):
        importlib.import_module("duramen.integrations.nemo_curator")
