"""A trained model: from the columns of a page, and a policy, to probabilities of what is kept and of roles.

    table ── lexicon ──▶ scores ── features ──▶ rows ── scorer ──▶ log-odds ── calibration ──▶ P(kept)
    policy ────────────────────────────┘                                         roles ──▶ P(role)

All of it is arrays (see `duramen.weights`); LightGBM and scikit-learn, which they come from, are not needed.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from duramen._features import write_blocks
from duramen._kernels import drop_repeats, interpolate, interpolated
from duramen.blocks import BlockTable
from duramen.features import BLOCK_FEATURES, POLICY_VALUES, Floats, Layout, block_features
from duramen.forest import Forest
from duramen.lexicon import Lexicon, LexiconScores
from duramen.linear import Linear
from duramen.roles import POLICIES, ROLES, Policy, Role
from duramen.select import Selection, select
from duramen.titles import call_title, title_block, with_title

Probabilities = NDArray[np.float64]

#: Beyond it the distance of two knots could not be told, nor a slope between them.
_FARTHEST = 1e100


def among(roles: Container[Role]) -> NDArray[np.bool_]:
    """Return, for each column of role probabilities, whether it is of one of the roles."""
    return np.array([role in roles for role in ROLES])


#: The columns that the broad policy keeps: what its content probability is about.
_BROAD = among(POLICIES["broad"])
#: Blocks that are scored together. The matrix of a page is a kilobyte a block, more than the page itself: whole, it
#: would be memory fresh from the system, which has to be cleared first, and in no cache. So one tile of it, of two
#: megabytes, is written and scored, then the next in its place. All but a few pages are one tile.
TILE: Final = 2048
#: Words from which on a text is kept once, where it stands at two class paths: a copy for telephones, what a fold-out
#: opens, a teaser of the page itself. What repeats at one path, as a refrain does, is meant to, and so is a quote. Of
#: 1,328 pages of WCXB 82 were the better for it and 31 the worse (results/LOG.md, 2026-11-30).
REPEATED: Final = 8


def sigmoid(raw: NDArray[np.float64]) -> Probabilities:
    """Return the probability of log-odds, without overflow."""
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * raw)), np.float64)


@dataclass(frozen=True, slots=True)
class Calibration:
    """A rising piecewise linear map to [0, 1], of log-odds or of what was expected: `knots` and `values`, float64."""

    knots: NDArray[np.float64]
    values: NDArray[np.float64]

    def check(self) -> None:
        """Raise ValueError unless the map rises from 0..1 to 0..1."""
        if self.knots.ndim != 1 or self.knots.shape != self.values.shape or len(self.knots) == 0:
            raise ValueError("calibration's arrays differ in length, or are empty")
        if not (np.abs(self.knots) < _FARTHEST).all():
            raise ValueError("a knot of calibration is not finite")
        if not (np.all(np.diff(self.knots) >= 0) and np.all(np.diff(self.values) >= 0)):
            raise ValueError("calibration does not rise")
        if not (self.values[0] >= 0 and self.values[-1] <= 1):
            raise ValueError("calibration leaves [0, 1]")

    def __call__(self, raw: NDArray[np.float64]) -> Probabilities:
        out = np.empty(len(raw))
        interpolate(np.ascontiguousarray(raw, np.float64), self.knots, self.values, out)
        return out

    def at(self, raw: float) -> float:
        """Return the probability of one value."""
        return interpolated(raw, self.knots, self.values)


@dataclass(frozen=True, slots=True)
class RoleHead:
    """Names what a block is: a softmax over the twelve roles of a lexicon a role, and of the block's features."""

    lexicons: tuple[Lexicon, ...]
    dense: Linear

    def probabilities(self, table: BlockTable, rows: NDArray[np.float32]) -> Probabilities:
        """Return (blocks, roles); rows sum to 1."""
        raw = self.dense.scores(rows)
        for column, lexicon in enumerate(self.lexicons):
            raw[:, column] += sum(lexicon.score(table))
        raw -= raw.max(axis=1, keepdims=True)
        odds = np.exp(raw)
        return np.asarray(odds / odds.sum(axis=1, keepdims=True), np.float64)


