"""A tool may hang, crash, hoard or babble: the harness gets an answer for each page and goes on."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from duramen.errors import UsageError
from duramen_bench.registry import find_tool
from duramen_bench.sandbox import Limits, Sandbox
from duramen_corpora.predictions import Prediction
from duramen_corpora.schema import Page


def answers(name: str, pages: list[Page], limits: Limits | None = None) -> list[Prediction]:
    with Sandbox(find_tool(f"toys:{name}"), limits or Limits(deadline_s=20, load_s=60)) as run:
        return [run(page) for page in pages]


@pytest.mark.usefixtures("toys")
class TestMisbehaviour:
    def test_a_hang_is_a_timeout_and_the_next_page_is_answered(self, toy_pages: list[Page]) -> None:
        start = time.monotonic()
        first, second, third = answers("hang", toy_pages[:3], Limits(deadline_s=1))
        assert time.monotonic() - start < 20
        assert second.error == "timeout: no answer in 1 s"
        assert second.ms is None
        assert [first.text, third.text] == ["answered", "answered"]

    def test_a_segmentation_fault_is_a_crash_that_names_its_signal(self, toy_pages: list[Page]) -> None:
        first, second, third = answers("segfault", toy_pages[:3])
        assert second.error is not None
        assert second.error.startswith("crash: signal SIGSEGV (Fatal Python error")
        assert [first.text, third.text] == ["answered", "answered"]

    def test_a_null_pointer_is_a_crash_while_loading_too(self) -> None:
        with pytest.raises(UsageError, match=r"'toys:null_pointer' does not start: crash: signal SIGSEGV"):
            answers("null_pointer", [])

    def test_memory_beyond_the_cap_is_an_error_of_its_own_kind(self, toy_pages: list[Page]) -> None:
        first, second, third = answers("eats", toy_pages[:3], Limits(memory_mb=256))
        assert second.error is not None
        assert second.error.startswith("memory:")
        assert [first.text, third.text] == ["answered", "answered"]

    def test_an_exit_is_a_crash(self) -> None:
        with pytest.raises(UsageError, match="crash: exit 3"):
            answers("leaves", [])

    def test_a_kill_from_outside_is_put_down_to_memory(self) -> None:
        with pytest.raises(UsageError, match="memory: killed by the system"):
            answers("killed", [])

    def test_what_a_tool_prints_does_not_reach_the_harness(
        self, toy_pages: list[Page], capfd: pytest.CaptureFixture[str]
    ) -> None:
        assert [p.text for p in answers("prints", toy_pages[:2])] == ["answered", "answered"]
        assert capfd.readouterr() == ("", "")

    @pytest.mark.parametrize("name", ["none", "empty"])
    def test_an_empty_answer_is_no_error(self, name: str, toy_pages: list[Page]) -> None:
        [prediction] = answers(name, toy_pages[:1])
        assert (prediction.text, prediction.error) == (None, None)
        assert prediction.ms is not None

    def test_a_lone_surrogate_becomes_text_that_a_file_can_hold(self, toy_pages: list[Page]) -> None:
        [prediction] = answers("surrogate", toy_pages[:1])
        assert prediction.text == "lone ? surrogate"


@pytest.mark.usefixtures("toys")
class TestExceptions:
    def test_a_wrong_type_is_an_exception(self, toy_pages: list[Page]) -> None:
        [prediction] = answers("bytes_", toy_pages[:1])
        assert prediction.error == "exception: TypeError: the tool returned bytes, not str or None"

    def test_an_exception_keeps_its_words(self, toy_pages: list[Page]) -> None:
        [prediction] = answers("raises", toy_pages[:1])
        assert prediction.error == "exception: ValueError: no such page"

    def test_sys_exit_is_an_exception_like_any_other(self, toy_pages: list[Page]) -> None:
        [prediction] = answers("raises_system_exit", toy_pages[:1])
        assert prediction.error == "exception: SystemExit: 1"


def test_a_tool_that_cannot_be_imported_says_so() -> None:
    sandbox = Sandbox(find_tool("json:no_such"), Limits())
    with pytest.raises(UsageError, match="does not start: UsageError: cannot import 'json:no_such'"), sandbox:
        pass


@pytest.mark.usefixtures("toys")
def test_a_fifty_megabyte_page_passes_through_the_pipe(toy_pages: list[Page]) -> None:
    big = Page(**{name: getattr(toy_pages[0], name) for name in Page.__slots__} | {"html": b"<p>" + b"x " * (25 << 20)})
    [prediction] = answers("upper", [big])
    assert prediction.text is not None
    assert len(prediction.text) == len(big.html)


@pytest.mark.usefixtures("toys")
def test_time_and_memory_are_measured(toy_pages: list[Page], tmp_path: Path) -> None:
    with Sandbox(find_tool("toys:upper"), Limits()) as run:
        prediction = run(toy_pages[0])
        assert run.baseline_mb > 5
        assert run.restarts == 0
    assert prediction.ms is not None
    assert 0 < prediction.ms < 1000
    assert prediction.peak_mb is not None
    assert prediction.peak_mb >= run.baseline_mb
