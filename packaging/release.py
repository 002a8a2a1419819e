"""What the changelog says of a version, once everything that names the version agrees with its tag.

python packaging/release.py v0.1.0        # the section of CHANGELOG.md, to put on the releases page

Library (`__version__`), conda recipe and changelog must name the tag's version, and the changelog must not call it
unreleased; else exit 1 with what to mend. Needs nothing but Python.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
#: Where a version is written, and what it looks like there.
PLACES = {
    "duramen/__init__.py": r'^__version__ = "(.+)"$',
    "packaging/recipe.yaml": r'^  version: "(.+)"$',
}


def wrong(tag: str, root: Path = ROOT) -> list[str]:
    """Return a line for each place that does not agree with the tag."""
    version = tag.removeprefix("v")
    found = []
    if tag != f"v{version}" or not re.fullmatch(r"\d+\.\d+\.\d+((a|b|rc)\d+)?", version):
        return [f"the tag is '{tag}'; one like v1.2.3 or v1.2.3rc1 makes a release"]
    for place, pattern in PLACES.items():
        there = re.findall(pattern, (root / place).read_text("utf-8"), re.MULTILINE)
        if there != [version]:
            found.append(f"{place} says {', '.join(there) or 'nothing'}, the tag {version}: change one of them")
    heading = re.search(rf"^## {re.escape(version)}(?=\s|$)(.*)$", changelog(root), re.MULTILINE)
    if heading is None:
        found.append(f"CHANGELOG.md has no section '## {version}': write what has changed")
    elif "unreleased" in heading[1]:
        found.append(f"CHANGELOG.md calls {version} unreleased: write the day instead")
    return found


def notes(version: str, root: Path = ROOT) -> str:
    """Return the changelog's section of a version, without its heading."""
    _, _, rest = changelog(root).partition(f"\n## {version}")
    return rest.partition("\n")[2].split("\n## ")[0].strip()


def changelog(root: Path) -> str:
    """Return CHANGELOG.md."""
    return (root / "CHANGELOG.md").read_text("utf-8")


def main() -> int:
    """Print the notes, or what is wrong, and return the exit code."""
    tag = sys.argv[1]
    if found := wrong(tag):
        print("\n".join(found), file=sys.stderr)
        return 1
    print(notes(tag.removeprefix("v")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
