"""From Markdown to the words a reader sees, for tools that answer with Markdown and nothing else.

Metrics count words, and markup has some: a link's address is five words or more that no reader reads. The rule, the
same for every such tool and inside its time: YAML front matter goes; an image goes whole; a link keeps its text and
loses its address; definitions of links go; marks of headings, quotes, emphasis, code and tables go and what they mark
stays; escaped marks become themselves; runs of spaces are one. Every expression is linear in the text. Standard
library only, since adapters in environments of their own use it.
"""

from __future__ import annotations

import html
import re

_ADDRESS = r"\(\s*(?:<[^>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\s*(?:\n|\Z)", re.DOTALL)
_IMAGE = re.compile(rf"!\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\]{_ADDRESS}")
_LINK = re.compile(rf"(?<!\\)\[((?:\\.|[^\[\]\\])*)\]{_ADDRESS}")
_LINES = re.compile(
    r"^[ \t]*\[[^\]\n]+\]:[ \t]*\S+.*$"  # definition of a link
    r"|^[ \t]*(?:```|~~~).*$"  # fence of code
    r"|^(?=[^\n]*--)[ \t|:+-]+$"  # rule, or the line under a table's head
    r"|^[ \t]*={3,}[ \t]*$",  # underline of a heading
    re.MULTILINE,
)
_STARTS = re.compile(r"^[ \t]*(?:>[ \t]?)*(?:#{1,6}[ \t]+|[-*+][ \t]+)?", re.MULTILINE)
_ADDRESS_ALONE = re.compile(r"<(?:https?://|mailto:)[^>\s]{1,2000}>")
_MARK = r"(?:\*{1,3}|_{1,3}|~~|`+)"
# A mark is one at an edge of a word only: 2 * 3, 2*3 and snake_case keep theirs.
_EMPHASIS = re.compile(rf"(?<![\w\\*_]){_MARK}(?=[^\s*_])|(?<=[^\s\\*_]){_MARK}(?![\w*_])")
_BARS = re.compile(r"(?<!\\)\|")
_RUNS = re.compile(r"[ \t]{2,}")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def from_markdown(markdown: str) -> str:
    """Return the words of a Markdown text, its line breaks kept."""
    text = _FRONT_MATTER.sub("", markdown.replace("\r\n", "\n"), count=1)
    text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    text = _STARTS.sub("", _LINES.sub("", text))
    text = _EMPHASIS.sub("", _ADDRESS_ALONE.sub("", text))
    text = _RUNS.sub(" ", _BARS.sub(" ", text))
    return html.unescape(_ESCAPED.sub(r"\1", text)).strip()
