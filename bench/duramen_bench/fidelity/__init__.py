"""What becomes of a page's form: its code, tables, lists, links, formulas: `duramen bench fidelity`.

`sources` holds pages with gold Markdown: golden ones, written for this bench, and the rows of WebMainBench. The tools
of `rows` answer in Markdown or HTML, through the same workers and files as extractors do. `reading` makes one tree of
either, `elements` takes the elements out of it, `measure` compares them, `teds` compares tables; `score` and `table`
make a table of it.
"""
