"""Nasty pages, small and vast: each has an answer, in memory that lxml's own parse of it bounds."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

import duramen


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        (b"<p>a<plaintext><p>b</plaintext></body>", ["a", "<p>b</plaintext></body>"]),
        (b"<p>a&#xD800;b&#xDFFF;c</p>", ["a\ufffdb\ufffdc"]),
        (b"<p>a&#0;b&#x110000;c&#99999999999999999999;d</p>", None),
        (b"\xef\xbb\xbf\xff\xfe<p>two marks</p>", None),
        ("<meta charset=utf-8><p>wide</p>".encode("utf-16"), ["wide"]),
        ("\ufeff<meta charset=utf-16><p>né</p>".encode(), ["né"]),
        (b"\xfe\xff" + "<p>odd".encode("utf-16-be") + b"\xd8", None),
        (b"<script>document.write('<p>no content</p>')</script><p>content</p>", ["content"]),
        (b"<script><!--<script>'</script>'<p>x</p>--></script><p>after", None),
        (b"<p>a<script>b", ["a"]),
        (b"<div><p>a<b>b<i>c<ul><li>d<table><tr><td>e", ["abc", "d", "e"]),
        (b"<table>a<tr>b<td>c<table><td>d</table>e</td></table>f", None),
        (b"<b><p>a</b>b</p>", ["ab"]),
        (b"<select><option>a<p>b</select><p>c", None),
        (b"<!-- a --!> b --> <p>c</p>", None),
    ],
)
def test_tricks_have_an_answer(html: bytes, texts: list[str] | None) -> None:
    """Where the parser's reading is its own (None), every output is still made, of well-formed text."""
    document = duramen.Extractor()(html)
    if texts is not None:
        assert document.page.texts == texts
    for output in ("text", "markdown", "html", "json"):
        document.render(output).encode()  # type: ignore[arg-type]


def test_entities_are_not_the_pages_to_define() -> None:
    bomb = "".join(f"<!ENTITY e{i} '{f'&e{i - 1};' * 10}'>" for i in range(1, 12))
    page = duramen.parse(f"<!DOCTYPE html [<!ENTITY e0 'lol'>{bomb}]><p>&e11;</p>")
    assert len(page.table.text) < 2000


#: Seconds after which a page is held to hang; the dearest here takes twelve of a processor.
_HANGS = 600
_VAST = {
    "attribute": "b'<p class=\"' + b'a b ' * 2_500_000 + b'\">x</p>'",
    "attributes": "b'<p ' + b' '.join(b'a%d=1' % i for i in range(20_000)) + b'>x</p>'",
    "siblings": "b'<i>x</i>' * 1_000_000",
    "paragraphs": "b'<p>x' * 500_000",
    "depth": "b'<div>x' * 100_000",
    "inline depth": "b'<b>x' * 100_000",
    "unclosed": "b'<ul><li><a href=x><table><tr><td>x' * 300",
    "tables": "b'<table><tr><td>x<table>y<tr>' * 300",
    "closings": "b'x</p></div></b>' * 300_000",
    "breaks": "b'x<br><br>' * 300_000",
    "entities": "b'&amp;&lt;&#x41;&bogus;' * 300_000",
    "nuls": "b'<p>' + b'x\\0' * 2_000_000",
    "comments": "b'x<!-- y -->' * 300_000",
    "openings": "b'<' * 2_000_000",
    "script": "b'<p>x<script>' + b'<p>no content</p>' * 300_000",
    "text": "b'word ' * 10_000_000",
}
_PROGRAM = """
import json, resource, sys
html = {page}
def used():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024
import duramen
from duramen.decode import to_utf8
from lxml import etree
duramen.extract("<p>warm")
utf8, before = to_utf8(html), used()
tree = etree.fromstring(utf8, etree.HTMLParser(encoding="utf-8", huge_tree=True, collect_ids=False))
del tree
parsed = used()
document = duramen.Extractor()(html)
sizes = [len(document.render(output)) for output in ("text", "markdown", "html")]
after = used()
assert (duramen.extract(html) or "") == document.render("text")  # which needs no tree
print(json.dumps(dict(
    bytes=len(html), blocks=len(document.page), sizes=sizes, base=before[1],
    parse=parsed[0] - before[0], all=after[0] - parsed[0], parse_memory=parsed[1], all_memory=after[1],
)))
"""


@pytest.mark.slow
@pytest.mark.parametrize("name", _VAST)
def test_vast_pages_cost_a_multiple_of_their_parse(name: str) -> None:
    """Memory of all of it, text, Markdown and HTML included; the bound is a third above the dearest.

    Anything of quadratic growth would take hours on such pages, and not come back before the deadline. What a block
    costs beyond its bytes is its columns: 40 of them, its row of the matrix, and an object for its markup.
    """
    program = _PROGRAM.format(page=_VAST[name])
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=_HANGS)
    cost = json.loads(done.stdout)
    print(name, cost)
    assert cost["all_memory"] < 2 * cost["parse_memory"] + 8 * cost["bytes"] + 1500 * cost["blocks"], cost
