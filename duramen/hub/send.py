"""Files of a folder to a repository on the Hub, made first if need be.

send(Path("out"), "me/pages", ["README.md", "data.parquet"], kind="dataset", message="Export data")
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from duramen.errors import DataError
from duramen.hub.problems import client_errors, need_client, reason

#: A file that is sent: its path in the repository, and its bytes.
File = tuple[str, int]


def send(
    folder: Path,
    repository: str,
    paths: Sequence[str],
    *,
    message: str,
    kind: Literal["model", "dataset"] = "model",
    private: bool | None = None,
    token: str | bool | None = None,
    branch: str | None = None,
    create_pr: bool | None = None,
    delete: Sequence[str] = (),
    cure: str = "Try again",
) -> str:
    """Send the files of `folder` at `paths` together, and return the commit's address, or the pull request's.

    A repository that is not there is made, public unless `private` or its organisation says otherwise. `delete` are
    patterns of files that go in the same commit. Raises DataError, with `cure` in it, where that fails.
    """
    need_client()
    from huggingface_hub import HfApi

    import duramen

    try:
        api = HfApi(token=token, library_name="duramen", library_version=duramen.__version__)
        made = api.create_repo(repository, repo_type=kind, private=private, exist_ok=True).repo_id
        if branch is not None:
            api.create_branch(made, repo_type=kind, branch=branch, exist_ok=True)
        done = api.upload_folder(
            repo_id=made,
            repo_type=kind,
            folder_path=folder,
            allow_patterns=list(paths),
            delete_patterns=list(delete) or None,
            commit_message=message,
            revision=branch,
            create_pr=create_pr,
        )
    except client_errors() as error:
        raise DataError(f"could not push to {repository} ({reason(error)}). {cure}") from error
    return str(done.pr_url or done.commit_url)


def full_name(repository: str, token: str | bool | None = None) -> str:
    """Return `owner/name` of what may be a name alone, which on the Hub is one's own. Raises DataError if it fails."""
    if "/" in repository:
        return repository
    from huggingface_hub import HfApi

    try:
        return f"{HfApi(token=token).whoami()['name']}/{repository}"
    except client_errors() as error:
        raise DataError(
            f"could not ask who you are ({reason(error)}). Give the whole name: OWNER/{repository}"
        ) from error


def listed(folder: Path, paths: Sequence[str]) -> list[File]:
    """Return the files that `send` would send."""
    return [(path, (folder / path).stat().st_size) for path in paths]
