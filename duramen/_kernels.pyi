from numpy import float32, int32, uint32
from numpy.typing import NDArray

def hashed_sum(
    hashes: NDArray[uint32],
    start: NDArray[int32],
    end: NDArray[int32],
    weights: NDArray[float32],
    out: NDArray[float32],
) -> None: ...
def bigrams(words: NDArray[uint32], start: NDArray[int32], end: NDArray[int32], out: NDArray[uint32]) -> None: ...
def path_sum(parent: NDArray[int32], value: NDArray[float32], decay: float, out: NDArray[float32]) -> None: ...
