"""The markup families of the starter corpus, by name."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from duramen.errors import unknown_name
from duramen_corpora.starter.site import Design

#: Name to the object that makes it, imported on use.
DESIGNS: Final[dict[str, str]] = {
    name: f"duramen_corpora.starter.designs.{name}:DESIGN"
    for name in (
        "genesis",
        "liveblog",
        "gutenberg",
        "discourse",
        "phpbb",
        "mediawiki",
        "apidocs",
        "shop",
        "category",
        "marketing",
        "table1999",
        "divsoup",
        "recipe",
        "qanda",
        "jobs",
        "government",
        "rtlportal",
        "jablog",
        "zhportal",
        "konews",
        "oldboard",
        "hiportal",
        "thaishop",
        "imoveis",
        "manual",
        "prestashop",
        "paywall",
        "consentwall",
        "digest",
        "debate",
        "devlog",
        "figures",
        "portal",
        "errorpage",
        "hiddentext",
        "spashell",
        "docusite",
        "storefront",
        "estate",
        "mailarchive",
        "campus",
    )
}


def design(name: str) -> Design:
    """Return a design by name. Raises UsageError for one that does not exist."""
    if name not in DESIGNS:
        raise unknown_name("design", name, DESIGNS)
    module, _, attribute = DESIGNS[name].partition(":")
    found = getattr(import_module(module), attribute)
    assert isinstance(found, Design)
    return found
