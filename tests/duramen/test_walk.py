"""The walk sees the text that a reader sees, in blocks, once."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

import duramen
from duramen._walk import elements_at
from duramen.blocks import FLAGS, TAGS, BlockTable
from duramen.errors import UsageError


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<p>one<p>two", ["one", "two"]),
        ("<p>a <b>bold</b> word", ["a bold word"]),
        ("<p>one<br>line<br><br>two", ["one\nline", "two"]),
        ("<p>one<br>\n<br>two", ["one", "two"]),
        ("<div>before<p>in</p>after</div>", ["before", "in", "after"]),
        ("<div><a>Home</a><a>About</a></div>", ["Home About"]),
        ("<p>un<i>break</i>able", ["unbreakable"]),
        ("<p>soft\u00adhyphen zero\u200bwidth", ["softhyphen zerowidth"]),
        ("<p>a&nbsp;b\u3000c", ["a b c"]),
        ("<noscript><div><p>post</div></noscript>", ["post"]),
        ("<template><p>no</template><script>no</script><style>no</style><svg><text>no</text></svg><p>yes", ["yes"]),
        ("<title>no</title><p>yes", ["yes"]),
        ("<table><tr><td>a<td>b<tr><td>c</table>", ["a", "b", "c"]),
        ("<my-card>one</my-card><my-card>two</my-card>", ["one", "two"]),
        ("<p> \n\t </p><p>x", ["x"]),
        ("<select><option>a<option>b</select>", ["a", "b"]),
    ],
)
def test_blocks(html: str, texts: list[str]) -> None:
    assert duramen.parse(html).texts == texts


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<pre>\n  a\n    b\n</pre>", "  a\n    b"),
        ("<pre>\n\n \n\ta\tb\n\t\tc\n\t</pre>", "\ta\tb\n\t\tc"),
        ("<pre><code><i>  </i>a  b</code>\n</pre>", "  a  b"),
        ("<p>x</p><pre>a&nbsp;b<br>c</pre>", "a b\nc"),
    ],
)
def test_pre_keeps_its_space(html: str, text: str) -> None:
    assert duramen.parse(html).texts[-1] == text


def test_counters() -> None:
    table = duramen.parse("<p>Two Words, <a href='#x'>a link</a> and <b>42</b>!").table
    assert {name: int(table[name][0]) for name in ("words", "link_words", "links", "hash_links", "digits")} == {
        "words": 6,
        "link_words": 2,
        "links": 1,
        "hash_links": 1,
        "digits": 2,
    }
    assert int(table["capitals"][0]) == 2
    assert int(table["commas"][0]) == 1
    assert int(table["stops"][0]) == 1
    assert int(table["bold_chars"][0]) == 2


def test_unspaced_scripts_count_characters_as_words() -> None:
    table = duramen.parse("<p>中文内容。English too").table
    assert int(table["words"][0]) == 6
    assert int(table["stops"][0]) == 1


@pytest.mark.parametrize(
    ("html", "flag"),
    [
        ("<nav><p>x</nav>", "nav"),
        ("<div role=navigation>x</div>", "nav"),
        ("<div role=contentinfo>x</div>", "footer"),
        ("<p hidden>x", "hidden"),
        ("<div aria-hidden=true><p>x</div>", "hidden"),
        ("<p style='color:red; DISPLAY : none'>x", "hidden"),
        ("<noscript><p>x</noscript>", "noscript"),
        ("<a href=/><div>x</div></a>", "link"),
    ],
)
def test_context_is_inherited(html: str, flag: str) -> None:
    assert duramen.parse(html).table.flag(flag).all()


@pytest.mark.parametrize("style", ["display:block", "xdisplay:none", "display:nonesuch", "", ";", "visibility:visible"])
def test_other_styles_hide_nothing(style: str) -> None:
    assert not duramen.parse(f"<p style='{style}'>x").table.flag("hidden").any()


def test_every_flag_and_tag_has_its_own_bit_and_number() -> None:
    assert len(set(FLAGS.values())) == len(FLAGS)
    assert len(set(TAGS)) == len(TAGS)


def test_xpaths_find_the_blocks_element() -> None:
    page = duramen.parse("<div><script>1</script><p>one<p>two<svg><g/></svg></div><ul><li>three</ul>")
    assert page.root is not None
    for text, xpath in zip(page.texts, page.xpaths, strict=True):
        (element,) = page.root.getroottree().xpath(xpath)
        assert text in "".join(element.itertext())


def test_an_element_is_walked_without_its_surroundings_and_left_as_it_was() -> None:
    tree = lxml_html.fromstring("<body><p>no</p><div><p>yes</p>tail</div><p>no</p></body>")
    div = tree.find(".//div")
    before = lxml_html.tostring(tree)
    page = duramen.parse(div)
    assert page.texts == ["yes", "tail"]
    assert [tree.getroottree().xpath(xpath)[0] for xpath in page.xpaths] == [div[0], div]
    assert lxml_html.tostring(tree) == before


def test_regions_hold_runs_of_blocks() -> None:
    table = duramen.parse("<div><p>a</p><div><p>b<p>c</div></div><p>d").table
    first, end, parent = table.region("first"), table.region("end"), table.region("parent")
    assert (first < end).all()
    assert (parent < np.arange(len(parent))).all()
    for i, up in enumerate(parent.tolist()):
        if up >= 0:
            assert first[up] <= first[i]
            assert end[i] <= end[up]
    wider = table.region("wider")
    inside = wider >= 0
    assert ((end - first)[inside] < (end - first)[wider[inside]]).all()


_TAGS = st.sampled_from(["p", "div", "a", "b", "li", "ul", "table", "td", "tr", "br", "span", "pre", "nav", "noscript"])


@st.composite
def soups(draw: st.DrawFn) -> str:
    """Tag soup: tags opened and closed at will, with words between."""
    pieces = draw(st.lists(st.tuples(_TAGS, st.booleans(), st.text("ab <&é中\n", max_size=6)), max_size=40))
    return "".join(f"<{'/' * closing}{tag}>{text.replace('<', '&lt;')}" for tag, closing, text in pieces)


@settings(deadline=None)
@given(soups())
def test_soup_gives_sound_columns(html: str) -> None:
    page = duramen.parse(html)
    table = page.table
    inside = [text if pre else text.lstrip(" ") for text, pre in zip(page.texts, table.flag("pre"), strict=True)]
    assert page.texts == [text.rstrip().lstrip("\n") for text in inside]
    assert all(page.texts)
    assert len(page.xpaths) == len(page)
    for start, end, whole in (
        ("text_start", "text_end", len(table.text)),
        ("word_start", "word_end", len(table.words)),
        ("attr_start", "attr_end", len(table.attrs)),
    ):
        assert (table[start] <= table[end]).all()
        assert (table[end] <= whole).all()
    assert (table["region"] < table.regions.shape[1]).all()
    if page.root is not None:
        seen = "".join("".join(page.texts).split())
        there = "".join("".join(page.root.itertext()).split())
        assert seen == there


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"PK\x03\x04rest", "ZIP"),
        (b"\x1f\x8b\x08rest", "gzip"),
        (bytes(range(256)) * 40, "binary"),
        (b"\x89\x04<q\x01" + bytes(range(128, 256)) * 20, "binary"),
        (b"<html><body></body></html>", "no text"),
        (b"<!-- only a comment -->", "no"),
        ("<div>" * 200_000 + "deep", "deeper"),
    ],
)
def test_what_is_no_page_says_why(html: bytes | str, problem: str) -> None:
    page = duramen.parse(html)
    assert len(page) == 0
    assert page.problem is not None
    assert problem in page.problem


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_read_where_the_header_names_it(codec: str) -> None:
    page = "<html><body><p>Ten herons on the dyke.</p></body></html>".encode(codec)
    assert duramen.parse(page, encoding=codec).texts == ["Ten herons on the dyke."]
    assert "binary" in str(duramen.parse(page).problem)
    assert "binary" in str(duramen.parse(bytes(range(256)) * 40, encoding=codec).problem)


def test_depth_beyond_the_parser_keeps_what_came_before() -> None:
    page = duramen.parse("<p>kept</p>" + "<div>" * 200_000 + "lost")
    assert page.texts == ["kept"]
    assert page.problem is not None


def test_a_nul_is_a_character_like_any_other() -> None:
    assert duramen.parse(b"<html>\0<body><p>a\0b</p><p>c</p>").texts[-1] == "c"


def test_truncated_markup_keeps_its_text() -> None:
    assert duramen.parse(b"<html><body><div class='x'><p>whole</p><p>ha").texts == ["whole", "ha"]
    assert duramen.parse(b"<p>one</p><p class='cut").texts == ["one"]


def test_a_wrong_type_says_what_to_give() -> None:
    with pytest.raises(UsageError, match="read_bytes"):
        duramen.parse(42)  # type: ignore[arg-type]


@pytest.mark.slow
def test_fifty_megabytes_are_read_whole() -> None:
    page = duramen.parse(b"<p>Some words of a paragraph, again and again.</p>" * 1_000_000)
    assert len(page) == 1_000_000
    assert page.table.block_text(999_999) == "Some words of a paragraph, again and again."


def test_threads_agree() -> None:
    html = "<div class=a>" + "<p>word <a href=x>link</a></p>" * 500 + "</div>"
    alone = BlockTable.from_element(duramen.parse(html).root)  # type: ignore[arg-type]
    results: list[BlockTable] = []

    def work() -> None:
        results.extend(duramen.parse(html).table for _ in range(10))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 40
    assert all((table.blocks == alone.blocks).all() and table.text == alone.text for table in results)


@pytest.mark.parametrize(
    "html",
    [
        "<html><body><p>first</p></body></html><p>second</p>",
        "<html><body><p>first</p></body></html><html><body><p>second</p></body></html>",
        "<p>first</p></html>\n<!-- end --><div><p>second</p></div>",
    ],
)
def test_what_follows_the_end_of_the_page_is_of_the_page(html: str) -> None:
    page = duramen.parse(html)
    assert page.texts == ["first", "second"]
    assert page.root is not None
    assert [page.root.getroottree().xpath(xpath)[0] for xpath in page.xpaths] == page.elements
    assert all(xpath.startswith("/html/body/") for xpath in page.xpaths)


_ODD = "<!-- a --><title>t</title><svg><path/></svg><p>x<b>y</b><br>z<!-- c --><i></i><script>s</script><div><p>w</div>"


@given(st.lists(st.integers(0, 12)))
def test_elements_are_found_by_their_places(places: list[int]) -> None:
    page = duramen.parse(_ODD)
    assert len(page.every) == 13
    assert page.at(np.array(places, np.int32)) == [page.every[place] for place in places]
    assert page.at(np.array(places, np.int32)) == [page.every[place] for place in places]  # known by now


@pytest.mark.parametrize("places", [[13], [0, 99], [-1], [3, 2], [1 << 40]])
def test_places_without_an_element_are_refused(places: list[int]) -> None:
    root = duramen.parse(_ODD).root
    assert root is not None
    with pytest.raises(IndexError, match=f"no element {places[-1]}"):
        elements_at(root, places)


def test_elements_of_a_part_of_a_tree_are_those_in_it() -> None:
    (part,) = lxml_html.fromstring("<div><p>a</p><ul><li>b<li><b>c</b></ul><p>d</p></div>").iter("ul")
    assert elements_at(part, [0, 1, 3]) == [part, part[0], part[1][0]]
    with pytest.raises(IndexError):
        elements_at(part, [4])
