"""Tables and pages of the site that are made from registries, so that they say what is so.

`TABLES` is by the name that a page's `<!-- duramen: NAME -->` calls it by; `commands` makes a page for each verb.
To see one: `python docs/generate.py metrics`.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import typer
from typer.cli import get_docs_for_click

from duramen import roles as vocabulary
from duramen.features import BLOCK_FEATURES
from duramen.roles import CONTENT_ROLES, POLICIES, ROLES
from duramen_bench.metrics import METRICS
from duramen_bench.registry import TOOLS
from duramen_bench.tool import Tool
from duramen_corpora.audit import CHECKS
from duramen_corpora.info import CorpusInfo
from duramen_corpora.measure import measured
from duramen_corpora.registry import CORPORA
from duramen_train.recipe import load_recipe
from duramen_train.recipe import recipes as recipe_names

_ROOT: Final = Path(__file__).parents[1]
#: The home page's rows, and columns that no weights of ours have seen; and how a column's gold is named there.
_FRONT_TOOLS: Final = (
    "duramen-article",
    "readability-lxml",
    "trafilatura",
    "readability-js",
    "magic-html",
    "resiliparse",
)
_FRONT_CORPORA: Final = ("cleaneval", "dragnet", "l3s-gn1", "google-trends-2017", "daniel")

#: Pages that packages make: their title, the package, its folder.
_PACKAGES: Final = {
    "reference/integrations.md": ("Integrations", "duramen.integrations", "duramen/integrations"),
    "reference/estimators.md": ("Estimators", "duramen_train.estimators", "train/duramen_train/estimators"),
}


def table(head: Sequence[str], rows: Iterable[Sequence[str]], align: str = "") -> str:
    """Return a Markdown table; `align` has `l` or `r` for each column."""
    marks = "|".join("--:" if side == "r" else "---" for side in align or "l" * len(head))
    lines = (" | ".join(plain(cell).replace("|", "\\|").replace("\n", " ") for cell in row) for row in rows)
    return "\n".join([f"| {' | '.join(head)} |", f"|{marks}|", *(f"| {line} |" for line in lines)]) + "\n"


def plain(text: str) -> str:
    """Return text in which no `<` begins an element: registries speak of markup, and Markdown lets it through."""
    parts = re.split(r"(`[^`]*`)", text)
    return "".join(part if part.startswith("`") else part.replace("<", "&lt;") for part in parts)


def _said() -> dict[str, str]:
    """Return what the source says of each role: the comment beside its name."""
    source = inspect.getsource(vocabulary)
    lines = source[source.index("ROLES: Final") : source.index("CONTENT_ROLES")]
    return dict(re.findall(r'^    "(\w+)",(?:  # (.+))?$', lines, re.M))


def roles() -> str:
    """Return a row a role: what it is, whether it is content, which policies keep it."""
    said = _said()
    keep = {role: ", ".join(f"`{name}`" for name, kept in POLICIES.items() if role in kept) for role in ROLES}
    rows = (
        (f"`{r}`", said[r] or f"the {r}", "content" if r in CONTENT_ROLES else "noise", keep[r] or "none")
        for r in ROLES
    )
    return table(("role", "what it is", "counts as", "kept by"), rows)


def policies() -> str:
    """Return a row a policy: the roles that it keeps, and how many corpora have a gold like it."""
    rows = (
        (f"`{name}`", ", ".join(f"`{r}`" for r in ROLES if r in kept), ", ".join(f"`{c}`" for c in _golds(name)))
        for name, kept in POLICIES.items()
    )
    return table(("policy", "keeps", "corpora whose gold is nearest to it"), rows)


def _golds(policy: str) -> list[str]:
    return [name for name, info in CORPORA.items() if info.policy == policy and info.pages]


def metrics() -> str:
    """Return a row a metric: name, what it is, which way is better, where it is from."""
    rows = (
        (f"`{m.name}`", m.title, m.description, "more" if m.higher_is_better else "less", _yes(m.ranks), m.source)
        for m in METRICS.values()
    )
    return table(("name", "title", "what it is", "better", "ranks", "from"), rows)


def corpora() -> str:
    """Return corpora/README.md's table without its last column, each name leading to its section."""
    made = _text("corpora/README.md").partition("<!-- corpora:begin -->\n")[2].partition("<!-- corpora:end -->")[0]
    rows = (line.rsplit(" | ", 1)[0].rsplit("|---|", 1)[0].rstrip("|") + " |" for line in made.splitlines())
    return re.sub(r"^\| `([\w-]+)`", r"| [`\1`](#\1)", "\n".join(rows), flags=re.M)


