"""What the site is made of beside the pages in this folder: MkDocs calls these functions while it builds.

- `<!-- duramen: NAME -->` in a page becomes a table made from a registry (`generate.TABLES`), so it cannot be stale.
- `<!-- from: FILE # HEADING -->` becomes that section of a README, without its heading: each fact has one home. Its own
  headings move to the level below the page's last one, its links lead to the site where the file is on it.
- A command's page (`reference/command/VERB.md`), and the files in `_WHOLE`, are made on the way.
- In the navigation, `*` stands for whatever pages there are.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import generate
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

_ROOT: Final = Path(__file__).parents[1]
#: Files that are pages of the site as they stand.
_WHOLE: Final = {
    "bench/PARITY.md": "explanation/parity.md",
    "results/LOG.md": "explanation/log.md",
}
#: Where else the site has what a file of the repository says.
_ELSEWHERE: Final = {
    "bench/README.md": "explanation/protocol.md",
    "corpora/README.md": "reference/corpora.md",
    "results/README.md": "how-to/read-a-leaderboard.md",
    "results/leaderboard.html": "leaderboard.html",
    "results/metadata.md": "explanation/metadata.md",
    "results/fidelity.md": "explanation/form.md",
}
_DIRECTIVE: Final = re.compile(r"^<!-- (duramen|from): (.+?) -->$", re.M)
_LINK: Final = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)\s]+)\)")
_FENCE: Final = re.compile(r"^(```|~~~)")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Write out what `*` stands for."""
    there = {path.relative_to(_docs()).as_posix() for path in _docs().rglob("*.md")} | set(_made())
    config.nav = list(_expanded(config.nav or [], there))
    return config


def _expanded(items: list[Any], there: set[str]) -> Iterator[Any]:
    for item in items:
        title, value = next(iter(item.items())) if isinstance(item, dict) else (None, item)
        if isinstance(value, list):
            yield {title: list(_expanded(value, there))}
        elif "*" in value:
            found = sorted(name for name in there if Path(name).match(value))
            if found := sorted(found, key=lambda name: not name.endswith("/index.md")):
                yield {title: found}
        else:
            yield item


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are made, and the leaderboards' own page."""
    for name, text in _made().items():
        files.append(File.generated(config, name, content=text))
    files.append(File.generated(config, "leaderboard.html", abs_src_path=str(_ROOT / "results" / "leaderboard.html")))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001 - MkDocs' own
    """Fill in what the page's directives ask for."""

    def fill(found: re.Match[str]) -> str:
        kind, what = found.groups()
        if kind == "duramen":
            if what not in generate.TABLES:
                raise PluginError(f"{page.file.src_uri}: no table '{what}'. There are: {', '.join(generate.TABLES)}")
            made: str = generate.TABLES[what]()
            return made
        file, _, heading = what.partition(" # ")
        level = 1 + max((len(m[1]) for m in re.finditer(r"^(#+) ", markdown[: found.start()], re.M)), default=1)
        text = section((_ROOT / file).read_text("utf-8"), heading, level)
        return relinked(text, file, page.file.src_uri)

    return _DIRECTIVE.sub(fill, markdown)


def section(text: str, heading: str, level: int) -> str:
    """Return what stands under a heading, its own headings moved to begin at `level`. Raises where there is none."""
    kept: list[str] = []
    depth, fenced = 0, False
    for line in text.splitlines():
        fenced ^= bool(_FENCE.match(line))
        title = None if fenced else re.match(r"(#+) (.*)", line)
        if depth and title and len(title[1]) <= depth:
            break
        if depth and title:
            kept.append(f"{'#' * (len(title[1]) - depth - 1 + level)} {title[2]}")
        elif depth:
            kept.append(line)
        elif title and title[2] == heading:
            depth = len(title[1])
    if not depth:
        raise PluginError(f"no heading '{heading}': a page includes that section. Name it as it is called now")
    return "\n".join(kept).strip() + "\n"


def relinked(text: str, source: str, page: str) -> str:
    """Lead the links of a file of the repository to the site; what is not on it stays as its words."""

    def link(found: re.Match[str]) -> str:
        words, target = found.groups()
        if target.startswith(("http://", "https://", "#")):
            return found[0]
        path, _, anchor = target.partition("#")
        name = posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
        to = {**_WHOLE, **_ELSEWHERE}.get(name) or (name.removeprefix("docs/") if name.startswith("docs/") else None)
        if to is None:
            return words
        return f"[{words}]({posixpath.relpath(to, posixpath.dirname(page))}{'#' + anchor if anchor else ''})"

    return _LINK.sub(link, text)


def _made() -> dict[str, str]:
    """Return the pages that stand in no file of this folder: path to Markdown."""
    commands = {f"reference/command/{verb}.md": text for verb, text in generate.commands().items()}
    whole = {to: relinked((_ROOT / name).read_text("utf-8"), name, to) for name, to in _WHOLE.items()}
    return commands | whole | generate.packages()


def _docs() -> Path:
    return Path(__file__).parent
