"""Weights from the Hub: two files of a repository, bounded in size, kept in the Hub's own cache.

    located("owner/name@v1")        # of what a command was given: the folder where these weights are now

What is fetched is what `duramen.weights.load` reads, and it trusts nothing of it: checksums, indices, shapes, sizes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from duramen import weights as weights_module
from duramen.errors import DataError, DuramenError, UsageError
from duramen.hub.names import Named, named
from duramen.hub.problems import explained, need_client

#: All that is ever fetched of a repository.
FILES: Final = ("config.json", "arrays.npz")


def fetch(
    repository: str,
    *,
    revision: str | None = None,
    token: str | bool | None = None,
    cache_dir: str | Path | None = None,
    local_files_only: bool = False,
    force_download: bool = False,
) -> Path:
    """Return a folder with the weights of a repository, `owner/name`; the arguments are those of `hf_hub_download`.

    Both files are of one commit, even where a branch moves meanwhile. Without a network it is what the cache has.
    Raises UsageError for what is not there or may not be read, DataError for what came damaged or not at all.
    """
    need_client()
    asked = Named(repository, revision)
    how = {"token": token, "cache_dir": cache_dir, "local_files_only": local_files_only}
    with explained(asked, " ".join(FILES)):
        first, *others = FILES
        folder = _file(asked, first, **how, force_download=force_download).parent
        for name in others:  # the folder is called as its commit
            _file(Named(repository, folder.name), name, **how, force_download=force_download)
    _check(folder, asked)
    return folder


def _check(folder: Path, asked: Named) -> None:
    """Raise DataError for weights that cannot be loaded: here it is known how to have them anew."""
    try:
        weights_module.load(folder)
    except DataError as error:
        again = f"hf download {asked.id} {' '.join(FILES)} --revision {folder.name} --force-download"
        raise DataError(f"{error}. They are of {asked} on the Hub; to fetch them again, type: {again}") from error


def _file(asked: Named, name: str, **how: Any) -> Path:
    """Return one file, fetched unless it is cached. Raises DataError for one that is too large, and fetches nothing."""
    from huggingface_hub import hf_hub_download

    import duramen

    how |= {"revision": asked.revision, "library_name": "duramen", "library_version": duramen.__version__}
    there = hf_hub_download(asked.id, name, dry_run=True, **how)
    limit = weights_module.LIMITS[name]
    if there.file_size is None or there.file_size > limit:
        size = "does not say how large it is" if there.file_size is None else f"has {there.file_size:,} bytes"
        raise DataError(f"{name} of {asked.id} {size}: weights have {limit:,} at most, so nothing of it was fetched")
    return Path(hf_hub_download(asked.id, name, **how))


def located(weights: str | None) -> str | None:
    """Return weights as `duramen.weights.load` takes them, fetched first where they are a repository's.

    A name of shipped weights and a folder stay as they are. Raises as `fetch` does.
    """
    if weights is None or weights in weights_module.shipped() or Path(weights).exists():
        return weights
    asked = named(weights)
    if asked is None:
        return weights
    try:
        return str(fetch(asked.id, revision=asked.revision))
    except DuramenError as error:
        raise type(error)(f"there is no folder {weights} here. As a repository: {error}") from error


def folder_of(weights: str | Path, **how: Any) -> str | Path:
    """Return what `Extractor` takes for what `Extractor.from_pretrained` was given. Raises as `fetch` does."""
    if isinstance(weights, Path) or weights in weights_module.shipped() or Path(weights).is_dir():
        return weights
    asked = named(weights)
    if asked is None:
        raise UsageError(f"'{weights}' is no folder here, and no repository on the Hub: those are called OWNER/NAME")
    if asked.revision is not None:
        raise UsageError(f"write the revision apart: from_pretrained('{asked.id}', revision='{asked.revision}')")
    return fetch(asked.id, **how)
