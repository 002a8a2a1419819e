"""`duramen bulk`: crawls to text, on one machine or a thousand.

    duramen bulk crawl/*.warc.gz --out texts --workers 8

The engine is datatrove's. Here are its first and last step and what a command needs besides:

- `sources` finds files; `warc`, `pages`, `bodies` and `records` make records of what is in them; `reader` documents of
  records;
- `duramen.integrations.datatrove` extracts; `writer` writes rows;
- `pipeline` puts the three together, `engines` runs them, `plan` and `summary` say what is asked and what became of it.
"""

from typing import Final

#: Bytes of a page that are read: one that has more is mostly data in a script, and memory has to end somewhere.
MAX_BYTES: Final = 20_000_000
