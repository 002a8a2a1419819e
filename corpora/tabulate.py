"""Writes the table of corpora in README.md beside this file, from the registry and what was measured.

python corpora/tabulate.py            # rewrite it
python corpora/tabulate.py --check    # exit 1 where it is not what they say
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from duramen_corpora.info import CorpusInfo
from duramen_corpora.measure import Measured, measured
from duramen_corpora.registry import CORPORA

_README = Path(__file__).with_name("README.md")
_BEGIN, _END = "<!-- corpora:begin -->\n", "<!-- corpora:end -->"
_HEADER = (
    *("name", "pages", "languages", "gold", "keeps", "licence", "ships weights"),
    *("gold found: median", "p10", "gold in page", "oracle F1", "faults found"),
)
_LANGUAGES = 5  # named before the rest is counted
_FAULTS = 4  # kinds of findings named before the rest is counted


def table() -> str:
    """Return the Markdown: a row a corpus, in the registry's order."""
    rows = [_row(info, measured().get(name)) for name, info in CORPORA.items()]
    align = "|---|--:|---|---|---|---|---|--:|--:|--:|--:|---|"
    return "\n".join([_line(_HEADER), align, *map(_line, rows)]) + "\n"


def _row(info: CorpusInfo, found: Measured | None) -> Sequence[str]:
    pages = " + ".join(f"{count:,} {split}" for split, count in info.pages.items()) or "a format"
    facts = (f"`{info.name}`", pages, _languages(info), ", ".join(info.forms), _keeps(info), info.licence)
    ships = "yes" if info.shippable else "no"
    if found is None:
        return (*facts, ships, "", "", "", "", "not measured")
    shares = (found.found_median, found.found_p10, found.there, found.oracle_f1)
    return (*facts, ships, *("" if share is None else f"{share:.3f}" for share in shares), _findings(found))


def _languages(info: CorpusInfo) -> str:
    rest = len(info.languages) - _LANGUAGES
    return " ".join(info.languages[:_LANGUAGES]) + (f" and {rest} more" if rest > 0 else "")


def _keeps(info: CorpusInfo) -> str:
    return ", ".join(sorted(info.gold_roles, key=lambda role: (role != "main", role)))


def _findings(found: Measured) -> str:
    kinds = sorted(found.findings, key=lambda kind: -found.findings[kind])
    rest = sum(found.findings[kind] for kind in kinds[_FAULTS:])
    named = [f"{kind} {found.findings[kind]:,}" for kind in kinds[:_FAULTS]]
    return ", ".join([*named, *([f"other {rest:,}"] if rest else [])]) or "none"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def main() -> int:
    """Rewrite or check, and return the exit code."""
    current = _README.read_text("utf-8")
    before, _, rest = current.partition(_BEGIN)
    text = f"{before}{_BEGIN}{table()}{_END}{rest.partition(_END)[2]}"
    if "--check" in sys.argv:
        stale = text != current
        print(f"corpora/README.md is {'stale. Type: python corpora/tabulate.py' if stale else 'current'}")
        return int(stale)
    _README.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
