"""XPaths of many elements are libxml2's own, and a long list does not cost its square."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import duramen
from duramen.xpaths import paths

TAGS = st.sampled_from(["div", "p", "ul", "li", "table", "td", "o:p", "x-y", "b", "!--"])


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(TAGS, st.booleans()), max_size=40))
def test_paths_are_those_of_getpath(tags: list[tuple[str, bool]]) -> None:
    html = "".join(f"</{name}>" if close else "<!--c-->" if name == "!--" else f"<{name}>x" for name, close in tags)
    root = duramen.parse(f"<body>{html}").root
    assert root is not None
    every = list(root.iter("*"))
    assert list(paths(every)) == [root.getroottree().getpath(element) for element in every]


@pytest.mark.parametrize(
    "xml",
    [
        "<a xmlns='u' xmlns:p='v'><p:b/><b/><c/><p:b/><x xmlns=''/><p:c/></a>",
        "<?go now?><!--c--><a><b/><!--c--><b/><?go on?><c/></a>",
        "<a xmlns='u'><b/><b/></a>",
    ],
)
def test_paths_of_xml_are_those_of_getpath(xml: str) -> None:
    tree = etree.fromstring(xml).getroottree()
    every = list(tree.iter("*"))
    assert list(paths(every)) == [tree.getpath(element) for element in every]


def test_a_second_root_is_numbered() -> None:
    page = duramen.parse("<html><body><p>one</p></body></html><html><p>two")
    assert page.root is not None
    assert page.xpaths == [page.root.getroottree().getpath(element) for element in page.elements]


def test_paths_are_made_one_at_a_time() -> None:
    deep = "<div>" * 1500 + "<p>x</p>" * 5000
    page = duramen.parse(f"<body>{deep}")
    assert list(islice(paths(page.elements), 2))[1].endswith("/p[2]")


def test_a_long_list_takes_no_square_of_its_length() -> None:
    page = duramen.parse("<body>" + "<p>x</p>" * 50_000)
    assert page.xpaths[-1] == "/html/body/p[50000]"
