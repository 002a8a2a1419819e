"""Environments of a tool's own: what their worker is, what it answers, and what of the bench's it cannot see."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from duramen.errors import UsageError
from duramen_bench import environments
from duramen_bench.environments import Environment, environment, names, worker_command
from duramen_bench.registry import versions, why_missing
from duramen_bench.sandbox import Limits, Sandbox
from duramen_bench.tool import Tool
from duramen_corpora.predictions import Prediction
from duramen_corpora.schema import Page

THIS = f"{sys.version_info.major}.{sys.version_info.minor}"
MORE_TOYS = """
def load(name):
    function = globals()[name]
    return lambda page: function(page.text)
def sees(html):
    found = []
    for name in ("duramen", "lxml", "score", "toys"):
        try: __import__(name)
        except ImportError: continue
        found.append(name)
    return " ".join(found) or "nothing"
def echo(html): return html
"""
NODE_TOYS = """
const tools = {
  echo: (html, url) => url + " " + html,
  late: async (html) => html.length > 0 ? "later" : "",
  nothing: () => null,
  empty: () => "",
  number: () => 5,
  surrogate: () => "lone \\ud800 surrogate",
  prints: () => { console.log("noise".repeat(9999)); return "answered"; },
  throws: () => { throw new RangeError("no such page"); },
  hang: (html) => { while (html.includes("page 1")); return "answered"; },
  dies: (html) => { if (html.includes("page 1")) process.abort(); return "answered"; },
  hoards: (html) => { const all = []; while (html.includes("page 1")) all.push(new Array(1e6).fill({})); return "ok"; },
};
export const load = async (need, { name }) => { await need("./toy.mjs"); return tools[name]; };
"""


def answers(tool: Tool, pages: list[Page], limits: Limits | None = None) -> list[Prediction]:
    with Sandbox(tool, limits or Limits(deadline_s=20, load_s=60)) as run:
        return [run(page) for page in pages]


def place(wanted: Environment, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Environment:
    """Make this the environment of every tool that names one, under a cache of the test's own."""
    monkeypatch.setenv("DURAMEN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(environments, "environment", lambda name: wanted)
    return wanted


@pytest.fixture
def apart(toys: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], Tool]:
    """A maker of tools that run in a bare Python environment."""
    adapter = tmp_path / "adapter.py"
    adapter.write_text((toys / "toys.py").read_text() + MORE_TOYS)
    wanted = place(Environment("toy", {"requirements.txt": b""}, (THIS,)), monkeypatch, tmp_path)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", wanted.folder], check=True)
    return lambda name: Tool(name, name, f"{adapter}:load", options={"name": name}, environment="toy")


@pytest.fixture
def node(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], Tool]:
    """A maker of tools that run in Node, in an environment without packages."""
    if not shutil.which("node"):
        pytest.skip("no node on PATH")
    adapter = tmp_path / "toys.mjs"
    adapter.write_text(NODE_TOYS)
    wanted = place(Environment("toy", {"package.json": b"{}"}), monkeypatch, tmp_path)
    wanted.folder.mkdir(parents=True)
    (wanted.folder / "need.mjs").write_text("export default (name) => import(name);\n")
    (wanted.folder / "toy.mjs").write_text("")
    return lambda name: Tool(name, name, adapter.as_uri(), options={"name": name}, environment="toy")


class TestPythonApart:
    def test_nothing_of_the_bench_is_seen_there(self, apart: Callable[[str], Tool], toy_pages: list[Page]) -> None:
        [prediction] = answers(apart("sees"), toy_pages[:1])
        assert (prediction.text, prediction.error) == ("nothing", None)

    def test_the_text_arrives_decoded(self, apart: Callable[[str], Tool], make_page: Callable[..., Page]) -> None:
        page = make_page(0, html="<meta charset=windows-1251><p>Текст</p>".encode("cp1251"))
        [prediction] = answers(apart("echo"), [page])
        assert prediction.text is not None
        assert "<p>Текст</p>" in prediction.text

    def test_time_and_memory_are_measured(self, apart: Callable[[str], Tool], toy_pages: list[Page]) -> None:
        [prediction] = answers(apart("echo"), toy_pages[:1])
        assert prediction.ms is not None
        assert prediction.ms > 0
        assert prediction.peak_mb is not None
        assert prediction.peak_mb > 1

    @pytest.mark.parametrize(
        ("name", "text", "error"),
        [
            ("none", None, None),
            ("empty", None, None),
            ("bytes_", None, "exception: TypeError: the tool returned bytes, not str or None"),
            ("surrogate", "lone ? surrogate", None),
            ("prints", "answered", None),
            ("raises", None, "exception: ValueError: no such page"),
        ],
    )
    def test_odd_answers(
        self, name: str, text: str | None, error: str | None, apart: Callable[[str], Tool], toy_pages: list[Page]
    ) -> None:
        [prediction] = answers(apart(name), toy_pages[:1])
        assert (prediction.text, prediction.error) == (text, error)

    @pytest.mark.parametrize(("name", "kind"), [("hang", "timeout:"), ("segfault", "crash: signal SIGSEGV")])
    def test_a_page_that_ends_the_worker_costs_itself_only(
        self, name: str, kind: str, apart: Callable[[str], Tool], toy_pages: list[Page]
    ) -> None:
        first, second, third = answers(apart(name), toy_pages[:3], Limits(deadline_s=2))
        assert second.error is not None
        assert second.error.startswith(kind)
        assert [first.text, third.text] == ["answered", "answered"]

    def test_an_adapter_that_does_not_load_says_so(self, apart: Callable[[str], Tool]) -> None:
        with pytest.raises(UsageError, match="does not start: KeyError: 'no_such'"):
            answers(apart("no_such"), [])

    def test_versions_are_those_of_the_environment(self, apart: Callable[[str], Tool]) -> None:
        tool = Tool("x", "X", "x:load", packages=("toy-package", "lxml"), environment="toy")
        assert why_missing(tool) == "its environment is not made yet. Type: duramen bench setup x"
        described = environments.environment("toy").site_packages / "toy_package-1.5.dist-info" / "METADATA"
        described.parent.mkdir()
        described.write_text("Metadata-Version: 2.1\nName: toy-package\nVersion: 1.5\n")
        assert versions(tool) == {"toy-package": "1.5", "environment": environments.environment("toy").folder.name}


