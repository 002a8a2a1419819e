"""Both kernels give what walking down each tree gives, and trees of any size are taken."""

from __future__ import annotations

import copy
import pickle

import numpy as np
import pytest

from duramen._trees import WIDE, Questions
from duramen.forest import MAX_LEAVES, Forest


def grown(rng: np.random.Generator, trees: int, leaves: int, features: int) -> Forest:
    """Random trees: each splits a random leaf until there are enough. Thresholds are few, so that many rows tie."""
    roots: list[int] = []
    nodes: list[list[float]] = []  # feature, threshold, left
    for _ in range(trees):
        roots.append(len(nodes))
        nodes.append([-1, rng.normal(), -1])
        tips = [roots[-1]]
        for _ in range(leaves - 1):
            tip = tips.pop(int(rng.integers(len(tips))))
            nodes[tip] = [int(rng.integers(features)), float(rng.integers(4)), len(nodes)]
            tips += [len(nodes), len(nodes) + 1]
            nodes += [[-1, rng.normal(), -1], [-1, rng.normal(), -1]]
    feature, threshold, left = zip(*nodes, strict=True)
    return Forest(
        np.array(roots, np.int32),
        np.array(feature, np.int32),
        np.array(threshold, np.float32),
        np.array(left, np.int32),
        baseline=0.25,
    )


def walked(forest: Forest, row: np.ndarray) -> float:
    total = 0.0
    for root in forest.roots.tolist():
        node = root
        while forest.feature[node] >= 0:
            node = forest.left[node] + (row[forest.feature[node]] > forest.threshold[node])
        total += float(forest.threshold[node])
    return total + forest.baseline


@pytest.mark.parametrize("leaves", [1, 2, 7, MAX_LEAVES, MAX_LEAVES + 1, 80])
@pytest.mark.parametrize("rows", [0, 1, 15, 16, 17, 100])
def test_a_forest_is_its_trees_walked(leaves: int, rows: int) -> None:
    rng = np.random.default_rng(leaves * 1000 + rows)
    forest = grown(rng, trees=9, leaves=leaves, features=5)
    matrix = rng.integers(-1, 5, (rows, 6)).astype(np.float32)
    matrix[:, 0] = 2.0  # the same for all rows, as a page's own columns are
    expected = [walked(forest, row) for row in matrix]
    assert forest.raw(matrix).tolist() == expected
    assert forest.raw(np.asfortranarray(matrix)).tolist() == expected


@pytest.mark.skipif(not WIDE, reason="this processor has no wide vectors, so there is one way")
@pytest.mark.parametrize("rows", [1, 15, 16, 40, 333])
def test_wide_vectors_give_the_same_bits(rows: int) -> None:
    rng = np.random.default_rng(rows)
    kernel = grown(rng, trees=50, leaves=MAX_LEAVES, features=20)._kernel
    assert isinstance(kernel, Questions)
    columns = rng.normal(1.5, 2.0, (20, rows)).astype(np.float32)
    columns[::3] = columns[::3].round()
    sums = [np.zeros(rows), np.zeros(rows)]
    for wide, out in enumerate(sums):
        kernel.add(columns, out, bool(wide))
    assert sums[0].tobytes() == sums[1].tobytes()


def test_rows_without_a_feature_that_is_asked_for_are_refused() -> None:
    forest = grown(np.random.default_rng(0), trees=3, leaves=8, features=9)
    with pytest.raises(ValueError, match="beyond the 2"):
        forest.raw(np.zeros((4, 2), np.float32))
    with pytest.raises(ValueError, match="of a matrix of 2 columns"):
        forest._kernel.add(np.zeros((2, 4), np.float32), np.zeros(4))


def test_a_tree_as_deep_as_its_leaves_are_many_is_taken() -> None:
    nodes = 5001
    chain = np.arange(nodes)
    forest = Forest(
        np.array([0], np.int32),
        np.where(chain % 2 == 0, 0, -1).astype(np.int32) * (chain < nodes - 1) - (chain == nodes - 1),
        chain.astype(np.float32),
        np.where(chain % 2 == 0, chain + 1, -1).astype(np.int32),
        baseline=0.0,
    )
    assert forest.raw(np.array([[-1.0], [9.0], [1e9]], np.float32)).tolist() == [1.0, 11.0, nodes - 1.0]


@pytest.mark.parametrize("steps", [4, 20, 60])
def test_nodes_that_share_a_child_end(steps: int) -> None:
    """Weights may come from anywhere: here siblings share their children, and the ways down double with each step."""
    feature = np.array([0] * (2 * steps + 1) + [-1, -1], np.int32)
    left = np.array(
        [min(1 + 2 * ((node + 1) // 2), 2 * steps + 1) for node in range(2 * steps + 1)] + [-1, -1], np.int32
    )
    forest = Forest(np.array([0], np.int32), feature, np.zeros(len(feature), np.float32), left, baseline=0.0)
    assert forest.raw(np.zeros((3, 1), np.float32)).tolist() == [0.0, 0.0, 0.0]


@pytest.mark.parametrize("leaves", [5, 60])
def test_a_forest_may_be_copied_and_sent(leaves: int) -> None:
    forest = grown(np.random.default_rng(3), trees=4, leaves=leaves, features=5)
    matrix = np.random.default_rng(4).normal(size=(30, 5)).astype(np.float32)
    for other in (copy.deepcopy(forest), pickle.loads(pickle.dumps(forest))):
        assert other.raw(matrix).tolist() == forest.raw(matrix).tolist()
