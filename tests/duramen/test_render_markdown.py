"""A page a construct, and the Markdown that it should be."""

from __future__ import annotations

import pytest

import duramen
from duramen.errors import UsageError
from duramen.model import Model
from duramen.render import to_markdown

_URL = "https://orchard.example/apples/keeping"

_TEXT = {
    "paragraphs": ("<p>one<p>two<div>three</div>", "one\n\ntwo\n\nthree"),
    "headings": ("<h1>A</h1><h2>B <b>c</b></h2><h3><b>D</b></h3><h6>E #</h6>", "# A\n\n## B **c**\n\n### D\n\n###### E \\#"),
    "heading of blocks": ("<h2><div>A</div><div>B</div></h2>", "## A B"),
    "permalink": ("<h2>Storing<a class=headerlink href='#storing'>¶</a></h2>", "## Storing"),
    "permalink before, an image": ("<h2><a href='#s'><img src=/i.svg></a>Storing</h2>", "## Storing"),
    "sign to edit": ("<h2>Storing <a href='/edit'>✎</a></h2>", "## Storing"),
    "link of an image": (
        "<h2>Storing <a href='/b'><img src=/i.png></a></h2>",
        "## Storing [![](https://orchard.example/i.png)](https://orchard.example/b)",
    ),
    "heading that is its own link": ("<h2><a href='#a'><!--[-->Storing<!--]--></a></h2>", "## Storing"),
    "emphasis": ("<p><em>a</em> <b>b</b> <del>c</del> <i><b>d</b></i>", "*a* **b** ~~c~~ ***d***"),
    "spaces leave emphasis": ("<p>a<b> b </b>c", "a **b** c"),
    "emphasis in a word": ("<p>un<i>break</i>able", "un*break*able"),
    "emphasis that touches": ("<p><b>a</b><b>b</b><i>c</i>", "**ab**<em>c</em>"),
    "emphasis that stars cannot say": ("<p>中文<b>「强调」</b>中文", "中文<strong>「强调」</strong>中文"),
    "sub, sup, kbd": ("<p>H<sub>2</sub>O 2<sup>8</sup> <kbd>Ctrl</kbd>", "H<sub>2</sub>O 2<sup>8</sup> <kbd>Ctrl</kbd>"),
    "quotation": ("<p>He said <q>no</q>.", "He said “no”."),
    "code span": ("<p>use <code>a `b` c</code> or <code>`</code>", "use ``a `b` c`` or `` ` ``"),
    "code spans that touch": ("<p><code>a</code><code>b</code>", "`a` `b`"),
    "line breaks": ("<p>O rose,<br>thou art<br>sick.", "O rose,\\\nthou art\\\nsick."),
    "stanzas": ("<p>one<br>two<br><br>three<br>four", "one\\\ntwo\n\nthree\\\nfour"),
    "address": ("<address>1 Lane<br>Town</address>", "1 Lane\\\nTown"),
    "marks of direction": ("<p>\u200fשלום\u200e (ok)", "\u200fשלום\u200e (ok)"),
    "rule": ("<p>a<hr><p>b", "a\n\n---\n\nb"),
    "custom elements in a sentence": ("<p>The <x-term>apple</x-term>, kept <x-term>dry</x-term> well.", "The apple, kept dry well."),
    "what looks like markup": (
        "<p>1. one</p><p># two</p><p>- three</p><p>* four * 5</p><p>&gt; six</p><p>+ seven</p><p>a_b __c__ *d*</p>"
        "<p>&amp;lt; &lt;b&gt; `e`</p><p>[f](g) [h]</p><p>~~i~~ ~5</p><p>===</p><p>a\\*b c:\\d</p>",
        "1\\. one\n\n\\# two\n\n\\- three\n\n\\* four * 5\n\n\\> six\n\n\\+ seven\n\na_b \\_\\_c\\_\\_ \\*d\\*\n\n"
        "\\&lt; \\<b> \\`e\\`\n\n[f\\](g) [h]\n\n\\~\\~i\\~\\~ \\~5\n\n\\===\n\na\\\\\\*b c:\\d",
    ),
}  # fmt: skip

