"""Weights on disk: a folder of `arrays.npz`, `config.json` and `MODEL_CARD.md`, and nothing that can run code.

Arrays are plain numbers (`numpy.load(..., allow_pickle=False)`), each with its SHA-256 in the configuration. Loading
checks format, feature names, checksums and every index, and refuses what does not fit. Shipped weights are the folders
beside this file; any other folder is given by its path.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from duramen.context import CONTEXT_FEATURES
from duramen.errors import DataError, UsageError, unknown_name
from duramen.features import BLOCK_FEATURES
from duramen.forest import Forest
from duramen.lexicon import Lexicon
from duramen.linear import Linear
from duramen.model import Calibration, Model, RoleHead
from duramen.roles import POLICIES, ROLES, Policy

FORMAT: Final = 2
DEFAULT: Final = "boosted"
#: What a model's columns mean, by the key under which its configuration says the same.
_NAMES: Final = {
    "features": BLOCK_FEATURES,
    "context_features": CONTEXT_FEATURES,
    "roles": ROLES,
}
_SHIPPED: Final = Path(__file__).parent
_LIMIT: Final = 256 << 20  # bytes of one array: a checksum cannot guard against a file that unpacks to a terabyte

Arrays = dict[str, NDArray[Any]]


def shipped() -> list[str]:
    """Return the names of the weights that come with the package."""
    return sorted(folder.parent.name for folder in _SHIPPED.glob("*/config.json"))


def load(weights: str | Path | None = None) -> Model:
    """Load a model: by the name of shipped weights (default: `boosted`), or from a folder.

    Raises UsageError where there are none of that name or path, DataError where they are damaged or of another version.
    """
    name = DEFAULT if weights is None else str(weights)
    folder = _SHIPPED / name if name in shipped() else Path(name)
    if not (folder / "config.json").is_file():
        if folder.is_dir() or "/" in name:
            raise UsageError(f"no weights in {folder}: config.json is missing. Train some: duramen train fit --help")
        raise unknown_name("weights", name, shipped())
    try:
        config = json.loads((folder / "config.json").read_text("utf-8"))
        _check_format(config)
        return _model(config, _read_arrays(folder / "arrays.npz", config["arrays"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        raise DataError(f"the weights in {folder} cannot be used: {error}") from error


def save(folder: Path, model: Model, card: str) -> None:
    """Write a model's folder. The same model gives the same bytes: no dates, no paths, no order of a dictionary."""
    from duramen.whole import whole_file  # here: who only extracts does not load it

    arrays = _arrays(model)
    config = {
        **model.config,
        "format": FORMAT,
        **{key: list(names) for key, names in _NAMES.items()},
        "baseline": {name: part.baseline for name, part in _forests(model).items()},
        "arrays": {name: digest(array) for name, array in arrays.items()},
    }
    files = {
        "arrays.npz": _zip(arrays),
        "MODEL_CARD.md": card.encode(),
        "config.json": (json.dumps(config, indent=1, sort_keys=True) + "\n").encode(),
    }
    for name, content in files.items():
        with whole_file(folder / name) as scratch:
            scratch.write_bytes(content)


def digest(array: NDArray[Any]) -> str:
    """Return the SHA-256 of an array's type, shape and values."""
    head = f"{array.dtype.str}{array.shape}".encode()
    return hashlib.sha256(head + np.ascontiguousarray(array).tobytes()).hexdigest()


def _check_format(config: dict[str, Any]) -> None:
    if config["format"] != FORMAT:
        raise ValueError(f"they have format {config['format']}, and this version of duramen reads {FORMAT}")
    for key, names in _NAMES.items():
        if tuple(config[key]) != tuple(names):
            raise ValueError(f"their {key} are not those of this version of duramen: train them anew")


def _read_arrays(path: Path, digests: dict[str, str]) -> Arrays:
    with zipfile.ZipFile(path) as packed:
        if any(item.file_size > _LIMIT for item in packed.infolist()):
            raise ValueError(f"an array in {path.name} is larger than {_LIMIT >> 20} MiB")
    with np.load(path, allow_pickle=False) as packed:
        arrays = {name: packed[name] for name in packed.files}
    if set(arrays) != set(digests):
        raise ValueError(f"{path.name} does not hold the arrays that config.json lists")
    for name, array in arrays.items():
        if digest(array) != digests[name]:
            raise ValueError(f"array '{name}' does not match its checksum: the file is damaged")
    return arrays


