"""The card of an export: what a data set's page on the Hub says, generated from what is known of each corpus.

YAML first, as the Hub and `datasets` read it (https://huggingface.co/docs/hub/datasets-cards): licences, languages, a
configuration for each corpus with its files and columns. Then, for people, where each corpus comes from, what its gold
is, how far it can be believed, and what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final

#: In every card that is written here, and in no other: what may be written over.
MARK: Final = "<!-- written by: duramen corpora export -->"

#: Licences that let the data be passed on, by the Hub's names. Whatever else a row says forbids it, or is silent.
FREE_LICENCES: Final[Mapping[str, str]] = {
    "Apache-2.0": "apache-2.0",
    "MIT": "mit",
    "CC0-1.0": "cc0-1.0",
    "CC-BY-4.0": "cc-by-4.0",
    "CC-BY-SA-4.0": "cc-by-sa-4.0",
    "GPL-3.0": "gpl-3.0",
    "AGPL-3.0": "agpl-3.0",
}
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))

_HEAD = """\
# Labelled web pages

HTML as served, and what of it is main content: {names}, under one schema. Written by Duramen {version}.

```python
from datasets import load_dataset

pages = load_dataset("FOLDER OR REPOSITORY", "{first}", split="{split}")
believed = pages.filter(lambda page: (page["gold_found"] or 0) >= 0.9)
```

| column | what it holds |
|---|---|
| `corpus`, `revision`, `id` | whose page it is; upstream's commit |
| `url`, `host` | its address, and the registrable domain of that: split by it |
| `html`, `charset` | bytes as served, and the charset that was declared for them, if any |
| `text` | the gold main content; null: there is none for this page; empty: the right answer is nothing |
| `with`, `without` | snippets that an extraction must, and must not, contain |
| `comments` | the gold comments |
| `page_type`, `language`, `split` | as the corpus has them |
| `blocks` | XPath and role of each labelled element |
| `gold_found` | share of the gold's words that stand in the page's blocks; null without a gold text |

The pages are their authors'; the licence of each corpus is what its makers give for their work.
"""


def card(corpora: Sequence[Mapping[str, Any]]) -> str:
    """Return the card of an export that holds `corpora`, each as its `corpus.json` has it."""
    from duramen import __version__

    first = corpora[0]
    facts = {"first": first["name"], "split": next(iter(first["splits"])), "version": __version__}
    head = _HEAD.format(names=", ".join(facts["name"] for facts in corpora), **facts)
    sections = "\n".join(map(_section, corpora))
    return f"---\n{_front_matter(corpora)}\n---\n\n{MARK}\n\n{head}\n{sections}"


def _front_matter(corpora: Sequence[Mapping[str, Any]]) -> str:
    from datasets.info import DatasetInfosDict
    from huggingface_hub import DatasetCardData

    pages = sum(split["pages"] for facts in corpora for split in facts["splits"].values())
    data = DatasetCardData(
        pretty_name="Labelled web pages",
        license=sorted({FREE_LICENCES.get(facts["licence"], "other") for facts in corpora}),
        language=sorted({language for facts in corpora for language in facts["languages"]}),
        size_categories=[next((name for size, name in _SIZES if pages < size), "n>1M")],
        tags=["boilerplate-removal", "main-content-extraction", "html"],
        configs=[_config(facts) for facts in corpora],
    )
    DatasetInfosDict({facts["name"]: _info(facts) for facts in corpora}).to_dataset_card_data(data)
    return data.to_yaml()


def _config(facts: Mapping[str, Any]) -> dict[str, Any]:
    files = [{"split": split, "path": f"{facts['name']}/{split}-*.parquet"} for split in facts["splits"]]
    return {"config_name": facts["name"], "data_files": files}


def _info(facts: Mapping[str, Any]) -> Any:
    from datasets import DatasetInfo, SplitDict, SplitInfo

    from duramen_corpora.parquet import exported_features

    splits = SplitDict()
    for name, split in facts["splits"].items():
        splits.add(SplitInfo(name, num_bytes=split["bytes"], num_examples=split["pages"]))
    sizes = {key: sum(split[key] for split in facts["splits"].values()) for key in ("size", "bytes")}
    return DatasetInfo(
        features=exported_features(), splits=splits, download_size=sizes["size"], dataset_size=sizes["bytes"]
    )


def _section(facts: Mapping[str, Any]) -> str:
    lines = [f"## {facts['name']}: {facts['title']}", "", facts["description"], ""]
    lines += [f"- **{key}**: {value}" for key, value in _rows(facts).items() if value]
    lines += ["", "What is known to be wrong with it:", "", *(f"- {fault}" for fault in facts["faults"] or ["nothing"])]
    return escape("\n".join([*lines, ""]), quote=False)  # faults speak of <meta> and the like


def _rows(facts: Mapping[str, Any]) -> dict[str, str]:
    roles = ", ".join(facts["gold_roles"])
    return {
        "Pages": ", ".join(f"{split['pages']:,} {name}" for name, split in facts["splits"].items()),
        "Source": " at ".join(part for part in (facts["upstream"], _code(facts["revision"])) if part),
        "Content": _content(facts),
        "Licence": facts["licence"],
        "Languages": ", ".join(facts["languages"]),
        "Gold": facts["gold"],
        "Gold policy": f"{facts['policy']}: its text holds {roles}",
        "Gold found": _found(facts["gold_found"]),
        "Citation": facts["citation"],
    }


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _content(facts: Mapping[str, Any]) -> str:
    known = {True: ", the one that is pinned", False: ", **not** the one that is pinned", None: ""}[facts["as_pinned"]]
    return f"dev is `{facts['content_hash'][:16]}`{known}"


def _found(found: Mapping[str, float] | None) -> str:
    if found is None:
        return ""
    return (
        f"of a page's gold words {found['median']:.1%} stand in it at the median, {found['p10']:.1%} at the 10th "
        f"percentile; under half on {found['under_half']:,} of {found['pages']:,} pages"
    )
