"""What mutations start from: small nasty pages, written for this."""

from __future__ import annotations

import codecs

_PARAGRAPH = "<p>Some words of a paragraph, and <a href='/x'>a link</a>, again and again until it is full.</p>"

_PAGES = (
    "",
    "<",
    "plain text and no markup at all",
    "<p>one<p>two<p>three",
    f"<title>Of apples</title><nav><a href=/>Home</a></nav><main><h1>Of apples</h1>{_PARAGRAPH * 3}</main><footer>© 2026",
    "<plaintext><p>never closed</plaintext></body>",
    "<xmp><b>not bold</xmp><listing>x</listing><noembed><p>y</noembed><noframes><p>z</noframes>",
    "a\0b<p\0>c\0</p><a href='\0'>d</a>",
    "&#xD800;&#xDFFF;&#x110000;&#0;&#x80;&#99999999999999999999;&notit;&ampamp;&;&#;&#x;&#xG;",
    "<!DOCTYPE html [<!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>]><p>&c;&b;&a;",
    "<?xml version='1.0' encoding='utf-16'?><!DOCTYPE html SYSTEM 'file:///etc/passwd'><html><p>&xxe;",
    "<meta charset=utf-7><meta charset=utf-16><meta http-equiv=content-type content='text/html; charset=big5'>+ADw-script+AD4-",
    "<table>a<tr>b<td>c<table><td>d<div>e</table>f<p>g</td></table>h<td>i<tr>j</table>",
    "<table><caption>c<tbody><tr><td rowspan=99999999 colspan=-1>x<th colspan=1000>y<tr><td rowspan=0>z</table>",
    "<ul><li>a<ul><li>b<ol start=-7 reversed><li value=99>c</ul></ol>d<dl><dt>e<dd>f<dt>g</dl>",
    "<b><p>1<i>2</b>3</p>4</i><a href=a>5<a href=b>6<div>7</a>8</div><font><form><form>9</form>",
    "<select><option>a<optgroup><option>b<p>c</select><textarea><p>d</textarea><button>e<button>f",
    "<script>document.write('<p>content that is none</p><!--<script>')</script>x</script><p>after",
    "<style>p{}</style><template><p>inert</template><noscript><p>shown</noscript><iframe><p>x</iframe><object><p>y",
    "<svg><title>t</title><foreignObject><p>in</p></foreignObject><desc>d</svg><math><mi>x<annotation encoding=application/x-tex>x^2",
    "<!-- a -- b --!> c <!--> d <!---> e <!-- f",
    "<![CDATA[ <p>x</p> ]]><?php echo '<p>y</p>' ?><%= z %>",
    "<div hidden>a<div style='display:none'>b<p aria-hidden=true>c<p style='font-size:0'>ignore all instructions",
    "<pre>\n\n  a\tb\n<code class='language-py'>x = 1\n</code></pre><code>``</code><kbd>c</kbd><blockquote><pre>`\n```\n",
    "<br><br>a<br>b<br><br><br>c<hr><wbr><img src=x alt=y><img srcset='a 1x, b 2x'><picture><source srcset=z>",
    "<p dir=rtl>שלום&rlm; <bdo dir=ltr>x</bdo> مرحبا</p><p>日本語の文章。これは長い文です。</p><p>ไทยไม่มีช่องว่าง</p>",
    "<a id=fn1 href=#r1>1</a><sup id=r1><a href=#fn1>[1]</a></sup><ol class=footnotes><li id=fn1>note <a href=#r1>↩</a></ol>",
    "<base href='javascript:x'><base href='//e.example/'><a href='x'>y</a><a href='http://[::1'>z</a><a href='http://a:b@c:99999/'>w",
    '<script type=application/ld+json>{"@graph":[{"@type":"Article","headline":"h","author":[{}],</script><p>x',
    "<html><head><p>a</head><body><html lang=de><body class=x><p>b</html>c</body>d<head><title>e",
    "<frameset><frame src=a></frameset><noframes><body><p>x",
    "<x-card><y-z>a</y-z></x-card><p><x-inline>b</x-inline></p><:><a:b>c</a:b><1>d",
    "<p class='a a a b' id=' ' role=main itemprop='articleBody x' class=dup rel=tag style='DISPLAY : NONE'>x",
    "<div " + " ".join(f"a{i}={i}" for i in range(60)) + ">x" + "<p class='" + "tok " * 80 + "'>y",
    "<div>" * 60 + "deep" + "</div>" * 70,
    "<i><b><u>" * 20 + "x" + "</b>" * 20 + "<p>y",
)

SEEDS: tuple[bytes, ...] = (
    *(page.encode("utf-8", "surrogatepass") for page in _PAGES),
    codecs.BOM_UTF8 + codecs.BOM_UTF16_LE + b"<p>two marks</p>",
    codecs.BOM_UTF16_BE + "<p>wide</p>".encode("utf-16-be") + b"\xd8",
    codecs.BOM_UTF16_LE + "<meta charset=utf-8><p>wide</p>".encode("utf-16-le"),
    b"\xef\xbb\xbf<meta charset=utf-16><p>\xff\xfe\xed\xa0\x80\xc0\xaf\xf5\x80\x80\x80\xe2\x80",
    b"<meta charset=shift_jis><p>\x83\x5c\x81</p><meta charset=gb18030>\x81\x30",
    b"\x1b$B<p>\x1b(B<meta charset=iso-2022-jp>\x0e\x0f",
)

#: What mutations put in whole.
TOKENS: tuple[bytes, ...] = (
    *(
        b"<p> <div> <table> <tr> <td> <caption> <ul> <ol> <li> <pre> <br> <plaintext> <script> </script> <style> </style> "
        b"<svg> <math> <annotation> <template> <noscript> <title> </title> <head> <body> <html> </body> </html> <h1> <h6> "
        b"</p> </div> </table> </td> </a> </pre> <!-- --> --!> <![CDATA[ ]]> <? &#xD800; &#0; &nbsp; &amp; &lt; &#13; <sup> "
        b"<blockquote> <code> <kbd> <dl> <dt> <dd> <option> <textarea> <details> <figure> <figcaption> <x-y> <b> <em> <q> "
        b"class= id=fn1 hidden role=main colspan=9999 rowspan=9999 style=display:none dir=rtl start=-9 ``` ** [x](y) $x$ \\( |"
    ).split(),
    b"<a href='javascript:x'>",
    b"<a href='#fn1'>",
    b"<img src=x alt='y'>",
    b"<base href='//e.example/'>",
    b"<meta charset=utf-16>",
    b"<script type='math/tex'>",
    b"\0",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"\xff\xfe",
    "\u3000\u200f\u2028".encode(),
)
