"""Weights from anywhere: with every checksum right, a folder loads and judges, or is refused, in bounded memory."""

from __future__ import annotations

import io
import json
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from duramen import weights
from duramen.errors import DataError
from duramen.forest import MAX_NODES
from duramen.model import Model

_NAN = float("nan")


@pytest.fixture
def folder(model: Model, tmp_path: Path) -> Path:
    weights.save(tmp_path, model, "# card\n")
    return tmp_path


def change(folder: Path, **arrays: Any) -> None:
    """Put arrays in, with their checksums."""
    with np.load(folder / "arrays.npz") as packed:
        there = {name: packed[name] for name in packed.files}
    there |= {name.replace("__", "."): np.asarray(array) for name, array in arrays.items()}
    configure(folder, arrays={name: weights.digest(array) for name, array in there.items()})
    (folder / "arrays.npz").write_bytes(weights._zip(there))


def configure(folder: Path, **fields: Any) -> None:
    path = folder / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | fields))


@pytest.mark.parametrize(
    ("arrays", "message"),
    [
        ({"lexicon__words": np.full(64, _NAN, np.float16)}, "not finite"),
        ({"lexicon__near": np.full(64, 1e300)}, "beyond"),
        ({"lexicon__far": np.zeros((8, 8), np.float16)}, "shape"),
        ({"roles__weights": np.zeros(3, np.float32)}, "do not fit"),
        ({"roles__bias": np.zeros((12, 1), np.float32)}, "do not fit"),
        ({"roles__words": np.full((12, 64), np.inf, np.float32)}, "not finite"),
        ({"calibration__broad__knots": [-5.0, _NAN, 5.0]}, "not finite"),
        ({"calibration__broad__values": [0.0, _NAN, 1.0]}, "rise"),
        ({"calibration__broad__knots": [-1e308, 0.0, 1e308]}, "not finite"),
        ({"calibration__broad__knots": [[-5.0, 0.0, 5.0]]}, "length"),
        ({"scorer__roots": [[0]]}, "flat"),
        ({"scorer__roots": [0.5]}, "integers"),
        ({"scorer__roots": np.zeros(MAX_NODES + 1, np.int8)}, "more than"),
        ({"scorer__left": np.array([2**32 + 1, -1, -1]) * 3}, "after its parent"),
        ({"scorer__threshold": [1e300, 0.0, 0.0]}, "finite"),
        ({"scorer__threshold": np.array(["1", "2", "3"])}, "only numbers"),
    ],
)
def test_arrays_that_fit_their_checksums_and_nothing_else(folder: Path, arrays: dict[str, Any], message: str) -> None:
    change(folder, **arrays)
    with pytest.raises(DataError, match=message):
        weights.load(folder)


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, '{"format": 3}', "[]", "null", "\ud800", '{"format": NaN}', "1" * 10_000],
)
def test_a_configuration_of_anything(folder: Path, text: str) -> None:
    (folder / "config.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(DataError, match="cannot be used"):
        weights.load(folder)


@pytest.mark.parametrize("baseline", [_NAN, float("inf"), 10**400, [], None])
def test_a_baseline_of_anything(folder: Path, baseline: object) -> None:
    configure(folder, baseline=baseline)
    with pytest.raises(DataError, match="cannot be used"):
        weights.load(folder)


def entry(shape: str, values: bytes = b"") -> bytes:
    """One array in NumPy's format, whose header claims a shape."""
    head = f"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}}}".encode().ljust(117) + b"\n"
    return b"\x93NUMPY\x01\x00" + len(head).to_bytes(2, "little") + head + values


@pytest.mark.parametrize(
    ("packed", "message"),
    [
        (entry("(1099511627776,)"), "shape"),
        (entry("(4294967296, 0)", b"1234"), "shape"),
        (entry("(-1, -1)", b"1234"), "shape"),
        (bytes(weights._LIMIT + 1), "larger than 256 MiB"),
    ],
)
def test_no_more_is_allocated_than_is_there(folder: Path, packed: bytes, message: str) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("lexicon.words.npy", packed)
    (folder / "arrays.npz").write_bytes(archive.getvalue())
    configure(folder, arrays={"lexicon.words": ""})
    tracemalloc.start()
    try:
        with pytest.raises(DataError, match=message):
            weights.load(folder)
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", ["arrays.npz", "config.json"])
def test_any_bytes_torn_out_are_refused(folder: Path, name: str) -> None:
    """Also within what a decompressor reads, which has errors of its own."""
    whole = (folder / name).read_bytes()
    for at in range(0, len(whole), max(1, len(whole) // 150)):
        (folder / name).write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        try:  # a byte that nobody reads (a date in the archive) may be any
            weights.load(folder)
        except DataError:
            continue
