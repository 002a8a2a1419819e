"""Duramen inside other people's tools: a module for each, imported only by who uses it."""
