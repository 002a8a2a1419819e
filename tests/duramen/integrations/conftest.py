"""A page as served, what stands on it, and pages with nothing to extract."""

from __future__ import annotations

import os
from typing import Final

import pytest

# What frameworks would tell their makers, or ask of them, in a test.
for name in ("HAYSTACK_TELEMETRY_ENABLED", "RAY_USAGE_STATS_ENABLED"):
    os.environ[name] = "0"

URL: Final = "https://orchard.example/2023/apples.html"
_PROSE: Final = (
    "Apples from Malmö are kept in straw, and the straw is kept dry, since those that touch one another rot."
)


@pytest.fixture
def url() -> str:
    return URL


@pytest.fixture
def html() -> bytes:
    """A page in ISO-8859-1, which only its head says."""
    paragraphs = "".join(f"<p>{_PROSE} This was seen in the year {year} as well.</p>" for year in range(1990, 1998))
    page = f"""<!doctype html><html lang="en"><head><meta charset="iso-8859-1">
    <title>Keeping apples | The Orchard</title>
    <meta name="author" content="Ada Lund"><meta property="article:published_time" content="2023-12-22T10:30:00+01:00">
    <meta property="og:type" content="article"><meta property="og:site_name" content="The Orchard">
    <meta name="description" content="How apples are kept."></head><body>
    <nav><ul><li><a href="/">Home</a></li><li><a href="/shop">Shop</a></li>
    <li><a href="/about">About us</a></li></ul></nav>
    <article><h1>Keeping apples</h1>{paragraphs}<p>More of it in <a href="pears.html">the article on pears</a>, which
    are another matter altogether and want to be kept colder than that.</p></article>
    <footer><p>© 2023 The Orchard. All rights reserved. <a href="/privacy">Privacy</a></p></footer></body></html>"""
    return page.encode("latin-1")


@pytest.fixture(params=[b"", b"%PDF-1.7 and so on", b"<html><body></body></html>"], ids=["empty", "pdf", "no text"])
def nothing(request: pytest.FixtureRequest) -> bytes:
    """A page with nothing to extract."""
    found: bytes = request.param
    return found
