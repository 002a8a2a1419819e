"""The documentation: the site builds without a warning and fetches nothing, and every block of code does what it says.

In README, CONTRIBUTING, the rooms' READMEs and all pages of `docs/`, blocks are run in order, a page in a process and a
temporary directory of its own (`docs_page.py`). The directory holds `page.html`, `site/`, `crawl/` and `pages.parquet`.

- `python` blocks of a page share one namespace, which begins with `html`, `url` (of `page.html`) and `pages` (twenty).
- `console` blocks are run line by line where a line begins with `$ `. After the line `<!-- output checked -->` what is
  shown must be what comes out on stdout, `...` standing for anything.
- Blocks without a language, and indented ones, are run if they begin with a program's name (`_PROGRAMS`).
- A block right after `<!-- file: NAME -->` is written to that file.
- A block right after `<!-- not run: REASON -->` is not run. Reasons are a network, hours, or files of the reader's own.
"""

from __future__ import annotations

import functools
import importlib
import json
import os
import queue
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from duramen_corpora import Page, stream

_ROOT = Path(__file__).parents[1]
_PAGES = sorted(
    path.relative_to(_ROOT).as_posix()
    for pattern in ("README.md", "CONTRIBUTING.md", "bench/*.md", "corpora/*.md", "train/*.md", "docs/**/*.md")
    for path in _ROOT.glob(pattern)
)
#: The other languages that there are: to look at, not to run.
_SHOWN = frozenset(
    {"toml", "text", "json", "html", "js", "yaml", "dockerfile", "markdown", "xml", "csv", "ini", "diff"}
)
_PROGRAMS = ("$ ", "duramen ", "make ", "pytest ", "python ", "python3", "pip ", "curl ", "mkdir ", "docker ")
_REASON = re.compile(r"<!-- not run: (.{8,}) -->")
_FILE = re.compile(r"<!-- file: ([\w.-]+) -->")
_CHECKED = "<!-- output checked -->"
_DOUBTFUL = ("bench ", "train ", "audit", "ray", "spark")  # commands of more than a few seconds
_MOST = 600  # seconds of a page


@dataclass(frozen=True)
class Block:
    """A block of code: where its first line stands, its language, and what its page says of running it."""

    line: int
    language: str
    code: str
    reason: str | None = None
    checked: bool = False
    file: str | None = None


def blocks(text: str, first: int = 1) -> Iterator[Block]:
    """Yield the blocks of a Markdown text, those of indented parts (tabs, admonitions) included."""
    before = ""
    for token in MarkdownIt("commonmark").parse(text):
        line = first + (token.map[0] if token.map else 0)
        if token.type == "code_block" and "```" in token.content:
            yield from blocks(token.content, line)
        elif token.type in ("fence", "code_block"):
            found = _REASON.fullmatch(before)
            words = token.info.replace("{", " ").replace(".", " ").split()
            language = words[0] if words else ""
            reason = found[1] if found else None
            file = written[1] if (written := _FILE.fullmatch(before)) else None
            yield Block(line + (token.type == "fence"), language, token.content, reason, before == _CHECKED, file)
        if token.type not in ("paragraph_open", "paragraph_close"):
            before = token.content.strip().splitlines()[-1] if token.content.strip() else ""


def runnable(block: Block) -> Block | None:
    """Return the block as it is run, or None."""
    if block.file:
        return block
    if block.reason is not None or block.language in _SHOWN:
        return None
    if block.language in ("", "sh", "bash", "shell"):
        if block.language == "" and not block.code.startswith(_PROGRAMS):
            return None
        lines = block.code.splitlines()
        if not lines[0].startswith("$ "):
            lines = ["$ " + line if line and not line.startswith((" ", "#")) else line for line in lines]
        return replace(block, language="console", code="\n".join(lines))
    return block


#: Programs beside Python that a page's code needs.
_NEEDS = {"docs/how-to/integrations/spark.md": ("java",)}


