"""The estimators keep scikit-learn's rules, and what they learn is what the extractor does."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sklearn
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import GridSearchCV, GroupKFold, cross_val_predict, cross_validate
from sklearn.pipeline import Pipeline, make_pipeline, make_union
from sklearn.preprocessing import StandardScaler
from sklearn.utils import Bunch, estimator_checks
from sklearn.utils.estimator_checks import parametrize_with_checks

import duramen
from duramen import UsageError, weights
from duramen.features import BLOCK_FEATURES
from duramen_corpora import stream
from duramen_train.estimators import (
    Block,
    BlockClassifier,
    BlockTokens,
    PageFeatures,
    load_blocks,
    make_blocks,
    page_numbers,
    save_weights,
    to_blocks,
    to_model,
)

_SCORES = slice(0, 3)  # the columns that are a lexicon's scores; others hold sums of them

#: LightGBM counts rows where it bins them and where it asks a leaf for enough of them, and sums their weight
#: elsewhere: a row of weight 2 is not two rows.
_EXPECTED = {
    "check_sample_weight_equivalence_on_dense_data": "LightGBM's bins and leaf sizes count rows and not their weight"
}


def _expected(estimator: Any) -> dict[str, str]:
    return _EXPECTED if getattr(estimator, "kind", "") == "boosting" else {}


@parametrize_with_checks(
    [
        BlockClassifier(iterations=20),
        BlockClassifier(iterations=20, cv=3),
        BlockClassifier(kind="logistic"),
        BlockClassifier(kind="logistic", cv=3),
    ],
    expected_failed_checks=_expected,
)
def test_the_rules_are_kept(estimator: Any, check: Callable[[Any], None]) -> None:
    check(estimator)


#: `check_estimator` leaves transformers alone whose samples are no matrix. Of its checks, those that need no samples.
_WITHOUT_SAMPLES = (
    "check_estimator_cloneable",
    "check_estimator_repr",
    "check_estimator_tags_renamed",
    "check_get_params_invariance",
    "check_mixin_order",
    "check_no_attributes_set_in_init",
    "check_parameters_default_constructible",
    "check_set_params",
    "check_valid_tag_types",
)


@pytest.mark.parametrize("name", _WITHOUT_SAMPLES)
@pytest.mark.parametrize("estimator", [PageFeatures(), BlockTokens()], ids=["PageFeatures", "BlockTokens"])
def test_the_transformers_keep_those_that_apply(estimator: Any, name: str) -> None:
    getattr(estimator_checks, name)(type(estimator).__name__, estimator)


@pytest.fixture(scope="module")
def pages() -> list[Any]:
    """Sixteen pages of the starter corpus, each of a host of its own."""
    return list(stream("starter"))[::30]


@pytest.fixture(scope="module")
def blocks(pages: list[Any]) -> Bunch:
    return make_blocks(pages)


@pytest.fixture
def pipeline() -> Pipeline:
    return make_pipeline(
        PageFeatures(bits=12, random_state=0), BlockClassifier(iterations=20, learning_rate=0.2, random_state=0)
    )


# ---------------------------------------------------------------------------------------------------------------------
# Samples


def test_labelled_blocks_are_a_data_set(blocks: Bunch, pages: list[Any]) -> None:
    assert {len(blocks[name]) for name in ("data", "target", "groups", "pages", "words")} == {len(blocks.data)}
    assert set(np.unique(blocks.groups)) <= {page.host for page in pages}
    assert 0.1 < blocks.target.mean() < 0.9
    assert blocks.trained_on["starter"]["licence"] == "Apache-2.0"
    first = next(page for page in pages if f"starter {page.id}" == blocks.pages[0])
    assert blocks.data[0].text == duramen.parse(first.html, encoding=first.charset).texts[0]


@pytest.mark.slow
def test_a_corpus_is_loaded_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DURAMEN_CACHE", str(tmp_path))
    whole = load_blocks("starter")
    assert len(np.unique(whole.pages)) > 400
    assert whole.trained_on["starter"]["pages"] == len(np.unique(whole.pages))


def test_pages_stand_for_their_blocks(pages: list[Any]) -> None:
    html = [page.html for page in pages[:5]]
    samples = to_blocks(html)
    counts = [len(duramen.parse(page)) for page in html]
    assert page_numbers(html).tolist() == np.repeat(range(5), counts).tolist() == page_numbers(samples).tolist()
    features = PageFeatures().fit(html)
    assert np.array_equal(features.transform(html), features.transform(samples))
    parsed = [duramen.parse(page) for page in html]
    assert np.array_equal(features.transform(html), features.transform([parsed[0].root, html[1].decode(), *parsed[2:]]))
    with pytest.raises(UsageError, match="a page is str, bytes or an lxml element, not int"):
        features.transform([3])


def test_a_page_without_blocks_has_no_rows() -> None:
    features = PageFeatures().fit([])
    assert features.transform([b"", b"%PDF-1.7"]).shape == (0, len(BLOCK_FEATURES))
    assert BlockTokens(bits=4).fit_transform([b""]).shape == (0, 48)
    assert BlockTokens(bits=4).fit_transform([]).shape == (0, 48)


def test_samples_of_a_page_share_it_in_another_process(blocks: Bunch) -> None:
    some = blocks.data[:50]
    again = pickle.loads(pickle.dumps(some))
    assert isinstance(again[0], Block)
    assert len({id(block.table) for block in again}) == len({id(block.table) for block in some})


# ---------------------------------------------------------------------------------------------------------------------
# Features


def test_columns_are_those_of_the_library(pages: list[Any]) -> None:
    model = weights.load()
    html = [page.html for page in pages[:5]]
    rows = PageFeatures(weights="boosted").fit_transform(html)
    assert np.array_equal(rows, np.concatenate([model.rows(duramen.parse(page).table) for page in html]))
    assert np.array_equal(rows, PageFeatures(weights=model).fit_transform(html))
    asked = PageFeatures(weights=model, policy="article").fit_transform(html)
    assert np.array_equal(asked, np.concatenate([model.rows(duramen.parse(p).table, "article") for p in html]))


def test_a_block_is_the_same_without_its_neighbours(blocks: Bunch) -> None:
    features = PageFeatures(bits=10, random_state=0).fit(blocks.data, blocks.target)
    some = np.random.default_rng(0).permutation(len(blocks.data))[:200]
    assert np.array_equal(features.transform([blocks.data[i] for i in some]), features.transform(blocks.data)[some])


def test_without_labels_there_are_no_scores(blocks: Bunch) -> None:
    features = PageFeatures().fit(blocks.data)
    assert features.lexicon_ is None
    assert not features.transform(blocks.data)[:, _SCORES].any()
    assert features.transform(blocks.data)[:, 3:].any()


def test_scores_in_training_are_by_lexicons_that_did_not_see_the_page(blocks: Bunch) -> None:
    """What is said of a page in training does not hang on its own labels; what `transform` says does."""
    features = PageFeatures(bits=10, folds=3, random_state=0)
    before = features.fit_transform(blocks.data, blocks.target)
    mine = blocks.pages == blocks.pages[0]
    other = np.where(mine, ~blocks.target, blocks.target)
    after = clone(features).fit_transform(blocks.data, other)
    assert np.array_equal(before[mine], after[mine])
    assert not np.array_equal(before[~mine][:, _SCORES], after[~mine][:, _SCORES])
    fitted = features.transform(blocks.data)
    assert not np.array_equal(fitted[mine], clone(features).fit(blocks.data, other).transform(blocks.data)[mine])


def test_groups_hold_pages_together(blocks: Bunch) -> None:
    features = PageFeatures(bits=10, folds=2, random_state=0)
    halves = (np.unique(blocks.groups, return_inverse=True)[1] < 8).astype(int)
    by_half = features.fit_transform(blocks.data, blocks.target, groups=halves)
    lexicon = clone(features).fit([blocks.data[i] for i in np.flatnonzero(halves)], blocks.target[halves == 1])
    held = [blocks.data[i] for i in np.flatnonzero(halves == 0)]
    assert np.array_equal(lexicon.transform(held), by_half[halves == 0])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda b: {"groups": np.arange(len(b.data))}, "groups must not divide a page"),
        (lambda b: {"groups": np.zeros(len(b.data))}, "need two groups at least; there are 1"),
        (lambda b: {"y": np.zeros(len(b.data))}, "only one class here"),
        (lambda b: {"y": np.arange(len(b.data))}, "Only binary classification is supported"),
        (lambda b: {"y": b.target[:-1]}, "inconsistent numbers of samples"),
    ],
)
def test_what_cannot_be_learned_from_is_said(change: Callable[[Bunch], Any], said: str, blocks: Bunch) -> None:
    with pytest.raises(ValueError, match=said):
        PageFeatures(bits=8).fit_transform(**{"X": blocks.data, "y": blocks.target, **change(blocks)})


def test_columns_have_names(blocks: Bunch) -> None:
    frame = PageFeatures().set_output(transform="pandas").fit_transform(blocks.data[:30])
    assert list(frame.columns) == list(BLOCK_FEATURES)
    assert list(PageFeatures().fit([]).get_feature_names_out()) == list(BLOCK_FEATURES)


# ---------------------------------------------------------------------------------------------------------------------
# At work


def test_a_pipeline_judges_hosts_that_it_did_not_see(blocks: Bunch, pipeline: Pipeline) -> None:
    found = cross_val_predict(
        pipeline, blocks.data, blocks.target, groups=blocks.groups, cv=GroupKFold(3), method="predict_proba"
    )
    assert found.shape == (len(blocks.data), 2)
    right = np.average((found[:, 1] > 0.5) == blocks.target, weights=blocks.words)
    assert right > 0.75  # all noise would be right by 0.61


def test_a_search_goes_over_parameters_of_both_steps(blocks: Bunch, pipeline: Pipeline) -> None:
    grid = {"blockclassifier__leaves": [4, 8], "pagefeatures__bits": [8], "blockclassifier__iterations": [20]}
    search = GridSearchCV(pipeline, grid, cv=GroupKFold(2), scoring="roc_auc").fit(
        blocks.data, blocks.target, groups=blocks.groups
    )
    assert search.best_params_["blockclassifier__leaves"] in (4, 8)
    assert search.best_score_ == max(search.cv_results_["mean_test_score"]) > 0.7
    assert search.predict(blocks.data[:20]).dtype == np.bool_


def test_a_matrix_is_enough(blocks: Bunch) -> None:
    rows = PageFeatures().fit_transform(blocks.data)
    model = make_pipeline(StandardScaler(), BlockClassifier(kind="logistic"))
    found = cross_validate(
        model, rows, blocks.target, groups=blocks.groups, cv=GroupKFold(3), scoring=["f1", "roc_auc"]
    )
    assert found["test_roc_auc"].mean() > 0.75


def test_tokens_are_for_linear_models(blocks: Bunch) -> None:
    union = make_union(BlockTokens(bits=10), make_pipeline(PageFeatures(), StandardScaler()))
    model = make_pipeline(union, SGDClassifier(loss="log_loss", random_state=0))
    assert model.fit(blocks.data, blocks.target).score(blocks.data, blocks.target) > 0.9


def test_groups_and_weights_are_routed(blocks: Bunch) -> None:
    with sklearn.config_context(enable_metadata_routing=True):
        features = PageFeatures(bits=8, random_state=0).set_fit_request(groups=True)
        classifier = BlockClassifier(iterations=10, cv=3, random_state=0)
        classifier.set_fit_request(groups=True, sample_weight="words")
        model = make_pipeline(features, classifier)
        found = cross_val_predict(
            model, blocks.data, blocks.target, cv=GroupKFold(3), params={"groups": blocks.groups, "words": blocks.words}
        )
        model.fit(blocks.data, blocks.target, groups=blocks.groups, words=blocks.words)
    assert balanced_accuracy_score(blocks.target, found) > 0.6  # one block in six is content: chance has 0.5
    rows = clone(features).fit_transform(blocks.data, blocks.target, groups=blocks.groups)
    alone = clone(classifier).fit(rows, blocks.target, groups=blocks.groups, sample_weight=blocks.words)
    assert np.array_equal(alone.calibration_.values, model[-1].calibration_.values)


def test_the_same_seed_gives_the_same_model(blocks: Bunch, pipeline: Pipeline) -> None:
    one, other = (clone(pipeline).fit(blocks.data, blocks.target) for _ in range(2))
    assert np.array_equal(one.predict_proba(blocks.data), other.predict_proba(blocks.data))


def test_calibrated_probabilities_are_nearer_to_what_is_so() -> None:
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(3000, 5))
    label = rng.random(3000) < 1 / (1 + np.exp(-rows[:, 0]))
    host = rng.integers(0, 30, 3000)

    def error(cv: int | None) -> float:
        model = BlockClassifier(cv=cv, iterations=100, random_state=0).fit(
            rows[:1500], label[:1500], groups=host[:1500]
        )
        probability = model.predict_proba(rows[1500:])[:, 1]
        return float(np.mean((probability - label[1500:]) ** 2))

    assert error(5) < error(None)


# ---------------------------------------------------------------------------------------------------------------------
# Back into the library


def test_what_was_fitted_is_what_extracts(blocks: Bunch, pages: list[Any], pipeline: Pipeline, tmp_path: Path) -> None:
    pipeline.fit(blocks.data, blocks.target)
    save_weights(pipeline, tmp_path, "mine", blocks.trained_on)
    for extractor in (duramen.Extractor(to_model(pipeline)), duramen.Extractor(tmp_path)):
        for page in pages[:5]:
            document = extractor(page.html)
            assert document.probability == pytest.approx(pipeline.predict_proba([page.html])[:, 1], abs=1e-12)
    loaded = duramen.Extractor.from_pretrained(tmp_path)
    assert (loaded.model.config["name"], set(loaded.model.config["trained_on"])) == ("mine", {"starter"})
    assert "No card came with these weights" in (tmp_path / "MODEL_CARD.md").read_text()
    assert all(extractor(page.html).text for page in pages[:5])


@pytest.mark.parametrize("features", [PageFeatures(), PageFeatures(weights="boosted", policy="article")])
def test_so_is_what_learned_without_labels_or_with_shipped_scores(
    features: PageFeatures, blocks: Bunch, pages: list[Any], tmp_path: Path
) -> None:
    rows = features.fit_transform(blocks.data)
    classifier = BlockClassifier(kind="logistic", cv=3).fit(rows, blocks.target.astype(int))
    pipeline = make_pipeline(features, classifier)
    save_weights(pipeline, tmp_path)
    for page in pages[:3]:
        document = duramen.Extractor(tmp_path)(page.html, policy=features.policy)
        assert document.judged is not None  # what the policy makes of the title is not the model's
        assert document.judged.content == pytest.approx(pipeline.predict_proba([page.html])[:, 1], abs=1e-5)


def test_what_is_no_extractor_is_said(blocks: Bunch, pipeline: Pipeline) -> None:
    with pytest.raises(NotFittedError):
        to_model(pipeline)
    with pytest.raises(ValueError, match="is made of PageFeatures and BlockClassifier, not of PageFeatures, Standard"):
        to_model(make_pipeline(PageFeatures(), StandardScaler(), BlockClassifier()))
    named = np.where(blocks.target, "content", "noise")
    with pytest.raises(ValueError, match="classes must be False and True, or 0 and 1: True is kept"):
        to_model(make_pipeline(PageFeatures(), BlockClassifier(iterations=3)).fit(blocks.data, named))
