"""Who reads a page's title, authors and date best: `duramen bench metadata CORPUS`.

The tools of `rows` answer with JSON, through the same workers, clocks and predictions files as extractors do; `score`
holds that to the golds of `duramen_corpora.metadata`, `table` prints what came of it.
"""
