"""Views that were made up: pages whose words or names nobody knows, and parts of pages that stand alone."""

from __future__ import annotations

import numpy as np
import pytest

from duramen import parse
from duramen_corpora import Page
from duramen_train import examples as examples_module
from duramen_train.design import Design
from duramen_train.examples import Example, make_examples
from duramen_train.fragments import fragments
from duramen_train.recipe import Data
from duramen_train.views import augmented, views

_HTML = """<html><body><nav><a href=/>Home</a> <a href=/b>News</a></nav>
<div class=story><h1>Apples</h1><p>They are kept in straw.</p><p>All winter long.</p></div>
<footer>Apples and pears</footer></body></html>"""


def _page(number: int, html: str = _HTML, text: str = "Apples\n\nThey are kept in straw.\n\nAll winter long.") -> Page:
    host = f"host{number}.example"
    return Page("wcxb", "toy", f"{number}", f"https://{host}/", host, html.encode(), text=text, page_type="article")


def test_the_part_with_all_content_and_a_region_of_one_block_are_cut_out() -> None:
    (example,) = make_examples([_page(0)])
    core, bit = example.parts
    assert [core.table.block_text(i) for i in range(len(core.table))] == [
        "Apples",
        "They are kept in straw.",
        "All winter long.",
    ]
    assert core.matched.tolist() == [1.0, 1.0, 1.0]
    assert len(bit.table) < len(example.table)
    assert (bit.matched >= 0.5).any()


@pytest.mark.parametrize(
    ("html", "matched"),
    [
        ("<p>One</p><p>Two</p>", [0.0, 0.0]),  # no content
        ("<p>One</p><p>Two</p>", [1.0, 1.0]),  # the part is the page
        ("<div><p>One</p></div><p>Two</p>", [np.nan, 0.0]),  # nothing is known to be content
    ],
)
def test_what_cannot_be_cut_out_gives_no_part(html: str, matched: list[float]) -> None:
    parts = fragments(parse(f"<html><body>{html}"), np.array(matched, np.float32), "key")
    assert all(len(part.table) < 2 for part in parts)
    assert len(parts) <= (1 if matched[0] == 1.0 else 0) * 2


def test_a_page_cut_out_at_random_is_cut_alike_again() -> None:
    first, again = (make_examples([_page(3)])[0] for _ in range(2))
    assert [p.table.text for p in first.parts] == [p.table.text for p in again.parts]


def test_parts_survive_the_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    made = make_examples([_page(0), _page(1, "<p>alone", "alone"), _page(2)])
    path = tmp_path_factory.mktemp("cache") / "toy.npz"
    examples_module._write(path, made)
    read = examples_module._read(path)
    assert [len(e.parts) for e in read] == [2, 0, 2]
    for one, other in zip(made, read, strict=True):
        assert one.table.text == other.table.text
        assert np.array_equal(one.matched, other.matched)
        for part, same in zip(one.parts, other.parts, strict=True):
            assert part.table.text == same.table.text
            assert np.array_equal(part.table.regions, same.table.regions)
            assert np.array_equal(part.matched, same.matched)


def _examples(n: int = 30) -> list[Example]:
    return make_examples([_page(i) for i in range(n)])


def test_as_many_are_made_as_the_recipe_asks_for() -> None:
    plain = [view for e in _examples(200) for view in views(e)]
    data = Data(blank_words=0.5, blank_both=0.1, fragments=0.25, fragment_weight=0.2)
    made = list(augmented(plain, data, 0))
    count = {blank: sum(v.blank == blank and len(v.label) == 5 for v in made) for blank in ("words", "attrs", "both")}
    assert 75 < count["words"] < 125
    assert count["attrs"] == 0
    assert 8 < count["both"] < 35
    parts = [view for view in made if view.weight == 0.2]
    assert 65 < len(parts) < 135
    assert all(view.made for view in made)
    assert list(augmented(plain, Data(), 0)) == []


def test_what_was_made_up_stays_in_its_page_s_fold_and_weighs_what_it_should() -> None:
    data = Data(blank_words=1.0, fragments=1.0, fragment_weight=0.5)
    design = Design.build(_examples(), data, 3, 0)
    fold: dict[str, int] = {}
    for view, at in design.slices():
        assert fold.setdefault(view.example.host, int(design.fold[at.start])) == design.fold[at.start]
    assert len(design.examples) == 30
    assert design.weight[design.real].mean() == pytest.approx(1.0)
    assert int(design.own.sum()) == sum(len(e.table) for e in design.examples)
    blank = [design.weight[at].sum() for view, at in design.slices() if view.blank == "words"]
    whole = [design.weight[at].sum() for view, at in design.slices() if not view.made]
    assert blank == pytest.approx(whole)
