from numpy import float32, float64, int32, intp, uint8, uint32
from numpy.typing import NDArray

def lexicon_scores(
    words: NDArray[uint32],
    attrs: NDArray[uint32],
    blocks: NDArray[int32],
    regions: NDArray[int32],
    by_word: NDArray[float32],
    near: NDArray[float32],
    far: NDArray[float32],
    decay: float,
    out: NDArray[float32],
) -> None: ...
def bigrams(words: NDArray[uint32], start: NDArray[int32], end: NDArray[int32], out: NDArray[uint32]) -> None: ...
def words_among(
    words: NDArray[uint32], blocks: NDArray[int32], wanted: NDArray[uint32], out: NDArray[float64]
) -> None: ...
def interpolate(
    x: NDArray[float64], knots: NDArray[float64], values: NDArray[float64], out: NDArray[float64]
) -> None: ...
def interpolated(x: float, knots: NDArray[float64], values: NDArray[float64]) -> float: ...
def best_prefix(
    probability: NDArray[float64], weight: NDArray[float64], beta2: float, kept: NDArray[uint8]
) -> float: ...
def joined(
    text: bytes, blocks: NDArray[int32], regions: NDArray[int32], kept: NDArray[intp], kinds: NDArray[uint8]
) -> str: ...
def is_utf8(html: bytes) -> bool: ...
def encoded(text: str) -> bytes: ...
