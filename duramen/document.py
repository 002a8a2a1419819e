"""What an extraction gives: the text, and every block of the page with what was thought of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from duramen.blocks import TAGS
from duramen.cached import cached_property
from duramen.errors import unknown_name
from duramen.model import Judged, Model
from duramen.page import ParsedPage
from duramen.render import OUTPUTS, Links, Output, to_html, to_markdown, to_text
from duramen.roles import ROLES, Policy, Role

if TYPE_CHECKING:
    from duramen.explain import Explanation
    from duramen.metadata import Metadata

Kind = Literal["heading", "paragraph", "item", "cell", "code", "quote", "caption", "control"]

_KINDS: Final[dict[str, Kind]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("li", "dt", "dd"), "item"),
    **dict.fromkeys(("td", "th"), "cell"),
    **dict.fromkeys(("pre", "xmp", "listing", "plaintext"), "code"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
    **dict.fromkeys(("button", "label", "legend", "option", "select", "textarea"), "control"),
    "blockquote": "quote",
}


#: What is said of a page that can be read and of which nothing is kept.
NOTHING: Final = "nothing on it looks like main content"


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a page.

    `probability` is P(kept under the policy), calibrated, in [0, 1]; `role` is the likeliest role, `roles` all twelve
    in the order of `duramen.ROLES`; `kind` is read off the tag. `xpath` is that of the element that holds the text
    (blocks share it where `<br><br>` or child elements divide its text). `hidden` text is not shown by the page.
    """

    index: int
    text: str
    xpath: str
    tag: str
    kind: Kind
    role: Role
    roles: tuple[float, ...]
    probability: float
    kept: bool
    hidden: bool


