"""A contract over the whole table: every tool loads, answers a page, and says what it is."""

from __future__ import annotations

import pytest

from duramen.errors import DuramenError, UsageError
from duramen_bench.registry import (
    TOOLS,
    all_tools,
    choose,
    find_tool,
    load,
    trained_on,
    versions,
    why_missing,
)
from duramen_bench.tool import Input, Tool

PAGE = (
    "<html lang='en'><head><title>T</title></head><body><nav><a href='/'>Home</a></nav><article><h1>A heading</h1>"
    + "".join(
        f"<p>In the {n} chapter of the story, the quick brown fox and the lazy dog were in the garden of the house, "
        "and it was a fine day for all who had come to see what they would do; but for the most part they did what "
        "they had done on all the days before, and that was not much at all, as far as one could tell.</p>"
        for n in ("first", "second", "third", "fourth")
    )
    + "</article><footer><p>All rights reserved</p></footer></body></html>"
)
RUNNABLE = [name for name, tool in TOOLS.items() if tool.adapter]


@pytest.mark.parametrize("name", RUNNABLE)
@pytest.mark.filterwarnings("ignore")  # what rivals warn about is theirs; the worker ignores it too
def test_every_installed_tool_answers_text_or_nothing(name: str) -> None:
    tool = find_tool(name)
    if why_missing(tool):
        pytest.skip(str(why_missing(tool)))
    try:
        extract = load(tool)
    except DuramenError as error:
        pytest.skip(f"{error}")
    answer = extract(Input(PAGE.encode(), PAGE, "http://example.org/"))
    assert answer is None or isinstance(answer, str)
    if name not in ("nothing", "lxml-parse"):
        assert answer is not None
        assert "quick brown fox" in answer


@pytest.mark.parametrize("tool", TOOLS.values(), ids=str)
def test_every_row_says_what_it_is(tool: Tool) -> None:
    assert tool.title
    assert tool.summary
    if tool.kind == "rival":
        assert tool.licence
        assert tool.homepage.startswith("https://")
        assert tool.packages


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"unknown tool 'trafilatrua'\. Did you mean trafilatura") as caught:
        find_tool("trafilatrua")
    assert caught.value.exit_code == 2


def test_sets_and_names_mix_without_repeating() -> None:
    names = [tool.name for tool in choose("justext, default,json:loads")]
    assert names[0] == "justext"
    assert names[-1] == "json:loads"
    assert len(names) == len(set(names))
    assert {tool.name for tool in choose("all")} == set(all_tools())
    with pytest.raises(UsageError, match="no tools chosen"):
        choose(" , ")


def test_weights_in_a_folder_are_a_tool() -> None:
    tool = find_tool("duramen@out/mine")
    assert (tool.options, tool.kind, tool.title) == ({"weights": "out/mine"}, "ours", "Duramen (mine)")
    with pytest.raises(UsageError, match="no weights in out/mine"):
        trained_on(tool)


def test_versions_are_read_and_never_typed() -> None:
    import importlib.metadata

    assert versions(find_tool("lxml-parse")) == {"lxml": importlib.metadata.version("lxml")}


def test_why_a_tool_is_missing() -> None:
    assert why_missing(Tool("x", "X", "x:y", packages=("no-such-thing",))) == (
        "not installed: no-such-thing (pip install 'duramen[bench]')"
    )
    assert why_missing(find_tool("no_such_module:f")) == "there is no module 'no_such_module'"
    assert why_missing(find_tool("no_such_package.module:f")) is not None


def test_what_a_rival_was_tuned_on_comes_with_a_source() -> None:
    assert "l3s-gn1" in trained_on(find_tool("boilerpy3"))
    assert all(trained_on(find_tool("boilerpy3")).values())


def test_the_oracle_is_no_tool_that_runs() -> None:
    with pytest.raises(UsageError, match="from the gold"):
        load(find_tool("oracle"))
