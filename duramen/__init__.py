"""Duramen: the main content of web pages.

    >>> import duramen
    >>> duramen.extract(html)          # str, or None where there is nothing to extract
    >>> page = duramen.Extractor()(html)
    >>> page.blocks[3].role, page.blocks[3].probability, page.blocks[3].xpath
"""

from duramen.page import ParsedPage, parse

__version__ = "0.1.0"

__all__ = ["ParsedPage", "__version__", "parse"]
