"""Makes the starter corpus: `python -m duramen_corpora.starter.generate` rewrites `pages.jsonl.xz` and `revision.txt`.

The same seed gives the same pages. Gold `text` is the text of the blocks labelled main and title, in document order,
with blank lines between them (the "broad" policy of `duramen.roles`); `comments` is that of the blocks labelled
comment. Gold is "" where the page has nothing to give: an error page is a notice, and so is an application's shell
whose article stands only in JSON-LD, for a script is no text of the page.

Text that nobody sees has the role of what it would be if it were shown, with three exceptions. What a page says twice,
once for another width of screen or as a preheader, is `meta` the second time: it is the page restating itself, and no
reader wants it twice. What is never shown, but written for search engines or language models, is `promotion`. What
waits behind a tab or an accordion is content like any other: a click shows it. The line numbers beside code are the
viewer's, so `control`; the blurred letters behind a paywall are part of the wall, so `notice`.
"""

from __future__ import annotations

import base64
import hashlib
import json
import lzma
import re
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any, Final

from duramen.roles import CONTENT_ROLES, POLICIES
from duramen.whole import whole_file
from duramen_corpora.schema import Page
from duramen_corpora.starter import FOLDER, PAGES, REVISION_FILE
from duramen_corpora.starter.designs import DESIGNS, design
from duramen_corpora.starter.markup import Published, publish
from duramen_corpora.starter.names import cast
from duramen_corpora.starter.prose import Memory, Writer
from duramen_corpora.starter.site import Design, Draft, Job, Site

EDITION: Final = "starter-2"
SEED: Final = 2026
_NO_LETTER: Final = re.compile(r"[\W_]+")
_SECTIONING: Final = re.compile(r"<(/?)(?:main|nav|aside|header|footer|section|article)\b")


def generate(seed: int = SEED) -> list[Page]:
    """Return all pages. They share one memory of what was said, so the order of designs matters."""
    memory = Memory()
    pages = _addressed([page for name in DESIGNS for page in pages_of(name, seed, memory)])
    revision = f"{EDITION}-{hashlib.sha256(dump(pages)).hexdigest()[:12]}"
    return [replace(page, revision=revision) for page in pages]


def _addressed(pages: list[Page]) -> list[Page]:
    """Tell pages apart that came by the same address, as sites do: by a number at its end."""
    uses: Counter[str] = Counter()
    found = []
    for page in pages:
        uses[page.url] += 1
        number = uses[page.url]
        found.append(page if number == 1 else replace(page, url=f"{page.url.rstrip('/')}-{number}/"))
    return found


def dump(pages: list[Page]) -> bytes:
    """Return the JSON lines of the pages, without their revision, which is named after these bytes."""
    rows = (json.dumps(_row(page), ensure_ascii=False, sort_keys=True) for page in pages)
    return "".join(f"{row}\n" for row in rows).encode()


def write(pages: list[Page], folder: Path = FOLDER) -> None:
    """Write the corpus and its revision, each whole or not at all."""
    _replace(folder / PAGES, lzma.compress(dump(pages), preset=9 | lzma.PRESET_EXTREME))
    _replace(folder / REVISION_FILE, f"{pages[0].revision}\n".encode())


def pages_of(name: str, seed: int = SEED, memory: Memory | None = None) -> list[Page]:
    """Return the pages of one design, without a revision; given no `memory`, as if it were the only one."""
    made_by, memory = design(name), memory or Memory()
    return [_made(made_by, site, number, seed, memory) for site in made_by.sites for number in range(site.pages)]


def _made(made_by: Design, site: Site, number: int, seed: int, memory: Memory) -> Page:
    rng = Random(f"{seed}/{made_by.name}/{site.host}/{number}")
    writer = Writer(rng, memory, cast(rng) | {"site": site.name})
    draft = made_by.make(Job(rng, site, number, writer))
    return _page(f"{made_by.name}-{site.host.partition('.')[0]}-{number}", site, draft, rng)


def _page(name: str, site: Site, draft: Draft, rng: Random) -> Page:
    marked = _SECTIONING.sub(r"<\1div", draft.marked) if site.plain else draft.marked
    published = publish(marked, site.charset)
    return Page(
        corpus="starter",
        revision="",
        id=name,
        url=f"https://www.{site.host}{draft.path}",
        host=site.host,
        html=published.html,
        charset=site.charset,
        text=_joined(published, POLICIES["broad"]),
        with_=_snippets(published, rng, content=True),
        without=_snippets(published, rng, content=False),
        comments=_joined(published, frozenset({"comment"})) or None,
        page_type=draft.page_type,
        language=site.language,
        blocks=published.labels,
    )


def _joined(published: Published, roles: frozenset[Any]) -> str:
    return "\n\n".join(plain(t) for t, r in zip(published.texts, published.roles, strict=True) if r in roles)


def plain(text: str) -> str:
    """Return a block as gold says it: words, not white space, so a tab is a space and no block begins with one."""
    return text.replace("\t", " ").lstrip(" ")


def _snippets(published: Published, rng: Random, *, content: bool) -> tuple[str, ...]:
    """Return up to three pieces of text that an extraction must (or must not) hold; none says both."""
    pairs = [(t.partition("\n")[0], r) for t, r in zip(published.texts, published.roles, strict=True)]
    wanted = POLICIES["broad"] if content else frozenset(r for _, r in pairs) - CONTENT_ROLES
    rest = _letters(" ".join(t for t, r in pairs if r not in wanted))
    fit = [t for t, r in pairs if r in wanted and len(t) >= 12 and _letters(t[:80]) not in rest]
    return tuple(t[:80].rsplit(" ", 1)[0] if len(t) > 80 else t for t in rng.sample(fit, min(3, len(fit))))


def _letters(text: str) -> str:
    """Return what is left of a text when it is quoted loosely: arrows, quotes and spaces tell no two texts apart."""
    return _NO_LETTER.sub("", text.casefold())


def _row(page: Page) -> dict[str, Any]:
    row = page.to_row()
    del row["revision"], row["corpus"]
    try:
        row["html"] = page.html.decode("utf-8")
    except UnicodeDecodeError:
        row["html"] = {"base64": base64.b64encode(page.html).decode("ascii")}
    return row


def _replace(path: Path, data: bytes) -> None:
    with whole_file(path) as scratch:
        scratch.write_bytes(data)


def main() -> None:
    """Rewrite the shipped corpus."""
    pages = generate()
    write(pages)
    size = (FOLDER / PAGES).stat().st_size
    print(f"{len(pages)} pages, {size:,} bytes, revision {pages[0].revision}", file=sys.stderr)


if __name__ == "__main__":
    main()
