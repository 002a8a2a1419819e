"""The gold beside the page: its passages, with what was found in which block and what was not found.

for passage in passages(gold, alignment.found):
    for run in passage: run.text, run.block      # block -1: not in the page
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from duramen_corpora.examine import Examined
from duramen_corpora.words import tokens

_PIECES: Final = re.compile(r"\w+|\W+")
_CHUNKS: Final = re.compile(r"\S+|\s+")
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of gold that stands in one block; `block` is -1 for one that was not found."""

    text: str
    block: int


def passages(gold: str, found: Sequence[int]) -> Iterator[list[Run]]:
    """Yield the lines of `gold` that hold words, cut into runs. `found`: `Alignment.found`."""
    at = 0
    for line in gold.splitlines():
        runs: list[Run] = []
        lead = ""  # what stands before the first word, an opening quote
        for text, count in _pieces(line):
            here = found[at : at + count]
            at += count
            # A piece is more than a word only where lower-casing changes its length; it is found if any part is.
            block = max(here) if len(here) else runs[-1].block if runs else None
            if block is None:
                lead += text
            elif runs and block == runs[-1].block:
                runs[-1] = Run(runs[-1].text + text, block)
            else:
                runs.append(Run(lead + text, block))
                lead = ""
        if runs:
            yield runs


def gold_pane(examined: Examined) -> Iterator[str]:
    """Yield the pane's HTML: gold, comments, snippets, whatever of them the corpus has."""
    page = examined.page
    if page.text is None:
        yield '<p class="none">The corpus has no gold text for this page.</p>'
    elif not page.text.strip():
        yield '<p class="none">The gold is empty: the right answer is nothing.</p>'
    elif examined.alignment is not None:
        yield from _section(examined, page.text, examined.alignment.found.tolist())
    if page.comments and examined.comments is not None:
        yield "<h3>Comments</h3>"
        yield from _section(examined, page.comments, examined.comments.found.tolist())
    yield from _snippets("Must be kept", page.with_, examined)
    yield from _snippets("Must not be kept", page.without, examined)


def _section(examined: Examined, gold: str, found: Sequence[int]) -> Iterator[str]:
    last = -1
    for runs in passages(gold, found):
        missed = sum(run.block < 0 for run in runs)
        kind = "q lost" if missed == len(runs) else "q some" if missed else "q"
        yield f'<p class="{kind}">'
        for run in runs:
            yield _run(run, examined.roles.names[run.block] if run.block >= 0 else None, run.block != last)
            last = run.block if run.block >= 0 else last
        yield "</p>\n"


def _run(run: Run, role: str | None, first: bool) -> str:
    text = escape(run.text, quote=False)
    if run.block < 0:
        return f'<mark tabindex="-1">{text}</mark>'
    number = f' data-b="{run.block}"' if first else ""
    return f'<a class="w r-{role or "none"}" href="#b{run.block}"{number}>{text}</a>'


def _snippets(title: str, snippets: Sequence[str], examined: Examined) -> Iterator[str]:
    if not snippets:
        return
    yield f'<h3>{title}</h3><ul class="snippets">'
    blocks = [_plain(text) for text in examined.parsed.texts]
    whole = " ".join(blocks)
    for snippet in snippets:
        wanted = _plain(snippet)
        block = next((i for i, text in enumerate(blocks) if wanted in text), -1)
        yield f"<li>{escape(snippet, quote=False)} {_where(block, wanted in whole)}</li>"
    yield "</ul>"


def _where(block: int, found: bool) -> str:
    if block >= 0:
        return f'<a href="#b{block}" class="to">block {block}</a>'
    return "<small>in several blocks</small>" if found else '<mark tabindex="-1">not in the page</mark>'


def _plain(text: str) -> str:
    return " ".join(_INVISIBLE.sub("", text).split())


def _pieces(line: str) -> Iterator[tuple[str, int]]:
    """Yield `line` in pieces, each with the number of the aligner's words in it: together the line's."""
    pieces = [(piece, tokens(piece)) for piece in _PIECES.findall(line)]
    if [word for _, words in pieces for word in words] != tokens(line):
        # Soft hyphens and the like stand inside words. White space never does.
        pieces = [(piece, tokens(piece)) for piece in _CHUNKS.findall(line)]
    for piece, words in pieces:
        if len(words) < 2 or sum(map(len, words)) != len(piece):
            yield piece, len(words)
            continue
        at = 0
        for word in words:  # a script without spaces: a character each
            yield piece[at : at + len(word)], 1
            at += len(word)