@dataclass(frozen=True, slots=True)
class Judged:
    """What a model says of a page's blocks: log-odds, calibrated P(kept under the policy), and roles if worked out."""

    raw: NDArray[np.float64]
    content: Probabilities
    roles: Probabilities | None = None


@dataclass(frozen=True, slots=True)
class Model:
    """Arrays in, probabilities out.

    `calibration` has `broad`, and other policies where they were learned; `expected` maps the F1 that selection expects
    of a page to the F1 that pages of unseen hosts had; `config` is the weights' `config.json`.
    """

    lexicon: Lexicon
    scorer: Forest | Linear
    calibration: Mapping[Policy, Calibration]
    roles: RoleHead | None = None
    expected: Calibration | None = None
    config: dict[str, Any] = field(default_factory=dict)

    def judge(self, table: BlockTable, policy: Policy = "broad") -> Judged:
        """Return the probability of every block that the policy keeps it.

        Comments are not judged: under `comments` this is the answer of `broad`, and `kept_probability` adds them.
        """
        raw = self._raw(Layout(table), self.lexicon.score(table), policy)
        calibration = self.calibration.get(policy, self.calibration["broad"])
        return Judged(raw, calibration(raw))

    def _raw(self, layout: Layout, scores: LexiconScores, policy: Policy) -> NDArray[np.float64]:
        """Return the log-odds of each block. A tile at a time: see `TILE`."""
        layout.see_scores(*scores)
        values, n = POLICY_VALUES[policy], len(scores.words)
        room, raw = np.empty(len(BLOCK_FEATURES) * min(n, TILE), np.float32), np.empty(n)
        for at in range(0, n, TILE):
            size = min(TILE, n - at)
            columns = room[: len(BLOCK_FEATURES) * size].reshape(len(BLOCK_FEATURES), size)
            write_blocks(layout, *values, columns, at)
            raw[at : at + size] = self.scorer.raw(columns.T)
        return raw

    def rows(self, table: BlockTable, policy: Policy = "broad") -> Floats:
        """Return the page's matrix. Nothing keeps it: it is larger than the page that it is of."""
        return block_features(table, self.lexicon.score(table), policy)

    def choose(self, table: BlockTable, probability: Probabilities, favor: float = 0.5) -> Selection:
        """Return what is kept of a page, each text once (`REPEATED`), and the F1 that it can expect of that."""
        probability = np.ascontiguousarray(probability, np.float64)
        chosen = select(probability, table["words"], favor)
        drop_repeats(table.text, table.blocks, probability, chosen.kept.view(np.uint8), REPEATED)
        if self.expected is None or not len(table):
            return chosen
        return Selection(chosen.kept, self.expected.at(chosen.expected_f1))

    def kept_probability(self, table: BlockTable, judged: Judged, policy: Policy) -> Probabilities:
        """Return the probability of each block that the policy keeps it, `judged` being what `judge` said under it.

        Of the title under `body` and `article` no model is asked (`duramen.titles`).
        """
        if policy != "comments":
            return with_title(table, judged.content, policy)
        comments = self.role_probabilities(table, judged)[:, ROLES.index("comment")]
        return np.asarray(judged.content + comments, np.float64)

    def role_probabilities(self, table: BlockTable, judged: Judged) -> Probabilities:
        """Return (blocks, 12): columns as `ROLES`, rows sum to 1. `judged` is what `judge` said under `broad`.

        The content model, which saw real pages, says how much is content; the head only divides each side among its
        roles. Without a head, content is `main` and every noise role is equally likely. The title is told by rule
        (`duramen.titles`), and is content whether `broad` keeps it or not.
        """
        if judged.roles is not None:
            return judged.roles
        n = len(table)
        if self.roles is None:
            named = np.full((n, len(ROLES)), 1.0)
            named[:, ROLES.index("title")] = 0.0
        else:
            named = self.roles.probabilities(table, self.rows(table)) + 1e-9
        likely, title = judged.content, title_block(table)
        if title is not None:
            call_title(title, named, _BROAD)
            likely = likely.copy()
            likely[title] = likely.max()  # as `article` has it
        side = np.where(_BROAD, 1.0, 0.0)
        content, noise = named * side, named * (1.0 - side)
        content *= (likely / content.sum(axis=1))[:, None]
        noise *= ((1.0 - likely) / noise.sum(axis=1))[:, None]
        return np.asarray(content + noise, np.float64)
