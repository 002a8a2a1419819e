"""Duramen itself, through the same door as everyone else: `duramen.Extractor` on the page's text."""

from __future__ import annotations

from pathlib import Path

from duramen_bench.registry import Extract, Input

#: The set that `duramen.Extractor()` loads when none is named.
DEFAULT_WEIGHTS = "default"


def load(weights: str | None = None, policy: str = "broad") -> Extract:
    """Return the extractor with shipped weights of that name (None: the library's default)."""
    import duramen

    extractor = duramen.Extractor(weights=weights)

    def run(page: Input) -> str | None:
        return extractor(page.text, page.url or None, policy=policy).text or None

    return run


def further_weights() -> list[str]:
    """Return the names of shipped weights besides the default."""
    import duramen

    folder = Path(duramen.__file__).parent / "weights"
    names = sorted(config.parent.name for config in folder.glob("*/config.json"))
    return [name for name in names if name != DEFAULT_WEIGHTS]


def trained_on(weights: str | None = None, policy: str = "broad") -> dict[str, str]:  # noqa: ARG001 (options of load)
    """Return corpus → source, as the weights' own config tells it."""
    from duramen.model import load_weights

    config = load_weights(weights).config
    return dict.fromkeys(config["trained_on"], "its weights were trained on it (their config.json)")
