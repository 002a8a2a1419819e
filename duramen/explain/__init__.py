"""Why each block of a page is kept or removed: its probability, its role, and the features that decided.

    for why in document.explain():
        print(why.block.text, why.probability, why.reasons)

Nothing here runs unless it is asked for: the trees are walked again, in NumPy, feature by feature.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, overload

import numpy as np
from numpy.typing import NDArray

from duramen.explain.attribution import attribute, balanced
from duramen.explain.words import family, say
from duramen.features import BLOCK_FEATURES
from duramen.model import Judged, sigmoid
from duramen.titles import title_under

if TYPE_CHECKING:
    from duramen.document import Block, Document

__all__ = ["Explanation", "Reason", "Why", "explain"]

_TOP: Final = 4  # reasons a block
_LEAST: Final = 0.05  # log-odds: less has decided nothing
_SHOWN: Final = 70  # characters of a block's text in a repr
_KIN: Final = [family(name) for name in BLOCK_FEATURES]
#: The columns of each family of features.
_FAMILIES: Final = [[j for j, other in enumerate(_KIN) if other == one] for one in dict.fromkeys(_KIN)]


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that moved a block: `text` says it, `weight` by how much, in log-odds, towards content where positive.

    `feature` and `value` are what the model saw; features of one family are summed into one reason.
    """

    text: str
    weight: float
    feature: str
    value: float

    def __str__(self) -> str:
        return f"{self.weight:+.1f} {self.text}"


@dataclass(frozen=True, slots=True)
class Why:
    """Why a block is kept or removed. `reasons` are the strongest first; `margin` is its log-odds, `base` the page's.

    `verdict` says what the reasons led to: the page's cut, a role not asked for, or a text that is kept elsewhere.
    """

    block: Block
    base: float
    margin: float
    reasons: tuple[Reason, ...]
    verdict: str

    @property
    def probability(self) -> float:
        """P(kept under the policy), calibrated."""
        return self.block.probability

    def __str__(self) -> str:
        said = " ".join(self.block.text.split())
        short = said if len(said) <= _SHOWN else said[: _SHOWN - 1] + "…"
        mark = "+" if self.block.kept else "-"
        head = f"{mark} {self.block.index:4} {self.block.probability:.2f} {self.block.role:10} {short}"
        return "\n".join((head, f"       {self.verdict}", *(f"       {reason}" for reason in self.reasons)))

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, for JSON."""
        block = self.block
        return {
            "index": block.index,
            "text": block.text,
            "xpath": block.xpath,
            "role": block.role,
            "probability": round(block.probability, 4),
            "kept": block.kept,
            "hidden": block.hidden,
            "verdict": self.verdict,
            "reasons": [_plain(reason) for reason in self.reasons],
        }


@dataclass(frozen=True, repr=False)
class Explanation(Sequence[Why]):
    """A page's blocks, each with what decided, in document order. Its `repr` is a table to read.

    `cut` is the lowest probability that was kept, or None where nothing was. `base` is the log-odds between what
    this page's content and its noise get on average: the reasons of a block say what sets it apart from that.
    """

    document: Document = field(compare=False)
    whys: tuple[Why, ...]
    cut: float | None
    base: float

    @overload
    def __getitem__(self, index: int) -> Why: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Why]: ...
    def __getitem__(self, index: int | slice) -> Why | Sequence[Why]:
        return self.whys[index]

    def __len__(self) -> int:
        return len(self.whys)

    def __iter__(self) -> Iterator[Why]:
        return iter(self.whys)

    @property
    def hidden(self) -> list[Why]:
        """The blocks that the page hides: people do not see them, and programs that read pages do."""
        return [why for why in self.whys if why.block.hidden]

    @property
    def summary(self) -> str:
        """The page in a line: how many blocks are kept, and what it took."""
        kept = sum(why.block.kept for why in self.whys)
        if self.document.asked is not None:
            return f"{kept:,} of {len(self):,} blocks kept, by role: {', '.join(sorted(self.document.asked))}"
        cut = "" if self.cut is None else f": those of {self.cut:.2f} and more"
        return f"{kept:,} of {len(self):,} blocks kept under '{self.document.policy}'{cut}"

    def __repr__(self) -> str:
        return "\n".join((self.summary, *map(str, self.whys)))

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, for JSON."""
        return {
            "policy": self.document.policy,
            "expected_f1": round(self.document.expected_f1, 4),
            "cut": self.cut,
            "problem": self.document.problem,
            "blocks": [why.to_dict() for why in self.whys],
        }


def explain(document: Document) -> Explanation:
    """Explain every block of a document."""
    kept = document.probability[document.kept]
    cut = float(kept.min()) if len(kept) else None
    judged = document.judged or document.model.judge(document.page.table, document.policy)
    base, reasons = _reasons(document, judged)
    raw = judged.raw
    title = title_under(document.page.table, document.policy)
    whys = tuple(
        Why(block, base, float(raw[block.index]), reasons[block.index], _verdict(document, block, cut, title))
        for block in document.blocks
    )
    return Explanation(document, whys, cut, base)


def _verdict(document: Document, block: Block, cut: float | None, title: int | None) -> str:
    p = f"{block.probability:.2f}"
    if document.judged is None:
        return "removed: there was no time to judge it"
    if document.asked is not None:
        did = "kept" if block.kept else "removed"
        return f"{did}: it is likeliest {block.role}, asked for: {', '.join(sorted(document.asked))}"
    if document.policy == "comments" and block.role == "comment":
        p += ", as readers' comments"
    if block.index == title:
        p += f", as the page's title, whatever it looks like: that is what '{document.policy}' asks for"
    if block.kept:
        return f"kept: {p}; on this page, {cut:.2f} is enough"
    if cut is None:
        return f"removed: {p}; nothing on this page is likely enough"
    if block.probability >= cut:
        return f"removed: {p}; its text is kept elsewhere on this page"
    return f"removed: {p}; on this page, it takes {cut:.2f}"


def _reasons(document: Document, judged: Judged) -> tuple[float, list[tuple[Reason, ...]]]:
    """Return the log-odds that reasons start from, and the reasons of each block."""
    model, table = document.model, document.page.table
    if not len(table):
        return 0.0, []
    rows = model.rows(table, document.policy)
    base, parts = attribute(model.scorer, rows, balanced(sigmoid(judged.raw)))
    sums = np.stack([parts[:, columns].sum(axis=1) for columns in _FAMILIES], axis=1)
    strongest = np.argsort(-np.abs(sums), axis=1, kind="stable")[:, :_TOP].tolist()
    return base, [
        tuple(_reason(rows[i], parts[i], _FAMILIES[k], sums[i, k]) for k in best if abs(sums[i, k]) >= _LEAST)
        for i, best in enumerate(strongest)
    ]


def _reason(row: NDArray[np.float32], parts: NDArray[np.float64], columns: list[int], weight: np.float64) -> Reason:
    """Return what a family of columns did to a block: the one that speaks pulls the family's way, and hardest."""
    column = max(columns, key=lambda j: parts[j] * np.sign(weight))
    name, value = BLOCK_FEATURES[column], float(row[column])
    return Reason(say(name, value), float(weight), name, value)


def _plain(reason: Reason) -> dict[str, Any]:
    return {
        "text": reason.text,
        "weight": round(reason.weight, 3),
        "feature": reason.feature,
        "value": round(reason.value, 4),
    }
