"""Readers of published corpora, one module each: `read(folder)` yields the pages of a folder in upstream's layout."""
