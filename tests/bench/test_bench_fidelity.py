"""The comparison of form: each metric on a toy that is right and on one that nearly is, and the command."""

from __future__ import annotations

import json
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from duramen.errors import UsageError
from duramen_bench.cli import app
from duramen_bench.fidelity import teds
from duramen_bench.fidelity.elements import Elements, elements
from duramen_bench.fidelity.measure import METRICS, found, measure
from duramen_bench.fidelity.reading import read
from duramen_bench.fidelity.rows import TOOLS, Form, choose, form
from duramen_bench.fidelity.score import columns, score
from duramen_bench.fidelity.sources import golden
from duramen_bench.fidelity.table import markdown
from duramen_bench.fidelity.tex import normal
from duramen_bench.stats import Bootstrap
from duramen_corpora.predictions import Prediction

URL = "https://e.example/a/b.html"
_CODE = "```py\nif x:\n\ty()\n```\n"
_TABLE = "| a | b |\n|---|---|\n| c | d |\n"
_LIST = "1. one\n2. two\n   - inner\n"


def of(text: str, written: Form = "markdown") -> Elements:
    return elements(read(text, written), URL)


#: Metric, gold, an answer that is as good, one that nearly is, and what that is worth.
_TOYS: dict[str, tuple[str, str, str, float]] = {
    "code": (_CODE, "~~~python\nif x:\n\ty()\n~~~", "```py\nif x:\n    y()\n```", 0.0),
    "code_edit": (_CODE, _CODE, "```py\nif x:\n y()\n```", 0.9),
    "language": (_CODE, "```python\nif x:\n\ty()\n```", "```\nif x:\n\ty()\n```", 0.0),
    "tables": (_TABLE, "|a|b|\n|-|-|\n|c|d|", "| a | b |\n|---|---|\n| c |  |\n", 1 - 1 / 7),
    "lists": (_LIST, "1) one\n2) two\n   * inner", "1. one\n2. two\n3. inner\n", 2 / 3),
    "links": ("[a](/x)", "[a](https://e.example/x)", "[a](/y)", 0.0),
    "images": ("![a](x.png)", "![a](/a/x.png)", "![](x.png)", 0.0),
    "math": (r"$\frac{1}{2} x^{2}$", r"\\(\frac12\,x^2\\)".replace("\\\\", "\\"), r"$\frac{1}{2} x_{2}$", 0.0),
    "headings": ("# T\n\n## a\n\n### b", "## a\n\n### b", "## a\n\n## b", 0.5),
    "emphasis": ("*a* **b** `c`", "_a_ __b__ `c`", "*a* *b* `c`", 2 / 3),
    "quotes": ("> a\n> > b", "> a\n>\n> > b", "> a\n> b", 0.0),
    "breaks": ("a\\\nb\\\nc", "a  \nb<br>c", "a\\\nb\nc", 2 / 3),
    "notes": ("a[^1]\n\n[^1]: b", "a[^x]\n\n[^x]: b", "a[1]\n\n[1] b", 0.0),
    "definitions": ("a\n: b\n", "<dl><dt>a</dt><dd>b</dd></dl>", "**a**\n\nb", 0.0),
}


def test_every_metric_has_a_toy() -> None:
    assert set(_TOYS) == set(METRICS)


@pytest.mark.parametrize("metric", METRICS)
def test_an_answer_is_right_or_nearly(metric: str) -> None:
    gold, right, near, worth = _TOYS[metric]
    assert measure(of(gold), of(gold)) == dict.fromkeys(METRICS, 1.0)
    assert measure(of(right), of(gold))[metric] == 1.0
    assert measure(of(near), of(gold))[metric] == pytest.approx(worth)
    assert measure(of(""), of(gold))[metric] == 0.0
    assert measure(of(gold), of(""))[metric] in (0.0, 1.0)  # 1: a share of the gold's elements, of which it has none


def test_a_term_of_several_lines_is_several_terms() -> None:
    assert of("a<br>`b`\n: c").definitions == of("<dl><dt>a</dt><dt>b</dt><dd>c</dd></dl>").definitions


def test_answers_in_html_are_read_as_they_are() -> None:
    said = of(
        '<h2>A</h2><pre class="x"><code class="language-js">\nlet a;\n</code></pre><p>b<br>c <a href="../d">e</a></p>'
        '<ol start="3"><li><p>f</p><ul><li>g</li></ul></li></ol><math><annotation encoding="application/x-tex">x^2'
        "</annotation></math>",
        "html",
    )
    assert said.code == [("\nlet a;", "javascript")]
    assert (said.headings, said.links) == ([(2, "A")], [("e", "https://e.example/d")])
    assert said.lists == [(1, 3, "f"), (2, "-", "g")]
    assert (said.breaks, said.math) == ([("b",)], [("x ^ 2",)])


def test_what_is_no_element_is_none() -> None:
    said = of("It costs $5 or $6; see [above](#top).\n\n---\n\n# **T**\n")
    assert (said.math, said.links, said.emphasis) == ([], [], [])
    assert of("---\ntitle: x\n---\n\n# T\n").headings == [(1, "T")]


def test_the_share_of_words_found_says_whether_there_is_form_to_judge() -> None:
    assert found(of("a b"), of("*a* b c d")) == 0.5
    assert found(of(""), of("")) == 1.0


def test_formulas_are_compared_by_what_they_say() -> None:
    assert normal(r"\displaystyle \frac{1}{2}\left( x \right) \leq y.") == normal(r"\( \frac12(x)\le y \)")
    assert normal(r"x_{12}") != normal("x_12")


