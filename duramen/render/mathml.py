r"""Presentation MathML to LaTeX, for formulas that carry no other source (MathML Core, section 3).

>>> to_tex(etree.fromstring("<math><msup><mi>x</mi><mn>2</mn></msup></math>"))
'x^{2}'
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Final

from lxml.etree import _Element

_SYMBOLS: Final = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "φ": "phi",
    "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi",
    "Π": "Pi", "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega", "∑": "sum", "∏": "prod", "∫": "int", "∞": "infty",
    "±": "pm", "×": "times", "·": "cdot", "⋅": "cdot", "≤": "le", "≥": "ge", "≠": "ne", "≈": "approx", "→": "to",
    "⇒": "Rightarrow", "∈": "in", "∉": "notin", "⊂": "subset", "⊆": "subseteq", "∪": "cup", "∩": "cap",
    "∀": "forall", "∃": "exists", "∂": "partial", "∇": "nabla", "√": "surd", "…": "dots", "⋯": "cdots",
    "∼": "sim", "≡": "equiv", "∝": "propto", "−": "-", "\u2061": "", "\u2062": "", "\u2063": ",", "{": "{", "}": "}",
    "%": "%", "&": "&", "#": "#", "$": "$",
}  # fmt: skip
_BARE: Final = frozenset("-,")
_ACCENTS: Final = {"^": "hat", "¯": "bar", "‾": "overline", "~": "tilde", "→": "vec", "˙": "dot", "¨": "ddot"}
_SHAPES: Final[dict[str, Callable[[list[str]], str]]] = {
    "mfrac": lambda a: rf"\frac{{{a[0]}}}{{{a[1]}}}",
    "msup": lambda a: f"{_base(a[0])}^{{{a[1]}}}",
    "msub": lambda a: f"{_base(a[0])}_{{{a[1]}}}",
    "msubsup": lambda a: f"{_base(a[0])}_{{{a[1]}}}^{{{a[2]}}}",
    "munder": lambda a: f"{_base(a[0])}_{{{a[1]}}}",
    "munderover": lambda a: f"{_base(a[0])}_{{{a[1]}}}^{{{a[2]}}}",
    "mover": lambda a: rf"\{_ACCENTS[a[1]]}{{{a[0]}}}" if a[1] in _ACCENTS else f"{_base(a[0])}^{{{a[1]}}}",
    "mroot": lambda a: rf"\sqrt[{a[1]}]{{{a[0]}}}",
}
_ARITY: Final = {"mfrac": 2, "msup": 2, "msub": 2, "msubsup": 3, "munder": 2, "munderover": 3, "mover": 2, "mroot": 2}
_FUNCTIONS: Final = frozenset(
    {"sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "log", "ln", "lg", "exp", "lim", "max", "min"}
    | {"sup", "inf", "det", "dim", "ker", "arg"}
)
#: More elements than this is no formula that anyone reads; it keeps its text.
_MOST: Final = 5000
_DROPPED: Final = frozenset({"annotation", "annotation-xml", "mphantom", "maction", "mspace"})


def to_tex(math: _Element) -> str:
    """Return LaTeX that says what the MathML says; what it does not know keeps its text."""
    if sum(1 for _ in islice(math.iter("*"), _MOST)) == _MOST:
        return " ".join("".join(map(str, math.itertext())).split())
    # Children before parents, without recursion: each element's LaTeX waits until its parent asks for it.
    done: dict[_Element, str] = {}
    stack = [(math, False)]
    while stack:
        node, ready = stack.pop()
        if not isinstance(node.tag, str) or node.tag in _DROPPED:
            done[node] = ""
        elif ready or len(node) == 0:
            done[node] = _written(node, [done.pop(child) for child in node])
        else:
            stack.append((node, True))
            stack.extend((child, False) for child in node)
    return " ".join(done[math].split())


def _written(node: _Element, parts: list[str]) -> str:
    tag = node.tag.rpartition("}")[2]
    inside = "".join(parts)
    if not parts:
        return _token(tag, (node.text or "").strip())
    if tag in _SHAPES and len(parts) == _ARITY[tag]:
        return _SHAPES[tag](parts)
    if tag == "mfenced":
        return f"{node.get('open', '(')}{', '.join(parts)}{node.get('close', ')')}"
    around = {
        "msqrt": rf"\sqrt{{{inside}}}",
        "mtd": f"{inside} & ",
        "mtr": inside.removesuffix(" & ") + r" \\ ",
        "mtable": rf"\begin{{matrix}} {inside.removesuffix(' ' + chr(92) * 2 + ' ')} \end{{matrix}}",
    }
    return around.get(tag, inside)


def _token(tag: str, text: str) -> str:
    if tag == "mtext":
        return rf"\text{{{text}}}" if text else " "
    if text in _SYMBOLS:
        name = _SYMBOLS[text]
        return name if name == "" or name in _BARE else f"\\{name} " if name.isalpha() else f"\\{name}"
    if tag in ("mi", "mo") and text in _FUNCTIONS:
        return rf"\{text} "
    if tag == "mi" and len(text) > 1 and text.isalpha():
        return rf"\operatorname{{{text}}}"
    return f" {text} " if tag == "mo" and text in ("=", "+", "<", ">") else text


def _base(tex: str) -> str:
    tex = tex.strip()
    return tex if len(tex) <= 1 or (tex.startswith("\\") and tex[1:].isalpha()) else f"{{{tex}}}"
