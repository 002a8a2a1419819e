"""The card of exported scores: what a data set's page on the Hub says, generated from the scores.

YAML first, as the Hub and `datasets` read it (https://huggingface.co/docs/hub/datasets-cards), then, for people, what
the tables hold, how a score was made, and the boards' first rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from duramen_bench.export import MARK, SPLIT, TABLES
from duramen_bench.figures import short
from duramen_bench.metrics import METRICS, find_metric
from duramen_bench.report.boards import Board
from duramen_bench.results import CorpusScore, ToolScore

_SIZES: Final = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))

_HEAD: Final = """\
# Scores of main-content extractors

Which extractor finds the main content of web pages best, on which pages, and whether a difference is real: {tools}
tools on {corpora}. Written by Duramen {version}.

```python
from datasets import load_dataset

scores = load_dataset("FOLDER OR REPOSITORY", "scores", split="{split}")
board = scores.filter(lambda row: row["corpus"] == "{first}" and row["metric"] == "{metric}" and row["of"] == "all")
```

`scores` has a row a corpus, tool, metric and group of pages:

| column | what it holds |
|---|---|
| `corpus`, `revision` | the pages; upstream's commit |
| `tool`, `version`, `kind` | who answered; `kind` is ours, rival, floor or ceiling |
| `trained_on_corpus` | whether the tool learned from this corpus: then it has no rank |
| `metric` | one of those below; `through`: the share of a role's words that is in the answers |
| `of`, `group` | `all` pages, or those of a `page_type`, a `language`, a `host` (unseen, seen); words of a `role` |
| `value`, `low`, `high` | the score and its 95 % interval, from a bootstrap over hosts |
| `rank` | tools that are not told apart share one |
| `median` | the score of the median page |
| `behind`, `behind_low`, `behind_high` | what separates it from the first, with its interval |

`tools` has a row a corpus and tool: its options, failures, empty answers, milliseconds and memory, and the machine,
date and commit of the run. `pages` has a row a corpus, tool and page: its id and host, whether the tool failed there,
and the columns that metrics are made of. A column that has no meaning on a corpus is null. There is no text of any page
in here, and none of any answer.
"""


def card(boards: Sequence[Board]) -> str:
    """Return the card of the boards' scores."""
    from duramen import __version__

    first = boards[0].score
    head = _HEAD.format(
        tools=len({tool.tool for board in boards for tool in board.score.tools}),
        corpora=", ".join(board.score.corpus for board in boards),
        version=__version__,
        split=SPLIT,
        first=first.corpus,
        metric=first.metric,
    )
    sections = "\n".join(_section(board.score) for board in boards)
    return f"---\n{_front_matter(boards)}\n---\n\n{MARK}\n\n{head}\n{_metrics(boards)}\n{sections}"


def _front_matter(boards: Sequence[Board]) -> str:
    from huggingface_hub import DatasetCardData

    rows = sum(board.score.pages * len(board.score.tools) for board in boards)
    data = DatasetCardData(
        pretty_name="Scores of main-content extractors",
        license="apache-2.0",
        size_categories=[next((name for size, name in _SIZES if rows < size), "n>1M")],
        tags=["boilerplate-removal", "main-content-extraction", "leaderboard", "benchmark"],
        configs=[
            {"config_name": name, "data_files": [{"split": SPLIT, "path": f"{name}/{SPLIT}-*.parquet"}]}
            | ({"default": True} if name == TABLES[0] else {})
            for name in TABLES
        ],
    )
    return str(data.to_yaml())


def _metrics(boards: Sequence[Board]) -> str:
    there = {metric for board in boards for tool in board.score.tools for metric in tool.scores}
    lines = ["| metric | what it is | better | from |", "|---|---|---|---|"]
    lines += [
        f"| `{row.name}` | {row.description} | {'more' if row.higher_is_better else 'less'} | {row.source} |"
        for row in METRICS.values()
        if row.name in there
    ]
    return "\n".join([*lines, ""])


def _section(score: CorpusScore) -> str:
    """Return a corpus's board by its own metric."""
    title = find_metric(score.metric).title
    lines = [
        f"## {score.corpus}",
        "",
        f"{score.pages:,} pages of {score.hosts:,} hosts, revision `{score.revision[:12]}`; {score.resamples:,} draws, "
        f"seed {score.seed}; scored {score.date} at commit `{score.commit[:12]}`.",
        "",
        f"| rank | tool | version | {title} | 95 % |",
        "|--:|---|---|--:|---|",
        *(_row(score, tool) for tool in score.tools if score.metric in tool.scores),
        "",
    ]
    return "\n".join(lines)


def _row(score: CorpusScore, tool: ToolScore) -> str:
    found = tool.scores[score.metric]
    rank = str(tool.ranks.get(score.metric, "trained on it" if tool.trained_on else tool.kind))
    title = tool.title.replace("|", "\\|").replace("<", "&lt;")
    return (
        f"| {rank} | {title} | {tool.run.version} | {short(found.value)} | {short(found.low)} to {short(found.high)} |"
    )
