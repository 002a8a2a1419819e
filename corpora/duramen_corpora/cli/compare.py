"""`duramen corpora overlap` and `split`: what corpora share, and folds that share nothing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from duramen.errors import DataError, DuramenError, UsageError
from duramen_corpora.cli.options import Json, progress, table
from duramen_corpora.nearby import THRESHOLD
from duramen_corpora.registry import CORPORA, corpus_info

if TYPE_CHECKING:
    from duramen_corpora.assignment import FoldCounts
    from duramen_corpora.overlap import Overlap, Pair, Part, Seen, Shared
    from duramen_corpora.schema import Page

_NAME: Final = "NAME[=SOURCE]"
_Optional = Annotated[
    list[str] | None,
    typer.Argument(metavar=_NAME, help="Corpora, a source each where it is not the default one; none: all at hand."),
]
_Names = Annotated[
    list[str], typer.Argument(metavar=_NAME, help="Corpora, a source each where it is not the default one.")
]
_Threshold = Annotated[
    float, typer.Option(min=0.5, max=1.0, help="How much of their five-word runs near-duplicates share (Jaccard).")
]
_Pages = Annotated[bool, typer.Option("--pages", help="Name the pages that are pairs, and the hosts.")]
_Split = Annotated[str, typer.Option(help="The split whose pages are dealt to folds.")]
_Folds = Annotated[int, typer.Option(min=2, help="How many folds.")]
_Seed = Annotated[int, typer.Option(help="The same seed gives the same folds, whatever the pages' order.")]
_Out = Annotated[Path | None, typer.Option(metavar="FILE", help="Write each page's fold, as .json or .parquet.")]
#: Kinds of pairs as people read them.
_KINDS: Final = {"url": "URL", "bytes": "bytes", "text": "text", "main": "near (main)", "whole": "near (whole)"}


def overlap(
    names: _Optional = None, threshold: _Threshold = THRESHOLD, pages: _Pages = False, as_json: Json = False
) -> None:
    """Find the pages and hosts that corpora, or splits, share.

    Pages are compared by URL, by content and by host. Near-duplicates share their main text (the gold, where there is
    one), or all their text unless one's main text is missing from the other: two articles in one template are two.
    Pages of fewer than 50 words ("little text") are compared by URL and bytes alone. Exits 1 where a corpus is broken.
    """
    from duramen_corpora.overlap import overlap as compare

    left_out: dict[str, DuramenError] = {}
    stream = _named(_sources(names)) if names else _at_hand(left_out)
    found = compare(stream, threshold=threshold)
    if as_json:
        facts = _facts(found, pages) | {"left_out": {name: str(error) for name, error in left_out.items()}}
        typer.echo(json.dumps(facts, ensure_ascii=False, indent=2))
    else:
        _print(found, pages)
    if any(isinstance(error, DataError) for error in left_out.values()):
        raise typer.Exit(1)


def split(
    names: _Names,
    folds: _Folds = 5,
    seed: _Seed = 0,
    split: _Split = "dev",
    threshold: _Threshold = THRESHOLD,
    out: _Out = None,
    as_json: Json = False,
) -> None:
    """Deal pages to folds that share no host and no near-duplicate.

    Folds are even in pages, and in the page types of each corpus, as far as whole groups of hosts allow.
    """
    from duramen_corpora import assignment
    from duramen_corpora.overlap import overlap as compare

    if out is not None:
        assignment.check_name(out)
    sources = _sources(names)
    found = compare((page for page in _named(sources) if page.split == split), threshold=threshold)
    if not found.pages:
        raise UsageError(
            f"no page of {', '.join(sources)} is in split '{split}'. Type: duramen corpora load {names[0]}"
        )
    rows = assignment.assign(found, folds, seed)
    counts = assignment.fold_counts(rows)
    facts: dict[str, Any] = {"corpora": {name: corpus_info(name).revision for name in sources}, "split": split}
    facts |= {"folds": folds, "seed": seed, "threshold": threshold, "counts": [asdict(count) for count in counts]}
    if out is not None:
        assignment.write_assignment(out, facts, rows)
        typer.echo(f"wrote {out}", err=True)
    if as_json:
        typer.echo(assignment.to_json(facts, rows))
    else:
        types = list(counts[-1].page_types)
        table([("fold", "pages", "hosts", "groups", *types), *(_fold_row(count, types) for count in counts)])


def _sources(names: Iterable[str]) -> dict[str, str | None]:
    """Return the source, None for the default one, of each corpus that was named."""
    sources: dict[str, str | None] = {}
    for argument in names:
        name, _, source = argument.partition("=")
        if corpus_info(name).name in sources:
            raise UsageError(f"{name} is named twice. Name each corpus once, as {name} or {name}=SOURCE")
        sources[name] = source or None
    return sources


def _named(sources: Mapping[str, str | None]) -> Iterator[Page]:
    for name, source in sources.items():
        yield from _pages(name, source)


def _at_hand(left_out: dict[str, DuramenError]) -> Iterator[Page]:
    """Yield the pages of every corpus whose source is at hand; say of each other one why not."""
    for info in CORPORA.values():
        if not info.pinned:  # a format, of which every folder is a corpus of its own
            continue
        try:
            yield from _pages(info.name, None)
        except DataError as error:
            left_out[info.name] = error
            typer.echo(f"left out: {error}", err=True)
        except UsageError as error:
            left_out[info.name] = error
            cure = f"Type: duramen corpora load {info.name} --from git"
            typer.echo(f"left out: {info.name} is not at hand. {cure}", err=True)


def _pages(name: str, source: str | None) -> Iterator[Page]:
    from duramen_corpora.load import load, pages

    rows = load(name, source)  # whole and validated before its first page is handed on
    yield from progress(pages(rows), f"compare {name}", len(rows))


def _print(found: Overlap, with_pages: bool) -> None:
    table([("corpus", "split", "pages", "hosts", "URLs", "little text"), *map(_part_row, _part_facts(found))])
    shared = found.shared()
    if not shared:
        typer.echo("no page stands there twice, and no host in two parts", err=True)
        return
    typer.echo()
    header = ("first", "second", "same URL", "same page", "near-duplicate", "pages", "shared hosts", "pages on them")
    pages_first = sorted(shared, key=lambda row: not any(row.pages))
    table([header, *map(_shared_row, pages_first)])
    if with_pages and found.pairs:
        typer.echo()
        table([("same", "similarity", "first", "second"), *map(_pair_row, found.pairs)])
    if with_pages and found.hosts():
        typer.echo()
        table([("shared host", "pages"), *((host, _by_part(counts)) for host, counts in found.hosts().items())])


def _facts(found: Overlap, with_pages: bool) -> dict[str, Any]:
    facts: dict[str, Any] = {"threshold": found.threshold, "parts": _part_facts(found)}
    facts["shared"] = [asdict(row) | _ends(row.first, row.second) for row in found.shared()]
    if with_pages:
        facts["pairs"] = [_pair_facts(pair) for pair in found.pairs]
        facts["hosts"] = [
            {"host": host, "pages": [part._asdict() | {"pages": n} for part, n in counts.items()]}
            for host, counts in found.hosts().items()
        ]
    return facts


def _part_facts(found: Overlap) -> list[dict[str, Any]]:
    pages = {part: [page for page in found.pages if page.part == part] for part in found.parts}
    return [
        part._asdict()
        | {"pages": len(own), "hosts": len({page.host for page in own}), "urls": sum(bool(page.url) for page in own)}
        | {"little_text": [page.id for page in own if not page.judged]}
        for part, own in pages.items()
    ]


def _pair_facts(pair: Pair) -> dict[str, Any]:
    facts = {"kinds": list(pair.kinds), "similarity": pair.similarity, "same_host": pair.first.host == pair.second.host}
    return facts | {"first": _page_facts(pair.first), "second": _page_facts(pair.second)}


def _page_facts(page: Seen) -> dict[str, Any]:
    return page.part._asdict() | {"id": page.id, "url": page.url, "host": page.host}


def _ends(first: Part, second: Part) -> dict[str, Any]:
    return {"first": first._asdict(), "second": second._asdict()}


def _part_row(facts: Mapping[str, Any]) -> tuple[str, ...]:
    counts = (f"{facts[key]:,}" for key in ("pages", "hosts", "urls"))
    return (facts["corpus"], facts["split"], *counts, str(len(facts["little_text"])))


def _shared_row(row: Shared) -> tuple[str, ...]:
    pairs = (str(row.same_url), str(row.same_page), str(row.near))
    return (str(row.first), str(row.second), *pairs, _both(row, row.pages), str(row.hosts), _both(row, row.host_pages))


def _both(row: Shared, counts: tuple[int, int]) -> str:
    """Return what the first part has and what the second, or what the one part has."""
    return str(counts[0]) if row.first == row.second else f"{counts[0]} + {counts[1]}"


def _pair_row(pair: Pair) -> tuple[str, ...]:
    similarity = "" if pair.similarity is None else f"{pair.similarity:.3f}"
    return (" + ".join(_KINDS[kind] for kind in pair.kinds), similarity, pair.first.name, pair.second.name)


def _by_part(counts: Counter[Part]) -> str:
    return ", ".join(f"{part} {count}" for part, count in counts.items())


def _fold_row(count: FoldCounts, types: Iterable[str]) -> tuple[str, ...]:
    numbers = (count.pages, count.hosts, count.groups, *(count.page_types.get(name, 0) for name in types))
    return ("all" if count.fold is None else str(count.fold), *map(str, numbers))
