"""What the tables say, as sentences: who leads, by how much, who is quickest, what is shown apart."""

from __future__ import annotations

import math
from collections.abc import Sequence

from duramen_bench.metrics import METRICS
from duramen_bench.report import words
from duramen_bench.report.over import Over
from duramen_bench.results import CorpusScore


def of_corpus(score: CorpusScore) -> list[str]:
    """Return the sentences above a corpus's board, by the metric in charge."""
    return [*_first(score), *_quickest(score), *_pace(score), *_apart(score)]


def _first(score: CorpusScore) -> list[str]:
    first = words.leaders(score)
    if not first:
        return []
    value = words.share(first[0].scores[score.metric].value)
    names, title = [tool.title for tool in first], METRICS[score.metric].title
    if len(names) == 1:
        return [f"{names[0]} leads with {title} {value}."]
    return [
        f"{_some(names)} share the first place: the best has {title} {value}, and these pages do not tell them apart."
    ]


def _some(names: Sequence[str]) -> str:
    """Name up to five; of more the first three."""
    return words.commas(names if len(names) <= 5 else [*names[:3], f"{len(names) - 3} others"])


def _quickest(score: CorpusScore) -> list[str]:
    timed = [tool for tool in score.tools if tool.timing and words.rank(score, tool) is not None]
    if not timed:
        return []
    quick = min(timed, key=lambda tool: tool.timing.median_ms if tool.timing else math.inf)
    assert quick.timing is not None
    return [f"{quick.title} is the quickest, {words.milliseconds(quick.timing.median_ms)} ms for the median page."]


def _pace(score: CorpusScore) -> list[str]:
    """Compare the time of our own first row with that of the best rival, if one machine measured both."""
    ours = next((tool for tool in score.tools if tool.tool == "duramen"), None)
    rival = next((tool for tool in score.tools if tool.kind == "rival" and words.rank(score, tool) is not None), None)
    if not (ours and rival and ours.timing and rival.timing and ours.run.machine == rival.run.machine):
        return []
    pace = rival.timing.median_ms / max(ours.timing.median_ms, 1e-6)
    verb = f"{words.times(pace)} times as fast as" if pace >= 1 else f"{words.times(1 / pace)} times as slow as"
    return [f"{ours.title} is {verb} {rival.title}, the best of its rivals here."]


def _apart(score: CorpusScore) -> list[str]:
    apart = [tool.title for tool in score.tools if tool.trained_on is not None]
    if not apart:
        return []
    verb = "was" if len(apart) == 1 else "were"
    return [f"{words.commas(apart)} {verb} trained on this corpus and so {verb} not ranked."]


def of_all(over: Over) -> list[str]:
    """Return the sentences above the table over corpora."""
    first = [row for row in over.rows if row.rank == 1]
    if not first or over.macro is None:
        return []
    names, value = [row.title for row in first], words.share(first[0].common.value)
    many = len(over.macro.corpora)
    where = (
        f"Over the {many} corpora that none of them was trained on"
        if many > 1
        else "On the one corpus that counts for all"
    )
    if len(names) == 1:
        return [f"{where}, {names[0]} leads with a mean of {value}."]
    return [
        f"{where}, {_some(names)} share the first place: the best has a mean of {value}, and these pages do not tell "
        "them apart."
    ]


def about_means(over: Over) -> list[str]:
    """Return what the two means are over, and what counts in neither."""
    if over.macro is None:
        return []
    macro = over.macro
    said = [
        "Common: the mean over the corpora that none of these tools was trained on, of those that all ran on "
        f"({words.commas(list(macro.corpora)) or 'there is none'}); it alone compares tools, with ranks from paired "
        "tests over hosts. Unseen: the mean over the corpora that the tool itself was not trained on."
    ]
    if macro.rounded:
        said.append(
            f"Rows of {words.commas(list(macro.rounded))} were taken over from a published board: their intervals and "
            "tests are made of page scores in thousandths, and by Shingle F1 and Snippets they are approximate."
        )
    if macro.left_out:
        said.append(f"In neither: {'; '.join(f'{name} ({why})' for name, why in macro.left_out.items())}.")
    return said


def of_stability(score: CorpusScore) -> list[str]:
    """Return how far other metrics agree with this one's order, and what the corpus could tell apart."""
    taus = {
        METRICS[name].title: tau
        for name, tau in score.stability.get(score.metric, {}).items()
        if math.isfinite(tau) and name in METRICS
    }
    said = []
    if taus:
        spelled = [f"{title} {words.share(taus[title])}" for title in sorted(taus, key=lambda title: -taus[title])]
        said.append(
            f"How far other metrics order the extractors alike, as Kendall's τ (1: the same): {', '.join(spelled)}."
        )
    power = score.power.get(score.metric, math.nan)
    if math.isfinite(power):
        said.append(
            f"Two typical tools must truly differ by {words.share(power)} for a corpus like this to tell them apart in "
            "four cases of five; ties of less are no evidence that two tools are equal."
        )
    return said
