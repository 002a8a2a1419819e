"""Duramen under trafilatura's keywords: `extract` and `bare_extraction`, as of trafilatura 2.3.

    from duramen.compat import trafilatura
    trafilatura.extract(html, output_format="markdown", include_links=True, with_metadata=True)

Signatures and defaults are trafilatura's (https://trafilatura.readthedocs.io/en/latest/corefunctions.html); what is
extracted is Duramen's. What differs:

- `fast` and `no_fallback` change nothing: there is no slower second try to leave out.
- `favor_precision` and `favor_recall` set the dial to 0.75 and 0.25; both together is recall, as there.
- `include_comments` keeps readers' comments after the text; `duramen.extract` leaves them out.
- `target_language` compares the language that the page declares, and lets through pages that declare none.
- `date_extraction_params` has no say: it warns, and dates are those of `duramen.metadata`.
- XML, TEI and CSV are not written; deduplication, settings files and `options` are not read: each raises UsageError.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping
from typing import Any, Final

from duramen.compat.found import Document, Options, fields, find, parts, to_document, written
from duramen.errors import UsageError, unknown_name

__all__ = ["Document", "bare_extraction", "extract"]

_PRECISION: Final = 0.75
_RECALL: Final = 0.25
_FORMATS: Final = ("txt", "markdown", "json", "html")
_OTHERS: Final = {
    "xml": "output_format='html' is well-formed markup of the same text",
    "xmltei": "take output_format='html' and convert it",
    "csv": "take output_format='json', or bare_extraction(...), and write its fields",
    "python": "call bare_extraction",
}
#: What trafilatura offers and this does not, with what to do instead.
_REFUSED: Final = {
    "tei_validation": "TEI is not written: leave it out",
    "deduplicate": "nothing is remembered between pages: leave it out, and compare texts, or hashes of them, yourself",
    "settingsfile": "there is no settings file: give favor_precision, favor_recall or max_tree_size",
    "config": "there is no configuration: give favor_precision, favor_recall or max_tree_size",
    "options": "give the options as keywords",
}


def extract(
    filecontent: Any,
    url: str | None = None,
    record_id: str | None = None,
    fast: bool = False,
    no_fallback: bool = False,
    favor_precision: bool = False,
    favor_recall: bool = False,
    include_comments: bool = True,
    output_format: str = "txt",
    tei_validation: bool = False,
    target_language: str | None = None,
    include_tables: bool = True,
    include_images: bool = False,
    include_formatting: bool | None = None,
    include_links: bool = False,
    deduplicate: Any = False,
    date_extraction_params: dict[str, Any] | None = None,
    with_metadata: bool = False,
    only_with_metadata: bool = False,
    max_tree_size: int | None = None,
    url_blacklist: set[str] | None = None,
    author_blacklist: set[str] | None = None,
    settingsfile: str | None = None,
    prune_xpath: str | list[str] | None = None,
    config: Any = None,
    options: Any = None,
) -> str | None:
    """Return a page's text, or None where there is nothing to extract or a filter refuses the page.

    `output_format` is `txt` (a line a paragraph), `markdown`, `json` or `html`. As with trafilatura, text with
    `include_formatting`, `include_links` or `include_images` is written as Markdown. Raises UsageError for what is not
    supported, with what to do instead.
    """
    _refuse(tei_validation=tei_validation, deduplicate=deduplicate, settingsfile=settingsfile)
    _refuse(config=config, options=options)
    if output_format not in _FORMATS:
        if output_format in _OTHERS:
            raise UsageError(f"output_format='{output_format}' is not written here: {_OTHERS[output_format]}")
        raise unknown_name("output_format", output_format, _FORMATS)
    asked = _asked(locals())
    found = find(filecontent, url, asked)
    if found is None:
        return None
    document, comments = found
    if output_format == "json":
        return json.dumps(fields(document, comments, asked, record_id), ensure_ascii=False)
    if include_formatting is None:
        include_formatting = output_format == "markdown"
    marked = include_formatting or include_links or include_images
    style = "html" if output_format == "html" else "markdown" if marked else "txt"
    text = "\n".join(filter(None, (written(part, style, asked) for part in parts(document, comments))))
    if not text:
        return None
    return f"{document.metadata.front_matter()}{text}" if with_metadata and output_format != "html" else text


def bare_extraction(
    filecontent: Any,
    url: str | None = None,
    fast: bool = False,
    no_fallback: bool = False,
    favor_precision: bool = False,
    favor_recall: bool = False,
    include_comments: bool = True,
    output_format: str = "python",
    target_language: str | None = None,
    include_tables: bool = True,
    include_images: bool = False,
    include_formatting: bool | None = None,
    include_links: bool = False,
    deduplicate: Any = False,
    date_extraction_params: dict[str, Any] | None = None,
    with_metadata: bool = False,
    only_with_metadata: bool = False,
    max_tree_size: int | None = None,
    url_blacklist: set[str] | None = None,
    author_blacklist: set[str] | None = None,
    as_dict: bool = False,
    prune_xpath: str | list[str] | None = None,
    config: Any = None,
    options: Any = None,
) -> Document | dict[str, Any] | None:
    """Return a page's text and fields as a `Document`, or as a dictionary (`as_dict`). Otherwise as `extract`."""
    _refuse(deduplicate=deduplicate, config=config, options=options)
    if output_format not in ("python", *_FORMATS):
        raise unknown_name("output_format", output_format, ("python", *_FORMATS))
    asked = _asked(locals())
    found = find(filecontent, url, asked)
    if found is None:
        return None
    document = to_document(*found, asked)
    return document.as_dict() if as_dict else document


# ---------------------------------------------------------------------------------------------------------------------
# What is asked


def _refuse(**given: Any) -> None:
    for name, value in given.items():
        if value not in (None, False):
            raise UsageError(f"{name}= has no counterpart in Duramen: {_REFUSED[name]}")


def _asked(given: Mapping[str, Any]) -> Options:
    """Return what the arguments of a call ask for: both functions have them by the same names."""
    if given["date_extraction_params"]:
        warnings.warn(
            "date_extraction_params changes nothing here: leave it out, or call htmldate yourself", stacklevel=3
        )
    return Options(
        comments=given["include_comments"],
        tables=given["include_tables"],
        links=given["include_links"],
        images=given["include_images"],
        favor=_favor(given["favor_precision"], given["favor_recall"]),
        metadata=given["with_metadata"] or given["only_with_metadata"],
        complete=given["only_with_metadata"],
        language=given["target_language"],
        max_tree_size=given["max_tree_size"],
        urls=given["url_blacklist"] or (),
        authors=given["author_blacklist"] or (),
        prune=_paths(given["prune_xpath"]),
    )


def _favor(precision: bool, recall: bool) -> float:
    return _RECALL if recall else _PRECISION if precision else 0.5


def _paths(prune: str | list[str] | None) -> tuple[str, ...]:
    return (prune,) if isinstance(prune, str) else tuple(prune or ())
