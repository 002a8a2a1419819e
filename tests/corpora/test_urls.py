"""Addresses: what does not choose the page is gone, what does is kept, and nothing raises."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from duramen_corpora.urls import address

WORD = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=8)
PATH = st.lists(WORD, min_size=1, max_size=4).map("/".join)
FIELDS = st.dictionaries(WORD.map("p".__add__), WORD, max_size=3)


@given(
    PATH,
    FIELDS,
    st.sampled_from(["http://", "https://", "//", ""]),
    st.sampled_from(["", "www.", "www2."]),
    st.sampled_from(["", ":80", ":443"]),
    st.sampled_from(["", "/"]),
    st.sampled_from(["", "utm_source=feed", "fbclid=1&mc_cid=2"]),
    st.sampled_from(["", "#top"]),
)
@example("x", {"p": "1", "p0": "1"}, "//", "", "", "", "", "")  # "0" is before "=": names are sorted, not fields
def test_what_does_not_choose_the_page_is_gone(
    path: str, fields: dict[str, str], scheme: str, www: str, port: str, slash: str, tracking: str, fragment: str
) -> None:
    query = "&".join([*(f"{key}={value}" for key, value in reversed(fields.items())), *filter(None, [tracking])])
    url = f"{scheme}{www}Example.org{port}/{path}{slash}{'?' * bool(query)}{query}{fragment}"
    kept = "&".join(f"{key}={fields[key]}" for key in sorted(fields))
    assert address(url) == f"example.org/{path}{'?' * bool(kept)}{kept}"


@given(st.text("/:?#[]@!%&=+. aé9\ud800"))
def test_nothing_raises_and_space_around_it_does_not_matter(url: str) -> None:
    assert address(f" {url}\n") == address(url)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.org/%7Euser/caf%C3%A9", "http://a.org/~user/café"),
        ("http://a.org/?q=a+b", "http://a.org/?q=a%20b"),
        ("http://a.org/?q=é", "http://a.org/?q=%C3%A9"),
        ("http://a.org/?b=1&a=2", "http://a.org/?a=2&b=1"),
        ("a.org/x?u=http://b.org", "//a.org/x?u=http://b.org"),
    ],
)
def test_one_page_written_in_two_ways(one: str, other: str) -> None:
    assert address(one) == address(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.org/x", "http://a.org:8080/x"),
        ("http://a.org/x?id=1", "http://a.org/x?id=2"),
        ("http://a.org/#!/story/1", "http://a.org/#!/story/2"),
        ("http://a.org/?q=%E9", "http://a.org/?q=%C3%A9"),
        ("http://de.a.org/x", "http://en.a.org/x"),
        ("http://a.org/X", "http://a.org/x"),
    ],
)
def test_two_pages_stay_apart(one: str, other: str) -> None:
    assert address(one) != address(other)


@pytest.mark.parametrize("url", ["", "  ", "//", "https://a.org", "http://a.org/?utm_source=x", "http://[::1", "a:b:c"])
def test_what_names_no_page_has_no_address(url: str) -> None:
    assert address(url) == ""
