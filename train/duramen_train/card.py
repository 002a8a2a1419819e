"""The model card: what the weights are, what they saw, how well they do on what they did not see, how they were made.

The layout is Hugging Face's (YAML front matter, then Markdown). Everything in it is read from the run; a card holds no
date and no machine, so that the same run gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

from duramen_corpora import corpus_info
from duramen_train.evaluate import Row
from duramen_train.examples import Example
from duramen_train.recipe import Recipe

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


def card(config: Mapping[str, Any], recipe: Recipe, rows: Sequence[Row]) -> str:
    """Return the Markdown. `rows` are cross-validated results, none for a run that was not evaluated."""
    front = ["---", "license: apache-2.0", "library_name: duramen", "tags: [boilerplate-removal, html]", "---"]
    parts = [
        f"# Duramen weights: {recipe.name}",
        recipe.description,
        "## How they were made\n\n```\n" + config["command"] + "\n```\n\n" + _versions(config),
        "## What they saw\n\n" + "\n".join(_seen_lines(config)),
        "## How well they do on hosts they did not see\n\n" + (_table(rows) if rows else "Not evaluated."),
        "## Limits\n\n" + _LIMITS,
    ]
    return "\n".join(front) + "\n\n" + "\n\n".join(parts) + "\n"


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
        "These are scores of the recipe, not of these weights: by models that left each page's host out, or its\n"
        "whole corpus, as the file says that was given with `--evaluation`.\n\n"
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


_LIMITS = """What `broad` keeps was learned from English pages; `body` and `article` from news pages, most of them in
English or German, and what these two keep of a shop or a list of links nobody labelled. Other languages rest on markup
alone. Roles of noise blocks come from pages written for the purpose and from landmark elements
of real ones; take them as hints. Pages whose text is made by scripts have nothing to extract."""
