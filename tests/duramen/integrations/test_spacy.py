"""spaCy: a Doc a page, through a real pipeline; a blank one, since models would have to be downloaded."""

from __future__ import annotations

import pytest

spacy = pytest.importorskip("spacy", reason="needs spacy: pip install --group integrations")

from spacy.tokens import DocBin

from duramen.integrations.spacy import to_docs


def test_blocks_are_spans(html: bytes, url: str) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    pages = [(html, url), html.decode("latin-1")]
    docs = list(nlp.pipe(to_docs(nlp, pages), batch_size=1))
    assert len(docs) == 2
    for doc in docs:
        spans = doc.spans["blocks"]
        assert [span.label_ for span in spans] == ["heading", *["paragraph"] * (len(spans) - 1)]
        assert spans[0].text == "Keeping apples"
        assert "\n\n".join(span.text for span in spans) == doc.text
        assert doc._.webpage["authors"] == ["Ada Lund"]
        assert len(list(doc.sents)) > 8
    assert docs[0]._.webpage["url"] == url


def test_a_page_with_nothing_keeps_its_place(html: bytes, nothing: bytes) -> None:
    first, second = to_docs(spacy.blank("en"), [nothing, html])
    assert (len(first), len(first.spans["blocks"])) == (0, 0)
    assert first._.webpage["problem"]
    assert len(second) > 100


def test_what_is_known_is_saved(html: bytes) -> None:
    nlp = spacy.blank("xx")
    packed = DocBin(store_user_data=True, docs=to_docs(nlp, [html], policy="body")).to_bytes()
    (doc,) = DocBin().from_bytes(packed).get_docs(nlp.vocab)
    assert doc._.webpage["title"] == "Keeping apples"
    assert "paragraph" in {span.label_ for span in doc.spans["blocks"]}
