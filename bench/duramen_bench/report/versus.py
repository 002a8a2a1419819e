"""Every two tools of a ranking as a square table: who is told apart from whom, and by how much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from duramen_bench.results import Pairs
from duramen_bench.significance import LEVEL

_FULL = 0.25  # a difference from which on the colour grows no stronger


@dataclass(frozen=True, slots=True)
class Cell:
    """Row minus column: `told` "win", "loss" or "tie" (not told apart), `strength` 0 to 100 for the colour."""

    difference: float
    p: float
    told: str
    strength: int

    @property
    def points(self) -> str:
        """The difference in points (hundredths), signed, as short as a cell needs it: +3, −12, and a tie is ·."""
        if self.told == "tie":
            return "·"
        points = round(abs(self.difference) * 100)
        return f"{'+' if self.difference > 0 else '−'}{points or '<1'}"


@dataclass(frozen=True, slots=True)
class Versus:
    """`titles` best first; `cells[i][j]` is tool i against tool j, None on the diagonal."""

    titles: list[str]
    cells: list[list[Cell | None]]

    @property
    def told_apart(self) -> tuple[int, int]:
        """How many pairs are told apart, of how many."""
        pairs = [cell for i, row in enumerate(self.cells) for cell in row[i + 1 :] if cell]
        return sum(cell.told != "tie" for cell in pairs), len(pairs)


def versus(pairs: Pairs | None, titles: Mapping[str, str]) -> Versus | None:
    """Return the square table of the pairs' upper triangle; None for fewer than two tools."""
    if pairs is None or len(pairs.tools) < 2:
        return None
    many = range(len(pairs.tools))
    return Versus([titles[name] for name in pairs.tools], [[_cell(pairs, i, j) for j in many] for i in many])


def _cell(pairs: Pairs, i: int, j: int) -> Cell | None:
    if i == j:
        return None
    first, second = min(i, j), max(i, j)
    difference = pairs.difference[first][second - first - 1] * (1 if i < j else -1)
    p = pairs.p[first][second - first - 1]
    told = "tie" if not p < LEVEL else "win" if i < j else "loss"  # the tools come best first
    return Cell(difference, p, told, round(min(abs(difference) / _FULL, 1.0) * 100))
