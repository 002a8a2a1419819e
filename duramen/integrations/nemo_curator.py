"""NeMo Curator: an `HTMLExtractorAlgorithm`, beside its own jusText, resiliparse and Trafilatura.

    CommonCrawlDownloadExtractStage(..., html_extraction=DuramenExtractor(policy="body"))

Curator hands over decoded text, and finds the page's language itself. As with its own algorithms, a paragraph that has
too few of the language's stop words can be left out, which is off unless asked for: Duramen has judged it already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from duramen.integrations.shared import Asked, Options, missing

try:
    from nemo_curator.stages.text.download.html_extractors import HTMLExtractorAlgorithm
except ModuleNotFoundError as error:
    raise missing("nemo-curator[text_cpu]", error) from error

if TYPE_CHECKING:
    from typing_extensions import Unpack


class DuramenExtractor(HTMLExtractorAlgorithm):
    """Extracts the main content of a page as paragraphs.

    `required_stopword_density` is the share of words that have to be stop words for a paragraph to stay, as with
    Curator's own (0.32 there); languages without spaces are exempt. The other arguments are those of
    `duramen.integrations.shared.Options`. It pickles as its options: every worker reads the weights once.
    """

    def __init__(self, required_stopword_density: float = 0.0, **options: Unpack[Asked]) -> None:
        self.required_stopword_density = required_stopword_density
        self.options = Options(**options)

    def extract_text(self, html: str, stop_words: frozenset[str], language: str) -> list[str] | None:
        """Return the page's paragraphs, without blank lines; None, which Curator drops, where there are none."""
        text = self.options.text(html)
        paragraphs = [paragraph for paragraph in (text or "").split("\n\n") if paragraph.strip()]
        if language not in self.NON_SPACED_LANGUAGES:
            paragraphs = [p for p in paragraphs if self._dense(p.split(), stop_words)]
        return paragraphs or None

    def _dense(self, words: list[str], stop_words: frozenset[str]) -> bool:
        return sum(word in stop_words for word in words) >= self.required_stopword_density * len(words)