def _model(config: dict[str, Any], arrays: Arrays) -> Model:
    first = _scorer("first", arrays, config, len(BLOCK_FEATURES))
    if first is None:
        raise ValueError("there is no first stage")
    second = _scorer("second", arrays, config, len(CONTEXT_FEATURES))
    calibration: dict[Policy, Calibration] = {
        policy: _calibration(f"calibration.{policy}", arrays)
        for policy in POLICIES
        if f"calibration.{policy}.knots" in arrays
    }
    if "broad" not in calibration:
        raise ValueError("there is no calibration of the broad policy")
    expected = _calibration("expected", arrays) if "expected.knots" in arrays else None
    return Model(_lexicon(arrays, "lexicon"), first, second, calibration, _role_head(arrays), expected, config)


def _calibration(prefix: str, arrays: Arrays) -> Calibration:
    calibration = Calibration(arrays[f"{prefix}.knots"], arrays[f"{prefix}.values"])
    calibration.check()
    return calibration


def _lexicon(arrays: Arrays, prefix: str) -> Lexicon:
    return Lexicon(*(np.ascontiguousarray(arrays[f"{prefix}.{part}"], np.float32) for part in Lexicon.__slots__))


def _scorer(stage: str, arrays: Arrays, config: dict[str, Any], n_features: int) -> Forest | Linear | None:
    scorer: Forest | Linear
    if f"{stage}.roots" in arrays:
        scorer = Forest(
            roots=np.ascontiguousarray(arrays[f"{stage}.roots"], np.int32),
            feature=np.ascontiguousarray(arrays[f"{stage}.feature"], np.int32),
            threshold=np.ascontiguousarray(arrays[f"{stage}.threshold"], np.float32),
            left=np.ascontiguousarray(arrays[f"{stage}.left"], np.int32),
            baseline=float(config["baseline"][stage]),
        )
    elif f"{stage}.weights" in arrays:
        scorer = _linear(stage, arrays)
    else:
        return None
    scorer.check(n_features)
    return scorer


def _linear(prefix: str, arrays: Arrays) -> Linear:
    weights, bias = arrays[f"{prefix}.weights"], arrays[f"{prefix}.bias"]
    return Linear(np.asarray(weights, np.float32), np.asarray(bias, np.float32))


def _role_head(arrays: Arrays) -> RoleHead | None:
    if "roles.weights" not in arrays:
        return None
    dense = _linear("roles", arrays)
    dense.check(len(BLOCK_FEATURES))
    if len(dense.bias) != len(ROLES):
        raise ValueError(f"the role head has {len(dense.bias)} outputs for {len(ROLES)} roles")
    stacked = {part: np.asarray(arrays[f"roles.{part}"], np.float32) for part in Lexicon.__slots__}
    if any(len(rows) != len(ROLES) for rows in stacked.values()):
        raise ValueError("the role head needs a lexicon a role")
    return RoleHead(tuple(Lexicon(*(stacked[p][i] for p in Lexicon.__slots__)) for i in range(len(ROLES))), dense)


def _forests(model: Model) -> dict[str, Forest]:
    stages = {"first": model.first, "second": model.second}
    return {name: stage for name, stage in stages.items() if isinstance(stage, Forest)}


def _arrays(model: Model) -> Arrays:
    arrays: Arrays = {f"lexicon.{part}": getattr(model.lexicon, part).astype(np.float16) for part in Lexicon.__slots__}
    for name, stage in (("first", model.first), ("second", model.second)):
        if stage is not None:
            parts = ("roots", "feature", "threshold", "left") if isinstance(stage, Forest) else ("weights", "bias")
            arrays |= {f"{name}.{part}": _narrow(part, getattr(stage, part)) for part in parts}
    maps = {f"calibration.{policy}": calibration for policy, calibration in model.calibration.items()}
    if model.expected is not None:
        maps["expected"] = model.expected
    for name, calibration in maps.items():
        arrays |= {f"{name}.knots": calibration.knots, f"{name}.values": calibration.values}
    if model.roles is not None:
        arrays["roles.weights"], arrays["roles.bias"] = model.roles.dense.weights, model.roles.dense.bias
        for part in Lexicon.__slots__:
            arrays[f"roles.{part}"] = np.stack([getattr(x, part) for x in model.roles.lexicons]).astype(np.float16)
    return arrays


def _narrow(part: str, array: NDArray[Any]) -> NDArray[Any]:
    """Features count to hundreds and fit two bytes; loading widens them again."""
    return array.astype(np.int16) if part == "feature" else array


def _zip(arrays: Arrays) -> bytes:
    """Return an .npz whose bytes depend on the arrays alone: `numpy.savez` would write the time of day."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for name in sorted(arrays):
            raw = io.BytesIO()
            np.lib.format.write_array(raw, np.ascontiguousarray(arrays[name]), allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(entry, raw.getvalue(), compresslevel=9)
    return packed.getvalue()
