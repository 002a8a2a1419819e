"""Trains block classifiers: labelled pages in, a scored and documented set of weights out.

    corpus ── align ──▶ examples ── fit ──▶ Model ── card ──▶ weights folder
                            └── evaluate (host-disjoint folds) ──▶ predictions, scores

`duramen train fit --recipe boosted` is the whole way; recipes are the TOML files in `recipes/`.
"""