@dataclass(frozen=True)
class Document:
    """An extracted page. Text, roles and blocks are made on first use.

    `expected_f1` is what the model expects of its own answer, in [0, 1]. `problem` says what is wrong with the page, if
    anything is: why there is nothing, that the parser lost a part, or which limit cut it short. `limited` is what a
    limit did (`duramen.limits`); `judged` is None where time was up before the model was asked. `asked` are the roles
    that were asked for, None where the policy decided.
    """

    page: ParsedPage
    model: Model
    judged: Judged | None
    policy: Policy
    probability: NDArray[np.float64]
    kept: NDArray[np.bool_]
    expected_f1: float
    url: str | None = None
    asked: frozenset[Role] | None = None
    limited: str | None = None

    @property
    def problem(self) -> str | None:
        """What is wrong with the page, or None."""
        return "; ".join(filter(None, (self.page.problem, self.limited))) or None

    @property
    def trouble(self) -> str | None:
        """What is wrong with the page, or that nothing of it is kept; None for a page in order."""
        return self.problem or (None if self.kept.any() else NOTHING)

    @property
    def partial(self) -> bool:
        """Whether a limit cut the page, or its judgement, short: `problem` says which."""
        return self.limited is not None

    @property
    def confidence(self) -> float:
        """How good the answer can be expected to be, in [0, 1]: `expected_f1`."""
        return self.expected_f1

    @property
    def title(self) -> str:
        """The page's `<title>`."""
        return self.page.title

    @cached_property
    def metadata(self) -> Metadata:
        """What the page says about itself: title, authors, dates and more."""
        from duramen.metadata import extract_metadata  # here: who wants the text alone does not load it

        return extract_metadata(self.page, self.url)

    @cached_property
    def text(self) -> str:
        """The kept blocks as text; "" where nothing is kept."""
        return to_text(self.page.table, np.flatnonzero(self.kept))

    def to_markdown(self, *, links: Links = "inline", images: bool = True, whole: bool = True) -> str:
        """Return the kept blocks as Markdown (CommonMark, GitHub's tables); "" where nothing is kept.

        Headings, lists, quotes, tables, code, formulas, notes and line breaks are the page's. `links` are written
        `inline`, as `reference` (numbered, gathered at the end) or `none` (their text alone); `images=False` leaves
        images out. Raises UsageError for any other `links`.

        Markup with holes says something else, so listings, quotes, tables and formulas between kept blocks, the rest of
        a structure half of which is kept, and notes that are referred to are added (`duramen.render.closing`): there
        may be words that `text` and `kept` are without. `whole=False` writes exactly the kept blocks.
        """
        kept = np.flatnonzero(self.kept).tolist()
        return to_markdown(self.page, kept, self.url, links=links, images=images, whole=whole)

    def to_html(self, *, links: Links = "inline", images: bool = True, whole: bool = True) -> str:
        """Return the kept blocks as a fragment of clean HTML; "" where nothing is kept.

        It is safe to show: elements and attributes are an allow-list, there are no scripts, styles or event handlers,
        and addresses are absolute where `url` is known, and only `http`, `https`, `mailto`, `tel` and `ftp`. The
        arguments are those of `to_markdown`, as is what is added to the kept blocks unless `whole=False`.
        """
        kept = np.flatnonzero(self.kept).tolist()
        return to_html(self.page, kept, self.url, links=links, images=images, whole=whole)

    @cached_property
    def roles(self) -> NDArray[np.float64]:
        """Probabilities of roles, (blocks, 12), columns as `duramen.ROLES`: the same under every policy."""
        judged = self.judged if self.policy in ("broad", "comments") else None
        return self.model.role_probabilities(self.page.table, judged or self.model.judge(self.page.table))

    @cached_property
    def blocks(self) -> list[Block]:
        """Every block of the page, kept or not, in document order."""
        hidden, tag = self.page.table.flag("hidden"), self.page.table["tag"]
        return [self._block(i, TAGS[tag[i]], bool(hidden[i])) for i in range(len(self.page))]

    def _block(self, i: int, tag: str, hidden: bool) -> Block:
        roles = self.roles[i]
        return Block(
            index=i,
            text=self.page.texts[i],
            xpath=self.page.xpaths[i],
            tag=tag,
            kind=_KINDS.get(tag, "paragraph"),
            role=ROLES[int(np.argmax(roles))],
            roles=tuple(roles.tolist()),
            probability=float(self.probability[i]),
            kept=bool(self.kept[i]),
            hidden=hidden,
        )

    def explain(self) -> Explanation:
        """Say of every block why it is kept or removed: its probability, its role, and the features that decided.

            >>> print(document.explain())
            >>> document.explain()[3].reasons

        It costs five to fifteen times an extraction, and only when asked.
        """
        from duramen.explain import explain  # here: who wants the text alone does not load it

        return explain(self)

    def render(self, output: Output = "text", links: Links = "inline", images: bool = True) -> str:
        """Return the kept blocks as `text`, `markdown`, `html` or `json`; "" where nothing is kept.

        Raises UsageError for any other `output` or `links`.
        """
        if output not in OUTPUTS:
            raise unknown_name("output", output, OUTPUTS)
        if output == "markdown":
            return self.to_markdown(links=links, images=images)
        if output == "html":
            return self.to_html(links=links, images=images)
        if output == "json":
            return json.dumps(self.to_dict(), ensure_ascii=False) if self.kept.any() else ""
        return self.text

    def to_dict(self) -> dict[str, Any]:
        """Return the document as plain data, for JSON."""
        fields = ("text", "xpath", "tag", "kind", "role", "probability", "kept", "hidden")
        return {
            "url": self.url,
            "title": self.title,
            "metadata": self.metadata.to_dict(),
            "text": self.text,
            "expected_f1": round(self.expected_f1, 4),
            "policy": self.policy,
            "problem": self.problem,
            "partial": self.partial,
            "blocks": [
                {name: round(v, 4) if isinstance(v := getattr(block, name), float) else v for name in fields}
                for block in self.blocks
            ],
        }
