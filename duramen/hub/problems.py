"""What the Hub's client raises, as errors that say what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from duramen.errors import DataError, DuramenError, UsageError, missing_extra
from duramen.hub.names import Named

#: What is typed to be known there.
LOGIN = "hf auth login, or: export HF_TOKEN=TOKEN"


def need_client(extra: str = "hub") -> None:
    """Raise UsageError where the Hub's client is not installed; `extra` is what brings it."""
    try:
        import huggingface_hub  # noqa: F401
    except ModuleNotFoundError as error:
        raise missing_extra(extra, error.name) from error


def check_token(token: str | bool | None = None, instead: str = "") -> None:
    """Raise UsageError where there is no token for the Hub; `instead` is what can be done without one."""
    from huggingface_hub import get_token

    if not isinstance(token, str) and get_token() is None:
        raise UsageError(f"no token for the Hugging Face Hub here. Type: {LOGIN}{instead}")


def client_errors() -> tuple[type[Exception], ...]:
    """Return what the client raises: of the network, of what it checks (ValueError), of its threads, of Xet."""
    from huggingface_hub import errors

    xet = getattr(errors, "XetDownloadError", RuntimeError)  # later than the first version that will do
    return (OSError, errors.HTTPError, ValueError, RuntimeError, xet)


@contextmanager
def explained(repository: Named, files: str) -> Iterator[None]:
    """Raise what the client raises while `files` of a repository are fetched as an error with a cure."""
    try:
        yield
    except client_errors() as error:
        raise _explain(error, repository, files) from error


def _explain(error: Exception, repository: Named, files: str) -> DuramenError:
    from huggingface_hub import errors

    at = f"--revision {repository.revision} " if repository.revision else ""
    download = f"hf download {repository.id} {at}{files}"
    if isinstance(error, errors.LocalEntryNotFoundError):
        return _not_cached(error, repository, download)
    refused = _refused(error, repository, files)
    if refused is not None:
        return UsageError(refused)
    return DataError(f"could not fetch {repository} ({reason(error)}). Type: {download} --force-download")


def _refused(error: Exception, repository: Named, files: str) -> str | None:
    """Return what to say where the Hub lacks what is asked for, or does not let it be read; None for other errors."""
    from huggingface_hub import constants, errors

    page = f"{constants.ENDPOINT}/{repository.id}"
    answers = {
        errors.GatedRepoError: (
            f"{repository.id} is gated: its owner says who may read it. Ask at {page}, then type: {LOGIN}"
        ),
        errors.RepositoryNotFoundError: (
            f"there is no model {repository.id} on the Hub, or it is private and you are not known there. Look at "
            f"{page}; for a private one type: {LOGIN}"
        ),
        errors.RevisionNotFoundError: (
            f"{repository.id} has no revision '{repository.revision}'. Branches and tags are at {page}/tree/main"
        ),
        errors.RemoteEntryNotFoundError: (
            f"{repository} holds no weights of Duramen: not all of {files} are there. "
            f"Look at {page}/tree/{repository.revision or 'main'}"
        ),
    }
    if _status(error) == 401 and not isinstance(error, tuple(answers)):
        return f"the Hub does not know your token ({reason(error)}). Type: {LOGIN}"
    return next((said for kind, said in answers.items() if isinstance(error, kind)), None)  # a gated one comes first


def _not_cached(error: Exception, repository: Named, download: str) -> DuramenError:
    """Return the error for weights that the cache lacks and that nobody could be asked for."""
    from huggingface_hub import constants, errors

    why = error.__cause__
    if why is None or isinstance(why, errors.OfflineModeIsEnabled):
        switch = "HF_HUB_OFFLINE is set" if why is not None else "local_files_only was asked for"
        return UsageError(
            f"{repository} is not in the cache, not all of it, and the Hub may not be asked: {switch}. "
            f"Where there is a network, type: {download}"
        )
    if _status(why) == 403:
        return UsageError(
            f"the Hub does not let you read {repository} ({reason(why)}). Ask its owner, then type: {LOGIN}"
        )
    return DataError(
        f"{repository} is not in the cache, and {constants.ENDPOINT} could not be asked for it ({reason(why)}). "
        f"When there is a network, type: {download}"
    )


def reason(error: BaseException) -> str:
    """Return what an error of the client says, on one line."""
    said = " ".join(str(error).split()) or type(error).__name__
    inner = error.__cause__ if isinstance(error, RuntimeError) else None  # of a thread: what happened is within
    return said if inner is None else f"{said} {reason(inner)}"


def _status(error: BaseException) -> int | None:
    status: int | None = getattr(getattr(error, "response", None), "status_code", None)
    return status
