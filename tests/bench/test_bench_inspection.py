"""One page under the glass: what every answer lacks and has too much, and which blocks got through."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from duramen_bench.inspection import inspection, page_scores
from duramen_bench.references import refer
from duramen_corpora.predictions import Prediction
from duramen_corpora.schema import Page

MakePage = Callable[..., Page]


def test_gold_answers_and_blocks(make_page: MakePage) -> None:
    page = make_page(1)
    assert page.text is not None
    answers = {
        "noisy": Prediction("p1", f"Home\n\n{page.text}"),
        "short": Prediction("p1", "The gold of page 1"),
        "crashes": Prediction("p1", None, error="crash: signal SIGSEGV"),
    }
    found = inspection(page, refer(page), answers)
    assert json.loads(json.dumps(found)) == found
    assert [found[name] for name in ("id", "host", "type", "language", "gold")] == [
        "p1",
        "host0.example",
        "article",
        "en",
        page.text,
    ]
    assert found["answers"]["noisy"] == {
        "error": None,
        "ops": [["+", "Home\n\n"], ["=", page.text]],
        "missing": 0,
        "extra": 1,
    }
    assert found["answers"]["short"]["missing"] == 6
    assert found["answers"]["crashes"] == {
        "error": "crash: signal SIGSEGV",
        "ops": [["-", page.text]],
        "missing": 11,
        "extra": 0,
    }
    home, gold, rights = found["blocks"]
    assert home == {
        "text": "Home",
        "role": "navigation",
        "kind": "list" if home["kind"] else "",
        "kept": False,
        "judged": True,
        "by": {"noisy": 1.0, "short": 0.0, "crashes": 0.0},
    }
    assert (gold["role"], gold["kept"], gold["by"]["noisy"], rights["by"]["noisy"]) == ("main", True, 1.0, 0.0)


def test_without_a_gold_text_nothing_is_called_missing_or_extra(make_page: MakePage) -> None:
    page = make_page(1, text=None, blocks=(), with_=("gold of page",), without=("Home",))
    answer = "The gold of page 1 is a sentence of its own."
    found = inspection(page, refer(page), {"t": Prediction("p1", answer), "n": Prediction("p1", None)})
    assert found["answers"]["t"] == {"error": None, "ops": [[" ", answer]], "missing": None, "extra": None}
    assert found["answers"]["n"]["ops"] == []
    assert {(block["kept"], block["judged"]) for block in found["blocks"]} == {(None, False)}
    assert [block["by"]["t"] for block in found["blocks"]] == [0.0, 1.0, 0.0]
    assert found["snippets"] == [
        {"text": "gold of page", "wanted": True, "by": {"t": True, "n": False}},
        {"text": "Home", "wanted": False, "by": {"t": False, "n": False}},
    ]


def test_labels_without_a_gold_text_still_show_the_blocks(make_page: MakePage) -> None:
    page = make_page(1, text=None)
    found = inspection(page, refer(page), {"t": Prediction("p1", "Home")})
    assert [block["by"]["t"] for block in found["blocks"]] == [1.0, 0.0, 0.0]


def test_an_empty_gold_makes_every_word_extra(make_page: MakePage) -> None:
    page = make_page(1, text="")
    answers = inspection(page, refer(page), {"t": Prediction("p1", "Home"), "n": Prediction("p1", None)})["answers"]
    assert answers["t"]["ops"] == [["+", "Home"]]
    assert answers["n"] == {"error": None, "ops": [], "missing": 0, "extra": 0}


class TestScores:
    def test_they_are_the_metrics_of_this_page(self, make_page: MakePage) -> None:
        page = make_page(1)
        scores = page_scores(page, refer(page), Prediction("p1", page.text))
        assert scores["word_f1"] == scores["shingle_f1"] == scores["block_f1"] == 1.0
        assert scores["noise_leaked"] == 0.0
        assert "snippet_f1" not in scores

    def test_what_has_no_meaning_is_not_there(self, make_page: MakePage) -> None:
        page = make_page(1, text=None, blocks=(), with_=("gold",))
        assert page_scores(page, refer(page), Prediction("p1", "gold")) == {"snippet_f1": pytest.approx(1.0)}
