"""From columns to probabilities, and from probabilities to what is kept."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import duramen
from duramen import weights
from duramen._kernels import drop_repeats
from duramen.blocks import BLOCK_COLUMNS
from duramen.errors import DataError, UsageError
from duramen.features import BLOCK_FEATURES, block_features
from duramen.forest import Forest
from duramen.lexicon import Lexicon
from duramen.model import Calibration, Model
from duramen.roles import POLICIES, ROLES
from duramen.select import select
from duramen.titles import title_block

_PROBABILITIES = arrays(np.float64, st.integers(0, 30), elements=st.floats(0, 1))


def test_features_have_names_and_are_finite(html: str, model: Model) -> None:
    table = duramen.parse(html).table
    rows = block_features(table, model.lexicon.score(table))
    assert rows.shape == (len(table), len(BLOCK_FEATURES))
    assert rows.dtype == np.float32
    assert np.isfinite(rows).all()
    assert len(set(BLOCK_FEATURES)) == len(BLOCK_FEATURES)


def test_the_log_odds_are_the_scorers_of_the_matrix(html: str, model: Model) -> None:
    table = duramen.parse(html).table
    raw = model.scorer.raw(model.rows(table))
    assert len(np.unique(raw)) > 1
    assert np.array_equal(model.judge(table).raw, raw)


@pytest.mark.parametrize("blocks", [1, 2, 3, 7])
def test_features_of_short_pages(blocks: int, model: Model) -> None:
    table = duramen.parse("<p>one two</p>" * blocks).table
    rows = block_features(table, model.lexicon.score(table))
    assert np.isfinite(rows).all()


def test_named_features_mean_what_they_say(model: Model) -> None:
    table = duramen.parse("<title>Big news</title><h2>Big news</h2><p>one two <a>three</a></p><p>x</p><p>x</p>").table
    rows = block_features(table, model.lexicon.score(table))
    value = {name: rows[:, i].tolist() for i, name in enumerate(BLOCK_FEATURES)}
    assert value["in_title_share"] == [1.0, 0.0, 0.0, 0.0]
    assert value["heading_level"] == [2.0, 0.0, 0.0, 0.0]
    assert value["since_heading"] == [0.0, 1.0, 2.0, 3.0]
    assert value["same_text"] == [1.0, 1.0, 2.0, 2.0]
    assert value["same_text_before"] == [0.0, 0.0, 0.0, 1.0]
    assert value["link_chars_share"][1] == pytest.approx(5 / 11)
    assert value["words_-1"] == [-1.0, 2.0, 3.0, 1.0]


def test_scripts_styles_and_structured_data_change_nothing(html: str, model: Model) -> None:
    extra = '<script type="application/ld+json">{"@type": "Article"}</script><style>p {color: red}</style>'
    with_scripts = (
        html.replace("</head>", f"{extra}</head>").replace("<p>", f"{extra}<p>").replace("dry", f"d{extra}ry")
    )
    rows = [block_features(t, model.lexicon.score(t)) for t in (duramen.parse(h).table for h in (html, with_scripts))]
    assert (rows[0] == rows[1]).all()


def test_twins_share_a_class_path_and_a_region_begins_with_its_heading(model: Model) -> None:
    cards = "".join(f"<div class=card><h3>Card {i}</h3><p>some words of it</p></div>" for i in range(3))
    table = duramen.parse(f"<main><p>{'word ' * 18}</p><div class=list>{cards}</div></main>").table
    scores = model.lexicon.score(table)
    rows = block_features(table, scores)
    value = {name: rows[:, i].tolist() for i, name in enumerate(BLOCK_FEATURES)}
    assert value["region1_twins"][1:] == [3.0] * 6
    assert value["region1_twin_share"][1:] == pytest.approx([0.5] * 6)
    assert value["region1_head_words"][2] == pytest.approx(float(scores.words[1]))
    assert value["page_twins"][0] == 3.0
    assert value["heading_rank"] == [0.0, *[3.0] * 6]


def test_the_policy_is_in_the_matrix(html: str, model: Model) -> None:
    table = duramen.parse(html).table
    scores = model.lexicon.score(table)
    asked = {policy: block_features(table, scores, policy)[:, -2:].tolist()[0] for policy in POLICIES}
    assert asked == {"broad": [0, 0], "body": [1, 0], "article": [1, 1], "comments": [0, 0]}


def test_expected_f1_is_mapped_where_the_weights_have_a_map(html: str, model: Model) -> None:
    mapped = dataclasses.replace(model, expected=Calibration(np.array([0.0, 1.0]), np.array([0.0, 0.5])))
    plain, halved = (duramen.Extractor(m)(html) for m in (model, mapped))
    assert halved.expected_f1 == pytest.approx(plain.expected_f1 / 2)
    assert halved.text == plain.text
    assert duramen.Extractor(mapped)("").expected_f1 == 1.0


@pytest.mark.parametrize("size", [0, 3, 100])
def test_a_lexicon_has_a_power_of_two_weights(size: int) -> None:
    wrong, right = np.zeros(size, np.float32), np.zeros(8, np.float32)
    with pytest.raises(ValueError, match="power of two"):
        Lexicon(right, wrong, right)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"roots": [3]}, "root"),
        ({"roots": [-1]}, "root"),
        ({"feature": [9, -1, -1]}, "beyond"),
        ({"left": [0, -1, -1]}, "after its parent"),
        ({"left": [2, -1, -1]}, "after its parent"),
        ({"threshold": [float("nan"), 0, 0]}, "finite"),
        ({"left": [1, -1]}, "length"),
    ],
)
def test_trees_that_could_run_away_are_refused(change: dict[str, list[float]], message: str) -> None:
    sound = {"roots": [0], "feature": [0, -1, -1], "threshold": [0.5, 1, 2], "left": [1, -1, -1]}
    kinds = {"roots": np.int32, "feature": np.int32, "threshold": np.float32, "left": np.int32}
    arrays = {k: np.array(v, kinds[k]) for k, v in (sound | change).items()}
    with pytest.raises(ValueError, match=message):
        Forest(**arrays, baseline=0.0).check(5)


@given(_PROBABILITIES, st.data())
def test_the_dial_is_nested(probability: np.ndarray, data: st.DataObject) -> None:
    n = len(probability)
    weight = data.draw(arrays(np.float64, n, elements=st.integers(0, 300).map(float)))
    previous = np.ones(n, np.bool_)
    for favor in np.linspace(0, 1, 11):
        kept = select(probability, weight, float(favor)).kept
        assert not (kept & ~previous).any()
        previous = kept


@given(_PROBABILITIES.filter(len))
def test_what_is_kept_is_surer_than_what_is_not(probability: np.ndarray) -> None:
    chosen = select(probability, np.ones(len(probability)))
    assert 0 <= chosen.expected_f1 <= 1 + 1e-9
    if chosen.kept.any() and not chosen.kept.all():
        assert probability[chosen.kept].min() >= probability[~chosen.kept].max()


def test_a_page_of_nothing_keeps_nothing() -> None:
    chosen = select(np.array([0.02, 0.05, 0.01]), np.array([5.0, 200.0, 3.0]))
    assert not chosen.kept.any()
    assert chosen.expected_f1 == pytest.approx(0.98 * 0.95)


def test_one_block_in_doubt_leaves_a_page_empty_and_two_do_not() -> None:
    assert not select(np.full(1, 0.35), np.full(1, 20.0)).kept.any()
    assert select(np.full(2, 0.35), np.full(2, 20.0)).kept.all()


@pytest.mark.parametrize("favor", [-0.1, 1.1, float("nan")])
def test_the_dial_has_ends(favor: float) -> None:
    with pytest.raises(UsageError, match="favor"):
        select(np.ones(1), np.ones(1), favor)


def test_role_probabilities_agree_with_content(html: str, model: Model) -> None:
    table = duramen.parse(html).table
    judged = model.judge(table)
    roles = model.role_probabilities(table, judged)
    assert roles.shape == (len(table), 12)
    assert roles.sum(axis=1) == pytest.approx(1)
    content = roles[:, [ROLES.index("main"), ROLES.index("title")]].sum(axis=1)
    title = title_block(table)  # which the title's rule decides
    others = np.arange(len(table)) != (-1 if title is None else title)
    assert content[others] == pytest.approx(judged.content[others])
    assert (model.kept_probability(table, judged, "comments") <= 1 + 1e-9).all()


@pytest.mark.parametrize(
    ("knots", "values"), [([0.0, 1.0], [1.0, 0.0]), ([1.0, 0.0], [0.0, 1.0]), ([], []), ([0.0], [2.0]), ([0.0], [0, 1])]
)
def test_calibration_rises(knots: list[float], values: list[float]) -> None:
    with pytest.raises(ValueError, match="calibration"):
        Calibration(np.array(knots), np.array(values)).check()


class TestWeights:
    """Weights on disk: same model, same bytes; damage is found; nothing in them can run."""

    @pytest.fixture
    def folder(self, model: Model, tmp_path: Path) -> Path:
        weights.save(tmp_path / "toy", model, "# card\n")
        return tmp_path / "toy"

    def test_what_is_saved_is_loaded(self, folder: Path, model: Model, html: str) -> None:
        table = duramen.parse(html).table
        again = weights.load(folder)
        assert (again.judge(table).raw == model.judge(table).raw).all()
        assert again.role_probabilities(table, again.judge(table)) == pytest.approx(
            model.role_probabilities(table, model.judge(table))
        )
        assert again.config["name"] == "toy"

    def test_same_model_same_bytes(self, folder: Path, model: Model, tmp_path: Path) -> None:
        weights.save(tmp_path / "again", model, "# card\n")
        for path in folder.iterdir():
            assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes()

    @pytest.mark.parametrize("cut", [0, 10, 200, -1])
    def test_a_cut_file_is_refused(self, folder: Path, cut: int) -> None:
        path = folder / "arrays.npz"
        path.write_bytes(path.read_bytes()[:cut])
        with pytest.raises(DataError, match="cannot be used"):
            weights.load(folder)

    @pytest.mark.parametrize(
        ("old", "new"),
        [('"format": 3', '"format": 2'), ('"words"', '"wordz"'), ('"main"', '"mian"'), ("{", "["), ('": "', '": "0')],
    )
    def test_a_changed_configuration_is_refused(self, folder: Path, old: str, new: str) -> None:
        path = folder / "config.json"
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))
        with pytest.raises(DataError, match="cannot be used"):
            weights.load(folder)

    def test_pickles_are_not_read(self, folder: Path) -> None:
        import io
        import zipfile

        evil = io.BytesIO()
        np.save(evil, np.array([print], dtype=object), allow_pickle=True)
        with zipfile.ZipFile(folder / "arrays.npz", "w") as out:
            out.writestr("scorer.roots.npy", evil.getvalue())
        with pytest.raises(DataError, match="pickle"):
            weights.load(folder)

    def test_a_forest_that_runs_away_is_refused_though_its_checksum_fits(self, folder: Path) -> None:
        with np.load(folder / "arrays.npz") as packed:
            arrays = {name: packed[name] for name in packed.files}
        arrays["scorer.left"] = np.array([0, -1, -1], np.int32)
        (folder / "arrays.npz").write_bytes(weights._zip(arrays))
        config = json.loads((folder / "config.json").read_text())
        config["arrays"]["scorer.left"] = weights.digest(arrays["scorer.left"])
        (folder / "config.json").write_text(json.dumps(config))
        with pytest.raises(DataError, match="after its parent"):
            weights.load(folder)

    def test_unknown_weights(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="Did you mean boosted"):
            weights.load("bosted")
        with pytest.raises(UsageError, match=r"config\.json"):
            weights.load(tmp_path)


@pytest.mark.parametrize("name", weights.shipped())
def test_shipped_weights_load_and_carry_a_card(name: str) -> None:
    model = weights.load(name)
    assert model.config["trained_on"]
    assert model.config["command"].startswith("duramen train fit")
    card = Path(weights.__file__).parent / name / "MODEL_CARD.md"
    assert model.config["command"] in card.read_text()


_PARAGRAPH = "The same words stand twice on this page, once for telephones and once for all other screens."
_LINES = [f"Paragraph {i} tells of apples that are kept in straw, and of the {i} ways to keep them." for i in range(9)]
_PROSE = "".join(f"<p>{line}</p>" for line in _LINES)


def test_a_text_that_stands_at_two_places_is_kept_once() -> None:
    html = (
        f"<article><h1>Apples</h1>{_PROSE}<p>{_PARAGRAPH}</p>{_PROSE}<section class=long>{_PROSE}</section></article>"
    )
    table = duramen.parse(html).table
    probability = np.linspace(1.0, 0.5, len(table))
    kept = duramen.Extractor().model.choose(table, probability, 0.0).kept
    assert [table.block_text(i) for i in np.flatnonzero(kept)] == ["Apples", *_LINES, _PARAGRAPH, *_LINES]


def test_what_is_kept_elsewhere_is_told_so() -> None:
    html = f"<article><h1>Apples</h1>{_PROSE}<section class=long>{_PROSE}</section></article>"
    document = duramen.Extractor()(html)
    kept = np.zeros(len(document.page), np.bool_)
    kept[1 : 1 + len(_LINES)] = True
    told = dataclasses.replace(document, kept=kept, probability=np.ones(len(kept))).explain()
    assert told[1].verdict == "kept: 1.00; on this page, 1.00 is enough"
    assert told[len(kept) - 1].verdict == "removed: 1.00; its text is kept elsewhere on this page"


def test_a_refrain_stays() -> None:
    song = "".join(f"<p>Verse {i} of the song has words of its own.</p><p>{_PARAGRAPH}</p>" for i in range(4))
    table = duramen.parse(f"<article><h1>Apples</h1>{song}</article>").table
    kept = duramen.Extractor().model.choose(table, np.ones(len(table))).kept
    assert kept.all()


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.floats(0, 1)), max_size=30),
    st.integers(1, 9),
)
def test_of_equal_texts_the_surest_stays_and_those_at_its_path(
    blocks: list[tuple[str, str, float]], least: int
) -> None:
    words = {"a": 8, "b": 3, "c": 9}
    html = "".join(f"<div class={path}><p>{f'{text} ' * words[text]}</p></div>" for text, path, _ in blocks)
    table = duramen.parse(f"<body>{html}").table
    probability = np.array([p for _, _, p in blocks])
    kept = np.ones(len(blocks), np.uint8)
    drop_repeats(table.text, table.blocks, probability, kept, least)
    for i, (text, path, _) in enumerate(blocks):
        same = [k for k, other in enumerate(blocks) if other[0] == text]
        surest = max(same, key=lambda k: (blocks[k][2], -k))
        assert kept[i] == (words[text] < least or path == blocks[surest][1])


def test_a_quote_stays_whatever_it_repeats() -> None:
    post = f"<div class=post><p>{_PARAGRAPH}</p></div>"
    answer = f"<div class=answer><blockquote><p>{_PARAGRAPH}</p></blockquote><p>No.</p></div>"
    table = duramen.parse(f"<article>{post}{answer}</article>").table
    assert duramen.Extractor().model.choose(table, np.array([0.9, 0.95, 0.9])).kept.all()


def test_texts_that_crowd_into_one_place_stay() -> None:
    table = duramen.parse("<body>" + "".join(f"<p class=c{i}>{i} and some words more" for i in range(500))).table
    blocks = table.blocks.copy()
    blocks[BLOCK_COLUMNS.index("text_hash")] = 7
    kept = np.ones(len(table), np.uint8)
    drop_repeats(table.text, blocks, np.ones(len(table)), kept, 2)
    assert kept.all()
    with pytest.raises(ValueError, match="3 probabilities and 500 choices for 500 blocks"):
        drop_repeats(table.text, blocks, np.ones(3), kept, 2)
