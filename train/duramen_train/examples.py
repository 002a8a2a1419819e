"""Labelled pages as the trainer needs them: columns, what the gold covers of each block, and whose page it is.

    pages = load_examples("wcxb")            # parsed, walked and aligned once; cached after that

The cache is keyed by the corpus's content and by the code that made the columns and labels, so it cannot go stale.
"""

from __future__ import annotations

import hashlib
import importlib.util
import io
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

import duramen
from duramen.blocks import BlockTable
from duramen.roles import ROLES, Role
from duramen.whole import whole_file
from duramen_corpora import Page, corpus_info
from duramen_corpora.align import align, labels_from_xpaths
from duramen_corpora.load import load, pages, stored
from duramen_corpora.sources import cache_folder
from duramen_corpora.weak import weak_roles
from duramen_train.fragments import Fragment, fragments

_CODE = (
    *("duramen._walk", "duramen.page", "duramen.decode"),
    *("duramen_corpora.align", "duramen_corpora.matching", "duramen_corpora.subsequence", "duramen_corpora.words"),
    *("duramen_corpora.weak.clues", "duramen_corpora.weak.rank", "duramen_train.examples", "duramen_train.fragments"),
)


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled page.

    `matched`: float32, one a block, the share of its words that the gold covers; NaN where the gold does not tell, as
    snippets do of most blocks. `roles`: int8, one a block, index into `duramen.ROLES`, -1 where the corpus labels none.
    `weak`: the same, guessed from the markup (`duramen_corpora.weak`). `found`: the share of the gold that is in the
    page at all. `parts`: pieces of the page that may stand for pages of their own (`duramen_train.fragments`).
    """

    id: str
    corpus: str
    revision: str
    host: str
    page_type: str
    gold: str
    table: BlockTable
    matched: NDArray[np.float32]
    roles: NDArray[np.int8]
    weak: NDArray[np.int8]
    found: float
    parts: tuple[Fragment, ...] = ()

    @property
    def whole_gold(self) -> bool:
        """Whether the gold tells of every block: snippets alone do not, and give no word F1."""
        return not np.isnan(self.matched).any()


def load_examples(name: str, source: str | Path | None = None) -> list[Example]:
    """Return the pages of a corpus's development split that have gold, in order of id."""
    facts = stored(name, source)
    path = cache_folder() / "examples" / f"{name}-{_key(facts.path, facts.content_hash)}.npz"
    if path.is_file():
        return _read(path)
    rows = (page for page in pages(load(name, source)) if page.split == "dev" and _has_gold(page))
    found = make_examples(tqdm(rows, f"label {name}", facts.pages, unit="page", file=sys.stderr, disable=None))
    _write(path, found)
    return found


def make_examples(labelled: Iterable[Page]) -> list[Example]:
    """Parse, walk and align pages."""
    return sorted((_example(page) for page in labelled), key=lambda example: example.id)


def _has_gold(page: Page) -> bool:
    return page.text is not None or bool(page.with_)


def _example(page: Page) -> Example:
    parsed = duramen.parse(page.html, encoding=page.charset)
    gold = page.text or ""
    names = labels_from_xpaths(parsed, page.blocks) if page.blocks else [None] * len(parsed)
    roles = _indices(names)
    if page.text is None:
        matched, found = by_snippets(parsed.texts, page.with_, page.without), 1.0
    else:
        alignment = align(parsed.texts, gold)
        matched, found = alignment.matched, alignment.gold_found
    if page.blocks:  # labels by construction need no alignment
        broad = [ROLES.index(role) for role in corpus_info(page.corpus).gold_roles]
        matched = np.where(roles >= 0, np.isin(roles, broad), matched).astype(np.float32)
    return Example(
        id=page.id,
        corpus=page.corpus,
        revision=page.revision,
        host=page.host,
        page_type=page.page_type or "unknown",
        gold=gold,
        table=parsed.table,
        matched=matched,
        roles=roles,
        weak=_indices([clue.role if clue else None for clue in weak_roles(parsed)]),
        found=found,
        parts=tuple(fragments(parsed, matched, f"{page.corpus} {page.id}")),
    )


