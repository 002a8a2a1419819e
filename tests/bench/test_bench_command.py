"""`cmd:COMMAND`: HTML on standard input, text on standard output, and whatever goes wrong costs the page."""

from __future__ import annotations

import os
import shlex
import sys
import time
from pathlib import Path

import pytest

from duramen_bench.registry import choose, find_tool, versions, why_missing
from duramen_bench.sandbox import Limits, Sandbox
from duramen_bench.tool import Tool
from duramen_corpora.predictions import Prediction
from duramen_corpora.schema import Page

SCRIPT = """
import os, sys, time
html = sys.stdin.buffer.read().decode()
if "page 1" in html:
    WHAT
sys.stdout.buffer.write(("got " + str(len(html)) + " é").encode())
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    return tmp_path / "tool with space.py"


def command(script: Path, what: str) -> Tool:
    """Return the tool that does `what` on page 1."""
    script.write_text(SCRIPT.replace("WHAT", what))
    return find_tool(f"cmd:{sys.executable} {shlex.quote(str(script))}")


def answers(tool: Tool, pages: list[Page], limits: Limits | None = None) -> list[Prediction]:
    with Sandbox(tool, limits or Limits(deadline_s=20, load_s=60)) as run:
        return [run(page) for page in pages]


def test_html_goes_in_and_text_comes_out(script: Path, toy_pages: list[Page]) -> None:
    [prediction] = answers(command(script, "pass"), toy_pages[:1])
    assert prediction.text == f"got {len(toy_pages[0].html)} é"
    assert prediction.peak_mb is not None
    assert prediction.peak_mb > 5


@pytest.mark.parametrize(
    ("what", "error"),
    [
        ("sys.stderr.write('first\\nno such page'); sys.exit(3)", "exception: CommandError: exit 3: no such page"),
        ("os._exit(4)", "exception: CommandError: exit 4"),
        ("os.abort()", "exception: CommandError: exit -6"),
        ("hoard = bytearray(4 << 30)", "exception: CommandError: exit 1: MemoryError"),
    ],
)
def test_what_ends_badly_fails_the_page(what: str, error: str, script: Path, toy_pages: list[Page]) -> None:
    first, second, third = answers(command(script, what), toy_pages[:3], Limits(memory_mb=512))
    assert second.error == error
    assert first.text == third.text
    assert first.error is None


def test_at_the_deadline_the_command_goes_as_well(script: Path, toy_pages: list[Page]) -> None:
    note = script.with_name("pid")
    tool = command(script, f"open({str(note)!r}, 'w').write(str(os.getpid())); time.sleep(60)")
    first, second, third = answers(tool, toy_pages[:3], Limits(deadline_s=2))
    assert second.error == "timeout: no answer in 2 s"
    assert [first.error, third.error] == [None, None]
    assert _gone(int(note.read_text()))


def _gone(pid: int) -> bool:
    for _ in range(100):  # the system takes a moment to bury it
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        stat = Path(f"/proc/{pid}/stat")
        if stat.is_file() and stat.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def test_bytes_that_are_no_utf8_become_text(script: Path, toy_pages: list[Page]) -> None:
    [prediction] = answers(find_tool("cmd:printf '\\377x'"), toy_pages[:1])
    assert prediction.text == "\N{REPLACEMENT CHARACTER}x"


def test_its_version_is_what_its_files_are(script: Path) -> None:
    before = versions(command(script, "pass"))
    assert set(before) == {Path(sys.executable).name, script.name}
    assert versions(command(script, "pass")) == before
    assert versions(command(script, "raise")) != before


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("cmd:no-such-program -x", "there is no program 'no-such-program' on PATH"),
        ("cmd:", "there is no command after 'cmd:'"),
        ("cmd:cat 'x", "'cat 'x' is no command: No closing quotation"),
    ],
)
def test_why_it_cannot_run(name: str, why: str) -> None:
    assert why_missing(find_tool(name)) == why


def test_a_comma_inside_a_command_is_escaped() -> None:
    assert [tool.name for tool in choose(r"cmd:tr a\,b c,nothing")] == [r"cmd:tr a\,b c", "nothing"]
