"""The page's own title: which block it is, and what the policies make of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import duramen
from duramen.model import Judged
from duramen.roles import Policy
from duramen.titles import title_block, with_title

_PAGE = """<title>Of apples and straw - Cellars, barns: The Orchard</title><body><h2>The Orchard</h2><h1>{h1}</h1>
<p>They are kept dry, in straw, and turned once a week until the first frost has come.</p></body>"""


@pytest.mark.parametrize(
    ("heading", "found"),
    [("Of apples and straw", 1), ("Of apples, and of straw!", 1), ("Twelve ways to keep a cellar cold", None)],
)
def test_the_heading_that_says_what_title_says(heading: str, found: int | None) -> None:
    assert title_block(duramen.parse(_PAGE.format(h1=heading)).table) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<div>Shop</div><h1>Apples, and straw to keep them in</h1><p>Long ago.", 1),  # rewritten for search engines
        ("<h1>The Orchard</h1><h1>Apples, and straw to keep them in</h1><p>Long ago.", None),  # which of two?
        ("<table><td>Of apples and straw<td>Long ago.</table>", 0),  # no heading at all
        ("<ul><li>Of apples and straw</ul><nav>Of apples and straw</nav><p>Long ago.", None),  # links to the page
        ("<p>Of apples and straw much is said, and little of what holds for a cellar is true in a barn.", None),
    ],
)
def test_what_else_it_may_be(body: str, found: int | None) -> None:
    assert title_block(duramen.parse(f"<title>Of apples and straw | Orchard</title>{body}").table) == found


@pytest.mark.parametrize("page", ["", "<p>x", "<title></title><h1>x</h1>", "<title>x y</title><p>x y</p>"])
def test_pages_without_one(page: str) -> None:
    assert title_block(duramen.parse(page).table) is None


def test_article_keeps_it_where_anything_is_kept_and_body_never() -> None:
    table = duramen.parse(_PAGE.format(h1="Of apples and straw")).table
    given = np.array([0.1, 0.02, 0.9])
    answers: dict[Policy, list[float]] = {
        "broad": [0.1, 0.02, 0.9],
        "comments": [0.1, 0.02, 0.9],
        "body": [0.1, 0.0, 0.9],
        "article": [0.1, 0.9, 0.9],
    }
    assert {policy: with_title(table, given, policy).tolist() for policy in answers} == answers
    assert given.tolist() == [0.1, 0.02, 0.9]


def test_the_policies_differ_by_the_title() -> None:
    text = "They are kept dry, in straw, and turned once a week until the first frost has come. " * 12
    page = f"<title>Of apples and straw</title><nav>Home</nav><h1>Of apples and straw</h1><p>{text}</p>"
    article, body = (duramen.extract(page, policy=policy) for policy in ("article", "body"))
    assert article is not None
    assert body is not None
    assert article.startswith("Of apples and straw\n\nThey are kept dry")
    assert body.startswith("They are kept dry")


def test_it_has_the_role_under_every_policy() -> None:
    text = "They are kept dry, in straw, and turned once a week until the first frost has come. " * 12
    page = f"<title>Of apples and straw</title><nav>Home</nav><h1>Of apples and straw</h1><p>{text}</p>"
    for policy in duramen.POLICIES:
        assert [block.role for block in duramen.Extractor()(page, policy=policy).blocks[1:]] == ["title", "main"]


def test_the_role_is_as_sure_as_the_surest_block() -> None:
    model = replace(duramen.Extractor().model, roles=None)  # without a head, roles follow from content alone
    table, content = duramen.parse(_PAGE.format(h1="Of apples and straw")).table, np.array([0.1, 0.02, 0.9])
    roles = model.role_probabilities(table, Judged(content, content))
    assert roles.sum(axis=1) == pytest.approx(1)
    assert roles[1, :2].sum() == pytest.approx(0.9)
    assert roles[1, duramen.ROLES.index("title")] > 0.8
    given = model.role_probabilities(replace(table, title=table.title[:0]), Judged(content, content))
    assert (roles[[0, 2]] == given[[0, 2]]).all()
    assert given[:, :2].sum(axis=1) == pytest.approx(content)


def test_an_explanation_says_so() -> None:
    page = f"<title>Of apples and straw</title><h1>Of apples and straw</h1><p>{'They are kept dry. ' * 40}</p>"
    why = duramen.Extractor()(page, policy="body").explain()[0]
    assert why.verdict.startswith("removed: 0.00, as the page's title")
