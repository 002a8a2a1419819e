"""An export on the Hugging Face Hub: what would be sent, whether it may be, and the sending.

    for path, size in rehearse(["wcxb"], Path("out")): ...      # no network, and nothing written but the cache
    push(Path("out"), "me/pages")

A repository is made private: who makes it public has read the licences. What is sent is the whole export, so that the
card and the files agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from duramen.errors import DataError, UsageError
from duramen.whole import cache_folder, scratch_folder
from duramen_corpora.card import FREE_LICENCES
from duramen_corpora.export import CARD, check, export, exported
from duramen_corpora.registry import corpus_info

#: A file of an export: its path in the repository, and its bytes.
File = tuple[str, int]


def files(out: Path) -> list[File]:
    """Return the files of an export, by path: its card, and those of each corpus in it."""
    paths = [out / CARD, *(path for facts in exported(out) for path in sorted((out / facts["name"]).iterdir()))]
    return [(path.relative_to(out).as_posix(), path.stat().st_size) for path in paths]


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


def check_repository(repository: str) -> None:
    """Raise UsageError for what is no repository's name."""
    if not re.fullmatch(r"[\w.-]+/[\w.-]{1,96}", repository, re.ASCII):
        raise UsageError(f"'{repository}' is no repository on the Hub. Type: --push YOURNAME/NAME")


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
    from huggingface_hub import get_token

    if get_token() is None:
        raise UsageError(
            "no token for the Hugging Face Hub here. Type: hf auth login, or: export HF_TOKEN=TOKEN. To see what would "
            "be sent, add: --dry-run"
        )


def push(out: Path, repository: str, *, public: bool = False) -> str:
    """Send an export in one commit, and return its address. Raises DataError where that fails."""
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HTTPError

    names = [facts["name"] for facts in exported(out)]
    try:
        api = HfApi()
        api.create_repo(repository, repo_type="dataset", private=not public, exist_ok=True)
        done = api.upload_folder(
            repo_id=repository,
            repo_type="dataset",
            folder_path=out,
            allow_patterns=[path for path, _ in files(out)],
            delete_patterns=[f"{name}/*" for name in names],  # a corpus may have had more files before
            commit_message=f"Export {', '.join(names)}",
        )
    except (OSError, HTTPError) as error:
        reason = " ".join(str(error).split())
        command = f"hf upload {repository} {out} . --repo-type dataset{'' if public else ' --private'}"
        cure = f"The export is in {out}. To send it later, type:\n  {command}"
        raise DataError(f"could not push to {repository} ({reason}). {cure}") from error
    return str(done.commit_url)
