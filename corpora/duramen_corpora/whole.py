"""Written whole or not at all: the names of `duramen.whole` that the rooms around the core use."""

from duramen.whole import (
    alone,
    cache_folder,
    disk_full,
    make_folder,
    scratch_folder,
    size_text,
    whole_file,
    whole_folder,
)

__all__ = [
    "alone",
    "cache_folder",
    "disk_full",
    "make_folder",
    "scratch_folder",
    "size_text",
    "whole_file",
    "whole_folder",
]
