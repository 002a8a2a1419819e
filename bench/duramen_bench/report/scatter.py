"""Quality against a cost (time, memory) as an SVG: a logarithmic axis, the front that nobody beats, labels that do not
collide.

Colours are classes, so that the page's style decides them, light or dark.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

_LEFT, _RIGHT, _TOP, _BOTTOM = 46.0, 18.0, 20.0, 46.0
_CHARACTER = 6.8  # px of a character at 12 px: an estimate, since there is no font to ask
_LINE = 15.0


@dataclass(frozen=True, slots=True)
class Cost:
    """What the horizontal axis counts. `least` is the least that is drawn: a logarithm has no zero."""

    name: str
    unit: str
    said: str
    axis: str
    least: float
    floor: str = ""


TIME = Cost(
    name="time",
    unit="ms",
    said="the median page's milliseconds",
    axis="milliseconds a page (median, logarithmic) · quicker is left",
    least=1e-4,  # less than any clock sees
    floor="lxml parse",
)
MEMORY = Cost(
    name="memory",
    unit="MiB",
    said="the MiB that pages added to the loaded tool, at their peak",
    axis="MiB that pages added (peak, logarithmic) · less is left",
    least=1.0,
)


@dataclass(frozen=True, slots=True)
class Point:
    """A tool: its cost, score with interval, and how it is drawn ("ours", "rival", "trained", "floor")."""

    label: str
    cost: float
    value: float
    low: float
    high: float
    style: str


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle that a label or a mark covers."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: Box) -> float:
        """Return the common area."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide * high if wide > 0 and high > 0 else 0.0


