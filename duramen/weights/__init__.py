"""Weights on disk: a folder of `arrays.npz`, `config.json` and `MODEL_CARD.md`, and nothing that can run code.

Arrays are plain numbers in NumPy's format (a type that could hold anything else is refused), each with its SHA-256 in
the configuration. Loading checks format, feature names, checksums, every index and every size before it is allocated,
and refuses what does not fit: a folder from anywhere loads or raises. Shipped weights are the folders beside this file;
any other folder is given by its path.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import zipfile
from pathlib import Path
from typing import IO, Any, Final

import numpy as np
from numpy.typing import NDArray

from duramen.errors import DataError, UsageError, unknown_name
from duramen.features import BLOCK_FEATURES
from duramen.forest import Forest
from duramen.lexicon import Lexicon
from duramen.linear import Linear
from duramen.model import Calibration, Model, RoleHead
from duramen.roles import POLICIES, ROLES, Policy

FORMAT: Final = 3
DEFAULT: Final = "boosted"
#: What a model's columns mean, by the key under which its configuration says the same.
_NAMES: Final = {"features": BLOCK_FEATURES, "roles": ROLES}
_SHIPPED: Final = Path(__file__).parent
_LIMIT: Final = 256 << 20  # bytes of all arrays: a checksum cannot guard against a file that unpacks to a terabyte
_CONFIG_LIMIT: Final = 16 << 20  # bytes of config.json
#: The files that a model is loaded from, and the bytes that each may have.
LIMITS: Final = {"config.json": _CONFIG_LIMIT, "arrays.npz": _LIMIT}

Arrays = dict[str, NDArray[Any]]


def shipped() -> list[str]:
    """Return the names of the weights that come with the package."""
    return sorted(folder.parent.name for folder in _SHIPPED.glob("*/config.json"))


def place(weights: str | Path | None = None) -> Path:
    """Return where weights are: those that are shipped under that name, else the folder of that path."""
    name = DEFAULT if weights is None else str(weights)
    return _SHIPPED / name if name in shipped() else Path(name)


def load(weights: str | Path | None = None) -> Model:
    """Load a model: by the name of shipped weights (default: `boosted`), or from a folder.

    Raises UsageError where there are none of that name or path, DataError where they are damaged or of another version.
    """
    name, folder = str(weights), place(weights)
    if not (folder / "config.json").is_file():
        if folder.is_dir() or "/" in name:
            raise UsageError(f"no weights in {folder}: config.json is missing. {_cure(name)}")
        raise unknown_name("weights", name, shipped())
    try:
        config = _read_config(folder / "config.json")
        return _model(config, _read_arrays(folder / "arrays.npz", config["arrays"]))
    except Exception as error:  # whatever the damage makes of JSON, ZIP, a decompressor or NumPy
        raise DataError(f"the weights in {folder} cannot be used: {error}") from error


def _cure(name: str) -> str:
    from duramen.hub.names import named  # here: who only extracts does not load it

    if named(name) is not None:
        return f"On the Hub? Type: Extractor.from_pretrained('{name}')"
    return "Train some: duramen train fit --help"


def save(folder: Path, model: Model, card: str) -> None:
    """Write a model's folder. The same model gives the same bytes: no dates, no paths, no order of a dictionary."""
    from duramen.whole import whole_file  # here: who only extracts does not load it

    arrays = _arrays(model)
    config = {
        **model.config,
        "format": FORMAT,
        **{key: list(names) for key, names in _NAMES.items()},
        "baseline": model.scorer.baseline if isinstance(model.scorer, Forest) else 0.0,
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


def _read_config(path: Path) -> dict[str, Any]:
    if path.stat().st_size > _CONFIG_LIMIT:
        raise ValueError(f"{path.name} is larger than {_CONFIG_LIMIT >> 20} MiB")
    config: dict[str, Any] = json.loads(path.read_text("utf-8"))
    if config["format"] != FORMAT:
        raise ValueError(f"they have format {config['format']}, and this version of duramen reads {FORMAT}")
    for key, names in _NAMES.items():
        if tuple(config[key]) != tuple(names):
            raise ValueError(f"their {key} are not those of this version of duramen: train them anew")
    return config


def _read_arrays(path: Path, digests: dict[str, str]) -> Arrays:
    with zipfile.ZipFile(path) as packed:
        items = packed.infolist()
        if sum(item.file_size for item in items) > _LIMIT:
            raise ValueError(f"the arrays in {path.name} are larger than {_LIMIT >> 20} MiB")
        if sorted(item.filename for item in items) != sorted(f"{name}.npy" for name in digests):
            raise ValueError(f"{path.name} does not hold the arrays that config.json lists")
        arrays = {}
        for item in items:
            with packed.open(item) as raw:
                arrays[item.filename.removesuffix(".npy")] = _read_array(raw, item.filename)
    for name, array in arrays.items():
        if digest(array) != digests[name]:
            raise ValueError(f"array '{name}' does not match its checksum: the file is damaged")
    return arrays


def _read_array(raw: IO[bytes], name: str) -> NDArray[Any]:
    """Read one array. NumPy's own reader allocates what the header asks for; here the bytes come first."""
    version = np.lib.format.read_magic(raw)
    if version not in ((1, 0), (2, 0)):
        raise ValueError(f"{name} has version {version} of NumPy's format")
    header = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    shape, fortran, dtype = header(raw)
    if dtype.kind not in "fiu":
        raise ValueError(f"{name} holds {dtype}: only numbers are read, and no pickles")
    values = raw.read()  # no more than the archive says, which is within the limit
    if any(n < 0 for n in shape) or math.prod(shape) * dtype.itemsize != len(values):
        raise ValueError(f"{name} is not of the shape {shape} that it claims")
    return np.frombuffer(values, dtype).reshape(shape, order="F" if fortran else "C")


def _model(config: dict[str, Any], arrays: Arrays) -> Model:
    calibration: dict[Policy, Calibration] = {
        policy: _calibration(f"calibration.{policy}", arrays)
        for policy in POLICIES
        if f"calibration.{policy}.knots" in arrays
    }
    if "broad" not in calibration:
        raise ValueError("there is no calibration of the broad policy")
    expected = _calibration("expected", arrays) if "expected.knots" in arrays else None
    return Model(
        _lexicon(arrays, "lexicon"), _scorer(arrays, config), calibration, _role_head(arrays), expected, config
    )


def _calibration(prefix: str, arrays: Arrays) -> Calibration:
    calibration = Calibration(*(np.asarray(arrays[f"{prefix}.{part}"], np.float64) for part in Calibration.__slots__))
    calibration.check()
    return calibration


def _lexicon(arrays: Arrays, prefix: str) -> Lexicon:
    return Lexicon(*(_floats(arrays[f"{prefix}.{part}"]) for part in Lexicon.__slots__))


def _floats(array: NDArray[Any]) -> NDArray[np.float32]:
    with np.errstate(over="ignore"):  # what is too large becomes infinite, and is refused as that
        return np.ascontiguousarray(array, np.float32)


def _integers(array: NDArray[Any]) -> NDArray[np.int32]:
    if array.dtype.kind not in "iu":
        raise ValueError(f"trees count in integers, not in {array.dtype}")
    return np.ascontiguousarray(array, np.int32)  # what does not fit is another number then, checked like any


def _scorer(arrays: Arrays, config: dict[str, Any]) -> Forest | Linear:
    scorer: Forest | Linear
    if "scorer.weights" in arrays:
        scorer = _linear("scorer", arrays)
    elif "scorer.roots" not in arrays:
        raise ValueError("there is no scorer")
    else:
        scorer = Forest(
            roots=_integers(arrays["scorer.roots"]),
            feature=_integers(arrays["scorer.feature"]),
            threshold=_floats(arrays["scorer.threshold"]),
            left=_integers(arrays["scorer.left"]),
            baseline=float(config["baseline"]),
        )
    scorer.check(len(BLOCK_FEATURES))
    return scorer


def _linear(prefix: str, arrays: Arrays) -> Linear:
    return Linear(_floats(arrays[f"{prefix}.weights"]), _floats(arrays[f"{prefix}.bias"]))


def _role_head(arrays: Arrays) -> RoleHead | None:
    if "roles.weights" not in arrays:
        return None
    dense = _linear("roles", arrays)
    dense.check(len(BLOCK_FEATURES))
    if len(dense.bias) != len(ROLES):
        raise ValueError(f"the role head has {len(dense.bias)} outputs for {len(ROLES)} roles")
    stacked = {part: _floats(arrays[f"roles.{part}"]) for part in Lexicon.__slots__}
    if any(len(rows) != len(ROLES) for rows in stacked.values()):
        raise ValueError("the role head needs a lexicon a role")
    return RoleHead(tuple(Lexicon(*(stacked[p][i] for p in Lexicon.__slots__)) for i in range(len(ROLES))), dense)


def _arrays(model: Model) -> Arrays:
    arrays: Arrays = {f"lexicon.{part}": getattr(model.lexicon, part).astype(np.float16) for part in Lexicon.__slots__}
    parts = ("roots", "feature", "threshold", "left") if isinstance(model.scorer, Forest) else ("weights", "bias")
    arrays |= {f"scorer.{part}": _narrow(part, getattr(model.scorer, part)) for part in parts}
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
