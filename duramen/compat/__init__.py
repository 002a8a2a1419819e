"""Duramen under the keywords of other extractors, for code that is written for those.

from duramen.compat import trafilatura
trafilatura.extract(html, output_format="markdown", favor_precision=True)
"""
