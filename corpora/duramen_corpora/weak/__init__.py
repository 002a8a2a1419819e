"""Weak roles: what the noise of a real page is, guessed from its markup.

    for block, guess in zip(page.texts, weak_roles(page)):
        guess.role, guess.source, guess.evidence    # "footer", "class", "site-footer"; or guess is None

Published corpora say what is content and leave the rest without a name. These are names for the rest, good enough to
teach and to count with, never to score with: `duramen corpora roles` measures how often they are right. `clues` reads
one element, `rank` decides where a block stands in several that disagree, `accuracy` counts.
"""

from __future__ import annotations

from duramen_corpora.weak.clues import Clue, Source
from duramen_corpora.weak.rank import WEAK_ROLES, weak_roles

__all__ = ["WEAK_ROLES", "Clue", "Source", "weak_roles"]