class TestNode:
    def test_a_page_goes_there_and_back(self, node: Callable[[str], Tool], make_page: Callable[..., Page]) -> None:
        page = make_page(0, html="<p>é日𝄞".encode())
        [prediction] = answers(node("echo"), [page])
        assert prediction.text == f"{page.url} <p>é日𝄞"
        assert prediction.ms is not None
        assert prediction.peak_mb is not None

    @pytest.mark.parametrize(
        ("name", "text", "error"),
        [
            ("late", "later", None),
            ("nothing", None, None),
            ("empty", None, None),
            ("number", None, "exception: TypeError: the tool returned number, not a string or null"),
            ("surrogate", "lone \N{REPLACEMENT CHARACTER} surrogate", None),
            ("prints", "answered", None),
            ("throws", None, "exception: RangeError: no such page"),
        ],
    )
    def test_odd_answers(
        self, name: str, text: str | None, error: str | None, node: Callable[[str], Tool], toy_pages: list[Page]
    ) -> None:
        [prediction] = answers(node(name), toy_pages[:1])
        assert (prediction.text, prediction.error) == (text, error)

    @pytest.mark.parametrize(
        ("name", "kind"), [("hang", "timeout:"), ("dies", "crash: signal SIGABRT"), ("hoards", "memory:")]
    )
    def test_a_page_that_ends_the_worker_costs_itself_only(
        self, name: str, kind: str, node: Callable[[str], Tool], toy_pages: list[Page]
    ) -> None:
        limits = Limits(deadline_s=2 if name == "hang" else 30, memory_mb=64)
        first, second, third = answers(node(name), toy_pages[:3], limits)
        assert second.error is not None
        assert second.error.startswith(kind)
        assert first.text == third.text
        assert first.text in ("answered", "ok")

    def test_an_adapter_that_is_not_there_says_so(self, node: Callable[[str], Tool]) -> None:
        tool = node("echo")
        with pytest.raises(UsageError, match="does not start: Error: Cannot find module"):
            answers(Tool("x", "X", tool.adapter + ".gone", environment="toy"), [])

    def test_versions_are_those_of_node_modules(self, node: Callable[[str], Tool]) -> None:
        tool = Tool("x", "X", "x.mjs", packages=("@some/package",), environment="toy")
        described = environments.environment("toy").folder / "node_modules" / "@some" / "package" / "package.json"
        described.parent.mkdir(parents=True)
        described.write_text(json.dumps({"version": "2.0.1"}))
        assert versions(tool)["@some/package"] == "2.0.1"
        assert why_missing(tool) is None

    def test_html_becomes_text_with_a_line_a_block(self, node: Callable[[str], Tool]) -> None:
        script = f"""
        import {{ textOf }} from {json.dumps((environments.HERE / "node" / "text.mjs").as_uri())};
        const text = (data) => ({{ nodeType: 3, data }});
        const tag = (nodeName, ...childNodes) => ({{ nodeType: 1, nodeName, childNodes }});
        const page = tag("BODY", tag("h1", text("A  \\n heading")), tag("P", text("one "), tag("B", text("two")), tag("BR"),
          text("three"), tag("SCRIPT", text("x"))), tag("PRE", text("a\\n  b")), tag("TR", tag("TD", text("1")), tag("TD", text("2"))));
        console.log(JSON.stringify(textOf(page)));
        """  # noqa: E501
        done = subprocess.run(["node", "--input-type=module", "-e", script], capture_output=True, text=True, check=True)
        assert json.loads(done.stdout) == "A heading\n\none two\nthree\n\na\nb\n\n1 2"


class TestTable:
    @pytest.mark.parametrize("name", names())
    def test_every_version_is_exact(self, name: str) -> None:
        files = environment(name).files
        if "package.json" in files:
            assert set(files) == {"package.json", "package-lock.json"}
            wanted = json.loads(files["package.json"])["dependencies"]
            assert all(version[0].isdigit() for version in wanted.values())
            assert json.loads(files["package-lock.json"])["packages"][""]["dependencies"] == wanted
        else:
            assert all("==" in line for line in files["requirements.txt"].decode().splitlines())

    def test_other_versions_are_another_folder(self) -> None:
        one, same, other = (
            Environment("toy", {"requirements.txt": pin}, ("3.12",)) for pin in (b"a==1", b"a==1", b"a==2")
        )
        assert one.folder == same.folder
        assert one.folder != other.folder
        assert one.folder != Environment("toy", one.files, ("3.13",)).folder

    def test_a_tool_without_one_runs_in_the_bench_s(self) -> None:
        assert worker_command(Tool("x", "X", "x:load"), 64) == ([sys.executable, "-m", "duramen_bench.worker"], ())
