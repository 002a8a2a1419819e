"""Duramen itself, through the same door as everyone else: `duramen.Extractor` on the page's text."""

from __future__ import annotations

from duramen.errors import DataError
from duramen.roles import Policy
from duramen_bench.tool import Extract, Input


def load(weights: str | None = None, policy: Policy = "broad") -> Extract:
    """Return the extractor with shipped weights of that name (None: the library's default)."""
    import duramen

    extractor = duramen.Extractor(weights=weights)

    def run(page: Input) -> str | None:
        return extractor(page.text, page.url or None, policy=policy).text or None

    return run


def further_weights() -> list[str]:
    """Return the names of shipped weights besides the default."""
    from duramen import weights

    return [name for name in weights.shipped() if name != weights.DEFAULT]


def trained_on(weights: str | None = None, policy: str = "broad") -> dict[str, str]:  # noqa: ARG001 (options of load)
    """Return corpus → source, as the weights' own config tells it. Raises DataError where it does not tell."""
    from duramen import weights as shipped

    config = shipped.load(weights).config
    if "trained_on" not in config:
        raise DataError(f"the weights '{weights or shipped.DEFAULT}' do not say what they were trained on")
    return dict.fromkeys(config["trained_on"], "its weights were trained on it, as their config.json says")