def _page_of(name: str) -> object:
    run = [made for block in blocks((_ROOT / name).read_text("utf-8")) if (made := runnable(block))]
    slow = any(word in block.code for block in run for word in _DOUBTFUL)
    return pytest.param(name, marks=[pytest.mark.slow] if slow else [], id=name)


@pytest.fixture(scope="module")
def starter() -> list[Page]:
    return list(stream("starter"))


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def place(tmp_path: Path, starter: list[Page]) -> Path:
    """A directory with the files that pages take for granted."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    page, few = next(page for page in starter if page.page_type == "article"), starter[::200]
    records = [{"id": one.id, "url": one.url, "html": one.html.decode(one.charset or "utf-8")} for one in few]
    for folder in ("site", "crawl", "given"):
        (tmp_path / folder).mkdir()
    (tmp_path / "page.html").write_bytes(page.html)
    for one in few:
        (tmp_path / "site" / f"{one.id}.html").write_bytes(one.html)
    (tmp_path / "crawl" / "part.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    pq.write_table(pa.Table.from_pylist(records), tmp_path / "pages.parquet")
    (tmp_path / "given" / "url").write_text(page.url, "utf-8")
    for i, one in enumerate(starter[:: len(starter) // 20][:20]):
        (tmp_path / "given" / f"{i:02}.html").write_bytes(one.html)
    return tmp_path


@pytest.mark.parametrize("name", _PAGES)
def test_every_block_is_run_or_says_why_not(name: str) -> None:
    for block in blocks((_ROOT / name).read_text("utf-8")):
        known = block.reason is not None or block.language in (*_SHOWN, "python", "console", "sh", "bash", "shell", "")
        assert known, f"{name}:{block.line}: nobody runs '{block.language}'. Say why: <!-- not run: REASON -->"
        if block.language == "console" and block.reason is None:
            assert re.search(r"^\$ ", block.code, re.M), f"{name}:{block.line}: a console block without a '$ ' line"


@pytest.mark.parametrize("name", [_page_of(name) for name in _PAGES])
def test_the_code_of_a_page_runs(name: str, place: Path, cache: Path) -> None:
    run = [made for block in blocks((_ROOT / name).read_text("utf-8")) if (made := runnable(block))]
    if not run:
        return
    missing = [program for program in _NEEDS.get(name, ()) if shutil.which(program) is None]
    if missing:
        pytest.skip(f"the page's code needs {', '.join(missing)}, which is not on the path")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "DURAMEN_CACHE": str(cache), "COLUMNS": "100", "TERM": "dumb"}
    environment.pop("DURAMEN_CORPORA", None)
    done = subprocess.run(
        [sys.executable, str(_ROOT / "tests" / "docs_page.py"), name],
        input=json.dumps([asdict(block) for block in run]),
        cwd=place,
        env=environment,
        capture_output=True,
        text=True,
        timeout=_MOST,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-4000:]}\n{done.stderr[-6000:]}"


def test_blocks_are_found_wherever_they_stand() -> None:
    text = (
        "A\n\n    duramen --version\n\n<!-- not run: has no network -->\n```console\n$ pip install x\n```\n\n"
        '=== "Tab"\n\n'
        "    ```python\n    a = 1\n    ```\n\n1. item\n\n    ```python\n    b = 2\n    ```\n\n<!-- output checked -->\n"
        "```console\n$ true\n```\n\n```\nno program\n```\n"
    )
    found = list(blocks(text))
    assert [(block.line, block.language, block.code.strip()) for block in found] == [
        (3, "", "duramen --version"),
        (7, "console", "$ pip install x"),
        (13, "python", "a = 1"),
        (19, "python", "b = 2"),
        (24, "console", "$ true"),
        (28, "", "no program"),
    ]
    assert [block.reason for block in found] == [None, "has no network", None, None, None, None]
    assert [block.checked for block in found] == [False] * 4 + [True, False]
    ran = [made.code for block in found if (made := runnable(block))]
    assert [block.file for block in blocks("<!-- file: a.toml -->\n```toml\nb = 1\n```\n")] == ["a.toml"]
    assert ran == ["$ duramen --version", "a = 1\n", "b = 2\n", "$ true\n"]


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (Block(7, "python", "undefined_name\n"), "page.md, line 7"),
        (Block(7, "console", "$ true\n$ false\n"), "page.md:8: exit 1: false"),
        (Block(7, "console", "$ echo b\na\n", checked=True), "page.md:7: echo b"),
        (Block(7, "console", "$ printf 'a\\nb\\n' | head -n 1 && nothing-of-that-name\n"), "exit 127"),
    ],
)
def test_a_page_that_is_wrong_fails_and_says_where(block: Block, said: str, place: Path) -> None:
    command = [sys.executable, str(_ROOT / "tests" / "docs_page.py"), "page.md"]
    given = json.dumps([asdict(block)])
    done = subprocess.run(command, input=given, cwd=place, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert said in done.stderr.replace('"', "")


@pytest.mark.skipif(sys.version_info < (3, 11), reason="the tools that build the site want Python 3.11")
def test_a_page_takes_a_section_and_leads_its_links_to_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(_ROOT / "docs"))
    hooks = importlib.import_module("hooks")
    text = "# A\n\n## B\n\nb\n\n```\n# no heading\n```\n\n### C\n\nc\n\n## D\n\nd\n"
    assert hooks.section(text, "B", 2) == "b\n\n```\n# no heading\n```\n\n## C\n\nc\n"
    assert hooks.section(text, "D", 2) == "d\n"
    with pytest.raises(Exception, match="no heading 'E'"):
        hooks.section(text, "E", 2)
    given = "[parity](PARITY.md#a) and [code](duramen_bench/run.py) and [far](https://example.org/)"
    kept = hooks.relinked(given, "bench/README.md", "reference/metrics.md")
    assert kept == "[parity](../explanation/parity.md#a) and code and [far](https://example.org/)"


class _Reader(HTMLParser):
    """What a page of the site loads, says and shows."""

    def __init__(self) -> None:
        super().__init__()
        self.headings = 0
        self.without_alt: list[str] = []
        self.loaded: list[str] = []
        self.language: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.headings += tag == "h1"
        if tag == "html":
            self.language = given.get("lang")
        if tag == "img" and not given.get("alt"):
            self.without_alt.append(str(given.get("src")))
        if tag in ("script", "img", "iframe", "source", "video") and given.get("src"):
            self.loaded.append(str(given["src"]))
        if tag == "link" and given.get("rel") not in ("canonical", "prev", "next"):
            self.loaded.append(str(given.get("href")))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built with warnings as errors."""
    if sys.version_info < (3, 11):
        pytest.skip("the tools that build the site want Python 3.11")
    if not (_ROOT / "mkdocs.yml").is_file():
        pytest.skip("no documentation here: a source distribution is without it")
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=_ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.slow
def test_the_site_builds_and_fetches_nothing(site: Path) -> None:
    pages = [path for path in site.rglob("*.html") if path.name not in ("404.html", "leaderboard.html")]
    assert len(pages) > 30
    for path in pages:
        reader = _Reader()
        reader.feed(path.read_text("utf-8"))
        assert reader.headings == 1, path
        assert reader.without_alt == [], path
        assert reader.language == "en", path
        assert [address for address in reader.loaded if re.match(r"(https?:)?//", address)] == [], path
    for path in site.rglob("*.css"):
        assert not re.search(r"url\(['\"]?(https?:)?//", path.read_text("utf-8")), path


