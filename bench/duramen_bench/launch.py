"""`python -m duramen_bench.launch PROGRAM …`: become a worker that is no Python, with the bench's manners.

The program answers on descriptor 3; what it prints goes to standard error; Linux ends it with the harness, which it
could not ask for itself.
"""

from __future__ import annotations

import os
import sys

from duramen_bench.worker import die_with_harness

ANSWERS = 3


def main() -> None:
    """Set the descriptors and turn into the program."""
    die_with_harness()
    os.dup2(1, ANSWERS)
    os.dup2(2, 1)
    os.execvp(sys.argv[1], sys.argv[1:])


if __name__ == "__main__":
    main()
