"""Mutations: of bytes, and of arrays. All of them read their choices from bytes, so that a finding can be repeated."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from seeds import SEEDS, TOKENS

Arrays = dict[str, NDArray[Any]]

_STRANGE: Final = (
    0,
    1,
    -1,
    2,
    31,
    32,
    33,
    2**15,
    2**31 - 1,
    -(2**31),
    2**40,
    0.5,
    -0.0,
    3e38,
    1e308,
    float("inf"),
    float("nan"),
)
_TYPES: Final = (
    *("i1", "u1", "i2", "i4", "u4", "i8", "u8", "f2", "f4", "f8", ">f4", ">i4"),
    *("c8", "c16", "U3", "S0", "S4", "M8[s]", "m8[D]", "?", "V0", "V7"),
)


class Reader:
    """Reads choices from bytes; where they end, all choices are the first."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def below(self, n: int) -> int:
        """A number from 0 to `n` - 1."""
        width = 1 if n <= 256 else 4
        taken = self._data[self._at : self._at + width]
        self._at += width
        return int.from_bytes(taken, "little") % n

    def strange(self) -> float:
        """A number that code forgets."""
        return _STRANGE[self.below(len(_STRANGE))]


def havoc(data: bytes, reader: Reader) -> bytes:
    """Change bytes here and there: flip, cut, double, overwrite, put a token in."""
    for _ in range(1 + reader.below(6)):
        at = reader.below(len(data) + 1)
        length = 1 + reader.below(64)
        kind = reader.below(6)
        if kind == 0 and data:
            at %= len(data)
            data = data[:at] + bytes([data[at] ^ (1 << reader.below(8))]) + data[at + 1 :]
        elif kind == 1:
            data = data[:at] + data[at + length :]
        elif kind == 2:
            data = data[:at] + data[at : at + length] * (1 + reader.below(30)) + data[at:]
        elif kind == 3:
            data = data[:at] + bytes([reader.below(256)]) * length + data[at + length :]
        elif kind == 4:
            data = data[:at] + TOKENS[reader.below(len(TOKENS))] + data[at:]
        else:
            other = SEEDS[reader.below(len(SEEDS))]
            data = data[:at] + other + data[at:]
    return data


def changed_arrays(arrays: Arrays, reader: Reader) -> Arrays:
    """Change, drop, reshape or retype a few arrays."""
    arrays = dict(arrays)
    for _ in range(reader.below(4)):
        names = sorted(arrays)
        name = names[reader.below(len(names))]
        changed = _CHANGES[reader.below(len(_CHANGES))](arrays[name], reader)
        if changed is None:
            del arrays[name]
        else:
            arrays[name] = changed
    return arrays


def _value(array: NDArray[Any], reader: Reader) -> NDArray[Any]:
    out = array.copy().reshape(-1)
    if out.dtype.kind in "iuf" and len(out):
        with np.errstate(all="ignore"):
            out[reader.below(len(out))] = np.array(reader.strange()).astype(out.dtype)
    return out.reshape(array.shape)


def _wide(array: NDArray[Any], reader: Reader) -> NDArray[Any]:
    """Another value, in a type that holds it whole."""
    if array.dtype.kind not in "iuf":
        return array
    out = array.astype(np.float64).reshape(-1)
    if len(out):
        out[reader.below(len(out))] = reader.strange()
    return out.reshape(array.shape)


def _retype(array: NDArray[Any], reader: Reader) -> NDArray[Any]:
    kind = np.dtype(_TYPES[reader.below(len(_TYPES))])
    try:
        with np.errstate(all="ignore"):
            return array.astype(kind)
    except (TypeError, ValueError, RuntimeWarning):  # complex to real warns
        return np.zeros(array.shape, kind)


def _reshape(array: NDArray[Any], reader: Reader) -> NDArray[Any]:
    shapes: list[tuple[int, ...]] = [(-1,), (-1, 1), (1, -1), (1, -1, 1), (0,), (0, 7), ()]
    shape = shapes[reader.below(len(shapes))]
    return (
        array.reshape(shape) if -1 in shape else np.resize(array, shape) if array.size else np.zeros(shape, array.dtype)
    )


def _resize(array: NDArray[Any], reader: Reader) -> NDArray[Any]:
    return np.resize(array, [0, 1, 2, 3, 4, 8, 64, 4096][reader.below(8)]) if array.size else array


def _drop(array: NDArray[Any], reader: Reader) -> None:
    return None


_CHANGES: Final[tuple[Callable[[NDArray[Any], Reader], NDArray[Any] | None], ...]] = (
    _value, _value, _wide, _retype, _reshape, _resize, _drop,
)  # fmt: skip


def inputs(seed: int, structured: bool) -> Iterator[bytes]:
    """Mutations of the seeds without end, the same for the same seed. `structured`: plain random bytes."""
    rng = random.Random(seed)
    while True:
        choices = rng.randbytes(48)
        yield choices if structured else havoc(SEEDS[rng.randrange(len(SEEDS))], Reader(choices))
