"""Rows that say what a score is worth: nothing, everything, and the parse that everyone pays for."""

from __future__ import annotations

from duramen_bench.tool import Extract, Input


def nothing() -> Extract:
    """Return a tool that never answers."""
    return lambda _page: None


def everything() -> Extract:
    """Return a tool that keeps every block of the page."""
    import duramen

    return lambda page: "\n\n".join(duramen.parse(page.text).texts)


def lxml_parse() -> Extract:
    """Return the parse alone, at its quickest: bytes in a known encoding, no index of ids."""
    from lxml import etree

    def run(page: Input) -> str | None:
        parser = etree.HTMLParser(encoding="utf-8", collect_ids=False, huge_tree=True)
        if page.text.strip():
            etree.fromstring(page.text.encode("utf-8", "replace"), parser)
        return None

    return run


def lexbor_parse() -> Extract:
    """Return the parse alone of the other parser that extractors stand on, lexbor, as resiliparse binds it."""
    from resiliparse.parse.html import HTMLTree

    def run(page: Input) -> str | None:
        HTMLTree.parse(page.text)
        return None

    return run
