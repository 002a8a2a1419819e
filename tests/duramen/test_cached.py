"""Values that are worked out once: threads do not wait for each other's."""

from __future__ import annotations

import threading

from duramen.cached import cached_property


class _Page:
    def __init__(self, gate: threading.Event) -> None:
        self.gate, self.asked = gate, 0

    @cached_property
    def text(self) -> str:
        """The text."""
        self.asked += 1
        return "there" if self.gate.wait(60) else "late"


def test_it_is_worked_out_once() -> None:
    gate = threading.Event()
    gate.set()
    page = _Page(gate)
    assert (page.text, page.text, page.asked) == ("there", "there", 1)
    assert _Page.text.__doc__ == "The text."


def test_one_instance_does_not_wait_for_another() -> None:
    slow, quick = _Page(threading.Event()), _Page(threading.Event())
    waiting = threading.Thread(target=lambda: slow.text)
    waiting.start()
    quick.gate.set()
    asking = threading.Thread(target=lambda: quick.text)
    asking.start()
    asking.join(30)
    assert not asking.is_alive()
    slow.gate.set()
    waiting.join(30)
    assert slow.text == "there"