def each_corpus() -> str:
    """Return a section a corpus: what it is, its source, licence, gold, and what is known to be wrong with it."""
    return "\n".join(_corpus(info) for info in CORPORA.values())


def _corpus(info: CorpusInfo) -> str:
    facts = {
        "source": f"<{info.upstream}>" if info.upstream.startswith("http") else info.upstream,
        "revision": f"`{info.revision}`" if info.revision else "whatever its owner has",
        "licence": info.licence + ("" if info.shippable else " (shipped weights are not trained on it)"),
        "gold": plain(info.gold),
        "policy": f"`{info.policy}`",
        "ranked by": METRICS[info.metric].title,
        "pages of": f"`{info.pages_of}`: never count both" if info.pages_of else "",
        "to cite": info.citation,
    }
    lines = "".join(f"- {name}: {value}\n" for name, value in facts.items() if value)
    faults = "".join(f"- {plain(fault)}\n" for fault in info.faults)
    known = f"\nKnown faults:\n\n{faults}" if faults else ""
    return f"### `{info.name}` {{ #{info.name} }}\n\n{info.title}. {plain(info.description)}\n\n{lines}{known}"


def found() -> str:
    """Return what audits found: a row a corpus, how often each of the commonest kinds."""
    rows = (
        (f"[`{name}`](../reference/corpora.md#{name})", f"{m.pages:,}", _counts(m.findings))
        for name, m in measured().items()
        if name in CORPORA
    )
    return table(("corpus", "dev pages", "findings"), rows, "lrl")


def _counts(findings: Mapping[str, int]) -> str:
    kinds = sorted(findings, key=lambda kind: (-findings[kind], kind))
    return ", ".join(f"{kind} {findings[kind]:,}" for kind in kinds) or "none"


def checks() -> str:
    """Return a row a kind of fault that an audit looks for."""
    every = sorted(CHECKS.values() if isinstance(CHECKS, dict) else CHECKS, key=lambda c: c.severity != "impossible")
    return table(("kind", "severity", "what it means"), ((f"`{c.kind}`", c.severity, c.description) for c in every))


def extractors() -> str:
    """Return a row a tool: by which name, how it is called, what it was trained on."""
    return table(("name", "tool", "how it is called", "licence", "trained or tuned on"), map(_tool, TOOLS.values()))


def _tool(tool: Tool) -> Sequence[str]:
    title = f"[{tool.title}]({tool.homepage})" if tool.homepage else tool.title
    how = f"not run: {tool.unavailable}" if tool.unavailable else tool.summary
    trained = "what its weights say" if tool.trained_on_probe else ", ".join(f"`{c}`" for c in tool.trained_on)
    return f"`{tool.name}`", title, how, tool.licence, trained


def recipes() -> str:
    """Return the recipes that ship, each as it stands."""
    where = Path(inspect.getfile(load_recipe)).parent / "recipes"
    parts = (
        f"## `{name}`\n\n{load_recipe(name).description}\n\n```toml\n{(where / f'{name}.toml').read_text('utf-8')}```\n"
        for name in recipe_names()
    )
    return "\n".join(parts)


def front() -> str:
    """Return the home page's table: corpora that no weights of ours have seen, a few tools that people use."""
    boards = {board["corpus"]: board for board in json.loads(_text("results/leaderboard.json"))}
    timed = {row["tool"]: row["timing"] for row in boards["wcxb"]["tools"] if row["timing"]}
    rows = []
    for name in _FRONT_TOOLS:
        cells = [_score(boards[corpus], name) for corpus in _FRONT_CORPORA]
        speed = f"{timed[name]['per_parse']:.1f}" if name in timed else ""
        rows.append((_title(boards["cleaneval"], name), *cells, speed))
    heads = [f"{_board_title(corpus)}" for corpus in _FRONT_CORPORA]
    return table(("", *heads, "× lxml parse, WCXB"), rows, "l" + "r" * (len(heads) + 1))


def _board_title(corpus: str) -> str:
    short = {"cleaneval": "CleanEval", "dragnet": "Dragnet", "l3s-gn1": "L3S-GN1", "daniel": "DAnIEL"}
    return short.get(corpus, "Google-Trends")


def _row(board: dict[str, Any], tool: str) -> dict[str, Any]:
    found: dict[str, Any] = next(row for row in board["tools"] if row["tool"] == tool)
    return found


def _title(board: dict[str, Any], tool: str) -> str:
    return str(_row(board, tool)["title"])


