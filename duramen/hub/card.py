"""A folder of weights as a repository shows it: its files, its card as README.md, its scores in `.eval_results`.

with staged(model, Path("weights/boosted"), "me/weights") as folder: ...
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from duramen import weights as weights_module
from duramen.hub.fetch import FILES
from duramen.hub.problems import check_token, need_client
from duramen.hub.send import full_name, send
from duramen.model import Model

#: The card: as the Hub calls it, and as `duramen.weights.save` does.
_CARDS: Final = ("README.md", "MODEL_CARD.md")
_LOADED: Final = re.compile(r"duramen\.Extractor(?:\(weights=[^)\n]*\)|\.from_pretrained\([^)\n]*\))")

_PLAIN: Final = """\
---
library_name: duramen
tags: [boilerplate-removal, html]
---

# Duramen weights: {name}

Main content of web pages, by [Duramen](https://pypi.org/project/duramen/). No card came with these weights: what is
known of how they were made stands in `config.json`, and how well they do, nobody has said here.

## How to use them

```python
import duramen

duramen.Extractor(weights="{name}")(html)
```
"""


def card_of(folder: Path | None, config: Mapping[str, Any]) -> str:
    """Return the card that lies in a folder of weights; one that claims nothing where there is none."""
    for name in reversed(_CARDS):  # what `duramen train card` wrote is newer than what was downloaded
        if folder is not None and (folder / name).is_file():
            return (folder / name).read_text("utf-8")
    return _PLAIN.format(name=config.get("name", "unnamed"))


def readme(card: str, repository: str) -> str:
    """Return a card with the line that loads the weights as it is typed for a repository."""
    return _LOADED.sub(f'duramen.Extractor.from_pretrained("{repository}")', card, count=1)


@contextmanager
def staged(
    model: Model, folder: Path | None, repository: str, scores: Mapping[str, str] | None = None
) -> Iterator[Path]:
    """Give a folder that holds what a repository of these weights has; it vanishes in the end.

    `folder` is where the weights are from, None for nowhere; `scores` file name to YAML, for `.eval_results`.
    """
    with TemporaryDirectory(prefix="duramen-") as scratch:
        whole = Path(scratch)
        weights_module.save(whole, model, card_of(folder, model.config))
        (whole / _CARDS[1]).rename(whole / _CARDS[0])
        (whole / _CARDS[0]).write_text(readme((whole / _CARDS[0]).read_text("utf-8"), repository), "utf-8")
        for name, text in (scores or {}).items():
            (whole / ".eval_results").mkdir(exist_ok=True)
            (whole / ".eval_results" / name).write_text(text, "utf-8")
        yield whole


def paths(folder: Path) -> list[str]:
    """Return the files of a staged folder, by their paths in the repository."""
    scores = sorted(path.relative_to(folder).as_posix() for path in folder.glob(".eval_results/*.yaml"))
    return [_CARDS[0], *FILES, *scores]


def push(
    model: Model, folder: Path | None, repository: str, *, scores: Mapping[str, str] | None = None, **how: Any
) -> str:
    """Send weights, their card and their scores, and return the commit's address. `how`: as `duramen.hub.send.send`.

    Raises UsageError without a token, DataError where sending fails.
    """
    need_client()
    check_token(how.get("token"))
    repository = full_name(repository, how.get("token"))
    with staged(model, folder, repository, scores) as whole:
        return send(whole, repository, paths(whole), delete=[".eval_results/*"] if scores else (), **how)
