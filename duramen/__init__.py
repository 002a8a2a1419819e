"""Duramen: the main content of web pages.

>>> import duramen
>>> duramen.extract(html)              # str, or None where there is nothing to extract
>>> page = duramen.Extractor()(html)   # a Document
>>> block = page.blocks[3]
>>> block.text, block.role, block.probability, block.xpath
"""

from duramen.document import Block, Document
from duramen.errors import DataError, DuramenError, UsageError
from duramen.extractor import Extractor, extract
from duramen.many import Extracted, extract_many
from duramen.model import Model
from duramen.page import ParsedPage, parse
from duramen.roles import POLICIES, ROLES

__version__ = "0.1.0"

__all__ = [
    "POLICIES",
    "ROLES",
    "Block",
    "DataError",
    "Document",
    "DuramenError",
    "Extracted",
    "Extractor",
    "Model",
    "ParsedPage",
    "UsageError",
    "__version__",
    "extract",
    "extract_many",
    "parse",
]
