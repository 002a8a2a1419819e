"""A page under audit: what several checks ask about it, made once and only when it is asked for."""

from __future__ import annotations

from functools import cached_property

from duramen import ParsedPage, parse
from duramen.decode import decode
from duramen.roles import Role
from duramen_corpora.align import Alignment, align
from duramen_corpora.audit.source import Elsewhere, elsewhere, letters
from duramen_corpora.schema import Page
from duramen_corpora.weak import weak_roles
from duramen_corpora.words import tokens, words


class Subject:
    """One page. `gold` is its gold text, "" where it has none."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.gold = page.text or ""

    @cached_property
    def source(self) -> str:
        """The page's HTML as text."""
        return decode(self.page.html, self.page.charset)

    @cached_property
    def parsed(self) -> ParsedPage:
        """The page as its corpus says that it is to be read."""
        return parse(self.page.html, encoding=self.page.charset)

    @cached_property
    def text(self) -> str:
        """The text of every block, a line or more each."""
        return "\n".join(self.parsed.texts)

    @cached_property
    def page_words(self) -> list[str]:
        """The words of the page, as alignment counts them: in scripts without spaces a character is one."""
        return tokens(self.text)

    @cached_property
    def gold_words(self) -> list[str]:
        """The words of the gold, counted likewise."""
        return tokens(self.gold)

    @cached_property
    def alignment(self) -> Alignment:
        """Where the gold stands in the page."""
        return align(self.parsed.texts, self.gold)

    @property
    def gold_found(self) -> float:
        """The share of the gold's words that stand in the blocks; 1.0 where there is no gold."""
        return self.alignment.gold_found if self.gold_words else 1.0

    @cached_property
    def elsewhere(self) -> Elsewhere:
        """Where else in the page's source the gold stands."""
        return elsewhere(self.gold_words, self.letters, self.source)

    @cached_property
    def weak_roles(self) -> list[Role | None]:
        """The role of each block that the markup gives away, None where it does not."""
        return [None if clue is None else clue.role for clue in weak_roles(self.parsed)]

    @cached_property
    def letters(self) -> str:
        """The letters of the page."""
        return letters(self.text)

    @cached_property
    def gold_letters(self) -> str:
        """The letters of the gold."""
        return letters(self.gold)

    @cached_property
    def gold_phrase(self) -> str:
        """The gold's words with a space around each, so that whole words can be looked for in it."""
        return f" {' '.join(words(self.gold))} "
