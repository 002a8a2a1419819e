"""`duramen corpora show`: a page's blocks for people, for programs, and as a file."""

from __future__ import annotations

import gzip
import json
import unicodedata
from pathlib import Path

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from duramen.cli.terminal import clip
from duramen.errors import UsageError
from duramen_corpora.cli import app
from duramen_corpora.starter import read


def run(*arguments: object, color: bool = False) -> Result:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments], color=color)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def starter() -> tuple[str, ...]:
    """The command that shows the first page of the starter corpus."""
    return ("show", "starter", next(iter(read())).id)


def test_each_block_is_a_line(wcxb: Path) -> None:
    lines = run("show", "wcxb", "0002", "--from", wcxb).stdout.splitlines()
    assert lines[0].startswith("wcxb 0002  https://www.host0002.co.uk/0002  article en dev")
    assert lines[1] == "gold 14 words, 100.0% found; oracle word F1 1.000"
    assert lines[2] == "● gold 2 (14 words)   ○ noise 1 (1 words)"
    assert lines[3] == "roles: guessed from the markup outside the gold"
    assert lines[4] == "navigation 1 (1 words)"
    assert [line.split()[:3] for line in lines[6:]] == [["0", "0.00", "○"], ["1", "1.00", "●"], ["2", "1.00", "●"]]
    assert lines[6].split()[3:] == ["navigation", "Home"]


def test_labels_are_shown_with_their_source(starter: tuple[str, ...]) -> None:
    head, blocks = run(*starter).stdout.split("\n\n")
    assert "roles: labels of starter" in head
    facts = json.loads(run(*starter, "--json").stdout)
    assert facts["roles_from"] == "labels of starter"
    for role, count in facts["roles"].items():
        assert f"{role} {count['blocks']} (" in head
        assert [line.split()[3] for line in blocks.splitlines()].count(role) == count["blocks"]
        assert sum(block["role"] == role for block in facts["blocks"]) == count["blocks"]


def test_json_holds_everything(wcxb: Path) -> None:
    facts = json.loads(run("show", "wcxb", "0002", "--from", wcxb, "--json").stdout)
    assert (facts["corpus"], facts["id"], facts["gold_words"], facts["gold_found"]) == ("wcxb", "0002", 14, 1.0)
    assert facts["gold"] == {"gold": {"blocks": 2, "words": 14}, "noise": {"blocks": 1, "words": 1}}
    assert facts["blocks"][1] == {
        **{"index": 1, "role": None, "gold": "gold", "share": 1.0, "words": 2, "tag": "h1", "hidden": False},
        **{"xpath": "/html/body/h1", "text": "Page 0002"},
    }


@pytest.mark.parametrize(("what", "wanted"), [("gold", [1, 2]), ("noise", [0])])
def test_only_some_blocks(wcxb: Path, what: str, wanted: list[int]) -> None:
    arguments = ("show", "wcxb", "0002", "--from", wcxb, "--only", what)
    assert [block["index"] for block in json.loads(run(*arguments, "--json").stdout)["blocks"]] == wanted
    lines = run(*arguments, "--xpath").stdout.splitlines()[6:]
    assert [int(line.split()[0]) for line in lines[::2]] == wanted
    assert all(line.strip().startswith("/html/body/") for line in lines[1::2])


def test_only_one_role(starter: tuple[str, ...]) -> None:
    blocks = json.loads(run(*starter, "--json", "--only", "title").stdout)["blocks"]
    assert blocks
    assert {block["role"] for block in blocks} == {"title"}


def test_an_empty_selection_is_an_error(wcxb: Path) -> None:
    with pytest.raises(UsageError, match=r"0002 has no block that is footer\. Its roles: navigation"):
        run("show", "wcxb", "0002", "--from", wcxb, "--only", "footer")
    with pytest.raises(UsageError, match=r"unknown kind of block 'fotter'\. Did you mean footer"):
        run("show", "wcxb", "0002", "--from", wcxb, "--only", "fotter")


def test_an_unknown_page_is_answered_with_the_nearest(wcxb: Path) -> None:
    with pytest.raises(UsageError, match=r"wcxb has no page '00002'\. Did you mean 0002.* from 0001 to 0004"):
        run("show", "wcxb", "00002", "--from", wcxb)


def test_colours_are_for_terminals(wcxb: Path, starter: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[" not in run(*starter).stdout
    assert "\x1b[" in run(*starter, color=True).stdout
    assert "\x1b[" not in run(*starter, "--json", color=True).stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in run(*starter, color=True).stdout


@pytest.mark.parametrize("width", [48, 77, 200])
def test_lines_are_no_wider_than_the_terminal(
    starter: tuple[str, ...], width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lines = run(*starter).stdout.splitlines()
    assert max(map(len, lines[2:])) <= width


@given(st.text(max_size=60), st.integers(0, 30))
def test_what_is_clipped_fits_and_steers_nothing(text: str, room: int) -> None:
    line = clip(text, room)
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in line if not unicodedata.combining(char))
    assert sum(not unicodedata.combining(char) and char not in "\u200c\u200d" for char in line) + wide <= room
    assert all(char.isprintable() or char in "\u200c\u200d" for char in line)


def test_clipping_counts_columns() -> None:
    assert clip("日本語の記事", 7) == "日本語"
    assert clip("e\u0301te\u0301", 2) == "e\u0301t"
    assert clip("a\x9b31mred\u202eb", 20) == "a\ufffd31mredb"
    assert clip("می\u200cشود", 20) == "می\u200cشود"


def test_a_page_of_nothing_says_so(wcxb: Path) -> None:
    (wcxb / "dev" / "html" / "0003.html.gz").write_bytes(gzip.compress(b"%PDF-1.4 no page"))
    result = run("show", "wcxb", "0003", "--from", wcxb)
    assert "0.0% found" in result.stdout
    assert "0003: not HTML: PDF" in result.stderr
    assert json.loads(run("show", "wcxb", "0003", "--from", wcxb, "--json").stdout)["problem"] == "not HTML: PDF"
    html = run("show", "wcxb", "0003", "--from", wcxb, "--html", "-").stdout
    assert "There is nothing here: not HTML: PDF." in html


def test_html_is_written_whole_or_not_at_all(wcxb: Path, tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    arguments = ("show", "wcxb", "0002", "--from", wcxb, "--html")
    result = run(*arguments, target)
    assert result.stdout == ""
    assert "page.html: 3 blocks" in result.stderr
    assert target.read_text("utf-8") == run(*arguments, "-").stdout
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["page.html"]
    with pytest.raises(UsageError, match=r"cannot write .*nowhere"):
        run(*arguments, tmp_path / "nowhere" / "page.html")
    with pytest.raises(UsageError, match="cannot write"):
        run(*arguments, tmp_path)


@pytest.mark.parametrize("other", [("--json",), ("--xpath",), ("--only", "gold")])
def test_html_goes_with_no_other_view(wcxb: Path, other: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="--html goes with no other view"):
        run("show", "wcxb", "0002", "--from", wcxb, "--html", "-", *other)


def test_every_role_has_a_style_of_its_own() -> None:
    from duramen.cli.terminal import STYLES
    from duramen.roles import ROLES

    assert list(STYLES) == list(ROLES)
    assert len({typer.style("x", **style) for style in STYLES.values()}) == len(ROLES)
