from typing import Any

from numpy import float32, float64, int32
from numpy.typing import NDArray

LEVELS: int

class Layout:
    def __init__(self, table: Any) -> None: ...
    @property
    def levels(self) -> NDArray[int32]: ...

def block_names() -> tuple[str, ...]: ...
def context_names() -> tuple[str, ...]: ...
def write_blocks(
    layout: Layout,
    words: NDArray[float32],
    near: NDArray[float32],
    far: NDArray[float32],
    policy_body: float,
    policy_title: float,
    out: NDArray[float32],
) -> None: ...
def write_context(layout: Layout, first: NDArray[float64], out: NDArray[float32], places: NDArray[int32]) -> None: ...