class Plane:
    """Where costs and scores lie on a canvas of `width` × `height` pixels."""

    def __init__(
        self,
        points: Sequence[Point],
        ceiling: float | None,
        floor: float | None,
        size: tuple[int, int],
        cost: Cost = TIME,
    ) -> None:
        self.width, self.height = size
        self.least = cost.least
        costs = [point.cost for point in points] + ([floor] if floor else [])
        self.x_low = math.log10(max(min(costs), self.least) / 1.35)
        self.x_high = math.log10(max(*costs, self.least) * 1.5)
        lowest = min(point.low if math.isfinite(point.low) else point.value for point in points)
        highest = max([point.value for point in points] + ([ceiling] if ceiling else []))
        self.y_low = max(0.0, math.floor((lowest - 0.02) * 20) / 20)
        self.y_high = min(1.0, math.ceil((highest + 0.01) * 20) / 20)

    def x(self, cost: float) -> float:
        """Return the pixel of a cost."""
        share = (math.log10(max(cost, self.least)) - self.x_low) / (self.x_high - self.x_low)
        return _LEFT + share * (self.width - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        """Return the pixel of a score."""
        share = (value - self.y_low) / max(self.y_high - self.y_low, 1e-9)
        return self.height - _BOTTOM - share * (self.height - _TOP - _BOTTOM)

    def x_ticks(self) -> list[float]:
        """Return 1, 2, 5, 10 … within the canvas."""
        every = [digit * 10.0**power for power in range(-4, 7) for digit in (1, 2, 5)]
        return [tick for tick in every if self.x_low <= math.log10(tick) <= self.x_high]

    def y_ticks(self) -> list[float]:
        """Return round scores, at most about eight."""
        step = next(s for s in (0.01, 0.02, 0.05, 0.1, 0.2) if (self.y_high - self.y_low) / s <= 8)
        first = math.ceil(round(self.y_low / step, 6))
        return [k * step for k in range(first, math.floor(round(self.y_high / step, 6)) + 1)]


def scatter(
    points: Sequence[Point],
    ceiling: float | None = None,
    floor: float | None = None,
    size: tuple[int, int] = (780, 440),
    cost: Cost = TIME,
) -> str:
    """Return the SVG element; "" where nothing was measured. `ceiling` and `floor` become dashed lines."""
    if not points:
        return ""
    plane = Plane(points, ceiling, floor, size, cost)
    parts = [
        f'<svg class="scatter" viewBox="0 0 {plane.width} {plane.height}" role="img" '
        f'aria-label="{_spoken(points, cost)}">',
        *_axes(plane, cost),
        *_bounds(plane, ceiling, floor, cost),
        _front(plane, points),
        *(_mark(plane, point, cost) for point in points),
        *_labels(plane, points),
        "</svg>",
    ]
    return "\n".join(part for part in parts if part)


def _spoken(points: Sequence[Point], cost: Cost) -> str:
    front = [point.label for point in pareto([point for point in points if point.style in ("ours", "rival")])]
    return escape(f"Score against {cost.name}. On the front, cheapest first: {', '.join(front)}")


def pareto(points: Sequence[Point]) -> list[Point]:
    """Return the points that no other beats in both cost and score, cheapest first."""
    front: list[Point] = []
    for point in sorted(points, key=lambda p: (p.cost, -p.value)):
        if not front or point.value > front[-1].value:
            front.append(point)
    return front


def _axes(plane: Plane, cost: Cost) -> list[str]:
    bottom, right = plane.height - _BOTTOM, plane.width - _RIGHT
    lines = []
    for tick in plane.y_ticks():
        y = plane.y(tick)
        lines.append(f'<line class="grid" x1="{_LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}"/>')
        name = f"{tick:.2f}".removeprefix("0")
        lines.append(f'<text class="tick" x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{name}</text>')
    taken = -math.inf
    for tick in plane.x_ticks():
        x = plane.x(tick)
        lines.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{bottom}" y2="{bottom + 5}"/>')
        if x - taken > 26:
            lines.append(f'<text class="tick" x="{x:.1f}" y="{bottom + 19}" text-anchor="middle">{tick:g}</text>')
            taken = x
    middle = (_LEFT + right) / 2
    lines.append(
        f'<text class="axis" x="{middle:.0f}" y="{plane.height - 8}" text-anchor="middle">'
        f"{cost.axis if plane.width > 600 else cost.axis.partition(' (')[0]}</text>"
    )
    return lines


def _bounds(plane: Plane, ceiling: float | None, floor: float | None, cost: Cost) -> list[str]:
    lines = []
    bottom, right = plane.height - _BOTTOM, plane.width - _RIGHT
    if ceiling is not None:
        y = plane.y(ceiling)
        lines.append(f'<line class="bound" x1="{_LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}"/>')
        lines.append(f'<text class="bound" x="{right}" y="{y - 5:.1f}" text-anchor="end">oracle over blocks</text>')
    if floor is not None:
        x = plane.x(floor)
        lines.append(f'<line class="bound" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{bottom}"/>')
        lines.append(
            f'<text class="bound" transform="translate({x + 12:.1f} {bottom - 8:.1f}) rotate(-90)">{cost.floor}</text>'
        )
    return lines


def _front(plane: Plane, points: Sequence[Point]) -> str:
    """Draw the front as stairs: from each of its points, the best that is to be had for that much."""
    front = pareto([point for point in points if point.style in ("ours", "rival")])
    if not front:
        return ""
    path = "".join(f"{'L' if i else 'M'}{x:.1f} {y:.1f}" for i, (x, y) in enumerate(_stairs(plane, front)))
    return f'<path class="front" d="{path}"/>'


def _stairs(plane: Plane, front: Sequence[Point]) -> list[tuple[float, float]]:
    corners = [(plane.x(front[0].cost), plane.y(front[0].value))]
    for point in front[1:]:
        x, y = plane.x(point.cost), plane.y(point.value)
        corners += [(x, corners[-1][1]), (x, y)]
    return [*corners, (plane.width - _RIGHT, corners[-1][1])]


def _thin(plane: Plane, points: Sequence[Point]) -> list[Box]:
    """Return the whiskers and the front as narrow boxes: a label may cross them, but had better not."""
    boxes = [
        Box(plane.x(p.cost) - 1, plane.y(p.high), plane.x(p.cost) + 1, plane.y(p.low))
        for p in points
        if math.isfinite(p.low)
    ]
    front = pareto([point for point in points if point.style in ("ours", "rival")])
    corners = _stairs(plane, front) if front else []
    for (x, y), (next_x, next_y) in pairwise(corners):
        boxes.append(Box(min(x, next_x) - 1, min(y, next_y) - 1, max(x, next_x) + 1, max(y, next_y) + 1))
    return boxes


def _mark(plane: Plane, point: Point, cost: Cost) -> str:
    x, y = plane.x(point.cost), plane.y(point.value)
    whisker = ""
    if math.isfinite(point.low):
        whisker = (
            f'<line class="whisker" x1="{x:.1f}" x2="{x:.1f}" '
            f'y1="{plane.y(point.low):.1f}" y2="{plane.y(min(point.high, plane.y_high)):.1f}"/>'
        )
    radius = 6 if point.style == "ours" else 4.5
    title = f"<title>{escape(point.label)}: {point.value:.3f} at {point.cost:.2g} {cost.unit}</title>"
    return f'<g class="{point.style}">{whisker}<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}"/>{title}</g>'


def _labels(plane: Plane, points: Sequence[Point]) -> list[str]:
    """Place each label where it covers least: ours first, then from the top. A far one gets a line to its point."""
    marks = [Box(plane.x(p.cost) - 7, plane.y(p.value) - 7, plane.x(p.cost) + 7, plane.y(p.value) + 7) for p in points]
    placed: list[Box] = []
    thin = _thin(plane, points)
    lines = []
    for point in sorted(points, key=lambda p: (p.style != "ours", -p.value)):
        x, y = plane.x(point.cost), plane.y(point.value)
        wide = len(point.label) * _CHARACTER * (1.18 if point.style == "ours" else 1.0)
        _, box, far = min(
            ((_cost(box, far, plane, (placed, marks, thin)), box, far) for box, far in _places(x, y, wide)),
            key=lambda candidate: candidate[0],
        )
        placed.append(box)
        if far:
            end = min(max(x, box.left), box.right)
            edge = box.bottom if box.bottom < y else box.top
            lines.append(f'<line class="leader" x1="{x:.1f}" y1="{y:.1f}" x2="{end:.1f}" y2="{edge:.1f}"/>')
        # Widths are guessed: before its point a label ends where it should, whatever the font.
        across = f'x="{box.right:.1f}" text-anchor="end"' if box.right < x else f'x="{box.left:.1f}"'
        where = f'{across} y="{box.bottom - 4:.1f}"'
        lines.append(f'<text class="label {point.style}" {where}>{escape(point.label)}</text>')
    return lines


def _places(x: float, y: float, wide: float) -> list[tuple[Box, bool]]:
    """Return the places to try, the natural ones first: beside, above, below, and then further off with a line."""
    near = [(x + 10, y - 7.5), (x - 10 - wide, y - 7.5), (x - wide / 2, y - 24), (x - wide / 2, y + 9)]
    near += [(x + 8, y - 21), (x + 8, y + 6), (x - 8 - wide, y - 21), (x - 8 - wide, y + 6)]
    far = [
        (x + sideways - wide / 2, y + up - _LINE / 2)
        for distance in (34, 50, 68)
        for sideways, up in ((0, distance), (0, -distance), (distance, distance), (-distance, distance),
                             (distance, -distance), (-distance, -distance))
    ]  # fmt: skip
    places = [(place, False) for place in near] + [(place, True) for place in far]
    return [(Box(left, top, left + wide, top + _LINE), is_far) for (left, top), is_far in places]


def _cost(box: Box, far: bool, plane: Plane, others: tuple[Sequence[Box], Sequence[Box], Sequence[Box]]) -> float:
    outside = max(0.0, _LEFT - box.left) + max(0.0, box.right - plane.width + 4)
    outside += max(0.0, 2 - box.top) + max(0.0, box.bottom - (plane.height - _BOTTOM))
    weights = (4, 2, 0.4)  # labels, marks, lines: what hides more of the other costs more
    covered = sum(w * box.overlap(other) for w, boxes in zip(weights, others, strict=True) for other in boxes)
    return covered + outside * 100 + far * 60
