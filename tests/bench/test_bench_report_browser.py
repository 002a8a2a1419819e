"""The page in a browser: opened from disk, without a network, it switches metrics and shows pages, and fetches nothing.

Debian's chromium prints the page's tree after its scripts have run (`--dump-dom`), so no driver is needed. The report
stands in a frame of a page that watches it and does what a visitor does; `shown` waits until the report has settled.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from duramen_bench.cli import app
from duramen_bench.report import write_report
from duramen_bench.report.texts import Texts

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the path")

WATCHER = """<!doctype html><meta charset="utf-8"><title>watch</title>
<iframe style="width:%(width)dpx;height:700px" src="%(page)s"></iframe><pre id="found"></pre>
<script>
const frame = document.querySelector("iframe");
const wait = ms => new Promise(done => setTimeout(done, ms));
const broken = [];
async function shown(sure = () => true) {
  for (let i = 0; i < 400; i++) {
    const page = frame.contentDocument?.documentElement;
    if (page?.dataset.shown !== undefined && sure()) return;
    await wait(25);
  }
  throw new Error("the report did not settle");
}
frame.addEventListener("load", async () => {
  const view = frame.contentWindow, page = view.document;
  view.addEventListener("error", event => broken.push(event.message));
  view.addEventListener("unhandledrejection", event => broken.push(String(event.reason)));
  page.addEventListener("securitypolicyviolation", event => broken.push(event.blockedURI));
  const one = selector => page.querySelector(selector), all = selector => [...page.querySelectorAll(selector)];
  const visible = selector => all(selector).filter(element => element.checkVisibility());
  const choose = (name, value, form = ".bar-top") => {
    const control = one(form).elements[name];
    control.value = value;
    control.dispatchEvent(new view.Event("change", { bubbles: true }));
  };
  let found;
  try {
    await shown();
    found = await (async () => { %(steps)s })();
  } catch (error) { found = { error: String(error) }; }
  found.broken = broken;
  found.fetched = view.performance.getEntriesByType("resource").map(entry => entry.name);
  document.querySelector("#found").textContent = JSON.stringify(found);
});
</script>"""


@pytest.fixture
def page(report_run: Path, tmp_path: Path) -> Path:
    return write_report([report_run], tmp_path / "out", Texts("all"))


def visit(page: Path, steps: str, address: str = "", width: int = 1100, flags: tuple[str, ...] = ()) -> dict[str, Any]:
    """Open the report, do the steps, which return an object, and return it."""
    watcher = page.with_name("watch.html")
    watcher.write_text(WATCHER % {"page": page.as_uri() + address, "steps": steps, "width": width}, "utf-8")
    command = [
        str(CHROMIUM), "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
        f"--user-data-dir={page.parent / 'profile'}", "--allow-file-access-from-files",
        "--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=60000", *flags, "--dump-dom", watcher.as_uri(),
    ]  # fmt: skip
    home = {
        **os.environ,
        "HOME": str(page.parent),
        "XDG_CONFIG_HOME": str(page.parent),
        "XDG_CACHE_HOME": str(page.parent),
    }
    done = subprocess.run(command, capture_output=True, timeout=180, check=True, env=home)
    said = re.search(r'<pre id="found">(.*?)</pre>', done.stdout.decode("utf-8", "replace"), re.DOTALL)
    assert said, done.stdout[-2000:]
    assert said[1], "the watcher did not finish"
    found: dict[str, Any] = json.loads(html.unescape(said[1]))
    assert "error" not in found, found["error"]
    assert found["broken"] == []
    assert found["fetched"] == []
    return found


def test_a_visitor_switches_the_metric_and_the_corpus(page: Path) -> None:
    found = visit(
        page,
        """
        const state = () => ({
          captions: visible("table.board").map(table => table.caption.textContent.split(".")[0]),
          sections: visible("section.corpus").map(section => section.dataset.corpus),
          over: one("#overview [data-fragment]").dataset.metric,
          status: one("[data-status]").textContent,
          address: view.location.hash,
        });
        const first = state();
        choose("metric", "shingle_f1");
        await shown(() => state().captions[0].includes("Shingle") && state().status.includes("Shingle"));
        const second = state();
        one("a[href='#corpus=toy-b']:not(nav a)").click();
        await shown(() => state().sections[0] === "toy-b" && state().captions[0]?.includes("Shingle"));
        const third = state();
        one(".skip").click();
        await wait(200);
        const skipped = state().sections;
        choose("corpus", "toy-a");
        await shown(() => state().sections[0] === "toy-a");
        choose("metric", "own");
        await shown(() => state().captions[0].includes("Word"));
        return { first, second, third, skipped, fourth: state(), title: page.title };
        """,
    )
    assert found["first"]["captions"] == ["Leaderboard by Word F1"]
    assert found["first"]["sections"] == ["toy-a"]
    assert found["second"]["captions"] == ["Leaderboard by Shingle F1"]
    assert found["second"]["over"] == "shingle_f1"
    assert "Shingle F1" in found["second"]["status"]
    assert found["third"]["sections"] == ["toy-b"]
    assert found["third"]["address"] == "#corpus=toy-b&metric=shingle_f1"
    assert found["skipped"] == ["toy-b"]
    assert found["fourth"]["captions"] == ["Leaderboard by Word F1"]
    assert found["fourth"]["sections"] == ["toy-a"]
    assert found["title"].startswith("Duramen leaderboard")  # "broken" had a tool's markup run


def test_an_address_opens_the_inspector_where_it_says(page: Path) -> None:
    found = visit(
        page,
        """
        await shown(() => one("[data-page] .texts"));
        const columns = all(".texts section");
        return {
          heads: columns.map(column => column.querySelector("h4").firstChild.textContent),
          gold: columns[0].querySelector(".text").textContent,
          extra: [...columns[2].querySelectorAll("ins")].map(mark => mark.textContent),
          missing: [...columns[1].querySelectorAll("del")].map(mark => mark.textContent),
          images: all("#pages img, #pages script, #pages b").length,
          roles: [...one("table.blocks").tBodies[0].rows].map(row => row.cells[1].textContent.split(",")[0]),
          chosen: all("button.page[aria-current]").map(button => button.dataset.id),
          listed: one("table.pages").tBodies[0].rows.length,
          title: page.title,
        };
        """,
        "#corpus=toy-b&page=p1&a=learned&b=hostile",
    )
    gold, first, second = found["heads"]
    assert (gold, first) == ("Gold", "learned")
    assert second.startswith("hostile </script><img src=x onerror=")
    assert "\u202e" not in second  # a title stands amid text that it must not turn round
    assert "</script><img src=x" in found["gold"]
    assert any("Home News" in text for text in found["extra"])
    assert found["images"] == 0
    assert found["roles"] == ["navigation", "main", "footer"]
    assert found["chosen"] == ["p1"]
    assert found["listed"] == 24
    assert found["title"].startswith("Duramen leaderboard")


def test_a_visitor_finds_a_page_and_turns_the_order_round(page: Path) -> None:
    found = visit(
        page,
        """
        const ids = () => all("button.page").map(button => button.dataset.id);
        choose("a", "failing", ".picks");
        choose("b", "duramen", ".picks");
        choose("order", "b", ".picks");
        await shown(() => one("#pages").dataset.laidOut?.endsWith("failing\\nduramen\\nb"));
        const best = ids()[0];
        const failed = all(".pages td.fail")[0].title;
        one(".picks").elements.find.value = "host17";
        one(".picks").elements.find.dispatchEvent(new view.Event("input", { bubbles: true }));
        const found = ids();
        one("button.page").click();
        await shown(() => one("[data-page] .texts"));
        return { best, failed, found, count: one("[data-count]").textContent, head: one("#h-page").textContent,
                 focused: page.activeElement.tagName };
        """,
    )
    assert int(found["best"][1:]) % 4 == 0  # where the first tool fails, the second is better by the most
    assert found["failed"] == "crash"
    assert found["found"] == ["p17"]
    assert found["count"] == "1 of 24 pages"
    assert found["head"] == "host17.example"
    assert found["focused"] == "ARTICLE"


def test_keys_walk_the_square_of_differences_and_sort_tables(page: Path) -> None:
    found = visit(
        page,
        """
        const grid = visible("[data-grid]").at(-1);
        const cells = [...grid.tBodies[0].rows[0].querySelectorAll("td")];
        cells[0].focus();
        const pressed = key => new view.KeyboardEvent("keydown", { key, bubbles: true });
        const press = key => page.activeElement.dispatchEvent(pressed(key));
        press("ArrowRight");
        const right = page.activeElement.getAttribute("aria-label");
        press("ArrowDown");
        const down = [page.activeElement.cellIndex, page.activeElement.parentNode.sectionRowIndex];
        const stops = [...grid.querySelectorAll("[tabindex='0']")].length;
        const board = visible("table.board")[0];
        const head = board.querySelector("th[data-sort] button");
        head.click();
        const firsts = [head.closest("th").getAttribute("aria-sort"), board.tBodies[0].rows[0].cells[1].textContent];
        head.click();
        const lasts = [head.closest("th").getAttribute("aria-sort"), board.tBodies[0].rows[0].cells[1].textContent];
        const unnamed = all("button, select, input, a").filter(control => control.checkVisibility()
          && !(control.textContent.trim() || control.labels?.length || control.getAttribute("aria-label"))).length;
        return { right, down, stops, firsts, lasts, unnamed, role: grid.getAttribute("role") };
        """,
    )
    assert " against " in found["right"]
    assert ", p " in found["right"]
    assert (found["down"], found["stops"], found["role"]) == ([2, 1], 1, "grid")
    assert found["firsts"][0] == "descending"
    assert found["lasts"][0] == "ascending"
    assert found["firsts"][1] != found["lasts"][1]
    assert found["unnamed"] == 0


@pytest.mark.parametrize("scheme", ["0", "1"])
def test_a_phone_scrolls_tables_and_not_the_page(page: Path, scheme: str) -> None:
    found = visit(
        page,
        """
        const wide = [page.documentElement.scrollWidth, page.documentElement.clientWidth];
        await shown(() => one("[data-page] .texts"));
        const after = page.documentElement.scrollWidth;
        const dark = view.matchMedia("(prefers-color-scheme: dark)").matches;
        const style = element => view.getComputedStyle(element);
        return { wide, after, dark, paper: style(page.body).backgroundColor, ink: style(page.body).color };
        """,
        "#corpus=toy-a&page=p1",
        width=360,
        flags=(f"--blink-settings=preferredColorScheme={scheme}",),
    )
    assert found["wide"][0] <= found["wide"][1] <= 360
    assert found["after"] <= 360
    assert found["dark"] == (scheme == "0")
    bright = [sum(map(int, re.findall(r"\d+", found[name])[:3])) for name in ("paper", "ink")]
    assert (bright[0] < bright[1]) == found["dark"]


def test_without_scripts_the_tables_are_there(page: Path) -> None:
    markup = page.read_text("utf-8")
    readable = re.sub(r"<script.*?</script>", "", markup, flags=re.DOTALL)
    assert readable.count('<table class="board">') == 2
    assert readable.count('<table class="matrix">') == 1
    assert "duramen bench inspect PAGE" in readable


def test_one_page_in_a_file_of_its_own(report_run: Path, tmp_path: Path) -> None:
    file = tmp_path / "one.html"
    done = CliRunner().invoke(
        app, ["inspect", "p1", "--corpus", "toy-a", "--out", str(report_run), "--html", str(file)]
    )
    assert done.stdout.strip() == str(file)
    found = visit(
        file,
        """
        const heads = () => all(".texts h4").map(head => head.firstChild.textContent);
        const first = heads();
        one("input[value=hostile]").click();
        one("input[value=learned]").click();
        await shown(() => heads().includes("hostile") && !heads().includes("learned"));
        const columns = all(".texts section");
        const both = [heads(), [...columns[2].querySelectorAll("ins")].map(mark => mark.textContent)];
        one("input[value=nothing]").click();
        choose("blocks", "apart", "form.shown");
        const head = one(".board th[data-sort] button");
        head.click();
        return {
          first, both, apart: one("table.blocks").tBodies[0].rows.length,
          roles: all("table.blocks .tag").map(cell => cell.textContent.split(",")[0]),
          sorted: head.closest("th").getAttribute("aria-sort"),
          tools: all("input[name=tool]").map(input => input.value),
          images: all("main img, main b").length,
          wide: [page.documentElement.scrollWidth, page.documentElement.clientWidth],
          title: page.title,
        };
        """,
        width=390,
    )
    assert found["first"] == ["Gold", "duramen", "learned"]
    assert found["both"][0] == ["Gold", "duramen", "hostile"]
    assert any("Home News" in text for text in found["both"][1])
    assert (found["apart"], found["roles"]) == (1, ["main"])
    assert found["sorted"] == "descending"
    assert set(found["tools"]) == {"duramen", "hostile", "learned", "failing", "oracle", "nothing"}
    assert found["images"] == 0
    assert found["wide"][0] <= found["wide"][1] <= 390
    assert found["title"].startswith("Duramen: host1.example")
