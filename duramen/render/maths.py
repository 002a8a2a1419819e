r"""Formulas to the LaTeX that they were made from, or that says the same.

Sources, in this order: MathML's `<annotation encoding="application/x-tex">` (MathML 3, 5.1; KaTeX and Wikipedia write
it), MathJax 2's `<script type="math/tex">`, `alttext` and `data-tex` attributes, and what MathML itself says.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from lxml.etree import _Element

from duramen.render.mathml import to_tex
from duramen.render.nodes import Node

#: Elements of these classes are formulas, or a picture of one whose source stands beside it.
_CLASSES = re.compile(r"(?:^|\s)(katex|katex-display|MathJax|MathJax_Display|mwe-math-element|math|tex|latex)(?:\s|$)")
_PICTURE = re.compile(r"(?:^|\s)(?:MathJax|MathJax_Display|MathJax_Preview|MathJax_SVG|MathJax_CHTML)(?:\s|$)")
_TEX: Final = ("application/x-tex", "TeX", "LaTeX", "application/x-latex")
#: How far behind what it drew MathJax keeps the source.
_NEAR: Final = 3
_FENCED = re.compile(r"\A\s*(?:\\\((.*)\\\)|\\\[(.*)\\\]|\$\$(.*)\$\$)\s*\Z", re.DOTALL)


def is_formula(element: _Element, tag: str) -> bool:
    """Whether an element is a formula by its name."""
    return tag in ("math", "mjx-container") or (tag == "script" and (element.get("type") or "").startswith("math/tex"))


def is_named(classes: str) -> bool:
    """Whether an element of these classes may be a formula: it is, where `formula` finds a source for it."""
    return _CLASSES.search(classes) is not None


def formula(element: _Element) -> Node | None:
    """Return the formula as a node of LaTeX, or None where there is no source for it."""
    if _PICTURE.search(element.get("class") or "") and _script_follows(element):
        return Node("math")  # empty: the script says it
    found = _source(element)
    if found is None:
        return None
    tex, display = found
    node = Node("math", {"display": "block"} if display else {})
    node.children.append(" ".join(tex.split()) if not display else tex.strip())
    return node


def _source(element: _Element) -> tuple[str, bool] | None:
    if element.tag == "script":
        return (element.text or "").strip(), "display" in (element.get("type") or "")
    math = element if element.tag == "math" else next(element.iter("math"), None)
    if math is not None:
        return _of_mathml(math), _displayed(element, math)
    script = next((e for e in element.iter("script") if (e.get("type") or "").startswith("math/tex")), None)
    if script is not None:
        return _source(script)
    tex = element.get("data-tex") or element.get("data-latex")
    if tex:
        return tex, "display" in (element.get("class") or "")
    fenced = _FENCED.match(element.text or "") if len(element) == 0 else None
    if fenced is None:
        return None
    return next(filter(None, fenced.groups()), ""), fenced[1] is None


def _of_mathml(math: _Element) -> str:
    for note in math.iter("annotation"):
        if note.get("encoding") in _TEX:
            return _unstyled(note.text or "")
    return _unstyled(math.get("alttext") or "") or to_tex(math)


def _unstyled(tex: str) -> str:
    r"""Drop the `{\displaystyle …}` that Wikipedia wraps every formula in."""
    tex = tex.strip()
    if tex.startswith("{\\displaystyle") and tex.endswith("}"):
        return tex[len("{\\displaystyle") : -1].strip()
    return tex


def _displayed(element: _Element, math: _Element) -> bool:
    if math.get("display") == "block" or element.get("display") in ("true", "block"):
        return True
    parent = element.getparent()
    around = (element.get("class") or "") + " " + ("" if parent is None else parent.get("class") or "")
    return "katex-display" in around or "mwe-math-element-block" in around


def _script_follows(element: _Element) -> bool:
    """Whether MathJax 2's source stands right after what it drew."""
    for later in islice(element.itersiblings(), _NEAR):
        if later.tag == "script":
            return (later.get("type") or "").startswith("math/tex")
        if not _PICTURE.search(later.get("class") or ""):
            return False
    return False
