"""The trainer: what it exports is what it fitted, and nothing of a held-out host reaches the model that scores it."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import lightgbm
import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from duramen import weights
from duramen.cli import main
from duramen.errors import UsageError
from duramen.lexicon import Lexicon
from duramen.linear import squash
from duramen.model import sigmoid
from duramen.roles import ROLES
from duramen.titles import title_heading
from duramen_corpora import Page
from duramen_corpora.nearby import Near, NearDuplicates
from duramen_train import evaluate as evaluate_module
from duramen_train.calibration import block_f1, calibrate, calibrate_pages
from duramen_train.card import card, configuration
from duramen_train.design import Design
from duramen_train.evaluate import DIAL, apart, cross_validate, leave_out, summary, turned
from duramen_train.examples import Example, by_snippets, make_examples
from duramen_train.export import flatten
from duramen_train.fit import fit
from duramen_train.lexicon import design_matrix
from duramen_train.recipe import Data, Recipe, ScorerRecipe, load_recipe, parse_recipe, recipes
from duramen_train.roles import noise
from duramen_train.scorers import fit_boosting, fit_logistic
from duramen_train.views import views

_TINY = ScorerRecipe(iterations=5, leaves=7, min_samples_leaf=5)


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    """Forty pages of ten hosts: an article between a menu and a footer, in a shuffled vocabulary."""
    rng = np.random.default_rng(7)
    nouns = ["apple", "straw", "winter", "cellar", "basket", "orchard", "ladder", "morning", "neighbour", "village"]
    pages = []
    for i in range(40):
        text = [" ".join(rng.choice(nouns, 14)) + "." for _ in range(rng.integers(2, 6))]
        menu = "".join(f"<li><a href=/{n}>{n}</a>" for n in rng.choice(nouns, 5))
        body = "".join(f"<p>{t}</p>" for t in text)
        html = f"<nav class=menu><ul>{menu}</ul></nav><div class=content>{body}</div><footer>All rights kept</footer>"
        pages.append(
            Page(
                corpus="starter",
                revision="toy",
                id=f"{i:02}",
                url=f"https://host{i % 10}.example/{i}",
                host=f"host{i % 10}.example",
                html=html.encode(),
                text="\n\n".join(text),
                page_type="article" if i % 2 else "listing",
            )
        )
    return make_examples(pages)


@pytest.fixture
def recipe() -> Recipe:
    return Recipe(name="tiny", folds=2, scorer=_TINY)


@pytest.mark.parametrize("seed", range(3))
def test_flattened_trees_are_the_fitted_ones(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(3000, 9)).astype(np.float32)
    rows[:, 3] = np.round(rows[:, 3])  # ties: thresholds between equal values are where rounding would show
    label = rows[:, 0] + rows[:, 1] * rows[:, 3] + rng.normal(size=3000) > 0
    fitted = fit_boosting(ScorerRecipe(iterations=60), rows, label, np.ones(3000), seed)
    forest = flatten(fitted)
    forest.check(9)
    fresh = np.concatenate([rows, rng.normal(size=(3000, 9)).astype(np.float32) * 3])
    assert np.abs(sigmoid(forest.raw(fresh)) - fitted.predict(fresh)).max() < 1e-6


def test_a_float32_on_the_threshold_goes_where_lightgbm_sends_it() -> None:
    rows = np.repeat(np.array([[0.1], [0.3]], np.float32), 50, axis=0)
    fitted = fit_boosting(ScorerRecipe(iterations=1, max_features=1.0), rows, rows[:, 0] > 0.2, np.ones(100), 0)
    forest = flatten(fitted)
    at = fitted.dump_model()["tree_info"][0]["tree_structure"]["threshold"]
    near = np.nextafter(np.float32(at), np.array([[-np.inf], [np.inf]], np.float32)).astype(np.float32)
    rows = np.concatenate([near, [[np.float32(at)]]]).astype(np.float32)
    assert sigmoid(forest.raw(rows)) == pytest.approx(fitted.predict(rows), abs=1e-6)


def test_categories_are_refused() -> None:
    rows = np.arange(200.0)[:, None] % 4
    data = lightgbm.Dataset(rows, rows[:, 0] == 2, categorical_feature=[0], params={"verbose": -1})
    fitted = lightgbm.train({"objective": "binary", "verbose": -1, "num_threads": 1, "min_data_per_group": 1}, data, 2)
    with pytest.raises(ValueError, match="categories"):
        flatten(fitted)


def test_the_linear_scorer_is_the_fitted_one() -> None:
    rng = np.random.default_rng(0)
    rows = (rng.normal(size=(400, 6)) * [1, 10, 100, 1000, 1, 0]).astype(np.float32)
    label, weight = rows[:, 0] > 0, rng.uniform(0.5, 2, 400)
    linear = fit_logistic(ScorerRecipe(kind="logistic"), rows, label, weight)
    flat = squash(rows)
    scale = np.where(flat.std(axis=0) < 1e-6, 1, flat.std(axis=0))
    flat = (flat - flat.mean(axis=0)) / scale
    expected = LogisticRegression(C=1.0, max_iter=2000).fit(flat, label, sample_weight=weight).decision_function(flat)
    assert linear.raw(rows) == pytest.approx(expected, abs=1e-2)


def test_the_design_matrix_is_what_the_lexicon_computes(examples: Sequence[Example]) -> None:
    rng = np.random.default_rng(0)
    size = 256
    lexicon = Lexicon(*(rng.normal(size=size).astype(np.float32) for _ in range(3)))
    for example in examples[:5]:
        scores = sum(lexicon.score(example.table))
        matrix = design_matrix(example.table, size)
        joined = np.concatenate([lexicon.words, lexicon.near, lexicon.far])
        assert matrix @ joined == pytest.approx(np.asarray(scores), abs=1e-4)


def test_labels_come_from_the_gold(examples: Sequence[Example]) -> None:
    example = examples[0]
    texts = [example.table.block_text(i) for i in range(len(example.table))]
    content = [text for text, share in zip(texts, example.matched, strict=True) if share >= 0.5]
    assert content == example.gold.split("\n\n")
    assert example.found == 1.0


def test_a_run_gives_the_same_arrays_twice(examples: Sequence[Example], recipe: Recipe, tmp_path: Path) -> None:
    for name in ("one", "two"):
        model = fit(examples, recipe)
        weights.save(tmp_path / name, model, "")
    assert (tmp_path / "one" / "arrays.npz").read_bytes() == (tmp_path / "two" / "arrays.npz").read_bytes()


def test_calibration_maps_log_odds_to_shares() -> None:
    rng = np.random.default_rng(0)
    raw = rng.normal(size=20_000) * 3
    label = rng.random(20_000) < sigmoid(0.5 * raw)  # the model is twice too sure
    calibration = calibrate(raw, label, np.ones(20_000))
    calibration.check()
    at = np.array([-3.0, -1.0, 0.0, 1.0, 3.0])
    assert calibration(at) == pytest.approx(sigmoid(0.5 * at), abs=0.05)


def test_expected_f1_is_mapped_to_what_pages_get(examples: Sequence[Example]) -> None:
    many = [dataclasses.replace(e, id=f"{e.id}-{i}") for i in range(3) for e in examples]
    design = Design.build(many, Data(), 2, 0)
    sure = np.where(design.label, 0.9, 0.1)
    mapped = calibrate_pages(design, sure)
    assert mapped is not None
    mapped.check()
    assert mapped.values.min() > 0.99  # every page is cut rightly, though each expects less
    assert calibrate_pages(Design.build(examples, Data(), 2, 0), sure[: len(design.label) // 3]) is None
    kept = np.array([True, False, True])
    assert block_f1(np.array([2.0, 2.0, 4.0]), np.array([1, 1, 0], np.float32), kept) == pytest.approx(0.4)
    assert block_f1(np.ones(3), np.zeros(3, np.float32), ~np.ones(3, np.bool_)) == 1.0


def test_no_host_is_seen_by_the_model_that_scores_it(
    examples: Sequence[Example], recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[set[str]] = []

    def spy(chosen: Sequence[Example], *args: object, **kwargs: object) -> object:
        seen.append({e.host for e in chosen})
        return fit(chosen, recipe)

    monkeypatch.setattr(evaluate_module, "fit", spy)
    scored: list[set[str]] = []
    score = evaluate_module.score_page

    def watch(model: object, example: Example, dial: Sequence[float]) -> object:
        if len(scored) < len(seen):
            scored.append(set())
        scored[-1].add(example.host)
        return score(model, example)  # type: ignore[arg-type]

    monkeypatch.setattr(evaluate_module, "score_page", watch)
    scores = cross_validate(examples, recipe, on="starter", folds=3, progress=None)
    assert len(scores) == len(examples)
    assert all(not trained & tested for trained, tested in zip(seen, scored, strict=True))
    rows = {row.page_type: row for row in summary(scores, "starter")}
    assert rows["all"].pages == 40
    assert rows["all"].low <= rows["all"].f1 <= rows["all"].high
    assert rows["all"].f1 > 0.9  # forty pages of one template are easy; less would be a broken path
    assert rows["all"].oracle_f1 == pytest.approx(1.0)


def test_the_dial_trades_recall_for_precision(examples: Sequence[Example], recipe: Recipe) -> None:
    scores = cross_validate(examples, recipe, on="starter", folds=5, progress=None, dial=DIAL)
    rows = list(turned(scores))
    assert [row.favor for row in rows] == list(DIAL)
    recall = [row.recall for row in rows]
    assert recall == sorted(recall, reverse=True)  # outputs are nested, so words only ever go
    middle = rows[DIAL.index(0.5)]
    assert middle.f1 == pytest.approx(np.mean([score.f1 for score in scores]))
    assert rows[-1].precision >= middle.precision


def test_a_corpus_left_out_is_not_seen(
    examples: Sequence[Example], recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = [dataclasses.replace(e, corpus="wcxb", host=f"other-{e.host}", id=f"w{e.id}") for e in examples]
    other[0] = dataclasses.replace(other[0], host=examples[0].host)
    seen: list[Example] = []

    def spy(chosen: Sequence[Example], *args: object, **kwargs: object) -> object:
        seen.extend(chosen)
        return fit(chosen, recipe)

    monkeypatch.setattr(evaluate_module, "fit", spy)
    monkeypatch.setattr(evaluate_module, "NearDuplicates", _NoTwins)
    scores = leave_out([*examples, *other], recipe, on="starter", progress=None)
    assert len(scores) == len(examples)
    assert {e.id for e in seen} == {e.id for e in other[1:]}
    assert np.mean([score.f1 for score in scores]) > 0.9


class _NoTwins(NearDuplicates):
    def pairs(self) -> Iterator[Near]:
        return iter(())


def test_near_duplicates_of_a_tested_page_are_left_out() -> None:
    text = " ".join(f"word{i}" for i in range(80))
    made = [
        Page("starter", "toy", name, "", f"{name}.example", f"<p>{body}</p>".encode(), text=body)
        for name, body in (("tested", text), ("twin", text), ("other", text[::-1]))
    ]
    other, tested, twin = make_examples(made)
    assert [e.id for e in apart([twin, other], [tested])] == ["other"]


def test_what_a_policy_keeps_follows_from_roles_and_from_the_title() -> None:
    html = b"<title>Of apples and straw</title><nav>Home</nav><h1>Of apples and straw</h1><p>They are kept dry.</p>"
    (example,) = make_examples([Page("scrapinghub", "toy", "a", "", "a", html, text="They are kept dry.")])
    assert title_heading(example.table) == 1
    assert {v.policy: v.label.tolist() for v in views(example)} == {"body": [0, 0, 1], "article": [0, 1, 1]}
    roles = np.array([ROLES.index(role) for role in ("navigation", "title", "main")], np.int8)
    labelled = dataclasses.replace(example, corpus="starter", roles=roles, matched=np.array([0, 1, 1], np.float32))
    found = {v.policy: v.label.tolist() for v in views(labelled)}
    assert found == {"broad": [0, 1, 1], "body": [0, 0, 1], "article": [0, 1, 1]}


def test_snippets_label_the_blocks_that_hold_them() -> None:
    html = b"<p>A heron stood in the water.</p><p>Share this</p><p>It waited.</p>"
    page = Page("trafilatura", "toy", "a", "", "a", html, with_=("heron stood", " "), without=("Share",))
    (example,) = make_examples([page])
    assert example.matched.tolist() == pytest.approx([1, 0, np.nan], nan_ok=True)
    assert [v.policy for v in views(example)] == ["body"]
    assert by_snippets(["both of them"], ["both"], ["them"]).tolist() == pytest.approx([np.nan], nan_ok=True)


def test_long_pages_are_drawn_from_and_stand_for_all(examples: Sequence[Example]) -> None:
    design = Design.build(examples, Data(blocks_a_page=4), 2, 0)
    assert 0 < design.drawn.sum() < 0.8 * len(design.drawn)
    stood_for = (design.weight * design.factor)[design.drawn].sum()
    assert stood_for == pytest.approx(design.weight.sum(), rel=0.15)


def test_pages_of_snippets_alone_are_answered_and_not_scored(examples: Sequence[Example], recipe: Recipe) -> None:
    page = Page(
        "trafilatura",
        "toy",
        "s",
        "",
        "s.example",
        b"<p>They are kept dry in the cellar.<p>So it goes.",
        with_=("kept dry",),
    )
    snippets = make_examples([page])
    ours = dataclasses.replace(recipe, data=Data(corpora=("starter", "trafilatura")))
    (score,) = leave_out([*examples, *snippets], ours, on="trafilatura", progress=None)
    assert score.id == "s"
    assert np.isnan(score.f1)
    assert list(summary([score], "trafilatura")) == []
    # One among pages with golds, as WCXB has one: predictions are of every page, or no bench could score them.
    one = make_examples([dataclasses.replace(page, corpus="starter")])
    scores = cross_validate([*examples, *one], recipe, on="starter", folds=3, progress=None)
    assert {score.id for score in scores if np.isnan(score.f1)} == {"s"}
    assert [row.pages for row in summary(scores, "starter")][-1] == len(examples)


def test_roles_are_learned_where_a_corpus_labels_them(examples: Sequence[Example], recipe: Recipe) -> None:
    labelled = []
    for example in examples:
        roles = np.where(example.matched >= 0.5, 0, np.where(example.table.flag("footer"), 7, 4)).astype(np.int8)
        labelled.append(dataclasses.replace(example, roles=roles))
    with_roles = dataclasses.replace(recipe, roles=parse_recipe({"name": "x", "roles": {}}).roles)
    model = fit(examples, with_roles, role_examples=labelled)
    example = labelled[0]
    named = model.role_probabilities(example.table, model.judge(example.table)).argmax(axis=1)
    assert (named == example.roles).mean() > 0.9


def test_noise_is_named_by_its_markup_and_gold_is_not(examples: Sequence[Example]) -> None:
    example = examples[0]
    named = noise(example)
    assert {ROLES[role] for role in named[example.matched < 0.1]} == {"navigation", "footer"}
    assert set(named[example.matched >= 0.1].tolist()) == {-1}


def test_a_page_without_blocks_teaches_no_roles(examples: Sequence[Example], recipe: Recipe) -> None:
    shell = Page("starter", "toy", "shell", "", "shell.example", b"<div id=root></div>", text="")
    labelled = [*make_examples([shell]), *(dataclasses.replace(e, roles=e.weak) for e in examples)]
    with_roles = dataclasses.replace(recipe, roles=parse_recipe({"name": "x", "roles": {}}).roles)
    assert fit(examples, with_roles, role_examples=labelled).roles is not None


def test_the_card_says_what_was_seen(examples: Sequence[Example], recipe: Recipe) -> None:
    config = configuration(recipe, examples, [], "duramen train fit --recipe tiny")
    assert config["trained_on"]["starter"]["pages"] == 40
    assert len(config["trained_on"]["starter"]["hosts"]) == 10
    text = card(config)
    assert "duramen train fit --recipe tiny" in text
    assert text.startswith("---\nlicense: apache-2.0")
    assert "Not evaluated." in text
    assert "Not to be passed on" not in text
    held = [dataclasses.replace(e, corpus="dragnet") for e in examples]
    text = card(configuration(recipe, [*examples, *held], [], "duramen train fit --recipe everything"))
    assert text.startswith("---\nlicense: other")
    assert (
        "Not to be passed on** without a look at the licences of what they were trained on: dragnet (AGPL-3.0)." in text
    )


@pytest.mark.slow
def test_the_card_command_puts_results_into_the_card(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(Path(weights.__file__).parent / "boosted", folder)
    row = {"corpus": "wcxb", "page_type": "all", "pages": 9, "f1": 0.81234, "low": 0.7, "high": 0.9}
    rows = [row | {"precision": 0.8, "recall": 0.9, "block_f1": 0.7, "oracle_f1": 0.99}]
    (tmp_path / "rows.json").write_text(json.dumps(rows))
    part = {"probability": 0.5, "content": 0.4, "share": 1.0}
    whole = {"bins": [part], "error": 0.1, "error_words": 0.12345, "rank_correlation": 0.7, "gain": 0.021}
    (tmp_path / "wcxb.json").write_text(json.dumps(whole))
    options = ["--evaluation", str(tmp_path / "rows.json"), "--reliability", str(tmp_path / "wcxb.json")]
    with pytest.raises(SystemExit) as ended:
        main(["train", "card", str(folder), *options])
    assert not ended.value.code
    text = Path(capfd.readouterr().out.strip()).read_text("utf-8")
    assert "value: 0.8123" in text
    assert "| wcxb | 0.1000 | 0.1235 | 0.70 | +2.1 points |" in text
    weights.load(folder)
    with pytest.raises(SystemExit) as ended:
        main(["train", "card", str(folder), "--evaluation", str(tmp_path / "wcxb.json")])
    assert ended.value.code == 2
    assert "duramen train evaluate --json" in capfd.readouterr().err


class TestRecipes:
    """A recipe is a TOML file without a key that nobody reads."""

    def test_shipped_ones_load(self) -> None:
        assert {"boosted", "logistic"} <= set(recipes())
        for name in recipes():
            assert load_recipe(name).description

    def test_a_wrong_key_is_named(self, tmp_path: Path) -> None:
        path = tmp_path / "mine.toml"
        path.write_text("[scorer]\niteration = 3\n")
        with pytest.raises(UsageError, match="no key 'iteration'"):
            load_recipe(path)

    def test_one_that_has_a_base_is_that_but_for_what_it_says(self, tmp_path: Path) -> None:
        path = tmp_path / "mine.toml"
        path.write_text('base = "boosted"\n[scorer]\niterations = 3\n[data.weights]\nstarter = 1.0\n')
        mine, base = load_recipe(path), load_recipe("boosted")
        assert mine.scorer == dataclasses.replace(base.scorer, iterations=3)
        assert mine.data.weights == {**base.data.weights, "starter": 1.0}
        assert dataclasses.replace(mine, name="boosted", scorer=base.scorer, data=base.data) == base
        path.write_text('base = "mine"\n')
        with pytest.raises(UsageError, match="its base is 'mine'"):
            load_recipe(path)

    def test_an_unknown_name_has_neighbours(self) -> None:
        with pytest.raises(UsageError, match="Did you mean boosted"):
            load_recipe("boostd")

    def test_broken_toml(self, tmp_path: Path) -> None:
        (tmp_path / "broken.toml").write_text("[scorer")
        with pytest.raises(UsageError, match="no recipe"):
            load_recipe(tmp_path / "broken.toml")


@pytest.mark.slow
def test_the_command_trains_evaluates_and_the_weights_extract(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    recipe = tmp_path / "quick.toml"
    recipe.write_text(
        'description = "quick"\nfolds = 2\n[data]\ncorpora = ["starter"]\n[lexicon]\nbits = 10\n'
        '[scorer]\nkind = "logistic"\n[roles]\nbits = 8\nalpha = 0.1\n'
    )
    dial = tmp_path / "dial.json"
    for call in (
        ["evaluate", "--recipe", str(recipe), "--folds", "2", "--limit", "40", "--json", "--dial", str(dial)],
        ["fit", "--recipe", str(recipe), "--limit", "40", "--out", str(tmp_path / "out")],
    ):
        with pytest.raises(SystemExit) as ended:
            main(["train", *call])
        assert not ended.value.code
        out, _ = capfd.readouterr()
        (tmp_path / f"{call[0]}.txt").write_text(out)
    assert '"page_type": "all"' in (tmp_path / "evaluate.txt").read_text()
    assert [row["favor"] for row in json.loads(dial.read_text())] == list(DIAL)
    assert (tmp_path / "fit.txt").read_text().strip() == str(tmp_path / "out")
    assert weights.load(tmp_path / "out").config["trained_on"]["starter"]["pages"] == 40