def test_both_ways_to_write_a_span_are_right() -> None:
    spanned = of('<table><tr><th colspan="2">a</th></tr><tr><td rowspan="2">b</td><td>c</td></tr><tr><td>d</td></tr>')
    for written in ("|a||\n|-|-|\n|b|c|\n||d|", "|a|a|\n|-|-|\n|b|c|\n|b|d|"):
        assert measure(of(written), spanned)["tables"] == 1.0
    assert measure(of("|a|\n|-|\n|b|\n|d|"), spanned)["tables"] < 1.0


def test_tables_that_are_too_many_cost() -> None:
    assert measure(of(_TABLE + "\n\n" + _TABLE), of(_TABLE))["tables"] == 0.5
    assert measure(of("x\n\n" + _TABLE), of("x"))["tables"] == 0.0


_grids = st.lists(st.lists(st.sampled_from("ab"), min_size=1, max_size=2).map(tuple), min_size=1, max_size=3).map(tuple)


@settings(deadline=None, max_examples=60)
@given(_grids, _grids)
def test_the_distance_is_that_of_its_definition(a: teds.Grid, b: teds.Grid) -> None:
    one, other = teds.Tree.of(a), teds.Tree.of(b)
    assert teds.distance(one, other) == _by_definition(one, other)


def _by_definition(a: teds.Tree, b: teds.Tree) -> float:
    """The edit distance of forests, by the recursion that Zhang and Shasha start from (their Lemma 3)."""

    @cache
    def between(i: int, x: int, j: int, y: int) -> float:  # the forests of a's nodes i…x-1 and b's j…y-1
        if i == x or j == y:
            return x - i + y - j
        left, right = max(a.leftmost[x - 1], i), max(b.leftmost[y - 1], j)
        same = float(a.labels[x - 1] != b.labels[y - 1])
        return min(
            between(i, x - 1, j, y) + 1,
            between(i, x, j, y - 1) + 1,
            between(i, left, j, right) + between(left, x - 1, right, y - 1) + same,
        )

    return between(0, len(a.labels), 0, len(b.labels))


def test_spans_without_end_cost_nothing() -> None:
    huge = ((teds.Cell("a", 10**9, 10**9),), (teds.Cell("b"),))
    assert len(teds.grid(huge, repeat=True)) == 2
    assert teds.spans(read('<table><tr><td colspan="99999999999" rowspan="-1">', "html").find(".//td")) == (1, 1)


def test_golden_pages_are_whole() -> None:
    cases = golden()
    assert len(cases) >= 40
    assert len({case.page.id for case in cases}) == len(cases)
    for case in cases:
        assert case.metrics, case.page.id
        assert measure(case.gold, case.gold) == dict.fromkeys(METRICS, 1.0), case.page.id
        page = elements(read(case.page.html.decode(), "html"), case.page.url)
        # A formula in MathML alone has no LaTeX that could be read off: its words are not in the page's.
        if len(page.math) == len(case.gold.math):
            assert found(page, case.gold) > 0.95, case.page.id
    judged = {name: sum(name in case.metrics for case in cases) for name in METRICS}
    assert min(judged.values()) >= 2, judged


def test_scores_are_against_the_first_tool() -> None:
    cases = golden()[:12]
    right = [Prediction(case.page.id, case.page.text, 1.0) for case in cases]
    wrong = [Prediction(case.page.id, None, 1.0, error="timeout: no answer") for case in cases]
    draws = Bootstrap([case.page.id for case in cases], 100)
    ours, theirs = score({"duramen": right, "trafilatura": wrong}, cases, draws)
    assert {estimate.value for estimate in ours.metrics.values()} == {1.0}
    parts = sum(case.is_part for case in cases)
    assert (ours.pages, theirs.pages, theirs.failed) == (parts, 0, 12)
    assert 0 < parts < 12
    assert theirs.behind["code"].high < 0
    text = markdown("toy", cases, [ours, theirs])
    assert "| code | 12 | **1.000** (1.000–1.000) | .000 (.000–.000) |" in text
    assert columns("duramen", right, cases)["code"].tolist() == [1.0] * 12


def test_tools_are_chosen_by_name() -> None:
    assert choose("all") == list(TOOLS.values())
    assert [tool.name for tool in choose("duramen, resiliparse")] == ["duramen", "resiliparse"]
    assert {name: form(name) for name in ("duramen", "resiliparse")} == {"duramen": "markdown", "resiliparse": "html"}
    for wrong in ("duramin", " , "):
        with pytest.raises(UsageError, match=r"Did you mean duramen|no tools chosen"):
            choose(wrong)


def test_the_command_makes_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DURAMEN_CORPORA", str(tmp_path / "nowhere"))
    monkeypatch.setenv("DURAMEN_CACHE", str(tmp_path / "cache"))
    done = CliRunner().invoke(
        app, ["fidelity", "--tools", "duramen-whole", "--out", str(tmp_path), "--resamples", "50"]
    )
    assert done.exit_code == 0, done.output
    report = (tmp_path / "fidelity.md").read_text("utf-8")
    assert report.strip() in done.output
    sets = json.loads((tmp_path / "fidelity.json").read_text("utf-8"))["sets"]
    assert sets["Golden pages"]["tools"][0]["failed"] == 0
    assert sets["Golden pages, batch 2 alone"]["pages"]["all"] == sum(case.batch == 2 for case in golden()) > 10
    for metric, floor in product(("code", "math", "emphasis", "notes"), (0.9,)):
        assert sets["Golden pages"]["tools"][0]["metrics"][metric]["value"] >= floor
