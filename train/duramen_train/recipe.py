"""Recipes: everything that decides what a training run gives, in one TOML file.

    recipe = load_recipe("boosted")          # recipes/boosted.toml beside this module, or the path of a file

A recipe that says `base = "boosted"` is that one but for what it says itself, key by key of every table. A key that no
recipe has is an error, not a silence.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar

from duramen.errors import UsageError, unknown_name

if sys.version_info >= (3, 11):
    import tomllib
else:  # pragma: no cover
    import tomli as tomllib

_SHIPPED = Path(__file__).parent / "recipes"
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Data:
    """Which pages are trained on, and how much each counts.

    Pages with less than `min_found` of their gold in the page are left out. A block weighs `words ** word_power`; a
    page's blocks together weigh `total ** page_power`, so 0 makes all pages equal; `weights` multiplies that for a
    corpus, and `worked_out` for the answers to policies that are not the corpus's own. Scorers learn from about
    `blocks_a_page`; the lexicon and the calibration from all.

    Scorers also see a share of the pages again without scores for words (`blank_words`), for class names and their like
    (`blank_attrs`) or for either (`blank_both`), and a share of the `fragments` that were cut from pages, each of which
    counts `fragment_weight` of a page.
    """

    corpora: tuple[str, ...] = ("wcxb",)
    weights: Mapping[str, float] = field(default_factory=dict)
    worked_out: float = 0.5
    min_found: float = 0.5
    word_power: float = 0.5
    page_power: float = 0.5
    blocks_a_page: int = 80
    blank_words: float = 0.0
    blank_attrs: float = 0.0
    blank_both: float = 0.0
    fragments: float = 0.0
    fragment_weight: float = 1.0


@dataclass(frozen=True, slots=True)
class LexiconRecipe:
    """The hashed linear model: `2 ** bits` weights a vocabulary, L2 penalty `alpha`."""

    bits: int = 16
    alpha: float = 1e-6
    epochs: int = 5


@dataclass(frozen=True, slots=True)
class ScorerRecipe:
    """What judges a block: `boosting`, LightGBM's trees, or `logistic`, scikit-learn's logistic regression.

    `max_features` is the share of columns that a tree may use, `bins` how finely a column is divided.
    """

    kind: Literal["boosting", "logistic"] = "boosting"
    iterations: int = 150
    learning_rate: float = 0.1
    leaves: int = 31
    min_samples_leaf: int = 20
    l2: float = 1.0
    max_features: float = 0.5
    bins: int = 127


@dataclass(frozen=True, slots=True)
class RoleRecipe:
    """The head that names roles: the corpus that labels them, `2 ** bits` weights a vocabulary and role, penalty."""

    corpus: str = "starter"
    bits: int = 12
    alpha: float = 1e-3
    iterations: int = 400


@dataclass(frozen=True, slots=True)
class Recipe:
    """A training run. `folds` are those of stacking: the scorer learns from what the lexicon says of unseen hosts."""

    name: str
    description: str = ""
    seed: int = 0
    folds: int = 5
    data: Data = field(default_factory=Data)
    lexicon: LexiconRecipe = field(default_factory=LexiconRecipe)
    scorer: ScorerRecipe = field(default_factory=ScorerRecipe)
    roles: RoleRecipe | None = None


def recipes() -> list[str]:
    """Return the names of the recipes that come with the package."""
    return sorted(path.stem for path in _SHIPPED.glob("*.toml"))


def load_recipe(name: str | Path) -> Recipe:
    """Return a recipe by name or path. Raises UsageError for an unknown one, or for keys that are none."""
    path = _SHIPPED / f"{name}.toml" if str(name) in recipes() else Path(name)
    if not path.is_file():
        raise unknown_name("recipe", str(name), recipes())
    try:
        return parse_recipe(_read(path) | {"name": path.stem})
    except (tomllib.TOMLDecodeError, TypeError, ValueError) as error:
        raise UsageError(f"{path} is no recipe: {error}") from error


def _read(path: Path) -> dict[str, Any]:
    values: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    base = values.pop("base", None)
    if base is None:
        return values
    if base not in recipes() or base == path.stem:
        raise ValueError(f"its base is {base!r}; it may be one of {', '.join(recipes())}, and not itself")
    return _over(_read(_SHIPPED / f"{base}.toml"), values)


def _over(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Return `old` with what `new` says, table by table."""
    both = [key for key, value in new.items() if isinstance(value, dict) and isinstance(old.get(key), dict)]
    return {**old, **new, **{key: _over(old[key], new[key]) for key in both}}


def parse_recipe(values: dict[str, Any]) -> Recipe:
    """Build a recipe from the tables of a TOML file. Raises ValueError for a key that no table has."""
    parts = {"data": Data, "lexicon": LexiconRecipe, "scorer": ScorerRecipe, "roles": RoleRecipe}
    built = {key: _build(parts[key], value, key) if key in parts else value for key, value in values.items()}
    return _build(Recipe, built, "recipe")


def _build(kind: type[_T], values: dict[str, Any], where: str) -> _T:
    known = {f.name for f in dataclasses.fields(kind)}  # type: ignore[arg-type]
    for key in values:
        if key not in known:
            raise ValueError(f"[{where}] has no key '{key}'; it has {', '.join(sorted(known))}")
    return kind(**{key: tuple(v) if isinstance(v, list) else v for key, v in values.items()})
