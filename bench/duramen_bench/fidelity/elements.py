"""The elements of an answer: what it says has which form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, unquote, urljoin

from lxml import etree
from lxml.etree import _Element

from duramen_bench.fidelity import teds
from duramen_bench.fidelity.tex import normal

_SPACE: Final = re.compile(r"\s+")
_DROPPED: Final = re.compile("[\u00ad\u200b\ufeff]")
#: Elements that words do not run through.
_APART_NAMES: Final = (
    "address article blockquote br caption dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre "
    "section summary table tbody td th thead tr ul"
)
_APART: Final = frozenset(_APART_NAMES.split())
_BREAK: Final = "\ue000"
#: Delimiters around all that a formula's element holds.
_FENCED: Final = re.compile(r"\A\s*(?:\\[(\[]|\${1,2})|(?:\\[)\]]|\${1,2})\s*\Z")
_LISTS: Final = ("ul", "ol")
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_EMPHASIS: Final = {
    "em": "em", "i": "em", "strong": "strong", "b": "strong", "del": "del", "s": "del", "strike": "del", "code": "code",
}  # fmt: skip
_LANGUAGE: Final = re.compile(r"(?:language|lang|highlight-source)-([\w+#.\-]+)")
#: Names of one language.
_ALIASES: Final = {
    "js": "javascript", "py": "python", "python3": "python", "sh": "bash", "shell": "bash", "console": "bash",
    "c++": "cpp", "cs": "csharp", "c#": "csharp", "yml": "yaml", "ts": "typescript", "rb": "ruby", "rs": "rust",
    "golang": "go", "hs": "haskell", "kt": "kotlin", "md": "markdown",
}  # fmt: skip
_NO_LANGUAGE: Final = frozenset({"", "text", "plain", "plaintext", "none", "txt"})
_TEX: Final = re.compile(r"\\\((.+?)\\\)|\\\[(.+?)\\\]|\$\$(.+?)\$\$", re.DOTALL)
_TEX_NOTES: Final = ("application/x-tex", "TeX", "LaTeX")


@dataclass
class Elements:
    """Elements by kind, in document order. Texts have single spaces but in `code`; addresses are absolute.

    `code`: text, language ("" for none). `tables`: see `teds`. All others are what `measure` compares as it stands:
    `lists` (depth, number or bullet, the item's own text), `links` (text, address), `images` (alt, address), `math`
    (normalised LaTeX), `headings` (level, text), `emphasis` (what, text), `quotes` (depth, own text), `breaks` (a line
    that a `<br>` ends), `notes` (number, text), `definitions` (term or definition, text).
    """

    words: list[str] = field(default_factory=list)
    code: list[tuple[str, str]] = field(default_factory=list)
    tables: list[teds.Table] = field(default_factory=list)
    lists: list[tuple[object, ...]] = field(default_factory=list)
    links: list[tuple[object, ...]] = field(default_factory=list)
    images: list[tuple[object, ...]] = field(default_factory=list)
    math: list[tuple[object, ...]] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    emphasis: list[tuple[object, ...]] = field(default_factory=list)
    quotes: list[tuple[object, ...]] = field(default_factory=list)
    breaks: list[tuple[object, ...]] = field(default_factory=list)
    notes: list[tuple[object, ...]] = field(default_factory=list)
    definitions: list[tuple[object, ...]] = field(default_factory=list)


def elements(body: _Element, url: str, line_ends: bool = True) -> Elements:
    """Return the elements of an answer to the page at `url`. The tree is used up.

    Without `line_ends`, listings have no white space at the ends of their lines.
    """
    found = Elements()
    for element in list(body.iter("script", "style")):
        if not (element.get("type") or "").startswith("math/tex"):
            _replace(element, "")
    _code(body, found, line_ends)
    _formulas(body, found)
    found.words = re.findall(r"\w+", _text(body))
    _notes(body, found)
    found.tables = [_table(table) for table in body.iter("table") if next(table.iterdescendants("table"), None) is None]
    for take in (_lists, _headings, _emphasis, _quotes, _breaks, _definitions):
        take(body, found)
    _links(body, found, url)
    return found


def flat(text: str) -> str:
    """Return a text with single spaces, without marks that cannot be seen."""
    return _SPACE.sub(" ", _DROPPED.sub("", text)).strip()


def _text(element: _Element, without: tuple[str, ...] = (), line: str = " ") -> str:
    """Return the text in and beneath an element; not that of elements named in `without`. `line` is a `<br>`."""
    return "".join(_pieces(element, without, line)) if line != " " else flat("".join(_pieces(element, without, line)))


def _pieces(element: _Element, without: tuple[str, ...], line: str) -> Iterator[str]:
    walker = etree.iterwalk(element, ("start", "end"))
    for event, node in walker:
        gap = line if node.tag == "br" else " " if node.tag in _APART else ""
        if event == "start":
            yield gap
            if node is not element and node.tag in without:
                walker.skip_subtree()
            else:
                yield node.text or ""
        elif node is not element:
            yield (gap if gap == " " else "") + (node.tail or "")


def _replace(element: _Element, text: str) -> None:
    """Put a text where an element stood."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    text += element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    parent.remove(element)


def _classes(element: _Element) -> list[str]:
    return (element.get("class") or "").split()


# ---------------------------------------------------------------------------------------------------------------------
# What is taken out before the rest is read


def _code(body: _Element, found: Elements, line_ends: bool) -> None:
    for pre in list(body.iter("pre")):
        if next(pre.iterancestors("pre"), None) is None:
            text = _listing(pre) if line_ends else "\n".join(map(str.rstrip, _listing(pre).split("\n")))
            found.code.append((text, _language(pre)))
            _replace(pre, "")


def _listing(pre: _Element) -> str:
    """Return the text of a `<pre>` but for the line ends that HTML and Markdown do not count to it."""
    for line in pre.iter("br"):
        line.text = "\n"
    text = "".join(map(str, pre.itertext())).replace("\r\n", "\n")
    return (text[1:] if (pre.text or "").startswith("\n") else text).rstrip("\n")


def _language(pre: _Element) -> str:
    inner = next(pre.iter("code"), None)
    classes = " ".join((e.get("class") or "") for e in (pre, inner) if e is not None)
    named = _LANGUAGE.search(classes)
    name = named[1].lower() if named else ""
    return "" if name in _NO_LANGUAGE else _ALIASES.get(name, name)


def _formulas(body: _Element, found: Elements) -> None:
    for element in list(body.iter("span", "div", "math", "mjx-container", "script")):
        tex = _formula(element) if next(element.iterancestors("body"), None) is not None else None
        if tex is not None:
            _replace(element, f"\\({tex}\\)")
    for element in body.iter("*"):
        if element.tag != "code":
            element.text = _marked(element.text, found)
        if next(element.iterancestors("code"), None) is None:
            element.tail = _marked(element.tail, found)


def _formula(element: _Element) -> str | None:
    """Return the LaTeX that an element is marked to hold, or None."""
    if element.tag == "script":
        return element.text or ""
    if element.tag in ("math", "mjx-container") or "katex" in _classes(element):
        note = next((e for e in element.iter("annotation") if e.get("encoding") in _TEX_NOTES), None)
        math = element if element.tag == "math" else next(element.iter("math"), None)
        return (note.text if note is not None else "" if math is None else math.get("alttext")) or None
    return _FENCED.sub("", "".join(map(str, element.itertext()))) if "math" in _classes(element) else None


def _marked(text: str | None, found: Elements) -> str | None:
    r"""Gather the formulas between delimiters in a text, and leave each normalised."""
    if not text or ("\\" not in text and "$$" not in text):
        return text

    def take(match: re.Match[str]) -> str:
        tex = normal(next(filter(None, match.groups())))
        if not tex:
            return ""
        found.math.append((tex,))
        return f"\N{LEFT WHITE SQUARE BRACKET}{tex}\N{RIGHT WHITE SQUARE BRACKET}"

    return _TEX.sub(take, text)


def _notes(body: _Element, found: Elements) -> None:
    for section in [e for e in body.iter("section") if "footnotes" in _classes(e)]:
        for link in [e for e in section.iter("a") if (e.get("href") or "").startswith("#")]:
            _replace(link, "")
        found.notes = [(i, _text(item)) for i, item in enumerate(section.iter("li"), 1)]
        _replace(section, "")
    for mark in [e for e in body.iter("sup", "a") if _is_reference(e)]:
        _replace(mark, "")


def _is_reference(element: _Element) -> bool:
    return (element.get("id") or "").startswith("fnref") or "footnote-ref" in _classes(element)


# ---------------------------------------------------------------------------------------------------------------------
# What is read where it stands


def _table(table: _Element) -> teds.Table:
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    return tuple(tuple(teds.Cell(_text(cell), *teds.spans(cell)) for cell in row) for row in rows)


def _lists(body: _Element, found: Elements) -> None:
    numbers: dict[_Element, int] = {}
    for item in body.iter("li"):
        listing = next(item.iterancestors(*_LISTS), None)
        if listing is None:
            continue
        number = _whole(item.get("value"), numbers.get(listing, _whole(listing.get("start"), 1)))
        numbers[listing] = number + 1
        depth = sum(1 for _ in item.iterancestors(*_LISTS))
        found.lists.append((depth, number if listing.tag == "ol" else "-", _text(item, _LISTS)))


def _whole(value: str | None, otherwise: int) -> int:
    return int(value) if value and value.isascii() and value.isdecimal() and len(value) < 10 else otherwise


def _headings(body: _Element, found: Elements) -> None:
    found.headings += [(int(e.tag[1]), text) for e in body.iter(*_HEADINGS) if (text := _text(e))]


def _emphasis(body: _Element, found: Elements) -> None:
    for element in body.iter(*_EMPHASIS):
        # A heading, a head of a table or a term is bold anyway.
        if next(element.iterancestors(*_HEADINGS, "th", "dt"), None) is None and _text(element):
            found.emphasis.append((_EMPHASIS[element.tag], _text(element)))


def _quotes(body: _Element, found: Elements) -> None:
    for quotation in body.iter("blockquote"):
        depth = sum(1 for _ in quotation.iterancestors("blockquote")) + 1
        found.quotes.append((depth, _text(quotation, ("blockquote",))))


def _breaks(body: _Element, found: Elements) -> None:
    for element in body.iter("p", "div", "blockquote", "li"):
        if element.find(".//br") is not None and element.find(".//p") is None:
            lines = _text(element, ("table",), _BREAK).split(_BREAK)
            found.breaks += [(flat(line),) for line in lines[:-1] if flat(line)]


def _definitions(body: _Element, found: Elements) -> None:
    for element in body.iter("dt", "dd"):
        # Most readers of Markdown know one term a definition, which has breaks where the page has terms.
        texts = _text(element, (), _BREAK).split(_BREAK) if element.tag == "dt" else [_text(element)]
        found.definitions += [(element.tag, text) for text in map(flat, texts) if text]


def _links(body: _Element, found: Elements, url: str) -> None:
    for link in body.iter("a"):
        target = address(link.get("href") or "", url)
        if target and target.partition("#")[0] != address(url, url).partition("#")[0]:
            found.links.append((_text(link), target))
    found.images += [(flat(e.get("alt") or ""), address(e.get("src") or "", url)) for e in body.iter("img")]


def address(href: str, url: str) -> str:
    """Return an absolute address, spelt in one way; "" for none."""
    try:
        return quote(unquote(urljoin(url, href.strip())), safe="/:?#[]@!$&'()*+,;=~%") if href.strip() else ""
    except ValueError:
        return ""
