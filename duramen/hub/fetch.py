"""Weights from the Hub: two files of a repository, bounded in size, kept in the Hub's own cache.

    located("owner/name@v1")        # of what a command was given: the folder where these weights are now

What is fetched is what `duramen.weights.load` reads, and it trusts nothing of it: checksums, indices, shapes, sizes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from duramen import weights as weights_module
from duramen.errors import DataError, DuramenError, UsageError
from duramen.hub.names import Named, named
from duramen.hub.problems import explained, need_client

#: All that is ever fetched of a repository.
FILES: Final = ("config.json", "arrays.npz")
_COMMIT: Final = re.compile("[0-9a-f]{40}")
_AGENT: Final = "duramen"


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
    request = _Request(asked, token, cache_dir, local_files_only, force_download)
    with explained(asked, " ".join(FILES)):
        first, *others = FILES
        folder = request.file(first).parent
        for name in others:  # the folder is called as its commit
            replace(request, asked=Named(repository, folder.name)).file(name)
    try:
        weights_module.load(folder)
    except DataError as error:  # here it is known how to have them anew
        again = f"hf download {repository} {' '.join(FILES)} --revision {folder.name} --force-download"
        raise DataError(f"{error}. They are of {asked} on the Hub; to fetch them again, type: {again}") from error
    return folder


@dataclass(frozen=True, slots=True)
class _Request:
    """What is asked for, by whom, and whether the Hub may be asked."""

    asked: Named
    token: str | bool | None
    cache_dir: str | Path | None
    local_files_only: bool
    force_download: bool

    def file(self, name: str) -> Path:
        """Return one file, fetched unless it is cached. Raises DataError for one that is too large, unfetched."""
        from huggingface_hub import hf_hub_download, try_to_load_from_cache
        from huggingface_hub.errors import LocalEntryNotFoundError

        asked = self.asked
        if not self.force_download and _COMMIT.fullmatch(asked.revision or ""):
            cached = try_to_load_from_cache(asked.id, name, self.cache_dir, asked.revision)
            if isinstance(cached, str):  # of a commit: nobody needs to be asked whether it changed
                return Path(cached)
        cut_off = None if self.local_files_only else self._look(name)
        if cut_off is not None and self.force_download:
            raise cut_off
        try:
            path = hf_hub_download(
                asked.id,
                name,
                revision=asked.revision,
                token=self.token,
                cache_dir=self.cache_dir,
                local_files_only=self.local_files_only or cut_off is not None,
                force_download=self.force_download,
                library_name=_AGENT,
                library_version=_version(),
            )
        except LocalEntryNotFoundError as missing:
            if cut_off is None:
                raise
            raise missing from cut_off
        return Path(path)

    def _look(self, name: str) -> Exception | None:
        """Look at a file's size, and return why the Hub cannot be asked for it, or None.

        Asked once: `hf_hub_download` tries again for half a minute, which is long to hear that there is no network.
        """
        from huggingface_hub import get_hf_file_metadata, hf_hub_url
        from huggingface_hub.errors import HfHubHTTPError, HTTPError, OfflineModeIsEnabled

        asked = self.asked
        url = hf_hub_url(asked.id, name, revision=asked.revision)
        try:
            size = get_hf_file_metadata(url, self.token, library_name=_AGENT, library_version=_version()).size
        except (OfflineModeIsEnabled, HTTPError) as error:
            if isinstance(error, HfHubHTTPError) and error.response.status_code < 500:  # an answer, not a failure
                raise
            return error
        limit = weights_module.LIMITS[name]
        if size is None or size > limit:
            said = "does not say how large it is" if size is None else f"has {size:,} bytes"
            raise DataError(f"{name} of {asked.id} {said}: weights have {limit:,} at most, so it was not fetched")
        return None


def _version() -> str:
    from duramen import __version__

    return __version__


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
