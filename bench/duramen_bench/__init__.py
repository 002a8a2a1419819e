"""The bench: extractors × corpora → predictions → scores → leaderboards.

Four steps with files between them, so that each can be repeated alone:

    run     every page through every tool, each in a process that may die      predictions/CORPUS/TOOL.parquet
    score   predictions against the gold, no tool needed                       scores/CORPUS.json, scores/CORPUS.parquet
    report  leaderboards for people and for programs                           leaderboard.html, .md, .csv, .json

`duramen bench leaderboard CORPUS` does all three. A tool is a row of `registry.TOOLS`, a metric a row of
`metrics.METRICS`; `bench/README.md` shows how to add either.
"""
