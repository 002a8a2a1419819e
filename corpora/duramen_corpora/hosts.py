"""Which hosts each corpus has: `python -m duramen_corpora.hosts [NAME …]` rewrites `hosts.json`.

    known_hosts("wcxb").hosts       # registrable domains; None instead for a corpus that nobody here knows

A tool that was trained on one corpus has met the hosts that others share with it, and whether it has must be known also
where that corpus is not at hand. So the names are kept, of each corpus's dev split, for the content that `content_hash`
names; the pages are not.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Final

from duramen.errors import DataError, UsageError
from duramen_corpora.registry import CORPORA, corpus_info
from duramen_corpora.schema import host_is_known

FILE: Final = Path(__file__).with_name("hosts.json")


@dataclass(frozen=True, slots=True)
class KnownHosts:
    """The hosts of one corpus's dev split, and how many of its `pages` are `unplaced`: nobody knows their host."""

    content_hash: str
    pages: int
    unplaced: int
    hosts: frozenset[str]


def known_hosts(corpus: str) -> KnownHosts | None:
    """Return the hosts of a corpus; None for one whose hosts are not known."""
    return _kept().get(corpus)


@cache
def _kept() -> dict[str, KnownHosts]:
    try:
        rows = json.loads(FILE.read_text("utf-8"))
        return {name: KnownHosts(**row | {"hosts": frozenset(row["hosts"])}) for name, row in rows.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        cure = "Reinstall duramen, or type: python -m duramen_corpora.hosts"
        raise DataError(f"{FILE} does not hold the hosts of the corpora ({error}). {cure}") from error


def hosts_of(name: str) -> KnownHosts:
    """Return the hosts of a corpus, read from its pages. Raises UsageError where it is not at hand."""
    from duramen_corpora.load import stored, stream

    hosts, pages, unplaced = set[str](), 0, 0
    for page in stream(name, split="dev"):
        pages += 1
        if host_is_known(page.url, page.host):
            hosts.add(page.host)
        else:
            unplaced += 1
    return KnownHosts(stored(name).content_hash, pages, unplaced, frozenset(hosts))


def main() -> int:
    """Rewrite the rows of the corpora named, or of all that are at hand."""
    known = dict(_kept()) if FILE.is_file() else {}
    for name in sys.argv[1:] or [name for name, info in CORPORA.items() if info.pinned]:
        try:
            known[name] = hosts_of(corpus_info(name).name)
        except UsageError as error:
            print(f"{name}: left as it was; {str(error).splitlines()[0]}", file=sys.stderr)
            continue
        FILE.write_text(_text(known), "utf-8")
        print(f"{name}: {len(known[name].hosts)} hosts, {known[name].unplaced} of {known[name].pages} pages unplaced")
    return 0


def _text(known: dict[str, KnownHosts]) -> str:
    """Return JSON with a line a corpus, so that a change shows which."""
    rows = {name: asdict(known[name]) | {"hosts": sorted(known[name].hosts)} for name in CORPORA if name in known}
    return "{\n" + ",\n".join(f"{json.dumps(name)}: {json.dumps(row)}" for name, row in rows.items()) + "\n}\n"


if __name__ == "__main__":
    sys.exit(main())
