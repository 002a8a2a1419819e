"""Roles asked for, bytes that are not read, deadlines that pass: what is kept, and what is said of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import duramen
from duramen.errors import UsageError
from duramen.limits import Clock, within
from duramen.model import Model, RoleHead
from duramen.roles import ROLES, Role

PROSE = "<p>Apples are kept in straw, and the straw is kept dry, since those that touch one another rot together.</p>"
PAGE = f"<title>Of apples</title><nav><a href=/>Home</a></nav><h1>Of apples</h1><article>{PROSE * 6}</article>"


def test_roles_keep_exactly_the_blocks_that_have_them() -> None:
    extractor = duramen.Extractor()
    every = extractor(PAGE).blocks
    asked: tuple[Role, ...] = ("navigation", "main")
    for role in asked:
        column = ROLES.index(role)
        document = extractor(PAGE, roles=[role])
        assert [b.index for b in document.blocks if b.kept] == [b.index for b in every if b.role == role]
        assert document.probability.tolist() == pytest.approx([b.roles[column] for b in every])
        assert 0 <= document.confidence <= 1
        assert document.explain().summary.endswith(f"by role: {role}")
        assert all("asked for" in why.verdict for why in document.explain())
    assert extractor(PAGE, roles=ROLES).kept.all()
    assert not extractor(PAGE, roles=[]).kept.any()
    assert duramen.extract(PAGE, roles=["navigation"]) == "Home"
    assert duramen.extract(PAGE, roles="navigation") == "Home"


@pytest.mark.parametrize("asked", [{"roles": ["comment"]}, {"policy": "comments"}])
def test_roles_that_decided_are_those_of_the_blocks(asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """The head is asked once, also where a limit cut the page and the document was made anew."""
    calls: list[int] = []
    head = RoleHead.probabilities
    monkeypatch.setattr(RoleHead, "probabilities", lambda *given: calls.append(1) or head(*given))
    document = duramen.Extractor()(PAGE, max_bytes=500, **asked)
    assert document.partial
    assert [max(block.roles) for block in document.blocks] == document.roles.max(axis=1).tolist()
    assert calls == [1]


def test_roles_leave_policy_and_dial_no_say() -> None:
    extractor = duramen.Extractor()
    with pytest.raises(UsageError, match="Did you mean navigation"):
        extractor(PAGE, roles=["navigatoin"])  # type: ignore[list-item]
    for more in ({"policy": "body"}, {"favor": 0.9}):
        with pytest.raises(UsageError, match="leave policy= and favor= out"):
            extractor(PAGE, roles=["main"], **more)  # type: ignore[arg-type]


def test_a_page_of_nothing_has_no_roles(model: Model) -> None:
    document = duramen.Extractor(model)(b"", roles=["main"])
    assert (document.text, document.confidence) == ("", 1.0)


@pytest.mark.parametrize("page", [PAGE, PAGE.encode()])
def test_what_is_too_large_is_cut_and_says_so(page: str | bytes) -> None:
    document = duramen.Extractor()(page, max_bytes=400)
    assert document.partial
    assert document.problem == "larger than max_bytes: only its first 400 bytes were read"
    assert document.to_dict()["partial"] is True
    assert 0 < len(document.page) < len(duramen.parse(page))
    whole = duramen.Extractor()(page, max_bytes=len(page))
    assert (whole.partial, whole.problem, whole.text) == (False, None, duramen.extract(page))


def test_a_cut_says_also_what_is_wrong_with_the_rest() -> None:
    assert duramen.Extractor()(b"%PDF-1.7" * 99, max_bytes=50).problem == (
        "not HTML: PDF; larger than max_bytes: only its first 50 bytes were read"
    )


@given(st.text(max_size=30), st.integers(1, 60))
def test_text_is_cut_by_its_bytes(text: str, limit: int) -> None:
    start, said = within(text, limit)
    assert isinstance(start, str)
    assert text.startswith(start)
    assert (said is None) == (len(text.encode("utf-8", "surrogatepass")) <= limit)
    assert len(start.encode("utf-8", "surrogatepass")) <= limit


def test_a_deadline_that_passed_leaves_the_blocks_unjudged() -> None:
    document = duramen.Extractor()(PAGE, deadline=1e-9)
    assert document.partial
    assert "deadline of 1e-09 s had passed" in (document.problem or "")
    assert (document.text, document.confidence, document.title) == ("", 0.0, "Of apples")
    assert len(document.blocks) == len(duramen.parse(PAGE))
    assert document.explain()[0].verdict == "removed: there was no time to judge it"
    assert duramen.extract(PAGE, deadline=1e-9) is None
    assert duramen.extract(PAGE, deadline=1e9) == duramen.extract(PAGE)


@pytest.mark.parametrize("limit", [{"max_bytes": 0}, {"max_bytes": -1}, {"deadline": 0}, {"deadline": float("nan")}])
def test_limits_that_make_no_sense(limit: dict[str, float]) -> None:
    with pytest.raises(UsageError, match=next(iter(limit))):
        duramen.extract(PAGE, **limit)  # type: ignore[arg-type]


def test_no_deadline_never_passes() -> None:
    assert Clock(None).up is None


def test_images_may_be_left_out() -> None:
    page = PAGE.replace("<article>", "<article><p><img src=/straw.jpg alt=Straw> Straw, and how it is kept dry.</p>")
    assert "straw.jpg" in (duramen.extract(page, "https://a.example/", output="markdown") or "")
    assert "straw.jpg" not in (duramen.extract(page, "https://a.example/", output="markdown", images=False) or "")
