"""The way in: `extract`, `Extractor`, and the command."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from lxml import html as lxml_html

import duramen
from duramen.cli import main
from duramen.errors import UsageError
from duramen.model import Model
from duramen.render import to_text


def test_all_is_exactly_what_is_public() -> None:
    offered = {name: getattr(duramen, name) for name in duramen.__all__}
    assert set(offered) <= set(dir(duramen))
    public = {name for name in vars(duramen) if not name.startswith("_")}
    own = {"annotations", "import_module", "TYPE_CHECKING", "Any", "Final"}
    assert public - own - {name for name in public if f"duramen.{name}" in sys.modules} == {*offered} - {"__version__"}
    with pytest.raises(AttributeError, match="has no attribute 'extrakt'"):
        duramen.extrakt  # type: ignore[attr-defined]  # noqa: B018


def _loaded(code: str) -> list[str]:
    code += "; import sys; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()


def test_the_commands_wait_for_no_array() -> None:
    assert not {"numpy", "lxml"} & set(_loaded("import duramen, duramen.cli, duramen.cli.options, duramen.bulk.cli"))


def test_import_is_light() -> None:
    loaded = _loaded("import duramen; duramen.extract, duramen.extract_many")
    third_party = {"typer", "click", "rich", "sklearn", "scipy", "datasets", "pyarrow", "pandas", "tqdm", "joblib"}
    assert not third_party & set(loaded)
    assert not [name for name in loaded if name.startswith("duramen_")]


def test_document(model: Model, html: str) -> None:
    document = duramen.Extractor(model)(html, "https://orchard.example/apples")
    assert "straw is kept dry.\n\nThose that touch" in document.text
    assert "Home" not in document.text
    assert document.title == "Of apples"
    assert document.problem is None
    kept = [block for block in document.blocks if block.kept]
    assert [block.kind for block in kept] == ["paragraph", "paragraph"]
    assert all(block.role in duramen.ROLES and 0 <= block.probability <= 1 for block in document.blocks)
    assert sum(document.blocks[0].roles) == pytest.approx(1)
    assert document.page.root is not None
    (element,) = document.page.root.getroottree().xpath(kept[0].xpath)
    assert kept[0].text in element.text
    assert json.loads(json.dumps(document.to_dict()))["blocks"][0]["text"] == "Home"


def test_bytes_text_and_element_give_the_same(model: Model, html: str) -> None:
    extractor = duramen.Extractor(model)
    text = extractor(html).text
    assert text
    assert extractor(html.encode()).text == text
    assert extractor(html.encode("utf-16")).text == text
    assert extractor(lxml_html.fromstring(html)).text == text


def test_policies_keep_what_they_say(model: Model, html: str) -> None:
    extractor = duramen.Extractor(model)
    broad, comments = (extractor(html, policy=p).probability for p in ("broad", "comments"))  # type: ignore[arg-type]
    assert (broad <= comments + 1e-9).all()
    with pytest.raises(UsageError, match="Did you mean broad"):
        extractor(html, policy="brod")  # type: ignore[arg-type]


def test_article_wants_the_title_more_than_body_does() -> None:
    prose = (
        "<p>Apples are kept in straw, and the straw is kept dry, since those that touch one another rot together.</p>"
    )
    page = f"<title>Of apples and straw</title><article><h1>Of apples and straw</h1>{prose * 6}</article>"
    extractor = duramen.Extractor()
    body, article = (extractor(page, policy=policy) for policy in ("body", "article"))
    assert body.blocks[0].probability < article.blocks[0].probability
    assert prose[3:-4] in body.text
    assert article.text.startswith("Of apples and straw")


def test_roles_are_the_same_under_every_policy(html: str) -> None:
    extractor = duramen.Extractor()
    broad, body = extractor(html).roles, extractor(html, policy="body").roles
    assert (broad == body).all()


def test_the_dial_only_removes(model: Model, html: str) -> None:
    extractor = duramen.Extractor(model)
    kept = [extractor(html, favor=f).kept for f in (0.0, 0.25, 0.5, 0.75, 1.0)]
    for wide, narrow in itertools.pairwise(kept):
        assert not (narrow & ~wide).any()


def test_text_sets_paragraphs_items_and_cells_apart() -> None:
    page = duramen.parse("<h1>T</h1><p>a</p><ul><li>b<li>c</ul><table><tr><td>d<td>e<tr><td>f</table><p>g")
    assert to_text(page.table, range(len(page))) == "T\n\na\n\nb\nc\n\nd | e\nf\n\ng"
    assert to_text(page.table, []) == ""


@pytest.mark.parametrize(
    "page", [b"", b"\x00\x01\x02", b"%PDF-1.4", b"<html>", "<div>" * 200_000, b"\xff\xfe", "\ud800"]
)
def test_bad_pages_give_nothing_and_do_not_raise(page: bytes | str) -> None:
    assert duramen.extract(page) is None or isinstance(page, str)


def test_extraction_is_the_same_twice(html: str) -> None:
    first, second = duramen.Extractor()(html), duramen.Extractor()(html)
    assert first.text == second.text
    assert (first.probability == second.probability).all()
    assert np.isfinite(first.probability).all()


class TestCommand:
    """Data on stdout, talk on stderr, 0 done, 1 nothing there, 2 wrong call."""

    def run(self, capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        out, err = capfd.readouterr()
        return int(ended.value.code or 0), out, err

    @pytest.fixture
    def page(self, tmp_path: Path) -> Path:
        path = tmp_path / "page.html"
        paragraphs = "".join(
            f"<p>Paragraph {i} tells of apples, of straw, and of winter evenings.</p>" for i in range(9)
        )
        path.write_text(f"<html><body><nav><a href=/>Home</a></nav><h1>Apples</h1><article>{paragraphs}</article>")
        return path

    def test_extract(self, page: Path, capfd: pytest.CaptureFixture[str]) -> None:
        code, out, err = self.run(capfd, "extract", str(page))
        assert (code, err) == (0, "")
        assert "Paragraph 8 tells" in out

    def test_json(self, page: Path, capfd: pytest.CaptureFixture[str]) -> None:
        code, out, _ = self.run(capfd, "extract", str(page), "--json")
        assert code == 0
        assert {"text", "role", "xpath", "probability", "kept"} <= set(json.loads(out)["blocks"][0])

    @pytest.mark.parametrize(
        ("output", "start"),
        [("text", "Paragraph 0"), ("markdown", "Paragraph 8"), ("html", "<p>Paragraph 8"), ("json", "{")],
    )
    def test_formats(self, page: Path, capfd: pytest.CaptureFixture[str], output: str, start: str) -> None:
        code, out, _ = self.run(capfd, "extract", str(page), "--format", output, "--links", "none")
        assert code == 0
        assert start in out
        assert out == duramen.extract(page.read_bytes(), output=output, links="none") + "\n" or output == "json"  # type: ignore[arg-type,operator]

    def test_stdin_and_module(self, page: Path) -> None:
        command = [sys.executable, "-m", "duramen", "extract", "-"]
        done = subprocess.run(command, input=page.read_bytes(), capture_output=True, check=True)
        assert b"Paragraph 0 tells" in done.stdout

    def test_pdf(self, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "paper.html").write_bytes(b"%PDF-1.5 ...")
        code, out, err = self.run(capfd, "extract", str(tmp_path / "paper.html"))
        assert (code, out) == (1, "")
        assert "not HTML: PDF" in err

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["extract", "no-such-page.html"], "cannot read no-such-page.html"),
            (["extract", "PAGE", "--policy", "brod"], "Did you mean broad"),
            (["extract", "PAGE", "--favor", "2"], "favor is 2"),
            (["extract", "PAGE", "--format", "markdwn"], "Did you mean markdown"),
            (["extract", "PAGE", "--format", "html", "--links", "non"], "Did you mean none"),
            (["extract", "PAGE", "--weights", "bosted"], "Did you mean boosted"),
            (["extrct"], "extract"),
        ],
    )
    def test_wrong_calls(
        self, arguments: list[str], message: str, page: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        code, out, err = self.run(capfd, *[str(page) if a == "PAGE" else a for a in arguments])
        assert (code, out) == (2, "")
        assert message in err

    def test_a_missing_extra_says_what_to_install(self, tmp_path: Path) -> None:
        hidden = (
            "import sys; sys.modules['datasets'] = None; sys.modules['sklearn'] = None; sys.modules['tqdm'] = None\n"
        )
        code = hidden + "from duramen.cli import main; main(sys.argv[1:])"
        for verb, extra in (("train", "train"), ("corpora", "corpora")):
            call = ["fit"] if verb == "train" else ["load", "starter"]
            environment = {"PATH": "", "DURAMEN_CACHE": str(tmp_path / verb)}
            done = subprocess.run(
                [sys.executable, "-c", code, verb, *call], capture_output=True, text=True, check=False, env=environment
            )
            assert done.returncode == 2, done.stderr
            assert f"pip install 'duramen[{extra}]'" in done.stderr

    def test_every_verb_has_help(self, capfd: pytest.CaptureFixture[str]) -> None:
        code, out, _ = self.run(capfd, "--help")
        assert code == 0
        for verb in ("extract", "corpora", "train", "bench"):
            assert verb in out
            assert self.run(capfd, verb, "--help")[0] == 0
