"""What a block can be, and which of it a policy keeps.

A role says what a block *is*; a policy says what is *kept*. Corpora disagree about the second, hardly about the first,
so models learn roles and callers choose policies.
"""

from __future__ import annotations

from typing import Final, Literal

Role = Literal[
    "main",
    "title",
    "comment",
    "meta",
    "navigation",
    "header",
    "sidebar",
    "footer",
    "related",
    "promotion",
    "notice",
    "control",
]

#: Every role, in the order of the columns of role probabilities. Content first, noise after.
ROLES: Final[tuple[Role, ...]] = (
    "main",  # what the page is for: the article, a forum's posts, a product's description, a listing's cards
    "title",  # the page's own heading
    "comment",  # readers' remarks under something else
    "meta",  # byline, date, "filed under", source line
    "navigation",  # menus, breadcrumbs, pagination, skip links, tables of contents
    "header",  # masthead, welcome strap
    "sidebar",
    "footer",
    "related",  # teasers, read more
    "promotion",  # advertisements, newsletter, app, share bars
    "notice",  # cookies, paywall, "use another browser"
    "control",  # forms, buttons
)

CONTENT_ROLES: Final[frozenset[Role]] = frozenset({"main", "title", "comment"})
NOISE_ROLES: Final[frozenset[Role]] = frozenset(ROLES) - CONTENT_ROLES

Policy = Literal["broad", "body", "article", "comments"]

#: Which roles each policy keeps. `broad` and `comments` count as main what a page is for: its lists and cards as well
#: as its prose; `body` and `article` running text alone, as collections of news pages do.
POLICIES: Final[dict[Policy, frozenset[Role]]] = {
    "broad": frozenset({"main", "title"}),
    "body": frozenset({"main"}),
    "article": frozenset({"main", "title"}),
    "comments": frozenset({"main", "title", "comment"}),
}
