"""The extractor: `extract(html)` for text, `Extractor()(html)` for all that is known of a page."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar, cast

import numpy as np
from lxml.etree import _Element
from numpy.typing import NDArray

from duramen import weights as weights_module
from duramen.document import Document
from duramen.errors import UsageError, unknown_name
from duramen.limits import Clock, within
from duramen.model import Model, among
from duramen.page import ParsedPage, parse, parse_blocks
from duramen.render import Links, Output
from duramen.roles import POLICIES, ROLES, Policy, Role
from duramen.select import Selection

_E = TypeVar("_E", bound="Extractor")


class Extractor:
    """Extracts with one set of weights. Holds no state beside them: threads and pages may share it.

    `weights` is the name of shipped weights, a folder, or a loaded `Model`; by default the shipped ones. Weights on the
    Hugging Face Hub: `Extractor.from_pretrained`.
    """

    def __init__(self, weights: str | Path | Model | None = None) -> None:
        self.model = weights if isinstance(weights, Model) else _load(None if weights is None else str(weights))
        self._weights = weights

    @classmethod
    def from_pretrained(
        cls: type[_E],
        pretrained_model_name_or_path: str | Path,
        *,
        revision: str | None = None,
        token: str | bool | None = None,
        cache_dir: str | Path | None = None,
        local_files_only: bool = False,
        force_download: bool = False,
    ) -> _E:
        """Return an extractor with weights from a folder, shipped ones by name, or of a model on the Hub: `owner/name`.

        The arguments are Hugging Face's (`huggingface_hub.ModelHubMixin.from_pretrained`), and are about the Hub alone:
        `revision` a branch, tag or commit; `token` who asks; `cache_dir` where files are kept; `local_files_only` asks
        nobody; `force_download` fetches again what is cached. Two files are fetched, `config.json` and `arrays.npz`,
        both of one commit. Needs `duramen[hub]`, for a folder nothing. Raises UsageError for what is not there or may
        not be read, DataError for weights that are damaged, or of another version.

            >>> Extractor.from_pretrained("owner/name", revision="v1.0")(html)
        """
        from duramen.hub.fetch import folder_of

        return cls(
            folder_of(
                pretrained_model_name_or_path,
                revision=revision,
                token=token,
                cache_dir=cache_dir,
                local_files_only=local_files_only,
                force_download=force_download,
            )
        )

    def save_pretrained(self, save_directory: str | Path) -> None:
        """Write the weights into a folder, with the card of those that they were loaded from."""
        from duramen.hub.card import card_of

        weights_module.save(Path(save_directory), self.model, card_of(self._folder(), self.model.config))

    def push_to_hub(
        self,
        repo_id: str,
        *,
        commit_message: str = "Upload weights of Duramen",
        private: bool | None = None,
        token: str | bool | None = None,
        branch: str | None = None,
        create_pr: bool | None = None,
    ) -> str:
        """Send the weights and their card to a model on the Hub, and return the commit's address.

        The arguments are Hugging Face's (`huggingface_hub.ModelHubMixin.push_to_hub`). A model that is not there is
        made, for all to see unless it is `private` or its organisation says otherwise. `duramen train push` also sends
        scores. Needs `duramen[hub]`; raises UsageError without a token, DataError where sending fails.
        """
        from duramen.hub.card import push

        return push(
            self.model,
            self._folder(),
            repo_id,
            message=commit_message,
            private=private,
            token=token,
            branch=branch,
            create_pr=create_pr,
        )

    def _folder(self) -> Path | None:
        """Return where the weights are from, None for a model that was handed over. Not looked up for every page."""
        return None if isinstance(self._weights, Model) else weights_module.place(self._weights)

    def __call__(
        self,
        html: str | bytes | _Element,
        url: str | None = None,
        *,
        encoding: str | None = None,
        policy: Policy = "broad",
        favor: float = 0.5,
        roles: Iterable[Role] | None = None,
        max_bytes: int | None = None,
        deadline: float | None = None,
        tree: bool = False,
    ) -> Document:
        """Extract a page.

        `html` is bytes as served (best: the charset is then found as browsers find it, `encoding` being what the HTTP
        header said), text, or an lxml element. `policy` says what is kept: `broad` all that the page is for, lists and
        cards as well as prose, with its title where that is part of it; `body` running text alone; `article` running
        text under its title; `comments` what `broad` keeps, with readers' comments. `favor` is the dial from recall
        (0.0) to precision (1.0). `roles` keeps exactly the blocks whose likeliest role is one of these (of
        `duramen.ROLES`), instead of a policy and a dial: `roles=["comment"]`, `roles=["navigation", "footer"]`.

        `max_bytes` reads no more than that of a page, `deadline` (seconds) judges no page after it: both give a partial
        document that says so (`Document.partial`, `Document.problem`); `duramen.limits` says what they can stop and
        what not. Pages never raise; UsageError is for a policy, dial, role, limit or type that does not exist.

        Text, roles and confidence take blocks alone. Markdown, HTML, metadata and XPaths take the page's tree, which is
        made when the first of them is asked for: `tree=True` makes it at once, which is quicker than later by a third
        of a parse or two.
        """
        clock = Clock(deadline)
        asked = _asked(policy, favor, roles)
        shortened, cut = within(html, max_bytes)
        page = (parse if tree else parse_blocks)(shortened, encoding=encoding)
        late = clock.up
        limited = "; ".join(filter(None, (cut, late))) or None
        if late:
            return _unjudged(page, self.model, url, policy, asked, limited)
        document = self._judge(page, url, policy, favor, asked)
        return replace(document, limited=limited) if limited else document

    def judge(
        self,
        page: ParsedPage,
        url: str | None = None,
        *,
        policy: Policy = "broad",
        favor: float = 0.5,
        roles: Iterable[Role] | None = None,
    ) -> Document:
        """Extract a page that is parsed already."""
        return self._judge(page, url, policy, favor, _asked(policy, favor, roles))

    def _judge(
        self, page: ParsedPage, url: str | None, policy: Policy, favor: float, asked: frozenset[Role] | None
    ) -> Document:
        judged = self.model.judge(page.table, policy)
        if asked is not None or policy == "comments":  # the document may be asked for them, too
            judged = replace(judged, roles=self.model.role_probabilities(page.table, judged))
        if asked is not None:
            roles = self.model.role_probabilities(page.table, judged)
            chosen = _of_roles(roles, page.table["words"], asked)
            probability = roles[:, among(asked)].sum(axis=1)
        else:
            probability = self.model.kept_probability(page.table, judged, policy)
            chosen = self.model.choose(page.table, probability, favor)
        return Document(page, self.model, judged, policy, probability, chosen.kept, chosen.expected_f1, url, asked)


def _asked(policy: Policy, favor: float, roles: Iterable[Role] | None) -> frozenset[Role] | None:
    """Check what is asked for, and return the roles, if it is roles."""
    if policy not in POLICIES:
        raise unknown_name("policy", policy, POLICIES)
    if roles is None:
        return None
    asked = frozenset([roles] if isinstance(roles, str) else roles)
    for role in asked:
        if role not in ROLES:
            raise unknown_name("role", str(role), ROLES)
    if policy != "broad" or favor != 0.5:
        raise UsageError("roles= says what is kept, block by block: leave policy= and favor= out")
    return cast("frozenset[Role]", asked)


def _of_roles(roles: NDArray[np.float64], words: NDArray[np.int32], asked: frozenset[Role]) -> Selection:
    """Keep the blocks whose likeliest role was asked for; expect of them the F1 of expected sums."""
    wanted = among(asked)
    kept = wanted[roles.argmax(axis=1)]
    weight, probability = np.maximum(words, 1), roles[:, wanted].sum(axis=1)
    size = float(weight[kept].sum()) + float(weight @ probability)
    return Selection(kept, 2.0 * float((weight * probability)[kept].sum()) / size if size else 1.0)


def _unjudged(
    page: ParsedPage, model: Model, url: str | None, policy: Policy, asked: frozenset[Role] | None, limited: str | None
) -> Document:
    """Return the document of a page for whose judgement there was no time: nothing is kept, nothing expected."""
    none = np.zeros(len(page))
    return Document(page, model, None, policy, none, none.astype(np.bool_), 0.0, url, asked, limited)


@functools.lru_cache(maxsize=4)
def _load(weights: str | None) -> Model:
    return weights_module.load(weights)


def extract(
    html: str | bytes | _Element,
    url: str | None = None,
    *,
    encoding: str | None = None,
    policy: str = "broad",
    favor: float = 0.5,
    roles: Iterable[str] | None = None,
    output: Output = "text",
    links: Links = "inline",
    images: bool = True,
    with_metadata: bool = False,
    max_bytes: int | None = None,
    deadline: float | None = None,
) -> str | None:
    """Return the main content of a page, or None where there is nothing to extract.

    `output` is `text`, `markdown`, `html` (a clean fragment) or `json` (`Document.to_dict`, every block with its role
    and XPath). `links` says what Markdown and HTML do with links: `inline`, `reference` or `none`; `images=False`
    leaves images out of them. `with_metadata` puts the page's metadata before text or Markdown, as YAML; JSON holds it
    anyway, HTML has no place for it. The other arguments are those of `Extractor.__call__`, whose `Document` also says
    whether a limit cut the page short; here a page that `deadline` left unjudged is None. Who comes from trafilatura
    finds its keywords in `duramen.compat.trafilatura`.

        >>> duramen.extract(response.content, response.url, encoding=response.encoding, output="markdown")
    """
    document = Extractor()(
        html,
        url,
        encoding=encoding,
        policy=cast(Policy, policy),
        favor=favor,
        roles=cast("Iterable[Role] | None", roles),
        max_bytes=max_bytes,
        deadline=deadline,
        tree=output != "text" or with_metadata,
    )
    rendered = document.render(output, links, images)
    if with_metadata and rendered and output in ("text", "markdown"):
        return f"{document.metadata.front_matter()}\n{rendered}"
    return rendered or None
