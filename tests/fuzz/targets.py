"""What is fuzzed: functions of bytes that return where all is well, and raise where something is not."""

from __future__ import annotations

import json
import re
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Final, cast
from unittest import mock

import numpy as np
from lxml import etree
from lxml import html as lxml_html
from mutate import Reader, changed_arrays, havoc

import duramen
from duramen import weights
from duramen.errors import DataError, UsageError
from duramen.extractor import Extractor
from duramen.limits import within
from duramen.model import Model
from duramen.page import ParsedPage
from duramen.render import to_html, to_markdown, to_text
from duramen.roles import POLICIES, Policy

_URL: Final = "https://e.example/a/b"
_EXTRACTOR: Final = Extractor()
_ENCODINGS: Final = (None, "utf-8", "utf-16", "shift_jis", "gb18030", "iso-2022-jp", "utf-7", "idna", "hex", "\0")


def pages(data: bytes) -> None:
    """Bytes through decoding, parser, walk, features and trees: every page has an answer, its columns are sound."""
    dice = zlib.crc32(data)
    html: bytes | str = data.decode("utf-8", "surrogateescape") if dice % 8 == 0 else data
    policy = cast("Policy", sorted(POLICIES)[dice // 8 % len(POLICIES)])
    cut = 1 + dice % 512 if dice % 5 == 0 else None
    document = _EXTRACTOR(html, _URL, encoding=_ENCODINGS[dice % 23 % 10], policy=policy, max_bytes=cut)
    table, n = document.page.table, len(document.page)
    _as_of_the_tree(document.page, duramen.parse(within(html, cut)[0], encoding=_ENCODINGS[dice % 23 % 10]))
    for name, whole in (("text", table.text), ("word", table.words), ("attr", table.attrs)):
        start, end = table[f"{name}_start"], table[f"{name}_end"]
        assert (start >= 0).all() and (start <= end).all() and (end <= len(whole)).all(), name  # noqa: PT018
    assert ((table["region"] >= 0) & (table["region"] < table.regions.shape[1])).all()
    assert (table.region("parent") < np.arange(table.regions.shape[1])).all()
    assert len(document.kept) == len(document.probability) == n
    assert ((document.probability >= 0) & (document.probability <= 1)).all()
    assert 0 <= document.expected_f1 <= 1
    if document.judged is not None:
        with mock.patch("duramen.model.TILE", 1 + dice % 7):  # as a large page is judged: a tile at a time
            assert (_EXTRACTOR.model.judge(table, policy).raw == document.judged.raw).all()
    assert len(document.blocks) == n
    table.text.decode()  # it is UTF-8, whatever the page was
    json.loads(json.dumps(document.to_dict()))
    document.metadata.front_matter()


def _as_of_the_tree(bare: ParsedPage, page: ParsedPage) -> None:
    """Raise where a page that was parsed for its blocks is not that of lxml's tree."""
    assert bare.problem == page.problem
    for name in ("text", "words", "attrs", "title", "description", "blocks", "regions"):
        assert bytes(getattr(bare.table, name)) == bytes(getattr(page.table, name)), name
    heads = [None if one.head is None else etree.tostring(one.head, with_tail=False) for one in (bare, page)]
    assert heads[0] == heads[1]


def renders(data: bytes) -> None:
    """Any choice of blocks as text, Markdown and HTML: it ends, says the same words, and nothing in it runs."""
    page = duramen.parse(data)
    dice = zlib.crc32(data)
    kept = [i for i in range(len(page)) if dice % 3 == 0 or (dice >> i % 32) & 1]
    url = None if dice % 7 == 0 else _URL
    text = to_text(page.table, kept)
    for links in ("inline", "reference", "none"):
        to_markdown(page, kept, url, links=links, images=dice % 2 == 0)
    _harmless(to_html(page, kept, url, images=dice % 2 == 0))
    # Listings are taken whole, of a formula its source, and notes are numbered anew.
    if not (page.table.flag("pre").any() or re.search(b"math|tex|annotation|#", data, re.IGNORECASE)):
        shown = to_html(page, kept, url, whole=False)
        # The same letters, not in the same order: captions, list items and what stands between rows move in markup.
        same = _letters(_text_of(shown)), _letters(text)
        assert sorted(same[0]) == sorted(same[1]), same


def _letters(text: str) -> str:
    """What is neither space nor the bar that text puts between cells."""
    return re.sub(r"[\s|]+", "", text)


def _text_of(fragment: str) -> str:
    return "".join(lxml_html.fragment_fromstring(fragment, create_parent="div").itertext()) if fragment.strip() else ""


#: What browsers take for a scheme once they have dropped tabs and line ends (URL Standard, section 4.4).
_SCHEME: Final = re.compile(r"[\x00-\x20]*([a-z][a-z0-9+.\-]*):", re.IGNORECASE)


def _harmless(fragment: str) -> None:
    """Raise where an element, attribute or address could run or load anything but an image."""
    fragment.encode()  # no surrogates
    for element in lxml_html.fragment_fromstring(fragment, create_parent="div").iter():
        assert isinstance(element.tag, str), fragment
        assert element.tag not in ("script", "style", "iframe", "object", "embed", "form", "base", "link", "svg"), (
            fragment
        )
        assert not [name for name in element.keys() if name.startswith("on")], fragment  # noqa: SIM118 - lxml's
        for name in ("href", "src"):
            scheme = _SCHEME.match(re.sub(r"[\t\r\n]", "", element.get(name, "")))
            assert scheme is None or scheme[1].lower() in ("http", "https", "mailto", "tel", "ftp"), fragment


def loads(data: bytes) -> None:
    """A folder of weights, changed with its checksums put right or its bytes torn: refused, or a model that judges."""
    reader = Reader(data)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder, reader)
        try:
            model = weights.load(folder)
        except (DataError, UsageError):
            return
    _judges(model)


def _write(folder: Path, reader: Reader) -> None:
    arrays, config = weights._arrays(_TOY), json.loads(_CONFIG)
    arrays = changed_arrays(arrays, reader)
    if reader.below(4):
        config["arrays"] = {key: weights.digest(array) for key, array in arrays.items()}
    if reader.below(8) == 0:
        config["baseline"] = reader.strange()
    packed, text = weights._zip(arrays), json.dumps(config).encode()
    torn = reader.below(4)
    (folder / "arrays.npz").write_bytes(havoc(packed, reader) if torn == 0 else packed)
    (folder / "config.json").write_bytes(havoc(text, reader) if torn == 1 else text)


def _judges(model: Model) -> None:
    for policy in POLICIES:
        judged = model.judge(_PAGE.table, policy)
        for values in (judged.content, model.kept_probability(_PAGE.table, judged, policy)):
            assert ((values >= 0) & (values <= 1 + 1e-6)).all(), values
        roles = model.role_probabilities(_PAGE.table, judged)
        assert np.allclose(roles.sum(axis=1), 1), roles
        assert 0 <= model.choose(_PAGE.table, judged.content).expected_f1 <= 1


def _toy() -> tuple[Model, str]:
    """A model as small as one can be, and its configuration: mutations that fit a page can be tried by the thousand."""
    from duramen.features import BLOCK_FEATURES
    from duramen.forest import Forest
    from duramen.lexicon import Lexicon
    from duramen.linear import Linear
    from duramen.model import Calibration, RoleHead
    from duramen.roles import ROLES

    def stump(feature: int, threshold: float) -> Forest:
        nodes = np.array([feature, -1, -1], np.int32), np.array([threshold, -3, 3], np.float32)
        return Forest(np.array([0, 0], np.int32), *nodes, np.array([1, -1, -1], np.int32), baseline=0.0)

    rng = np.random.default_rng(0)
    lexicon = Lexicon(*(rng.normal(size=8).astype(np.float32) for _ in range(3)))
    head = rng.normal(size=(len(BLOCK_FEATURES), len(ROLES))).astype(np.float32) / 50
    curve = Calibration(np.array([-5.0, 0.0, 5.0]), np.array([0.01, 0.4, 0.99]))
    model = Model(
        lexicon,
        stump(BLOCK_FEATURES.index("words"), 4.0),
        {"broad": curve},
        RoleHead((lexicon,) * len(ROLES), Linear(head, np.zeros(len(ROLES), np.float32))),
        Calibration(np.array([0.0, 1.0]), np.array([0.1, 0.9])),
        {"name": "toy", "trained_on": {}},
    )
    with tempfile.TemporaryDirectory() as name:
        weights.save(Path(name), model, "")
        return model, (Path(name) / "config.json").read_text()


_TOY, _CONFIG = _toy()
_PAGE: Final = duramen.parse(
    "<nav class=n><a href=/>Home</a></nav>" + "<p class=b>Some words of it, <b>told</b>.</p>" * 18
)

TARGETS: Final[dict[str, Callable[[bytes], None]]] = {"pages": pages, "renders": renders, "weights": loads}