_LISTS = {
    "list": ("<ul><li>a<li>b</ul>", "- a\n- b"),
    "nested": ("<ul><li>a<ul><li>b<ol><li>c</ol></ul><li>d</ul>", "- a\n  - b\n    1. c\n- d"),
    "list straight in a list": ("<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>", "- a\n  - b\n- c"),
    "list in nothing but a list": ("<ul><ul><ul><li>a<li>b</ul></ul><li>c</ul>", "- a\n- b\n- c"),
    "lists in nothing but a list": ("<ul><ul><li>a</ul><ul><li>b</ul>c<ul><li>d</ul></ul>", "- a\n- b\n- c\n- - d"),
    "numbers": ("<ol start=9><li>a<li>b<li value=20>c<li>d</ol>", "9. a\n10. b\n20) c\n21) d"),
    "reversed": ("<ol reversed><li>a<li>b</ol>", "2. a\n1. b"),
    "loose": ("<ul><li><p>a<p>b<li>c</ul>", "- a\n\n  b\n\n- c"),
    "lists in a row": ("<ul><li>a</ul><ul><li>b</ul><ul><li>c</ul>", "- a\n\n+ b\n\n- c"),
    "code in an item": ("<ol><li>a<pre>x\n  y</pre></ol>", "1. a\n\n   ```\n   x\n     y\n   ```"),
    "quote": ("<blockquote><p>a<blockquote>b</blockquote></blockquote>", "> a\n>\n> > b"),
    "list in a quote": ("<blockquote><ul><li>a<li>b</ul></blockquote>", "> - a\n> - b"),
    "definitions": ("<dl><dt>Pip<dd>A seed.<dd>Small.<dt>Core<dd>The rest.</dl>", "Pip\n: A seed.\n: Small.\n\nCore\n: The rest."),
    "terms of one definition": ("<dl><dt>Pip<dt>Stone<dd>A seed.</dl>", "Pip<br>Stone\n: A seed."),
    "terms of none": ("<dl><dd>Red.<dt>Pip<dt>Stone</dl>", ": Red.\n\nPip\n\nStone"),
    "item that looks like a task": ("<ul><li>[ ] a</ul>", "- \\[ ] a"),
    "empty items": ("<ul><li><li>a<li> </ul>", "- a"),
}  # fmt: skip

_CODE = {
    "white space": ("<pre>  a\n\tb\n\n   c  \n</pre>", "```\n  a\n\tb\n\n   c  \n```"),
    "paragraphs in lines": ("<pre><div><p>a</p></div><div><p> b</p><p>c</p></div></pre>", "```\na\n b\nc\n```"),
    "prism": ("<pre class=language-js><code>x</code></pre>", "```js\nx\n```"),
    "highlight.js": ("<pre><code class='hljs python'>x</code></pre>", "```python\nx\n```"),
    "pygments": ("<div class='highlight-rust notranslate'><div class=highlight><pre>x</pre></div></div>", "```rust\nx\n```"),
    "github": ("<div class='highlight highlight-source-shell'><pre>x</pre></div>", "```shell\nx\n```"),
    "syntaxhighlighter": ("<pre class='brush: php; toolbar: false'>x</pre>", "```php\nx\n```"),
    "backticks inside": ("<pre>```\nx\n```</pre>", "````\n```\nx\n```\n````"),
    "numbers in a cell": (
        "<table class=highlighttable><tr><td class=linenos><pre>1\n2</pre></td><td class=code><pre>a\nb</pre></td></table>",
        "```\na\nb\n```",
    ),
    "numbers in spans": ("<pre><span class=lineno>1 </span>a\n<span class=lineno>2 </span>b</pre>", "```\na\nb\n```"),
    "numbers in a cell without a name": (
        "<table><tr><td><pre>1\n2\n3</pre></td><td><pre>a\nb\nc</pre></td></table>", "```\na\nb\nc\n```",
    ),
    "github's file": (
        "<table class=highlight><tr><td class=blob-num>1</td><td class=blob-code>  a</td></tr>"
        "<tr><td class=blob-num>2</td><td class=blob-code>\tb</td></tr></table>",
        "```\n  a\n\tb\n```",
    ),
    "github's file names its language": (
        "<div class='blob-wrapper data type-rust'><table class=highlight><tr><td class=blob-code>a<tr><td class=blob-code>b</table></div>",
        "```rust\na\nb\n```",
    ),
    "hexo": (
        "<figure class='highlight java'><table><tr><td class=gutter><pre>1<br>2</pre><td class=code><pre>a<br>b</pre></table></figure>",
        "```java\na\nb\n```",
    ),
    "lines in elements": ("<pre><div class=line>a</div><div class=line>  b</div></pre>", "```\na\n  b\n```"),
    "breaks": ("<pre>a<br>  b</pre>", "```\na\n  b\n```"),
    "copy button": ("<pre><button>Copy</button><code>x</code></pre>", "```\nx\n```"),
}  # fmt: skip

