"""Whether an installed Duramen works: run where a wheel, an image or a conda package was just made, outside the tree.

python packaging/smoke.py        # exit 0, or a traceback

It takes no extras. The page is one of ours, and its text is the same on every machine.
"""

from __future__ import annotations

import subprocess
import sys

import duramen
from duramen import _features, _kernels, _trees, _walk

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bees leave - The Hedge</title></head><body>
<nav class="menu"><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li>
<li><a href="/about">About</a></li></ul></nav>
<main><article><h1>Bees leave the orchard</h1>
<p>On Tuesday morning the keepers at Ringmere found all nine hives empty. The combs were full, the queens were gone, and
nothing in the grass told them where a hundred thousand bees had flown in the night.</p>
<p>“I have kept bees for forty years, and I have never seen a yard go at once,” said Ada Lund, who found them. She has
written to the county, and to the university, which will send two people with a van on Friday.</p>
<p>Until then the hives stay where they are. Swarms that leave together often settle within a mile, in a hollow tree or
under a roof, and neighbours are asked to look up before they reach for the spray.</p></article></main>
<aside class="sidebar related"><h3>Read more</h3><ul><li><a href="/1">Ten plants for a dry wall</a></li>
<li><a href="/2">Rain at last</a></li><li><a href="/3">The best boots of the year</a></li></ul></aside>
<footer class="site-footer"><p>© The Hedge. <a href="/privacy">Privacy</a> <a href="/terms">Terms</a></p></footer>
</body></html>"""

TEXT = """Bees leave the orchard

On Tuesday morning the keepers at Ringmere found all nine hives empty. The combs were full, the queens were gone, and \
nothing in the grass told them where a hundred thousand bees had flown in the night.

“I have kept bees for forty years, and I have never seen a yard go at once,” said Ada Lund, who found them. She has \
written to the county, and to the university, which will send two people with a van on Friday.

Until then the hives stay where they are. Swarms that leave together often settle within a mile, in a hollow tree or \
under a roof, and neighbours are asked to look up before they reach for the spray."""


def main() -> None:
    """Extract the page by the library and by the command, and compare."""
    for module in (_features, _kernels, _trees, _walk):
        assert not str(module.__file__).endswith(".py"), f"{module.__name__} is not compiled"
    found = duramen.extract(PAGE.encode())
    assert found == TEXT, f"the library finds another text:\n{found}"
    command = [sys.executable, "-m", "duramen", "extract"]
    subprocess.run([*command, "--help"], capture_output=True, check=True)
    said = subprocess.run([*command, "-"], input=PAGE.encode(), capture_output=True, check=True).stdout.decode("utf-8")
    assert said.strip().replace("\r\n", "\n") == TEXT, f"the command finds another text:\n{said}"
    print(f"duramen {duramen.__version__} works in Python {sys.version.split()[0]} on {sys.platform}")


if __name__ == "__main__":
    main()
