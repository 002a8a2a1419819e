"""Inline nodes to Markdown (CommonMark 0.31.2, chapter 6; GFM 6.5 strikethrough).

Two steps: nodes to tokens, in which text and markup are apart; tokens to a string, in which text is escaped by what
stands beside it and emphasis written as stars where CommonMark would see it (6.2, "left-flanking" and
"right-flanking"), and as HTML elsewhere: `中文**「强调」**中文` is none.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Final, Literal

from duramen.render import escape
from duramen.render.nodes import Child, Node, plain

Links = Literal["inline", "reference", "none"]

_STARS: Final = {"em": "*", "strong": "**", "del": "~~"}
#: What Markdown has no mark for and its readers take as HTML.
_AS_HTML: Final = frozenset({"sub", "sup", "kbd"})


@dataclass(slots=True)
class _Token:
    """`kind`: text, markup, open or close (of emphasis: `text` is the element's name)."""

    kind: Literal["text", "markup", "open", "close"]
    text: str
    label: bool = False
    partner: int = -1


@dataclass
class Inline:
    """Writes inline nodes. `addresses` gathers the targets of reference links, in order."""

    links: Links = "inline"
    addresses: dict[str, int] = field(default_factory=dict)

    def write(self, children: list[Child], line: str = "\\\n", cell: bool = False) -> str:
        """Return one run; `line` is what a line break is written as."""
        if len(children) == 1 and isinstance(children[0], str):
            return escape.inline(children[0], where=self._where(cell=cell))
        tokens: list[_Token] = []
        self._tokens(_merged(children), tokens, line, False, cell)
        return self._joined(tokens, cell)

    def _where(self, label: bool = False, cell: bool = False) -> escape.Where:
        return escape.Where(label, cell, self.links == "reference")

    def _tokens(self, children: list[Child], out: list[_Token], line: str, label: bool, cell: bool) -> None:
        for child in children:
            if isinstance(child, str):
                out.append(_Token("text", child, label))
            elif child.tag == "br":
                out.append(_Token("markup", line if not label else " "))
            elif child.tag in _STARS:
                self._emphasis(child, out, line, label, cell)
            else:
                self._other(child, out, line, label, cell)

    def _emphasis(self, node: Node, out: list[_Token], line: str, label: bool, cell: bool) -> None:
        joins = bool(out) and out[-1].kind == "close" and out[-1].text == node.tag  # `**a****b**` is one
        start = out.pop().partner if joins else len(out)
        if not joins:
            out.append(_Token("open", node.tag))
        inside = len(out)
        self._tokens(_merged(node.children), out, line, label, cell)
        if not joins and not any(token.text for token in out[inside:]):
            del out[start:]
            return
        out[start].partner = len(out)
        out.append(_Token("close", node.tag, partner=start))

    def _other(self, node: Node, out: list[_Token], line: str, label: bool, cell: bool) -> None:
        tag = node.tag
        if tag == "a":
            self._link(node, out, line, cell)
        elif tag == "code":
            text = " ".join(plain(node.children).split("\n"))
            if text:
                if out and out[-1].text.endswith("`") and out[-1].kind == "markup":
                    out.append(_Token("markup", " "))  # two spans that touch would be one
                out.append(_Token("markup", _barred(escape.code_span(text), cell)))
        elif tag == "img":
            alt = escape.inline(node.get("alt"), where=self._where(True, cell))
            out.append(_Token("markup", f"![{alt}]({_barred(escape.destination(node.get('src')), cell)})"))
        elif tag == "math":
            out.append(_Token("markup", formula(node, cell)))
        elif tag == "noteref" and node.get("number"):
            out.append(_Token("markup", f"[^{node.get('number')}]"))
        elif tag == "q":
            self._tokens(["“", *node.children, "”"], out, line, label, cell)
        elif tag in _AS_HTML and not _is_reference(node):
            out.append(_Token("markup", f"<{tag}>"))
            self._tokens(_merged(node.children), out, line, label, cell)
            out.append(_Token("markup", f"</{tag}>"))
        else:
            self._tokens(_merged(node.children), out, line, label, cell)

    def _link(self, node: Node, out: list[_Token], line: str, cell: bool) -> None:
        href = node.get("href")
        if self.links == "none":
            self._tokens(_merged(node.children), out, line, False, cell)
            return
        if plain(node.children) == href and href.startswith(("http://", "https://")):
            out.append(_Token("markup", _barred(f"<{href}>", cell)))
            return
        out.append(_Token("markup", "["))
        self._tokens(_merged(node.children), out, line, True, cell)
        target = _barred(escape.destination(href), cell)
        if self.links == "reference":
            target = f"[{self.addresses.setdefault(href, len(self.addresses) + 1)}]"
        else:
            target = f"({target})"
        out.append(_Token("markup", f"]{target}"))

    def _joined(self, tokens: list[_Token], cell: bool) -> str:
        marks = [_mark(tokens, i) if token.kind in ("open", "close") else token.text for i, token in enumerate(tokens)]
        for i, token in enumerate(tokens):
            if token.kind == "text":
                before, after = (marks[i - 1] if i else ""), (marks[i + 1] if i + 1 < len(marks) else "")
                marks[i] = escape.inline(token.text, before[-1:], after[:1], self._where(token.label, cell))
        return "".join(marks)


def _merged(children: list[Child]) -> list[Child]:
    """Return children with neighbouring texts made one: what stands beside a character decides its escape."""
    texts = [isinstance(child, str) for child in children]
    if (True, True) not in pairwise(texts):  # as most are
        return children
    out: list[Child] = []
    for text, group in groupby(children, lambda child: isinstance(child, str)):
        same = list(group)
        out += ["".join(map(str, same))] if text else same
    return out


def formula(node: Node, cell: bool = False) -> str:
    """Return a formula as `$…$`; a displayed one as `$$…$$`, on one line where it stands among words."""
    tex = escape.formula(" ".join(plain(node.children).split()))
    marks = "$$" if node.get("display") else "$"
    return f"{marks}{tex.replace('|', chr(92) + 'vert ') if cell else tex}{marks}"


def _is_reference(node: Node) -> bool:
    """Whether an element only raises a reference to a note, which Markdown raises itself."""
    return all(isinstance(child, Node) and child.get("number") for child in node.children if child != " ")


def _barred(text: str, cell: bool) -> str:
    return text.replace("|", "\\|") if cell else text


def _mark(tokens: list[_Token], i: int) -> str:
    """Return how one end of emphasis is written. Both ends agree, since each looks at both."""
    token = tokens[i]
    first, last = (i, token.partner) if token.kind == "open" else (token.partner, i)
    if _opens(tokens, first) and _closes(tokens, last):
        return _STARS[token.text]
    return f"<{token.text}>" if token.kind == "open" else f"</{token.text}>"


def _opens(tokens: list[_Token], i: int) -> bool:
    """Whether stars here are left-flanking, and touch none that close."""
    if i and tokens[i - 1].kind == "close":
        return False
    return _flanks(_character(tokens, i, -1, "open"), _character(tokens, i, 1, "open"))


def _closes(tokens: list[_Token], i: int) -> bool:
    """Whether stars here are right-flanking."""
    return _flanks(_character(tokens, i, 1, "close"), _character(tokens, i, -1, "close"))


def _flanks(outside: str, inside: str) -> bool:
    if inside.isspace():
        return False
    return not _is_punctuation(inside) or outside.isspace() or _is_punctuation(outside)


def _character(tokens: list[_Token], i: int, step: int, kind: str) -> str:
    """Return the character beside a run of stars: those that open together, or close together, are one run."""
    i += step
    while 0 <= i < len(tokens) and tokens[i].kind == kind:
        i += step
    if not 0 <= i < len(tokens) or not tokens[i].text:
        return "\n"
    return "*" if tokens[i].kind in ("open", "close") else tokens[i].text[0 if step > 0 else -1]


def _is_punctuation(character: str) -> bool:
    """Unicode punctuation as CommonMark 2.1 defines it: categories P and S."""
    return unicodedata.category(character)[0] in "PS"
