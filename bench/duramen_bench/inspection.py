"""One page under the glass: its gold, what each tool made of it word by word, and which blocks got through.

    found = inspection(page, refer(page), {"trafilatura": prediction, "duramen": prediction})
    found["answers"]["trafilatura"]["ops"]      # [["=", "in both "], ["-", "missing "], ["+", "extra"]]

All of it is JSON as it stands. The terminal (`duramen bench inspect`) and the report's inspector show the same.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from duramen_bench.columns import answer_columns
from duramen_bench.metrics import METRICS, page_values
from duramen_bench.references import Reference, outline
from duramen_bench.snippets import holds
from duramen_bench.wording import compare_words, count_words
from duramen_corpora.predictions import Prediction
from duramen_corpora.schema import Page


def inspection(page: Page, reference: Reference, answers: Mapping[str, Prediction]) -> dict[str, Any]:
    """Return a page with the tools' answers, ready for JSON.

    id, url, host, type, language   the page's (the last two may be None)
    gold        the gold text; "": the right answer is nothing; None: the page has no gold text
    answers     tool → {error, ops, missing, extra}: `error` is None or why it failed; `ops` as `wording.compare_words`
                gives them; `missing` and `extra` count words. Where there is no gold text nothing can be missing or
                extra: then both counts are None and the answer is one piece with the sign " ".
    blocks      [{text, role, kind, kept, judged, by}]: `role` None where nobody named it, `kind` "" for prose, `kept`
                whether the gold keeps it (None: neither labels nor a gold text say so), `judged` whether it counts,
                `by` tool → share of its words in the answer
    snippets    [{text, wanted, by}]: what must (`wanted`) or must not be in an answer, `by` tool → whether it is
    """
    texts = {tool: "" if p.error is not None else p.text or "" for tool, p in answers.items()}
    known = page.text is not None or bool(page.blocks)
    return {
        "id": page.id,
        "url": page.url,
        "host": page.host,
        "type": page.page_type,
        "language": page.language,
        "gold": page.text,
        "answers": {
            tool: {"error": prediction.error, **_compared(page.text, texts[tool])}
            for tool, prediction in answers.items()
        },
        "blocks": _blocks(reference if known else outline(page), texts, known),
        "snippets": [*_snippets(page.with_, True, texts), *_snippets(page.without, False, texts)],
    }


def page_scores(page: Page, reference: Reference, prediction: Prediction) -> dict[str, float]:
    """Return every metric that has a meaning on this page, as if the page were the corpus."""
    columns = {name: np.array([v], np.float64) for name, v in answer_columns(page, reference, prediction).items()}
    scores = {
        name: float(page_values(metric, columns)[0])
        for name, metric in METRICS.items()
        if set(metric.columns) <= columns.keys()
    }
    return {name: value for name, value in scores.items() if math.isfinite(value)}


def _compared(gold: str | None, answer: str) -> dict[str, Any]:
    if gold is None:
        return {"ops": [[" ", answer]] if answer else [], "missing": None, "extra": None}
    ops = compare_words(gold, answer)
    counts = count_words(ops, gold)
    return {"ops": ops, "missing": counts["-"], "extra": counts["+"]}


def _snippets(snippets: Sequence[str], wanted: bool, texts: Mapping[str, str]) -> list[dict[str, Any]]:
    there = {tool: holds(text, snippets) for tool, text in texts.items()}
    return [
        {"text": snippet, "wanted": wanted, "by": {tool: found[i] for tool, found in there.items()}}
        for i, snippet in enumerate(snippets)
    ]


def _blocks(reference: Reference, texts: Mapping[str, str], known: bool) -> list[dict[str, Any]]:
    from duramen_corpora.align import align

    shares = {tool: align(reference.texts, text).matched.tolist() for tool, text in texts.items()}
    columns = zip(reference.texts, reference.roles, reference.kinds, reference.kept, reference.judged, strict=True)
    return [
        {
            "text": text,
            "role": role,
            "kind": kind,
            "kept": bool(kept) if known else None,
            "judged": bool(judged),
            "by": {tool: round(share[i], 4) for tool, share in shares.items()},
        }
        for i, (text, role, kind, kept, judged) in enumerate(columns)
    ]


def agreement(texts: Mapping[str, str]) -> dict[str, float]:
    """Return tool → mean word F1 of its answer with those of all others; NaN for one alone."""
    from duramen_corpora.words import bag_overlap, tokeniser

    split = tokeniser(max(texts.values(), key=len, default=""))
    bags = {tool: Counter(split(text)) for tool, text in texts.items()}
    return {
        tool: float(np.mean([bag_overlap(bag, other).f1 for name, other in bags.items() if name != tool]))
        if len(bags) > 1
        else math.nan
        for tool, bag in bags.items()
    }


def middle(shares: Mapping[str, float]) -> str | None:
    """Return the tool that agrees best with the others, of what `agreement` gives; None where nobody can agree."""
    known = {tool: share for tool, share in shares.items() if math.isfinite(share)}
    return max(known, key=lambda tool: known[tool]) if len(known) > 1 else None
