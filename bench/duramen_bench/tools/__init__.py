"""Adapters: one module a tool, each `load(**options) -> Extract`. They see a page's HTML and URL and nothing else."""
