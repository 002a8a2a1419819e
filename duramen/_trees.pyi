from typing import Any

from numpy import float32, float64, int32
from numpy.typing import NDArray

WIDE: bool

class Questions:
    features: NDArray[int32]
    starts: NDArray[int32]
    questions: NDArray[Any]
    leaves: NDArray[float32]
    def __init__(
        self, features: NDArray[int32], starts: NDArray[int32], questions: NDArray[Any], leaves: NDArray[float32]
    ) -> None: ...
    def add(self, columns: NDArray[float32], out: NDArray[float64], wide: bool = ...) -> None: ...

def sum_trees(
    rows: NDArray[float32],
    roots: NDArray[int32],
    depth: NDArray[int32],
    nodes: NDArray[Any],
    out: NDArray[float64],
) -> None: ...
