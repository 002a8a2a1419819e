"""The extractor: `extract(html)` for text, `Extractor()(html)` for all that is known of a page."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import cast

from lxml.etree import _Element

from duramen import weights as weights_module
from duramen.document import Document
from duramen.errors import unknown_name
from duramen.model import Model
from duramen.page import ParsedPage, parse
from duramen.render import Links, Output
from duramen.roles import POLICIES, Policy


class Extractor:
    """Extracts with one set of weights. Holds no state beside them: threads and pages may share it.

    `weights` is the name of shipped weights, a folder, or a loaded `Model`; by default the shipped ones.
    """

    def __init__(self, weights: str | Path | Model | None = None) -> None:
        self.model = weights if isinstance(weights, Model) else _load(None if weights is None else str(weights))

    def __call__(
        self,
        html: str | bytes | _Element,
        url: str | None = None,
        *,
        encoding: str | None = None,
        policy: Policy = "broad",
        favor: float = 0.5,
    ) -> Document:
        """Extract a page.

        `html` is bytes as served (best: the charset is then found as browsers find it, `encoding` being what the HTTP
        header said), text, or an lxml element. `policy` says what is kept: `broad` all that the page is for, lists and
        cards as well as prose, with its title where that is part of it; `body` running text alone; `article` running
        text under its title; `comments` what `broad` keeps, with readers' comments. `favor` is the dial from recall
        (0.0) to precision (1.0). Pages never raise; UsageError is for a policy, dial or type that does not exist.
        """
        if policy not in POLICIES:
            raise unknown_name("policy", policy, POLICIES)
        return self.judge(parse(html, encoding=encoding), url, policy=policy, favor=favor)

    def judge(
        self, page: ParsedPage, url: str | None = None, *, policy: Policy = "broad", favor: float = 0.5
    ) -> Document:
        """Extract a page that is parsed already."""
        judged = self.model.judge(page.table, policy)
        probability = self.model.kept_probability(page.table, judged, policy)
        chosen = self.model.choose(page.table, probability, favor)
        return Document(page, self.model, judged, policy, probability, chosen.kept, chosen.expected_f1, url)


@functools.lru_cache(maxsize=4)
def _load(weights: str | None) -> Model:
    return weights_module.load(weights)


def extract(
    html: str | bytes | _Element,
    url: str | None = None,
    *,
    encoding: str | None = None,
    policy: str = "broad",
    favor: float = 0.5,
    output: Output = "text",
    links: Links = "inline",
    with_metadata: bool = False,
) -> str | None:
    """Return the main content of a page, or None where there is nothing to extract.

    `output` is `text`, `markdown`, `html` (a clean fragment) or `json` (`Document.to_dict`, every block with its role
    and XPath). `links` says what Markdown and HTML do with links: `inline`, `reference` or `none`. `with_metadata` puts
    the page's metadata before text or Markdown, as YAML; JSON holds it anyway, HTML has no place for it. The other
    arguments are those of `Extractor.__call__`.

        >>> duramen.extract(response.content, response.url, encoding=response.encoding, output="markdown")
    """
    document = Extractor()(html, url, encoding=encoding, policy=cast(Policy, policy), favor=favor)
    rendered = document.render(output, links)
    if with_metadata and rendered and output in ("text", "markdown"):
        return f"{document.metadata.front_matter()}\n{rendered}"
    return rendered or None
