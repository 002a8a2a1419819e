"""The model card: what the weights are, what they saw, how well they do on what they did not see, how they were made.

The layout is Hugging Face's (YAML front matter with `model-index`, then Markdown). Everything in it is read from the
weights' configuration and from evaluations; a card holds no date and no machine, so that the same run gives the same
bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

from duramen_corpora import corpus_info
from duramen_train.evaluate import Row
from duramen_train.examples import Example
from duramen_train.recipe import Recipe
from duramen_train.reliability import Reliability

_VERSIONED = ("lightgbm", "lxml", "numpy", "scikit-learn", "scipy")


def configuration(
    recipe: Recipe, examples: Sequence[Example], role_examples: Sequence[Example], command: str
) -> dict[str, Any]:
    """Return what `config.json` says beside the arrays: recipe, corpora and hosts seen, command, versions."""
    return {
        "name": recipe.name,
        "recipe": _plain(recipe),
        "command": command,
        "versions": {package: version(package) for package in _VERSIONED},
        "trained_on": {name: seen(name, [e for e in examples if e.corpus == name]) for name in _corpora(examples)},
        "roles_trained_on": {name: seen(name, role_examples) for name in _corpora(role_examples)},
    }


def seen(name: str, examples: Sequence[Example]) -> dict[str, Any]:
    """Return what was seen of one corpus: revision, licence, number of pages, hosts."""
    info = corpus_info(name)
    return {
        "revision": info.revision,
        "content_hash": info.content_hash,
        "licence": info.licence,
        "pages": len(examples),
        "hosts": sorted({e.host for e in examples}),
    }


def card(config: Mapping[str, Any], rows: Sequence[Row] = (), found: Mapping[str, Reliability] | None = None) -> str:
    """Return the Markdown. `config` is the weights' `config.json`, as `configuration` makes it.

    `rows` are results on unseen hosts, none for a run that was not evaluated; `found` says, by corpus, how far
    probabilities could be believed there.
    """
    parts = [
        f"# Duramen weights: {config['name']}",
        config["recipe"]["description"],
        *_held(config),
        "## How to use them\n\n" + _USE,
        "## How they were made\n\n```\n" + config["command"] + "\n```\n\n" + _versions(config),
        "## What they saw\n\n" + "\n".join(_seen_lines(config)),
        "## How well they do on hosts they did not see\n\n" + (_table(rows) if rows else "Not evaluated."),
        *([f"## How far probabilities can be believed\n\n{_reliability(found)}"] if found else []),
        "## Limits\n\n" + _LIMITS,
        "## What they cost\n\n" + _COST,
    ]
    return _front(config, rows) + "\n\n" + "\n\n".join(parts) + "\n"


def _front(config: Mapping[str, Any], rows: Sequence[Row]) -> str:
    """Return the YAML that the Hub reads: what the model is, and its results a corpus (`model-index`)."""
    licence = ["license: other", "license_name: none-of-its-own"] if _held(config) else ["license: apache-2.0"]
    lines = ["---", *licence, "library_name: duramen", "tags: [boilerplate-removal, html]"]
    whole = [row for row in rows if row.page_type == "all"]
    if whole:
        lines += ["model-index:", f"- name: duramen-{config['name']}", "  results:"]
    for row in whole:
        lines += [
            "  - task: {type: token-classification, name: main content extraction}",
            f"    dataset: {{name: {row.corpus}, type: {row.corpus}}}",
            f"    metrics: [{{type: f1, name: word F1 on unseen hosts, value: {row.f1:.4f}}}]",
        ]
    return "\n".join([*lines, "---"])


def _held(config: Mapping[str, Any]) -> list[str]:
    """Return a paragraph on corpora of which nobody may ship weights without asking; none where there are none."""
    held = {name: facts["licence"] for name, facts in config["trained_on"].items() if not corpus_info(name).shippable}
    if not held:
        return []
    listed = ", ".join(f"{name} ({licence})" for name, licence in held.items())
    return [f"**Not to be passed on** without a look at the licences of what they were trained on: {listed}."]


def _reliability(found: Mapping[str, Reliability]) -> str:
    head = (
        "Expected calibration error of blocks (fifteen bins; counted one each, and by their words), rank correlation\n"
        "of the F1 that a page expects (`expected_f1`) with the one it has, and what mean F1 rises by without the\n"
        "tenth of the pages that expect least. From `duramen train evaluate --reliability`, on unseen hosts.\n\n"
        "| corpus | error, blocks | error, words | rank correlation | gain |\n|---|--:|--:|--:|--:|\n"
    )
    return head + "\n".join(
        f"| {corpus} | {r.error:.4f} | {r.error_words:.4f} | {r.rank_correlation:.2f} | {100 * r.gain:+.1f} points |"
        for corpus, r in sorted(found.items())
    )


def _seen_lines(config: Mapping[str, Any]) -> list[str]:
    lines = []
    for key, what in (("trained_on", "content"), ("roles_trained_on", "names of roles")):
        for name, facts in config[key].items():
            revision = facts["revision"][:12]
            lines.append(
                f"- {what}: `{name}` @ `{revision}`, {facts['pages']} pages of {len(facts['hosts'])} hosts, "
                f"{facts['licence']}. The hosts are listed in `config.json`."
            )
    return lines


def _versions(config: Mapping[str, Any]) -> str:
    listed = ", ".join(f"{name} {number}" for name, number in config["versions"].items())
    return f"With {listed}. The same command and versions give the same bytes."


def _table(rows: Sequence[Row]) -> str:
    head = (
        "`duramen train evaluate`; word-bag F1, mean over pages, with a 95 % interval from a bootstrap over hosts.\n"
        "These are scores of the recipe, not of these weights: by models that left each page's host, or its\n"
        "whole corpus out.\n\n"
        "| corpus | page type | pages | word F1 | interval | precision | recall | block F1 | oracle over blocks |\n"
        "|---|---|--:|--:|---|--:|--:|--:|--:|\n"
    )
    return head + "\n".join(
        f"| {r.corpus} | {r.page_type} | {r.pages} | {r.f1:.3f} | {r.low:.3f}–{r.high:.3f} "
        f"| {r.precision:.3f} | {r.recall:.3f} | {r.block_f1:.3f} | {r.oracle_f1:.3f} |"
        for r in rows
    )


def _corpora(examples: Sequence[Example]) -> list[str]:
    return sorted({e.corpus for e in examples})


def _plain(recipe: Recipe) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(recipe)


_USE = """```python
import duramen

duramen.Extractor(weights="boosted")(html)     # or the path of a folder with these files
```

`policy=` asks for one of several right answers: `broad` keeps all that a page is for, `body` running text, `article`
that and its title."""

_COST = """A run takes some twenty minutes of processor time on two cores of a server: about 0.01 kWh, a few grams of
CO2. Extraction takes a few milliseconds of one core a page, half of them the HTML parser's."""

_LIMITS = """What `broad` keeps was learned from English pages; `body` and `article` from news pages, most of them in
English or German, and what these two keep of a shop or a list of links nobody labelled. Other languages rest on markup
alone. Roles of noise blocks come from pages written for the purpose and from landmark elements
of real ones; take them as hints. Pages whose text is made by scripts have nothing to extract."""
