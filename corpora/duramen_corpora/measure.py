"""What measuring says about each corpus: `python -m duramen_corpora.measure [NAME …]` rewrites `measured.json`.

    measured()["wcxb"].oracle_f1        # what the last run found, for a content that `content_hash` names

Alignment, the ceiling over blocks, what the gold includes and what the audit finds, over each corpus's dev split, for
the corpora that are at hand; what is known of the others stays. The table in `corpora/README.md` is made from it
(`python corpora/tabulate.py`), and tests hold the registry's rows to it.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from duramen.errors import DataError, UsageError
from duramen_corpora.info import CorpusInfo
from duramen_corpora.registry import CORPORA, corpus_info

FILE: Final = Path(__file__).with_name("measured.json")


@dataclass(frozen=True, slots=True)
class Measured:
    """One corpus's dev split.

    `texts`: pages with a gold text; over them `found_median` and `found_p10`, shares of gold words that alignment
    finds, `there`, the mean share that stands in the page at all, and `oracle_f1`, the mean word F1 of the best choice
    of blocks. `policy`: per part of a page, how many have it and in how many golds it is. `findings`: pages by kind.
    """

    content_hash: str
    pages: int
    texts: int
    found_median: float | None
    found_p10: float | None
    there: float | None
    oracle_f1: float | None
    policy: Mapping[str, tuple[int, int]]
    findings: Mapping[str, int]


@cache
def measured() -> dict[str, Measured]:
    """Return what the last runs found, by corpus. Raises DataError where the file is broken."""
    try:
        rows = json.loads(FILE.read_text("utf-8"))
        return {name: Measured(**row | {"policy": _pairs(row["policy"])}) for name, row in rows.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        cure = "Reinstall duramen, or type: python -m duramen_corpora.measure"
        raise DataError(f"{FILE} does not hold what was measured ({type(error).__name__}: {error}). {cure}") from error


def measure(info: CorpusInfo) -> Measured:
    """Measure one corpus. Raises UsageError where it is not at hand."""
    from duramen_corpora.audit import audit
    from duramen_corpora.fit import fits, summary
    from duramen_corpora.load import content_hash
    from duramen_corpora.policy import measure_policy

    pages = _dev(info)
    rows = list(fits(_bar(pages, f"fit {info.name}")))
    whole = summary(rows)[-1] if rows else None
    policy = measure_policy(_bar(pages, f"policy {info.name}"))
    findings = Counter(finding.kind for finding in audit(_bar(pages, f"audit {info.name}"), workers=2))
    return Measured(
        content_hash=content_hash(pages),
        pages=len(pages),
        texts=len(rows),
        found_median=_rounded(whole.found_median if whole else None),
        found_p10=_rounded(whole.found_p10 if whole else None),
        there=_rounded(whole.there if whole else None),
        oracle_f1=_rounded(whole.oracle_f1 if whole else None),
        policy={part: (share.pages, share.included) for part, share in policy.items()},
        findings=dict(sorted(findings.items())),
    )


def _dev(info: CorpusInfo) -> list[Any]:
    from duramen_corpora.load import load, pages

    return [page for page in pages(load(info.name)) if page.split == "dev"]


def _bar(pages: Iterable[Any], what: str) -> Iterable[Any]:
    from tqdm import tqdm

    bar: Iterable[Any] = tqdm(pages, desc=what, unit="page", file=sys.stderr, disable=None)
    return bar


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _pairs(policy: Mapping[str, list[int]]) -> dict[str, tuple[int, int]]:
    return {part: (pages, included) for part, (pages, included) in policy.items()}


def main() -> int:
    """Measure the corpora named, or all that are at hand."""
    known = measured() if FILE.is_file() else {}
    for name in sys.argv[1:] or [name for name, info in CORPORA.items() if info.pinned]:
        try:
            known[name] = measure(corpus_info(name))
        except UsageError as error:
            print(f"{name}: left as it was; {str(error).splitlines()[0]}", file=sys.stderr)
            continue
        ordered = {name: asdict(known[name]) for name in CORPORA if name in known}
        FILE.write_text(json.dumps(ordered, indent=1) + "\n", "utf-8")
        print(name, json.dumps(asdict(known[name])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