_TABLES = {
    "table": (
        "<table><caption>Keeping</caption><thead><tr><th>Sort<th align=right>Weeks</thead><tr><td>Russet<td>20</table>",
        "*Keeping*\n\n| Sort | Weeks |\n| --- | ---: |\n| Russet | 20 |",
    ),
    "pipes and breaks": ("<table><tr><th>a<th>b<tr><td>x|y<td><code>|</code><br>z</table>", "| a | b |\n| --- | --- |\n| x\\|y | `\\|`<br>z |"),
    "spans": (
        "<table><tr><th>a<th>b<th>c<tr><td rowspan=2>x<td colspan=2>y<tr><td>z<td>w</table>",
        "| a | b | c |\n| --- | --- | --- |\n| x | y |  |\n|  | z | w |",
    ),
    "empty cells hold their place": ("<table><tr><th>a<th>b<tr><td><td>y</table>", "| a | b |\n| --- | --- |\n|  | y |"),
    "blocks in a cell": ("<table><tr><th>a<th>b<tr><td><p>x<p>y<td><ul><li>z<li>w</ul></table>", "| a | b |\n| --- | --- |\n| x<br>y | z<br>w |"),
    "foot before the body": (
        "<table><tfoot><tr><td>x<td>y</tfoot><thead><tr><th>a<th>b</thead><tbody><tr><td>c<td>d</table>",
        "| a | b |\n| --- | --- |\n| c | d |\n| x | y |",
    ),
    "image in a cell": (
        "<table><tr><td><img src=/b.png alt=b><td>c</table>", "![b](https://orchard.example/b.png)\n\nc",
    ),
    "layout": ("<table><tr><td><h1>T</h1><p>a<td><p>b</table>", "# T\n\na\n\nb"),
    "one column": ("<table><tr><td>a<tr><td>b</table>", "a\n\nb"),
    "presentation": ("<table role=presentation><tr><td>a<td>b<tr><td>c<td>d</table>", "a\n\nb\n\nc\n\nd"),
    "a span of a billion": ("<table><tr><th colspan=1000000000>a<th>b<tr><td>c<td>d</table>", None),
}  # fmt: skip

