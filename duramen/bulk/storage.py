"""Buckets for fsspec: `s3://` by obstore, unless s3fs is installed."""

from __future__ import annotations

import functools
from importlib.util import find_spec


@functools.cache
def register() -> None:
    """Make `s3://` addresses readable and writable, in this process.

    Credentials, region and endpoint come from the environment, as obstore reads it: `AWS_ACCESS_KEY_ID`,
    `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, `AWS_ENDPOINT_URL`, `AWS_SKIP_SIGNATURE=true` for buckets that are public.
    """
    if find_spec("s3fs") is None and find_spec("obstore") is not None:
        from obstore.fsspec import register as registered

        registered("s3")