@pytest.mark.slow
def test_every_name_of_a_registry_is_on_the_site(site: Path) -> None:
    from duramen.roles import POLICIES, ROLES
    from duramen_bench.metrics import METRICS
    from duramen_bench.registry import TOOLS
    from duramen_corpora.registry import CORPORA

    for page, names in (
        ("policies", (*ROLES, *POLICIES)),
        ("metrics", METRICS),
        ("corpora", CORPORA),
        ("extractors", TOOLS),
    ):
        text = (site / "reference" / page / "index.html").read_text("utf-8")
        assert [name for name in names if f"<code>{name}</code>" not in text] == []
    command = (site / "reference" / "command" / "bench" / "index.html").read_text("utf-8")
    assert "duramen bench leaderboard" in command


@pytest.mark.slow
def test_search_knows_the_pages(site: Path) -> None:
    index = json.loads((site / "search" / "search_index.json").read_text("utf-8"))
    titles = {entry["title"] for entry in index["docs"]}
    assert {"How a number is made", "duramen bench run", "Roles and policies"} <= titles


def test_pictures_are_small_and_there() -> None:
    pictures = sorted((_ROOT / "docs" / "pictures").glob("*.webp"))
    if not (_ROOT / "mkdocs.yml").is_file():
        pytest.skip("no documentation here: a source distribution is without it")
    wanted = {f"{name}-{scheme}.webp" for name in ("overlay", "leaderboard", "pareto") for scheme in ("light", "dark")}
    assert {path.name for path in pictures} == wanted
    for path in pictures:
        content = path.read_bytes()
        assert content[8:12] == b"WEBP", path
        assert len(content) < 200_000, path