_LINKS = {
    "link": ("<p><a href='/x?a=1&amp;b=(2)'>x</a>", "[x](https://orchard.example/x?a=1&b=\\(2\\))"),
    "relative": ("<p><a href=pear>x</a> <a href='../quince'>y</a>", "[x](https://orchard.example/apples/pear) [y](https://orchard.example/quince)"),
    "base": ("<base href='https://cdn.example/d/'><p><a href=x>x</a>", "[x](https://cdn.example/d/x)"),
    "address alone": ("<p><a href='https://e.example/a'>https://e.example/a</a>", "<https://e.example/a>"),
    "same page": ("<p><a href='#top'>up</a> <a href='/apples/keeping#x'>x</a>", "up x"),
    "nowhere safe": ("<p><a href='javascript:x()'>a</a> <a href='data:text/html,b'>b</a> <a href=' java\nscript:c'>c</a>", "a b c"),
    "brackets": ("<p><a href=/x>[a]</a> b!<a href=/y>c</a>", "[\\[a\\]](https://orchard.example/x) b\\![c](https://orchard.example/y)"),
    "around blocks": ("<a href=/x><h3>Card</h3><p>More.</p></a>", "### [Card](https://orchard.example/x)\n\nMore."),
    "two that touch": ("<p><a href=/x>a</a><a href=/y>b</a>", "[a](https://orchard.example/x) [b](https://orchard.example/y)"),
    "image": ("<p>a <img src=b.png alt='the [core]'> c", "a ![the \\[core\\]](https://orchard.example/apples/b.png) c"),
    "late image": ("<p>a<p><img src='data:image/gif;base64,x' data-src=/b.png alt=b><p>c", "a\n\n![b](https://orchard.example/b.png)\n\nc"),
    "srcset": ("<p>a<picture><source srcset='/s.webp 300w, /l.webp 900w'><img alt=b></picture>", "a![b](https://orchard.example/l.webp)"),
    "counting image": ("<p>a<img src=/t.gif width=1 height=1>", "a"),
    "emoji": ("<p>Well <img class=emoji alt=🍏 src=/a.png> done", "Well 🍏 done"),
    "figure": ("<p>a<figure><img src=/b.png alt=b><figcaption>An apple</figcaption></figure><p>c", "a\n\n![b](https://orchard.example/b.png)\n\n*An apple*\n\nc"),
    "linked image": ("<p>a <a href=/x><img src=/b.png alt=b></a>", "a [![b](https://orchard.example/b.png)](https://orchard.example/x)"),
}  # fmt: skip

_KATEX = (
    "<span class=katex><span class=katex-mathml><math><semantics><mrow><mi>x</mi></mrow>"
    "<annotation encoding='application/x-tex'>x_1</annotation></semantics></math></span>"
    "<span class=katex-html aria-hidden=true>x1</span></span>"
)
_SCIENCE = {
    "katex": (f"<p>Let {_KATEX}, then", "Let $x_1$, then"),
    "katex, displayed": (f"<p>a</p><span class=katex-display>{_KATEX}</span>", "a\n\n$$\nx_1\n$$"),
    "mathml": ("<p>So <math><msup><mi>x</mi><mn>2</mn></msup><mo>=</mo><mfrac><mi>a</mi><mi>b</mi></mfrac></math>.", "So $x^{2} = \\frac{a}{b}$."),
    "formula that a reader may take for markup": (
        "<p>So <math alttext='a&lt;b, [x](y)'><mi>a</mi></math>.", "So $a< b, [x] (y)$.",
    ),
    "mathjax 2": (
        "<p>So <span class=MathJax_Preview></span><span class=MathJax>x2</span><script type='math/tex'>x^2</script>.",
        "So $x^2$.",
    ),
    "mathjax 3": ("<p>So <mjx-container><mjx-assistive-mml><math><mi>x</mi></math></mjx-assistive-mml></mjx-container>, ok", "So $x$, ok"),
    "wikipedia": (
        "<p>So <span class=mwe-math-element><span><math alttext='{\\displaystyle x^2}'><mi>x</mi></math></span>"
        "<img src=/m.svg alt='{\\displaystyle x^2}'></span> ok",
        "So $x^2$ ok",
    ),
    "latex image": ("<p>So <img class=latex alt='x^2' src=/m.png> ok", "So $x^2$ ok"),
    "notes": (
        "<p>a<sup><a href='#fn1'>1</a></sup> b<sup><a href='#fn2'>2</a></sup></p><ol><li id=fn2>Two<a href='#fnref2'>↩</a>"
        "<li id=fn1><p>One<p>and more</ol>",
        "a[^1] b[^2]\n\n[^1]: One\n\n    and more\n\n[^2]: Two",
    ),
    "notes of a word processor": (
        "<p>a<a href='#_ftn1' name='_ftnref1'>[1]</a></p><p><a href='#_ftnref1' name='_ftn1'>[1]</a> One</p>",
        "a[^1]\n\n[^1]: One",
    ),
    "note that is not there": ("<p>a<sup><a href='#fn1'>1</a></sup>", "a<sup>1</sup>"),
}  # fmt: skip

