"""What is impossible or doubtful about a corpus's pages, each with its reason.

    for finding in audit(read("wcxb")): ...          # page, kind, severity, reason
    bad = {finding.page for finding in audit(pages) if finding.severity == "impossible"}

A check is a row of data (`check.Check`): `CHECKS` has them all by kind, in modules by what they look at. To add one,
write a function of about ten lines from a `Subject` to a sentence or None, and a row below it; the proof is a page that
it finds and a near miss that it does not, in `tests/corpora/test_audit.py`.
"""

from __future__ import annotations

from duramen_corpora.audit.check import Check
from duramen_corpora.audit.run import CHECKS, audit, layout_faults
from duramen_corpora.finding import Finding

__all__ = ["CHECKS", "Check", "Finding", "audit", "layout_faults"]
