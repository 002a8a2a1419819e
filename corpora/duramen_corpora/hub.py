"""An export on the Hugging Face Hub: what would be sent, whether it may be, and the sending.

    for path, size in rehearse(["wcxb"], Path("out")): ...      # no network, and nothing written but the cache
    push(Path("out"), "me/pages")

A repository is made private: who makes it public has read the licences. What is sent is the whole export, so that the
card and the files agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from duramen.errors import UsageError
from duramen.hub import problems
from duramen.hub.send import File, listed, send
from duramen.whole import cache_folder, scratch_folder
from duramen_corpora.card import FREE_LICENCES
from duramen_corpora.export import CARD, FACTS, check, export, exported
from duramen_corpora.registry import corpus_info


def files(out: Path) -> list[File]:
    """Return the files of an export, by path: its card, and those that were written of each corpus in it."""
    paths = [CARD]
    for facts in exported(out):
        written = [FACTS, *(name for split in facts["splits"].values() for name in split["files"])]
        paths += [f"{facts['name']}/{name}" for name in sorted(written)]
    return listed(out, paths)


def rehearse(
    names: Sequence[str], out: Path, source: str | None = None, *, overwrite: bool = False, processes: int = 1
) -> list[File]:
    """Return the files that would be sent after `export(names, out)`, made for that alone and thrown away."""
    check(names, out, overwrite)
    with scratch_folder(cache_folder() / "exports" / "rehearsal") as scratch:
        whole = scratch / "out"
        whole.mkdir()
        for other in {facts["name"] for facts in exported(out)} - set(names):
            (whole / other).symlink_to((out / other).absolute())
        export(names, whole, source, processes=processes)
        return files(whole)


def check_licences(names: Iterable[str]) -> None:
    """Raise UsageError for corpora whose licence does not let them be passed on, or is silent."""
    bound = [f"{name} ({licence})" for name in names if (licence := corpus_info(name).licence) not in FREE_LICENCES]
    if bound:
        raise UsageError(
            f"the licence of {', '.join(bound)} does not say that the data may be passed on. If you have the right all "
            f"the same, add: --i-may-redistribute"
        )


def check_token() -> None:
    """Raise UsageError where there is no token for the Hub."""
    problems.check_token(instead=". To see what would be sent, add: --dry-run")


def push(out: Path, repository: str, *, public: bool = False) -> str:
    """Send an export in one commit, and return its address. Raises DataError where that fails."""
    names = [facts["name"] for facts in exported(out)]
    command = f"hf upload {repository} {out} . --repo-type dataset{'' if public else ' --private'}"
    return send(
        out,
        repository,
        [path for path, _ in files(out)],
        kind="dataset",
        message=f"Export {', '.join(names)}",
        private=not public,
        delete=[f"{name}/*" for name in names],  # a corpus may have had more files before
        cure=f"The export is in {out}. To send it later, type:\n  {command}",
    )
