"""The overlay in a browser: its own script works, the page's does not, and nothing is asked of any server."""

from __future__ import annotations

import subprocess
from pathlib import Path

from lxml import html as lxml_html
from lxml.html import HtmlElement

from duramen_corpora.examine import examine
from duramen_corpora.overlay import overlay
from duramen_corpora.schema import Page

RUN = "document.documentElement.id='ran'"
TRAP = """<html><head><title>Trap</title><base href="{0}/"><meta http-equiv="refresh" content="0;url={0}/refresh">
<link rel="stylesheet" href="{0}/style"><link rel="preload" as="image" href="{0}/load"><link rel="icon" href="{0}/icon">
<style>body{{background:url({0}/css)}}</style><script>{1}</script></head><body onload="{1}" background="{0}/body">
<p onmouseover="{1}" style="background:url({0}/p)">first
<img src="{0}/img" srcset="{0}/set 2x" onerror="{1}" alt="a picture">words</p>
<iframe src="{0}/frame"></iframe><object data="{0}/object"></object><embed src="{0}/embed">
<video src="{0}/video" poster="{0}/poster"></video><svg><image href="{0}/svg"/><script>{1}</script></svg>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror={1}&gt;"></table></math>
<template><img src="{0}/template"></template>
<noscript><p title="</noscript><img src={0}/noscript onerror={1}>">second words</p></noscript>
<form action="{0}/form"><input type="image" src="{0}/input" autofocus onfocus="{1}"></form>
<ul><li>third<li>fourth</ul><table><tr><td>fifth<td>sixth</table><a href="javascript:{1}">seventh</a>
<p>&lt;script&gt;{1}&lt;/script&gt;</p><script src="{0}/script"></script>"""
WORDS = ["first words", "second words", "third", "fourth", "fifth", "sixth", "seventh"]


def dom(chromium: str, html: str, folder: Path) -> HtmlElement:
    """Return the tree that the browser has when all is done."""
    path = folder / "page.html"
    path.write_text(html, "utf-8")
    arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=2000", "--dump-dom"]
    done = subprocess.run(
        [chromium, *arguments, f"--user-data-dir={folder / 'profile'}", path.as_uri()],
        capture_output=True,
        check=True,
        timeout=240,
    )
    return lxml_html.document_fromstring(done.stdout.decode())


def trap(where: str) -> Page:
    gold = "first words\n\nnot there"
    return Page("toy", "1", "p1", where, "a.example", TRAP.format(where, RUN).encode(), text=gold)


def test_the_page_does_nothing_and_the_overlay_works(
    chromium: str, server: tuple[str, list[str]], tmp_path: Path
) -> None:
    where, asked = server
    root = dom(chromium, overlay(examine(trap(where))), tmp_path)
    assert root.get("class") == "live"  # our script ran
    assert root.get("id") is None  # and no other
    assert root.find(".//title").text == "p1 · toy · Duramen"
    assert asked == []


def test_the_browser_reads_the_blocks_back_as_they_are(chromium: str, tmp_path: Path) -> None:
    examined = examine(trap("http://a.example"))
    root = dom(chromium, overlay(examined), tmp_path)
    blocks = root.find_class("b")
    assert [" ".join(block.text_content().split()) for block in blocks] == examined.parsed.texts
    assert [block.get("id") for block in blocks] == [f"b{i}" for i in range(len(examined.parsed))]
    assert [word for word in WORDS if word not in examined.parsed.texts] == []
    assert [cell.text_content() for cell in root.xpath("//div[@id='page']//tr/td")][-2:] == ["fifth", "sixth"]


def test_the_trap_is_one(chromium: str, server: tuple[str, list[str]], tmp_path: Path) -> None:
    """Such a page as served does run and ask: else the tests above would hold of anything."""
    where, asked = server
    root = dom(chromium, f"<img src={where}/img><script>{RUN}</script><p onclick='{RUN}'>words", tmp_path)
    assert root.get("id") == "ran"
    assert "/img" in asked
