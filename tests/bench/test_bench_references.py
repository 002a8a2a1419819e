"""What got through, counted by role and by kind; snippets; and that a page's numbers are the same in any process."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from duramen_bench import columns as columns_module
from duramen_bench.columns import Scorer, answer_columns
from duramen_bench.references import KINDS, Reference, judge, refer
from duramen_bench.snippets import snippet_columns
from duramen_corpora.predictions import Prediction
from duramen_corpora.schema import Page

TEXTS = [
    "Home About us and contact",
    "The heading of this page",
    "A paragraph that says what the page is for in a dozen words or so.",
    "The heading of this page",
    "All rights reserved by the owners of this site",
]
ROLES = ("navigation", "title", "main", "related", "footer")


def judged(texts: list[str], roles: tuple[str | None, ...]) -> Reference:
    kept = np.array([role in ("main", "title", "comment") for role in roles])
    return judge(texts, roles, [""] * len(texts), kept)  # type: ignore[arg-type]


def test_what_got_through_is_counted_by_role() -> None:
    columns = judged(TEXTS, ROLES).columns("\n\n".join([*TEXTS[1:3], TEXTS[4]]))
    assert columns["through.main"] == columns["words.main"] == 15
    assert columns["through.title"] == columns["words.title"] == 5
    assert columns["through.footer"] == columns["words.footer"] == columns["through.noise"] == 9
    assert (columns["through.navigation"], columns["words.navigation"]) == (0, 5)


def test_noise_that_repeats_content_is_not_counted() -> None:
    reference = judged(TEXTS, ROLES)
    assert reference.judged.tolist() == [True, True, True, False, True]
    assert reference.columns(TEXTS[1])["words.related"] == 0


def test_part_of_a_word_is_no_repetition() -> None:
    assert judged(["a page is", "age is"], ("main", "footer")).judged.tolist() == [True, True]


def test_noise_without_a_name_is_noise() -> None:
    columns = judged(["some text", "no label", "···"], ("main", None, None)).columns("some text no label")
    assert (columns["through.unnamed"], columns["words.unnamed"], columns["words.noise"]) == (2, 2, 2)


def test_nothing_lets_nothing_through() -> None:
    columns = judged(TEXTS, ROLES).columns(None)
    assert not any(value for name, value in columns.items() if name.startswith("through."))


def test_a_page_gives_its_blocks_their_labels(toy_pages: list[Page]) -> None:
    assert refer(toy_pages[0]).roles == ("navigation", "main", "footer")


def gold_page(body: str, text: str | None, **fields: object) -> Page:
    return Page("toy", "1", "p", "", "h", f"<body>{body}</body>".encode(), text=text, **fields)  # type: ignore[arg-type]


def test_without_labels_the_gold_says_what_is_kept() -> None:
    reference = refer(gold_page("<nav>Home and away</nav><p>One two three four.</p>", "One two three four."))
    assert reference.kept.tolist() == [False, True]
    columns = reference.columns("One two three four.")
    assert columns["block_f1"] == 1.0
    assert "words.main" not in columns


@pytest.mark.parametrize(
    ("answer", "f1"), [("alpha beta gamma", 1.0), ("alpha beta gamma delta epsilon zeta", 2 / 3), ("", 0.0)]
)
def test_block_f1_counts_blocks(answer: str, f1: float) -> None:
    page = gold_page("<p>alpha beta gamma</p><p>delta epsilon zeta</p>", "alpha beta gamma")
    assert refer(page).columns(answer)["block_f1"] == pytest.approx(f1)


def test_nothing_is_right_where_the_gold_keeps_no_block() -> None:
    assert refer(gold_page("<p>alpha beta gamma</p>", "")).columns("")["block_f1"] == 1.0


def test_content_is_lost_by_kind() -> None:
    parts = {
        "code": "<pre>def herons(): pass</pre>",
        "table": "<table><tr><td>fourteen grey herons</td></tr></table>",
        "heading": "<h2>Patience of birds</h2>",
        "quote": "<blockquote><p>They only stand there</p></blockquote>",
        "list": "<ul><li>nets and boats</li></ul>",
    }
    texts = {
        "code": "def herons(): pass",
        "table": "fourteen grey herons",
        "heading": "Patience of birds",
        "quote": "They only stand there",
        "list": "nets and boats",
    }
    gold = "\n\n".join(texts[kind] for kind in KINDS)
    page = gold_page("".join(parts[kind] for kind in KINDS), gold)
    for kind in KINDS:
        columns = refer(page).columns(gold.replace(texts[kind], ""))
        through = {k: columns[f"through.kind.{k}"] / columns[f"words.kind.{k}"] for k in KINDS}
        assert through == {k: float(k != kind) for k in KINDS}


def test_a_page_without_gold_gives_snippets_alone() -> None:
    page = gold_page("<p>alpha beta</p>", None, with_=("alpha", "gamma"), without=("beta",))
    found = answer_columns(page, refer(page), Prediction("p", "alpha beta"))
    assert found == {"snippets.found": 1, "snippets.missed": 1, "snippets.leaked": 1}
    assert snippet_columns(gold_page("", "x"), "x") == {}


def test_neither_white_space_nor_soft_hyphens_part_a_snippet_from_the_answer() -> None:
    page = gold_page("", None, with_=("two  words", "hyphenated"), without=("all\nrights",))
    found = snippet_columns(page, "two\nwords, hyphen\u00adated; all rights")
    assert found == {"snippets.found": 2, "snippets.missed": 0, "snippets.leaked": 1}


def test_a_failure_is_never_right_and_its_counts_stay_counts() -> None:
    page = gold_page("<p>alpha beta</p>", "", with_=("alpha",))
    failed = answer_columns(page, refer(page), Prediction("p", "alpha", error="timeout"))
    assert (failed["word_f1"], failed["block_f1"], failed["snippets.missed"]) == (0.0, 0.0, 1.0)


def test_other_processes_give_the_same_numbers(toy_pages: list[Page], monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [dataclasses.replace(page, id=f"{i}{page.id}") for i in range(20) for page in toy_pages]
    answers = [Prediction(page.id, page.text if i % 3 else None) for i, page in enumerate(pages)]
    with Scorer(pages) as alone:
        [one] = alone(answers)
        assert all(map(_same, alone(answers, answers), (one, one)))
    monkeypatch.setattr(columns_module, "_FEW", 1)
    with Scorer(pages, workers=2) as shared:
        assert _same(*shared(answers), one)


def _same(left: list[dict[str, float]], right: list[dict[str, float]]) -> bool:
    return all(
        a.keys() == b.keys() and all(np.array_equal(a[k], b[k], equal_nan=True) for k in a)
        for a, b in zip(left, right, strict=True)
    )
