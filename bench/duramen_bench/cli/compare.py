"""`duramen bench compare`: two tools, how far apart they are, and the pages on which they differ most."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from duramen_bench.cli.options import Json, Out, Source

if TYPE_CHECKING:
    from duramen.errors import UsageError
    from duramen_bench.comparison import Comparison, Group, PageGap, Side
    from duramen_corpora.predictions import Prediction
    from duramen_corpora.schema import Page

_First = Annotated[str, typer.Argument(metavar="A", help="A tool with scores in the run directory.")]
_Second = Annotated[str, typer.Argument(metavar="B", help="Another.")]
_Corpora = Annotated[
    list[str] | None, typer.Option("--corpus", help="Only this corpus (may be repeated; default: all with scores).")
]
_Metric = Annotated[
    str | None, typer.Option("--metric", help="The metric to compare by (default: the one that ranks that board).")
]
_Pages = Annotated[int, typer.Option("--pages", min=0, help="So many pages each way; 0: none, and no texts are read.")]
#: Of an answer on a page: (sign, how many words, the first of them).
_Glimpse = tuple[str, int, str]


def compare(
    first: _First,
    second: _Second,
    out: Out = Path("out/bench"),
    corpus: _Corpora = None,
    metric: _Metric = None,
    pages: _Pages = 10,
    source: Source = None,
    as_json: Json = False,
) -> None:
    """Compare two tools page by page: scores, paired difference, and the pages that differ most.

    It reads scores and predictions; no tool needs to be installed.
    """
    from duramen.errors import UsageError
    from duramen_bench.comparison import compare_tools, scored_corpora

    if first == second:
        raise UsageError(f"'{first}' does not differ from itself. Name two tools")
    shown: list[dict[str, Any]] = []
    troubles: dict[str, UsageError] = {}
    for name in corpus or scored_corpora(out):
        try:
            found = compare_tools(out, name, first, second, metric)
        except UsageError as error:  # a tool may have been run on some corpora only
            troubles[name] = error
            continue
        most = _most(found, pages)
        glimpses = _glimpses(out, found, most, source)
        if as_json:
            shown.append(_facts(found, glimpses))
            continue
        for line in (*([""] if shown else ()), *_lines(found, most, glimpses)):
            typer.echo(line)
        shown.append({})
    if not shown:
        raise next(iter(troubles.values()))
    for name in troubles:
        typer.echo(f"left out: {name}, where not both have that score", err=True)
    if as_json:
        typer.echo(json.dumps(shown, ensure_ascii=False, indent=1))


def _most(found: Comparison, many: int) -> tuple[Sequence[PageGap], Sequence[PageGap]]:
    """Return the pages on which the first is furthest ahead, and those on which the second is."""
    ahead = [page for page in found.pages if page.lead > 0]
    behind = [page for page in reversed(found.pages) if page.lead < 0]
    return ahead[:many], behind[:many]


def _glimpses(
    out: Path, found: Comparison, most: tuple[Sequence[PageGap], Sequence[PageGap]], source: str | None
) -> dict[str, dict[str, list[_Glimpse]]]:
    """Return page → tool → what is missing and extra; nothing, with a word why, where the texts are not at hand."""
    from duramen.errors import DuramenError
    from duramen_bench import at_hand

    ids = {page.id for side in most for page in side}
    if not ids:
        return {}
    try:
        files = at_hand.choose_tools(out, found.corpus, [found.first.tool, found.second.tool])
        pages = at_hand.pages(out, found.corpus, ids, source)
    except DuramenError as error:
        typer.echo(f"no texts of {found.corpus} at hand, hence no words: {error}", err=True)
        return {}
    answers = at_hand.answers(files, pages)
    return {name: {tool: _glimpse(pages[name], p) for tool, p in answers[name].items()} for name in pages}


def _glimpse(page: Page, prediction: Prediction) -> list[_Glimpse]:
    from duramen_bench.wording import compare_words, count_words

    if prediction.error:
        return [("!", 0, prediction.error)]
    if page.text is None:
        return []
    ops = compare_words(page.text, prediction.text or "")
    counts = count_words(ops, page.text)
    return [
        (sign, counts[sign], " ".join(next(text for s, text in ops if s == sign).split())[:200])
        for sign in "-+"
        if counts[sign]
    ]


def _facts(found: Comparison, glimpses: Mapping[str, Mapping[str, list[_Glimpse]]]) -> dict[str, Any]:
    from duramen_bench.results import plain

    facts: dict[str, Any] = plain(asdict(found))
    words = {"-": "missing", "+": "extra", "!": "error"}
    for page in facts["pages"]:
        for tool, seen in glimpses.get(page["id"], {}).items():
            answer = {words[sign]: text if sign == "!" else {"words": n, "first": text} for sign, n, text in seen}
            page.setdefault("answers", {})[tool] = answer
    return facts


def _lines(
    found: Comparison,
    most: tuple[Sequence[PageGap], Sequence[PageGap]],
    glimpses: Mapping[str, Mapping[str, list[_Glimpse]]],
) -> Iterator[str]:
    from duramen_bench.cli.aligned import wrapped

    first, second = found.first.tool, found.second.tool
    many = found.wins + found.ties + found.losses + found.no_score
    better = "higher is better" if found.higher_is_better else "lower is better"
    yield from wrapped(f"{found.corpus}: {first} and {second} by {found.metric} ({better})")
    yield from _sides(found)
    over = f"{many:,} pages of {found.hosts:,} hosts, {found.resamples:,} draws of hosts."
    yield from wrapped(f"{_significance(found)}; {over}", 2)
    none = f", no score on {found.no_score:,}" if found.no_score else ""
    yield from wrapped(
        f"{first} better on {found.wins:,} pages, {second} on {found.losses:,}, equal on {found.ties:,}{none}.", 2
    )
    for side in (found.first, found.second):
        if side.trained_on is not None:
            yield from wrapped(f"{side.tool} was trained on this corpus: {side.trained_on}", 2)
    yield from _groups("page type", found, found.by_type)
    yield from _groups("language", found, found.by_language)
    for name, pages in ((first, most[0]), (second, most[1])):
        if pages:
            yield ""
            yield from wrapped(f"{name} further ahead (lead, {first}, {second}, page; - is missing, + extra):")
            for page in pages:
                yield from _page(page, glimpses.get(page.id, {}))


def _sides(found: Comparison) -> Iterator[str]:
    from duramen_bench.cli.aligned import limits, number, table

    header = ("", "score", "95 % interval", "failures", "empty", "ms", "x parse")
    rows = [
        (
            f"{side.tool} {side.version}".strip(),
            number(side.score.value),
            limits(side.score),
            _failures(side),
            str(side.empties),
            f"{side.timing.median_ms:.2f}" if side.timing else "",
            f"{side.timing.per_parse:.1f}" if side.timing and side.timing.per_parse else "",
        )
        for side in (found.first, found.second)
    ]
    gap = found.difference
    last = ("difference", number(gap.value, True), limits(gap, True), "", "", "", "")
    yield from table([header, *rows, last])


def _failures(side: Side) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in side.failures.items()) or "0"


def _significance(found: Comparison) -> str:
    from duramen_bench.cli.aligned import probability

    how = f"corrected over {found.corrected:,} pairs (Holm)" if found.corrected else "of this pair alone, not corrected"
    return f"{probability(found.p)}, {how}"


def _groups(what: str, found: Comparison, groups: Sequence[Group]) -> Iterator[str]:
    from duramen_bench.cli.aligned import limits, number, table

    if len(groups) < 2:
        return
    yield ""
    yield from table(
        [
            (what, "pages", *(side.tool for side in (found.first, found.second)), "difference", "95 % interval"),
            *(
                (
                    group.name,
                    f"{group.pages:,}",
                    number(group.first),
                    number(group.second),
                    number(group.difference.value, True),
                    limits(group.difference, True),
                )
                for group in groups
            ),
        ]
    )


def _page(page: PageGap, answers: Mapping[str, list[_Glimpse]]) -> Iterator[str]:
    from duramen_bench.cli.aligned import fitted, number, width

    start = f"  {number(page.lead, True)}  {number(page.first)}  {number(page.second)}  "
    about = " ".join(filter(None, (page.host, page.page_type, page.language)))
    together = len(start) + len(page.id) + 2 + len(about) < width()
    yield fitted(start, f"{page.id}  {about}" if together else about)
    if not together:  # whole, to be copied
        yield f"          {page.id}"
    longest = max(map(len, answers), default=0)
    for tool, seen in answers.items():
        for sign, many, text in seen:
            what = "failed" if sign == "!" else f"{sign}{many:,}"
            yield fitted(f"          {tool.ljust(longest)}  {what:>6}  ", text)
