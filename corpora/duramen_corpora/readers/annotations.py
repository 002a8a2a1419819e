"""Labels that an annotation tool wrote into a page: taken out of its bytes, of which nothing else changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

#: A comment, or a tag whose quotes close. A `<` in a quoted value is no tag's beginning.
_MARKUP: Final = re.compile(
    rb"""<!--.*?(?:-->|\Z) | </?[a-z][^\s/>]* (?: [^"'<>] | "[^"]*" | '[^']*' )* >""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
#: Elements whose content is text, whatever it looks like.
_RAW: Final = re.compile(rb"<(script|style|textarea|title|xmp|iframe|noembed|noframes)[\s/>]", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(rb"""\s+([^\s=>"'/]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>"']*))?""")


def edit_tags(html: bytes, edit: Callable[[bytes], bytes]) -> bytes:
    """Return the page with each tag, start and end, replaced by what `edit` makes of it; text and comments stay."""
    return b"".join(_edited(html, edit))


def edit_attributes(tag: bytes, edit: Callable[[bytes, bytes], bytes | None]) -> bytes:
    """Return a tag whose attributes are what `edit(name, value)` says: a value to write, or None for no attribute.

    The name comes in lower case, the value without quotes; an attribute that keeps its value stays as it is written.
    """

    def replace(match: re.Match[bytes]) -> bytes:
        raw = match[2] or b""
        value = raw[1:-1] if raw[:1] in (b'"', b"'") else raw
        edited = edit(match[1].lower(), value)
        if edited is None:
            return b""
        return match[0] if edited == value else b' %s="%s"' % (match[1], edited.replace(b'"', b"&quot;"))

    return _ATTRIBUTE.sub(replace, tag)


def _edited(html: bytes, edit: Callable[[bytes], bytes]) -> Iterator[bytes]:
    at = 0
    while found := _MARKUP.search(html, at):
        yield html[at : found.start()]
        yield found[0] if found[0].startswith(b"<!--") else edit(found[0])
        at = found.end()
        if raw := _RAW.match(found[0]):
            end = re.compile(rb"</%s[\s/>]" % raw[1], re.IGNORECASE).search(html, at)
            yield html[at : end.start() if end else len(html)]
            at = end.start() if end else len(html)
    yield html[at:]
