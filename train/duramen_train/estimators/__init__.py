"""Duramen's parts as scikit-learn estimators: blocks in, a classifier of blocks out, and back into an `Extractor`.

    blocks = load_blocks("starter")                        # a Bunch: data, target, groups (hosts), …
    model = make_pipeline(PageFeatures(), BlockClassifier())
    cross_val_predict(model, blocks.data, blocks.target, groups=blocks.groups, cv=GroupKFold(5))
    duramen.Extractor(to_model(model.fit(blocks.data, blocks.target)))(html)

A sample is a block (`Block`: a page's table, and which of its rows), so that the number of samples never changes on the
way and pipelines, searches and cross-validation work as everywhere. What a block is like depends on its whole page,
which every sample carries along by reference.
"""

from duramen_train.estimators.blocks import Block, load_blocks, make_blocks, page_numbers, to_blocks
from duramen_train.estimators.classifier import BlockClassifier
from duramen_train.estimators.features import BlockTokens, PageFeatures
from duramen_train.estimators.model import save_weights, to_model

__all__ = [
    "Block",
    "BlockClassifier",
    "BlockTokens",
    "PageFeatures",
    "load_blocks",
    "make_blocks",
    "page_numbers",
    "save_weights",
    "to_blocks",
    "to_model",
]
