r"""LaTeX to a spelling that all ways to write one formula share.

>>> normal(r"\displaystyle \frac{1}{2}\, x^{2} \leq y") == normal(r"\frac12x^2\le y")
True
"""

from __future__ import annotations

import re
from typing import Final

#: Size, space and style, which say nothing of what is meant.
_STYLES: Final = (
    r"\displaystyle \textstyle \scriptstyle \left \right \big \Big \bigg \Bigg \bigl \bigr \, \; \: \! \quad \qquad "
    r"\limits \nolimits \hfill ~"
)
_SILENT: Final = frozenset({*_STYLES.split(), "\\ "})
_SAME: Final = {
    r"\leq": r"\le", r"\geq": r"\ge", r"\neq": r"\ne", r"\rightarrow": r"\to", r"\leftarrow": r"\gets",
    r"\dfrac": r"\frac", r"\tfrac": r"\frac", r"\ldots": r"\dots", r"\cdots": r"\dots", r"\lbrace": r"\{",
    r"\rbrace": r"\}", r"\land": r"\wedge", r"\lor": r"\vee", r"\lnot": r"\neg", r"\vert": "|", r"\lvert": "|",
    r"\rvert": "|", r"\mathrm": r"\operatorname", r"\text": r"\operatorname", r"\mbox": r"\operatorname",
    "\N{MINUS SIGN}": "-", "′": "'", r"\prime": "'",
}  # fmt: skip
_TOKEN: Final = re.compile(r"\\[A-Za-z]+|\\.|[^\s\\]", re.DOTALL)


def normal(tex: str) -> str:
    """Return the formula's tokens, a space between them: no delimiters, no styles, no braces around one token."""
    tokens = [_SAME.get(token, token) for token in _TOKEN.findall(_bare(tex)) if token not in _SILENT]
    out: list[str] = []
    for token in tokens:
        out.append(token)
        if token == "}" and len(out) > 2 and out[-3] == "{" and out[-2] not in "{}":
            out[-3:] = [out[-2]]
    return " ".join(out)


def _bare(tex: str) -> str:
    """Drop delimiters around a formula, and full stops and commas that end the sentence it is in."""
    text = tex.strip()
    for first, last in ((r"\(", r"\)"), (r"\[", r"\]"), ("$$", "$$"), ("$", "$")):
        if text.startswith(first) and text.endswith(last) and len(text) > len(first) + len(last):
            return text[len(first) : -len(last)].strip().rstrip(".,;")
    return text.rstrip(".,;")
