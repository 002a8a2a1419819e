"""Fuzz one target for a time: `python tests/fuzz/run.py {pages,renders,weights} --seconds 600`.

With Atheris (libFuzzer) by coverage, over the modules that `build.py` compiled with AddressSanitizer; `make fuzz` does
all of it. With `--plain` by blind mutation of the seeds, which needs nothing installed and nothing compiled: that is
what the test suite runs. Inputs that fail are written to build/fuzz/findings; give one as `--repeat FILE`.

Warnings are errors here: NumPy warns where a sum overflows or a number is none.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "build" / "fuzz"


def main() -> None:
    """Read the command line, and fuzz."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("target", choices=["pages", "renders", "weights"])
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--plain", action="store_true", help="mutate blindly, without Atheris")
    parser.add_argument("--seed", type=int, default=0, help="of the blind mutations")
    parser.add_argument("--repeat", type=Path, help="run this one input")
    asked = parser.parse_args()
    warnings.simplefilter("error")
    if asked.repeat:
        _target(asked.target)(asked.repeat.read_bytes())
    elif asked.plain:
        _plain(asked.target, asked.seconds, asked.seed)
    else:
        _guided(asked.target, asked.seconds)


def _target(name: str) -> Callable[[bytes], None]:
    from targets import TARGETS

    return TARGETS[name]


def _plain(name: str, seconds: float, seed: int) -> None:
    from mutate import inputs

    target, end, runs = _target(name), time.monotonic() + seconds, 0
    for data in inputs(seed, structured=name == "weights"):
        _remember(name, data)  # before it runs: a crash leaves nobody to write it
        target(data)
        runs += 1
        if time.monotonic() > end:
            break
    _last(name).unlink()
    print(f"{name}: {runs} inputs in {seconds:.0f} s, no finding")


def _last(name: str) -> Path:
    return FOLDER / "findings" / f"{name}-last"


def _remember(name: str, data: bytes) -> None:
    _last(name).parent.mkdir(parents=True, exist_ok=True)
    _last(name).write_bytes(data)


def _guided(name: str, seconds: float) -> None:
    import atheris
    from mutate import inputs
    from seeds import SEEDS, TOKENS

    with atheris.instrument_imports(include=["duramen"]):
        target = _target(name)
    corpus, findings = FOLDER / "corpus" / name, FOLDER / "findings"
    for folder in (corpus, findings):
        folder.mkdir(parents=True, exist_ok=True)
    first = SEEDS if name != "weights" else tuple(itertools.islice(inputs(0, structured=True), 64))
    for i, seed in enumerate(first):
        (corpus / f"seed-{i:03}").write_bytes(seed)
    words = FOLDER / "tokens.dict"
    words.write_text("".join('"' + "".join(f"\\x{byte:02x}" for byte in token) + '"\n' for token in TOKENS))
    options = [
        f"-max_total_time={int(seconds)}", f"-artifact_prefix={findings}/{name}-", f"-dict={words}", "-max_len=4096",
        "-timeout=30", "-rss_limit_mb=4096", "-malloc_limit_mb=1024", "-print_final_stats=1", "-use_value_profile=1",
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options, str(corpus)], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