def _score(board: dict[str, Any], tool: str) -> str:
    metric, row = CORPORA[board["corpus"]].metric, _row(board, tool)
    text = f"{row['scores'][metric]['value']:.3f}".removeprefix("0")
    return f"**{text}**" if row["ranks"].get(metric) == 1 else text


def provenance() -> str:
    """Return where the committed leaderboards come from."""
    board = json.loads(_text("results/leaderboard.json"))[0]
    return f"Made on {board['date'][:10]} at commit `{board['commit'][:12]}` by `make leaderboards`.\n"


def leaderboards() -> str:
    """Return README's table of scores."""
    return _text("README.md").partition("<!-- scores:begin -->\n")[2].partition("<!-- scores:end -->")[0]


def card() -> str:
    """Return the model card of the shipped weights, without its YAML and its title."""
    text = _text("duramen/weights/boosted/MODEL_CARD.md")
    return re.sub(r"\A---\n.*?\n---\n+# .*?\n", "", text, flags=re.S)


def features() -> str:
    """Return how many columns a block has, and their names."""
    return f"{len(BLOCK_FEATURES)} columns: " + ", ".join(f"`{name}`" for name in BLOCK_FEATURES) + ".\n"


def metadata_scores() -> str:
    """Return the committed comparison of metadata."""
    return re.sub(r"^#+ ", "### ", _text("results/metadata.md"), flags=re.M)


def fidelity_scores() -> str:
    """Return the committed comparison of form, without its title."""
    text = re.sub(r"\A# .*\n", "", _text("results/fidelity.md"))
    return re.sub(r"^#+ ", "### ", text, flags=re.M)


def commands() -> dict[str, str]:
    """Return a page for each verb of the command: every option, from typer."""
    from duramen.cli import _mount, app

    if not any(group.name == "bench" for group in app.registered_groups):
        _mount()
    root = typer.main.get_command(app)
    context = typer.Context(root, info_name="duramen")
    verbs = getattr(root, "commands")  # noqa: B009 - a group has commands; typer's type does not say that this is one
    return {verb: _page(verb, command, context) for verb, command in sorted(verbs.items())}


def packages() -> dict[str, str]:
    """Return a page for each of `_PACKAGES` that is there: what it exports, else its modules."""
    pages = {}
    for page, (title, package, folder) in _PACKAGES.items():
        if (_ROOT / folder / "__init__.py").is_file():
            parts = "".join(f"\n::: {package}.{name}\n" for name in _exported(_ROOT / folder))
            pages[page] = f"# {title}\n\n::: {package}\n    options:\n      members: []\n{parts}"
    return pages


def _exported(folder: Path) -> list[str]:
    """Return the names in a package's `__all__`; where it has none, its modules but for what they share."""
    for node in ast.parse((folder / "__init__.py").read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return list(ast.literal_eval(node.value))
    return sorted(path.stem for path in folder.glob("*.py") if path.stem not in ("__init__", "polite", "shared"))


def _page(verb: str, command: Any, context: typer.Context) -> str:
    text = get_docs_for_click(obj=command, ctx=context, name=verb, call_prefix="duramen", title=f"duramen {verb}")
    for name, below in getattr(command, "commands", {}).items():  # typer cuts what it lists to 45 characters
        cut, whole = f"* `{name}`: {below.get_short_help_str()}\n", _first(below.help)
        text = text.replace(cut, f"* [`{name}`](#duramen-{verb}-{name}): {whole}\n", 1)
    text = re.sub(r"^(#+) `(.+)`$", r"\1 \2", text, flags=re.M)
    return re.sub(r"\[(required|default: [^\]]*)\]$", r"*(\1)*", text, flags=re.M)


def _first(text: str) -> str:
    """Return the first sentence."""
    return re.split(r"(?<=\.)\s|\n\n", text.strip(), maxsplit=1)[0].replace("\n", " ")


def _yes(value: bool) -> str:
    return "yes" if value else ""


def _text(name: str) -> str:
    return (_ROOT / name).read_text("utf-8")


#: What pages can ask for by name.
TABLES: Final[dict[str, Callable[[], str]]] = {
    "card": card,
    "checks": checks,
    "corpora": corpora,
    "each corpus": each_corpus,
    "extractors": extractors,
    "features": features,
    "fidelity scores": fidelity_scores,
    "found": found,
    "front": front,
    "leaderboards": leaderboards,
    "metadata scores": metadata_scores,
    "metrics": metrics,
    "policies": policies,
    "provenance": provenance,
    "recipes": recipes,
    "roles": roles,
}

if __name__ == "__main__":
    print(TABLES[" ".join(sys.argv[1:])]())
