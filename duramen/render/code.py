"""Preformatted text to the letter, and the language that highlighters say it is in.

Line numbers are no part of the code: highlighters set them as cells, spans or attributes of their own names (Pygments
`linenos`, Rouge `gutter`, highlight.js `hljs-ln-numbers`, GitHub `blob-num`, Prism `line-numbers-rows`).
"""

from __future__ import annotations

import re
from itertools import islice, takewhile
from typing import Final

from lxml.etree import _Element

#: Classes of what stands beside the code, line by line.
_GUTTER_CLASSES: Final = (
    "linenos lineno linenodiv linenumber linenumbers line-number line-numbers-rows line-numbers-sizer ln lnt gutter "
    "rouge-gutter hljs-ln-numbers hljs-ln-n blob-num blob-num-context react-syntax-highlighter-line-number crayon-num "
    "crayon-nums copybtn copy-button copy-btn btn-copy code-copy clipboard-copy"
)
GUTTERS: Final = frozenset(_GUTTER_CLASSES.split())
_SKIPPED: Final = frozenset({"script", "style", "template", "button", "svg", "iframe", "noembed", "noframes"})
#: White space inside these is between cells, not in them.
_ROWS: Final = frozenset({"table", "tbody", "thead", "tr", "td", "th", "colgroup"})
#: Elements that are lines of their own inside `<pre>`.
_LINES: Final = frozenset({"div", "li", "p", "tr"})
_LANGUAGE = re.compile(
    r"(?:^|\s)(?:(?:language|lang|highlight-source|highlight-text|highlight|sh)[-_:]|brush:\s*)([A-Za-z][\w+#.\-]*)"
)
#: Names that stand beside a language or in place of one.
_NONE: Final = frozenset(
    {"none", "text", "plain", "plaintext", "default", "notranslate", "nohighlight", "no-highlight", "txt", "code"}
)
_BESIDE: Final = frozenset({"hljs", "sourcecode", "prettyprint", "prism", "shiki", "highlight", "chroma", "code"})
_EMPTY = re.compile(r"\A\s*\n")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9+#.\-]{0,20}")
_NAMED: Final = (
    "bash c c++ clojure cpp csharp css diff django docker elixir erlang go groovy haskell html http ini java js "
    "javascript json julia kotlin latex lisp lua makefile markdown matlab nginx objc ocaml perl php powershell pycon "
    "python python3 r ruby rust scala scheme scss sh shell sql swift toml ts typescript vim xml yaml yml zig"
)
_NAMES: Final = frozenset(_NAMED.split())
#: How many elements around `<pre>` may name its language, and where they no longer speak of it alone.
_AROUND: Final = 3
_TOO_FAR: Final = frozenset({"body", "article", "main"})


def is_gutter(classes: str) -> bool:
    """Whether an element of these classes holds line numbers or a copy button."""
    return bool(classes) and not GUTTERS.isdisjoint(classes.split())


def code_text(element: _Element) -> str:
    """Return the text below a `<pre>`, each character of it; line numbers, scripts and buttons left out."""
    parts: list[str] = []
    stack: list[tuple[_Element, bool]] = [(child, False) for child in reversed(element)]
    parts.append(element.text or "")
    while stack:
        node, done = stack.pop()
        if done:
            _close(node, parts)
        elif not isinstance(node.tag, str) or node.tag in _SKIPPED or is_gutter(node.get("class") or ""):
            parts.extend([node.tail] if node.tail else [])
        else:
            _open(node, parts)
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(node))
    return _trimmed("".join(parts))


def _open(node: _Element, parts: list[str]) -> None:
    if node.tag in _LINES and "".join(parts[-2:]).strip(" ") and not "".join(parts[-2:]).endswith("\n"):
        parts.append("\n")
    if node.tag == "br":
        parts.append("\n")
    elif node.text and not (node.tag in _ROWS - {"td", "th"} and node.text.isspace()):
        parts.append(node.text)


def _close(node: _Element, parts: list[str]) -> None:
    if node.tag in _LINES and not parts[-1].endswith("\n"):
        parts.append("\n")
    tail = node.tail or ""
    # White space between elements that are lines is the page's, not the code's.
    if node.tag in _LINES and tail.startswith("\n") and parts and parts[-1].endswith("\n"):
        tail = tail[1:]
    if tail and not (node.tag in _ROWS and tail.isspace()):
        parts.append(tail)


def _trimmed(text: str) -> str:
    """Drop the empty lines at the start and at the end, and nothing else."""
    text = _EMPTY.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    end = text.find("\n", len(text.rstrip()))
    return text if end < 0 else text[:end]


def is_numbers(text: str) -> bool:
    """Whether a text is nothing but the numbers of lines: 1, 2, 3 or from any other start."""
    lines = text.split()
    if len(lines) < 2 or not (lines[0].isdecimal() and len(lines[0]) < 7):
        return bool(lines) and lines == ["1"]
    return lines == [str(n) for n in range(int(lines[0]), int(lines[0]) + len(lines))]


def is_code_table(element: _Element) -> bool:
    """Whether a table is a listing with a row for each line, as GitHub writes files."""
    cell = next((e for e in element.iter("td") if "blob-code" in (e.get("class") or "").split()), None)
    return cell is not None


def language(element: _Element) -> str:
    """Return the language that `<pre>`, a `<code>` in it, or up to three elements around it name; "" for none."""
    inner = next(element.iter("code", "samp"), None)
    around = [element] if inner is None else [inner, element]
    above = takewhile(lambda e: e.tag not in _TOO_FAR, element.iterancestors())
    around.extend(islice((e for e in above if e.tag not in _ROWS), _AROUND))
    return next(filter(None, map(_declared, around)), "")


def _declared(node: _Element) -> str:
    for name in ("data-lang", "data-language", "data-code-language", "syntax"):
        value = node.get(name)
        if value and _WORD.fullmatch(value) and value.lower() not in _NONE:
            return value.lower()
    classes = node.get("class") or ""
    for found in _LANGUAGE.findall(classes):
        if found.lower() not in _NONE and found.lower() not in _BESIDE:
            return str(found).lower()
    words = classes.lower().split()
    if "blob-wrapper" in words:  # GitHub's, around a file: `data type-rust`
        return next((word[5:] for word in words if word.startswith("type-")), "")
    # `hljs python`, `sourceCode haskell`, `highlight js`: a language beside the highlighter's name, else known by name.
    marked = node.tag in ("pre", "code") or not _BESIDE.isdisjoint(words)
    return next((word for word in words if word in _NAMES), "") if marked else ""
