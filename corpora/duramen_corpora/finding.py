"""What an audit says about a page: which page, what is wrong with it, and how bad that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: impossible: must not be scored or trained on as it stands. doubtful: worth a look before it is believed.
Severity = Literal["impossible", "doubtful"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of one page. `reason` is a sentence with figures; it may quote a few words of the page or its gold."""

    corpus: str
    page: str
    kind: str
    severity: Severity
    reason: str
