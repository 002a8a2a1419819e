"""A contract over the whole table: every tool loads, answers a page, and says what it is."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable

import pytest

from duramen.errors import DuramenError, UsageError
from duramen_bench import environments
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
from duramen_bench.sandbox import Limits, Sandbox
from duramen_bench.tool import Input, Tool
from duramen_corpora.registry import CORPORA
from duramen_corpora.schema import Page

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
PUBLISHED = {
    "article-extraction-dataset", "cleaneval", "dragnet", "google-trends-2017", "l3s-gn1", "l3s-gn1-text",
    "mozilla-readability", "readability-wceb", "trafilatura",
}  # fmt: skip
RUNNABLE = [name for name, tool in TOOLS.items() if tool.adapter]


#: As pages of 2005 are, and what crawls leave of pages: no address, and of the frame of a page nothing.
BARE = PAGE.partition("<body>")[2].partition("</body>")[0]
#: Tools that answer no such page, by their own reading of HTML and not by our adapter: two want <html> and <body>, one
#: wants <html> and a <title>.
NOT_BARE = ("boilerpy3", "boilerpy3-article", "extractus")


@pytest.mark.parametrize("name", RUNNABLE)
@pytest.mark.parametrize(("html", "url"), [(PAGE, "http://example.org/"), (BARE, "")], ids=["whole", "bare"])
@pytest.mark.filterwarnings("ignore")  # what rivals warn about is theirs; the worker ignores it too
def test_every_installed_tool_answers_text_or_nothing(
    html: str, url: str, name: str, make_page: Callable[..., Page]
) -> None:
    tool = find_tool(name)
    if why_missing(tool):
        pytest.skip(str(why_missing(tool)))
    try:
        answer = _apart(tool, make_page(0, html=html.encode(), url=url)) if tool.environment else _here(tool, html, url)
    except DuramenError as error:
        pytest.skip(f"{error}")
    assert answer is None or isinstance(answer, str)
    if name not in ("nothing", "lxml-parse", "lexbor-parse", *(NOT_BARE if html == BARE else ())):
        assert answer is not None
        assert "quick brown fox" in answer


def _here(tool: Tool, html: str, url: str) -> str | None:
    return load(tool)(Input(html.encode(), html, url))


def _apart(tool: Tool, page: Page) -> str | None:
    with Sandbox(tool, Limits()) as run:
        prediction = run(page)
    assert prediction.error is None
    return prediction.text


@pytest.mark.parametrize("tool", TOOLS.values(), ids=lambda tool: tool.name)
def test_every_row_says_what_it_is(tool: Tool) -> None:
    assert tool.title
    assert tool.summary
    if tool.kind == "rival":
        assert tool.licence
        assert tool.homepage.startswith("https://")
        assert tool.packages
    assert set(tool.trained_on) <= set(CORPORA) | PUBLISHED, "a corpus of another name would never be marked as seen"
    assert all(tool.trained_on.values())


@pytest.mark.parametrize("tool", TOOLS.values(), ids=lambda tool: tool.name)
def test_every_row_runs_somewhere_or_says_why_not(tool: Tool) -> None:
    if tool.unavailable:
        assert (tool.adapter, why_missing(tool), tool.default) == ("", tool.unavailable, False)
        with pytest.raises(UsageError, match="cannot run here"):
            load(tool)
    elif tool.environment == "node":
        assert (environments.HERE / "node" / tool.adapter).is_file()
    elif tool.adapter:
        assert importlib.util.find_spec(tool.adapter.partition(":")[0])
    else:
        assert tool.kind == "ceiling"


@pytest.mark.parametrize("tool", [tool for tool in TOOLS.values() if tool.environment], ids=lambda tool: tool.name)
def test_an_environment_of_its_own_has_what_the_row_names(tool: Tool) -> None:
    files = environments.environment(tool.environment).files
    if "package.json" in files:
        pinned = set(json.loads(files["package.json"])["dependencies"])
    else:
        pinned = {line.partition("==")[0].lower() for line in files["requirements.txt"].decode().splitlines()}
    assert set(tool.packages) <= pinned


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
    assert "wcxb" in trained_on(find_tool("chromerag"))
    assert "trafilatura" in trained_on(find_tool("trafilatura-fast"))


def test_the_oracle_is_no_tool_that_runs() -> None:
    with pytest.raises(UsageError, match="from the gold"):
        load(find_tool("oracle"))
