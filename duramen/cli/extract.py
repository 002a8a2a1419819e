"""`duramen extract`: the main content of pages, from files, folders, the web, JSON lines or Parquet."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from duramen.cli.options import Encoding, Favor, Policy, Roles, Url, Weights, split_roles
from duramen.errors import UsageError

if TYPE_CHECKING:
    from duramen.cli.inputs import Input
    from duramen.cli.outputs import Result, Side, Sink
    from duramen.cli.work import Job

_Pages = Annotated[
    list[str] | None,
    typer.Argument(metavar="PAGE", help="HTML files, folders, globs, .jsonl, .parquet; - is standard input."),
]
_Address = Annotated[list[str] | None, typer.Option("-u", "--fetch", metavar="URL", help="Fetch a page; repeatable.")]
_Out = Annotated[
    str | None,
    typer.Option("--out", "-o", metavar="PATH", help="A folder, a file a page in it, or a file that ends in .jsonl."),
]
_Format = Annotated[str, typer.Option("--format", help="What is written: text, markdown, html or json (all blocks).")]
_Json = Annotated[
    bool, typer.Option("--json", help="One page: all of it as JSON. Many: a line each, with metadata and confidence.")
]
_Links = Annotated[str, typer.Option("--links", help="Links of Markdown and HTML: inline, reference or none.")]
_Images = Annotated[bool, typer.Option("--images/--no-images", help="Images of Markdown and HTML.")]
_Metadata = Annotated[bool, typer.Option("--with-metadata", help="Put title, authors, date … first.")]
_MaxBytes = Annotated[int | None, typer.Option("--max-bytes", help="Read no more bytes than that of a page.")]
_Deadline = Annotated[float | None, typer.Option("--deadline", help="Seconds after which a page is not judged.")]
_Workers = Annotated[int, typer.Option("--workers", "-j", min=1, help="Processes that work.")]
_Kind = Annotated[str, typer.Option("--input", help="What PAGE is: html, jsonl or parquet; auto goes by its name.")]
_Column = Annotated[str, typer.Option("--column", help="Where records have the page.")]
_Errors = Annotated[
    str | None, typer.Option("--errors", metavar="FILE", help="The side file (default: beside or in --out).")
]
_Overwrite = Annotated[bool, typer.Option("--overwrite", help="Make again what is there.")]
_Agent = Annotated[str | None, typer.Option("--user-agent", help="What servers are told; robots.txt is read by it.")]
_Delay = Annotated[float, typer.Option("--delay", min=0.0, help="Seconds between two requests to a host.")]
_Timeout = Annotated[float, typer.Option("--timeout", min=0.1, help="Seconds that a server may be silent.")]


def extract(
    page: _Pages = None,
    fetch: _Address = None,
    out: _Out = None,
    output: _Format = "text",
    as_json: _Json = False,
    policy: Policy = "broad",
    favor: Favor = 0.5,
    roles: Roles = None,
    links: _Links = "inline",
    images: _Images = True,
    with_metadata: _Metadata = False,
    url: Url = None,
    encoding: Encoding = None,
    max_bytes: _MaxBytes = None,
    deadline: _Deadline = None,
    workers: _Workers = 1,
    kind: _Kind = "auto",
    column: _Column = "html",
    errors: _Errors = None,
    overwrite: _Overwrite = False,
    user_agent: _Agent = None,
    delay: _Delay = 1.0,
    timeout: _Timeout = 20.0,
    weights: Weights = None,
) -> None:
    """Write the main content of pages.

    One page goes to stdout. Many go to --out, or as lines of JSON (--json) to stdout. A folder of results mirrors what
    was read. Type the same again to go on after an interruption: pages that are there are passed over, those that
    failed are tried again. Pages that failed or had nothing are listed in a side file, errors.jsonl.

    Exit codes: 0 done; 1 the one page has no main content, or a page of many failed (could not be read or fetched); 2
    the call is wrong; 130 interrupted.
    """
    from duramen.cli.inputs import are_many, pages

    names, addresses = page or [], fetch or []
    if not names and not addresses:
        raise UsageError("nothing to extract: give HTML files, a folder, - for standard input, or -u URL")
    many = out is not None or len(addresses) + len(names) > 1 or (bool(names) and are_many(names, kind))
    _check(many, out, as_json, url, addresses)
    job = _job(locals(), many)
    job.check()
    side = Path(errors) if errors else _side(out)
    found: Iterable[Input] = pages(names, kind, column, [Path(path) for path in (out, side) if path])
    if addresses:
        found = _chain(found, _fetched(addresses, user_agent, delay, timeout, max_bytes))
    if many:
        _run(job, found, out, output, as_json, side, overwrite, workers)
    else:
        _one(job, next(iter(found)), as_json or output == "json")


def _check(many: bool, out: str | None, as_json: bool, url: str | None, addresses: list[str]) -> None:
    if many and out is None and not as_json:
        raise UsageError("several pages: add --json (a line of JSON a page), or --out FOLDER (a file a page)")
    if url and (many or addresses):
        raise UsageError("--url is of one page that is read from a file. Of many, let records say 'url'; -u fetches")


def _job(given: dict[str, Any], many: bool) -> Job:
    from duramen.cli.work import Job
    from duramen.hub.fetch import located

    names = (
        "policy", "favor", "max_bytes", "deadline", "output", "links", "images", "with_metadata", "url",
        "encoding",
    )  # fmt: skip
    return Job(
        **{name: given[name] for name in names},
        weights=located(given["weights"]),
        roles=split_roles(given["roles"]),
        records=many and (given["as_json"] or str(given["out"]).endswith(".jsonl")),
    )


# ---------------------------------------------------------------------------------------------------------------------
# One page


def _one(job: Job, page: Input, as_json: bool) -> None:
    """Print a page. Exits 1 where there is nothing, and says why."""
    from duramen.cli.inputs import unreadable
    from duramen.document import NOTHING

    try:
        document = job.document(page)
    except OSError as error:
        raise unreadable(page, error) from error
    if as_json:
        typer.echo(json.dumps(document.to_dict(), ensure_ascii=False, indent=1))
    elif text := job.rendered(document):
        typer.echo(text)
    if document.problem:
        typer.echo(f"duramen: {page.name}: {document.problem}", err=True)
    if not document.text:
        if not document.problem:
            typer.echo(f"duramen: {page.name}: {NOTHING}", err=True)
        raise typer.Exit(1)


# ---------------------------------------------------------------------------------------------------------------------
# Many


@dataclass
class _Count:
    """What became of the pages."""

    side: Path | None
    done: int = 0
    empty: int = 0
    failed: int = 0
    skipped: int = 0

    def __str__(self) -> str:
        told = f" ({self.side})" if self.side and (self.empty or self.failed) else ""
        pages = self.done + self.empty + self.failed
        said = f"{pages:,} {'page' if pages == 1 else 'pages'}: {self.done:,} extracted"
        said += f", {self.empty:,} without content, {self.failed:,} failed{told}"
        return f"{said}; {self.skipped:,} were there" if self.skipped else said


def _run(
    job: Job, found: Iterable[Input], out: str | None, output: str, as_json: bool, side: Path | None,
    overwrite: bool, workers: int,
) -> None:  # fmt: skip
    from duramen.cli.outputs import Folder, Lines, Side, Stdout

    sink: Sink
    if out is None:
        sink = Stdout()
    elif out.endswith(".jsonl"):
        sink = Lines(Path(out), overwrite)
    else:
        sink = Folder(Path(out), output, as_json, overwrite)
    count = _Count(side)
    with closing(sink), closing(Side(side, overwrite)) as told:
        try:
            _work(job, found, sink, told, count, workers)
        except KeyboardInterrupt:
            again = " Type the same again to go on" if out else ""
            typer.echo(f"duramen: stopped. {count}.{again}", err=True)
            raise typer.Exit(130) from None
    typer.echo(f"duramen: {count}", err=True)
    if count.failed or not (count.done or count.empty or count.skipped):
        raise typer.Exit(1)


def _side(out: str | None) -> Path | None:
    if out is None:
        return None
    return Path(out.removesuffix(".jsonl") + ".errors.jsonl") if out.endswith(".jsonl") else Path(out, "errors.jsonl")


def _work(job: Job, found: Iterable[Input], sink: Sink, side: Side, count: _Count, workers: int) -> None:
    from duramen.cli.work import results

    def wanted() -> Iterator[Input]:
        for page in found:
            if sink.has(page):
                count.skipped += 1
            else:
                yield page

    found_out = results(job, wanted(), workers)
    # A bar is for people: nothing of it in a log.
    bar: Any = typer.progressbar(found_out, label="extract", file=sys.stderr, show_pos=True)
    with bar if sys.stderr.isatty() else nullcontext(found_out) as every:
        for result in every:
            _take(result, sink, side, count)


def _take(result: Result, sink: Sink, side: Side, count: _Count) -> None:
    if result.failed:
        count.failed += 1
        typer.echo(f"duramen: {result.page}: {result.problem}", err=True)
    else:
        sink.put(result)
        count.done += bool(result.text)
        count.empty += not result.text
    if result.failed or not result.text:
        side.put(result)


def _chain(found: Iterable[Input], more: Iterable[Input]) -> Iterator[Input]:
    yield from found
    yield from more


def _fetched(
    addresses: list[str], user_agent: str | None, delay: float, timeout: float, max_bytes: int | None
) -> Iterator[Input]:
    """Yield the pages at addresses, as they come; one that cannot be had is a page that cannot be read."""
    from duramen.cli.inputs import Input
    from duramen.fetch import Fetcher, FetchError, host_of

    for address in addresses:  # one that is misspelt is told before the first is fetched
        host_of(address)
    fetcher = Fetcher(user_agent=user_agent, delay=delay, timeout=timeout, **_limit(max_bytes))
    for address in addresses:
        place = address.partition("://")[2]
        try:
            got = fetcher(address)
        except FetchError as error:
            yield Input(address, place, error=str(error))
        else:
            yield Input(address, place, got.url, got.encoding, got.content)


def _limit(max_bytes: int | None) -> dict[str, Any]:
    return {} if max_bytes is None else {"max_bytes": max_bytes}
