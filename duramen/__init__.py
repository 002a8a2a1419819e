"""Duramen: the main content of web pages.

>>> import duramen
>>> duramen.extract(html)              # str, or None where there is nothing to extract
>>> page = duramen.Extractor()(html)   # a Document
>>> block = page.blocks[3]
>>> block.text, block.role, block.probability, block.xpath

Names are imported when they are first asked for (PEP 562), so that what needs none of them, `duramen --help` above
all, waits for neither numpy nor lxml.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
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

_HOMES: Final = {
    "document": ("Block", "Document"),
    "errors": ("DataError", "DuramenError", "UsageError"),
    "extractor": ("Extractor", "extract"),
    "many": ("Extracted", "extract_many"),
    "model": ("Model",),
    "page": ("ParsedPage", "parse"),
    "roles": ("POLICIES", "ROLES"),
}
_HOME_OF: Final = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
