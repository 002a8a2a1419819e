"""Adapters to the frameworks that extraction is used in: each a module of its own, which imports its framework."""