_GOLDEN = {**_TEXT, **_LISTS, **_CODE, **_TABLES, **_LINKS, **_SCIENCE}


@pytest.mark.parametrize("name", [name for name, (_, markdown) in _GOLDEN.items() if markdown is not None])
def test_golden(name: str) -> None:
    html, markdown = _GOLDEN[name]
    page = duramen.parse(html)
    assert to_markdown(page, range(len(page)), _URL) == markdown


def test_spans_that_nothing_fills_are_bounded() -> None:
    rows = "".join(f"<tr><td rowspan=65534>{i}<td colspan=1000>x" for i in range(300))
    page = duramen.parse(f"<table><tr><th>a<th>b{rows}</table>")
    assert len(to_markdown(page, range(len(page)))) < 100_000


def test_structure_stands_around_kept_blocks_only() -> None:
    page = duramen.parse("<ul><li>a<li>b</ul><table><tr><th>c<th>d<tr><td>e<td>f</table><blockquote>g</blockquote><p>h")
    assert to_markdown(page, [1, 3, 5, 7], whole=False) == "- b\n\n|  | d |\n| --- | --- |\n|  | f |\n\nh"
    assert to_markdown(page, []) == ""


def test_images_stand_where_all_around_them_is_kept() -> None:
    page = duramen.parse(
        "<div><img src=/logo.png></div><p>a<p><img src=/b.png><p>c<p>menu<div><img src=/ad.png></div><p>d"
    )
    assert to_markdown(page, [0, 1, 3]) == "a\n\n![](/b.png)\n\nc\n\nd"
    assert to_markdown(page, [0, 1, 3], images=False) == "a\n\nc\n\nd"


def test_a_figure_between_kept_blocks_is_shown_without_its_caption() -> None:
    page = duramen.parse("<p>a<figure><img src=/b.png><figcaption>c</figcaption></figure><p>d")
    assert to_markdown(page, [0, 2]) == "a\n\n![](/b.png)\n\nd"
    assert to_markdown(page, [0]) == "a"
    hidden = "<p>a<figure hidden><img src=/b.png><figcaption>c</figcaption></figure><p>d"
    assert to_markdown(duramen.parse(hidden), [0, 2]) == "a\n\nd"
    row = "<p>a" + "<figure><img src=/{}.png><figcaption>c</figcaption></figure>" * 2 + "<p>d"
    assert to_markdown(duramen.parse(row), [0, 3]) == "a\n\nd"


def test_an_image_alone_is_shown_once() -> None:
    page = duramen.parse("<p>a<p><img src=/b.png><p><a href=/c><img src=/b.png></a><p>d <img src=/b.png>")
    assert to_markdown(page, [0, 1]) == "a\n\n![](/b.png)\n\nd ![](/b.png)"


def test_links_as_references_and_not_at_all() -> None:
    page = duramen.parse("<p><a href=/x>a</a> [1] <a href=/y>b</a> <a href=/x>c</a>")
    assert to_markdown(page, [0], links="reference") == "[a][1] \\[1] [b][2] [c][1]\n\n[1]: /x\n[2]: /y"
    assert to_markdown(page, [0], links="none") == "a [1] b c"
    with pytest.raises(UsageError, match="Did you mean inline"):
        to_markdown(page, [0], links="inlin")  # type: ignore[arg-type]


@pytest.mark.parametrize("tag", ["ul><li", "blockquote", "table><tr><td", "b", "a href=x", "x-y", "dl><dd", "figure"])
def test_depth_is_bounded(tag: str) -> None:
    page = duramen.parse(f"<{tag}>x" * 900)
    assert len(to_markdown(page, range(len(page)))) < 80 * 900


def test_a_document_renders(model: Model, html: str) -> None:
    document = duramen.Extractor(model)(html, "https://orchard.example/")
    assert "straw is kept dry." in document.to_markdown()
    assert document.to_html().startswith("<p>Apples are kept")
    assert document.render("markdown") == document.to_markdown()
    assert document.render("text") == document.text
    with pytest.raises(UsageError, match="Did you mean markdown"):
        document.render("markdwn")  # type: ignore[arg-type]
