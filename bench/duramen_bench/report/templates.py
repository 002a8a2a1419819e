"""The templates of HTML pages, and the styles and scripts that stand in them as they are."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duramen_bench.metrics import METRICS
from duramen_bench.report import lede, words

if TYPE_CHECKING:
    import jinja2

_FOLDER = Path(__file__).parent / "page"


def render(template: str, **context: Any) -> str:
    """Return a template of `page/` filled in; whatever stands in `context` is text, unless the template says safe."""
    return _environment().get_template(f"{template}.html.j2").render(**context)


def read(*names: str) -> str:
    """Return files of `page/` as they are, one after the other."""
    return "".join((_FOLDER / name).read_text("utf-8") for name in names)


@cache
def _environment() -> jinja2.Environment:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters |= {
        "share": words.share,
        "signed": words.signed,
        "chance": words.chance,
        "ms": words.milliseconds,
        "times": words.times,
        "mb": words.megabytes,
        "commas": words.commas,
    }
    helpers: dict[str, Callable[..., Any]] = {
        "about_means": lede.about_means,
        "about_rounding": words.about_rounding,
        "growth": words.growth,
        "over": words.over,
        "columns": words.columns,
        "revision": words.revision,
        "scorings": words.scorings,
        "finite": words.finite,
    }
    environment.globals |= {"metrics": METRICS, **helpers}
    return environment