_WATCHER = """<!doctype html><meta charset="utf-8"><title>watch</title><style>iframe{width:390px;height:800px}</style>
<iframe></iframe><script>
const frame = document.querySelector("iframe"), found = {wide: {}, results: []};
const wait = ms => new Promise(done => setTimeout(done, ms));
const shown = address => new Promise(done => { frame.onload = done; frame.src = address; });
(async () => {
  for (const address of %(addresses)s) {
    await shown(address);
    const page = frame.contentDocument.documentElement;
    if (page.scrollWidth > page.clientWidth) found.wide[address] = page.scrollWidth;
  }
  await shown("/index.html");
  const page = frame.contentDocument, view = frame.contentWindow, query = page.querySelector("input[name=query]");
  page.querySelector("#__search").click();
  query.focus();
  query.value = "tie rank hosts";
  for (let i = 0; i < 400 && !found.results.length; i++) {
    query.dispatchEvent(new view.Event("keyup", {bubbles: true}));
    await wait(50);
    found.results = [...page.querySelectorAll(".md-search-result__link")].map(link => link.getAttribute("href"));
  }
  await fetch("/found", {method: "POST", body: JSON.stringify(found)});
})();
</script>"""


@pytest.mark.slow
def test_on_a_phone_pages_do_not_scroll_sideways_and_search_finds(site: Path, chromium: str, tmp_path: Path) -> None:
    pages = [path for path in sorted(site.rglob("index.html")) if path.parent.name not in ("log", "parity")]
    addresses = [f"/{path.relative_to(site).as_posix()}" for path in pages]
    (site / "watch.html").write_text(_WATCHER % {"addresses": json.dumps(addresses)}, "utf-8")
    found = _visited(site, "watch.html", chromium, tmp_path)
    assert found["wide"] == {}
    assert any("how-a-number-is-made" in address for address in found["results"])


def _visited(site: Path, page: str, chromium: str, scratch: Path) -> dict[str, Any]:
    """Serve the site, open a page of it, and return what the page sends back."""
    told: queue.Queue[bytes] = queue.Queue()

    class Handler(SimpleHTTPRequestHandler):
        def do_POST(self) -> None:
            told.put(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(site)))
    thread = threading.Thread(target=http.serve_forever)
    thread.start()
    command = [
        chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
        f"--user-data-dir={scratch / 'profile'}", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        f"http://127.0.0.1:{http.server_port}/{page}",
    ]  # fmt: skip
    home = {name: str(scratch) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    browser = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **home}
    )
    try:
        found: dict[str, Any] = json.loads(told.get(timeout=120))
    finally:
        browser.terminate()
        browser.wait(timeout=30)
        http.shutdown()
        thread.join()
        http.server_close()
    return found
