from numpy import float32, float64, int32
from numpy.typing import NDArray

def predict(
    rows: NDArray[float32],
    roots: NDArray[int32],
    feature: NDArray[int32],
    threshold: NDArray[float32],
    left: NDArray[int32],
    out: NDArray[float64],
) -> None: ...
