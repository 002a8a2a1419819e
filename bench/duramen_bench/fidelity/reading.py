"""An answer to one tree of HTML elements, whatever it is written in: so that all answers are read alike.

Markdown is read by markdown-it-py, which passes CommonMark's own tests, with GitHub's tables and strikethrough, and by
mdit-py-plugins for what neither has: notes, definition lists, and formulas between `$`, `$$`, `\\(…\\)` or `\\[…\\]`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from html import escape
from typing import Any, Final

from lxml import etree
from lxml.etree import _Element
from markdown_it import MarkdownIt
from markdown_it.token import Token

from duramen_bench.fidelity.rows import Form

#: What formulas are called in the tokens of the two plugins.
_FORMULAS: Final = (
    "math_inline", "math_inline_double", "math_block", "math_block_label", "math_block_eqno", "math_single",
)  # fmt: skip
_FRONT_MATTER: Final = re.compile(r"\A---\n.*?\n---\s*(?:\n|\Z)", re.DOTALL)
#: XML cannot hold these, and lxml will not take them.
_UNREADABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def read(text: str, form: Form) -> _Element:
    """Return the `body` of an answer; that of an empty answer is empty."""
    clean = _UNREADABLE.sub("", text)
    html = clean if form == "html" else _reader().render(_FRONT_MATTER.sub("", clean, count=1))
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True)
    root = etree.fromstring(f"<html><body><div>{html}</div></body></html>".encode(), parser)
    body = root.find("body")
    return body if body is not None else root


@cache
def _reader() -> MarkdownIt:
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.dollarmath import dollarmath_plugin
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.texmath import texmath_plugin

    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    reader.use(texmath_plugin, delimiters="brackets").use(footnote_plugin).use(deflist_plugin)
    reader.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)
    for name in _FORMULAS:
        reader.add_render_rule(name, _formula)
    return reader


def _formula(_: Any, tokens: Sequence[Token], i: int, *__: Any) -> str:
    return f'<span class="math">{escape(tokens[i].content.strip(), quote=False)}</span>'
