"""Metadata: a toy page for each source that a field may come from, and for each way in which a source is broken."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html
from typer.testing import CliRunner

import duramen
from duramen.cli import app
from duramen.metadata import Metadata, extract_metadata

URL = "https://www.paper.example/news/bees-leave"


TEXT = """<article><p>The bees of the old orchard left their hive on Friday, a week after the first of them had been
seen on the roof of the town hall, where they stayed until it rained.</p><p>Nobody knows why they went so early in the
year, said the beekeeper, who has kept them for eleven years and never saw them leave before the middle of May.</p>
<p>She has put a second hive under the apple trees, and hopes that they will like it better than the first.</p>
</article>"""


def page(head: str = "", body: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}{TEXT}</body></html>"


def ld(*objects: Any) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(one)}</script>' for one in objects)


def meta(**fields: str) -> str:
    return "".join(f'<meta name="{name.replace("__", ":")}" content="{value}">' for name, value in fields.items())


ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Bees leave",
    "datePublished": "2023-12-22T10:30:00+01:00",
    "dateModified": "2023-12-23T08:00:00Z",
    "author": [{"@type": "Person", "name": "Ada Lund"}, {"@type": "Person", "name": "Bo Ek"}],
    "publisher": {"@type": "Organization", "name": "The Paper"},
    "description": "They were seen leaving.",
    "image": {"@type": "ImageObject", "url": "/bees.jpg"},
    "keywords": ["bees", "May"],
    "inLanguage": "en-gb",
    "license": "https://creativecommons.org/licenses/by/4.0/",
    "url": URL,
}
WHOLE = Metadata(
    title="Bees leave",
    authors=("Ada Lund", "Bo Ek"),
    date="2023-12-22T10:30:00+01:00",
    date_modified="2023-12-23T08:00:00Z",
    sitename="The Paper",
    url=URL,
    language="en-GB",
    description="They were seen leaving.",
    image="https://www.paper.example/bees.jpg",
    tags=("bees", "May"),
    pagetype="NewsArticle",
    license="https://creativecommons.org/licenses/by/4.0/",
)


@pytest.mark.parametrize(
    "scripts",
    [
        ld(ARTICLE),
        ld([ARTICLE]),
        ld({"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "The Paper"}, ARTICLE]}),
        ld({"@type": "WebPage", "mainEntity": ARTICLE}),
        ld({"@type": "BreadcrumbList", "name": "Home"}, ARTICLE),
        ld(ARTICLE | {"@type": ["Thing", "http://schema.org/NewsArticle"]}),
        ld(ARTICLE, {"@type": "NewsArticle", "headline": "Another", "url": "https://www.paper.example/other"}),
    ],
)
def test_json_ld_gives_every_field(scripts: str) -> None:
    found = extract_metadata(page(scripts), URL)
    assert found.pagetype in ("NewsArticle", "Thing")
    assert found.to_dict() | {"pagetype": "NewsArticle"} == WHOLE.to_dict()


@pytest.mark.parametrize(
    "text",
    [
        '<!-- {"@type": "Article", "headline": "Bees leave"} -->',
        '//<![CDATA[\n{"@type": "Article", "headline": "Bees leave"}\n//]]>',
        '/* hive */ {"@type": "Article", "headline": "Bees leave",}',
        '{"@type": "Article", /* "no" */ "headline": "Bees leave", "x": [1, 2,],};',
        '{"@type": "WebSite"}\n{"@type": "Article", "headline": "Bees leave"}',
        '{"@type": "Article", "description": "two\nlines\tof it", "headline": "Bees leave"}',
        '{"@type": "Article", "url": "http:\\/\\/x.example\\/\\d", "headline": "Bees leave"}',
        "{&quot;@type&quot;: &quot;Article&quot;, &quot;headline&quot;: &quot;Bees leave&quot;}",
        '{"@type": "Article", "see": "https://x.example/a//b,}", "headline": "Bees leave",}',
    ],
)
def test_broken_json_ld_is_mended(text: str) -> None:
    found = extract_metadata(page(f'<script type="application/ld+json">{text}</script>'))
    assert (found.title, found.pagetype) == ("Bees leave", "Article")


@pytest.mark.parametrize(
    "text",
    ["", "null", "7", '"text"', "[[[]]]", "{", "[" * 100_000, '{"a":' * 100_000, '{"@type": "Article" "headline": 1}',
     '{"@type": 5, "headline": {"a": ["b"]}, "author": 7, "datePublished": [], "image": [[]], "url": {}}',
     '{"@graph": "no", "@id": [], "mainEntity": null}', '{"@type": "Article", "headline": NaN, "x": 1e999}'],
)  # fmt: skip
def test_json_ld_that_says_nothing_is_passed_over(text: str) -> None:
    found = extract_metadata(page(f'<script type="application/ld+json">{text}</script><title>Bees leave</title>'))
    assert found.title == "Bees leave"
    assert (found.authors, found.date, found.image) == ((), None, None)


def test_a_reference_to_another_object_is_followed() -> None:
    person = {"@type": "Person", "@id": "#ada", "name": "Ada Lund"}
    graph = {"@graph": [{"@type": "Article", "author": {"@id": "#ada"}}, person]}
    assert extract_metadata(page(ld(graph))).authors == ("Ada Lund",)


def test_a_reference_to_itself_ends() -> None:
    loop = {"@type": "Article", "@id": "#a", "author": {"@id": "#a"}, "mainEntityOfPage": {"@id": "#a"}}
    assert extract_metadata(page(ld(loop))).authors == ()


def test_open_graph_and_its_kin() -> None:
    head = (
        '<meta property="og:locale" content="de_AT"><meta property="og:title" content="Bienen ziehen | Die Zeitung">'
        '<meta property="og:site_name" content="Die Zeitung"><meta property="og:image" content="//cdn.example/b.png">'
        '<meta property="article:published_time" content="2023-12-22T09:00:00Z">'
        '<meta name="author" content="Von Ada Lund">'
        '<meta property="article:tag" content="Bienen"><meta property="article:tag" content="Mai">'
        '<meta property="og:type" content="article">'
        '<meta property="og:description" content="Sie  ziehen &amp;amp; gehen">'
        '<link rel="canonical" href="/bienen"><link rel="license" href="https://l.example/by">'
    )
    found = extract_metadata(page(head), "https://zeitung.example/bienen?utm_source=x")
    assert found == Metadata(
        title="Bienen ziehen",
        authors=("Ada Lund",),
        date="2023-12-22T09:00:00Z",
        sitename="Die Zeitung",
        url="https://zeitung.example/bienen",
        language="de-AT",
        description="Sie ziehen & gehen",
        image="https://cdn.example/b.png",
        tags=("Bienen", "Mai"),
        pagetype="article",
        license="https://l.example/by",
    )


def test_twitter_cards() -> None:
    head = meta(
        twitter__title="Bees leave", twitter__image="https://x.example/b.png", twitter__description="They left."
    )
    head += meta(twitter__label1="Written by", twitter__data1="Ada Lund")
    found = extract_metadata(page(head))
    assert (found.title, found.image, found.description) == ("Bees leave", "https://x.example/b.png", "They left.")
    assert found.authors == ("Ada Lund",)


def test_dublin_core() -> None:
    head = '<meta name="DC.title" content="Bees leave"><meta name="DC.creator" content="Ada Lund">'
    head += '<meta name="DCTERMS.issued" content="2023-12"><meta name="DC.language" content="EN">'
    head += '<meta name="DC.rights" content="CC BY 4.0">'
    found = extract_metadata(page(head))
    assert (found.title, found.authors, found.date) == ("Bees leave", ("Ada Lund",), "2023-12")
    assert (found.language, found.license) == ("en", "CC BY 4.0")


def test_a_paper_names_its_authors_one_by_one() -> None:
    head = (
        meta(citation_author="Lund, Ada") + meta(citation_author="Bo Ek") + meta(citation_publication_date="2023/12/22")
    )
    found = extract_metadata(page(head))
    assert (found.authors, found.date) == (("Ada Lund", "Bo Ek"), "2023-12-22")


def test_microdata() -> None:
    body = """<article itemscope itemtype="https://schema.org/Article"><h1 itemprop="headline">Bees leave</h1>
    <span itemprop="author" itemscope><a itemprop="name">Ada Lund</a></span>
    <meta itemprop="dateModified" content="2023-12-24">
    <b itemprop="datePublished" content="2023-12-22">lately</b></article>
    <div itemscope><span itemprop="author">Reader One</span></div>"""
    found = extract_metadata(page(body=body))
    assert (found.title, found.authors) == ("Bees leave", ("Ada Lund",))
    assert (found.date, found.date_modified) == ("2023-12-22", "2023-12-24")


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("By Ada Lund", ("Ada Lund",)),
        ("Written by Ada Lund and Bo Ek", ("Ada Lund", "Bo Ek")),
        ("Von Ada Lund", ("Ada Lund",)),
        ("Par Ada Lund et Bo Ek", ("Ada Lund", "Bo Ek")),
        ("Por Ada Lund", ("Ada Lund",)),
        ("Di Ada Lund", ("Ada Lund",)),
        ("Door Ada Lund", ("Ada Lund",)),
        ("Автор: Ада Лунд", ("Ада Лунд",)),
        ("文：王小明", ("王小明",)),
        ("posted on 2023-12-19 23:30 EST by Ada Lund", ("Ada Lund",)),
        ("By</p><p>Ada Lund, Bo Ek", ("Ada Lund", "Bo Ek")),
        ("By Ada Lund, Senior Reporter | December 22, 2023", ("Ada Lund",)),
        ("Ada Lund</p><p>22 Dec 2023", ("Ada Lund",)),
        ("By the time they left, it was May", ()),
    ],
)
def test_a_byline_below_the_title(byline: str, authors: tuple[str, ...]) -> None:
    assert extract_metadata(page(body=f"<h1>Bees leave the hive</h1><p>{byline}</p>")).authors == authors


def test_authors_by_link_and_by_class() -> None:
    link = '<h1>Bees leave</h1><a rel="author" href="/ada">Ada Lund</a>'
    assert extract_metadata(page(body=link)).authors == ("Ada Lund",)
    classed = '<p>Once.</p><div class="article-Author">Ada Lund</div>'
    assert extract_metadata(page(body=classed)).authors == ("Ada Lund",)


def test_a_fuller_source_wins_and_the_site_is_nobody() -> None:
    head = ld({"@type": "Article", "author": {"name": "Ada Lund"}, "publisher": {"name": "The Paper"}})
    found = extract_metadata(page(head + meta(author="Ada Lund, Bo Ek, The Paper")))
    assert found.authors == ("Ada Lund", "Bo Ek")


@pytest.mark.parametrize(
    ("body", "url", "date"),
    [
        ("<h1>Bees leave</h1><time datetime='2023-12-22T08:00'>Friday</time>", URL, "2023-12-22T08:00"),
        ("<h1>Bees leave</h1><time>22 décembre 2023</time>", URL, "2023-12-22"),
        ("<h1>Bees leave</h1><p>Am 22. Dezember 2023</p>", URL, "2023-12-22"),
        ("<h1>Bees leave</h1><p>Joined: 1 May 2020</p><p>22 May 2023</p>", URL, "2023-05-22"),
        ("<h1>Bees leave</h1>", "https://x.example/2023/12/22/bees", "2023-12-22"),
        ("<h1>Bees leave</h1>", "https://x.example/2023/dec/22/bees", "2023-12-22"),
        ("<h1>Bees leave</h1>", "https://x.example/2023/12/bees", "2023-12"),
        ("<h1>Bees leave</h1><p>3 days ago</p>", URL, None),
    ],
)
def test_dates_that_are_not_declared(body: str, url: str, date: str | None) -> None:
    assert extract_metadata(page(body=body), url).date == date


def test_the_day_that_readers_are_shown_wins() -> None:
    head = meta(article__published_time="2023-12-24T01:06:51Z")
    at_home = "<h1>Bees leave</h1><p>Dec 23, 2023 5:06 pm</p>"
    assert extract_metadata(page(head, at_home)).date == "2023-12-23T17:06:51-08:00"
    local = "<h1>Bees leave</h1><time datetime='2023-12-23T20:06:51-05:00'>yesterday</time>"
    assert extract_metadata(page(head, local)).date == "2023-12-23T20:06:51-05:00"
    shown = "<h1>Bees leave</h1><p>May 2, 2022</p>"
    assert extract_metadata(page(head, shown)).date == "2022-05-02"
    changed = "<h1>Bees leave</h1><p>Updated</p><p>Dec 29, 2023</p>"
    assert extract_metadata(page(head, changed)).date == "2023-12-24T01:06:51Z"


def test_the_heading_is_the_title_unless_it_is_the_site() -> None:
    head = "<title>Bees leave - The Paper</title>" + '<meta property="og:site_name" content="The Paper">'
    assert extract_metadata(page(head, "<h1>Bees leave their hive</h1>")).title == "Bees leave their hive"
    assert extract_metadata(page(head, "<h1>The Paper</h1>")).title == "Bees leave"
    assert extract_metadata(page(head, "<h1>Subscribe now</h1><h1>Bees leave</h1>")).title == "Bees leave"
    assert extract_metadata(page("<title>Bees leave | Zeitung</title>")).title == "Bees leave"


def test_addresses_are_absolute_and_of_the_web() -> None:
    head = (
        '<base href="https://b.example/x/"><link rel="canonical" href="javascript:alert(1)"><meta property="og:image" '
    )
    found = extract_metadata(page(head + 'content="data:image/png;base64,xx">'), "https://a.example/y?q=1")
    assert (found.url, found.image) == ("https://a.example/y?q=1", None)
    front = '<link rel="canonical" href="https://a.example/">'
    assert extract_metadata(page(front), "https://a.example/y").url == "https://a.example/y"
    relative = '<base href="https://b.example/x/"><meta property="og:image" content="i.png">'
    assert extract_metadata(page(relative), "https://a.example/y").image == "https://b.example/x/i.png"


def test_values_are_clean_and_bounded() -> None:
    title = "Bees\x07 &lt;b&gt;leave&lt;/b&gt;&amp;nbsp;\n the\u200b hive" + " on and on" * 5000
    found = extract_metadata(page(f'<meta property="og:title" content="{title}">'))
    assert found.title is not None
    assert found.title.startswith("Bees leave the hive on")
    assert len(found.title) <= 2000
    tags = extract_metadata(page(meta(keywords=", ".join(f"tag {n}" for n in range(1000))))).tags
    assert len(tags) == 50


@pytest.mark.parametrize("html", ["", " ", "%PDF-1.4", "<!-- only -->", "plain", b"\x00\x01\x02", "<html lang='!!'>"])
def test_pages_with_nothing_give_nothing(html: str | bytes) -> None:
    assert extract_metadata(html) == Metadata()


def test_every_kind_of_page_is_taken() -> None:
    text = page("<title>Bees leave</title>")
    for kind in (text, text.encode(), lxml_html.fromstring(text), duramen.parse(text)):
        assert extract_metadata(kind).title == "Bees leave"  # type: ignore[arg-type]
    with pytest.raises(duramen.UsageError, match="a page is str, bytes"):
        extract_metadata(7)  # type: ignore[arg-type]


def test_a_document_has_it_on_first_use(monkeypatch: pytest.MonkeyPatch) -> None:
    document = duramen.Extractor()(page(ld(ARTICLE)), URL)
    assert "metadata" not in vars(document)
    assert document.metadata is document.metadata
    assert document.metadata == WHOLE
    assert document.to_dict()["metadata"]["authors"] == ["Ada Lund", "Bo Ek"]

    def never(*_: object) -> None:
        raise AssertionError("extract has no use for metadata")

    monkeypatch.setattr("duramen.metadata.extract_metadata", never)
    assert duramen.extract(page(ld(ARTICLE)), URL)


def test_metadata_before_the_text() -> None:
    text = duramen.extract(page(ld(ARTICLE)), URL, with_metadata=True)
    assert text is not None
    front, _, rest = text.removeprefix("---\n").partition("\n---\n")
    fields = dict(line.split(": ", 1) for line in front.splitlines())
    assert json.loads(fields["authors"]) == ["Ada Lund", "Bo Ek"]
    assert rest.strip().startswith("The bees of the old orchard")


def test_the_command_prints_it(tmp_path: Path) -> None:
    (tmp_path / "bees.html").write_text(page(ld(ARTICLE)))
    run = [str(tmp_path / "bees.html"), "--url", URL]
    as_json = CliRunner().invoke(app, ["extract", *run, "--json"])
    assert json.loads(as_json.stdout)["metadata"] == WHOLE.to_dict()
    as_text = CliRunner().invoke(app, ["extract", *run, "--with-metadata"])
    assert as_text.stdout.startswith('---\ntitle: "Bees leave"\n')
    assert "metadata" not in CliRunner().invoke(app, ["extract", *run]).stdout