def by_snippets(texts: Sequence[str], with_: Sequence[str], without: Sequence[str]) -> NDArray[np.float32]:
    """Return 1 for blocks that hold a snippet of `with_`, 0 for those that hold one of `without`, NaN for the rest.

    White space aside, a snippet has to stand in one block; a block that holds both kinds tells nothing.
    """
    plain = [" ".join(text.split()) for text in texts]
    wanted, unwanted = ([" ".join(s.split()) for s in snippets if s.strip()] for snippets in (with_, without))
    right = np.array([any(s in text for s in wanted) for text in plain], np.bool_)
    wrong = np.array([any(s in text for s in unwanted) for text in plain], np.bool_)
    return np.where(right == wrong, np.nan, np.where(right, 1.0, 0.0)).astype(np.float32)


def _indices(names: Sequence[Role | None]) -> NDArray[np.int8]:
    return np.array([-1 if name is None else ROLES.index(name) for name in names], np.int8)


def _key(path: str, content_hash: str) -> str:
    digest = hashlib.sha256(f"{Path(path).name} {content_hash}".encode())
    for name in _CODE:
        spec = importlib.util.find_spec(name)
        if spec and spec.origin:
            digest.update(Path(spec.origin).read_bytes())
    return digest.hexdigest()[:16]


# The cache: one .npz of numbers and UTF-8, nothing pickled. Each field is the pages' arrays end to end, with offsets;
# parts follow all pages, and say whose they are.

_TEXTS = ("id", "corpus", "revision", "host", "page_type", "gold")
_ARRAYS = ("roles", "weak")
_TABLE = ("blocks", "regions", "words", "attrs", "title", "description")


def _write(path: Path, examples: Sequence[Example]) -> None:
    parts = [(owner, part) for owner, e in enumerate(examples) for part in e.parts]
    packed: dict[str, Any] = {
        "found": np.array([e.found for e in examples]),
        "owner": np.array([owner for owner, _ in parts], np.int64),
    }
    for name in _TEXTS:
        _pack(packed, name, [np.frombuffer(getattr(e, name).encode(), np.uint8) for e in examples])
    for name in _ARRAYS:
        _pack(packed, name, [getattr(e, name) for e in examples])
    labelled: list[Example | Fragment] = [*examples, *(part for _, part in parts)]
    _pack(packed, "matched", [each.matched for each in labelled])
    for name in _TABLE:  # two-dimensional columns go in flattened, and come out by their known heights
        _pack(packed, name, [getattr(each.table, name).ravel() for each in labelled])
    _pack(packed, "text", [np.frombuffer(each.table.text, np.uint8) for each in labelled])
    buffer = io.BytesIO()
    np.savez(buffer, **packed)
    with whole_file(path) as scratch:
        scratch.write_bytes(buffer.getvalue())


def _pack(packed: dict[str, Any], name: str, arrays: Sequence[NDArray[Any]]) -> None:
    packed[name] = np.concatenate(arrays) if arrays else np.empty(0)
    packed[f"{name}.offsets"] = np.concatenate(([0], np.cumsum([len(a) for a in arrays]))).astype(np.int64)


def _read(path: Path) -> list[Example]:
    with np.load(path, allow_pickle=False) as packed:
        fields = {name: _unpack(packed, name) for name in (*_TEXTS, *_ARRAYS, *_TABLE, "matched", "text")}
        found, owner = packed["found"], packed["owner"]
    parts: list[list[Fragment]] = [[] for _ in found]
    for i, page in enumerate(owner.tolist(), len(found)):
        parts[page].append(Fragment(_table(fields, i), fields["matched"][i]))
    examples = []
    for i, share in enumerate(found.tolist()):
        values: dict[str, Any] = {name: fields[name][i].tobytes().decode() for name in _TEXTS}
        values |= {name: fields[name][i] for name in (*_ARRAYS, "matched")}
        examples.append(Example(**values, table=_table(fields, i), found=share, parts=tuple(parts[i])))
    return examples


def _table(fields: dict[str, list[NDArray[Any]]], i: int) -> BlockTable:
    heights = (len(duramen.blocks.BLOCK_COLUMNS), len(duramen.blocks.REGION_COLUMNS))
    columns = [fields[name][i] for name in _TABLE]
    blocks, regions = (np.ascontiguousarray(c.reshape(h, -1)) for c, h in zip(columns, heights, strict=False))
    return BlockTable(blocks, regions, fields["text"][i].tobytes(), *columns[2:])


def _unpack(packed: Any, name: str) -> list[NDArray[Any]]:
    return np.split(packed[name], packed[f"{name}.offsets"][1:-1]) if len(packed[f"{name}.offsets"]) > 1 else []
