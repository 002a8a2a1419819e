"""Transformers of blocks: the dense columns that Duramen's classifiers see, and the hashed tokens beneath them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.model_selection import GroupKFold
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_consistent_length, check_is_fitted

from duramen import weights as weights_module
from duramen.blocks import BlockTable
from duramen.features import BLOCK_FEATURES, block_features
from duramen.lexicon import Lexicon, LexiconScores
from duramen.model import Model
from duramen.roles import Policy
from duramen_train.estimators.blocks import Samples, gathered
from duramen_train.lexicon import design_matrices, fit_lexicon
from duramen_train.recipe import LexiconRecipe

_Rows = NDArray[np.float32]


class _OfBlocks(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """What both have in common: samples are blocks or pages, and no matrix."""

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = False
        tags.input_tags.string = True  # a page is
        tags.transformer_tags.preserves_dtype = []
        return tags


class PageFeatures(_OfBlocks):
    """The columns that Duramen's scorer sees: float32 (blocks, len(duramen.features.BLOCK_FEATURES)).

    `transform` takes blocks (`Block`), a row each, or pages (bytes, text, elements, parsed ones), a row for each of
    their blocks; `page_numbers` says whose each row is. Columns follow from the whole page, wherever its blocks go.

    Some of the columns are scores of a lexicon, or sums of such scores over what stands around. It is learned in `fit`,
    where `y` is given (bool, a block each): a hashed linear model of words and of class names, `2 ** bits` weights
    each, L2 penalty `alpha`. Then `fit_transform` is not `fit` and `transform`: as scikit-learn's `TargetEncoder` does,
    it gives each row scores by a lexicon that did not see its group, over `folds`, else what comes after would learn to
    believe what was learned by heart. Groups are `groups`, by default the pages. Without `y` all scores are 0. With
    `weights` (a name, a folder or a `Model`) nothing is learned: the lexicon is theirs, which may well have seen your
    pages.

    `policy` says what is asked for, and is two further columns. Attributes: `lexicon_` (None where there is none),
    `n_features_out_`.
    """

    def __init__(
        self,
        *,
        policy: Policy = "broad",
        weights: str | Path | Model | None = None,
        bits: int = 16,
        alpha: float = 1e-5,
        epochs: int = 5,
        folds: int = 5,
        random_state: Any = None,
    ) -> None:
        self.policy = policy
        self.weights = weights
        self.bits = bits
        self.alpha = alpha
        self.epochs = epochs
        self.folds = folds
        self.random_state = random_state

    def fit(self, X: Samples, y: Any = None, groups: Any = None) -> PageFeatures:  # noqa: ARG002, N803
        """Learn the lexicon, or take that of `weights`. `groups` are for `fit_transform`."""
        self.n_features_out_ = len(BLOCK_FEATURES)
        if self.weights is not None:
            model = self.weights if isinstance(self.weights, Model) else weights_module.load(self.weights)
            self.lexicon_: Lexicon | None = model.lexicon
        elif y is None:
            self.lexicon_ = None
        else:
            tables, rows = gathered(X)
            self.lexicon_ = self._learn(_tokens(tables, self.bits)[rows], _labels(y, rows))
        return self

    def transform(self, X: Samples) -> _Rows:  # noqa: N803
        """Return a row a block."""
        check_is_fitted(self)
        tables, rows = gathered(X)
        return self._stacked(tables, [self.lexicon_] * len(tables))[rows]

    def fit_transform(self, X: Samples, y: Any = None, groups: Any = None) -> _Rows:  # noqa: N803
        """Learn the lexicon, and return rows whose scores are by lexicons that did not see their group."""
        X = list(X)  # noqa: N806 - it is read twice
        self.fit(X, y)
        if y is None or self.weights is not None:
            return self.transform(X)
        tables, rows = gathered(X)
        label, page = _labels(y, rows), _pages(tables)[rows]
        matrix = _tokens(tables, self.bits)[rows]
        lexicons = [self.lexicon_] * len(tables)
        for seen, held in self._splits(page if groups is None else np.asarray(groups), page):
            lexicon = self._learn(matrix[seen], label[seen])
            for number in np.unique(page[held]).tolist():
                lexicons[number] = lexicon
        return self._stacked(tables, lexicons)[rows]

    def get_feature_names_out(self, input_features: Any = None) -> NDArray[Any]:  # noqa: ARG002
        """Return the names of the columns."""
        return np.array(BLOCK_FEATURES, object)

    def _learn(self, matrix: sparse.csr_matrix, label: NDArray[np.bool_]) -> Lexicon:
        if len(np.unique(label)) < 2:
            raise ValueError("a lexicon is learned from blocks of two classes; there is only one class here")
        recipe = LexiconRecipe(self.bits, self.alpha, self.epochs)
        seed = check_random_state(self.random_state).randint(np.iinfo(np.int32).max)
        return fit_lexicon(matrix, label, np.ones(len(label)), recipe, seed)

    def _splits(self, groups: NDArray[Any], page: NDArray[np.int64]) -> Any:
        check_consistent_length(groups, page)
        numbers = np.unique(groups, return_inverse=True)[1]
        if len(np.unique(np.stack([numbers, page]), axis=1)[0]) != len(np.unique(page)):
            raise ValueError("groups must not divide a page: its blocks are judged together")
        found = int(numbers.max(initial=-1)) + 1
        if found < 2:
            raise ValueError(f"scores by lexicons that saw other groups need two groups at least; there are {found}")
        return GroupKFold(min(self.folds, found)).split(numbers, groups=numbers)

    def _stacked(self, tables: list[BlockTable], lexicons: list[Lexicon | None]) -> _Rows:
        parts = [
            block_features(table, _zeros(len(table)) if lexicon is None else lexicon.score(table), self.policy)
            for table, lexicon in zip(tables, lexicons, strict=True)
        ]
        return np.concatenate([np.empty((0, len(BLOCK_FEATURES)), np.float32), *parts])


class BlockTokens(_OfBlocks):
    """Hashed words, near and far tokens of blocks: sparse float32 (blocks, 3 x `2 ** bits`).

    What `PageFeatures` learns its lexicon from, for linear models of your own. Takes what `PageFeatures` takes. There
    is nothing to fit.
    """

    def __init__(self, *, bits: int = 16) -> None:
        self.bits = bits

    def fit(self, X: Samples, y: Any = None) -> BlockTokens:  # noqa: ARG002, N803
        """Learn nothing."""
        return self

    def transform(self, X: Samples) -> sparse.csr_matrix:  # noqa: N803
        """Return a row a block."""
        tables, rows = gathered(X)
        return _tokens(tables, self.bits)[rows]

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.requires_fit = False
        return tags


def _tokens(tables: list[BlockTable], bits: int) -> sparse.csr_matrix:
    """Return the hashed tokens of all blocks of all pages, end to end."""
    full = [table for table in tables if len(table)]
    if not full:
        return sparse.csr_matrix((0, 3 << bits), dtype=np.float32)
    return design_matrices(full, 1 << bits)


def _labels(y: Any, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return what is content: the larger of the two classes."""
    check_consistent_length(y, rows)
    classes, encoded = np.unique(np.asarray(y), return_inverse=True)
    if len(classes) > 2:
        raise ValueError(f"Only binary classification is supported. The target has {len(classes)} classes.")
    return np.asarray(encoded == len(classes) - 1 if len(classes) > 1 else np.ones(len(encoded)), np.bool_)


def _pages(tables: list[BlockTable]) -> NDArray[np.int64]:
    return np.repeat(np.arange(len(tables)), [len(table) for table in tables])


def _zeros(length: int) -> LexiconScores:
    return LexiconScores(*np.zeros((3, length), np.float32))
