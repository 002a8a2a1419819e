"""How scores are written: three digits without their naught in tables, and nothing that JSON cannot hold."""

from __future__ import annotations

import math
from typing import Any


def short(value: float) -> str:
    """Return a score as tables show it: `.874`, and a dash where there is none."""
    return "–" if math.isnan(value) else f"{value:.3f}".removeprefix("0")


def finite(value: Any) -> Any:
    """Return nested dictionaries with None for NaN, which JSON has no word for."""
    if isinstance(value, dict):
        return {key: finite(inner) for key, inner in value.items()}
    return None if isinstance(value, float) and math.isnan(value) else value
