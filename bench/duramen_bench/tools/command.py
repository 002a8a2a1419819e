"""Any command that reads HTML on standard input and writes text on standard output, both UTF-8, as a tool.

A new process a page: its start is in the time, as it is for whoever uses it so. Anything but exit 0 fails the page.
"""

from __future__ import annotations

import shlex
import subprocess

from duramen_bench.tool import Extract, Input
from duramen_bench.worker import die_with_harness


class CommandError(Exception):
    """The command ended with another code than 0."""


def load(command: str) -> Extract:
    """Return the command, split into words as a shell would, but without a shell."""
    words = shlex.split(command)

    def run(page: Input) -> str | None:
        html = page.text.encode("utf-8", "replace")
        # preexec_fn: the command must not outlive a worker that is killed at its deadline.
        done = subprocess.run(words, input=html, capture_output=True, check=False, preexec_fn=die_with_harness)
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise CommandError(f"exit {done.returncode}" + (f": {said[-1][:300]}" if said else ""))
        return done.stdout.decode("utf-8", "replace").strip()

    return run
