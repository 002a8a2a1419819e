"""Leaving parts of a recipe out, and whether probabilities mean what they say."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from duramen.cli import main
from duramen.features import BLOCK_FEATURES
from duramen_corpora import Page
from duramen_train.ablate import GROUPS, ablate, columns, thinned, variants
from duramen_train.evaluate import PageScore
from duramen_train.examples import Example, make_examples
from duramen_train.fit import out_of_fold
from duramen_train.recipe import Data, Recipe, ScorerRecipe, load_recipe
from duramen_train.reliability import picture, reliability

_TINY = ScorerRecipe(iterations=6, leaves=4, min_samples_leaf=5, max_features=1.0)


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    """Sixty pages of twenty hosts, on which nothing but the class says what is content."""
    rng = np.random.default_rng(3)
    pages = []
    for i in range(60):
        kinds = rng.permutation(["keep"] * 3 + ["drop"] * 3)
        text = [" ".join(rng.choice(["oak", "elm", "ash", "fir"], 8)) for _ in kinds]
        html = "".join(f"<div class={kind}><p>{words}</p></div>" for kind, words in zip(kinds, text, strict=True))
        gold = "\n\n".join(words for kind, words in zip(kinds, text, strict=True) if kind == "keep")
        host = f"host{i % 20}.example"
        pages.append(Page("wcxb", "toy", f"{i:02}", f"https://{host}/{i}", host, html.encode(), text=gold))
    made = make_examples(pages)
    labels = [np.array(["keep" in p.html.decode().split("<div")[j + 1] for j in range(6)], np.float32) for p in pages]
    return [dataclasses.replace(e, matched=label) for e, label in zip(made, labels, strict=True)]


@pytest.fixture
def recipe() -> Recipe:
    return Recipe(name="tiny", folds=2, data=Data(corpora=("wcxb",)), scorer=_TINY)


def test_every_group_has_columns_and_most_columns_a_group() -> None:
    groups = {name: columns(name) for name in GROUPS}
    assert all(groups.values())
    ungrouped = set(BLOCK_FEATURES) - frozenset().union(*groups.values())
    assert ungrouped == {"breaks", "chars", "images", "inputs", "words"}


def test_the_part_that_knows_is_missed_and_another_is_not(examples: list[Example], recipe: Recipe) -> None:
    only = ("without the lexicon", "without place")
    whole, names, place = ablate(examples, recipe, on="wcxb", only=only)
    assert (whole.name, whole.difference, whole.pages) == ("the whole recipe", 0.0, 60)
    assert whole.f1 > 0.95
    assert names.high < -0.1
    assert names.low <= names.difference <= names.high
    assert names.log_loss > whole.log_loss + 0.2
    assert abs(place.difference) < 0.03


def test_what_is_left_out_reads_as_nothing(examples: list[Example], recipe: Recipe) -> None:
    design, probability = out_of_fold(examples, recipe, without=BLOCK_FEATURES)
    for fold in design.folds:
        assert len(np.unique(probability[design.fold == fold])) == 1


def test_the_shipped_recipe_has_a_variant_a_part() -> None:
    names = [name for name, *_ in variants(load_recipe("boosted"))]
    assert names[0] == "the whole recipe"
    assert {"without scrapinghub", "without blank scores", "without parts of pages"} <= set(names)
    assert len(names) == len(set(names))


def test_fewer_trees_learn_faster(recipe: Recipe) -> None:
    thin = thinned(dataclasses.replace(recipe, scorer=ScorerRecipe(iterations=100, learning_rate=0.05)), 0.5)
    assert thin.scorer.iterations == 50
    assert thin.scorer.learning_rate == pytest.approx(0.1)


@pytest.mark.slow
def test_the_command_prints_a_row_a_variant(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "quick.toml"
    path.write_text('folds = 2\n[data]\ncorpora = ["starter"]\n[lexicon]\nbits = 8\n[scorer]\niterations = 3\n')
    call = ["train", "ablate", "--recipe", str(path), "--limit", "40"]
    with pytest.raises(SystemExit) as ended:
        main([*call, "--only", "without page", "--json"])
    assert not ended.value.code
    rows = json.loads(capfd.readouterr().out)
    assert [row["name"] for row in rows] == ["the whole recipe", "without page"]
    with pytest.raises(SystemExit) as ended:
        main([*call, "--only", "without pages"])
    assert ended.value.code == 2
    assert "without page" in capfd.readouterr().err


def _score(probability: list[float], content: list[bool], expected: float, f1: float) -> PageScore:
    n = len(probability)
    arrays = (np.array(probability), np.array(content, np.bool_), np.ones(n))
    return PageScore("a", "h", "article", f1, f1, f1, expected, (0, 0, 0), 1.0, "", *arrays)


def test_what_is_right_as_often_as_it_says_has_no_error() -> None:
    fair = [_score([0.25] * 4 + [0.75] * 4, [True, False, False, False, True, True, True, False], 0.8, 0.8)]
    found = reliability(fair)
    assert found.error == pytest.approx(0.0)
    assert sum(b.share for b in found.bins) == pytest.approx(1.0)
    assert reliability([_score([0.9] * 10, [False] * 10, 0.9, 0.0)]).error == pytest.approx(0.9)


def test_pages_that_expect_least_are_the_ones_to_drop() -> None:
    pages = [_score([0.5], [True], expected=i / 10, f1=i / 10) for i in range(10)]
    found = reliability(pages)
    assert found.rank_correlation == pytest.approx(1.0)
    assert found.gain == pytest.approx(0.05)
    drawn = ElementTree.fromstring(picture(found, "a < b"))
    assert drawn.tag.endswith("svg")
    assert len(list(drawn.iter("{http://www.w3.org/2000/svg}circle"))) == 1


def test_no_blocks_are_no_reliability() -> None:
    with pytest.raises(ValueError, match="no blocks"):
        reliability([_score([], [], 1.0, 1.0)])
    with pytest.raises(ValueError, match="no page has a whole gold"):
        reliability([_score([0.5], [True], 1.0, np.nan)])
