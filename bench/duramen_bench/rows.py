"""The rows of the table: Duramen, the rivals that run beside it in the bench's own environment, floors and ceiling.

Rivals with an environment of their own are in `rows_apart`.
"""

from __future__ import annotations

from typing import Any

from duramen_bench.tool import Tool

_TRAFILATURA: dict[str, Any] = {
    "adapter": "duramen_bench.tools.trafilatura:load",
    "packages": ("trafilatura", "lxml"),
    "homepage": "https://github.com/adbar/trafilatura",
    "licence": "Apache-2.0",
    "trained_on": {"trafilatura": "its rules are developed against its own evaluation set (tests/eval_gate.py)"},
}
_RESILIPARSE: dict[str, Any] = {
    "adapter": "duramen_bench.tools.resiliparse:load",
    "packages": ("resiliparse",),
    "homepage": "https://github.com/chatnoir-eu/chatnoir-resiliparse",
    "licence": "Apache-2.0",
}
_BOILERPY3: dict[str, Any] = {
    "adapter": "duramen_bench.tools.boilerpy3:load",
    "packages": ("boilerpy3",),
    "homepage": "https://github.com/jmriebold/BoilerPy3",
    "licence": "Apache-2.0",
    "trained_on": dict.fromkeys(
        ("l3s-gn1", "l3s-gn1-text"), "its rules were learned on L3S-GN1 (Kohlschütter et al., WSDM 2010)"
    ),
}
DURAMEN: dict[str, Any] = {
    "adapter": "duramen_bench.tools.duramen:load",
    "kind": "ours",
    "packages": ("duramen", "lxml", "numpy"),
    "licence": "Apache-2.0",
    "trained_on_probe": "duramen_bench.tools.duramen:trained_on",
    "trained_hosts_probe": "duramen_bench.tools.duramen:trained_hosts",
}

ROWS: tuple[Tool, ...] = (
    Tool("duramen", "Duramen", summary="shipped weights, policy broad (main content and title)", **DURAMEN),
    Tool(
        "duramen-body",
        "Duramen (body only)",
        options={"policy": "body"},
        summary="shipped weights, policy body (no title)",
        **DURAMEN,
    ),
    Tool("trafilatura", "trafilatura", summary="defaults (with comments)", **_TRAFILATURA),
    Tool(
        "trafilatura-nocomments",
        "trafilatura (no comments)",
        options={"include_comments": False},
        summary="include_comments=False",
        default=False,
        **_TRAFILATURA,
    ),
    Tool(
        "trafilatura-fast",
        "trafilatura (fast)",
        options={"fast": True},
        summary="fast=True (no fall-back extractors)",
        default=False,
        **_TRAFILATURA,
    ),
    Tool(
        "trafilatura-precision",
        "trafilatura (precision)",
        options={"favor_precision": True},
        summary="favor_precision=True",
        default=False,
        **_TRAFILATURA,
    ),
    Tool(
        "trafilatura-recall",
        "trafilatura (recall)",
        options={"favor_recall": True},
        summary="favor_recall=True",
        default=False,
        **_TRAFILATURA,
    ),
    Tool(
        "readability-lxml",
        "readability-lxml",
        "duramen_bench.tools.readability:load",
        packages=("readability-lxml", "html-text", "lxml"),
        summary="Document.summary(html_partial=True), made text by html-text inside the clock",
        homepage="https://github.com/buriy/python-readability",
        licence="Apache-2.0",
    ),
    Tool(
        "justext",
        "jusText",
        "duramen_bench.tools.justext:load",
        packages=("justext", "lxml"),
        summary="stop list of the page's own <html lang> where jusText has one, else English",
        homepage="https://github.com/miso-belica/jusText",
        licence="BSD-2-Clause",
    ),
    Tool("boilerpy3", "BoilerPy3", summary="DefaultExtractor", options={"extractor": "DefaultExtractor"}, **_BOILERPY3),
    Tool(
        "boilerpy3-article",
        "BoilerPy3 (article)",
        options={"extractor": "ArticleExtractor"},
        summary="ArticleExtractor",
        default=False,
        **_BOILERPY3,
    ),
    Tool(
        "resiliparse",
        "resiliparse",
        options={"alt_texts": False, "list_bullets": False},
        summary="main_content=True, alt_texts=False, list_bullets=False",
        **_RESILIPARSE,
    ),
    Tool(
        "resiliparse-plain",
        "resiliparse (as it comes)",
        summary="main_content=True, other options at their defaults",
        default=False,
        **_RESILIPARSE,
    ),
    Tool(
        "html-text",
        "html-text",
        "duramen_bench.tools.html_text:load",
        packages=("html-text", "lxml"),
        summary="everything that html-text sees",
        homepage="https://github.com/zytedata/html-text",
        licence="MIT",
    ),
    Tool(
        "inscriptis",
        "inscriptis",
        "duramen_bench.tools.inscriptis:load",
        packages=("inscriptis", "lxml"),
        summary="everything, laid out as text",
        homepage="https://github.com/weblyzard/inscriptis",
        licence="Apache-2.0",
    ),
    Tool(
        "beautifulsoup",
        "Beautiful Soup",
        "duramen_bench.tools.beautifulsoup:load",
        packages=("beautifulsoup4", "lxml"),
        options={"parser": "lxml"},
        summary="everything: get_text over lxml's parser",
        homepage="https://www.crummy.com/software/BeautifulSoup/",
        licence="MIT",
    ),
    Tool(
        "html2text",
        "html2text",
        "duramen_bench.tools.html2text:load",
        packages=("html2text",),
        summary="everything; no links, images or emphasis, the Markdown that remains made text inside the clock",
        homepage="https://github.com/Alir3z4/html2text",
        licence="GPL-3.0-or-later",
    ),
    Tool(
        "html-to-markdown",
        "html-to-markdown",
        "duramen_bench.tools.html_to_markdown:load",
        packages=("html-to-markdown",),
        options={"preset": "standard"},
        summary="plain text, without images; its standard preset leaves out navigation and forms",
        homepage="https://github.com/xberg-io/html-to-markdown",
        licence="MIT",
    ),
    Tool(
        "html-to-markdown-aggressive",
        "html-to-markdown (aggressive)",
        "duramen_bench.tools.html_to_markdown:load",
        packages=("html-to-markdown",),
        options={"preset": "aggressive"},
        summary="plain text, without images; its aggressive preset leaves out more",
        homepage="https://github.com/xberg-io/html-to-markdown",
        licence="MIT",
        default=False,
    ),
    Tool(
        "goose3",
        "goose3",
        "duramen_bench.tools.goose3:load",
        packages=("goose3", "lxml"),
        summary="defaults, images not looked for",
        homepage="https://github.com/goose3/goose3",
        licence="Apache-2.0",
    ),
    Tool(
        "everything",
        "Everything",
        "duramen_bench.tools.floors:everything",
        "floor",
        packages=("duramen", "lxml"),
        summary="every block of duramen.parse: what a page says",
    ),
    Tool("nothing", "Nothing", "duramen_bench.tools.floors:nothing", "floor", summary="never answers"),
    Tool(
        "lxml-parse",
        "lxml parse alone",
        "duramen_bench.tools.floors:lxml_parse",
        "floor",
        packages=("lxml",),
        summary="parses and returns nothing: the floor under every time",
        homepage="https://lxml.de",
        licence="BSD-3-Clause",
        ranked=False,
    ),
    Tool(
        "oracle",
        "Oracle over blocks",
        "",
        "ceiling",
        packages=("duramen",),
        summary="the best subset of duramen.parse's blocks, chosen with the gold: no block classifier can do better",
    ),
)
