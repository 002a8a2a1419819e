"""Duramen itself, through the same door as everyone else: `duramen.Extractor` on the page's text."""

from __future__ import annotations

from typing import Any

from duramen.errors import DataError
from duramen.roles import Policy
from duramen_bench.tool import Extract, Input

_CONTENT = "its weights were trained on it, as their config.json says"
_NAMES = "its names of roles were learned on it, as the config.json of its weights says"


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


def trained_on(weights: str | None = None, policy: Policy = "broad") -> dict[str, str]:
    """Return corpus → source, as the weights' own config tells it. Raises DataError where it does not tell.

    What a block is called decides under `comments` alone, so there the pages that taught names count as well.
    """
    names = {} if policy != "comments" else dict.fromkeys(_config(weights).get("roles_trained_on", {}), _NAMES)
    return names | dict.fromkeys(_config(weights)["trained_on"], _CONTENT)


def trained_hosts(weights: str | None = None, policy: Policy = "broad") -> dict[str, list[str]]:
    """Return corpus → the hosts that the weights saw of it, for the corpora that `trained_on` names."""
    config = _config(weights)
    both = {**config.get("roles_trained_on", {}), **config["trained_on"]}
    return {corpus: list(both[corpus].get("hosts", [])) for corpus in trained_on(weights, policy)}


def _config(weights: str | None) -> dict[str, Any]:
    from duramen import weights as shipped

    config: dict[str, Any] = shipped.load(weights).config
    if "trained_on" not in config:
        raise DataError(f"the weights '{weights or shipped.DEFAULT}' do not say what they were trained on")
    return config


def load_metadata() -> Extract:
    """Return the extractor of metadata, as JSON: parse and metadata, no extraction of text."""
    import json

    from duramen.metadata import extract_metadata

    def run(page: Input) -> str | None:
        return json.dumps(extract_metadata(page.text, page.url or None).to_dict())

    return run


def load_markdown(whole: bool = False) -> Extract:
    """Return the extractor of Markdown; with `whole` every block of the page is kept."""
    import duramen
    from duramen.render import to_markdown

    extractor = duramen.Extractor()

    def run(page: Input) -> str | None:
        if not whole:
            return extractor(page.text, page.url or None, tree=True).to_markdown() or None
        parsed = duramen.parse(page.text)
        return to_markdown(parsed, range(len(parsed)), page.url or None) or None

    return run
